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
from align.aligners.model1 import Evidence, evidence
from align.aligners.similarity import (
    MOST,
    OUTSIDE,
    cell_sums,
    cosine,
    local_means,
    window_norms,
)
from align.aligners.tokens import Tokens

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
    """One direction: what is known of all cells of the band, and the words for the rest."""

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
    x_words: Floats  # tokens before source segment i
    y_words: Floats
    tokens: Tokens

    @property
    def band(self) -> Band:
        """The band."""
        return Band(self.lo, self.hi, self.offsets)


def make_view(
    source: Sequence[str], target: Sequence[str], x: Bags, y: Bags, tokens: Tokens, band: Band
) -> View:
    """Compute all similarities inside the band."""
    sums, x_norms, y_norms = cell_sums(x, y, band), window_norms(x), window_norms(y)
    rows, columns = local_means(sums, band, x_norms, y_norms)
    x_ends, y_ends = (_ends([len(text) for text in side]) for side in (source, target))
    y_words = np.concatenate([[0.0], np.cumsum(tokens.counts)])[tokens.target_offsets]
    return View(
        band.lo, band.hi, band.offsets, sums, x_norms, y_norms, rows, columns, x_ends, y_ends,
        float(max(y_ends[-1], 1.0) / max(x_ends[-1], 1.0)),
        tokens.source_offsets.astype(np.float64), y_words, tokens,
    )  # fmt: skip


def _ends(lengths: list[int]) -> Floats:
    out = np.zeros(len(lengths) + 1)
    np.cumsum(lengths, out=out[1:])
    return out


class _Arrays(NamedTuple):
    """What compiled code reads of a view, and the part of the band where beads are scored."""

    lo: Ints
    hi: Ints
    offsets: Ints
    sums: Floats
    x_norms: Floats
    y_norms: Floats
    rows: Floats
    columns: Floats
    x_ends: Floats
    y_ends: Floats
    x_words: Floats
    y_words: Floats
    near_offsets: Ints
    near_lo: Ints
    near_hi: Ints
    to_target: Floats
    to_source: Floats


def _arrays(view: View, near: Band, found: Evidence) -> _Arrays:
    return _Arrays(*view[:10], view.x_words, view.y_words, near.offsets, near.lo, near.hi, *found)


_NEXT = np.array(
    [(1, -1, 0, 0), (0, -1, 0, 0), (0, 0, 1, -1), (0, 0, 0, -1),
     (0, 0, 0, 1), (0, 0, -1, 1), (0, 1, 0, 0), (-1, 1, 0, 0)],
    np.int64,
)  # fmt: skip
"""From a bead to those with a segment less or more at an edge: what to add to i, a, j and b."""


