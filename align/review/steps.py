"""The steps of a reviewer as pure functions: each says which rows stand in place of which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from align.errors import DataError
from align.review.rows import Piece, Row, Side, cut, joined, rewritten, with_sides


@dataclass(frozen=True, slots=True)
class Splice:
    """Rows from index `at` on that others replace."""

    at: int
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    @property
    def undone(self) -> Splice:
        """The splice that takes this one back."""
        return Splice(self.at, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step does: its splices, one after the other, and the row to look at then."""

    splices: tuple[Splice, ...]
    focus: int | None


class StepError(DataError):
    """A step that makes no sense on the rows as they are."""


SIDES = ("source", "target")
Numbers = Callable[[], int]
"""Gives a row number that no row ever had."""


def step(
    rows: Sequence[Row], at: int, op: str, arguments: Mapping[str, object], *, numbers: Numbers
) -> Step:
    """Return what an operation does to the row at an index.

    Raises:
        StepError: the operation is unknown, lacks an argument, or would change nothing.
    """
    row = rows[at]
    if op in _STATUS:
        return _status(row, at, _STATUS[op])
    if op == "note":
        return _one(row, at, replace(row, unit=replace(row.unit, note=_text(arguments))))
    if op == "edit":
        return _edit(row, at, _side(arguments), _text(arguments))
    if op == "merge":
        return _merge(rows, at)
    if op == "split":
        return _split(row, at, arguments, numbers)
    if op == "move":
        return _move(rows, at, arguments)
    if op == "unlink":
        return _unlink(row, at, numbers)
    raise StepError(f"There is no step '{op}'.")


_STATUS = {"accept": "accepted", "reject": "rejected", "reopen": ""}


def _one(row: Row, at: int, changed: Row) -> Step:
    if changed == row:
        raise StepError("This changes nothing.")
    return Step((Splice(at, (row,), (changed,)),), row.id)


def _status(row: Row, at: int, review: str) -> Step:
    if review == "accepted" and row.edited:
        review = "edited"  # its text is not the document's, and whoever checks that must know
    if row.unit.review == review:
        raise StepError(f"This bead is already {review or 'open'}.")
    cut = row.sides if row.edited else row.cut  # what came edited is so whatever is decided of it
    return _one(row, at, replace(row, unit=replace(row.unit, review=review), cut=cut))


def _edit(row: Row, at: int, side: int, text: str) -> Step:
    """Change a side's text; the segments before and after the changed place stay as they are."""
    sides = [*row.sides]
    text = text if text.strip() else ""  # a side of white space alone is empty
    if text == joined(sides[side]):
        raise StepError("This changes nothing.")
    sides[side] = _edited(sides[side], text)
    if not (sides[0] or sides[1]):
        raise StepError("A bead cannot be empty on both sides.")
    changed = with_sides(row, *sides)
    if changed.null == row.null and changed.machine == row.machine:
        # Only the words changed: what the aligner said of the bead still holds, its name too.
        changed = replace(changed, unit=replace(changed.unit, bead=row.unit.bead))
    else:
        changed = _recut(changed, evidence(row))
    return _one(row, at, replace(changed, unit=replace(changed.unit, review="edited")))


def _edited(side: Side, text: str) -> Side:
    if not text:
        return ()
    if not side:
        return (Piece(text, edited=True),)
    head, tail = 0, 0
    begin, end = 0, len(text)
    while head < len(side) - 1:
        piece = side[head].gap * (head > 0) + side[head].text
        if not text.startswith(piece + side[head + 1].gap, begin, end):
            break
        begin += len(piece)
        head += 1
    while tail < len(side) - 1 - head:
        piece = side[-1 - tail].gap + side[-1 - tail].text
        if not text.endswith(piece, begin, end):
            break
        end -= len(piece)
        tail += 1
    middle = side[head : len(side) - tail]
    gap = middle[0].gap if head else ""
    if not text.startswith(gap, begin, end):  # what parted the segments was edited too
        return (rewritten(side, text),)
    inner = text[begin + len(gap) : end]
    rest = side[len(side) - tail :]
    return (*side[:head], rewritten(middle, inner), *rest) if inner else (rewritten(side, text),)


