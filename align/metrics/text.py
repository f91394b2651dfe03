"""BLEU, chrF, chrF++ and TER through sacrebleu's own classes, with its paired tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from align.errors import DataError, UsageError
from align.metrics.resampling import Comparison
from align.protocols import Metric
from align.records import Score
from align.signature import Signature, package_version

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as SacreMetric
    from sacrebleu.significance import Result

TEXT_METRICS = ("bleu", "chrf", "chrf++", "ter")
TESTS = {"bootstrap": "bs", "randomization": "ar"}
LOWER_IS_BETTER = frozenset({"ter"})
RESAMPLES = 1000
_SEED = "SACREBLEU_SEED"


@dataclass(frozen=True, slots=True)
class TextScores:
    """A system's corpus scores, 0 to 100 (TER, an error rate, may pass 100)."""

    system: str
    scores: tuple[Score, ...]


class TextMetric:
    """Scores hypotheses against one reference each, with one of sacrebleu's metrics."""

    def __init__(self, name: str, *, resamples: int = RESAMPLES, seed: int | None = None) -> None:
        """Take a name of TEXT_METRICS; `resamples` bootstraps the interval, 0 for none.

        `seed` is that of the resampling, None for sacrebleu's own.

        Raises:
            UsageError: there is no metric of that name.
        """
        if name not in TEXT_METRICS:
            raise UsageError(
                f"There is no text metric '{name}'; there are: {', '.join(TEXT_METRICS)}."
            )
        self.name = name
        self.resamples = resamples
        self.seed = seed

    def score(self, hypotheses: Sequence[str], references: Sequence[str]) -> Score:
        """Return the corpus score; its count is the number of line pairs.

        Raises:
            DataError: the two differ in length or are empty.
        """
        check_parallel(hypotheses, references)
        metric = _metric(self.name)
        with _seeded(self.seed):
            found = metric.corpus_score(
                list(hypotheses), [list(references)], n_bootstrap=max(1, self.resamples)
            )
        low, high = found.score, found.score
        if self.resamples > 1:
            mean, half = float(getattr(found, "_mean")), float(getattr(found, "_ci"))  # noqa: B009
            # sacrebleu's interval is as wide on both sides: it can end where no score can be
            best = float("inf") if self.name in LOWER_IS_BETTER else max(100.0, found.score)
            low, high = max(0.0, mean - half), min(best, mean + half)
        return Score(self.name, float(found.score), low, high, len(hypotheses), _signature(metric))

    def sentences(self, hypotheses: Sequence[str], references: Sequence[str]) -> tuple[float, ...]:
        """Return a score for each line; BLEU takes the effective order, as sacrebleu advises."""
        check_parallel(hypotheses, references)
        metric = _metric(self.name, sentence=True)
        return tuple(
            float(metric.sentence_score(hypothesis, [reference]).score)
            for hypothesis, reference in zip(hypotheses, references, strict=True)
        )


def score_texts(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    metrics: Sequence[str] = TEXT_METRICS,
    resamples: int = RESAMPLES,
    seed: int | None = None,
) -> tuple[TextScores, ...]:
    """Score each system's hypotheses with each metric once."""
    made: list[Metric] = [
        TextMetric(name, resamples=resamples, seed=seed) for name in dict.fromkeys(metrics)
    ]
    return tuple(
        TextScores(name, tuple(metric.score(hypotheses, references) for metric in made))
        for name, hypotheses in systems.items()
    )


