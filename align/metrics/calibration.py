"""How far the scores of beads can be taken as probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.metrics.counts import Judgement
from align.records import Score
from align.signature import Signature

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Beads whose scores lie together: their mean score, and the share that is right.

    `low` and `high` are the Wilson 95% interval of the share.
    """

    predicted: float
    right: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability curve, with its expected calibration error and Brier score."""

    bins: tuple[Bin, ...]
    error: Score
    brier: Score


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """Bin scores by their value, ten equal steps from 0 to 1; empty bins are left out.

    None where there is nothing to say: no scores, or scores that are no probabilities.
    """
    if not scores or not all(0 <= score <= 1 for score in scores):
        return None
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, hit in zip(scores, right, strict=True):
        held.setdefault(min(int(score * BINS), BINS - 1), []).append((score, hit))
    bins = []
    for number in sorted(held):
        members = held[number]
        count, hits = len(members), sum(hit for _, hit in members)
        low, high = wilson(hits, count)
        bins.append(Bin(sum(s for s, _ in members) / count, hits / count, low, high, count))
    total = len(scores)
    error = sum(part.count * abs(part.predicted - part.right) for part in bins) / total
    brier = sum((s - h) ** 2 for s, h in zip(scores, right, strict=True)) / total
    signature = Signature.of(metric="calibration", bins=BINS, right="strict")
    return Calibration(
        bins=tuple(bins),
        error=Score("calibration_error", error, error, error, total, signature),
        brier=Score("brier", brier, brier, brier, total, signature),
    )


def calibration(judged: Iterable[Judgement]) -> Calibration | None:
    """Hold beads' scores against their verdicts, where all beads have a probability."""
    found = [(one.bead.score, one.verdict == "strict") for one in judged]
    scores = [score for score, _ in found if score is not None]
    return calibrate(scores, [hit for _, hit in found]) if len(scores) == len(found) else None


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95% interval of a share after Wilson (1927)."""
    z = 1.959964
    share = hits / count
    scale = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)
