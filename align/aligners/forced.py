"""A second look at the beads that are in doubt: how likely the model takes their target to be.

The first pass asks what words two sides share; the translation model knows more, but costs more.
So only beads that the first pass neither trusts nor rules out are scored by forced decoding, and
the path is searched once more among them. The end's likelihood tells of what the target lacks,
that of each segment of what it has too much, and the loss without a source segment at the edge
whether that segment is translated at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.aligners.similarity import TYPES
from align.protocols import Scorer
from align.records import Likelihood

SECOND_FEATURES = (
    "score",  # of the first pass
    "bead",  # 1 for every bead
    "one-more",  # 1:2 and 2:1
    "two-more",  # 1:3 and 3:1
    "both-many",  # m:n with m, n > 1
    "more",  # segments beyond 1:1
    "likelihood",  # of the target given the source, nats / 10
    "likelihood-alone",  # of the target's segments given nothing, nats / 10
    "end",  # nats * 0.3
    "likelihood-mean",  # nats a piece
    "weakest-gain",  # least gain by the source that a target segment has, nats a piece
    "weakest-gain-many",  # the same where there are several
    "weakest-loss",  # least loss without the source segment at an edge, nats a piece
    "loss",  # the same with the end, in all, nats / 10
)
LEAST = 0.003  # probability below which the first pass rules a bead out
SURE = 0.98  # and from which it is trusted
_PIECE = 4  # characters, about

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def in_doubt(rows: Ints, chance: Floats, n: int, m: int) -> NDArray[np.bool_]:
    """Say which beads (rows i, a, j, b) are neither sure nor share a segment with one that is."""
    held = np.zeros((2, max(n, m) + 1), np.int64)
    i, a, j, b = rows.T
    sure = chance >= SURE
    for side, begin, count in ((0, i, a), (1, j, b)):
        np.add.at(held[side], begin[sure], 1)
        np.add.at(held[side], (begin + count)[sure], -1)
    taken = np.concatenate([np.zeros((2, 1), np.int64), np.cumsum(held.cumsum(1) > 0, axis=1)], 1)
    free = (taken[0, i + a] == taken[0, i]) & (taken[1, j + b] == taken[1, j])
    doubtful: NDArray[np.bool_] = free & (chance > LEAST) & ~sure
    return doubtful


def second_features(
    rows: Ints, scores: Floats, source: Sequence[str], target: Sequence[str], scorer: Scorer
) -> Floats:
    """Return the features of beads as [bead, feature].

    Args:
        rows: the beads, (i, a, j, b) each.
        scores: of the first pass.
        source: the source segments.
        target: the target segments.
        scorer: says how likely a target is, given a source.
    """
    beads = [tuple(row) for row in rows.tolist()]
    wanted = dict.fromkeys(
        (0, 0, j, 1) for _, _, first, b in beads for j in range(first, first + b)
    )
    wanted |= dict.fromkeys(beads)
    wanted |= dict.fromkeys(shorter for bead in beads for shorter in _shorter(*bead))
    pairs = [(source[i : i + a], target[j : j + b]) for i, a, j, b in wanted]
    known = dict(zip(wanted, scorer(pairs), strict=True))
    out = np.zeros((len(beads), len(SECOND_FEATURES)))
    out[:, 0] = scores
    out[:, 1:6] = type_features(rows)
    for row, (i, a, j, b) in zip(out, beads, strict=True):
        full = known[i, a, j, b]
        total, pieces = sum(full.nats), sum(full.pieces)
        alone = [known[0, 0, k, 1].nats[0] for k in range(j, j + b)]
        gains = [
            (given - by_itself) / (count + 2)
            for given, by_itself, count in zip(full.nats, alone, full.pieces, strict=True)
        ]
        row[6:11] = 0.1 * total, 0.1 * sum(alone), 0.3 * full.end, total / (pieces + 2), min(gains)
        row[11] = min(gains) if b > 1 else 0.0
        if a > 1:
            less = [known[shorter] for shorter in _shorter(i, a, j, b)]
            edges = source[i], source[i + a - 1]
            row[12] = min(
                (total - sum(one.nats)) / (len(edge) / _PIECE + 2)
                for one, edge in zip(less, edges, strict=True)
            )
            row[13] = 0.1 * min(_whole(full) - _whole(one) for one in less)
    return out


def type_features(rows: Ints) -> Floats:
    """Return the features that depend on a bead's type alone."""
    _, a, _, b = rows.T
    more = a + b - 2
    flags = (
        np.ones(len(rows)), more == 1, (more == 2) & ((a == 1) | (b == 1)), (a > 1) & (b > 1), more,
    )  # fmt: skip
    return np.stack(flags, axis=1).astype(np.float64)


def _shorter(i: int, a: int, j: int, b: int) -> list[tuple[int, int, int, int]]:
    """The bead without the first, and without the last of its source segments."""
    return [(i + 1, a - 1, j, b), (i, a - 1, j, b)] if a > 1 else []


def _whole(found: Likelihood) -> float:
    return sum(found.nats) + found.end


def dense(rows: Ints, scores: Floats, lo: Ints, offsets: Ints) -> NDArray[np.float32]:
    """Lay scores of beads out as [type, cell of the bead's start]; -1e9 where there is none."""
    kinds = {(a, b): t for t, (a, b) in enumerate(TYPES.tolist())}
    out = np.full((len(TYPES), int(offsets[-1])), np.float32(-1e9))
    types = [kinds[a, b] for a, b in rows[:, 1::2].tolist()]
    out[types, offsets[rows[:, 0]] + rows[:, 2] - lo[rows[:, 0]]] = scores
    return out


def laid_out(chosen: NDArray[np.bool_], lo: Ints, offsets: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """Return the beads that are chosen in [type, cell] as rows (i, a, j, b), and where they are."""
    types, cells = np.nonzero(chosen)
    i = np.searchsorted(offsets, cells, side="right") - 1
    j = cells - offsets[i] + lo[i]
    return np.stack([i, TYPES[types, 0], j, TYPES[types, 1]], axis=1), (types, cells)
