"""Similarities inside a band: cosines of beads from sums of cells, and their local means (CSLS).

The dot product of a bead's two sides is the sum of a block of cells, read from row prefix sums
in as many steps as the bead has source segments; no bead needs a vector.
"""

from __future__ import annotations

import numpy as np
from numba import njit

MOST = 6  # segments on one side of a bead
OUTSIDE = -9.0  # the "cosine" of a bead that leaves the band

TYPES = np.array(
    [(a, b) for a in range(1, 7) for b in range(1, 7) if a == 1 or b == 1 or a + b <= MOST],
    np.int64,
)
"""Bead types with both sides, (source, target): up to 1:6 and 6:1, a + b <= 6 for the others."""


@njit(cache=True)
def cell_sums(xo, xc, xv, yo, yc, yv, width, lo, hi, offsets):
    """Row prefix sums of the dot products: cell (i, j) holds the sum over lo[i]..j - 1."""
    n = len(xo) - 1
    dense = np.zeros(width, np.float32)
    sums = np.zeros(offsets[n])
    for i in range(n):
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
    return sums


@njit(cache=True)
def window_norms(xo, xc, xv, width):
    """Lengths of the sums of rows i..i + a, as [a, i]."""
    n = len(xo) - 1
    out = np.zeros((MOST, n))
    dense = np.zeros(width)
    for i in range(n):
        square = 0.0
        last = min(MOST, n - i)
        for a in range(last):
            for k in range(xo[i + a], xo[i + a + 1]):
                old = dense[xc[k]]
                new = old + xv[k]
                square += new * new - old * old
                dense[xc[k]] = new
            out[a, i] = np.sqrt(max(square, 1e-12))
        for a in range(last):
            for k in range(xo[i + a], xo[i + a + 1]):
                dense[xc[k]] = 0.0
    return out


@njit(cache=True)
def cosine(i, a, j, b, sums, lo, hi, offsets, x_norms, y_norms):
    """Cosine of source i..i + a - 1 and target j..j + b - 1, OUTSIDE beyond the band."""
    dot = 0.0
    for r in range(i, i + a):
        if j < lo[r] or j + b > hi[r]:
            return OUTSIDE
        cell = offsets[r] + j - lo[r]
        dot += sums[cell + b] - sums[cell]
    return dot / (x_norms[a - 1, i] * y_norms[b - 1, j])


@njit(cache=True)
def local_means(types, sums, lo, hi, offsets, x_norms, y_norms):
    """Means of the three best cosines of each row and column, by type (CSLS, Conneau et al. 2018).

    Returns [type, source] and [type, target].
    """
    n, m, count = len(lo), y_norms.shape[1], len(types)
    rows = np.zeros((count, n))
    top = np.zeros((m, 3))
    columns = np.zeros((count, m))
    for t in range(count):
        a, b = types[t]
        top[:] = 0.0
        for i in range(n - a + 1):
            first = second = third = 0.0
            for j in range(lo[i + a - 1], hi[i] - b + 1):
                s = cosine(i, a, j, b, sums, lo, hi, offsets, x_norms, y_norms)
                if s > third:
                    if s > first:
                        first, second, third = s, first, second
                    elif s > second:
                        second, third = s, second
                    else:
                        third = s
                if s > top[j, 2]:
                    if s > top[j, 0]:
                        top[j, 2] = top[j, 1]
                        top[j, 1] = top[j, 0]
                        top[j, 0] = s
                    elif s > top[j, 1]:
                        top[j, 2] = top[j, 1]
                        top[j, 1] = s
                    else:
                        top[j, 2] = s
            rows[t, i] = (first + second + third) / 3
        for j in range(m):
            columns[t, j] = (top[j, 0] + top[j, 1] + top[j, 2]) / 3
    return rows, columns