def _merge(rows: Sequence[Row], at: int) -> Step:
    if at + 1 >= len(rows):
        raise StepError("This is the last bead: there is none to join it with.")
    one, other = rows[at], rows[at + 1]
    _same_document(one, other)
    base = one
    targets = [one.sides[1], other.sides[1]]
    if one.machine != other.machine:  # a person's text displaces the machine's
        human, engine = (other, one) if one.machine else (one, other)
        if human.unit.target:
            targets[(one, other).index(engine)] = ()
            base = _as(one, human)
        else:
            base = _as(one, engine)
    note = "\n".join(filter(None, (one.unit.note, other.unit.note)))
    flags = tuple(dict.fromkeys((*base.unit.flags, *(other.unit.flags if base.machine else ()))))
    unit = replace(
        base.unit, note=note, flags=flags, crossing=one.unit.crossing or other.unit.crossing
    )
    made = with_sides(
        replace(base, unit=unit), one.sides[0] + other.sides[0], targets[0] + targets[1]
    )
    made = _recut(made, (*evidence(one), *evidence(other)))
    return Step((Splice(at, (one, other), (made,)),), one.id)


def _split(row: Row, at: int, arguments: Mapping[str, object], numbers: Numbers) -> Step:
    """Cut a row in two: what follows the cursor goes to a new row after it."""
    side = _side(arguments)
    sides = row.sides
    segment, offset = _number(arguments, "segment"), _number(arguments, "offset")
    if segment >= len(sides[side]):
        raise StepError(f"The {SIDES[side]} of this bead has {len(sides[side])} segments.")
    piece = sides[side][segment]
    if offset > len(piece.text):
        raise StepError(f"This segment has {len(piece.text)} characters.")
    head, tail = _parted(sides[side], segment, offset)
    whole = sides[1 - side]
    kept = len(whole)
    if arguments.get("other_segment") is not None:
        kept = min(_number(arguments, "other_segment"), len(whole))
    if row.machine and side == 0:  # the engine's text is of the whole source; it stays
        kept = len(whole)
    inside = 0 if arguments.get("other_offset") is None else _number(arguments, "other_offset")
    pairs = [*zip((head, tail), _parted(whole, kept, inside), strict=True)]
    (x, y), (u, v) = pairs if side == 0 else [(two, one) for one, two in pairs]
    if not (x or y) or not (u or v) or (kept == len(whole) and not (head and tail)):
        raise StepError("There is nothing on one side of the cursor.")
    first = _recut(with_sides(row, x, y), evidence(row))
    fresh = Row(numbers(), replace(row.unit, note="", prior=()))
    second = _recut(with_sides(fresh, u, v), ())
    if any(not (made.unit.source or made.unit.target) for made in (first, second)):
        raise StepError("An engine wrote this text for the whole source: edit it instead.")
    return Step((Splice(at, (row,), (first, second)),), second.id)


def _parted(side: Side, segment: int, offset: int) -> tuple[Side, Side]:
    """Cut a side before a character of a segment; at white space alone, between segments."""
    if segment >= len(side):
        return side, ()
    piece, head, tail = side[segment], side[:segment], side[segment + 1 :]
    if not piece.text[:offset].strip():
        return head, (piece, *tail)
    if not piece.text[offset:].strip():
        return (*head, piece), tail
    left, right = cut(piece, offset)
    return (*head, left), (right, *tail)


