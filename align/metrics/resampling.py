"""Bootstrap intervals and paired tests for figures that are functions of summed counts.

A figure such as F1 is a function of counts summed over units (documents, or blocks of
consecutive beads). Resampling the units with replacement is then a matrix product:
multinomial weights, resamples by units, times counts, units by columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.signature import Signature

Array = NDArray[np.float64]
_CELLS = 4_000_000  # weights at once, so that memory does not grow with resamples times units


@dataclass(frozen=True, slots=True)
class Plan:
    """How to resample: `resamples` times, from `seed`, in blocks of `block` items.

    Documents are the units where there are at least `documents` of them; below that, the
    units are blocks of consecutive items within each document (a bootstrap over two or
    three documents bounds nothing).
    """

    resamples: int = 1000
    seed: int = 12345
    block: int = 10
    documents: int = 5

    def by_documents(self, count: int) -> bool:
        """Whether `count` documents are enough to be the units themselves."""
        return count >= self.documents

    def signature(self, count: int, *, items: str) -> Signature:
        """Return what an interval over `count` documents of `items` depends on."""
        units = "documents" if self.by_documents(count) else f"blocks of {self.block} {items}"
        return Signature.of(resamples=self.resamples, seed=self.seed, units=units)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paired test of one figure between two systems, `first` being the baseline.

    `difference` is the second's figure minus the first's, `low` and `high` its 95% interval
    (None where the test gives none), `p_value` two-sided for the hypothesis that there is
    no difference (None where there is too little to test it on). The signature names the test.
    """

    name: str
    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    signature: Signature


def resampled_sums(counts: Array, *, plan: Plan, stream: int) -> Array:
    """Return `counts` (units first) summed over each resample: resamples first.

    `stream` numbers independent random streams, so that documents are drawn independently
    and two systems, given the same streams, are drawn alike.
    """
    units = counts.shape[0]
    if not units:
        return np.zeros((plan.resamples, *counts.shape[1:]))
    generator = np.random.default_rng([plan.seed, stream])
    step = max(1, _CELLS // units)
    parts = []
    for begin in range(0, plan.resamples, step):
        size = min(step, plan.resamples - begin)
        weights = generator.multinomial(units, np.full(units, 1 / units), size=size)
        parts.append(np.tensordot(weights.astype(np.float64), counts, axes=1))
    return np.concatenate(parts)


def bounds(samples: Array) -> tuple[Array, Array]:
    """Return the 2.5 and 97.5 percentiles over the first axis.

    A resample in which nothing was counted (NaN) says nothing about the figure and is left
    out; where there is no other, the bounds are 0.
    """
    if not np.isnan(samples).any():
        low, high = np.percentile(samples, (2.5, 97.5), axis=0)
        return low, high
    some = np.where(np.isnan(samples).all(axis=0), 0.0, samples)
    low, high = np.nanpercentile(some, (2.5, 97.5), axis=0)
    return low, high


def paired_p(first: Array, second: Array, observed: float) -> float:
    """Return the two-sided p of `observed`, the difference of the figures on all units.

    The resampled differences are centred to stand for the null hypothesis, as sacrebleu
    does after Riezler and Maxwell (2005); one is added to both counts, so p is never 0.
    """
    differences = second - first
    extreme = np.abs(differences - differences.mean()) >= abs(observed) - 1e-12
    return (float(extreme.sum()) + 1) / (len(differences) + 1)


def ratios(right: Array, counted: Array, *, empty: float = 0.0) -> Array:
    """Return `right / counted`, `empty` where nothing was counted."""
    return np.divide(right, counted, out=np.full_like(right, empty), where=counted > 0)


def f1(precision: Array, recall: Array) -> Array:
    """Return the harmonic mean, 0 where one is 0, or NaN where one is and the other is not 0.

    NaN is a ratio over nothing. Beside a 0 it changes nothing: what was missed, or proposed, is
    wrong in any case. Beside anything else there is no mean: right nulls, say, where gold has
    nothing else, count in precision and leave recall without beads.
    """
    out = np.zeros_like(precision)
    some = (precision != 0) & (recall != 0)
    mean: Array = np.divide(2 * (precision * recall), precision + recall, out=out, where=some)
    return mean


def blocks(items: Sequence[object], size: int) -> int:
    """Return how many blocks of `size` hold the items; an incomplete last one counts."""
    return -(-len(items) // size)
