"""All documents in one file: their outputs read back in the list's order, and written as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from align.batch.entries import Entry
from align.batch.storage import joined, opened, whole_at
from align.batch.worker import Outcome
from align.errors import UsageError
from align.filters import Filters, filtered
from align.output import completed
from align.records import CorpusHeader, TranslationUnit, Written
from align.registry import ENDINGS, load, names
from align.signature import Signature

_ABOUT_THE_FILE = {"signature", "notes", "project"}


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a merge: what was written, and what was left out, by reason."""

    written: Written
    removed: Counter[str]


def merged_format(path: str, *, format: str) -> str:
    """Return the format of a merged file, by its ending; `format` is that of the outputs.

    Raises:
        UsageError: the ending is none of a merged file's, or the outputs lack what it holds.
    """
    ending = path[path.rfind(".") :].lower()
    name = ENDINGS.get(ending, "")
    if name not in ("tmx", "parquet", "jsonl"):
        raise UsageError(
            f"--merge {path}: a name that ends in .tmx, .parquet or .jsonl was expected."
        )
    wanted = load("writer", name).holds - _ABOUT_THE_FILE
    enough = [kind for kind in names("bitext") if wanted <= load("writer", kind).holds]
    if format not in enough:
        raise UsageError(
            f"--merge {path}: it joins the documents' outputs, and {format} does not hold all "
            f"that {name} does; --format {' or '.join(enough)} was expected."
        )
    return name


def merge(
    done: Iterable[tuple[Entry, Outcome]],
    place: str,
    *,
    folder: str,
    format: str,
    into: str,
    dedup: bool,
    header: CorpusHeader,
) -> Merged:
    """Write all units of documents to one file, one document in memory at a time.

    Args:
        done: the documents, in the list's order.
        place: the file to write.
        folder: where the documents' outputs are.
        format: that of the outputs.
        into: that of the file.
        dedup: leave out what repeats an earlier pair (a hash of each stays in memory).
        header: of the file.

    Raises:
        DataError: an output cannot be read any more, or the file not be written.
    """
    removed: Counter[str] = Counter()
    units = filtered(
        _units(done, folder=folder, format=format), Filters(dedup=dedup), removed=removed
    )
    with whole_at(place) as stream:
        written: Written = load("writer", into)().write(units, stream, header=header)
    return Merged(written, removed)


def merged_header(outcomes: Iterable[Outcome], *, project: str) -> CorpusHeader:
    """Return the header of a merged file: the languages of most, all signatures in one."""
    langs: Counter[tuple[str, str]] = Counter()
    signatures: dict[str, None] = {}
    machine = documents = 0
    for outcome in outcomes:
        documents += 1
        langs[outcome.source_lang, outcome.target_lang] += 1
        signatures.setdefault(outcome.signature)
        machine += outcome.machine
    source_lang, target_lang = min(langs, key=lambda pair: (-langs[pair], pair))
    header = CorpusHeader(
        source_lang=source_lang, target_lang=target_lang, signature=_joined(sorted(signatures)),
        notes=(f"Documents joined: {documents}.",), project=project,
    )  # fmt: skip
    return completed(header, machine=bool(machine))


def _units(
    done: Iterable[tuple[Entry, Outcome]], *, folder: str, format: str
) -> Iterator[TranslationUnit]:
    reader: Any = load("bitext", format)
    for entry, outcome in done:
        if not outcome.units:
            continue
        place = joined(folder, entry.output)
        with opened(place) as stream:
            yield from reader().read(
                stream, name=place, source_lang=outcome.source_lang,
                target_lang=outcome.target_lang,
            ).units  # fmt: skip


def _joined(signatures: Sequence[str]) -> Signature:
    """One signature for several: a part that differs has all its values."""
    values: dict[str, dict[str, None]] = {}
    for signature in signatures:
        for part in signature.split("|"):
            key, _, value = part.partition(":")
            values.setdefault(key, {}).setdefault(value)
    return Signature.from_mapping({key: ", ".join(found) for key, found in values.items()})
