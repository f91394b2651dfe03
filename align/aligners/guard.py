"""Whether translations are worth looking at: what they say must be said by the target too.

A path that was found without translations pairs some segments beyond doubt. There, translations
that know the text share more words with the target's segment than with another one, by far.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import counted, idf, themselves
from align.aligners.chain import BestPath
from align.aligners.rows import cosines, summed
from align.aligners.words import read_texts

_AGREED, _RELATED = 0.97, 0.8
"""Agreement from which a path is trusted, and below which it is not. On the novels each of eleven
models has .952 to .989; of a good one's words a half has .80 to .96, a quarter .48 to .81, a tenth
.15 to .37."""
_SLACK = 0.1
"""How much less sure a path with translations may be. With half as much, a poor model's help was
refused on Emma, where it finds seven beads more."""
_FEWEST = 10  # beads beyond doubt that say what belongs together
_LEAST = 0.1
"""Least gain in cosine by what belongs together. A model of 9 million parameters gains .25 to .31
on old novels, a tenth of a good translation's words .19; one line for all, or the source itself, 0.
"""

Ints = NDArray[np.int64]


def trusted(path: BestPath, alone: BestPath) -> bool:
    """Say whether a path with translations is to be trusted, given the one without.

    It has to be sure of what the other is sure of, and nearly so where it is not as sure of itself:
    where texts lack much of each other the two differ elsewhere, and a path that fills a hole with
    beads that it half believes in seems surer than one that leaves it open, or less.
    """
    agreed = agreement(path, alone)
    if agreed is None:
        return path.surer(alone, -_SLACK)
    return agreed >= _AGREED or (agreed >= _RELATED and path.surer(alone, -_SLACK))


def agreement(path: BestPath, alone: BestPath) -> float | None:
    """Return the mean probability that a path gives to what the one without is sure of, 0 to 1.

    None where that is too little to tell.
    """
    chance = dict(zip(map(tuple, path.rows.tolist()), path.chance.tolist(), strict=True))
    sure = [chance.get(tuple(row), 0.0) for row in alone.rows[alone.sure].tolist()]
    return sum(sure) / len(sure) if len(sure) >= _FEWEST else None


def informative(alone: BestPath, translations: Sequence[str], target: Sequence[str]) -> bool:
    """Say whether the translations share more words with what belongs to them than with the rest.

    Args:
        alone: a path found without them, its rows (i, a, j, b) of translations and target.
        translations: one for each source segment.
        target: the target segments.

    Returns:
        True too where the path is sure of too few beads to tell.
    """
    sure = alone.sure
    i, a, j, b = alone.rows.T
    if sure.sum() < _FEWEST:
        return True
    texts = read_texts(translations, target, None)
    types, columns, ones = themselves(texts.word_of, 0)
    table = csr_array((ones, (types, columns)), shape=(len(texts.word_of), len(texts.words)))
    x = summed(_runs(i[sure], a[sure]), counted(texts.source, table))
    y = summed(_runs(j[sure], b[sure]), counted(texts.target, table))
    weights = idf(x, y)
    for side in (x, y):
        side.data *= weights[side.indices]
    other = np.roll(np.arange(x.shape[0]), x.shape[0] // 2)
    return bool((cosines(x, y) - cosines(x, y[other])).mean() >= _LEAST)


def _runs(first: Ints, number: Ints) -> list[range]:
    return [range(k, k + n) for k, n in zip(first.tolist(), number.tolist(), strict=True)]
