"""Load two alignments (beads, TSV, JSONL or TMX), and check that they speak of one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from align.beads import out_of_range, rising
from align.errors import DataError, ReadError, UsageError
from align.evaluation.link_file import ENDINGS, LinkFile, read_links
from align.evaluation.locate import TextPair, common_segments, locate, without_space
from align.evaluation.partial import reviewed_part
from align.files import STANDARD, display_name, read_lines
from align.gzipped import ending_of, stem_of
from align.metrics.counts import LinkDocument
from align.records import Bead

_NAMED = 5  # of the documents that are left out


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """The files of one document; those of its segments are None where they were not given."""

    name: str
    system: str
    gold: str
    source: str | None = None
    target: str | None = None

    @property
    def paths(self) -> tuple[str | None, ...]:
        """All that is read."""
        return self.system, self.gold, self.source, self.target


def find_documents(
    system: str, gold: str, *, source: str | None = None, target: str | None = None
) -> tuple[DocumentFiles, ...]:
    """Find one document's two files, or those of two folders by their equal stems.

    `source` and `target` are files of segments, one a line; with folders they hold `{name}`,
    which stands for the stem.

    Raises:
        DataError: a file is missing, or a folder has no alignment of a document, or two.
        UsageError: a folder stands against a file, or one text for several documents.
    """
    for path in (system, gold):
        if path != STANDARD and not Path(path).exists():
            raise ReadError(f"{path}: there is no such file or folder.")
    folders = [Path(path).is_dir() for path in (system, gold)]
    if not any(folders):
        name = "alignment" if system == "-" else stem_of(system)
        return (DocumentFiles(name, system, gold, source, target),)
    if not all(folders):
        raise UsageError(f"{system} and {gold}: two files or two folders were expected.")
    mine, true = _alignments(system), _alignments(gold)
    documents = []
    for stem, golden in true.items():
        for folder, found in ((gold, golden), (system, mine.get(stem, []))):
            if len(found) != 1:
                raise DataError(
                    f"{folder}: {len(found)} alignments are named {stem}.*, one was expected "
                    f"of each document of {gold}."
                )
        sides = [path and path.replace("{name}", stem) for path in (source, target)]
        documents.append(DocumentFiles(stem, str(mine[stem][0]), str(golden[0]), *sides))
    for option, text in (("--source", source), ("--target", target)):
        if text and len(documents) > 1 and "{name}" not in text:
            raise UsageError(
                f"{option} {text}: this is one text for {len(documents)} documents; {{name}} was "
                "expected in it, which stands for each."
            )
    if not documents:
        raise DataError(f"{gold}: there is no alignment in this folder ({', '.join(ENDINGS)}).")
    return tuple(documents)


def left_out(system: str, gold: str) -> tuple[str, ...]:
    """Say which alignments of a system's folder gold's folder has no document for."""
    if not Path(system).is_dir():
        return ()
    mine, true = _alignments(system), _alignments(gold)
    alone = [stem for stem in mine if stem not in true]
    if not alone:
        return ()
    names = ", ".join(alone[:_NAMED]) + " and others" * (len(alone) > _NAMED)
    verb = "is" if len(alone) == 1 else "are"
    told = (
        f"{system}: {len(alone):,} of its {len(mine):,} documents {verb} not scored, since {gold} "
        f"has none of that name: {names}."
    )
    return (told,)


def _alignments(folder: str) -> dict[str, list[Path]]:
    """The alignments of a folder by their stems, in order; hidden files are none."""
    found: dict[str, list[Path]] = {}
    try:
        paths = sorted(Path(folder).iterdir())
    except OSError as error:
        raise ReadError(f"{folder}: the folder cannot be read: {error.strerror}.") from None
    for path in paths:
        if ending_of(path) in ENDINGS and not path.name.startswith("."):
            found.setdefault(stem_of(path), []).append(path)
    return found


def load_documents(
    system: str,
    gold: str,
    *,
    source: str | None = None,
    target: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> tuple[LinkDocument, ...]:
    """Load the documents that `find_documents` finds.

    Raises:
        DataError: a file is missing, is no alignment, or speaks of another text.
        UsageError: a folder stands against a file.
    """
    return tuple(
        load_document(
            one.system, one.gold, name=one.name, source=one.source, target=one.target,
            source_lang=source_lang, target_lang=target_lang,
        )
        for one in find_documents(system, gold, source=source, target=target)
    )  # fmt: skip


def load_document(
    system: str,
    gold: str,
    *,
    name: str,
    source: str | None = None,
    target: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> LinkDocument:
    """Load one document's two files; see `load_documents`."""
    languages = (source_lang, target_lang)
    files = read_links(system, languages=languages), read_links(gold, languages=languages)
    unnumbered = not all(file.beads for file in files)
    if unnumbered and source is None and all(file.pairs for file in files):
        files = replace(files[0], beads=()), replace(files[1], beads=())
    if (source is None) != (target is None):
        raise UsageError("--source and --target go together: one of them was given.")
    texts: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    if source is not None and target is not None:
        texts = (tuple(read_lines(source)), tuple(read_lines(target)))
        for path, lines in zip((source, target), texts, strict=True):
            if not lines:
                raise DataError(f"{display_name(path)}: there are no segments in it.")
        one, other = files
        files = _of_segments(one, texts), _of_segments(other, texts)
    elif not (files[0].beads or files[1].beads):
        texts = common_segments(files[0].pairs, files[1].pairs)
    elif not (files[0].beads and files[1].beads):
        without = files[1] if files[0].beads else files[0]
        raise UsageError(
            f"{without.name} holds texts without segment numbers; give the segments that "
            "they are made of with --source and --target, one a line."
        )
    placed = [
        file.beads or tuple((pair.where, bead) for pair, bead in _located(file.pairs, texts))
        for file in files
    ]
    reviews = _reviews(files[1])
    if texts[0] or not any(reviews):  # a review may hold a part of the text only
        _check_range(placed, texts=texts, gold=files[1].name)
    beads = [tuple(rising(bead) for _, bead in part) for part in placed]
    if not any(reviews):
        return LinkDocument(name, beads[0], beads[1], texts[0], texts[1])
    part = reviewed_part(beads[0], beads[1], reviews, name=files[1].name)
    notes = tuple(filter(None, (part.note, files[1].note)))
    return LinkDocument(name, part.system, part.gold, texts[0], texts[1], notes)


