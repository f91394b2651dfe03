"""Which units go out: filters over streams of units that count what they remove, and why."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from align.errors import UsageError
from align.records import Origin, TranslationUnit


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted of a unit; each is off where left out.

    `min_score`: a finite number; `max_ratio`: the longer side's length in characters
    over the shorter one's; `dedup`: only the first of equal pairs; `origin`: who wrote it;
    `unrejected`: none that a person rejected in a review.

    Raises:
        UsageError: a bound is out of its range.
    """

    min_score: float | None = None
    dedup: bool = False
    max_ratio: float | None = None
    origin: Origin | None = None
    unrejected: bool = False

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.min_score is not None and not math.isfinite(self.min_score):
            raise UsageError("--min-score takes a number.")
        if self.max_ratio is not None and not self.max_ratio >= 1:
            raise UsageError("--max-ratio takes a number of at least 1.")


def filtered(
    units: Iterator[TranslationUnit], filters: Filters, *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Apply all filters that are on, duplicates last; `removed` counts by reason.

    Each filter that a user turns on has its entries in `removed` from the start, so that none is
    silent.
    """
    if filters.unrejected:
        units = without_rejected(units, removed=removed)
    if filters.origin is not None:
        units = of_origin(units, filters.origin, removed=removed)
    if filters.min_score is not None:
        units = with_min_score(units, filters.min_score, removed=removed)
    if filters.max_ratio is not None:
        units = within_ratio(units, filters.max_ratio, removed=removed)
    if filters.dedup:
        units = without_duplicates(units, removed=removed)
    return units


def without_rejected(
    units: Iterator[TranslationUnit], *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Keep the units that no person rejected."""
    reason = "rejected in a review"
    return _kept(units, lambda unit: reason if unit.review == "rejected" else "", removed)


def of_origin(
    units: Iterator[TranslationUnit], origin: Origin, *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Keep the units that a human wrote, or those that a machine wrote."""
    reason = f"not of {origin.value} origin"
    removed[reason] += 0
    return _kept(units, lambda unit: "" if unit.origin is origin else reason, removed)


def with_min_score(
    units: Iterator[TranslationUnit], minimum: float, *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Keep the units that have a score of `minimum` or more; one without a score has not.

    Nulls below it are counted apart: they are none of the pairs that a summary counts.
    """
    below, without = f"with a score below {minimum:g}", "without a score"
    removed[below] += 0

    def fault(unit: TranslationUnit) -> str:
        if unit.score is None:
            return without
        if unit.score >= minimum:
            return ""
        return below if unit.source and unit.target else f"unaligned, {below}"

    return _kept(units, fault, removed)


def within_ratio(
    units: Iterator[TranslationUnit], maximum: float, *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Keep the units whose sides differ in length by no more than `maximum` times.

    Nulls are counted apart: they have but one length.
    """
    reason = f"with one side more than {maximum:g} times as long as the other"
    removed[reason] += 0

    def fault(unit: TranslationUnit) -> str:
        if not (unit.source and unit.target):
            return "unaligned, without a ratio of lengths"
        short, long = sorted((len(unit.source), len(unit.target)))
        return reason if long > maximum * short else ""

    return _kept(units, fault, removed)


def without_duplicates(
    units: Iterator[TranslationUnit], *, removed: Counter[str]
) -> Iterator[TranslationUnit]:
    """Keep the first of the pairs that are equal but for white space and Unicode composition.

    A machine's pair and a human's are never duplicates of each other. What is remembered of a
    pair is a hash of 64 bits.
    """
    reason = "that repeat an earlier pair"
    removed[reason] += 0
    seen: set[int] = set()

    def fault(unit: TranslationUnit) -> str:
        key = hash((_normal(unit.source), _normal(unit.target), unit.origin))
        if key in seen:
            return reason
        seen.add(key)
        return ""

    return _kept(units, fault, removed)


def _kept(
    units: Iterator[TranslationUnit],
    fault: Callable[[TranslationUnit], str],
    removed: Counter[str],
) -> Iterator[TranslationUnit]:
    for unit in units:
        reason = fault(unit)
        if reason:
            removed[reason] += 1
        else:
            yield unit


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
