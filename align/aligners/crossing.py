"""A second pass for blocks in another order: nulls of one side against nulls of the other.

The chain keeps the order, so of two blocks that changed places it links one and leaves the other
null on both sides. Runs of nulls whose segments are as alike as the document's own beads are
aligned once more, each pair of runs by itself, and what fits is linked and marked as crossing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import Bags
from align.records import Bead

SURE = 0.9  # probability of the beads that set the scale
ALIKE = 0.8  # part of their median cosine that a crossing bead of a longer run needs
ALONE = 1.1  # and one that stands alone
LONG = 40  # characters that a crossing bead alone needs on either side
MOST = 200  # pairs of runs that are looked at

COMMON = 200  # segments with a column that is no evidence of its own
LIKELY = 0.5  # part of the wanted cosine that the rarer columns have to bring
SAMPLE = 2000  # beads that set the scale

Ints = NDArray[np.int64]
Runs = list[tuple[int, int]]  # first segment and the one after the last


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
    certain = {bead for bead in fixed if bead.null}
    free = [bead for bead in beads if bead not in certain]
    runs = _runs(free, side=0), _runs(free, side=1)
    if not all(runs):
        return tuple(beads)
    x, y = (_unit_rows(side) for side in bags)
    scale = _scale(beads, x, y)
    if scale <= 0:
        return tuple(beads)
    found: list[Bead] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for one, other in _candidates(runs, x, y, ALIKE * scale)[:MOST]:
        part = [
            bead
            for bead in _moved(align(range(*one), range(*other)), one[0], other[0])
            if not bead.null and _cosine(bead, x, y) >= ALIKE * scale
            and not taken[0] & set(bead.sources) and not taken[1] & set(bead.targets)
        ]  # fmt: skip
        if len(part) == 1 and not _stands_alone(part[0], source, target, x, y, scale):
            continue
        for bead in part:
            taken[0].update(bead.sources)
            taken[1].update(bead.targets)
        found += part
    if not found:
        return tuple(beads)
    kept = [b for b in beads if not (set(b.sources) & taken[0] or set(b.targets) & taken[1])]
    return _in_source_order(kept, found)


def _runs(beads: Sequence[Bead], *, side: int) -> Runs:
    """Runs of neighbouring segments of a side that are null."""
    alone = [b.sources if side == 0 else b.targets for b in beads if b.null]
    indices = sorted(i for part in alone for i in part)
    runs: Runs = []
    for i in indices:
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _unit_rows(bags: Bags) -> csr_array:
    return csr_array(
        (bags.values.astype(np.float64), bags.columns, bags.offsets),
        shape=(bags.count, bags.width),
    )


def _cosine(bead: Bead, x: csr_array, y: csr_array) -> float:
    one = x[list(bead.sources)].sum(axis=0)
    other = y[list(bead.targets)].sum(axis=0)
    return float(one @ other / max(1e-9, np.sqrt((one @ one) * (other @ other))))


def _scale(beads: Sequence[Bead], x: csr_array, y: csr_array) -> float:
    """The median cosine of the chain's sure 1:1 beads."""
    sure = [b for b in beads if b.type == "1:1" and (b.score or 0) >= SURE]
    if len(sure) < 3:
        return 0.0
    sure = sure[:: -(-len(sure) // SAMPLE)]
    rows = x[[b.sources[0] for b in sure]], y[[b.targets[0] for b in sure]]
    dots = rows[0].multiply(rows[1]).sum(axis=1)
    return float(np.median(dots / np.maximum(_lengths(rows[0]) * _lengths(rows[1]), 1e-9)))


def _lengths(rows: csr_array) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.sqrt(rows.multiply(rows).sum(axis=1))
    return lengths


def _candidates(
    runs: tuple[Runs, Runs], x: csr_array, y: csr_array, least: float
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
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
    dots = (rare @ other.T).tocoo()
    lengths = _lengths(one), _lengths(other)
    likely = dots.data >= LIKELY * least * lengths[0][dots.row] * lengths[1][dots.col]
    row, column = dots.row[likely], dots.col[likely]
    exact = one[row].multiply(other[column]).sum(axis=1)
    alike = exact >= least * np.maximum(lengths[0][row] * lengths[1][column], 1e-9)
    return row[alike], column[alike]


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


def _stands_alone(
    bead: Bead, source: Sequence[str], target: Sequence[str], x: csr_array, y: csr_array,
    scale: float,
) -> bool:  # fmt: skip
    """Whether one bead by itself is evidence enough: long, and more alike than most."""
    lengths = (
        sum(len(source[i]) for i in bead.sources),
        sum(len(target[j]) for j in bead.targets),
    )
    return min(lengths) >= LONG and _cosine(bead, x, y) >= ALONE * scale


def _in_source_order(chain: Sequence[Bead], crossing: Sequence[Bead]) -> tuple[Bead, ...]:
    """Put crossing beads where their sources stand; target nulls stay after their neighbours."""
    waiting = sorted(crossing, key=lambda b: b.sources)
    out: list[Bead] = []
    for bead in chain:
        while waiting and bead.sources and waiting[0].sources < bead.sources:
            out.append(waiting.pop(0))
        out.append(bead)
    return tuple(out + waiting)
