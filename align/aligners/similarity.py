"""Similarities inside a band: cosines of beads from sums of cells, and their local means (CSLS).

The dot product of a bead's two sides is the sum of a block of cells, read from row prefix sums
in as many steps as the bead has source segments; no bead needs a vector.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Bags
from align.aligners.band import Band
from align.aligners.compiled import compiled

MOST = 6  # segments on one side of a bead
OUTSIDE = -9.0  # the "cosine" of a bead that leaves the band

Floats = NDArray[np.float64]

TYPES = np.array(
    [(a, b) for a in range(1, 7) for b in range(1, 7) if a == 1 or b == 1 or a + b <= MOST],
    np.int64,
)
"""Bead types with both sides, (source, target): up to 1:6 and 6:1, a + b <= 6 for the others."""


def cell_sums(x: Bags, y: Bags, band: Band) -> Floats:
    """Return row prefix sums of the dot products: cell (i, j) holds the sum over lo[i]..j - 1."""
    sums = np.zeros(band.offsets[-1])
    dense = np.zeros(x.width, np.float32)
    _cell_sums(
        x.offsets, x.columns, x.values, y.offsets, y.columns, y.values,
        band.lo, band.hi, band.offsets, dense, sums,
    )  # fmt: skip
    return sums


@compiled
def _cell_sums(xo, xc, xv, yo, yc, yv, lo, hi, offsets, dense, sums):
    for i in range(len(xo) - 1):
        for k in range(xo[i], xo[i + 1]):
            dense[xc[k]] = xv[k]
        total = 0.0
        cell = offsets[i]
        for j in range(lo[i], hi[i]):
            dot = 0.0
            for k in range(yo[j], yo[j + 1]):
                dot += dense[yc[k]] * yv[k]
            sums[cell] = total
            total += dot
            cell += 1
        sums[cell] = total
        for k in range(xo[i], xo[i + 1]):
            dense[xc[k]] = 0.0


def window_norms(x: Bags) -> Floats:
    """Return the lengths of the sums of rows i..i + a, as [a, i]."""
    n = x.count
    rows = np.arange(n)
    band = Band.of(rows, np.minimum(rows + MOST, n))
    sums = cell_sums(x, x, band)
    out = np.zeros((MOST, n))
    square = np.zeros(n)
    for a in range(min(MOST, n)):
        last = n - a  # windows of a + 1 rows
        square = square[:last]
        for r in range(a + 1):  # row i + r with the one that is new, i + a
            cell = band.offsets[r : r + last] + a - r
            square = square + (1 if r == a else 2) * (sums[cell + 1] - sums[cell])
        out[a, :last] = np.sqrt(np.maximum(square, 1e-12))
    return out


@compiled
def cosine(i, a, j, b, sums, lo, hi, offsets, x_norms, y_norms):
    """Cosine of source i..i + a - 1 and target j..j + b - 1, OUTSIDE beyond the band."""
    dot = 0.0
    for r in range(i, i + a):
        if j < lo[r] or j + b > hi[r]:
            return OUTSIDE
        cell = offsets[r] + j - lo[r]
        dot += sums[cell + b] - sums[cell]
    return dot / (x_norms[a - 1, i] * y_norms[b - 1, j])


def local_means(
    sums: Floats, band: Band, x_norms: Floats, y_norms: Floats
) -> tuple[Floats, Floats]:
    """Return the means of the three best cosines of each row and column, by type.

    CSLS, Conneau et al. 2018; as [type, source] and [type, target].
    """
    n, m = len(band.lo), y_norms.shape[1]
    rows, columns = np.zeros((len(TYPES), n)), np.zeros((len(TYPES), m, 3))
    _local_means(TYPES, sums, band.lo, band.hi, band.offsets, x_norms, y_norms, rows, columns)
    return rows, columns.mean(axis=2)


@compiled
def _local_means(types, sums, lo, hi, offsets, x_norms, y_norms, rows, columns):
    """Fill `rows` with the means and `columns` with the three best."""
    for t in range(len(types)):
        a = types[t, 0]
        b = types[t, 1]
        top = columns[t]
        for i in range(len(lo) - a + 1):
            first = 0.0
            second = 0.0
            third = 0.0
            for j in range(lo[i + a - 1], hi[i] - b + 1):
                s = cosine(i, a, j, b, sums, lo, hi, offsets, x_norms, y_norms)
                if s > third:
                    third = min(s, second)
                    second = max(min(s, first), second)
                    first = max(s, first)
                if s > top[j, 2]:
                    top[j, 2] = min(s, top[j, 1])
                    top[j, 1] = max(min(s, top[j, 0]), top[j, 1])
                    top[j, 0] = max(s, top[j, 0])
            rows[t, i] = (first + second + third) / 3
