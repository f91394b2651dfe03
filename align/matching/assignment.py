"""From probabilities to pairs: each document has one partner at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def assign(pairs: NDArray[np.int64], scores: NDArray[np.float64], least: float) -> list[int]:
    """Return the rows of `pairs` that are kept: the likeliest first, each document once.

    Args:
        pairs: rows (source, target).
        scores: higher is likelier; of equals the first in order of documents is taken.
        least: no pair below this is kept.
    """
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for row in np.lexsort((pairs[:, 1], pairs[:, 0], -scores)).tolist():
        if scores[row] < least:
            break
        i, j = int(pairs[row, 0]), int(pairs[row, 1])
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            kept.append(row)
    return kept


def copies(digests: Sequence[bytes]) -> NDArray[np.int64]:
    """Return a number for each document that is the same for copies of one text."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(d, len(known)) for d in digests], np.int64)


def with_copies(
    pairs: NDArray[np.int64], groups: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Add, to pairs whose documents have copies, the first copies' pair, the second's, ...

    However many copies there are, and however few of them the first look returned, each can
    then have a partner. Returns all pairs once, sorted.
    """
    members = []
    for side in groups:
        found: dict[int, list[int]] = defaultdict(list)
        for document, group in enumerate(side.tolist()):
            found[group].append(document)
        members.append(found)
    joined = {(int(groups[0][i]), int(groups[1][j])) for i, j in pairs.tolist()}
    added = [
        pair
        for one, other in joined
        if len(members[0][one]) > 1 or len(members[1][other]) > 1
        for pair in zip(members[0][one], members[1][other], strict=False)
    ]
    both = np.concatenate([pairs, np.array(added, np.int64).reshape(-1, 2)])
    out: NDArray[np.int64] = np.unique(both, axis=0)
    return out
