"""Whether translations are worth looking at: what they say must be said by the target too.

A path that was found without translations pairs some segments beyond doubt. There, translations
that know the text share more words with the target's segment than with another one, by far.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.chain import BestPath
from align.aligners.words import TokenIds, read_texts

_SLACK = 0.05
"""How much less sure a path with translations may be than one without, times the square root of
the number of its beads: about as much as the mean of so many probabilities varies by itself."""
_SURE = 0.9  # probability from which a bead says what belongs together
_FEWEST = 10  # beads that say it
_LEAST = 0.1
"""Least gain in cosine by what belongs together. A model of 9 million parameters gains .25 to .31
on old novels, a tenth of a good translation's words .19; one line for all, or the source itself, 0.
"""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def least_confidence(alone: BestPath) -> float:
    """Return the confidence that a path with translations must have, given one without."""
    return float(alone.confidence - _SLACK / np.sqrt(max(len(alone.rows), 1)))


def informative(alone: BestPath, translations: Sequence[str], target: Sequence[str]) -> bool:
    """Say whether the translations share more words with what belongs to them than with the rest.

    Args:
        alone: a path found without them, its rows (i, a, j, b) of translations and target.
        translations: one for each source segment.
        target: the target segments.

    Returns:
        True too where the path is sure of too few beads to tell.
    """
    i, a, j, b = alone.rows.T
    sure = (a > 0) & (b > 0) & (alone.chance >= _SURE)
    if sure.sum() < _FEWEST:
        return True
    texts = read_texts(translations, target, None)
    size = len(texts.words)
    x = _counts(texts.source, texts.word_of, i[sure], a[sure], size)
    y = _counts(texts.target, texts.word_of, j[sure], b[sure], size)
    frequency = sum(np.bincount(side.indices, minlength=size) for side in (x, y))
    idf = np.maximum(np.log((2 * x.shape[0] + 1) / (frequency + 0.5)), 0.0)
    for side in (x, y):
        side.data *= idf[side.indices]
    other = np.roll(np.arange(x.shape[0]), x.shape[0] // 2)
    return bool((_cosines(x, y) - _cosines(x, y[other])).mean() >= _LEAST)


def _counts(side: TokenIds, word_of: Ints, first: Ints, number: Ints, size: int) -> csr_array:
    """How often each word stands in runs of segments, as [run, word]."""
    of = word_of[side.ids]
    words, ends = of[of >= 0], np.concatenate([[0], np.cumsum(of >= 0)])[side.offsets]
    shape = (len(side.offsets) - 1, size)
    each = csr_array((np.ones(len(words)), words, ends), shape=shape)
    run = np.repeat(np.arange(len(first)), number)
    place = np.arange(len(run)) - np.repeat(np.cumsum(number) - number, number)
    members = (np.ones(len(run)), (run, np.repeat(first, number) + place))
    out = csr_array(members, shape=(len(first), shape[0])) @ each
    out.sum_duplicates()
    return out


def _cosines(x: csr_array, y: csr_array) -> Floats:
    """The cosine of each row with the same row of the other table; 0 where one is empty."""
    lengths = [np.sqrt(np.asarray(side.multiply(side).sum(axis=1)).ravel()) for side in (x, y)]
    dots: Floats = np.asarray(x.multiply(y).sum(axis=1)).ravel()
    out: Floats = dots / np.maximum(lengths[0] * lengths[1], 1e-9)
    return out
