"""Refit what the aligner's scores mean, on a folder of reviewed files.

Run from the checkout: `python scripts/refit_calibration.py FOLDER -o calibration.json`. FOLDER
holds files that `align review` exported, .jsonl or .tmx (JSON Lines keeps the rejected units too,
so it teaches more). Prints the expected calibration error before and after, on beads that were
held out, and writes two figures that `align pair` and `align run` take with --calibration.

The line through the log-odds is Platt's (1999, "Probabilistic outputs for support vector
machines"), with his targets, which keep few examples from claiming certainty.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.aligners.recalibrated import Recalibration, log_odds, write_recalibration
from align.errors import DataError, MarialignError
from align.metrics.calibration import calibrate
from align.registry import load
from align.reviewed import WITH_REVIEWS, judged_scores

Judged = list[tuple[float, bool]]
FEWEST = 20  # beads of each half


def judged_beads(folder: Path) -> Judged:
    """Read every reviewed file of a folder, in the order of their names."""
    found: Judged = []
    paths = sorted(path for path in folder.glob("*") if path.suffix in WITH_REVIEWS)
    for path in paths:
        with path.open("rb") as stream:
            bitext = load("bitext", WITH_REVIEWS[path.suffix])().read(stream, name=str(path))
            found += judged_scores(bitext.units)
    if not found:
        raise DataError(
            f"{folder}: no reviewed bead with a score in {len(paths)} files; .jsonl or .tmx that "
            "align review exported were expected."
        )
    return found


def fitted(judged: Judged) -> Recalibration:
    """Return the line that makes the judgements most likely.

    Raises:
        DataError: there are too few, or all are right or all wrong.
    """
    right = sum(hit for _, hit in judged)
    wrong = len(judged) - right
    if len(judged) < FEWEST or not (right and wrong):
        raise DataError(
            f"{len(judged)} judged beads, {right} of them right: at least {FEWEST}, right and "
            "wrong ones, were expected."
        )
    x = np.array([log_odds(score) for score, _ in judged])
    high, low = (right + 1) / (right + 2), 1 / (wrong + 2)
    y = np.array([high if hit else low for _, hit in judged])

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        slope = np.exp(line[0])  # above 0: the order of scores stays
        z = slope * x + line[1]
        pull = 1 / (1 + np.exp(-z)) - y
        return float(np.sum(np.logaddexp(0, z) - y * z)), np.array(
            [np.sum(pull * x) * slope, np.sum(pull)]
        )

    best = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(-5, 3), (-20, 20)])
    return Recalibration(float(np.exp(best.x[0])), float(best.x[1]))


def error(judged: Judged, recalibration: Recalibration | None = None) -> float:
    """Return the expected calibration error, of the scores as they are or read anew."""
    scores = [score for score, _ in judged]
    if recalibration:
        scores = [recalibration.probability(score) for score in scores]
    found = calibrate(scores, [hit for _, hit in judged])
    assert found  # the scores are probabilities
    return found.error.value


def held_out(judged: Judged) -> tuple[float, float]:
    """Return the error before and after, each half read by the line of the other."""
    halves = judged[::2], judged[1::2]
    parts = [(error(b), error(b, fitted(a)), len(b)) for a, b in (halves, halves[::-1])]
    total = sum(part[2] for part in parts)
    return (
        sum(part[0] * part[2] for part in parts) / total,
        sum(part[1] * part[2] for part in parts) / total,
    )


def main(arguments: list[str] | None = None) -> None:
    """Read, fit, report, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="reviewed files, .jsonl or .tmx")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the JSON to write")
    chosen = parser.parse_args(arguments)
    try:
        judged = judged_beads(chosen.folder)
        found = fitted(judged)
        before, after = held_out(judged)
    except MarialignError as problem:
        sys.exit(f"refit_calibration: {problem}")
    right = sum(hit for _, hit in judged)
    print(
        f"{len(judged)} beads, {right} right; slope {found.slope:.3f}, offset {found.offset:+.3f}"
    )
    print(f"expected calibration error on held-out halves: {before:.4f} before, {after:.4f} after")
    if after >= before:
        print("the scores are no worse as they are: nothing is written")
        return
    chosen.output.write_text(
        write_recalibration(
            found, beads=len(judged), right=right, error_before=before, error_after=after
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
