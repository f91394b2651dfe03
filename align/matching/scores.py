"""What speaks for a pair of documents, and the probability that follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from align.matching.bags import NAME, NUMBER, Floats, Pairs, Side, Space

FEATURES = (
    "one", "forward", "backward", "row margin", "column margin", "numbers", "names", "length",
    "size", "size x margin",
)  # fmt: skip
"""What the calibration weighs; see `pair_features`."""
TOLD = ("told forward", "told backward", "told margin")
"""What it weighs besides where the source was translated as well."""

KINDS = ("cognates", "lexicon", "translation", "both")
"""What was known of the source's words: a set of weights for each."""

RIVAL = {"cognates": 0.1, "lexicon": 0.3, "translation": 0.3, "both": 0.3}
"""What a document that is no translation scores, both means together: a rival's least score, so
that a pair is not the surer for being the only one to choose."""
_DOUBT = 6.0  # weight of evidence, in idf, at which numbers or names count half
_BLOCK = 4096  # pairs at a time
_LARGEST = 12.0  # in logits: nothing is surer than this


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """For each document: its names and numbers, weighted, and its size in characters."""

    names: csr_array
    numbers: csr_array
    characters: Floats


def tallies(side: Side, space: Space, characters: Sequence[int]) -> Tallies:
    """Count the names and numbers of documents; they stand for themselves on both sides."""
    parts = []
    for kind in (NAME, NUMBER):
        own = csr_array(space.target[:, np.flatnonzero(space.kinds == kind)])
        weight = space.weight[space.kinds == kind]
        found = [
            side.document_rows(space.width, slice(start, min(start + _BLOCK, side.count))) @ own
            for start in range(0, side.count, _BLOCK)
        ]
        parts.append(_stacked(found, weight))
    return Tallies(parts[0], parts[1], np.array(characters, float))


def _stacked(found: Sequence[csr_array], weight: NDArray[np.float32]) -> csr_array:
    rows = csr_array(vstack(found, format="csr"))
    data = np.minimum(rows.data, 3) * weight[rows.indices]
    return csr_array((data, rows.indices, rows.indptr), shape=rows.shape)


def pair_features(
    pairs: Pairs, means: Floats, source: Tallies, target: Tallies, groups: tuple[Pairs, Pairs],
    *, kind: str,
) -> Floats:  # fmt: skip
    """Return a row of FEATURES for each pair.

    `forward` and `backward` are BiMax's two means; the margins say how far their sum is above
    that of the best rival with the same source and with the same target; `numbers` and `names`
    how much they agree, from -1 to 1 and 0 where there are none; `length` how unlike the sizes
    are, given the ratio of both sides; `size` is the logarithm of the smaller document's.

    Args:
        pairs: rows (source, target).
        means: the rows of `bimax`.
        source: its documents' names, numbers and sizes.
        target: its documents'.
        groups: for each document of either side, a number that copies of one text share: they
            are no rivals of each other.
        kind: one of KINDS.
    """
    i, j = pairs[:, 0], pairs[:, 1]
    total = means.sum(axis=1)
    margins = [
        total - np.maximum(rivals(total, owner, other), RIVAL[kind])
        for owner, other in ((i, groups[1][j]), (j, groups[0][i]))
    ]
    sizes = np.stack([source.characters[i], target.characters[j]])
    ratio = _ratio(source.characters, target.characters)
    size = np.log1p(sizes.min(axis=0))
    return np.stack(
        [
            np.ones(len(pairs)), means[:, 0], means[:, 1], *margins,
            _agreement(source.numbers, target.numbers, pairs),
            _agreement(source.names, target.names, pairs),
            np.abs(np.log((sizes[0] * ratio + 20) / (sizes[1] + 20))), size,
            size * np.minimum(*margins),
        ],
        axis=1,
    )  # fmt: skip


def told_features(pairs: Pairs, means: Floats, groups: tuple[Pairs, Pairs]) -> Floats:
    """Return a row of TOLD for each pair, all pairs of a source being there."""
    total = means.sum(axis=1)
    rival = rivals(total, pairs[:, 0], groups[1][pairs[:, 1]])
    margin = total - np.maximum(rival, RIVAL["both"])
    return np.stack([means[:, 0], means[:, 1], margin], axis=1)


def rivals(scores: Floats, owner: Pairs, other: Pairs) -> Floats:
    """Return for each pair the best score of its owner with something else, 0 without any."""
    order = np.lexsort((other, -scores, owner))
    out = np.zeros(len(scores))
    ranked = owner[order]
    firsts = np.unique(ranked, return_index=True)[1]
    for begin, end in pairwise([*firsts.tolist(), len(order)]):
        members = order[begin:end]
        best = members[0]
        second = next((m for m in members if other[m] != other[best]), None)
        out[members] = scores[best]
        out[members[other[members] == other[best]]] = 0.0 if second is None else scores[second]
    return out


def _ratio(source: Floats, target: Floats) -> float:
    """How many characters of the target stand for one of the source, shrunk towards 1."""
    own = 10_000.0
    return float((target.sum() + own) / (source.sum() + own))


def _agreement(source: csr_array, target: csr_array, pairs: Pairs) -> Floats:
    """The weight of what both have over what either has, as -1 to 1, nearer 0 for little."""
    out = np.zeros(len(pairs))
    totals = [np.asarray(side.sum(axis=1), float).ravel() for side in (source, target)]
    for start in range(0, len(pairs), _BLOCK):
        part = slice(start, start + _BLOCK)
        i, j = pairs[part, 0], pairs[part, 1]
        both = np.asarray(source[i].minimum(target[j]).sum(axis=1), float).ravel()
        either = totals[0][i] + totals[1][j] - both
        out[part] = (2 * both - either) / (either + _DOUBT)
    rounded: Floats = np.round(out, 6)
    return rounded


def logits(features: Floats, kind: str) -> Floats:
    """Return the log-odds that each pair is one, by the weights of a kind of evidence."""
    weights = calibration()[kind]
    order = [*FEATURES, *TOLD] if kind == "both" else FEATURES
    found: Floats = features @ np.array([weights[name] for name in order])
    return np.clip(found, -_LARGEST, _LARGEST)


def exclusive(pairs: Pairs, found: Floats, groups: tuple[Pairs, Pairs]) -> Floats:
    """Return the log-odds of each pair once all candidates are known to exclude each other.

    A document has one partner or none: of six that are equally likely by themselves none is
    likelier than one in six. Copies of one text (`groups`) do not exclude each other.
    """
    odds = np.exp(found)
    most = np.zeros(len(pairs))
    for side in (0, 1):
        owner, other = pairs[:, side], groups[1 - side][pairs[:, 1 - side]]
        _, same = np.unique(np.stack([owner, other]), axis=1, return_inverse=True)
        same = same.reshape(-1)
        rest = np.bincount(owner, odds)[owner] - np.bincount(same, odds)[same]
        most = np.maximum(most, rest)
    out: Floats = found - np.log1p(np.maximum(most, 0))
    return out


def probabilities(found: Floats) -> Floats:
    """Turn log-odds into probabilities."""
    out: Floats = 1 / (1 + np.exp(-found))
    return out


@cache
def calibration() -> Mapping[str, Mapping[str, float]]:
    """Return the weights by kind, as `scripts/train_matching.py` learnt them."""
    text = Path(__file__).with_name("calibration.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, float]] = json.loads(text)
    return found
