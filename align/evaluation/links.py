"""Load two alignments (beads, TSV, JSONL or TMX), and check that they speak of one text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from align.beadfile import numbered_beads, parse_bead
from align.errors import DataError, UsageError
from align.evaluation.locate import TextPair, common_segments, locate, without_space
from align.evaluation.partial import reviewed_part
from align.files import decode, display_name, read_bytes, read_lines
from align.metrics.links import LinkDocument
from align.records import Bead
from align.registry import load

_ENDINGS = {
    ".tmx": "tmx",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".links": "beads",
    ".beads": "beads",
}
_BEAD_LINE = re.compile(r"\s*\[[^\t]*\]\s*:\s*\[")


@dataclass(frozen=True, slots=True)
class LinkFile:
    """An alignment as read: its beads with where they stand, or pairs still to be located.

    A file with both segment numbers and texts has both; its numbers come first. `note` says
    what of it could not be taken.
    """

    name: str
    beads: tuple[tuple[str, Bead], ...] = ()
    pairs: tuple[TextPair, ...] = ()
    note: str = ""


def load_documents(
    system: str,
    gold: str,
    *,
    source: str | None = None,
    target: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> tuple[LinkDocument, ...]:
    """Load one document's two files, or two folders of files with equal stems.

    `source` and `target` are files of segments, one a line; with folders they hold `{name}`,
    which stands for the stem.

    Raises:
        DataError: a file is missing, is no alignment, or speaks of another text.
        UsageError: a folder stands against a file.
    """
    folders = [Path(path).is_dir() for path in (system, gold)]
    if not any(folders):
        name = "alignment" if system == "-" else Path(system).stem
        return (
            load_document(
                system, gold, name=name, source=source, target=target,
                source_lang=source_lang, target_lang=target_lang,
            ),
        )  # fmt: skip
    if not all(folders):
        raise UsageError(f"{system} and {gold}: two files or two folders were expected.")
    documents = []
    for golden in sorted(Path(gold).iterdir()):
        if golden.suffix not in _ENDINGS:
            continue
        mine = [path for path in Path(system).glob("*") if path.stem == golden.stem]
        mine = [path for path in mine if path.suffix in _ENDINGS]
        if len(mine) != 1:
            raise DataError(
                f"{system}: {len(mine)} alignments are named {golden.stem}.*, one was expected "
                f"beside {golden}."
            )
        fill = [path and path.replace("{name}", golden.stem) for path in (source, target)]
        documents.append(
            load_document(
                str(mine[0]), str(golden), name=golden.stem, source=fill[0], target=fill[1],
                source_lang=source_lang, target_lang=target_lang,
            )
        )  # fmt: skip
    if not documents:
        raise DataError(f"{gold}: there is no alignment in this folder ({', '.join(_ENDINGS)}).")
    return tuple(documents)


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
    beads = [tuple(bead for _, bead in part) for part in placed]
    if not any(reviews):
        return LinkDocument(name, beads[0], beads[1], texts[0], texts[1])
    part = reviewed_part(beads[0], beads[1], reviews, name=files[1].name)
    notes = tuple(filter(None, (part.note, files[1].note)))
    return LinkDocument(name, part.system, part.gold, texts[0], texts[1], notes)


def _reviews(file: LinkFile) -> list[str]:
    """What was decided of each bead of a file, as they are placed."""
    return [pair.review for pair in file.pairs if file.beads or _held(pair)]


def read_links(
    path: str,
    *,
    languages: tuple[str | None, str | None] = (None, None),
    positions: bool = True,
) -> LinkFile:
    """Read an alignment; the ending tells its format, or else its first line.

    Without `positions`, pairs are texts to be located even where the file has positions,
    which may number other segments than those at hand.

    Raises:
        DataError: the file is empty or no alignment.
    """
    name = display_name(path)
    data = read_bytes(path)
    if not data.strip():
        raise DataError(f"{name}: the file is empty; an alignment was expected.")
    kind = _ENDINGS.get(Path(path).suffix.lower()) or _guess(data, name)
    if kind == "beads":
        beads = numbered_beads(decode(data, name=name), name=name)
        if not beads:
            raise DataError(f"{name}: there is no bead in this file.")
        return LinkFile(name, tuple((f"{name}, line {line}", bead) for line, bead in beads))
    return _units(data, kind, name, languages, positions=positions)


def _guess(data: bytes, name: str) -> str:
    text = decode(data, name=name).lstrip()
    if text.startswith("<"):
        return "tmx"
    if text.startswith("{"):
        return "jsonl"
    first = text.split("\n", 1)[0]
    return "tsv" if "\t" in first and not _BEAD_LINE.match(first) else "beads"


def _units(
    data: bytes,
    kind: str,
    name: str,
    languages: tuple[str | None, str | None],
    *,
    positions: bool,
) -> LinkFile:
    bitext = load("bitext", kind)().read(
        io.BytesIO(data), name=name, source_lang=languages[0], target_lang=languages[1]
    )
    units = list(bitext.units)
    if not units:
        raise DataError(f"{name}: there is no pair in this file.")
    unit_is = "pair" if kind == "tmx" else "line"
    found = [(f"{name}, {unit_is} {number}", u) for number, u in enumerate(units, start=1)]
    reviewed = any(unit.review for unit in units)
    numbered = [(where, unit) for where, unit in found if unit.position]
    # A reviewer can cut a segment in two: its parts have no position among the others.
    if not (positions and numbered and (reviewed or len(numbered) == len(units))):
        texts = (TextPair(w, u.source, u.target, u.score, u.review) for w, u in found)
        return LinkFile(name, pairs=tuple(texts))
    beads, pairs = [], []
    used: set[tuple[str, int]] = set()
    for where, unit in numbered:
        bead = parse_bead(unit.position, where=where)
        indices = [("source", n) for n in bead.sources] + [("target", n) for n in bead.targets]
        for side, index in indices:
            if (side, index) in used:
                raise DataError(
                    f"{where}: {side} index {index} of {unit.position} is already in "
                    "another bead, and an index belongs to one bead only."
                )
        used.update(indices)
        beads.append((where, Bead(bead.sources, bead.targets, score=unit.score)))
        # What a machine wrote is no text of the document: such a unit has no target segment.
        source, target = unit.source if bead.sources else "", unit.target if bead.targets else ""
        pairs.append(TextPair(where, source, target, unit.score, unit.review))
    left = len(units) - len(numbered)
    note = f"{name}: {left:,} units without a position are left out." if left else ""
    return LinkFile(name, tuple(beads), tuple(pairs), note)


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
    true = [bead for _, bead in placed[1]]
    nulls = any(bead.null for bead in true)
    for side, lines in zip(("source", "target"), texts, strict=True):
        known = len(lines)
        if not known:
            known = 1 + max((max(_side(bead, side), default=-1) for bead in true), default=-1)
        for where, bead in (*placed[0], *placed[1]):
            highest = max(_side(bead, side), default=-1)
            if highest >= known and (lines or nulls or not bead.null):
                has = f"there are {known} {side} segments" if lines else f"{gold} has {known}"
                raise DataError(
                    f"{where}: {side} index {highest} is out of range: {has}, numbered from 0."
                )


def _side(bead: Bead, side: str) -> tuple[int, ...]:
    return bead.sources if side == "source" else bead.targets
