"""Batches by tokens, in an order that depends on the epoch's number alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.corpus import END, Corpus, Numbers

POOL = 200_000
"""Pairs that are sorted by length together: enough that both sides of a batch are nearly even.

With 20,000 pairs a fifth of the sources was padding."""

ORDER = 2
"""The rule by which pairs are put in order; raise it with any change of it, POOL's included.

Runs keep it among what must not change between starts."""


def epoch_batches(corpus: Corpus, *, epoch: int, tokens: int, seed: int) -> list[Numbers]:
    """Return the pairs of each batch of an epoch.

    The longer side of the longest pair, end mark included, times the number of pairs is at most
    `tokens`, unless one pair alone is longer. Every pair comes once.
    """
    random = np.random.default_rng([seed, epoch])
    order = random.permutation(len(corpus))
    source, target = np.diff(corpus.source_at), np.diff(corpus.target_at)
    mean = float(np.maximum(source, target).mean()) + 1
    pool = max(POOL, int(30 * tokens / mean))  # some thirty batches of any size
    batches: list[Numbers] = []
    for begin in range(0, len(order), pool):
        part = order[begin : begin + pool]
        part = part[np.lexsort((source[part], target[part]))]
        longer = np.maximum(source[part], target[part]) + 1
        cuts, first, widest = [], 0, 0
        for place, length in enumerate(longer.tolist()):
            widest = max(widest, length)
            if place > first and widest * (place - first + 1) > tokens:
                cuts.append(place)
                first, widest = place, length
        batches += np.split(part, cuts)
    return [batches[place] for place in random.permutation(len(batches))]


def padded(pieces: Numbers, at: Numbers, chosen: Numbers, *, pad: int) -> NDArray[np.int64]:
    """Return the chosen texts as rows, each with its end mark, filled up with `pad`."""
    begin, length = at[chosen], at[chosen + 1] - at[chosen]
    column = np.arange(int(length.max()) + 1)
    inside = column < length[:, None]
    rows: NDArray[Any] = np.full(inside.shape, pad, np.int64)
    rows[inside] = pieces[(begin[:, None] + column)[inside]]
    rows[np.arange(len(chosen)), length] = END
    return rows
