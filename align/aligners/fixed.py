"""Beads that somebody fixed come out as they went in; the rest is aligned between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from align.beads import Held, out_of_range
from align.errors import DataError
from align.records import Bead


@dataclass(frozen=True, slots=True)
class Stretch:
    """Segments between two fixed beads: source `sources`, target `targets`, both maybe empty."""

    sources: range
    targets: range


def checked(fixed: Iterable[Bead], n: int, m: int) -> tuple[Bead, ...]:
    """Return fixed beads as people's own, certain ones, those out of order marked as crossing.

    One that is marked already stays so: the order of the rest does not depend on it.

    Raises:
        DataError: an index is out of range, or in two of the beads.
    """
    beads = tuple(fixed)
    held = Held()
    for bead in beads:
        if wrong := out_of_range(bead, (n, m)) or held.add(bead, where=bead.position):
            raise DataError(f"The fixed bead {bead.position}: {wrong}")
    kept = {id(bead) for bead in chain(b for b in beads if not b.crossing)}
    return tuple(replace(b, score=1.0, crossing=id(b) not in kept and _breaks(b)) for b in beads)


def told_apart(fixed: Sequence[Bead], sure: NDArray[np.int64]) -> tuple[Bead, ...]:
    """Mark as crossing the fixed beads that cross more beads of a path than they go with.

    Among themselves they do not tell: one bead alone always keeps the order, and two that were
    moved outvote one that was not. Where the path is sure of nothing, all marks stay.

    Args:
        fixed: the fixed beads.
        sure: rows (i, a, j, b) of what a path without them is sure of.
    """
    i, _, j, _ = sure.T

    def crosses(bead: Bead) -> bool:
        if bead.null or not len(sure):
            return bead.crossing
        before = (i < bead.sources[0]) == (j < bead.targets[0])
        return 2 * int(before.sum()) < len(before)

    return tuple(replace(b, crossing=crosses(b)) for b in fixed)


def _breaks(bead: Bead) -> bool:
    """Whether a bead outside the chain breaks the order: all but nulls of neighbours."""
    return not (bead.null and neighbours(bead.sources or bead.targets))


def chain(fixed: Iterable[Bead]) -> list[Bead]:
    """Return the most full beads of neighbouring segments that keep the order on both sides."""
    full = sorted(
        (b for b in fixed if not b.null and all(neighbours(s) for s in (b.sources, b.targets))),
        key=lambda b: b.sources,
    )
    ends: list[int] = []  # the smallest first target that ends a chain of each length
    last: list[int] = []
    before: list[int] = []
    for k, bead in enumerate(full):
        at = bisect_left(ends, bead.targets[0])
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [bead.targets[0]], [k]
    out, k = [], last[-1] if last else -1
    while k >= 0:
        out.append(full[k])
        k = before[k]
    return out[::-1]


def in_order(fixed: Iterable[Bead]) -> list[Bead]:
    """Return the full beads that keep the order, as `checked` told them from the others."""
    return sorted((b for b in fixed if not b.null and not b.crossing), key=lambda b: b.sources)


def stretches(fixed: Iterable[Bead], n: int, m: int) -> list[Stretch]:
    """Return what lies before, between and after the checked beads that keep the order."""
    out, i, j = [], 0, 0
    for bead in in_order(fixed):
        out.append(Stretch(range(i, bead.sources[0]), range(j, bead.targets[0])))
        i, j = bead.sources[-1] + 1, bead.targets[-1] + 1
    return [*out, Stretch(range(i, n), range(j, m))]


def inserted(beads: Sequence[Bead], fixed: Sequence[Bead]) -> tuple[Bead, ...]:
    """Put checked beads in place of the nulls that a path made of their segments."""
    held = {i for b in fixed for i in b.sources}, {j for b in fixed for j in b.targets}
    ordered = deque(in_order(fixed))
    kept = {id(b) for b in ordered}
    others = sorted((b for b in fixed if id(b) not in kept), key=lambda b: (b.sources, b.targets))
    rest = [
        b for b in beads if not (held[0].intersection(b.sources) or held[1].intersection(b.targets))
    ]
    out: list[Bead] = []
    for bead in rest:
        while ordered and _before(ordered[0], bead):
            out.append(ordered.popleft())
        out.append(bead)
    return tuple(_put(others, [*out, *ordered]))


def _put(others: Sequence[Bead], beads: Sequence[Bead]) -> Iterator[Bead]:
    """Put sorted beads that break the order, and nulls, among beads in order.

    Each stands before the first bead that is beyond it by its source, else by its target.
    """
    starts = [
        ([b.sources for b in beads if b.sources], [k for k, b in enumerate(beads) if b.sources]),
        ([b.targets for b in beads if b.targets], [k for k, b in enumerate(beads) if b.targets]),
    ]
    waiting: list[list[Bead]] = [[] for _ in range(len(beads) + 1)]
    for bead in others:
        keys, at = starts[not bead.sources]
        place = bisect_right(keys, bead.sources or bead.targets)
        waiting[at[place] if place < len(at) else len(beads)].append(bead)
    for before, bead in zip(waiting, beads, strict=False):
        yield from before
        yield bead
    yield from waiting[-1]


def neighbours(indices: tuple[int, ...]) -> bool:
    """Whether indices follow one another; none do."""
    return not indices or indices == tuple(range(indices[0], indices[0] + len(indices)))


def _before(fixed: Bead, bead: Bead) -> bool:
    if bead.sources:
        return fixed.sources < bead.sources
    return fixed.targets < bead.targets
