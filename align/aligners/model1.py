"""What one side's words say of the other's: IBM model 1 against chance, in nats.

Each source word w stands for a distribution p(t | w) over target words: its row in the lexicon,
or, for a word of a translation, that word itself. The evidence of a bead is the sum of
log((1 - A) + A p(t | source) / p(t)) over its target words, and the same the other way round
with p(t | w) / p(t), which by Bayes' rule is p(w | t) / p(w). Words that the bead does not
explain count against it, which a cosine hardly shows (Moore 2002 aligns by model 1 alone).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.aligners.band import Band
from align.aligners.compiled import compiled
from align.aligners.similarity import MOST
from align.aligners.tokens import TRUST, Tokens

_LARGE = 1e200  # a product is folded into its logarithm before it gets larger


class Evidence(NamedTuple):
    """Model 1's evidence inside a band, by window size - 1 and cell.

    `to_target[a - 1, cell]` is that of source segments i..i + a - 1 for the row's target segments
    before j: a prefix sum. `to_source[b - 1, cell]` is that of target segments j..j + b - 1 for
    source segment i alone.
    """

    to_target: NDArray[np.float64]
    to_source: NDArray[np.float64]


def evidence(tokens: Tokens, band: Band) -> Evidence:
    """Compute the evidence of all windows inside a band."""
    shape = (MOST, int(band.offsets[-1]))
    to_target, to_source = np.zeros(shape), np.zeros(shape)
    source = (tokens.source_offsets, tokens.source)
    rows = (tokens.row_offsets, tokens.row_words, tokens.row_p)
    target = (tokens.target_offsets, tokens.target, tokens.counts, tokens.chance)
    cells = (band.lo, band.hi, band.offsets)
    _forward(*source, *rows, *target, TRUST, *cells, np.zeros(len(tokens.chance)), to_target)
    lengths = np.diff(tokens.source_offsets)
    links = np.diff(np.concatenate([[0], np.cumsum(np.diff(tokens.row_offsets)[tokens.source])])[
        tokens.source_offsets
    ])  # fmt: skip
    shared = np.zeros((MOST + 1, int(lengths.max(initial=0))))
    chain = np.full((2, int(links.max(initial=0)) + 1), -1)
    heads = np.full(len(tokens.chance), -1)
    before = np.concatenate([[0.0], np.cumsum(tokens.counts)])[tokens.target_offsets]
    _backward(
        *source, *rows, *target, TRUST, *cells, before, heads, chain,
        np.zeros(chain.shape[1]), shared, to_source,
    )  # fmt: skip
    return Evidence(to_target, to_source)


@compiled
def _forward(so, s, ro, rw, rp, to, t, counts, chance, trust, lo, hi, offsets, expected, out):
    """Fill `out` with the evidence of source windows; `expected` is zeros, one a target word."""
    n = len(so) - 1
    missed = math.log(1 - trust)
    for i in range(n):
        number = 0.0
        most = min(MOST, n - i)
        for a in range(most):
            r = i + a
            for k in range(so[r], so[r + 1]):
                number += 1.0
                for q in range(ro[s[k]], ro[s[k] + 1]):
                    expected[rw[q]] += rp[q]
            scale = trust / max(number, 1.0)
            total = 0.0
            cell = offsets[i]
            for j in range(lo[i], hi[i]):
                out[a, cell] = total
                cell += 1
                if j < lo[r]:
                    continue
                product = 1.0
                for k in range(to[j], to[j + 1]):
                    e = expected[t[k]]
                    if e > 0.0:
                        e = 1.0 - trust + scale * e / chance[t[k]]
                        for _ in range(int(counts[k])):
                            product *= e
                            if product > _LARGE or product < 1 / _LARGE:
                                total += math.log(product)
                                product = 1.0
                    else:
                        total += counts[k] * missed
                total += math.log(product)
            out[a, cell] = total
        for k in range(so[i], so[i + most]):
            for q in range(ro[s[k]], ro[s[k] + 1]):
                expected[rw[q]] = 0.0


@compiled
def _backward(
    so, s, ro, rw, rp, to, t, counts, chance, trust, lo, hi, offsets, before, heads, chain, p,
    shared, out,
):  # fmt: skip
    """Fill `out` with the evidence of target windows for each source segment.

    `shared[j, k]` sums p(t | w) / p(t) of source word k over the target words before j, of which
    the last rows are kept, going round. A target word's links stand in a list: `heads`, then
    `chain[1]`, with the source word in `chain[0]`.
    """
    kept = len(shared)
    for i in range(len(so) - 1):
        links = 0
        first = so[i]
        words = so[i + 1] - first
        for k in range(words):
            for q in range(ro[s[first + k]], ro[s[first + k] + 1]):
                chain[0, links] = k
                chain[1, links] = heads[rw[q]]
                p[links] = rp[q]
                heads[rw[q]] = links
                links += 1
        low = lo[i]
        shared[0, :words] = 0.0
        for j in range(low, hi[i]):
            here, above = (j + 1 - low) % kept, (j - low) % kept
            for k in range(words):
                shared[here, k] = shared[above, k]
            for u in range(to[j], to[j + 1]):
                link = heads[t[u]]
                while link >= 0:
                    shared[here, chain[0, link]] += p[link] * counts[u] / chance[t[u]]
                    link = chain[1, link]
            for b in range(min(MOST, j + 1 - low)):
                start = j - b - low
                before_it = start % kept
                scale = trust / max(before[j + 1] - before[j - b], 1.0)
                total = 0.0
                product = 1.0
                for k in range(words):
                    e = shared[here, k] - shared[before_it, k]
                    product *= 1.0 - trust + scale * e
                    if product > _LARGE or product < 1 / _LARGE:
                        total += math.log(product)
                        product = 1.0
                out[b, offsets[i] + start] = total + math.log(product)
        for k in range(first, so[i + 1]):
            for q in range(ro[s[k]], ro[s[k] + 1]):
                heads[rw[q]] = -1
