"""A second pass for blocks in another order: nulls of one side against nulls of the other.

The chain keeps the order, so of two blocks that changed places it links one and leaves the other
null on both sides, or fills the gap with beads that it does not believe in. Runs of such segments
that are as alike as the document's own beads are aligned once more, each pair of runs by itself,
and what fits is linked and marked as crossing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import Bags
from align.aligners.rows import cosines, lengths, summed
from align.records import Bead

SURE = 0.9  # probability of the beads that set the scale
LOWEST = 0.1  # median cosine below which likeness says nothing: cognates alone, and hardly any
SHARE = 0.1  # part of the shorter side that they have to be: texts that do not match have none
LIKELIER = 0.5  # probability that a crossing bead needs between its runs
ALIKE = 0.8  # part of their median cosine that a crossing bead of a longer run needs
CARRIED = 0.5  # and one that is sure, among CARRIERS others that are alike
CARRIERS = 3
ALONE = 1.1  # and one that stands alone
LONG = 40  # characters that a crossing bead alone needs on either side
MOST = 200  # pairs of runs that are looked at

COMMON = 200  # segments with a column that is no evidence of its own
LIKELY = 0.5  # part of the wanted cosine that the rarer columns have to bring
SAMPLE = 2000  # beads that set the scale
AT_ONCE = 1000  # beads, or segments, that are looked at together, which bounds the memory

Ints = NDArray[np.int64]
Run = tuple[int, int]  # first segment and the one after the last
Runs = list[Run]


def link_crossing(
    beads: Sequence[Bead],
    source: Sequence[str],
    target: Sequence[str],
    bags: tuple[Bags, Bags],
    align: Callable[[range, range], Sequence[Bead]],
    *,
    fixed: Sequence[Bead] = (),
) -> tuple[Bead, ...]:
    """Link nulls across the order; every segment stays in exactly one bead.

    Args:
        beads: the chain's beads, in order.
        source: the source segments.
        target: the target segments.
        bags: of both sides.
        align: aligns a run of source segments with one of target segments, indices from 0.
        fixed: those of the beads that nothing may change.
    """
    x, y = (side.rows() for side in bags)
    certain = set(fixed)
    out = tuple(beads)
    fruitless: set[tuple[Run, Run]] = set()
    # Of blocks that changed places side by side, runs aligned in order link one a round.
    while found := _linked(out, source, target, x, y, align, certain, fruitless):
        certain.update(found)
        out = _with_crossing(out, found)
    return out


def _linked(
    beads: Sequence[Bead], source: Sequence[str], target: Sequence[str], x: csr_array,
    y: csr_array, align: Callable[[range, range], Sequence[Bead]], certain: set[Bead],
    fruitless: set[tuple[Run, Run]],
) -> list[Bead]:  # fmt: skip
    """Crossing beads between runs of what is not certain, each pair of runs aligned in order.

    `fruitless` are pairs of runs in which nothing was found; more are added.
    """
    scale = _scale(beads, x, y)
    if scale < LOWEST:
        return []
    linked = [bead for bead in beads if not bead.null and bead not in certain]
    free = [bead for bead in beads if bead.null and bead not in certain]
    for bead, cosine in zip(linked, _cosines(linked, x, y), strict=True):
        if cosine < (CARRIED if (bead.score or 0) >= SURE else ALIKE) * scale:
            free.append(bead)  # weak: given up where something better is found
    runs = (_runs(i for b in free for i in b.sources), _runs(j for b in free for j in b.targets))
    if not all(runs):
        return []
    found: list[Bead] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = [c for c in _candidates(runs, x, y, ALIKE * scale) if c not in fruitless]
    for one, other in pairs[:MOST]:
        moved = _moved(align(range(*one), range(*other)), one[0], other[0])
        fitting = _fitting(moved, source, target, x, y, scale)
        if not fitting:
            fruitless.add((one, other))
        part = [
            bead
            for bead in fitting
            if taken[0].isdisjoint(bead.sources) and taken[1].isdisjoint(bead.targets)
        ]
        for bead in part:
            taken[0].update(bead.sources)
            taken[1].update(bead.targets)
        found += part
    return found


def _with_crossing(beads: Sequence[Bead], found: Sequence[Bead]) -> tuple[Bead, ...]:
    """Put crossing beads among the others, in place of those that share a segment with one."""
    taken = {i for b in found for i in b.sources}, {j for b in found for j in b.targets}
    kept: list[Bead] = []
    for bead in beads:
        if taken[0].isdisjoint(bead.sources) and taken[1].isdisjoint(bead.targets):
            kept.append(bead)
        else:  # a weak bead's other segments are left alone
            kept += [Bead((i,), ()) for i in bead.sources if i not in taken[0]]
            kept += [Bead((), (j,)) for j in bead.targets if j not in taken[1]]
    return in_source_order(kept, found)


def _fitting(
    moved: Sequence[Bead], source: Sequence[str], target: Sequence[str], x: csr_array,
    y: csr_array, scale: float,
) -> list[Bead]:  # fmt: skip
    """Those of a pair of runs' beads that are worth linking across the order."""
    likely = [b for b in moved if not b.null and (b.score or 0) >= LIKELIER]
    found = _cosines(likely, x, y)
    alike = int((found >= ALIKE * scale).sum())
    if alike == 1:
        wanted = {b for b, s in zip(likely, found, strict=True) if s >= ALONE * scale}
        return [b for b in likely if b in wanted and _is_long(b, source, target)]
    least = CARRIED if alike >= CARRIERS else ALIKE
    return [
        bead
        for bead, cosine in zip(likely, found, strict=True)
        if cosine >= (least if (bead.score or 0) >= SURE else ALIKE) * scale
    ]


