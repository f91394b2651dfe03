"""COMET, where the package and a model's weights are there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from align.errors import DataError, MissingExtraError, ModelError
from align.metrics.resampling import Comparison, Plan, bounds, paired_p, resampled_sums
from align.records import Score
from align.signature import Signature


class CometMetric:
    """Scores hypotheses against sources and references with a COMET checkpoint."""

    def __init__(self, model: str, *, batch_size: int = 16) -> None:
        """Load a checkpoint: a `.ckpt` file, or a model's name in COMET's own cache or hub.

        Raises:
            MissingExtraError: the package is not installed.
            ModelError: the checkpoint is missing or does not load.
        """
        try:
            from comet import download_model, load_from_checkpoint
        except ImportError:
            raise MissingExtraError(feature="COMET", extra="comet") from None
        try:
            path = model if Path(model).is_file() else download_model(model)
            self._model = load_from_checkpoint(path)
        except Exception as error:  # whatever the hub or torch raise, the cause is the model
            why = str(error.args[0] if error.args else error).rstrip(".")
            raise ModelError(
                f"{model}: this COMET model does not load ({why}); a checkpoint file, or the name "
                "of a model that is cached or can be fetched, was expected."
            ) from error
        self._batch_size = batch_size
        self.signature = Signature.of(metric="comet", model=model, comet=version("unbabel-comet"))

    def score(
        self, hypotheses: Sequence[str], references: Sequence[str], *, sources: Sequence[str]
    ) -> tuple[Score, tuple[float, ...]]:
        """Return the mean with its bootstrap interval, and the sentences' scores.

        Raises:
            DataError: the three differ in length.
        """
        if not len(hypotheses) == len(references) == len(sources):
            raise DataError(
                f"COMET was given {len(sources)} source, {len(hypotheses)} hypothesis and "
                f"{len(references)} reference lines; it needs as many of each."
            )
        data = [
            {"src": source, "mt": hypothesis, "ref": reference}
            for source, hypothesis, reference in zip(sources, hypotheses, references, strict=True)
        ]
        found = self._model.predict(
            data, batch_size=self._batch_size, gpus=0, progress_bar=sys.stderr.isatty()
        )
        sentences = np.asarray(found.scores, dtype=np.float64)
        plan = Plan()
        low, high = bounds(resampled_sums(sentences, plan=plan, stream=0) / len(sentences))
        score = Score(
            "comet", float(sentences.mean()), float(low), float(high), len(sentences),
            self.signature | Signature.of(resamples=plan.resamples, seed=plan.seed),
        )  # fmt: skip
        return score, tuple(float(value) for value in sentences)

    def compare(self, first: Sequence[float], second: Sequence[float]) -> Comparison:
        """Test two systems' sentence scores against each other by a paired bootstrap."""
        plan = Plan()
        both = np.asarray((first, second), dtype=np.float64).T
        means = resampled_sums(both, plan=plan, stream=0) / len(both)
        value, other = (float(mean) for mean in both.mean(axis=0))
        low, high = bounds(means[:, 1] - means[:, 0])
        return Comparison(
            "comet", value, other, other - value, float(low), float(high),
            paired_p(means[:, 0], means[:, 1], other - value),
            self.signature
            | Signature.of(
                resamples=plan.resamples, seed=plan.seed, test="paired bootstrap, two-sided"
            ),
        )  # fmt: skip
