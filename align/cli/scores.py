"""Scores as the commands of `align evaluate` print them in JSON, and how they are resampled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from align.metrics.resampling import Comparison
    from align.records import Score

AsJson = typer.Option(False, "--json", help="Print JSON.")
Resamples = typer.Option(1000, "--resamples", min=2, max=1_000_000, help="Bootstrap resamples.")
Seed = typer.Option(12345, "--seed", min=0, help="Of the resampling.")


def one_score(score: Score, *, signed: bool = True) -> dict[str, Any]:
    """Return a score as JSON has it."""
    held: dict[str, Any] = {
        "value": score.value, "low": score.low, "high": score.high, "count": score.count,
    }  # fmt: skip
    return held | ({"signature": str(score.signature)} if signed else {})


def scores_of(scores: Sequence[Score], *, signed: bool = False) -> dict[str, Any]:
    """Return scores by their names."""
    return {score.name: one_score(score, signed=signed) for score in scores}


def comparisons_of(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Return paired tests by the names of their figures."""
    return {
        found.name: {
            "first": found.first, "second": found.second, "difference": found.difference,
            "low": found.low, "high": found.high, "p_value": found.p_value,
        }
        for found in comparisons
    }  # fmt: skip
