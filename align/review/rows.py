"""A bead as the page shows it: two sides of segments that can be moved, cut and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from align.beadfile import parse_bead
from align.errors import DataError
from align.places import spanned
from align.records import Origin, TranslationUnit
from align.reviewed import FIXING
from align.segmenters.rules import split


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a side; `gap` is what stands before it where it is not the first.

    `indices` are the document's segments that it is cut from, empty where unknown, and it is
    the characters `start` to `end` of their text, which is `length` long. `edited` says that a
    person wrote it, so that it is no longer what stands there. `place` is its unit's in the file.
    """

    text: str
    gap: str = " "
    indices: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    length: int = 0
    edited: bool = False
    place: str = ""


Side = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A unit under review; `id` is never another row's.

    `cut` holds the two sides in segments once a step has changed them; until then they follow
    from the unit, and are found when they are asked for: splitting all takes seconds.
    """

    id: int
    unit: TranslationUnit
    cut: tuple[Side, Side] | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        """Source and target in segments; joined, they are the unit's texts."""
        return self.cut or sides_of(self.unit)

    @property
    def edited(self) -> bool:
        """Whether a text of it is a person's, not the document's; as far as is known."""
        return any(piece.edited for side in self.sides for piece in side)

    @property
    def machine(self) -> bool:
        """Whether an engine wrote the target."""
        return self.unit.origin is Origin.MACHINE

    @property
    def fixed(self) -> bool:
        """Whether a person stands behind the bead, so that an aligner must keep it."""
        return self.unit.review in FIXING

    @property
    def null(self) -> bool:
        """Whether a side is empty."""
        return not (self.unit.source and self.unit.target)

    @property
    def left(self) -> tuple[int, int]:
        """How many segments of either side no person translated."""
        unit = self.unit
        if not (self.null or self.machine):
            return 0, 0
        source, _, target = unit.bead.partition(":")
        sizes = [int(size) if size.isdecimal() else 1 for size in (source, target)]
        whole = [bool(unit.source), bool(unit.target)]
        if self.machine:
            whole = [not unit.machine_source, unit.machine_source]
        return sizes[0] * whole[0], sizes[1] * whole[1]

    @property
    def kind(self) -> str:
        """The first letter of the review: a, e, r, or o while nobody decided."""
        return self.unit.review[:1] or "o"

    @property
    def shape(self) -> str:
        """One letter: s or t for one side only, m for machine, x for crossing, else p."""
        if self.null:
            return "s" if self.unit.source else "t"
        return "m" if self.machine else "x" if self.unit.crossing else "p"


def sides_of(unit: TranslationUnit) -> tuple[Side, Side]:
    """Split a unit into segments, by the rules and by its position.

    A side is one segment where the position says so; else it is cut where the unit says that its
    segments begin, or where the rules do. Where these are as many segments as the position
    names, they are those. Joining the segments gives back the text exactly. Of a
    unit that came edited, any text may be a person's.
    """
    try:
        bead = parse_bead(unit.position, where="position") if unit.position else None
    except DataError:  # another tool's: kept, not understood
        bead = None
    sources, targets = (bead.sources, bead.targets) if bead else ((), ())
    if unit.origin is Origin.MACHINE:  # what an engine wrote is no segment of the document
        targets = ()
    edited = unit.review == "edited"
    return (
        _marked(_pieces(unit, 0, sources), unit.source_place, edited=edited),
        _marked(_pieces(unit, 1, targets), unit.target_place, edited=edited),
    )


def _marked(side: Side, place: str, *, edited: bool) -> Side:
    if not (place or edited):
        return side
    return tuple(replace(piece, place=place, edited=edited) for piece in side)


