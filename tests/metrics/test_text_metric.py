import json
import os
import sys
import types
from pathlib import Path

import pytest
import typer
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from typer.testing import CliRunner

from align.cli.evaluate import register
from align.errors import DataError, MissingExtraError, ModelError, UsageError
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


@pytest.mark.parametrize("name", TEXT_METRICS)
def test_an_interval_ends_where_scores_do(name: str) -> None:
    nearly = [*REFERENCES[:-1], "Qqq"]
    score = TextMetric(name, resamples=200).score(nearly, REFERENCES)
    if name == "ter":
        assert score.low == 0 < score.value < score.high
    else:
        assert 0 < score.low < score.value < score.high == 100
    right = TextMetric(name, resamples=200).score(REFERENCES, REFERENCES)
    assert right.low == right.value == right.high  # sacrebleu's 100.00000000000004 too


@pytest.mark.parametrize("name", TEXT_METRICS)
def test_a_resample_may_have_nothing_right(name: str) -> None:
    """Of a small file with lines that nobody translated: it was a traceback of sacrebleu's mean."""
    hypotheses = ["It rains on the town.", "", "Qqq"]
    score = TextMetric(name, resamples=200).score(hypotheses, ["It rains on the town.", "", "W."])
    assert score.low < score.value < score.high


def test_sentence_scores_equal_sacrebleu() -> None:
    scores = TextMetric("bleu").sentences(GOOD, REFERENCES)
    own = BLEU(effective_order=True)
    pairs = zip(GOOD, REFERENCES, strict=True)
    assert list(scores) == [own.sentence_score(h, [r]).score for h, r in pairs]


def test_a_seed_reaches_sacrebleu_and_its_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    plain, same, other = (
        TextMetric("bleu", resamples=100, seed=seed).score(BAD, REFERENCES)
        for seed in (None, 12345, 7)
    )
    assert plain == same
    assert other.value == plain.value
    assert (other.low, other.high) != (plain.low, plain.high)
    assert "seed:7" in str(other.signature)
    ((_, rows),) = compare_texts({"good": GOOD, "bad": BAD}, REFERENCES, samples=100, seed=7)
    assert all("seed:7" in str(found.signature) for found in rows)
    assert "SACREBLEU_SEED" not in os.environ
    monkeypatch.setenv("SACREBLEU_SEED", "8")
    assert "seed:8" in str(TextMetric("bleu", resamples=100).score(BAD, REFERENCES).signature)


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
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtraError, match=r"marialign\[comet\]"):
        CometMetric("Unbabel/wmt22-comet-da")


COMMAND = """#!{python}
import json, sys
options = dict(zip(sys.argv[1:], sys.argv[2:]))
if options["--model"] == "absent":
    sys.exit("Exception: Model 'absent' not supported by COMET.")
src, mt, ref = (open(options[key], encoding="utf-8").readlines() for key in ("-s", "-t", "-r"))
scored = [{{"src": s, "COMET": float(m == r)}} for s, m, r in zip(src, mt, ref, strict=True)]
with open(options["--to_json"], "w") as stream:
    json.dump({{options["-t"]: scored}}, stream)
"""


