"""The bead model: scores of all beads in the band, the path, and each bead's probability."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.aligners.band import Band
from align.aligners.features import (
    BEAD_FEATURES,
    FEATURES,
    View,
    bead_scores,
    null_table,
)
from align.aligners.pruning import pruned
from align.aligners.reasons import Competition
from align.aligners.search import likeliest_path, nodes, probabilities
from align.aligners.similarity import MOST, TYPES
from align.errors import ModelError

_WEIGHTS = Path(__file__).parent / "weights.json"
_SIDES = (("evidence-target", "evidence-source"), ("evidence-target-mean", "evidence-source-mean"))

_TYPE = np.zeros((MOST + 1, MOST + 1), np.int64)  # a bead type's number by its two sides
_TYPE[TYPES[:, 0], TYPES[:, 1]] = np.arange(len(TYPES))

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BestPath:
    """Rows (i, a, j, b): source i..i + a - 1 with target j..j + b - 1, and their probabilities."""

    rows: Ints
    chance: Floats


@cache
def weights_of(kind: str) -> Floats:
    """Return the weights for a kind of evidence: `cognates`, `lexicon`, `translation`, `both`."""
    table = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    if kind not in table:
        raise ModelError(f"{_WEIGHTS}: there are no weights for '{kind}'.")
    return np.array([table[kind][feature] for feature in FEATURES], np.float64)


def find_path(
    forward: View, weights: Floats, blanks: tuple[Ints, Ints], backward: View | None = None
) -> BestPath:
    """Return the likeliest path and each bead's probability; two directions are averaged.

    `blanks` count the blank segments before each source and each target segment.
    """
    m = len(forward.y_ends) - 1
    near = pruned(forward.band, m, forward.sums, forward.x_norms, forward.y_norms, blanks)
    scores = bead_scores(TYPES, weights, forward, near, blanks)
    source, target = null_table(forward)
    if backward is not None:
        other = near.transposed(m)
        back = bead_scores(TYPES, _exchanged_weights(weights), backward, other, blanks[::-1])
        scores = _mean(scores, back, near, other)
        back_target, back_source = null_table(backward)
        source, target = 0.5 * (source + back_source), 0.5 * (target + back_target)
    null = weights[len(BEAD_FEATURES) :]
    x_null = (source @ null[4:6])[:, None] + null[None, 0:2]
    y_null = (target @ null[4:6])[:, None] + null[None, 2:4]
    table = (near.lo, near.hi, near.offsets, m, x_null, y_null)
    rows = likeliest_path(TYPES, scores, *table)
    first, _, offsets = nodes(near.lo, near.hi, m)
    everything = np.ones(offsets[-1], np.bool_)
    _, beads, moves = probabilities(TYPES, scores, *table, everything, everything)
    i, a, j, b = rows.T
    full = (a > 0) & (b > 0)
    start = np.minimum(i, len(near.lo) - 1)
    cell = np.where(full, near.offsets[start] + j - near.lo[start], 0)
    end = offsets[i + a] + j + b - first[i + a]
    nulls = np.where(a > 0, moves[end, 0] + moves[end, 1], moves[end, 2] + moves[end, 3])
    chance = np.where(full, beads[_TYPE[a, b], cell], nulls)
    return BestPath(rows, np.minimum(chance, 1.0))


def competition(view: View, i: int, a: int, j: int, b: int) -> Competition:
    """Return a bead's cosine and that of its neighbours, for the reasons of its score."""
    t = _TYPE[a, b]
    dot = 0.0
    for r in range(i, i + a):
        cell = view.offsets[r] + j - view.lo[r]
        dot += view.sums[cell + b] - view.sums[cell]
    s = dot / (view.x_norms[a - 1, i] * view.y_norms[b - 1, j])
    return Competition(float(s), 0.5 * float(view.rows[t, i] + view.columns[t, j]))


def _exchanged_weights(weights: Floats) -> Floats:
    """Weights for a view with the sides exchanged."""
    out = weights.copy()
    for pair in _SIDES:
        one, other = (FEATURES.index(name) for name in pair)
        out[[one, other]] = out[[other, one]]
    return out


def _mean(
    scores: NDArray[np.float32], back: NDArray[np.float32], forward: Band, backward: Band
) -> NDArray[np.float32]:
    """The mean of both directions' scores, laid out as the forward ones."""
    i = np.repeat(np.arange(len(forward.lo)), np.diff(forward.offsets))
    j = np.arange(forward.offsets[-1]) - forward.offsets[i] + forward.lo[i]
    j = np.minimum(j, len(backward.lo) - 1)  # the last cell of a row starts no bead
    cell = np.clip(backward.offsets[j] + i - backward.lo[j], 0, back.shape[1] - 1)
    order = _TYPE[TYPES[:, 1], TYPES[:, 0]]
    out = np.float32(0.5) * (scores + back[order][:, cell])
    return np.where(scores < -1e8, scores, out)
