"""The band around the alignment path, found coarse to fine in linear time.

Bags are hashed into short dense vectors, which add up like the bags; groups of segments are
aligned first, with gaps free, then smaller groups inside the band that their path leaves, down
to single segments (as Vecalign does with averages, Thompson and Koehn 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import Bags
from align.aligners.compiled import compiled
from align.aligners.search import nodes

HALF = 20  # cells kept to either side of the path
EXACT = 120  # up to this many segments on the longer side, the whole table is searched
_DIMENSIONS = 256
_COARSEST = 400
_PRODUCT = 1024  # cells in a product of matrices, few enough for OpenBLAS to use one thread
_STEP = 4
_MARGIN = 16
LEAST = 0.08  # a cosine below this is no evidence for a match

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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
        # Contiguous, or else numba compiles everything once more for another layout.
        lo, hi = np.ascontiguousarray(lo), np.ascontiguousarray(hi)
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
    levels = [[_hashed(bags, _DIMENSIONS) for bags in (source, target)]]
    while max(len(side) for side in levels[-1]) > _COARSEST:
        levels.append([_grouped(side) for side in levels[-1]])
    band = Band.whole(*(len(side) for side in levels[-1]))
    while True:
        x, y = levels.pop()
        first, last = _path(_scaled(x), _scaled(y), band)
        if not levels:
            break
        rows, columns = (len(side) for side in levels[-1])
        parent = np.arange(rows) // _STEP
        begin, end = _widened(first, last, _MARGIN // _STEP, _MARGIN // _STEP)
        lo, hi = begin[parent] * _STEP, (end[parent] + 1) * _STEP
        band = Band.of(*_hull(np.maximum(0, lo), np.minimum(columns, hi), columns))
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


def _grouped(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums of `_STEP` rows each."""
    whole = len(x) - len(x) % _STEP
    sums: NDArray[np.float32] = x[:whole].reshape(-1, _STEP, x.shape[1]).sum(axis=1)
    return sums if whole == len(x) else np.concatenate([sums, x[whole:].sum(axis=0)[None]])


def _scaled(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows centred and scaled to length 1."""
    rows: NDArray[np.float32] = x - x.mean(axis=0)
    rows /= np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-6)[:, None]
    return rows


def _hashed(bags: Bags, dimensions: int) -> NDArray[np.float32]:
    """Feature hashing with signs (Weinberger et al. 2009), by Knuth's multiplicative hash."""
    h = (np.arange(bags.width, dtype=np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    signs = np.where(h & np.uint64(1), 1, -1).astype(np.float32)
    places = ((h >> np.uint64(12)) % np.uint64(dimensions)).astype(np.int64)
    which = np.arange(bags.width)
    table = csr_array((signs, (which, places)), shape=(bags.width, dimensions))
    out: NDArray[np.float32] = (bags.rows(np.float32) @ table).toarray()
    return out


def _path(x: NDArray[np.float32], y: NDArray[np.float32], band: Band) -> tuple[Ints, Ints]:
    """Columns `first[i]..last[i]` that the best path with free gaps passes in row i."""
    n, m = len(x), len(y)
    gains = np.maximum(_dots(x, y, band) - LEAST, 0.0)
    begin, _, offsets = nodes(band.lo, band.hi)
    best = best_sums(band, gains)
    first, last = np.full(n, m), np.zeros(n, np.int64)
    start, base = begin.tolist(), (offsets[:-1] - begin).tolist()
    low, high, cells = band.lo.tolist(), band.hi.tolist(), (band.offsets[:-1] - band.lo).tolist()
    i, j = n, m
    while i > 0 or j > 0:  # back along the path, a match first where there is a choice
        value = best[base[i] + j]
        k = j - 1
        h = i - 1
        if i > 0 and low[h] <= k < high[h] and value == best[base[h] + k] + gains[cells[h] + k]:
            i, j = h, k
        elif j > start[i] and value == best[base[i] + k]:
            j = k
        else:
            i = h
        row, column = min(i, n - 1), min(j, m - 1)
        first[row] = min(first[row], column)
        last[row] = max(last[row], column)
    return first, last


def _dots(x: NDArray[np.float32], y: NDArray[np.float32], band: Band) -> Floats:
    """Dot products of the band's cells, from products of blocks."""
    out = np.zeros(band.offsets[-1])
    block = max(1, min(16, _PRODUCT // (int((band.hi - band.lo).max()) + 16)))
    for k in range(0, len(x), block):
        lo, hi = band.lo[k : k + block], band.hi[k : k + block]
        table = x[k : k + block] @ y[lo[0] : hi[-1]].T
        row = np.repeat(np.arange(len(lo)), hi - lo)
        column = np.arange(len(row)) - np.repeat(np.cumsum(hi - lo) - hi, hi - lo)
        out[band.offsets[k] + np.arange(len(row)) + row] = table[row, column - lo[0]]
    return out


def best_sums(band: Band, gains: Floats, *, back: bool = False) -> Floats:
    """Return the best sum of gains of a path with free gaps from the start to each point.

    `gains` are those of 1:1 beads by cell; points are those of `nodes`. With `back`, paths are
    from the point to the end.
    """
    grid = nodes(band.lo, band.hi)
    best = np.empty(grid[2][-1])
    _sweep(band.lo, band.hi, band.offsets, *grid, gains, back, best)
    return best


@compiled
def _sweep(lo, hi, offsets, first, last, no, gains, back, best):
    n = len(lo)
    step = -1 if back else 1
    for row in range(n + 1):
        i = n - row if back else row
        h = i - step  # the row before, in this direction
        r = min(h, i)  # the source segment between them
        j = last[i] if back else first[i]
        value = 0.0 if row == 0 else -1e9  # a gap on the target's side costs nothing
        for _ in range(last[i] - first[i] + 1):
            if row > 0:
                k = j - step
                c = min(j, k)
                before = no[h] - first[h]
                if first[h] <= j <= last[h]:
                    value = max(value, best[before + j])
                if first[h] <= k <= last[h] and lo[r] <= c < hi[r]:
                    value = max(value, best[before + k] + gains[offsets[r] + c - lo[r]])
            best[no[i] + j - first[i]] = value
            j += step
