"""Start vectors: pieces that meet across the two sides of a pair begin close to each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.corpus import Corpus, Numbers

Array = NDArray[np.float64]
SAMPLE = 700_000  # pairs


def start_vectors(corpus: Corpus, *, width: int, seed: int) -> NDArray[np.float32]:
    """Return a vector of length 1 for each piece, from how often pieces meet across pairs.

    Positive pointwise mutual information, damped where counts are small, factored; a piece of
    both languages gets the mean of its two vectors, weighed by its counts. What never meets
    anything gets a random vector. Saves the first thousand steps or so.
    """
    import scipy.sparse

    size = corpus.pieces
    count = min(SAMPLE, len(corpus))
    random = np.random.default_rng(seed)
    result = random.normal(0, width**-0.5, (size, width))
    left, right = (
        _presence(pieces, at, count, size)
        for pieces, at in ((corpus.source, corpus.source_at), (corpus.target, corpus.target_at))
    )
    met = (left.T @ right).tocoo()
    in_source, in_target = (np.asarray(side.sum(0)).ravel() + 1.0 for side in (left, right))
    information = np.log(met.data * count / (in_source[met.row] * in_target[met.col]))
    told = (information > 0.5) & (met.data >= 3)
    weight = information[told] * np.minimum(1, np.log1p(met.data[told]) / 4)
    table = scipy.sparse.csr_matrix(
        (weight.astype(np.float64), (met.row[told], met.col[told])), shape=(size, size)
    )
    u, strength, vt = _factored(table, width, random)
    share = (in_source / (in_source + in_target))[:, None]
    found = (share * u + (1 - share) * vt.T) * np.sqrt(np.maximum(strength, 0))
    norm = np.linalg.norm(found, axis=1)
    known = norm > 1e-6
    result[known] = 0
    result[known, : found.shape[1]] = found[known] / norm[known, None]
    return result.astype(np.float32)


def _factored(table: Any, rank: int, random: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return the largest singular values and their vectors, the same ones each time.

    Halko, Martinsson and Tropp 2011, algorithm 4.4; ARPACK's depend on its own random restarts.
    """
    size = table.shape[0]
    basis = table @ random.normal(size=(size, min(size, rank + 32)))
    for _ in range(6):
        basis = table @ (table.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    u, strength, vt = np.linalg.svd((table.T @ basis).T, full_matrices=False)
    return (basis @ u)[:, :rank], strength[:rank], vt[:rank]


def _presence(pieces: Numbers, at: Numbers, count: int, size: int) -> Any:
    """Return which of the first `count` texts holds which piece, as a sparse 0-1 matrix."""
    import scipy.sparse

    rows = np.repeat(np.arange(count), np.diff(at[: count + 1]))
    ones = np.ones(len(rows), np.float32)
    made = scipy.sparse.csr_matrix(
        (ones, (rows, pieces[: at[count]].astype(np.int64))), (count, size)
    )
    made.sum_duplicates()
    made.data[:] = 1
    return made