@njit(cache=True, error_model="numpy")
def _fill_features(f, v, ratio, around, t, i, a, j, b, s):
    """Write the features of the bead i..i + a - 1, j..j + b - 1 with cosine `s` into `f`."""
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
    x_length = ratio * (v.x_ends[i + a] - v.x_ends[i])
    y_length = v.y_ends[j + b] - v.y_ends[j]
    difference = x_length - y_length
    f[9] = 0.05 * min(difference * difference / (0.5 * (x_length + y_length) + 5), _LONGEST)
    f[10] = abs(np.log((x_length + 10) / (y_length + 10)))
    weakest = 1.0
    lost = 0.0
    edge = 0.0
    growth = 0.0
    for e in range(8):
        h = i + around[e, 0]
        c = a + around[e, 1]
        k = j + around[e, 2]
        d = b + around[e, 3]
        if e == 0 or e == 2:
            edge = 1.0
        if c == 0 or d == 0 or (e > 3 and max(c, d) > MOST):
            continue
        if ((e == 4 or e == 5) and a > 1) or (e > 5 and b > 1):
            continue
        if h < 0 or k < 0 or h + c >= len(v.x_ends) or k + d >= len(v.y_ends):
            continue
        other = cosine(h, c, k, d, v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
        if e > 3:
            growth = max(growth, other - s)
            continue
        edge = min(edge, s - other if other > OUTSIDE else 0.0)
        if e == 1 or e == 3:
            weakest = min(weakest, edge)
            lost += min(edge, 0.0)
    f[11] = weakest if more > 0 else 0.0
    f[12] = lost
    f[13] = growth
    cell = v.near_offsets[i] + j - v.near_lo[i]
    to_target = v.to_target[a - 1, cell + b] - v.to_target[a - 1, cell]
    to_source = 0.0
    for r in range(i, i + a):
        to_source += v.to_source[b - 1, v.near_offsets[r] + j - v.near_lo[r]]
    f[14] = 0.1 * to_target
    f[15] = 0.1 * to_source
    f[16] = to_target / (v.y_words[j + b] - v.y_words[j] + 2)
    f[17] = to_source / (v.x_words[i + a] - v.x_words[i] + 2)


def bead_scores(
    types: Ints, weights: Floats, view: View, near: Band, blanks: tuple[Ints, Ints]
) -> NDArray[np.float32]:
    """Return scores of all beads in a part of the band as [type, cell of the bead's start].

    -1e9 stands where none fits. `blanks` count the blank segments before each source and each
    target segment; no bead holds one.
    """
    arrays = _arrays(view, near, evidence(view.tokens, near))
    out = np.full((len(types), near.offsets[-1]), _INVALID)
    _fill_scores(types, weights, arrays, view.ratio, _NEXT, *blanks, np.zeros(_COUNT), out)
    return out


@njit(cache=True, error_model="numpy")
def _fill_scores(types, weights, v, ratio, around, x_blanks, y_blanks, f, out):
    n = len(v.lo)
    for t in range(len(types)):
        a = types[t, 0]
        b = types[t, 1]
        for i in range(n - a + 1):
            if x_blanks[i + a] > x_blanks[i]:
                continue
            for j in range(v.near_lo[i + a - 1], v.near_hi[i] - b + 1):
                if y_blanks[j + b] > y_blanks[j]:
                    continue
                s = cosine(i, a, j, b, v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
                if a + b > 3 and s < _HOPELESS * (v.rows[t, i] + v.columns[t, j]):
                    continue
                _fill_features(f, v, ratio, around, t, i, a, j, b, s)
                score = 0.0
                for k in range(_COUNT):
                    score += weights[k] * f[k]
                out[t, v.near_offsets[i] + j - v.near_lo[i]] = score


def bead_table(types: Ints, view: View) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return all features as [type, cell, feature] and where a bead is, to learn the weights."""
    out = np.zeros((len(types), view.offsets[-1], _COUNT), np.float32)
    valid = np.zeros(out.shape[:2], np.bool_)
    arrays = _arrays(view, view.band, evidence(view.tokens, view.band))
    _fill_table(types, arrays, view.ratio, _NEXT, np.zeros(_COUNT), out, valid)
    return out, valid


@njit(cache=True, error_model="numpy")
def _fill_table(types, v, ratio, around, f, out, valid):
    for t in range(len(types)):
        a = types[t, 0]
        b = types[t, 1]
        for i in range(len(v.lo) - a + 1):
            for j in range(v.lo[i + a - 1], v.hi[i] - b + 1):
                s = cosine(i, a, j, b, v.sums, v.lo, v.hi, v.offsets, v.x_norms, v.y_norms)
                _fill_features(f, v, ratio, around, t, i, a, j, b, s)
                cell = v.offsets[i] + j - v.lo[i]
                valid[t, cell] = True
                for k in range(_COUNT):
                    out[t, cell, k] = f[k]


def null_table(view: View) -> tuple[Floats, Floats]:
    """Return (similarity, length) features of each source and each target segment left alone."""
    sides = ((view.rows[0], view.x_ends), (view.columns[0], view.y_ends))
    source, target = (np.stack([m, np.log1p(np.diff(e)) / 5], axis=1) for m, e in sides)
    return source, target
