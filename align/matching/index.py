"""The cheap first look: which documents share their weightiest words, numbers and names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from align.matching.bags import Side, Space, unit
from align.protocols import Progress

KEPT = 128
"""Features kept of a document: the weightiest, so that a product of two sides stays sparse."""

_BLOCK = 256  # documents at a time: a block's products with 20,000 others fit in 60 MB


def document_bags(
    side: Side, space: Space, bags: Callable[[csr_array, slice], csr_array]
) -> csr_array:
    """Return a row for each document: its KEPT weightiest features, scaled to length 1.

    Args:
        side: the documents.
        space: what features weigh.
        bags: turns a block's rows of words into rows of features.
    """
    parts = []
    for start in range(0, side.count, _BLOCK):
        block = slice(start, min(start + _BLOCK, side.count))
        found = bags(side.document_rows(space.width, block), block)
        data = np.log1p(found.data) * space.weight[found.indices]
        parts.append(_weightiest(csr_array((data, found.indices, found.indptr), found.shape)))
    return unit(csr_array(vstack(parts, format="csr")))


def _weightiest(bags: csr_array) -> csr_array:
    columns, values, ends = [], [], [0]
    for begin, end in zip(bags.indptr[:-1], bags.indptr[1:], strict=True):
        column, value = bags.indices[begin:end], bags.data[begin:end]
        if len(value) > KEPT:
            keep = np.argpartition(-value, KEPT)[:KEPT]
            column, value = column[keep], value[keep]
        columns.append(column)
        values.append(value)
        ends.append(ends[-1] + len(value))
    return csr_array(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=bags.shape
    )


def nearest(
    source: csr_array, target: csr_array, count: int, *, progress: Progress
) -> NDArray[np.int64]:
    """Return pairs (source, target): each source document's `count` nearest, by cosine.

    One product of sparse matrices, a block of rows at a time, so that memory does not grow with
    the product of both sides.
    """
    columns = csr_array(target.T)
    pairs = [np.empty((0, 2), np.int64)]
    for start in range(0, source.shape[0], _BLOCK):
        product = csr_array(source[start : start + _BLOCK] @ columns)
        for row in range(product.shape[0]):
            part = slice(product.indptr[row], product.indptr[row + 1])
            found = product.indices[part]
            if len(found) > count:
                found = found[np.argpartition(-product.data[part], count)[:count]]
            pairs.append(np.stack([np.full(len(found), start + row), found], axis=1))
        progress(product.shape[0])
    return np.concatenate(pairs).astype(np.int64)
