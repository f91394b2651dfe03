"""What the bead model sees of a bead: similarity, evidence, lengths, and its competitors.

A View is one direction: source and target as bags and tokens inside one band. The search reads a
bead's score, the dot product of its features and the weights, without storing features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from align.aligners.bags import Bags
from align.aligners.band import Band
from align.aligners.model1 import backward_sums, forward_sums
from align.aligners.similarity import (
    MOST,
    OUTSIDE,
    TYPES,
    cell_sums,
    cosine,
    local_means,
    window_norms,
)
from align.aligners.tokens import TRUST, Tokens

BEAD_FEATURES = (
    "bead",  # 1 for every bead
    "one-more",  # 1:2 and 2:1
    "two-more",  # 1:3 and 3:1
    "both-many",  # m:n with m, n > 1
    "more",  # segments beyond 1:1
    "similarity-weighted",  # cosine times (a + b) / 2
    "neighbours-weighted",  # mean of the best cosines near by, times (a + b) / 2
    "similarity",
    "neighbours",
    "length-square",  # squared difference of characters, over their mean
    "length-log",  # |log ratio| of characters
    "weakest-edge",  # least gain in cosine that a segment at an edge brings
    "edges-lost",  # sum of those gains where negative
    "growth",  # best gain that one more neighbour would bring
    "evidence-target",  # model 1, nats / 10
    "evidence-source",
    "evidence-target-mean",  # nats a word
    "evidence-source-mean",
)
NULL_FEATURES = (
    "null-source-open",
    "null-source-extend",
    "null-target-open",
    "null-target-extend",
    "null-similarity",  # mean of the best 1:1 cosines of a segment left alone
    "null-length",  # log of its characters, / 5
)
FEATURES = BEAD_FEATURES + NULL_FEATURES
_COUNT = len(BEAD_FEATURES)
_HOPELESS = 0.3  # larger beads are not scored below this part of the best cosines near by
_LONGEST = 100.0  # cap of the squared length difference
_INVALID = np.float32(-1e9)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class View(NamedTuple):
    """The arrays of one direction, as compiled code takes them."""

    lo: Ints
    hi: Ints
    offsets: Ints
    sums: Floats
    x_norms: Floats
    y_norms: Floats
    rows: Floats
    columns: Floats
    x_ends: Floats  # characters before source segment i
    y_ends: Floats
    ratio: float  # target characters a source character
    forward: Floats
    backward: Floats
    back_lo: Ints
    back_hi: Ints
    back_offsets: Ints
    x_words: Floats  # tokens before source segment i
    y_words: Floats


def make_view(
    source: Sequence[str], target: Sequence[str], x: Bags, y: Bags, tokens: Tokens, band: Band
) -> View:
    """Compute all similarities and evidence inside the band."""
    back = band.transposed(y.count)
    sums = cell_sums(
        x.offsets, x.columns, x.values, y.offsets, y.columns, y.values, x.width,
        band.lo, band.hi, band.offsets,
    )  # fmt: skip
    x_norms = window_norms(x.offsets, x.columns, x.values, x.width)
    y_norms = window_norms(y.offsets, y.columns, y.values, y.width)
    rows, columns = local_means(TYPES, sums, band.lo, band.hi, band.offsets, x_norms, y_norms)
    words = (
        tokens.source_offsets, tokens.source, tokens.row_offsets, tokens.row_words, tokens.row_p,
        tokens.target_offsets, tokens.target, tokens.counts, tokens.chance, TRUST,
    )  # fmt: skip
    x_ends, y_ends = (_ends([len(text) for text in side]) for side in (source, target))
    y_words = np.concatenate([[0.0], np.cumsum(tokens.counts)])[tokens.target_offsets]
    return View(
        band.lo, band.hi, band.offsets, sums, x_norms, y_norms, rows, columns, x_ends, y_ends,
        float(max(y_ends[-1], 1.0) / max(x_ends[-1], 1.0)),
        forward_sums(*words, band.lo, band.hi, band.offsets),
        backward_sums(*words, back.lo, back.hi, back.offsets),
        back.lo, back.hi, back.offsets, tokens.source_offsets.astype(np.float64), y_words,
    )  # fmt: skip


def _ends(lengths: list[int]) -> Floats:
    out = np.zeros(len(lengths) + 1)
    np.cumsum(lengths, out=out[1:])
    return out


@njit(cache=True)
def _gain(s, other):
    return s - other if other > OUTSIDE else 0.0


@njit(cache=True)
def fill_features(f, v, t, i, a, j, b, s):
    """Write the features of the bead i..i + a - 1, j..j + b - 1 with cosine `s` into `f`."""
    n, m = len(v.x_ends) - 1, len(v.y_ends) - 1
    more = a + b - 2
    half = 0.5 * (a + b)
    near = 0.5 * (v.rows[t, i] + v.columns[t, j])
    f[0] = 1.0
    f[1] = 1.0 if more == 1 else 0.0
    f[2] = 1.0 if more == 2 and (a == 1 or b == 1) else 0.0
    f[3] = 1.0 if a > 1 and b > 1 else 0.0
    f[4] = more
    f[5] = half * s
    f[6] = half * near
    f[7] = s
    f[8] = near
    x_length = v.ratio * (v.x_ends[i + a] - v.x_ends[i])
    y_length = v.y_ends[j + b] - v.y_ends[j]
    difference = x_length - y_length
    f[9] = 0.05 * min(difference * difference / (0.5 * (x_length + y_length) + 5), _LONGEST)
    f[10] = abs(np.log((x_length + 10) / (y_length + 10)))
    args = (v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
    weakest = 1.0
    lost = 0.0
    if a > 1:
        edge = min(
            _gain(s, cosine(i + 1, a - 1, j, b, *args)), _gain(s, cosine(i, a - 1, j, b, *args))
        )
        weakest = edge
        lost += min(edge, 0.0)
    if b > 1:
        edge = min(
            _gain(s, cosine(i, a, j + 1, b - 1, *args)), _gain(s, cosine(i, a, j, b - 1, *args))
        )
        weakest = min(weakest, edge)
        lost += min(edge, 0.0)
    f[11] = weakest if more > 0 else 0.0
    f[12] = lost
    growth = 0.0
    if a == 1 and b < MOST:
        if j + b < m:
            growth = max(growth, cosine(i, a, j, b + 1, *args) - s)
        if j > 0:
            growth = max(growth, cosine(i, a, j - 1, b + 1, *args) - s)
    if b == 1 and a < MOST:
        if i + a < n:
            growth = max(growth, cosine(i, a + 1, j, b, *args) - s)
        if i > 0:
            growth = max(growth, cosine(i - 1, a + 1, j, b, *args) - s)
    f[13] = growth
    cell = v.offsets[i] + j - v.lo[i]
    to_target = v.forward[a - 1, cell + b] - v.forward[a - 1, cell]
    to_source = 0.0
    if i >= v.back_lo[j] and i + a <= v.back_hi[j]:
        cell = v.back_offsets[j] + i - v.back_lo[j]
        to_source = v.backward[b - 1, cell + a] - v.backward[b - 1, cell]
    f[14] = 0.1 * to_target
    f[15] = 0.1 * to_source
    f[16] = to_target / (v.y_words[j + b] - v.y_words[j] + 2)
    f[17] = to_source / (v.x_words[i + a] - v.x_words[i] + 2)


@njit(cache=True)
def bead_scores(types, weights, v, x_blanks, y_blanks):
    """Scores of all beads in the band as [type, cell of the bead's start]; -1e9 where none fits.

    `x_blanks` and `y_blanks` count the blank segments before each; no bead holds one.
    """
    n, count = len(v.lo), len(types)
    out = np.full((count, v.offsets[n]), _INVALID)
    f = np.zeros(_COUNT)
    for i in range(n):
        for t in range(count):
            a, b = types[t]
            if i + a > n or x_blanks[i + a] > x_blanks[i]:
                continue
            for j in range(v.lo[i + a - 1], v.hi[i] - b + 1):
                if y_blanks[j + b] > y_blanks[j]:
                    continue
                s = cosine(i, a, j, b, v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
                if a + b > 3 and s < _HOPELESS * (v.rows[t, i] + v.columns[t, j]):
                    continue
                fill_features(f, v, t, i, a, j, b, s)
                score = 0.0
                for k in range(_COUNT):
                    score += weights[k] * f[k]
                out[t, v.offsets[i] + j - v.lo[i]] = score
    return out


@njit(cache=True)
def bead_table(types, v):
    """All features as [type, cell, feature], for learning the weights."""
    n, count = len(v.lo), len(types)
    out = np.zeros((count, v.offsets[n], _COUNT), np.float32)
    valid = np.zeros((count, v.offsets[n]), np.bool_)
    f = np.zeros(_COUNT)
    for i in range(n):
        for t in range(count):
            a, b = types[t]
            if i + a > n:
                continue
            for j in range(v.lo[i + a - 1], v.hi[i] - b + 1):
                s = cosine(i, a, j, b, v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
                fill_features(f, v, t, i, a, j, b, s)
                cell = v.offsets[i] + j - v.lo[i]
                valid[t, cell] = True
                out[t, cell] = f
    return out, valid


def null_table(view: View) -> tuple[Floats, Floats]:
    """Return (similarity, length) features of each source and each target segment left alone."""
    sides = ((view.rows[0], view.x_ends), (view.columns[0], view.y_ends))
    source, target = (np.stack([m, np.log1p(np.diff(e)) / 5], axis=1) for m, e in sides)
    return source, target