def compare_texts(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    metrics: Sequence[str] = TEXT_METRICS,
    test: str = "bootstrap",
    samples: int = 0,
    seed: int | None = None,
) -> tuple[tuple[str, tuple[Comparison, ...]], ...]:
    """Test each later system against the first, metric by metric, with sacrebleu's PairedTest.

    `test` is `bootstrap` (1,000 resamples) or `randomization` (approximate, 10,000 trials);
    `samples` replaces these numbers where it is not 0, `seed` sacrebleu's own.

    Raises:
        UsageError: fewer than two systems, or an unknown test.
    """
    from sacrebleu.significance import PairedTest

    check_tests([test])
    metrics = list(dict.fromkeys(metrics))
    if len(systems) < 2:
        raise UsageError("A paired test needs two systems or more.")
    for hypotheses in systems.values():
        check_parallel(hypotheses, references)
    with _seeded(seed):
        paired = PairedTest(
            [(name, list(hypotheses)) for name, hypotheses in systems.items()],
            {name: _metric(name) for name in metrics},
            [list(references)],
            test_type=TESTS[test],
            n_samples=samples,
        )
        signatures, results = paired()
    # sacrebleu renames metrics (chrF2++); the order of what it returns is the order given
    found = dict(zip(metrics, (key for key in results if key != "System"), strict=True))
    comparisons = []
    for place, system in enumerate(list(systems)[1:], start=1):
        rows = []
        for name, key in found.items():
            first, second = (cast("Result", results[key][n]) for n in (0, place))
            rows.append(
                Comparison(
                    name=name,
                    first=first.score,
                    second=second.score,
                    difference=second.score - first.score,
                    low=None,
                    high=None,
                    # sacrebleu counts differences greater than the one seen, so for equal
                    # scores it returns 1/(n+1); no difference at all is no evidence of one
                    p_value=float(cast(float, second.p_value))
                    if second.score != first.score
                    else 1.0,
                    signature=_of(signatures[key].info)
                    | Signature.of(test=f"paired {test}, two-sided"),
                )
            )
        comparisons.append((system, tuple(rows)))
    return tuple(comparisons)


def check_tests(names: Sequence[str]) -> None:
    """Check that there are tests of these names.

    Raises:
        UsageError: there is none of one of them.
    """
    for name in names:
        if name not in TESTS:
            raise UsageError(f"There is no test '{name}'; there are: {', '.join(TESTS)}.")


def check_parallel(
    hypotheses: Sequence[str],
    references: Sequence[str],
    *,
    name: str = "the hypotheses",
    reference_name: str = "the references",
) -> None:
    """Refuse two texts that do not pair up line by line.

    Raises:
        DataError: one of them is empty, or they differ in length.
    """
    for lines, called in ((hypotheses, name), (references, reference_name)):
        if not any(line.strip() for line in lines):
            raise DataError(f"{called}: there is no text; one segment a line was expected.")
    if len(hypotheses) != len(references):
        shorter, longer = sorted(
            ((name, hypotheses), (reference_name, references)), key=lambda pair: len(pair[1])
        )
        raise DataError(
            f"{longer[0]}, line {len(shorter[1]) + 1}: no line pairs with this one, because "
            f"{shorter[0]} ends after {len(shorter[1])} of {len(longer[1])} lines."
        )


@contextmanager
def _seeded(seed: int | None) -> Iterator[None]:
    """Give sacrebleu a seed, which it takes from the environment alone."""
    before = os.environ.get(_SEED)
    try:
        if seed is not None:
            os.environ[_SEED] = str(seed)
        yield
    finally:
        os.environ.pop(_SEED, None)
        if before is not None:
            os.environ[_SEED] = before


def _metric(name: str, *, sentence: bool = False) -> SacreMetric:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if name == "bleu":
        return BLEU(effective_order=sentence)
    made: Any = TER() if name == "ter" else CHRF(word_order=2 if name == "chrf++" else 0)
    compute = made._compute_score_from_stats

    def computed(stats: Any) -> Any:
        """Score a resample in its own type: Python has no mean of float32 and sacrebleu's 0.0."""
        found = compute(stats)
        if getattr(stats, "dtype", None) == "float32":
            found.score = stats.dtype.type(found.score)
        return found

    made._compute_score_from_stats = computed
    return cast("SacreMetric", made)


def _signature(metric: SacreMetric) -> Signature:
    return _of(metric.get_signature().info)


def _of(info: Mapping[str, Any]) -> Signature:
    """Sacrebleu's signature as ours, with its version under its own name."""
    parts = {key: _word(value) for key, value in info.items() if value is not None}
    version = parts.pop("version")
    return Signature.from_mapping(parts | {"sacrebleu": version, "version": package_version()})


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
