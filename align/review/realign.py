"""Align again what nobody accepted or edited, around the rows that somebody did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from align.records import Bead, Origin, TranslationUnit
from align.review.document import Realigner
from align.review.rows import Piece, Row, with_sides
from align.review.steps import Numbers, Splice, evidence

Align = Callable[[Sequence[str], Sequence[str], Sequence[Bead]], Sequence[Bead]]
"""Aligns segments: the source's, the target's, and the beads that stay as they are."""

Key = tuple[tuple[int, ...], tuple[int, ...]]


def realigner(align: Align) -> Realigner:
    """Make a realigner of an aligner."""

    def realign(rows: Sequence[Row], numbers: Numbers) -> tuple[Splice, ...]:
        made: list[Row] = []
        for _, run in groupby(rows, key=lambda row: row.unit.document):
            made += _realigned(list(run), align, numbers)
        return splices(rows, made)

    return realign


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment of one side, and the row that holds it now."""

    piece: Piece
    row: Row


def _realigned(rows: Sequence[Row], align: Align, numbers: Numbers) -> list[Row]:
    """Align the rows of one document; a pairing that comes out as it was keeps its row."""
    sides: tuple[list[_Place], list[_Place]] = ([], [])
    for row in rows:
        for side, pieces in zip(sides, row.sides, strict=True):
            if side is sides[0] or not row.machine:  # an engine's text is no segment
                side += [_Place(piece, row) for piece in pieces]
    for side in sides:
        _restore_order(side)
    held: dict[int, tuple[list[int], list[int]]] = {row.id: ([], []) for row in rows}
    for number, side in enumerate(sides):
        for index, place in enumerate(side):
            held[place.row.id][number].append(index)
    keys = {id: (tuple(xs), tuple(ys)) for id, (xs, ys) in held.items()}
    fixed = [
        Bead(*keys[row.id], crossing=row.unit.crossing)
        for row in rows
        if row.fixed and any(keys[row.id])
    ]
    texts = [[place.piece.text for place in side] for side in sides]
    beads = align(texts[0], texts[1], fixed)
    same: dict[Key, Row] = {keys[row.id]: row for row in rows if any(keys[row.id])}
    stay = {same[key].id for b in beads if (key := (b.sources, b.targets)) in same}
    left = {row.id: row for row in rows if row.id not in stay}
    out = []
    for bead in beads:
        key = (bead.sources, bead.targets)
        if key in same:
            out.append(same[key])
            continue
        xs, ys = ([side[i] for i in part] for side, part in zip(sides, key, strict=True))
        out.append(_made(bead, xs, ys, left, numbers()))
    out += [row for row in rows if not any(keys[row.id])]  # empty on both sides
    return out


def _restore_order(side: list[_Place]) -> None:
    """Put segments in the document's order where it is known: rows may cross."""
    if all(place.piece.indices for place in side):
        side.sort(key=lambda place: (place.piece.indices, place.piece.start))


def _made(
    bead: Bead, xs: Sequence[_Place], ys: Sequence[_Place], left: dict[int, Row], number: int
) -> Row:
    """Make the row of a bead; what its segments' old rows said goes to the first that follows."""
    old = [left.pop(id) for id in _ids((*xs, *ys)) if id in left]
    base = (xs or ys)[0].row.unit
    prior = [
        score
        for row in old
        for score in (evidence(row) if row.unit.review == "rejected" else row.unit.prior)
    ]
    unit = TranslationUnit(
        "", "", base.source_lang, base.target_lang, "", Origin.HUMAN, "", base.document,
        note="\n".join(row.unit.note for row in old if row.unit.note), prior=tuple(prior),
    )  # fmt: skip
    row = with_sides(Row(number, unit), _side(xs), _side(ys))
    return replace(
        row,
        unit=replace(row.unit, score=bead.score, crossing=bead.crossing, reasons=bead.reasons),
    )


def _ids(places: Sequence[_Place]) -> Iterator[int]:
    return iter(dict.fromkeys(place.row.id for place in places))


def _side(places: Sequence[_Place]) -> tuple[Piece, ...]:
    return tuple(place.piece for place in places)


def splices(rows: Sequence[Row], made: Sequence[Row]) -> tuple[Splice, ...]:
    """Return what turns rows into others, the unchanged ones left alone."""
    matcher = SequenceMatcher(
        None, [row.id for row in rows], [row.id for row in made], autojunk=False
    )
    return tuple(
        Splice(to, tuple(rows[start:end]), tuple(made[to:until]))
        for tag, start, end, to, until in matcher.get_opcodes()
        if tag != "equal"
    )