def _pieces(unit: TranslationUnit, side: int, indices: tuple[int, ...]) -> Side:
    text, lang = ((unit.source, unit.source_lang), (unit.target, unit.target_lang))[side]
    if not text:
        return ()
    if len(indices) == 1:
        return (Piece(text, " ", indices, 0, len(text), len(text)),)
    if cuts := unit.cuts[side]:
        inner = pairwise((0, *cuts, len(text)))
        spans = [(start, start + len(text[start:end].rstrip())) for start, end in inner]
    else:
        spans = split(text, lang.split("-")[0].lower())
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*(end for _, end in spans[:-1]), len(text)]
    gaps = [" ", *(text[a:b] for a, b in zip(ends, starts[1:], strict=False))]
    parts = [
        Piece(text[start:end], gap) for start, end, gap in zip(starts, ends, gaps, strict=True)
    ]
    if len(parts) == len(indices):
        return tuple(
            replace(part, indices=(index,), end=len(part.text), length=len(part.text))
            for part, index in zip(parts, indices, strict=True)
        )
    if not indices:
        return tuple(parts)
    # The parts of one text tile it: each ends where the next begins, gaps included.
    return tuple(
        replace(part, indices=indices, start=start, end=end, length=len(text))
        for part, start, end in zip(parts, starts, [*starts[1:], len(text)], strict=True)
    )


def _cuts(side: Side) -> tuple[int, ...]:
    """Where the segments after the first begin, if each is a segment of the document."""
    whole = ((piece.start, piece.end) == (0, piece.length) for piece in side)
    if not all(whole) or any(len(piece.indices) != 1 for piece in side):
        return ()
    return tuple(accumulate(len(one.text) + len(other.gap) for one, other in pairwise(side)))


def joined(side: Sequence[Piece]) -> str:
    """Return the text of a side."""
    return "".join(piece.gap * (number > 0) + piece.text for number, piece in enumerate(side))


def indices_of(side: Sequence[Piece]) -> tuple[int, ...] | None:
    """Return the document's segments that a side holds, None where it holds parts of some."""
    found: list[int] = []
    last: Piece | None = None  # of a group of parts that is not complete
    for piece in side:
        if not piece.indices:
            return None
        if last is None and piece.start == 0:
            found += piece.indices
        elif last is None or last.indices != piece.indices or last.end != piece.start:
            return None
        last = piece if piece.end < piece.length else None
    return None if last else tuple(found)


def rewritten(pieces: Sequence[Piece], text: str) -> Piece:
    """Return one segment, of a text that a person wrote, in the place of neighbouring ones."""
    first, last = pieces[0], pieces[-1]
    same = all(
        one.indices == other.indices and one.end == other.start for one, other in pairwise(pieces)
    )
    if len(pieces) == 1 or (same and first.indices):
        return replace(first, text=text, end=last.end, edited=True)
    indices, place = indices_of(pieces), spanned([piece.place for piece in pieces])
    if indices is None:
        return Piece(text, first.gap, edited=True, place=place)
    return Piece(text, first.gap, indices, 0, len(text), len(text), edited=True, place=place)


def cut(piece: Piece, offset: int) -> tuple[Piece, Piece]:
    """Cut a segment at a character; the white space at the cut becomes the second one's gap."""
    left, right = piece.text[:offset].rstrip(), piece.text[offset:].lstrip()
    gap = piece.text[len(left) : len(piece.text) - len(right)]
    middle = min(piece.start + offset, piece.end)
    if not piece.indices:
        return replace(piece, text=left), Piece(right, gap, place=piece.place)
    return replace(piece, text=left, end=middle), replace(piece, text=right, gap=gap, start=middle)


def with_sides(row: Row, source: Side, target: Side) -> Row:
    """Return a row with other sides: its texts, bead type and position follow them.

    An engine's text stands for a missing translation: it goes when its source goes.
    """
    unit = row.unit
    if row.machine and not source:
        target = ()
    if row.machine and not target:
        unit = replace(unit, origin=Origin.HUMAN, engine="", flags=())
    machine = unit.origin is Origin.MACHINE
    xs, ys = indices_of(source), () if machine else indices_of(target)
    known = xs is not None and ys is not None and bool(xs or ys)
    counts = len(source if xs is None else xs), len(target if machine or ys is None else ys)
    unit = replace(
        unit, source=joined(source), target=joined(target), bead=f"{counts[0]}:{counts[1]}",
        position=f"{list(xs or ())}:{list(ys or ())}" if known else "",
        source_place=spanned([piece.place for piece in source]),
        target_place=spanned([piece.place for piece in target]),
        cuts=(_cuts(source), _cuts(target)) if known and not machine else ((), ()),
    )  # fmt: skip
    return replace(row, unit=unit, cut=(source, target))
