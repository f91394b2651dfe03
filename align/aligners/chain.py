"""The bead model: scores of all beads in the band, the path, and each bead's probability."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.aligners.features import (
    BEAD_FEATURES,
    FEATURES,
    View,
    bead_scores,
    null_table,
)
from align.aligners.reasons import Competition
from align.aligners.search import likeliest_path, nodes, probabilities
from align.aligners.similarity import TYPES, cosine
from align.errors import ModelError

_WEIGHTS = Path(__file__).parent / "weights.json"
_SIDES = (("evidence-target", "evidence-source"), ("evidence-target-mean", "evidence-source-mean"))

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
    scores = bead_scores(TYPES, weights, forward, *blanks)
    source, target = null_table(forward)
    if backward is not None:
        back = bead_scores(TYPES, _exchanged_weights(weights), backward, *blanks[::-1])
        scores = _mean(scores, back, forward, backward)
        back_target, back_source = null_table(backward)
        source, target = 0.5 * (source + back_source), 0.5 * (target + back_target)
    null = weights[len(BEAD_FEATURES) :]
    x_null = (source @ null[4:6])[:, None] + null[None, 0:2]
    y_null = (target @ null[4:6])[:, None] + null[None, 2:4]
    band = (forward.lo, forward.hi, forward.offsets, m, x_null, y_null)
    rows = likeliest_path(TYPES, scores, *band)
    first, _, offsets = nodes(forward.lo, forward.hi, m)
    everything = np.ones(offsets[-1], np.bool_)
    _, beads, moves = probabilities(TYPES, scores, *band, everything, everything)
    chance = np.empty(len(rows))
    index = {(int(a), int(b)): t for t, (a, b) in enumerate(TYPES)}
    for k, (i, a, j, b) in enumerate(rows.tolist()):
        if a and b:
            chance[k] = beads[index[a, b], forward.offsets[i] + j - forward.lo[i]]
        else:
            side = 0 if a else 2
            chance[k] = moves[offsets[i + a] + j + b - first[i + a], side : side + 2].sum()
    return BestPath(rows, np.minimum(chance, 1.0))


def competition(view: View, i: int, a: int, j: int, b: int) -> Competition:
    """Return a bead's cosine and that of its neighbours, for the reasons of its score."""
    t = int(np.flatnonzero((TYPES[:, 0] == a) & (TYPES[:, 1] == b))[0])
    s = cosine(i, a, j, b, view.sums, view.lo, view.hi, view.offsets, view.x_norms, view.y_norms)
    return Competition(float(s), 0.5 * float(view.rows[t, i] + view.columns[t, j]))


def _exchanged_weights(weights: Floats) -> Floats:
    """Weights for a view with the sides exchanged."""
    out = weights.copy()
    for pair in _SIDES:
        one, other = (FEATURES.index(name) for name in pair)
        out[[one, other]] = out[[other, one]]
    return out


def _mean(
    scores: NDArray[np.float32], back: NDArray[np.float32], forward: View, backward: View
) -> NDArray[np.float32]:
    """The mean of both directions' scores, laid out as the forward ones."""
    i = np.repeat(np.arange(len(forward.lo)), np.diff(forward.offsets))
    j = np.arange(forward.offsets[-1]) - forward.offsets[i] + forward.lo[i]
    j = np.minimum(j, len(backward.lo) - 1)  # the last cell of a row starts no bead
    cell = np.clip(backward.offsets[j] + i - backward.lo[j], 0, back.shape[1] - 1)
    index = {(int(a), int(b)): t for t, (a, b) in enumerate(TYPES)}
    order = [index[b, a] for a, b in index]
    out = np.float32(0.5) * (scores + back[order][:, cell])
    return np.where(scores < -1e8, scores, out)
