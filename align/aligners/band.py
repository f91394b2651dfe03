"""The band around the alignment path, found coarse to fine in linear time.

Bags are hashed into short dense vectors, which add up like the bags; groups of segments are
aligned first, with gaps free, then smaller groups inside the band that their path leaves, down
to single segments (as Vecalign does with averages, Thompson and Koehn 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import Bags

HALF = 20  # cells kept to either side of the path
EXACT = 120  # up to this many segments on the longer side, the whole table is searched
_DIMENSIONS = 256
_COARSEST = 400
_STEP = 4
_MARGIN = 16
LEAST = 0.08  # a cosine below this is no evidence for a match

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """For source segment i, target segments `lo[i]:hi[i]`; both bounds never fall.

    Cell (i, j), the point before source i and target j, is number
    `offsets[i] + j - lo[i]`; each row has one more cell than it has segments.
    """

    lo: Ints
    hi: Ints
    offsets: Ints

    @classmethod
    def of(cls, lo: Ints, hi: Ints) -> Band:
        """Make a band from its bounds."""
        offsets = np.zeros(len(lo) + 1, np.int64)
        np.cumsum(hi - lo + 1, out=offsets[1:])
        return cls(lo, hi, offsets)

    @classmethod
    def whole(cls, n: int, m: int) -> Band:
        """Make the band that leaves nothing out."""
        return cls.of(np.zeros(n, np.int64), np.full(n, m, np.int64))

    def transposed(self, m: int) -> Band:
        """Return the same cells with the sides exchanged; `m` target segments."""
        n = len(self.lo)
        rows = np.arange(m)
        # Both bounds never fall, so the source segments that reach a target are a run.
        lo = np.searchsorted(self.hi, rows, side="right")
        hi = np.searchsorted(self.lo, rows, side="right")
        lo = np.minimum(lo, n - 1)
        return Band.of(lo.astype(np.int64), np.maximum(hi, lo + 1).astype(np.int64))


def find_band(source: Bags, target: Bags, *, half: int = HALF) -> Band:
    """Return the band around the best path between two lists of bags."""
    n, m = source.count, target.count
    if max(n, m) <= EXACT:
        return Band.whole(n, m)
    x, y = (_hashed(bags, _DIMENSIONS) for bags in (source, target))
    group = 1
    while max(n, m) / group > _COARSEST:
        group *= _STEP
    rows, columns = -(-n // group), -(-m // group)
    lo, hi = np.zeros(rows, np.int64), np.full(rows, columns, np.int64)
    while True:
        first, last = _path(_grouped(x, group), _grouped(y, group), lo, hi)
        if group == 1:
            break
        group //= _STEP
        rows, columns = -(-n // group), -(-m // group)
        parent = np.arange(rows) // _STEP
        begin, end = _widened(first, last, _MARGIN // _STEP, _MARGIN // _STEP)
        lo, hi = begin[parent] * _STEP, (end[parent] + 1) * _STEP
        lo, hi = _hull(np.maximum(0, lo), np.minimum(columns, hi), columns)
    begin, end = _widened(first, last, half, half)
    return Band.of(*_hull(np.maximum(0, begin), np.minimum(m, end + 1), m))


def _widened(first: Ints, last: Ints, rows: int, columns: int) -> tuple[Ints, Ints]:
    """Add columns to either side, and what the path passes in the rows near by.

    A gap in the columns is passed in one row, but the path may be a few rows wrong about it.
    """
    at = np.arange(len(first))
    before, after = np.maximum(0, at - rows), np.minimum(len(at) - 1, at + rows)
    return (
        np.minimum(first - columns, first[before]),
        np.maximum(last + columns, last[after]),
    )


def joined(one: Band, first: Ints, last: Ints, m: int, *, half: int = HALF) -> Band:
    """Add to a band what lies around another path, which is in row i at first[i]..last[i]."""
    begin, end = _widened(first, last, half, half)
    lo = np.minimum(one.lo, np.maximum(0, begin))
    hi = np.maximum(one.hi, np.minimum(m, end + 1))
    return Band.of(*_hull(lo, hi, m))


def _hull(lo: Ints, hi: Ints, m: int) -> tuple[Ints, Ints]:
    """Bounds that never fall, start at 0, end at m and hold the given ones."""
    lo = np.minimum.accumulate(lo[::-1])[::-1].copy()
    hi = np.maximum.accumulate(hi)
    lo[0], hi[-1] = 0, m
    np.minimum(lo[1:], hi[:-1], out=lo[1:])
    return np.minimum(lo, m - 1), np.maximum(hi, lo + 1)


def _grouped(x: NDArray[np.float32], group: int) -> NDArray[np.float32]:
    """Sums of `group` rows each, centred and scaled to length 1."""
    sums = np.add.reduceat(x, np.arange(0, len(x), group), axis=0) if group > 1 else x
    sums = sums - sums.mean(axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (sums / np.maximum(lengths, 1e-6)).astype(np.float32)
    return scaled


def _hashed(bags: Bags, dimensions: int) -> NDArray[np.float32]:
    """Feature hashing with signs (Weinberger et al. 2009), by Knuth's multiplicative hash."""
    h = (np.arange(bags.width, dtype=np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    signs = np.where(h & np.uint64(1), 1, -1).astype(np.float32)
    places = ((h >> np.uint64(12)) % np.uint64(dimensions)).astype(np.int64)
    which = np.arange(bags.width)
    table = csr_array((signs, (which, places)), shape=(bags.width, dimensions))
    rows = csr_array((bags.values, bags.columns, bags.offsets), shape=(bags.count, bags.width))
    out: NDArray[np.float32] = (rows @ table).toarray()
    return out


def _path(x: NDArray[np.float32], y: NDArray[np.float32], lo: Ints, hi: Ints) -> tuple[Ints, Ints]:
    """Columns `first[i]..last[i]` that the best path with free gaps passes in row i."""
    n, m = len(x), len(y)
    rows = np.minimum(np.arange(n + 1), n - 1)
    offsets = np.zeros(n + 2, np.int64)  # nodes (i, j), j from lo to hi, of rows 0..n
    np.cumsum(hi[rows] - lo[rows] + 1, out=offsets[1:])
    first, last = np.full(n, m), np.zeros(n, np.int64)
    best = np.full(offsets[-1], -1e9, np.float32)
    move = np.zeros(offsets[-1], np.int8)
    _best_steps(x, y, lo, hi, offsets, np.float32(LEAST), best, move, first, last)
    return first, last


@njit(cache=True, error_model="numpy", fastmath=True)  # so that dot products are vectorized
def _best_steps(x, y, lo, hi, offsets, least, best, move, first, last):
    n = len(x)
    m = len(y)
    for i in range(n + 1):
        r = min(i, n - 1)
        for j in range(lo[r], hi[r] + 1):
            p = offsets[i] + j - lo[r]
            value = best[p]
            if i == 0 and j == 0:
                value = np.float32(0.0)
            if j > lo[r] and best[p - 1] > value:
                value = best[p - 1]
                move[p] = 2
            if i > 0 and lo[i - 1] <= j <= hi[i - 1]:
                v = best[offsets[i - 1] + j - lo[i - 1]]
                if v > value:
                    value = v
                    move[p] = 1
            if i > 0 and j > 0 and lo[i - 1] <= j - 1 < hi[i - 1]:
                s = np.float32(0.0)
                for k in range(x.shape[1]):
                    s += x[i - 1, k] * y[j - 1, k]
                v = best[offsets[i - 1] + j - 1 - lo[i - 1]] + max(s - least, np.float32(0.0))
                if v >= value:
                    value = v
                    move[p] = 3
            best[p] = value
    i = n
    j = m
    while i > 0 or j > 0:
        r = min(i, n - 1)
        step = move[offsets[i] + j - lo[r]]
        if step == 2:
            j -= 1
        else:
            i -= 1
            if step == 3:
                j -= 1
        row = min(i, n - 1)
        first[row] = min(first[row], min(j, m - 1))
        last[row] = max(last[row], min(j, m - 1))
