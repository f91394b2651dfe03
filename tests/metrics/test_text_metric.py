import sys
import types

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from align.errors import DataError, MissingExtraError, UsageError
from align.metrics.comet import CometMetric
from align.metrics.text import TEXT_METRICS, TextMetric, compare_texts, score_texts

REFERENCES = [
    "The cat sat on the mat.",
    "It was raining, and nobody had an umbrella.",
    "She said: “We shall see tomorrow.”",
    "The minister opened the session at noon.",
] * 5
GOOD = [line.replace("nobody", "no one") for line in REFERENCES]
BAD = [" ".join(line.split()[:-2]) for line in REFERENCES]
OWN = {"bleu": BLEU(), "chrf": CHRF(), "chrf++": CHRF(word_order=2), "ter": TER()}


@pytest.mark.parametrize("name", TEXT_METRICS)
def test_equals_sacrebleu(name: str) -> None:
    score = TextMetric(name, resamples=50).score(GOOD, REFERENCES)
    assert score.value == OWN[name].corpus_score(GOOD, [REFERENCES]).score
    assert score.count == len(REFERENCES)
    assert score.low <= score.high
    signature = dict(score.signature.parts)
    assert signature["bs"] == "50"
    assert signature["sacrebleu"]
    if name == "bleu":
        assert signature["tok"] == "13a"


def test_no_interval_without_resamples() -> None:
    score = TextMetric("bleu", resamples=0).score(GOOD, REFERENCES)
    assert score.low == score.value == score.high


def test_sentence_scores_equal_sacrebleu() -> None:
    scores = TextMetric("bleu").sentences(GOOD, REFERENCES)
    own = BLEU(effective_order=True)
    pairs = zip(GOOD, REFERENCES, strict=True)
    assert list(scores) == [own.sentence_score(h, [r]).score for h, r in pairs]


@pytest.mark.parametrize("test", ["bootstrap", "randomization"])
def test_paired_tests_tell_good_from_bad(test: str) -> None:
    found = compare_texts(
        {"good": GOOD, "bad": BAD, "again": GOOD}, REFERENCES, test=test, samples=200
    )
    by_system = {system: {c.name: c for c in rows} for system, rows in found}
    assert list(by_system) == ["bad", "again"]
    for name in TEXT_METRICS:
        assert by_system["bad"][name].p_value < 0.05
        assert by_system["again"][name].difference == 0
        assert by_system["again"][name].p_value > 0.5
        assert test in str(by_system["bad"][name].signature)
    assert by_system["bad"]["bleu"].difference < 0 < by_system["bad"]["ter"].difference


def test_several_systems() -> None:
    found = score_texts({"a": GOOD, "b": BAD}, REFERENCES, metrics=("chrf",), resamples=20)
    assert [(s.system, [x.name for x in s.scores]) for s in found] == [
        ("a", ["chrf"]),
        ("b", ["chrf"]),
    ]


@pytest.mark.parametrize(
    ("hypotheses", "references", "message"),
    [
        (["a"], ["a", "b"], "the references, line 2: no line pairs with this one"),
        (["a", "b", "c"], ["a"], "the hypotheses, line 2: no line pairs"),
        ([], ["a"], "the hypotheses: there is no text"),
        (["a"], [""], "the references: there is no text"),
    ],
)
def test_bad_input(hypotheses: list[str], references: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        TextMetric("bleu").score(hypotheses, references)


def test_unknown_names() -> None:
    with pytest.raises(UsageError, match="there are: bleu, chrf"):
        TextMetric("meteor")
    with pytest.raises(UsageError, match="bootstrap, randomization"):
        compare_texts({"a": GOOD, "b": BAD}, REFERENCES, test="t")
    with pytest.raises(UsageError, match="two systems"):
        compare_texts({"a": GOOD}, REFERENCES)


def test_comet_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comet", None)
    with pytest.raises(MissingExtraError, match=r"marialign\[comet\]"):
        CometMetric("Unbabel/wmt22-comet-da")


def test_comet_asks_the_model_for_every_triple(monkeypatch: pytest.MonkeyPatch) -> None:
    class Checkpoint:
        def predict(self, data: list[dict[str, str]], **options: int) -> types.SimpleNamespace:
            assert set(data[0]) == {"src", "mt", "ref"}
            return types.SimpleNamespace(scores=[float(t["mt"] == t["ref"]) for t in data])

    fake = types.ModuleType("comet")
    fake.download_model = lambda name: f"/cache/{name}"  # type: ignore[attr-defined]
    fake.load_from_checkpoint = lambda path: Checkpoint()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "comet", fake)
    monkeypatch.setattr("align.metrics.comet.version", lambda name: "2.2")
    metric = CometMetric("any")
    score, sentences = metric.score(["a", "b"], ["a", "c"], sources=["x", "y"])
    assert (score.value, score.count, sentences) == (0.5, 2, (1.0, 0.0))
    assert (score.low, score.high) == (0, 1)
    with pytest.raises(DataError, match="as many of each"):
        metric.score(["a"], ["a", "c"], sources=["x", "y"])
