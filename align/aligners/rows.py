"""Sparse rows, one a segment: their sums over beads, their lengths and cosines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def summed(parts: Sequence[Sequence[int]], rows: csr_array) -> csr_array:
    """Return the sum of the rows of each part, as [part, column]."""
    offsets = np.cumsum([0, *map(len, parts)])
    which = np.fromiter(chain.from_iterable(parts), np.int64, offsets[-1])
    return csr_array((np.ones(len(which)), which, offsets), (len(parts), rows.shape[0])) @ rows


def lengths(rows: csr_array) -> Floats:
    """Return each row's Euclidean length."""
    out: Floats = np.sqrt(rows.multiply(rows).sum(axis=1))
    return out


def cosines(one: csr_array, other: csr_array) -> Floats:
    """Return the cosine of each row with the same row of the other table; 0 where one is empty."""
    dots = one.multiply(other).sum(axis=1)
    out: Floats = dots / np.maximum(lengths(one) * lengths(other), 1e-9)
    return out
