"""What the bead model sees of a bead: similarity, evidence, lengths, and its competitors.

A View is one direction: source and target as bags and tokens inside one band. The search reads a
bead's score, the dot product of its features and the weights, without storing features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Bags
from align.aligners.band import Band
from align.aligners.model1 import Evidence, evidence
from align.aligners.similarity import (
    MOST,
    OUTSIDE,
    TYPES,
    cell_sums,
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
_UNSAID = -4.0
"""Least of the evidence, nats / 10, times (a + b) / 2: it adds up over the words that nothing
explains, and in a paragraph of thousands of characters these would outweigh all that is explained.
By segments, so that beads are not merged to pay it once."""
_SAME = 0.02  # difference of cosines that says nothing
_EQUAL = 0.9  # cosine of sides that hold the same: numbers and names
_INVALID = np.float32(-1e9)
_ROWS = 20_000  # rows whose beads are scored at once

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


def bead_scores(
    weights: Floats, view: View, near: Band, blanks: tuple[Ints, Ints]
) -> NDArray[np.float32]:
    """Return scores of all beads in a part of the band as [type, cell of the bead's start].

    -1e9 stands where none fits. `blanks` count the blank segments before each source and each
    target segment; no bead holds one.
    """
    out = np.full((len(TYPES), near.offsets[-1]), _INVALID)
    found = evidence(view.tokens, near)
    for t, (a, b) in enumerate(TYPES.tolist()):
        for rows in _parts(len(near.lo) - a + 1):
            beads = _beads(near, rows, a, b, blanks)
            s = _inside(view, beads)
            if a + b > 3:
                likely = s >= _HOPELESS * (view.rows[t, beads.i] + view.columns[t, beads.j])
                beads, s = beads.of(likely), s[likely]
            if a == b == 2:
                whole = ~_parted(view, beads, s)
                beads, s = beads.of(whole), s[whole]
            cell = near.offsets[beads.i] + beads.j - near.lo[beads.i]
            out[t, cell] = weights[:_COUNT] @ _features(view, near, found, t, beads, s)
    return out


def bead_table(view: View) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return all features as [type, cell, feature] and where a bead is, to learn the weights."""
    out = np.zeros((len(TYPES), view.offsets[-1], _COUNT), np.float32)
    valid = np.zeros(out.shape[:2], np.bool_)
    found = evidence(view.tokens, view.band)
    blanks = np.zeros(len(view.x_ends), np.int64), np.zeros(len(view.y_ends), np.int64)
    for t, (a, b) in enumerate(TYPES.tolist()):
        beads = _beads(view.band, range(max(0, len(view.lo) - a + 1)), a, b, blanks)
        cell = view.offsets[beads.i] + beads.j - view.lo[beads.i]
        valid[t, cell] = True
        out[t, cell] = _features(view, view.band, found, t, beads, _inside(view, beads)).T
    return out, valid


def _parted(view: View, beads: _Beads, s: Floats) -> NDArray[np.bool_]:
    """Say which 2:2 beads are two 1:1 beads, both with equal sides and as alike as the whole.

    The two have competitors where a number or a name comes again, the whole has none: in a table
    it would win.
    """
    first, second = (_inside(view, beads.moved(d, -1, d, -1)) for d in (0, 1))
    two: NDArray[np.bool_] = np.minimum(first, second) >= np.maximum(s - _SAME, _EQUAL)
    return two


class _Beads(NamedTuple):
    """Beads of one type: source i..i + a - 1 with target j..j + b - 1."""

    i: Ints
    a: int
    j: Ints
    b: int

    def of(self, which: NDArray[np.bool_]) -> _Beads:
        """Return some of them."""
        return self._replace(i=self.i[which], j=self.j[which])

    def moved(self, i: int, a: int, j: int, b: int) -> _Beads:
        """Return beads that begin elsewhere and have more or fewer segments."""
        return _Beads(self.i + i, self.a + a, self.j + j, self.b + b)


def _parts(rows: int) -> list[range]:
    """Rows in parts that bound the memory."""
    return [range(k, min(k + _ROWS, rows)) for k in range(0, rows, _ROWS)]


def _beads(band: Band, rows: range, a: int, b: int, blanks: tuple[Ints, Ints]) -> _Beads:
    """All beads of a type that start in some rows, lie in the band, and hold no blank segment."""
    i = np.arange(rows.start, rows.stop)
    i = i[blanks[0][i + a] == blanks[0][i]]
    first = band.lo[i + a - 1]
    number = np.maximum(0, band.hi[i] - b + 1 - first)
    before = np.cumsum(number) - number
    j = np.arange(number.sum()) + np.repeat(first - before, number)
    beads = _Beads(np.repeat(i, number), a, j, b)
    return beads.of(blanks[1][j + b] == blanks[1][j]) if blanks[1][-1] else beads


def cosines(view: View, beads: _Beads) -> Floats:
    """Return the cosines of beads of one type, OUTSIDE for those beyond the band."""
    i, a, j, b = beads
    n, m = len(view.lo), view.y_norms.shape[1]
    if a < 1 or b < 1 or a > MOST or b > MOST or a > n or b > m:
        return np.full(len(i), OUTSIDE)
    first, last = np.maximum(i, 0), np.minimum(i + a - 1, n - 1)
    fits = (i == first) & (i + a - 1 == last) & (j >= view.lo[last]) & (j + b <= view.hi[first])
    if fits.all():
        return _inside(view, beads)
    out = np.full(len(i), OUTSIDE)
    out[fits] = _inside(view, beads.of(fits))
    return out


def _inside(view: View, beads: _Beads) -> Floats:
    """The cosines of beads inside the band."""
    i, a, j, b = beads
    base = view.offsets[:-1] - view.lo
    dots = np.zeros(len(i))
    for r in range(a):
        cell = base[i + r] + j
        dots += view.sums[cell + b] - view.sums[cell]
    out: Floats = dots / (view.x_norms[a - 1, i] * view.y_norms[b - 1, j])
    return out


def _features(view: View, near: Band, found: Evidence, t: int, beads: _Beads, s: Floats) -> Floats:
    """The features of beads of type `t` with cosines `s`, as [feature, bead]."""
    i, a, j, b = beads
    more, half = a + b - 2, 0.5 * (a + b)
    near_by = 0.5 * (view.rows[t, i] + view.columns[t, j])
    f = np.empty((_COUNT, len(i)))
    f[0] = 1.0
    f[1] = more == 1
    f[2] = more == 2 and (a == 1 or b == 1)
    f[3] = a > 1 and b > 1
    f[4] = more
    f[5] = half * s
    f[6] = half * near_by
    f[7] = s
    f[8] = near_by
    x_length = view.ratio * (view.x_ends[i + a] - view.x_ends[i])
    y_length = view.y_ends[j + b] - view.y_ends[j]
    square = (x_length - y_length) ** 2 / (0.5 * (x_length + y_length) + 5)
    f[9] = 0.05 * np.minimum(square, _LONGEST)
    f[10] = np.abs(np.log((x_length + 10) / (y_length + 10)))
    edges = []
    if a > 1:
        edges.append([beads.moved(1, -1, 0, 0), beads.moved(0, -1, 0, 0)])
    if b > 1:
        edges.append([beads.moved(0, 0, 1, -1), beads.moved(0, 0, 0, -1)])
    gains = [np.minimum(*(_gain(s, cosines(view, less)) for less in pair)) for pair in edges]
    f[11] = np.minimum(1.0, np.min(gains, axis=0)) if gains else 0.0
    f[12] = sum(np.minimum(gain, 0.0) for gain in gains)
    f[13] = 0.0
    larger = [(0, 0, 0, 1), (0, 0, -1, 1)] if a == 1 else []
    larger += [(0, 1, 0, 0), (-1, 1, 0, 0)] if b == 1 else []
    for change in larger:
        f[13] = np.maximum(f[13], cosines(view, beads.moved(*change)) - s)
    base = near.offsets[:-1] - near.lo
    cell = base[i] + j
    to_target = found.to_target[a - 1, cell + b] - found.to_target[a - 1, cell]
    to_source = sum(found.to_source[b - 1, base[i + r] + j] for r in range(a))
    f[14] = np.maximum(0.1 * to_target, half * _UNSAID)
    f[15] = np.maximum(0.1 * to_source, half * _UNSAID)
    f[16] = to_target / (view.y_words[j + b] - view.y_words[j] + 2)
    f[17] = to_source / (view.x_words[i + a] - view.x_words[i] + 2)
    return f


def _gain(s: Floats, other: Floats) -> Floats:
    return np.where(other > OUTSIDE, s - other, 0.0)


def null_table(view: View) -> tuple[Floats, Floats]:
    """Return (similarity, length) features of each source and each target segment left alone."""
    sides = ((view.rows[0], view.x_ends), (view.columns[0], view.y_ends))
    source, target = (np.stack([m, np.log1p(np.diff(e)) / 5], axis=1) for m, e in sides)
    return source, target
