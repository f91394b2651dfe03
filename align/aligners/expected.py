"""The path that is expected to hold the most: maximum expected accuracy over the beads.

The single likeliest path may hold a bead that few others share, where many paths agree on another
(one line of two that are alike is missing: either may be, but what stands before them is the same
in both). So the path is chosen by its beads' own probabilities, summed over all paths (Goodman
1996, "Parsing algorithms and metrics"; Do et al. 2005, "ProbCons").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.aligners.compiled import compiled
from align.aligners.search import likeliest_path

_NULL = 0.5
"""What a right null is worth, against a right bead of two segments: one segment for two."""
_MORE = 0.7
"""What each segment beyond two adds to a bead's worth.

Anything from .5, so that every segment counts the same, to .7 finds the novels' beads equally well;
with less, beads fall apart into smaller ones.
"""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Scores = NDArray[np.float32]


def expected_path(
    types: Ints, beads: Scores, lo: Ints, hi: Ints, offsets: Ints, m: int
) -> tuple[Ints, Floats]:
    """Return the path of the highest expected worth, and each row's probability.

    Args:
        types: sizes (a, b) of beads, one row a type.
        beads: their probabilities as [type, cell of the bead's start].
        lo: the first target segment of each source segment's cells.
        hi: the end of its cells.
        offsets: where its cells begin.
        m: the number of target segments.

    Returns:
        Rows (i, a, j, b), and the probability of each: a bead's own, a null's that no bead holds
        its segment.
    """
    held_x, held_y = np.zeros(len(lo)), np.zeros(m)
    _held(types, beads, lo, offsets, held_x, held_y)
    alone_x, alone_y = (np.clip(1 - held, 0, 1) for held in (held_x, held_y))
    worth = (1 + _MORE * (types.sum(axis=1) - 2)).astype(np.float32)
    gains = np.where(beads > 0, beads * worth[:, None], np.float32(-1e9))
    nulls = (np.repeat(_NULL * alone[:, None], 2, axis=1) for alone in (alone_x, alone_y))
    rows = likeliest_path(types, gains, lo, hi, offsets, m, *nulls)
    i, a, j, b = rows.T
    kind = np.zeros(types.max(axis=0) + 1, np.int64)
    kind[types[:, 0], types[:, 1]] = np.arange(len(types))
    first, second = np.minimum(i, len(lo) - 1), np.minimum(j, m - 1)
    cell = np.where((a > 0) & (b > 0), offsets[first] + j - lo[first], 0)
    chance = np.where(
        a == 0, alone_y[second], np.where(b == 0, alone_x[first], beads[kind[a, b], cell])
    )
    return rows, np.minimum(chance, 1.0)


@compiled
def _held(types, beads, lo, offsets, held_x, held_y):
    """Add up the probabilities of the beads that hold each segment."""
    for t in range(len(types)):
        a = types[t, 0]
        b = types[t, 1]
        for i in range(len(lo)):
            for cell in range(offsets[i], offsets[i + 1]):
                p = beads[t, cell]
                if p > 0:
                    j = cell - offsets[i] + lo[i]
                    for k in range(a):
                        held_x[i + k] += p
                    for k in range(b):
                        held_y[j + k] += p