@pytest.mark.skipif(os.name != "posix", reason="the command of this test is a script")
def test_comet_in_an_environment_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The package asks for numpy below 2; its command needs not share our environment."""
    monkeypatch.setitem(sys.modules, "comet", None)
    (tmp_path / "comet-score").write_text(COMMAND.format(python=sys.executable))
    (tmp_path / "comet-score").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    score, sentences = CometMetric("any").score(["a\u2028b", "c"], ["a b", "d"], sources=["x", ""])
    assert (score.value, sentences) == (0.5, (1.0, 0.0))
    assert "comet:comet-score" in str(score.signature)
    with pytest.raises(ModelError, match=r"absent: comet-score failed: .*not supported by COMET\."):
        CometMetric("absent").score(["a"], ["b"], sources=["c"])


class Checkpoint:
    """What load_from_checkpoint of unbabel-comet 2.2 returns, as far as it is called."""

    def predict(
        self,
        samples: list[dict[str, str]],
        batch_size: int = 16,
        gpus: int = 1,
        devices: list[int] | str | int | None = None,
        mc_dropout: int = 0,
        progress_bar: bool = True,
        accelerator: str = "auto",
        num_workers: int | None = None,
        length_batching: bool = True,
    ) -> types.SimpleNamespace:
        assert set(samples[0]) == {"src", "mt", "ref"}
        assert (gpus, progress_bar) == (0, False)  # no accelerator, no terminal
        scores = [float(t["mt"] == t["ref"]) for t in samples]
        return types.SimpleNamespace(scores=scores, system_score=sum(scores) / len(scores))


@pytest.fixture
def comet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A double of the package, with the signatures that unbabel-comet 2.2.7 has."""

    def download_model(
        model: str, saving_directory: str | None = None, local_files_only: bool = False
    ) -> str:
        if model == "absent":
            raise KeyError("Model 'absent' not supported by COMET.")
        return f"/cache/{model}"

    def load_from_checkpoint(
        checkpoint_path: str, reload_hparams: bool = False, strict: bool = False
    ) -> Checkpoint:
        assert checkpoint_path.startswith("/cache/")
        return Checkpoint()

    fake = types.ModuleType("comet")
    fake.download_model = download_model  # type: ignore[attr-defined]
    fake.load_from_checkpoint = load_from_checkpoint  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "comet", fake)
    monkeypatch.setattr("align.metrics.comet.version", lambda name: "2.2.7")


@pytest.mark.usefixtures("comet")
def test_comet_asks_the_model_for_every_triple() -> None:
    metric = CometMetric("any")
    score, sentences = metric.score(["a", "b"], ["a", "c"], sources=["x", "y"])
    assert (score.value, score.count, sentences) == (0.5, 2, (1.0, 0.0))
    assert (score.low, score.high) == (0, 1)
    assert "model:any" in str(score.signature)
    with pytest.raises(DataError, match="as many of each"):
        metric.score(["a"], ["a", "c"], sources=["x", "y"])
    with pytest.raises(ModelError, match=r"absent: .* \(Model 'absent' not supported by COMET\)"):
        CometMetric("absent")


@pytest.mark.usefixtures("comet")
def test_comet_compares_two_systems() -> None:
    metric = CometMetric("any")
    found = metric.compare([0.5] * 20, [0.9] * 19 + [0.8])
    assert found.difference == pytest.approx(0.395)
    assert found.low is not None
    assert found.low > 0.38
    assert found.p_value < 0.01
    assert metric.compare([0.5, 0.1], [0.5, 0.1]).p_value == 1


@pytest.mark.usefixtures("comet")
def test_the_command_has_comet_beside_the_others(tmp_path: Path) -> None:
    for name, lines in (("ref", "a\nb\n"), ("one", "a\nc\n"), ("two", "a\nb\n"), ("src", "x\ny\n")):
        (tmp_path / name).write_text(lines)
    made = typer.Typer()
    made.callback()(lambda: None)
    register(made)
    files = [str(tmp_path / name) for name in ("one", "two", "ref")]
    options = [
        "--comet",
        "any",
        "--source",
        str(tmp_path / "src"),
        "--sentences",
        "--resamples",
        "2",
    ]
    done = CliRunner().invoke(made, ["evaluate", "text", *files, *options])
    found = json.loads(done.stdout)
    assert found["systems"]["one"]["comet"]["value"] == 0.5
    assert found["systems"]["two"]["comet"]["count"] == 2
    assert "|resamples:2|" in found["systems"]["two"]["comet"]["signature"]
    assert found["sentences"]["one"]["comet"] == [1, 0]
    assert found["comparisons"][-1]["comet"]["difference"] == 0.5
