"""What people fixed, read from a file: beads that an aligner must leave as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from align.beadfile import numbered_beads, parse_bead
from align.beads import Held, sides
from align.encodings import decode
from align.errors import DataError, shortened
from align.files import display_name, read_bytes
from align.gzipped import ending_of
from align.quoted import without_quotes
from align.records import Bead, Origin, TranslationUnit
from align.registry import load, read_endings

FIXING = ("accepted", "edited")
"""The reviews that make a bead certain."""

WITH_REVIEWS = read_endings(("tmx", "jsonl"))
"""The formats, by their endings, that hold all that a review says, and the beads' positions."""


@dataclass(frozen=True, slots=True)
class FixedBead:
    """A bead that a person fixed: `where` opens a message about it; its unit, if it has texts."""

    where: str
    bead: Bead
    unit: TranslationUnit | None = None


@dataclass(frozen=True, slots=True)
class FixedBeads:
    """The beads that a file fixes; `without_position` reviewed units of it fix nothing.

    `rejected` are units that fix nothing either, but are known again where they come out.
    """

    name: str
    beads: tuple[FixedBead, ...]
    without_position: int = 0
    rejected: tuple[TranslationUnit, ...] = ()


def read_fixed(
    path: str | Path, *, source_lang: str | None = None, target_lang: str | None = None
) -> FixedBeads:
    """Read beads in Vecalign's form, or a reviewed file's accepted and edited units (TMX, JSONL).

    Raises:
        DataError: the file cannot be read, fixes nothing, or fixes a segment twice.
    """
    name = display_name(path)
    data = read_bytes(path)
    kind = WITH_REVIEWS.get(ending_of(path))
    if kind is None:
        lines = numbered_beads(decode(data, name=name), name=name)
        if not lines:
            raise DataError(f"{name}: there is no bead in this file.")
        beads = [FixedBead(f"{name}, line {line}", bead) for line, bead in lines]
        return FixedBeads(name, tuple(beads))
    bitext = load("bitext", kind)().read(
        io.BytesIO(data), name=name, source_lang=source_lang, target_lang=target_lang
    )
    reviewed, rejected = [], []
    for number, unit in enumerate(bitext.units, start=1):
        if unit.review in FIXING:
            reviewed.append((f"{name}, unit {number}", unit))
        elif unit.review:
            rejected.append(unit)
    if not reviewed:
        raise DataError(
            f"{name}: none of its units is accepted or edited, so that it fixes nothing; "
            "align review is where one decides."
        )
    found = tuple(FixedBead(*held) for held in positioned(reviewed))
    if not found:
        raise DataError(
            f"{name}: none of its reviewed units has a position (x-position), which says which "
            "segments it fixes."
        )
    return FixedBeads(name, found, len(reviewed) - len(found), tuple(rejected))


def positioned(
    units: Iterable[tuple[str, TranslationUnit]],
) -> Iterator[tuple[str, Bead, TranslationUnit]]:
    """Yield the units that have a position, each with its bead; what opens messages comes first.

    Raises:
        DataError: a position is none, or a segment is in two.
    """
    held = Held()
    for where, unit in units:
        if not unit.position:
            continue
        bead = parse_bead(unit.position, where=where)
        if wrong := held.add(bead, where=where.rpartition(", ")[2]):
            raise DataError(f"{where}: {wrong}")
        yield where, bead, unit


def placed(
    fixed: FixedBeads, source: Mapping[int, str], target: Mapping[int, str]
) -> tuple[Bead, ...]:
    """Check fixed beads against the segments, and number them by their places among these.

    Args:
        fixed: the beads, as the file numbers segments.
        source: the source's segments in order, by the number that the file has for them.
        target: the target's.

    Raises:
        DataError: a bead holds a segment that is not there, or other text than the segments;
            an edited unit's text may differ, since a person wrote it.
    """
    places = [{number: place for place, number in enumerate(side)} for side in (source, target)]
    beads = []
    for held in fixed.beads:
        found = []
        for (name, indices), side, place in zip(
            sides(held.bead), (source, target), places, strict=True
        ):
            for index in indices:
                if index not in side:
                    raise DataError(
                        f"{held.where}: there is no {name} segment {index} to align; are these "
                        "the texts that were reviewed?"
                    )
            _check_text(held, name, indices, side)
            found.append(tuple(place[index] for index in indices))
        crossing = held.unit is not None and held.unit.crossing
        beads.append(Bead(found[0], found[1], crossing=crossing))
    return tuple(beads)


def with_reviews(
    units: Iterable[TranslationUnit], fixed: FixedBeads | None
) -> Iterator[TranslationUnit]:
    """Yield units, the fixed ones as they were reviewed: texts, status, by whom and when.

    What was rejected and comes out again says so.
    """
    said = {held.bead.position: held.unit for held in fixed.beads} if fixed else {}
    rejected = {unit.position: unit for unit in fixed.rejected} if fixed else {}
    for unit in units:
        held = rejected.get(unit.position)
        if held and _is_again(held, unit):
            unit = replace(
                unit, review=held.review, changed_by=held.changed_by, changed_at=held.changed_at,
                note=held.note, prior=held.prior,
            )  # fmt: skip
        yield said.get(unit.position) or unit


def _is_again(held: TranslationUnit, unit: TranslationUnit) -> bool:
    """Tell whether a unit of the same position is the one that was rejected.

    People may have edited a side of it before; what an engine wrote must be the same.
    """
    source = held.source.split() == unit.source.split() != []
    target = held.target.split() == unit.target.split() != []
    machine = unit.origin is Origin.MACHINE
    return held.origin is unit.origin and (target or (source and not machine))


def judged_scores(units: Iterable[TranslationUnit]) -> Iterator[tuple[float, bool]]:
    """Yield the aligner's probabilities that a review judged, each with whether it was right.

    A bead that was accepted was right, also where its words were edited; a rejected one was
    wrong, and so were those that a person re-cut to make another.
    """
    for unit in units:
        yield from ((score, False) for score in unit.prior)
        if unit.score is not None and unit.review and unit.origin is Origin.HUMAN:
            yield unit.score, unit.review in FIXING


def _check_text(
    held: FixedBead, name: str, indices: Sequence[int], side: Mapping[int, str]
) -> None:
    unit = held.unit
    if unit is None or unit.review == "edited":
        return
    machine = "source" if unit.machine_source else "target"
    if name == machine and unit.origin is Origin.MACHINE:  # an engine's, no segment's
        return
    text = unit.source if name == "source" else unit.target
    there = " ".join(without_quotes(side[index]) for index in indices)
    if _letters(text) != _letters(there):
        one, other = (shortened(" ".join(part.split()), 60) for part in (text, there))
        raise DataError(
            f"{held.where}: its {name} is {one!r}, but the segments at {list(indices)} are "
            f"{other!r}; the texts that were reviewed were expected."
        )


def _letters(text: str) -> str:
    """A text without what depends on its lines: blanks, and hyphens where words were broken."""
    return "".join(text.replace("-", "").replace("\u2010", "").split())
