"""The bead model: scores of all beads in the band, the path, and each bead's probability."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.aligners.band import Band
from align.aligners.features import FEATURES, NULL_FEATURES, View
from align.aligners.forced import LEAST, SECOND_FEATURES, SURE, dense, in_doubt, laid_out
from align.aligners.pool import BEAD_TYPE, Expert, pooled, prices
from align.aligners.pruning import pruned
from align.aligners.reasons import Competition
from align.aligners.search import likeliest_path, nodes, probabilities
from align.aligners.similarity import TYPES
from align.errors import ModelError, UsageError
from align.signature import Signature

_WEIGHTS = Path(__file__).parent / "weights.json"
MOST_PENALTY = 50  # nats; the learnt prices of a null are 4 to 7

_SURE = 0.9  # probability from which a bead is beyond doubt
_INVALID = np.float32(-1e9)
_HELP = 0.03
"""How much surer a second look makes a path, at least. On the novels each of six models brings .05
or more; one that knows nothing brings nothing."""
_UNLIKELY = 0.5
"""Part of the probability of being left alone below which a bead is given up. With 1 Alice loses
eight of 720 beads without a lexicon, with .3 holes on both sides keep links of some per cent."""
_NOTHING = 1e-6  # probability below which a bead takes nothing from its segments
_CERTAIN = 30.0  # nats: a bead that the second search does not question

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


LARGEST = int(TYPES.sum(axis=1).max())
"""Segments of the largest bead, both sides together: 1:6 and 6:1."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a user may change of the search.

    Args:
        largest: most segments of a bead, both sides together, 2 to `LARGEST`; 2 is 1:1 alone.
        skip_penalty: nats that each segment left alone costs beyond its learnt price; may be
            negative.

    Raises:
        UsageError: either is out of its range.
    """

    largest: int = LARGEST
    skip_penalty: float = 0.0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not 2 <= self.largest <= LARGEST:
            raise UsageError(f"--max-align {self.largest}: 2 to {LARGEST} segments were expected.")
        if not -MOST_PENALTY <= self.skip_penalty <= MOST_PENALTY:
            raise UsageError(
                f"--skip-penalty {self.skip_penalty}: -{MOST_PENALTY} to {MOST_PENALTY} nats were "
                "expected."
            )

    @property
    def signature(self) -> Signature:
        """Both figures."""
        return Signature.of(max_align=self.largest, skip_penalty=f"{self.skip_penalty:g}")


@dataclass(frozen=True, slots=True, eq=False)
class BestPath:
    """Rows (i, a, j, b): source i..i + a - 1 with target j..j + b - 1, and their probabilities."""

    rows: Ints
    chance: Floats

    @property
    def sure(self) -> NDArray[np.bool_]:
        """Say which beads are beyond doubt: they tell what belongs together."""
        _, a, _, b = self.rows.T
        found: NDArray[np.bool_] = (a > 0) & (b > 0) & (self.chance >= _SURE)
        return found

    @property
    def confidence(self) -> float:
        """The mean probability: the share of its beads that one can expect to be right."""
        return float(self.chance.mean()) if len(self.chance) else 1.0

    def surer(self, other: BestPath, by: float) -> bool:
        """Say whether this path is surer of itself than another one of the same texts.

        `by` is multiplied with what the mean of that many probabilities varies by itself.
        """
        more = by / np.sqrt(max(len(other.rows), 1))
        return bool(self.confidence >= other.confidence + more)


@dataclass(frozen=True, slots=True, eq=False)
class _Lattice:
    """What a path may hold: scored beads [type, cell] in a part of the band, prices of nulls."""

    near: Band
    scores: NDArray[np.float32]
    x_null: Floats
    y_null: Floats

    def searched(self) -> tuple[BestPath, NDArray[np.float32]]:
        """Return the likeliest path, and the probabilities of all beads."""
        near = self.near
        table = (near.lo, near.hi, near.offsets, self.x_null, self.y_null)
        rows = likeliest_path(TYPES, self.scores, *table)
        everything = np.ones(nodes(near.lo, near.hi)[2][-1], np.bool_)
        _, beads, _ = probabilities(TYPES, self.scores, *table, everything, everything)
        i, a, j, b = rows.T
        source, target = self._left_alone(beads)
        nulls = np.where(
            a > 0, source[np.minimum(i, len(source) - 1)], target[np.minimum(j, len(target) - 1)]
        )
        chance = np.minimum(np.where((a > 0) & (b > 0), self.values(beads, rows), nulls), 1.0)
        return _dissolved(rows, chance, source, target), beads

    def _left_alone(self, beads: NDArray[np.float32]) -> tuple[Floats, Floats]:
        """How likely each segment of either side is in no bead, wherever its null may stand."""
        rows, at = laid_out(beads > _NOTHING, self.near.lo, self.near.offsets)
        chance, out = beads[at].astype(np.float64), []
        for begin, size, count in (
            (rows[:, 0], rows[:, 1], len(self.near.lo)),
            (rows[:, 2], rows[:, 3], int(self.near.hi[-1])),
        ):
            held = np.zeros(count + 1)
            np.add.at(held, begin, chance)
            np.subtract.at(held, begin + size, chance)
            out.append(np.clip(1.0 - np.cumsum(held)[:-1], 0.0, 1.0))
        return out[0], out[1]

    def values(self, table: NDArray[np.float32], rows: Ints) -> NDArray[np.float32]:
        """Read a table [type, cell] at the beads among the rows; anything for the nulls."""
        i, a, j, b = rows.T
        full = (a > 0) & (b > 0)
        start = np.minimum(i, len(self.near.lo) - 1)
        cell = np.where(full, self.near.offsets[start] + j - self.near.lo[start], 0)
        found: NDArray[np.float32] = table[BEAD_TYPE[a, b], cell]
        return found


def _dissolved(rows: Ints, chance: Floats, source: Floats, target: Floats) -> BestPath:
    """Leave alone the segments of beads that are far less likely than each of them being so.

    Args:
        rows: a path, (i, a, j, b) each.
        chance: the probabilities of its beads and nulls.
        source: how likely each source segment is left alone.
        target: each target segment.
    """
    out: list[tuple[int, int, int, int]] = []
    sure: list[float] = []
    for (i, a, j, b), p in zip(rows.tolist(), chance.tolist(), strict=True):
        doubted = a and b and p < _UNLIKELY  # few are, and only these are looked at
        if doubted and p < _UNLIKELY * min(source[i : i + a].min(), target[j : j + b].min()):
            out += [(k, 1, j, 0) for k in range(i, i + a)]
            sure += source[i : i + a].tolist()
            out += [(i + a, 0, k, 1) for k in range(j, j + b)]
            sure += target[j : j + b].tolist()
        else:
            out.append((i, a, j, b))
            sure.append(p)
    return BestPath(np.array(out, np.int64).reshape(-1, 4), np.array(sure))


Look = Callable[[Ints, Floats], Floats]
"""Takes beads (rows i, a, j, b) and their scores; returns the features of a second look."""


@cache
def weights_of(kind: str) -> Floats:
    """Return the weights for a kind of evidence: `cognates`, `lexicon`, `translation`, `both`.

    `second` are those of the second look.
    """
    table = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    if kind not in table:
        raise ModelError(f"{_WEIGHTS}: there are no weights for '{kind}'.")
    features = (*SECOND_FEATURES, *NULL_FEATURES) if kind == "second" else FEATURES
    return np.array([table[kind][feature] for feature in features], np.float64)


def find_path(
    experts: Sequence[Expert],
    blanks: tuple[Ints, Ints],
    look: Look | None = None,
    *,
    limits: Limits,
    trusts: Callable[[BestPath], bool] | None = None,
) -> BestPath:
    """Return the path that is likeliest to the experts together, and each bead's probability.

    The first expert says what part of the band to search. `blanks` count the blank segments before
    each source and each target segment; with `look`, beads in doubt are looked at once more, if
    `trusts` approves of the path found so far; a look that does not make the path surer of itself
    was no help.
    """
    view = experts[0].forward
    m = len(view.y_ends) - 1
    near = pruned(view.band, m, view.sums, view.x_norms, view.y_norms, blanks)
    scores, alone = pooled(experts, near, blanks, penalty=limits.skip_penalty)
    scores[TYPES.sum(axis=1) > limits.largest] = _INVALID
    lattice = _Lattice(near, scores, *alone)
    path, beads = lattice.searched()
    if look is None or (trusts is not None and not trusts(path)):
        return path
    again = _second(lattice, path, beads, experts[0].nulls, look, limits.skip_penalty)
    return again if again.surer(path, _HELP) else path


def _second(
    lattice: _Lattice, path: BestPath, beads: NDArray[np.float32], alone: tuple[Floats, Floats],
    look: Look, penalty: float,
) -> BestPath:  # fmt: skip
    """Score the beads in doubt by what the second look shows, and search again among them."""
    near = lattice.near
    rows, at = laid_out(beads > LEAST, near.lo, near.offsets)
    chance = beads[at].astype(np.float64)
    doubtful = in_doubt(rows, chance, len(near.lo), int(near.hi[-1]))
    if not doubtful.any():
        return path
    weights = weights_of("second")
    count = len(SECOND_FEATURES)
    again = look(rows[doubtful], lattice.scores[at].astype(np.float64)[doubtful]) @ weights[:count]
    sure = chance >= SURE
    scores = dense(
        np.concatenate([rows[doubtful], rows[sure]]),
        np.concatenate([again, np.full(int(sure.sum()), _CERTAIN)]), near.lo, near.offsets,
    )  # fmt: skip
    found, _ = _Lattice(near, scores, *prices(alone, weights[count:], penalty)).searched()
    first = lattice.values(beads, found.rows)
    full = (found.rows[:, 1] > 0) & (found.rows[:, 3] > 0)
    return BestPath(found.rows, np.where(full & (first >= SURE), first, found.chance))


def competition(view: View, i: int, a: int, j: int, b: int) -> Competition:
    """Return a bead's cosine and that of its neighbours, for the reasons of its score."""
    t = BEAD_TYPE[a, b]
    dot = 0.0
    for r in range(i, i + a):
        cell = view.offsets[r] + j - view.lo[r]
        dot += view.sums[cell + b] - view.sums[cell]
    s = dot / (view.x_norms[a - 1, i] * view.y_norms[b - 1, j])
    return Competition(float(s), 0.5 * float(view.rows[t, i] + view.columns[t, j]))
