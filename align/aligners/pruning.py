"""Which part of the band is worth scoring in full: what good paths pass by the cosines alone.

A first, cheap search over 1:1 beads with free gaps gives each point the best sum of cosines of a
path through it, its max-marginal; points far below the best path's are dropped before the dear
features are computed (a cascade: Weiss and Taskar 2010). Where the cosines are sure a few points
a row remain, where they are not the band stays as wide as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.aligners.band import LEAST, Band, best_sums
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
    n = len(band.lo)
    i = np.repeat(np.arange(n), np.diff(band.offsets))
    j = np.arange(len(sums)) - band.offsets[i] + band.lo[i]
    c = np.minimum(j, m - 1)  # the last cell of a row holds no bead
    open_cells = (blanks[0][i + 1] == blanks[0][i]) & (blanks[1][c + 1] == blanks[1][c])
    dots = np.append(np.diff(sums), 0.0)
    cosines = np.where(open_cells, dots, 0.0) / (x_norms[0, i] * y_norms[0, c])
    gains = np.maximum(cosines - LEAST, 0.0)
    before, after = (best_sums(band, gains, back=back) for back in (False, True))
    first, _, offsets = nodes(band.lo, band.hi)
    row = np.repeat(np.arange(n + 1), np.diff(offsets))
    column = np.arange(len(row)) - offsets[row] + first[row]
    kept = before + after >= before[-1] - MARGIN
    begin = np.minimum.reduceat(np.where(kept, column, m), offsets[:-1])
    end = np.maximum.reduceat(np.where(kept, column, 0), offsets[:-1])
    lo = np.maximum(np.minimum(begin[:-1], begin[1:]), band.lo)
    hi = np.minimum(np.maximum(end[:-1], end[1:]), band.hi)
    lo = np.minimum.accumulate(lo[::-1])[::-1]
    return Band.of(lo, np.maximum(np.maximum.accumulate(hi), lo + 1))