def _reviews(file: LinkFile) -> list[str]:
    """What was decided of each bead of a file, as they are placed."""
    return [pair.review for pair in file.pairs if file.beads or _held(pair)]


def _of_segments(file: LinkFile, texts: tuple[tuple[str, ...], tuple[str, ...]]) -> LinkFile:
    """Drop a file's numbers where they are those of other segments: its texts are located."""
    for (_, bead), pair in zip(file.beads, file.pairs, strict=False):
        if pair.review == "edited":  # its texts are a person's, not the segments'
            continue
        for indices, text, lines in (
            (bead.sources, pair.source, texts[0]),
            (bead.targets, pair.target, texts[1]),
        ):
            held = "".join(lines[n] for n in indices if n < len(lines))
            if without_space(held) != without_space(text):
                return replace(file, beads=())
    return file


def _located(
    pairs: Sequence[TextPair], texts: tuple[tuple[str, ...], tuple[str, ...]]
) -> list[tuple[TextPair, Bead]]:
    held = [pair for pair in pairs if _held(pair)]
    return list(zip(held, locate(held, *texts), strict=True))


def _held(pair: TextPair) -> bool:
    return bool(pair.source.strip() or pair.target.strip())


def _check_range(
    placed: Sequence[Sequence[tuple[str, Bead]]],
    *,
    texts: tuple[tuple[str, ...], tuple[str, ...]],
    gold: str,
) -> None:
    """Refuse indices beyond the segments given, or else beyond those that gold speaks of.

    Gold that lists no null beads may leave out the last segments, so that a null bead beyond
    its range is no error then.
    """
    counts, nulls = (len(texts[0]), len(texts[1])), True
    given = any(counts)
    if not given:
        true = [bead for _, bead in placed[1]]
        counts = (
            1 + max((i for bead in true for i in bead.sources), default=-1),
            1 + max((j for bead in true for j in bead.targets), default=-1),
        )
        nulls = any(bead.null for bead in true)
    for where, bead in (*placed[0], *placed[1]):
        wrong = out_of_range(bead, counts, known="" if given else gold)
        if wrong and (nulls or not bead.null):
            raise DataError(f"{where}: {wrong}")
