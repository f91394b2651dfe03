"""COMET, where the package and a model's weights are there.

The package asks for older versions of numpy and others than we do, so it may live in an
environment of its own: then its command, `comet-score` on the PATH, does the work.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from align.errors import DataError, MissingExtraError, ModelError
from align.metrics.resampling import Comparison, Plan, bounds, paired_p, resampled_sums
from align.records import Score
from align.signature import Signature

_BATCH = 16  # lines at once
Predict = Callable[[list[dict[str, str]]], Sequence[float]]


class CometMetric:
    """Scores hypotheses against sources and references with a COMET checkpoint."""

    def __init__(self, model: str, *, progress: bool = False, plan: Plan | None = None) -> None:
        """Load a checkpoint: a `.ckpt` file, or a model's name in COMET's own cache or hub.

        With `progress`, the package shows its own bar on standard error; `plan` is how intervals
        and tests resample.

        Raises:
            MissingExtraError: neither the package nor its command is installed.
            ModelError: the checkpoint is missing or does not load.
        """
        self._plan = plan or Plan()
        self._predict, made_by = _predictor(model, progress)
        self.signature = Signature.of(metric="comet", model=model, comet=made_by)

    def score(
        self, hypotheses: Sequence[str], references: Sequence[str], *, sources: Sequence[str]
    ) -> tuple[Score, tuple[float, ...]]:
        """Return the mean with its bootstrap interval, and the sentences' scores.

        Raises:
            DataError: the three differ in length.
            ModelError: the command failed.
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
        sentences = np.asarray(self._predict(data), dtype=np.float64)
        plan = self._plan
        low, high = bounds(resampled_sums(sentences, plan=plan, stream=0) / len(sentences))
        score = Score(
            "comet", float(sentences.mean()), float(low), float(high), len(sentences),
            self.signature | Signature.of(resamples=plan.resamples, seed=plan.seed),
        )  # fmt: skip
        return score, tuple(float(value) for value in sentences)

    def compare(self, first: Sequence[float], second: Sequence[float]) -> Comparison:
        """Test two systems' sentence scores against each other by a paired bootstrap."""
        plan = self._plan
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


def _predictor(model: str, progress: bool) -> tuple[Predict, str]:
    """Return what scores triples, and the version of what does."""
    try:
        from comet import download_model, load_from_checkpoint
    except ImportError:
        command = shutil.which("comet-score")
        if command is None:
            raise MissingExtraError(
                feature="COMET (or its comet-score on the PATH, from an environment of its own)",
                extra="comet",
            ) from None
        return _Command(command, model), "comet-score"
    try:
        path = model if Path(model).is_file() else download_model(model)
        loaded = load_from_checkpoint(path)
    except Exception as error:  # whatever the hub or torch raise, the cause is the model
        why = str(error.args[0] if error.args else error).rstrip(".")
        raise ModelError(
            f"{model}: this COMET model does not load ({why}); a checkpoint file, or the name "
            "of a model that is cached or can be fetched, was expected."
        ) from error

    def predict(data: list[dict[str, str]]) -> Sequence[float]:
        found = loaded.predict(data, batch_size=_BATCH, gpus=0, progress_bar=progress)
        scores: Sequence[float] = found.scores
        return scores

    return predict, version("unbabel-comet")


class _Command:
    """Scores triples with the command that the package installs."""

    def __init__(self, command: str, model: str) -> None:
        self._command = [
            command, "--model", model, "--gpus", "0", "--batch_size", str(_BATCH), "--quiet",
            "--only_system",
        ]  # fmt: skip
        self._model = model

    def __call__(self, data: list[dict[str, str]]) -> Sequence[float]:
        with tempfile.TemporaryDirectory() as name:
            folder, command = Path(name), [*self._command]
            for option, key in (("-s", "src"), ("-t", "mt"), ("-r", "ref")):
                lines = "".join(f"{' '.join(one[key].split())}\n" for one in data)
                (folder / key).write_text(lines, encoding="utf-8")
                command += [option, str(folder / key)]
            output = folder / "scores.json"
            done = subprocess.run(
                [*command, "--to_json", str(output)], capture_output=True, text=True, check=False
            )
            if done.returncode or not output.is_file():
                why = (done.stderr.strip().splitlines() or ["no message"])[-1].rstrip(".")
                raise ModelError(f"{self._model}: comet-score failed: {why}.")
            (scored,) = json.loads(output.read_text(encoding="utf-8")).values()
        return [float(one["COMET"]) for one in scored]