def _move(rows: Sequence[Row], at: int, arguments: Mapping[str, object]) -> Step:
    side = _side(arguments)
    row, up = rows[at], _choice(arguments, "to", ("above", "below")) == "above"
    first = _choice(arguments, "segment", ("first", "last")) == "first"
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        raise StepError(f"There is no bead {'above' if up else 'below'}.")
    neighbour = rows[other]
    _same_document(row, neighbour)
    mine, theirs = [*row.sides], [*neighbour.sides]
    if not mine[side]:
        raise StepError(f"The {SIDES[side]} of this bead is empty.")
    moved = mine[side][0] if first else mine[side][-1]
    mine[side] = mine[side][1:] if first else mine[side][:-1]
    if side == 1 and row.machine != neighbour.machine:
        if row.machine and neighbour.unit.target:
            raise StepError("An engine wrote this segment: it cannot join a person's text.")
        neighbour = _as(neighbour, row)
        theirs[1] = ()
    theirs[side] = (*theirs[side], moved) if up else (moved, *theirs[side])
    given = with_sides(row, *mine)
    gone = not (given.unit.source or given.unit.target)
    given = _recut(given, evidence(row))
    taken = with_sides(neighbour, *theirs)
    note = neighbour.unit.note
    if gone:
        note = "\n".join(filter(None, (note, row.unit.note) if up else (row.unit.note, note)))
    taken = replace(taken, unit=replace(taken.unit, note=note))
    taken = _recut(taken, (*evidence(neighbour), *(evidence(row) if gone else ())))
    after = (taken,) if gone else (taken, given) if up else (given, taken)
    before = (rows[other], row) if up else (row, rows[other])
    return Step((Splice(min(at, other), before, after),), taken.id if gone else row.id)


def _unlink(row: Row, at: int, numbers: Numbers) -> Step:
    """Part a row's sides; both rows are edited, so that an aligner leaves them apart."""
    if row.null:
        raise StepError("This bead has one side only: there is nothing to unlink.")
    x, y = row.sides
    first = _recut(with_sides(row, x, ()), evidence(row), review="edited")
    after = [first]
    if not row.machine:
        fresh = Row(numbers(), replace(row.unit, note="", prior=()))
        after.append(_recut(with_sides(fresh, (), y), (), review="edited"))
    return Step((Splice(at, (row,), tuple(after)),), row.id)


def _as(row: Row, other: Row) -> Row:
    """The row with the origin of another's target."""
    unit = other.unit
    return replace(
        row, unit=replace(row.unit, origin=unit.origin, engine=unit.engine, flags=unit.flags)
    )


def evidence(row: Row) -> tuple[float, ...]:
    """The scores of the aligner's beads that a row stands for, once it is re-cut."""
    own = () if row.unit.score is None or row.machine else (row.unit.score,)
    return (*row.unit.prior, *own)


def _recut(row: Row, prior: tuple[float, ...], *, review: str | None = None) -> Row:
    """A bead that a person made: no score of its own, edited where both sides are there."""
    if review is None:
        review = "" if row.null else "edited"
    crossing = row.unit.crossing and not row.null
    return replace(
        row,
        unit=replace(
            row.unit, score=None, reasons=None, prior=prior, review=review, crossing=crossing
        ),
    )


def _same_document(one: Row, other: Row) -> None:
    if one.unit.document != other.unit.document:
        raise StepError("The two beads belong to different documents.")


def _side(arguments: Mapping[str, object]) -> int:
    return SIDES.index(_choice(arguments, "side", SIDES))


def _choice(arguments: Mapping[str, object], name: str, allowed: tuple[str, ...]) -> str:
    value = arguments.get(name)
    if value not in allowed:
        raise StepError(f"'{name}' is {value!r}; {' or '.join(allowed)} was expected.")
    return str(value)


def _number(arguments: Mapping[str, object], name: str) -> int:
    value = arguments.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise StepError(f"'{name}' is {value!r}; a number from 0 was expected.")
    return value


def _text(arguments: Mapping[str, object]) -> str:
    value = arguments.get("text")
    if not isinstance(value, str):
        raise StepError(f"'text' is {value!r}; a text was expected.")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
