"""Read one alignment: beads, hunalign's ladder, TSV, JSONL or TMX, by its ending or its lines."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from align.beadfile import numbered_beads
from align.encodings import decode
from align.errors import DataError, counted
from align.evaluation.locate import TextPair
from align.files import display_name, read_bytes
from align.gzipped import ending_of
from align.records import Bead
from align.registry import load
from align.reviewed import positioned
from align.signature import Signature

ENDINGS = {
    ".tmx": "tmx",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".links": "beads",
    ".beads": "beads",
    ".ladder": "ladder",
}
"""The endings of alignments, in small letters, and their formats."""

_OTHERS = frozenset((".xlf", ".xliff", ".xlsx", ".parquet", ".xces", ".html", ".htm"))
_BEAD_LINE = re.compile(r"\s*\[[^\t]*\]\s*:\s*\[")
_RUNG = re.compile(r"(\d{1,7})\t(\d{1,7})(?:\t\S*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class LinkFile:
    """An alignment as read: its beads with where they stand, or pairs still to be located.

    A file with both segment numbers and texts has both; its numbers come first. `note` says
    what of it could not be taken, `signature` what it says that it depends on.
    """

    name: str
    beads: tuple[tuple[str, Bead], ...] = ()
    pairs: tuple[TextPair, ...] = ()
    note: str = ""
    signature: Signature = field(default_factory=Signature)


def read_links(
    path: str,
    *,
    languages: tuple[str | None, str | None] = (None, None),
    positions: bool = True,
) -> LinkFile:
    """Read an alignment; the ending tells its format, or else its first line, or all of a ladder's.

    Without `positions`, pairs are texts to be located even where the file has positions,
    which may number other segments than those at hand.

    Raises:
        DataError: the file is empty or no alignment.
    """
    name = display_name(path)
    data = read_bytes(path)
    if not data.strip():
        raise DataError(f"{name}: the file is empty; an alignment was expected.")
    ending = ending_of(path)
    if ending in _OTHERS:
        raise DataError(
            f"{name}: one of {', '.join(ENDINGS)} was expected; `align convert` makes .jsonl of "
            ".xlf, .xlsx and .parquet, and .links of .xces."
        )
    kind = ENDINGS.get(ending) or _guess(data, name)
    if kind == "beads":
        beads = numbered_beads(decode(data, name=name), name=name)
        if not beads:
            raise DataError(f"{name}: there is no bead in this file.")
        return LinkFile(name, tuple((f"{name}, line {line}", bead) for line, bead in beads))
    if kind == "ladder":
        return LinkFile(name, _beads_between(_rungs(decode(data, name=name)), name))
    return _units(data, kind, name, languages, positions=positions)


def _guess(data: bytes, name: str) -> str:
    text = decode(data, name=name).lstrip()
    if text.startswith("<"):
        return "tmx"
    if text.startswith("{"):
        return "jsonl"
    if _rungs(text):
        return "ladder"
    first = text.split("\n", 1)[0]
    return "tsv" if "\t" in first and not _BEAD_LINE.match(first) else "beads"


def _rungs(text: str) -> list[tuple[int, int, int]]:
    """The rungs of hunalign's ladder with their lines; none where a line is no rung.

    A rung is the first source and target segment of a bead, and a score; both rise from 0 to the
    last rung, where the texts end.
    """
    rungs: list[tuple[int, int, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _RUNG.fullmatch(line.strip())
        before = rungs[-1][1:] if rungs else (0, 0)
        here = (int(found[1]), int(found[2])) if found else (-1, -1)
        if here[0] < before[0] or here[1] < before[1] or (not rungs and here != (0, 0)):
            return []
        rungs.append((number, *here))
    return rungs if len(rungs) > 1 else []


def _beads_between(
    rungs: Sequence[tuple[int, int, int]], name: str
) -> tuple[tuple[str, Bead], ...]:
    """A bead from each rung to the next; without the score, which is no probability."""
    if not rungs:
        raise DataError(
            f"{name}: this is no ladder of hunalign; indices of source and target were expected, "
            "between tabs, that rise from 0 and 0."
        )
    return tuple(
        (f"{name}, line {number}", Bead(tuple(range(i, i_end)), tuple(range(j, j_end))))
        for (number, i, j), (_, i_end, j_end) in pairwise(rungs)
        if i < i_end or j < j_end
    )


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
    numbered = sum(bool(unit.position) for unit in units)
    # A reviewer can cut a segment in two: its parts have no position among the others.
    if not (positions and numbered and (reviewed or numbered == len(units))):
        texts = (TextPair(w, u.source, u.target, u.score, u.review) for w, u in found)
        return LinkFile(name, pairs=tuple(texts), signature=bitext.header.signature)
    beads, pairs = [], []
    for where, bead, unit in positioned(found):
        beads.append((where, Bead(bead.sources, bead.targets, score=unit.score)))
        # What a machine wrote is no text of the document: such a unit has no target segment.
        source, target = unit.source if bead.sources else "", unit.target if bead.targets else ""
        pairs.append(TextPair(where, source, target, unit.score, unit.review))
    left = len(units) - numbered
    note = f"{name}: {counted(left, 'unit')} without a position left out." if left else ""
    return LinkFile(name, tuple(beads), tuple(pairs), note, bitext.header.signature)
