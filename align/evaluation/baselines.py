"""Committed baselines: figures of a suite as JSON, and what has become worse since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from align.errors import DataError
from align.files import read_text
from align.metrics.text import LOWER_IS_BETTER
from align.records import Score

COMPARED = frozenset(
    {
        "strict_f1", "lax_f1", "null_f1", "boundary_f1", "bleu", "chrf", "chrf++", "ter",
        "comet", "speed_ratio",
    }
)  # fmt: skip
"""The figures that can regress; the others are kept to be looked at."""

_SAME = 1e-9
_WRONG = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a suite: a corpus, a system, a score."""

    corpus: str
    system: str
    score: Score

    @property
    def key(self) -> str:
        """What a baseline calls it."""
        return f"{self.corpus}/{self.system}/{self.score.name}"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside its baseline.

    `regression` is a value beyond the baseline's 95% interval, on the worse side; `comparable`
    is False where the signatures or the numbers of items differ.
    """

    figure: Figure
    value: float
    low: float
    high: float
    regression: bool
    comparable: bool

    @property
    def before(self) -> Score:
        """The baseline's figure."""
        score = self.figure.score
        return replace(score, value=self.value, low=self.low, high=self.high)


def compare(figures: Sequence[Figure], baseline: Mapping[str, Any]) -> tuple[Change, ...]:
    """Hold the figures that can regress against a baseline that `read_baseline` returned.

    What is no number is within nothing: it counts as a regression.
    """
    changes = []
    for figure in figures:
        held = baseline.get(figure.key)
        if held is None or figure.score.name not in COMPARED:
            continue
        low, high, value = float(held["low"]), float(held["high"]), float(held["value"])
        score = figure.score
        if score.name in LOWER_IS_BETTER or score.name == "speed_ratio":
            within = score.value <= max(high, value) + _SAME
        else:
            within = score.value >= min(low, value) - _SAME
        comparable = held["signature"] == _plain(score) and held["count"] == score.count
        changes.append(Change(figure, value, low, high, not within, comparable))
    return tuple(changes)


def missing(figures: Sequence[Figure], baseline: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the baseline's corpora and systems that no figure is about."""
    there = {f"{figure.corpus}/{figure.system}" for figure in figures}
    held = {key.rsplit("/", 1)[0] for key in baseline}
    return tuple(sorted(held - there))


def read_baseline(path: Path) -> dict[str, Any]:
    """Return a baseline's figures by key; none where there is no file.

    Raises:
        DataError: the file is no baseline.
    """
    if not path.is_file():
        return {}
    try:
        figures = json.loads(read_text(path))["figures"]
        for held in figures.values():
            float(held["value"]), float(held["low"]), float(held["high"])
            str(held["signature"]), int(held["count"])
    except _WRONG as error:
        raise DataError(
            f"{path}: this is no baseline ({type(error).__name__}: {error}); write a new one "
            "with --update-baseline."
        ) from None
    return dict(figures)


def baseline_text(suite: str, figures: Sequence[Figure], *, kept: Mapping[str, Any]) -> str:
    """Return a baseline's JSON, one figure a line, for a reviewable diff.

    `kept` are figures of an older baseline that the run skipped.
    """
    held = {**kept} | {
        figure.key: {
            "value": round(figure.score.value, 6),
            "low": round(figure.score.low, 6),
            "high": round(figure.score.high, 6),
            "count": figure.score.count,
            "signature": _plain(figure.score),
        }
        for figure in figures
    }
    lines = ",\n".join(
        f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(held[key], ensure_ascii=False)}"
        for key in sorted(held)
    )
    return f'{{"suite": {json.dumps(suite)}, "figures": {{\n{lines}\n}}}}\n'


def _plain(score: Score) -> str:
    """The signature without the version: a release alone makes nothing incomparable."""
    return "|".join(f"{key}:{value}" for key, value in score.signature.parts if key != "version")
