"""What one side's words say of the other's: IBM model 1 against chance, in nats.

Each source word w stands for a distribution p(t | w) over target words: its row in the lexicon,
or, for a word of a translation, that word itself. The evidence of a bead is the sum of
log((1 - A) + A p(t | source) / p(t)) over its target words, and the same the other way round
with p(t | w) / p(t), which by Bayes' rule is p(w | t) / p(w). Words that the bead does not
explain count against it, which a cosine hardly shows (Moore 2002 aligns by model 1 alone).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from align.aligners.similarity import MOST


@njit(cache=True)
def forward_sums(so, s, ro, rw, rp, to, t, counts, chance, trust, lo, hi, offsets):
    """Evidence of source windows for target segments, as row prefix sums [window, cell]."""
    n = len(so) - 1
    out = np.zeros((MOST, offsets[n]))
    expected = np.zeros(len(chance))
    for i in range(n):
        total = 0.0
        for a in range(min(MOST, n - i)):
            r = i + a
            for k in range(so[r], so[r + 1]):
                total += 1
                for q in range(ro[s[k]], ro[s[k] + 1]):
                    expected[rw[q]] += rp[q]
            scale = trust / max(total, 1.0)
            acc = 0.0
            for j in range(lo[i], hi[i]):
                out[a, offsets[i] + j - lo[i]] = acc
                if j >= lo[r]:
                    for k in range(to[j], to[j + 1]):
                        e = expected[t[k]]
                        ratio = 1 - trust + scale * e / chance[t[k]] if e > 0 else 1 - trust
                        acc += counts[k] * np.log(ratio)
            out[a, offsets[i] + hi[i] - lo[i]] = acc
        for a in range(min(MOST, n - i)):
            for k in range(so[i + a], so[i + a + 1]):
                for q in range(ro[s[k]], ro[s[k] + 1]):
                    expected[rw[q]] = 0.0
    return out


@njit(cache=True)
def backward_sums(so, s, ro, rw, rp, to, t, counts, chance, trust, lo, hi, offsets):
    """Evidence of target windows for source segments; the band given is the transposed one."""
    m = len(to) - 1
    out = np.zeros((MOST, offsets[m]))
    lift = np.zeros(len(chance))
    for j in range(m):
        total = 0.0
        for b in range(min(MOST, m - j)):
            r = j + b
            for k in range(to[r], to[r + 1]):
                total += counts[k]
                lift[t[k]] += counts[k] / chance[t[k]]
            scale = trust / max(total, 1.0)
            acc = 0.0
            for i in range(lo[j], hi[j]):
                out[b, offsets[j] + i - lo[j]] = acc
                if i >= lo[r]:
                    for k in range(so[i], so[i + 1]):
                        e = 0.0
                        for q in range(ro[s[k]], ro[s[k] + 1]):
                            e += rp[q] * lift[rw[q]]
                        acc += np.log(1 - trust + scale * e)
            out[b, offsets[j] + hi[j] - lo[j]] = acc
        for b in range(min(MOST, m - j)):
            for k in range(to[j + b], to[j + b + 1]):
                lift[t[k]] = 0.0
    return out
