"""How alike two documents are, sentence by sentence: bidirectional maximum similarity.

BiMax (Wang and others 2025, "BiMax: Bidirectional MaxSim Score for Document-Level Alignment"):
the mean of each sentence's best similarity with a sentence of the other document, in both
directions. Here sentences weigh by the logarithm of their length, since a short one finds its
like anywhere.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from align.matching.bags import Floats, Pairs, Side, Space
from align.protocols import Progress

_BLOCK = 64  # source documents at a time
_CELLS = 1 << 22  # similarities in memory at a time: a list of 8,000 words has 64 million with one


def bimax(
    pairs: Pairs, source: Side, target: Side, space: Space, *, progress: Progress,
    told: Side | None = None,
) -> Floats:  # fmt: skip
    """Return for each pair (source, target) the means of both directions, from 0 to 1.

    Args:
        pairs: a row a pair, sorted.
        source: its documents.
        target: its documents.
        space: makes bags of their sentences.
        progress: counts pairs.
        told: the source's documents in translation, in the same sentences.
    """
    out = np.zeros((len(pairs), 2))
    bounds = np.searchsorted(pairs[:, 0], np.arange(source.count + 1))
    for start in range(0, source.count, _BLOCK):
        stop = min(start + _BLOCK, source.count)
        part = slice(bounds[start], bounds[stop])
        if part.start < part.stop:
            _fill(out[part], pairs[part], source, target, space, told)
            progress(part.stop - part.start)
    rounded: Floats = np.round(out, 6)  # the order in which words were met must not decide
    return rounded


def _fill(
    out: Floats, pairs: Pairs, source: Side, target: Side, space: Space,
    told: Side | None,
) -> None:  # fmt: skip
    left, left_of = np.unique(pairs[:, 0], return_inverse=True)
    right, right_of = np.unique(pairs[:, 1], return_inverse=True)
    rows, begins = source.spans(left)
    counts = source.rows(rows, space.width)
    x = space.weighted(
        space.source_bags(counts, None if told is None else told.rows(rows, space.width))
    )
    x_weight = _weights(counts)
    rows, ends = target.spans(right)
    counts = target.rows(rows, space.width)
    y = space.weighted(space.target_bags(counts))
    y_weight = _weights(counts)
    bounds = np.searchsorted(left_of, np.arange(len(left) + 1))
    for k in range(len(left)):
        part = slice(bounds[k], bounds[k + 1])
        spans = [np.arange(ends[c], ends[c + 1]) for c in right_of[part]]
        columns = np.concatenate(spans)
        sentences = slice(begins[k], begins[k + 1])
        out[part] = _means(
            csr_array(x[sentences]), csr_array(y[columns].T), x_weight[sentences],
            y_weight[columns], np.array([len(s) for s in spans]),
        )  # fmt: skip


def _weights(counts: csr_array) -> Floats:
    """A sentence's say: 0 without words."""
    weights: Floats = np.log1p(np.diff(counts.indptr).astype(np.float64))
    return weights


def _means(x: csr_array, y: csr_array, one: Floats, other: Floats, sizes: Pairs) -> Floats:
    """Both means for a document (rows) and several others, their sentences side by side."""
    out = np.zeros((len(sizes), 2))
    full = np.flatnonzero(sizes)
    if not len(one) or not len(full):
        return out
    starts = (np.cumsum(sizes) - sizes)[full]
    best = np.empty((len(one), len(full)), x.dtype)
    back = np.zeros(len(other), x.dtype)
    step = max(1, _CELLS // len(other))
    for begin in range(0, len(one), step):
        rows = slice(begin, begin + step)
        table = (csr_array(x[rows]) @ y).toarray()
        best[rows] = np.maximum.reduceat(table, starts, axis=1)
        np.maximum(back, table.max(axis=0), out=back)
    out[full, 0] = one @ best / max(one.sum(), 1e-9)
    back = back * other
    out[full, 1] = np.add.reduceat(back, starts) / np.maximum(np.add.reduceat(other, starts), 1e-9)
    return out
