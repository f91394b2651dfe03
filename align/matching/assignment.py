"""From probabilities to pairs: each document has one partner at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from align.matching.bags import Floats, Pairs

NEAR = 0.6
"""The cosine from which two documents of one side are near copies."""
LIKELIEST = 10
"""Candidates of a document among which near copies are looked for."""

_BLOCK = 4096  # pairs at a time


def assign(pairs: Pairs, scores: Floats, least: float) -> list[int]:
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


def copies(digests: Sequence[bytes]) -> Pairs:
    """Return a number for each document that is the same for copies of one text."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(d, len(known)) for d in digests], np.int64)


def near_copies(
    groups: Pairs, bags: csr_array, owner: Pairs, other: Pairs, scores: Floats
) -> Pairs:
    """Return a number for each document that is the same for copies and near copies of one text.

    Compared are those that one document of the other side has among its likeliest.

    Args:
        groups: what `copies` returned.
        bags: a row of length 1 a document.
        owner: of each candidate pair, the document of the other side.
        other: the document of this side.
        scores: higher is likelier.
    """
    order = np.lexsort((-scores, owner))
    ranked = owner[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    rows = order[rank < LIKELIEST]
    _, owners = np.unique(owner[rows], return_inverse=True)
    size = len(groups)
    held = csr_array((np.ones(len(rows)), (other[rows], owners)), (size, len(owners)))
    one, two = (held @ held.T).nonzero()
    one, two = one[one < two], two[one < two]
    near = np.zeros(len(one), bool)
    for start in range(0, len(one), _BLOCK):
        part = slice(start, start + _BLOCK)
        near[part] = (bags[one[part]] * bags[two[part]]).sum(axis=1) > NEAR
    first = np.unique(groups, return_index=True)[1][groups]  # groups are numbered from 0
    edges = np.concatenate([one[near], np.arange(size)]), np.concatenate([two[near], first])
    graph = csr_array((np.ones(len(edges[0])), edges), (size, size))
    found: Pairs = connected_components(graph, directed=False)[1].astype(np.int64)
    return found


def have_near_copies(near: Pairs, groups: Pairs) -> NDArray[np.bool_]:
    """Tell of each document whether another text is a near copy of its own."""
    texts = np.unique(groups, return_index=True)[1]
    several: NDArray[np.bool_] = np.bincount(near[texts])[near] > 1
    return several


def with_copies(pairs: Pairs, groups: tuple[Pairs, Pairs]) -> Pairs:
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
    out: Pairs = np.unique(both, axis=0)
    return out
