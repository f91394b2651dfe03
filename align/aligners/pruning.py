"""Which part of the band is worth scoring in full: what good paths pass by the cosines alone.

A first, cheap search over 1:1 beads with free gaps gives each point the best sum of cosines of a
path through it, its max-marginal; points far below the best path's are dropped before the dear
features are computed (a cascade: Weiss and Taskar 2010). Where the cosines are sure a few points
a row remain, where they are not the band stays as wide as it was.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from align.aligners.band import LEAST, Band
from align.aligners.search import nodes

MARGIN = 1.5  # cosines that a path may lack; from 1 on the development sets keep every bead

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def pruned(
    band: Band, m: int, sums: Floats, x_norms: Floats, y_norms: Floats, blanks: tuple[Ints, Ints]
) -> Band:
    """Return the part of a band that paths within `MARGIN` of the best one pass.

    Args:
        band: where `sums` are known.
        m: the number of target segments.
        sums: prefix sums of the dot products, by row.
        x_norms: the source windows' lengths.
        y_norms: the target windows' lengths.
        blanks: how many segments that no bead holds stand before each, by side.
    """
    first, last, offsets = nodes(band.lo, band.hi, m)
    ends = np.empty((2, len(first)), np.int64)
    _max_marginals(
        band.lo, band.hi, band.offsets, first, last, offsets, sums, x_norms[0], y_norms[0],
        *blanks, LEAST, MARGIN, np.empty((2, offsets[-1])), ends,
    )  # fmt: skip
    begin, end = ends
    lo = np.maximum(np.minimum(begin[:-1], begin[1:]), band.lo)
    hi = np.minimum(np.maximum(end[:-1], end[1:]), band.hi)
    lo = np.minimum.accumulate(lo[::-1])[::-1]
    return Band.of(lo, np.maximum(np.maximum.accumulate(hi), lo + 1))


@njit(cache=True, error_model="numpy")
def _max_marginals(
    lo, hi, offsets, first, last, no, sums, x_norms, y_norms, x_blanks, y_blanks, least, margin,
    best, ends,
):  # fmt: skip
    """Write the first and the last point of each row that is within `margin` of the best path."""
    n = len(lo)
    for way in range(2):  # from the start on, from the end back
        for row in range(n + 1):
            i = row if way == 0 else n - row
            h = i - 1 if way == 0 else i + 1  # the row before, in this direction
            r = min(h, i)  # the source segment between them
            for column in range(last[i] - first[i] + 1):
                j = first[i] + column if way == 0 else last[i] - column
                k = j - 1 if way == 0 else j + 1
                p = no[i] + j - first[i]
                value = 0.0 if row == 0 and column == 0 else -1e9
                if column > 0:
                    value = max(value, best[way, p - j + k])
                if row > 0:
                    if first[h] <= j <= last[h]:
                        value = max(value, best[way, no[h] + j - first[h]])
                    c = min(j, k)
                    if first[h] <= k <= last[h] and lo[r] <= c < hi[r]:
                        gain = 0.0
                        if x_blanks[r + 1] == x_blanks[r] and y_blanks[c + 1] == y_blanks[c]:
                            cell = offsets[r] + c - lo[r]
                            gain = (sums[cell + 1] - sums[cell]) / (x_norms[r] * y_norms[c])
                        gain = max(gain - least, 0.0)
                        value = max(value, best[way, no[h] + k - first[h]] + gain)
                best[way, p] = value
    enough = best[0, no[n + 1] - 1] - margin
    for i in range(n + 1):
        ends[0, i] = last[i]
        ends[1, i] = first[i]
        for j in range(first[i], last[i] + 1):
            p = no[i] + j - first[i]
            if best[0, p] + best[1, p] >= enough:
                ends[0, i] = min(ends[0, i], j)
                ends[1, i] = max(ends[1, i], j)