def _runs(segments: Iterable[int]) -> Runs:
    """Runs of neighbouring segments."""
    runs: Runs = []
    for i in sorted(segments):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _cosines(beads: Sequence[Bead], x: csr_array, y: csr_array) -> NDArray[np.float64]:
    """The cosines of beads' two sides, sums of their segments' rows."""
    out = np.empty(len(beads))
    for begin in range(0, len(beads), AT_ONCE):
        part = beads[begin : begin + AT_ONCE]
        one = summed([bead.sources for bead in part], x)
        other = summed([bead.targets for bead in part], y)
        out[begin : begin + AT_ONCE] = cosines(one, other)
    return out


def _scale(beads: Sequence[Bead], x: csr_array, y: csr_array) -> float:
    """The median cosine of the chain's sure 1:1 beads; 0 where there are too few."""
    sure = [b for b in beads if b.type == "1:1" and (b.score or 0) >= SURE]
    if len(sure) < max(CARRIERS, SHARE * min(x.shape[0], y.shape[0])):
        return 0.0
    return float(np.median(_cosines(sure[:: -(-len(sure) // SAMPLE)], x, y)))


def _candidates(
    runs: tuple[Runs, Runs], x: csr_array, y: csr_array, least: float
) -> list[tuple[Run, Run]]:
    """Pairs of runs with a pair of segments that are alike, the most such pairs first."""
    indices, which = [], []
    for side in runs:
        indices.append(np.concatenate([np.arange(a, b) for a, b in side]))
        which.append(np.repeat(np.arange(len(side)), [b - a for a, b in side]))
    pairs = _alike(x[indices[0]], y[indices[1]], least)
    votes = Counter(zip(which[0][pairs[0]].tolist(), which[1][pairs[1]].tolist(), strict=True))
    best = sorted(votes, key=lambda pair: (-votes[pair], pair))
    return [(runs[0][a], runs[1][b]) for a, b in best]


def _alike(one: csr_array, other: csr_array, least: float) -> tuple[Ints, Ints]:
    """Pairs of rows whose cosine is at least `least`.

    Looked for among rows that share a column which not everyone has: products of the others grow
    with the square of the text, and say little.
    """
    shares = np.bincount(other.indices, minlength=other.shape[1])
    rare = one.copy()
    rare.data[shares[one.indices] > COMMON] = 0
    rare.eliminate_zeros()
    length, turned = (lengths(one), lengths(other)), other.T.tocsr()
    found = []
    for begin in range(0, one.shape[0], AT_ONCE):
        dots = (rare[begin : begin + AT_ONCE] @ turned).tocoo()
        row, column = dots.row.astype(np.int64) + begin, dots.col
        wanted = least * np.maximum(length[0][row] * length[1][column], 1e-9)
        likely = dots.data >= LIKELY * wanted
        row, column = row[likely], column[likely]
        alike = one[row].multiply(other[column]).sum(axis=1) >= wanted[likely]
        found.append((row[alike], column[alike]))
    rows, columns = (np.concatenate(side) for side in zip(*found, strict=True))
    return rows, columns


def _moved(beads: Sequence[Bead], first: int, second: int) -> list[Bead]:
    return [
        replace(
            bead,
            sources=tuple(i + first for i in bead.sources),
            targets=tuple(j + second for j in bead.targets),
            crossing=True,
        )
        for bead in beads
    ]


def _is_long(bead: Bead, source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether both sides of a bead are long enough to be evidence by themselves."""
    lengths = (
        sum(len(source[i]) for i in bead.sources),
        sum(len(target[j]) for j in bead.targets),
    )
    return min(lengths) >= LONG


def in_source_order(kept: Sequence[Bead], crossing: Sequence[Bead]) -> tuple[Bead, ...]:
    """Put crossing beads where their sources stand; target nulls stay after their neighbours."""
    waiting = sorted(crossing, key=lambda b: b.sources)
    out: list[Bead] = []
    for bead in kept:
        while waiting and bead.sources and waiting[0].sources < bead.sources:
            out.append(waiting.pop(0))
        out.append(bead)
    return tuple(out + waiting)
