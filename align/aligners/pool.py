"""Scores of all beads in a band: what one model of beads says, in one direction or two, or several.

Several are weighed as a logarithmic opinion pool (Smith, Cohn and Osborne 2005, for conditional
random fields): the path's probability is the product of theirs, each to the power of its share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.aligners.band import Band
from align.aligners.features import BEAD_FEATURES, FEATURES, View, bead_scores, null_table
from align.aligners.similarity import MOST, TYPES

BEAD_TYPE = np.zeros((MOST + 1, MOST + 1), np.int64)
"""A bead type's number by its two sides."""
BEAD_TYPE[TYPES[:, 0], TYPES[:, 1]] = np.arange(len(TYPES))

_COUNT = len(BEAD_FEATURES)
_SIDES = (("evidence-target", "evidence-source"), ("evidence-target-mean", "evidence-source-mean"))
_NONE = np.float32(-1e8)  # below it no bead fits

_BOTH = np.float32(0.44)
"""Weight of each of two directions' scores of a bead, against nulls' means.

A little below a half: what misleads one direction (a line that says nearly the same) often misleads
the other too. On Text+Berg 1957 anything from .38 to .46 finds the same beads, with both systems'
translations, and more of gold's than .5.
"""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Nulls = tuple[Floats, Floats]  # features of each source and each target segment left alone


@dataclass(frozen=True, slots=True, eq=False)
class Expert:
    """A model of beads: its weights and what it sees, from the target's side too if `backward`.

    `share` is its weight among others.
    """

    forward: View
    weights: Floats
    backward: View | None = None
    share: float = 1.0

    @property
    def nulls(self) -> Nulls:
        """The features of segments left alone, the mean of both directions."""
        source, target = null_table(self.forward)
        if self.backward is None:
            return source, target
        back_target, back_source = null_table(self.backward)
        return 0.5 * (source + back_source), 0.5 * (target + back_target)

    def scores(self, near: Band, blanks: tuple[Ints, Ints]) -> NDArray[np.float32]:
        """Return the scores of all beads in a part of the band, as `bead_scores`."""
        found = bead_scores(self.weights, self.forward, near, blanks)
        if self.backward is None:
            return found
        other = near.transposed(len(self.forward.y_ends) - 1)
        weights = _exchanged_weights(self.weights)
        back = bead_scores(weights, self.backward, other, blanks[::-1])
        return _together(found, back, near, other)


def pooled(
    experts: Sequence[Expert], near: Band, blanks: tuple[Ints, Ints], *, penalty: float = 0.0
) -> tuple[NDArray[np.float32], Nulls]:
    """Return the experts' mean scores of beads [type, cell], and prices of segments left alone.

    A bead that one of the others rules out has the mean of the rest; the first one's no is final.
    `penalty` is added to what leaving a segment alone costs.
    """
    first, *others = experts
    scores = first.scores(near, blanks)
    total, shares = first.share * scores, np.full(scores.shape, first.share, np.float32)
    for one in others:
        more = one.scores(near, blanks)
        fits = more > _NONE
        total[fits] += np.float32(one.share) * more[fits]
        shares[fits] += np.float32(one.share)
    alone = [prices(one.nulls, one.weights[_COUNT:], penalty) for one in experts]
    weights = [one.share for one in experts]
    source, target = (
        np.average(sides, axis=0, weights=weights) for sides in zip(*alone, strict=True)
    )
    return np.where(scores > _NONE, total / shares, scores), (source, target)


def prices(nulls: Nulls, weights: Floats, penalty: float) -> Nulls:
    """Prices of each source and target segment alone: (opens a run, extends one)."""
    source, target = (side @ weights[4:6] - penalty for side in nulls)
    return source[:, None] + weights[None, 0:2], target[:, None] + weights[None, 2:4]


def _exchanged_weights(weights: Floats) -> Floats:
    """Weights for a view with the sides exchanged."""
    out = weights.copy()
    for pair in _SIDES:
        one, other = (FEATURES.index(name) for name in pair)
        out[[one, other]] = out[[other, one]]
    return out


def _together(
    scores: NDArray[np.float32], back: NDArray[np.float32], forward: Band, backward: Band
) -> NDArray[np.float32]:
    """Both directions' scores together, laid out as the forward ones."""
    i = np.repeat(np.arange(len(forward.lo)), np.diff(forward.offsets))
    j = np.arange(forward.offsets[-1]) - forward.offsets[i] + forward.lo[i]
    j = np.minimum(j, len(backward.lo) - 1)  # the last cell of a row starts no bead
    cell = np.clip(backward.offsets[j] + i - backward.lo[j], 0, back.shape[1] - 1)
    order = BEAD_TYPE[TYPES[:, 1], TYPES[:, 0]]
    out = _BOTH * (scores + back[order][:, cell])
    return np.where(scores < _NONE, scores, out)
