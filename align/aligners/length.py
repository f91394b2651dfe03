"""Gale and Church (1993): align by lengths in characters alone, the baseline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.aligners.compiled import compiled
from align.aligners.fixed import checked, inserted, neighbours, stretches
from align.aligners.inputs import require_one_each
from align.protocols import Scorer
from align.records import Bead
from align.signature import Signature, package_version

_PRIORS = (((1, 1), 0.89), ((1, 0), 0.00495), ((0, 1), 0.00495), ((2, 1), 0.0445),
           ((1, 2), 0.0445), ((2, 2), 0.011))  # fmt: skip
_VARIANCE = 6.8
_STEP = 0.01
_FURTHEST = 40.0
_CELLS = 400_000_000  # beyond this a band around the diagonal is searched
_WIDTH = 2000


class LengthAligner:
    """Aligns by lengths: 1:1, 1:0, 0:1, 2:1, 1:2 and 2:2 beads with the paper's priors.

    Exact up to 400 million cells; beyond, 2,000 segments to either side of the diagonal, or as many
    as the target has for one of the source.
    """

    name = "length"

    def __init__(self, *, source_lang: str = "fr", target_lang: str = "en") -> None:
        """Take the languages, which make no difference."""

    @property
    def signature(self) -> Signature:
        """Name and version."""
        return Signature.of(aligner=self.name, version=package_version())

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        fixed: Sequence[Bead] = (),
        scorer: Scorer | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads that hold every index of both sides exactly once, `fixed` among them."""
        require_one_each(source, target, translations=translations, reverse=reverse)
        fixed = checked(fixed, len(source), len(target))
        if not fixed:
            return _by_lengths(source, target)
        held = {i for b in fixed for i in b.sources}, {j for b in fixed for j in b.targets}
        found: list[Bead] = []
        for part in stretches(fixed, len(source), len(target)):
            free = [
                [k for k in run if k not in h]
                for run, h in zip((part.sources, part.targets), held, strict=True)
            ]
            beads = _by_lengths([source[i] for i in free[0]], [target[j] for j in free[1]])
            for bead in beads:
                xs = tuple(free[0][i] for i in bead.sources)
                ys = tuple(free[1][j] for j in bead.targets)
                if neighbours(xs) and neighbours(ys):
                    found.append(Bead(xs, ys))
                else:  # a fixed segment stands inside it
                    found += [Bead((i,), ()) for i in xs] + [Bead((), (j,)) for j in ys]
        return inserted(found, fixed)


def _by_lengths(source: Sequence[str], target: Sequence[str]) -> tuple[Bead, ...]:
    """The paper's path between two lists of segments."""
    from scipy.special import log_ndtr  # slow to import, and the other aligners need none of it

    x, y = (np.array([len(text) for text in side], np.float64) for side in (source, target))
    n, m = len(x), len(y)
    # A row's band must reach the next row's, else no path leads through.
    half = m if n * m <= _CELLS else max(_WIDTH, m // n)
    deltas = np.arange(0, _FURTHEST + _STEP, _STEP)
    # -log of the chance that |delta| is exceeded: 2 (1 - Phi(|delta|)), in the paper's units
    tail = -100 * (np.log(2) + log_ndtr(-deltas))
    types = np.array([t for t, _ in _PRIORS], np.int64)
    prior = np.array([-100 * np.log(p) for _, p in _PRIORS])
    rows = _search(x, y, max(y.sum(), 1) / max(x.sum(), 1), types, prior, tail, half)
    return tuple(
        Bead(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, a, j, b in rows.tolist()
    )


@compiled
def _search(x, y, ratio, types, prior, tail, half):
    n, m = len(x), len(y)
    width = min(m, 2 * half) + 1
    x_sums, y_sums = np.zeros(n + 1), np.zeros(m + 1)
    x_sums[1:], y_sums[1:] = np.cumsum(x), np.cumsum(y)
    starts = np.zeros(n + 1, np.int64)
    for i in range(n + 1):
        centre = i * m // max(n, 1)
        starts[i] = max(0, min(centre - half, m + 1 - width))
    costs = np.full((3, width), np.inf)  # rows i, i - 1, i - 2
    steps = np.full((n + 1, width), -1, np.int8)
    for i in range(n + 1):
        costs[i % 3] = np.inf
        for j in range(starts[i], starts[i] + width):
            best = 0.0 if i == 0 and j == 0 else np.inf
            for t in range(len(types)):
                h, k = i - types[t, 0], j - types[t, 1]
                if h < 0 or k < starts[h] or k >= starts[h] + width:
                    continue
                before = costs[h % 3, k - starts[h]]
                if before == np.inf:
                    continue
                source = (x_sums[i] - x_sums[h]) * ratio
                target = y_sums[j] - y_sums[k]
                mean = 0.5 * (source + target)
                delta = abs(source - target) / np.sqrt(_VARIANCE * max(mean, 1.0))
                cost = before + prior[t] + tail[min(len(tail) - 1, int(delta / _STEP))]
                if cost < best:
                    best = cost
                    steps[i, j - starts[i]] = t
            costs[i % 3, j - starts[i]] = best
    rows = np.zeros((n + m, 4), np.int64)
    i, j, k = n, m, n + m
    while i > 0 or j > 0:
        a, b = types[steps[i, j - starts[i]]]
        i -= a
        j -= b
        k -= 1
        rows[k] = (i, a, j, b)
    return rows[k:]
