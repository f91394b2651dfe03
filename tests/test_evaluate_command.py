"""`align evaluate` from the command line, suites included, with an aligner that is a double."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli.evaluate import register
from align.errors import DataError, MarialignError, UsageError
from align.evaluation.suite import Corpus, System, read_suite
from align.protocols import Scorer
from align.records import Bead
from align.registry import IMPLEMENTATIONS
from align.signature import Signature

SHARED = Path(__file__).parents[2] / "shared" / "data"
SUITES = sorted((Path(__file__).parents[1] / "eval" / "suites").glob("*.toml"))


class DiagonalAligner:
    """Pairs the n-th source segment with the n-th target segment, `shift` further on."""

    def __init__(self, *, source_lang: str, target_lang: str, shift: int = 0) -> None:
        assert (source_lang, target_lang) == ("fr", "en")  # the corpus's
        self.shift = shift

    @property
    def signature(self) -> Signature:
        return Signature.of(aligner="diagonal", shift=self.shift)

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        fixed: Sequence[Bead] = (),
        scorer: Scorer | None = None,
    ) -> tuple[Bead, ...]:
        pairs = min(len(source), len(target) - self.shift)
        beads = [Bead((), (n,)) for n in range(self.shift)]
        beads += [Bead((n,), (n + self.shift,), score=0.9) for n in range(pairs)]
        beads += [Bead((n,), ()) for n in range(pairs, len(source))]
        beads += [Bead((), (n,)) for n in range(pairs + self.shift, len(target))]
        return tuple(beads)


@pytest.fixture
def diagonal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMPLEMENTATIONS["aligner"], "diagonal", f"{__name__}:DiagonalAligner")


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    register(made)
    return made


class Outcome:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def invoke(app: typer.Typer, *args: object) -> Outcome:
    result = CliRunner().invoke(app, ["evaluate", *map(str, args)])
    if isinstance(result.exception, MarialignError):
        return Outcome(result.exception.exit_code, result.stdout, str(result.exception))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.fr").write_text("".join(f"Phrase {n}.\n" for n in range(30)))
        (folder / f"{name}.en").write_text("".join(f"Sentence {n}.\n" for n in range(30)))
        gold = "".join(f"[{n}]:[{n}]\n" for n in range(28)) + "[28]:[]\n[]:[28]\n[29]:[29]\n"
        (folder / f"{name}.links").write_text(gold)
    return folder


SUITE = """
title = "Doubles"
kind = "links"
baseline = "base.json"
[[corpus]]
id = "doubles"
documents = ["one", "two"]
source = "{name}.fr"
target = "{name}.en"
gold = "{name}.links"
licence = "ours"
[[corpus]]
id = "elsewhere"
source = "absent.fr"
target = "absent.en"
gold = "absent.links"
[[system]]
name = "diagonal"
use = "diagonal"
[[system]]
name = "kept"
outputs = "{name}.links"
corpora = ["doubles"]
"""


def test_documents_that_gold_lacks_are_told(app: typer.Typer, tmp_path: Path) -> None:
    for folder, names in (("mine", "abcdefgh"), ("theirs", "ah"), ("gold", "a")):
        (tmp_path / folder).mkdir()
        for name in (*names, ".hidden"):
            (tmp_path / folder / f"{name}.links").write_text("[0]:[0]\n")
    (tmp_path / "gold/.of-another-disk.links").write_bytes(b"\0\5\26\7")
    folders = tmp_path / "mine", tmp_path / "gold", "--versus", tmp_path / "theirs"
    found = invoke(app, "links", *folders, "--json", "--report", tmp_path / "report.md")
    told = (
        f"{tmp_path}/mine: 7 of its 8 documents are not scored, since {tmp_path}/gold has none of "
        "that name: b, c, d, e, f and others."
    )
    assert found.code == 0
    assert told in found.err
    assert json.loads(found.out)["notes"][0] == told
    assert "theirs: 1 of its 2 documents is not" in json.loads(found.out)["notes"][1]
    assert "7 of its 8 documents are not scored" in (tmp_path / "report.md").read_text()
    alike = invoke(app, "links", tmp_path / "gold", tmp_path / "gold", "--json")
    assert (alike.code, alike.err, json.loads(alike.out)["notes"]) == (0, "", [])


@pytest.mark.parametrize(
    "words", ["links - -", "links a - --versus b", "text a - -", "segments - -"]
)
def test_standard_input_is_read_once(app: typer.Typer, tmp_path: Path, words: str) -> None:
    (tmp_path / "a").write_text("[0]:[0]\n")
    (tmp_path / "b").write_text("[0]:[0]\n")
    given = [str(tmp_path / word) if word in ("a", "b") else word for word in words.split()]
    found = invoke(app, *given)
    assert found.code == 2
    assert "Standard input can be one of the files, not more" in found.err


def test_a_suite_on_standard_input_is_named_so(app: typer.Typer) -> None:
    found = invoke(app, "suite", "-")  # which is empty
    assert (found.code, found.err) == (
        1, "standard input, the suite: 'kind' is missing or no text.",
    )  # fmt: skip


def run_suite(app: typer.Typer, tmp_path: Path, data: Path, *more: object) -> Outcome:
    return invoke(
        app, "suite", tmp_path / "suite.toml", "--data", data, "--offline", "--resamples", 50,
        "--outputs", tmp_path / "kept", *more,
    )  # fmt: skip


@pytest.mark.usefixtures("diagonal")
def test_suite_from_first_run_to_regression(app: typer.Typer, tmp_path: Path, data: Path) -> None:
    (tmp_path / "suite.toml").write_text(SUITE)
    first = run_suite(app, tmp_path, data, "-o", tmp_path / "report.html")
    assert first.code == 0
    assert "skipped: corpus 'elsewhere': absent.fr is in no folder given with --data" in first.err
    assert "there is no baseline" in first.err
    assert (tmp_path / "kept/doubles/diagonal/one.links").read_text().startswith("[0]:[0]:0.9000\n")
    page = (tmp_path / "report.html").read_text()
    for text in (
        "Doubles",
        "Skipped: corpus",
        "Paired tests",
        "Licence of the corpus: ours",
        "<svg",
    ):
        assert text in page

    updated = run_suite(app, tmp_path, data, "--update-baseline", "--json")
    assert updated.code == 0
    assert json.loads(updated.out)["systems"] == {
        "diagonal on doubles": "aligner:diagonal|shift:0",
    }
    baseline = json.loads((tmp_path / "base.json").read_text())["figures"]
    assert baseline["doubles/kept/strict_f1"]["value"] == 1
    assert baseline["doubles/diagonal/strict_f1"]["count"] == 58
    assert len((tmp_path / "base.json").read_text().splitlines()) == len(baseline) + 2

    again = run_suite(app, tmp_path, data, "-o", tmp_path / "report.md")
    assert again.code == 0
    assert "Against the baseline" in (tmp_path / "report.md").read_text()

    worse = SUITE.replace('use = "diagonal"', 'use = "diagonal"\noptions = {shift = 2}')
    (tmp_path / "suite.toml").write_text(worse)
    regressed = run_suite(app, tmp_path, data, "-o", tmp_path / "report.json")
    assert regressed.code == 1
    assert "worse than the baseline: doubles/diagonal/strict_f1 is 0.0000" in regressed.err
    held = json.loads((tmp_path / "report.json").read_text())
    assert held["sections"][0]["title"] == "Against the baseline"

    (tmp_path / "suite.toml").write_text(SUITE.replace('name = "kept"', 'name = "other"'))
    absent = run_suite(app, tmp_path, data)
    assert absent.code == 0
    assert "in the baseline and not in this run: doubles/kept" in absent.err


@pytest.mark.usefixtures("diagonal")
def test_a_manifest_that_is_not_there_is_told(app: typer.Typer, tmp_path: Path, data: Path) -> None:
    """A suite copied alone still runs, but a wrong name does not pass for a checked file."""
    (tmp_path / "suite.toml").write_text('manifest = "manifset.toml"\n' + SUITE)
    found = run_suite(app, tmp_path, data, "--json", "-o", tmp_path / "report.md")
    warning = f"There is no manifest at {tmp_path}/manifset.toml, which the suite names: no file"
    assert found.code == 0
    assert warning in found.err
    assert warning in json.loads(found.out)["warnings"][0]
    assert "There is no manifest at" in (tmp_path / "report.md").read_text()
    (tmp_path / "manifset.toml").mkdir()
    assert "this is a folder" in run_suite(app, tmp_path, data).err
    (tmp_path / "manifset.toml").rmdir()
    (tmp_path / "manifset.toml").write_text("")
    assert json.loads(run_suite(app, tmp_path, data, "--json").out)["warnings"] == []


@pytest.mark.usefixtures("diagonal")
def test_suite_json_and_nothing_to_run(app: typer.Typer, tmp_path: Path, data: Path) -> None:
    (tmp_path / "suite.toml").write_text(SUITE)
    found = json.loads(run_suite(app, tmp_path, data, "--json").out)
    assert found["figures"]["doubles/kept/null_f1"]["value"] == 1
    assert found["skipped"]
    nothing = run_suite(app, tmp_path, tmp_path / "nowhere")
    assert nothing.code == 1
    assert "nothing could be run; 2 skipped" in nothing.err
    figure = {"value": 1, "low": 1, "high": 1, "signature": "", "count": 0}
    endless = json.dumps({"figures": {"a/b/c": figure}}).replace("0", "1e999")
    for text in ("{}", "[" * 100_000, endless, '{"figures": é}'):
        (tmp_path / "base.json").write_text(text, encoding="latin-1")
        assert "this is no baseline" in run_suite(app, tmp_path, data).err


@pytest.mark.usefixtures("diagonal")
def test_suite_of_speed_reports_ratios(app: typer.Typer, tmp_path: Path, data: Path) -> None:
    speed = SUITE.replace('kind = "links"', 'kind = "speed"').replace(
        '[[system]]\nname = "kept"\noutputs = "{name}.links"',
        '[[system]]\nname = "kept"\nuse = "diagonal"',
    )
    (tmp_path / "suite.toml").write_text(speed)
    figures = json.loads(run_suite(app, tmp_path, data, "--json").out)["figures"]
    assert figures["doubles/diagonal/speed_ratio"]["value"] == 1
    assert figures["doubles/kept/speed_ratio"]["value"] > 0
    assert figures["doubles/kept/segments_per_second"]["count"] == 120


def test_suite_of_whole_runs_meets_gold_in_common_parts(
    app: typer.Typer, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_whole(system: System, files: dict[str, Path], *, corpus: Corpus, output: Path) -> None:
        """What `align run` might write: two sentences in one, and unaligned ones left out."""
        source, target = (files[role].read_text().splitlines() for role in ("source", "target"))
        pairs = [(f"{source[0]} {source[1]}", f"{target[0]} {target[1]}")]
        pairs += [(source[n], target[n]) for n in range(2, 28)]
        assert output.suffix == ".jsonl"
        units = [
            {"source": f"- {a}", "target": b, "position": f"[{n}]:[{n}]"}
            for n, (a, b) in enumerate(pairs)
        ]
        output.write_text("".join(f"{json.dumps(unit)}\n" for unit in units))

    monkeypatch.setattr("align.evaluation.systems.run_whole", run_whole)
    suite = SUITE.replace('kind = "links"', 'kind = "run"').replace(
        'use = "diagonal"', 'use = "align run"'
    )
    (tmp_path / "suite.toml").write_text(suite[: suite.rindex("[[system]]")])
    figures = json.loads(run_suite(app, tmp_path, data, "--json").out)["figures"]
    strict = figures["doubles/diagonal/strict_precision"]
    assert (strict["value"], strict["count"]) == (26 / 27, 54)
    assert figures["doubles/diagonal/strict_recall"]["value"] == 26 / 29
    assert figures["doubles/diagonal/null_recall"]["value"] == 0


def test_commands_cost_nothing_until_they_run() -> None:
    code = (
        "import sys, align.cli.evaluate, align.cli.suite; "
        "print([name for name in ('numpy', 'sacrebleu', 'lxml', 'pygal') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_suite_of_texts(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.fr").write_text("Le chat dort.\nIl pleut.\n")
    (tmp_path / "a.en").write_text("The cat sleeps.\nIt rains.\n")
    (tmp_path / "a.mt").write_text("The cat is sleeping.\nIt rains.\n")
    (tmp_path / "suite.toml").write_text(
        'kind = "text"\n[[corpus]]\nid = "a"\nsource = "{name}.fr"\nreference = "{name}.en"\n'
        '[[system]]\nname = "mt"\noutputs = "{name}.mt"\n'
        '[[system]]\nname = "copy"\noutputs = "{name}.fr"\n'
    )
    found = run_suite(app, tmp_path, tmp_path, "-o", tmp_path / "r.html", "--json")
    figures = json.loads(found.out)["figures"]
    assert figures["a/mt/chrf"]["value"] > figures["a/copy/chrf"]["value"]
    assert "|tok:13a|" in figures["a/mt/bleu"]["signature"]
    assert "Paired tests" in (tmp_path / "r.html").read_text()


@pytest.mark.usefixtures("diagonal")
def test_the_paired_tests_of_a_suite_have_the_seed_and_tell_it(
    app: typer.Typer, tmp_path: Path, data: Path
) -> None:
    """That of texts was sacrebleu's own, whatever was asked for."""
    (tmp_path / "suite.toml").write_text(SUITE)
    run_suite(app, tmp_path, data, "--seed", "7", "-o", tmp_path / "r.json")
    signatures = dict(json.loads((tmp_path / "r.json").read_text())["signatures"])
    assert "|seed:7|" in signatures["paired test on doubles"]
    assert "|test:paired bootstrap" in signatures["paired test on doubles"]
    rng, p_values = random.Random(3), []
    for name in ("a.fr", "a.en", "a.mt"):
        lines = (" ".join(rng.choices("abcdefgh", k=6)) for _ in range(40))
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "suite.toml").write_text(
        'kind = "text"\n[[corpus]]\nid = "a"\nsource = "{name}.fr"\nreference = "{name}.en"\n'
        '[[system]]\nname = "mt"\noutputs = "{name}.mt"\n'
        '[[system]]\nname = "copy"\noutputs = "{name}.fr"\n'
    )
    for seed in ("7", "8", "7"):
        run_suite(app, tmp_path, tmp_path, "--seed", seed, "-o", tmp_path / "r.json")
        report = json.loads((tmp_path / "r.json").read_text())
        signature = dict(report["signatures"])["paired test on a, BLEU"]
        assert f"|seed:{seed}|" in signature
        assert "|test:paired bootstrap" in signature
        [tests] = [part for part in report["sections"] if part["title"] == "Paired tests"]
        p_values.append([row[-1] for row in tests["items"][0]["rows"]])
    assert p_values[0] == p_values[2] != p_values[1]


def test_suite_of_segments(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([["Il pleut.", "Il neige.", "Il vente."]]))
    (tmp_path / "suite.toml").write_text(
        'kind = "segments"\n[[corpus]]\nid = "a"\ngold = "a.json"\n'
        '[[system]]\nname = "rules"\nuse = "rules"\n'
    )
    figures = json.loads(run_suite(app, tmp_path, tmp_path, "--json").out)["figures"]
    assert figures["a/rules/boundary_f1"] | {"signature": ""} == {
        "value": 1.0, "low": 1.0, "high": 1.0, "count": 2, "signature": "",
    }  # fmt: skip


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_committed_suites_can_be_read(path: Path) -> None:
    suite = read_suite(str(path))
    assert suite.corpora
    assert suite.systems
    assert suite.baseline.resolve() == (path.parents[1] / "baselines" / f"{path.stem}.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind = ", "this is no TOML"),
        ('title = "x"', "'kind' is missing"),
        ('kind = "x"', "kind is 'x'; one of links, text"),
        ('kind = "links"', "the suite has no"),
        (SUITE.replace("licence", "license"), "there is no key 'license'"),
        (SUITE.replace('gold = "{name}.links"\n', ""), "corpus 'doubles': 'gold' is missing"),
        (SUITE.replace('use = "diagonal"', ""), "either 'use' or 'outputs'"),
        (SUITE.replace('"kept"', '"diagonal"'), "the system name 'diagonal' stands twice"),
        (SUITE.replace('["doubles"]', '["doublets"]'), "no corpus is 'doublets'"),
        (SUITE + 'translations = "x"\n', "translations is 'x'"),
        (SUITE.replace("base.json", ""), "'baseline' is missing or no text"),
        (SUITE.replace('"Doubles"', "3"), "'title' is missing or no text"),
        (SUITE.replace('["one", "two"]', "[]"), "'documents' is empty"),
        (SUITE.replace('["one", "two"]', '"one"'), "corpus 'doubles': 'documents' is no list"),
        (SUITE.replace('["doubles"]', "3"), "system 'kept': 'corpora' is no list of texts"),
        (SUITE.replace('["doubles"]', '"doubles"'), "system 'kept': 'corpora' is no list"),
        ('data = "../x"\n' + SUITE, "the suite: 'data' is no list of texts"),
        ("data = 3\n" + SUITE, "the suite: 'data' is no list of texts"),
        ('kind = "links"\ncorpus = ["a"]', r"the suite's 'corpus' is not written as \[\[corpus"),
        ('kind = "links"\ncorpus = 3', "the suite's 'corpus' is not written as"),
        (SUITE.replace('"{name}.fr"', '"one.fr"'), "'source' is 'one.fr' for 2 documents; {name}"),
        (
            SUITE.replace('outputs = "{name}.links"', 'outputs = "one.links"'),
            "system 'kept': 'outputs' is 'one.links' for 2 documents; {name} was expected",
        ),
        (SUITE.replace('"kept"', '"../kept"'), "'name' has '../kept'; a name that a file"),
        (SUITE.replace('"kept"', '"/kept"'), "'name' has '/kept'; a name that a file"),
        (SUITE.replace('"kept"', '"a\\u0000b"'), "'name' has .*; a name that a file"),
        (SUITE.replace('"elsewhere"', '".."'), "'id' has '..'; a name that a file"),
        (SUITE.replace('["one", "two"]', '["../one"]'), "'documents' has '../one'; a name that"),
        (SUITE.replace('"links"', '"speed"'), "a suite of speed expects 'use', no 'outputs'"),
        (SUITE.replace('"links"', '"run"'), "system 'diagonal': use = \"align run\" was expected"),
    ],
)
def test_bad_suites(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "s.toml").write_text(text)
    with pytest.raises(DataError, match=message):
        read_suite(str(tmp_path / "s.toml"))


def test_a_baseline_that_cannot_be_written_is_told_before_the_work(
    app: typer.Typer, tmp_path: Path, data: Path
) -> None:
    (tmp_path / "suite.toml").write_text(SUITE.replace("base.json", "no/base.json"))
    done = run_suite(app, tmp_path, data, "--update-baseline")
    assert (done.code, done.out) == (1, "")
    assert done.err == f"{tmp_path}/no/base.json: cannot be written: No such file or directory."
    assert not (tmp_path / "kept").exists()


@pytest.mark.usefixtures("diagonal")
def test_unknown_option_of_a_system_is_told_with_its_reason(
    app: typer.Typer, tmp_path: Path, data: Path
) -> None:
    (tmp_path / "suite.toml").write_text(
        SUITE.replace('use = "diagonal"', 'use = "diagonal"\noptions = {speed = 2}')
    )
    done = run_suite(app, tmp_path, data)
    assert done.code == 1
    assert done.err.count("system 'diagonal': ") == 1
    assert "speed" in done.err


@pytest.mark.usefixtures("diagonal")
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('use = "diagonal"', 'use = "nope"', "'nope'"),
        ('outputs = "{name}.links"', 'outputs = "{name}.mine"', "one.mine is in no folder"),
        ('outputs = "{name}.links"', 'outputs = "{name}.fr"', "one.fr"),
    ],
    ids=["unknown", "without output", "broken output"],
)
def test_a_system_that_fails_on_a_corpus_that_is_there_does_not_pass(
    app: typer.Typer, tmp_path: Path, data: Path, old: str, new: str, why: str
) -> None:
    """It had no figure that could be worse, and the gate was open."""
    (tmp_path / "suite.toml").write_text(SUITE)
    assert run_suite(app, tmp_path, data, "--update-baseline").code == 0
    (tmp_path / "suite.toml").write_text(SUITE.replace(old, new))
    for options in ([], ["--update-baseline"]):
        done = run_suite(app, tmp_path, data, "--json", *options)
        assert done.code == 1
        [failed] = json.loads(done.out)["failed"]
        assert why in failed
        assert f"failed: {failed}" in done.err
        assert "skipped: corpus 'elsewhere'" in done.err


@pytest.mark.usefixtures("diagonal")
def test_outputs_that_the_manifest_describes_are_data_that_may_be_absent(
    app: typer.Typer, tmp_path: Path, data: Path
) -> None:
    (tmp_path / "suite.toml").write_text(
        'manifest = "manifest.toml"\n' + SUITE.replace('{name}.links"\ncorp', '{name}.mt"\ncorp')
    )
    (tmp_path / "manifest.toml").write_text('[[file]]\npath = "one.mt"\nsha256 = "0"\n')
    done = run_suite(app, tmp_path, data)
    assert done.code == 0
    assert "skipped: corpus 'doubles', system 'kept': one.mt is in no folder" in done.err


@pytest.mark.usefixtures("diagonal")
def test_a_file_of_translations_that_is_not_there_skips_only_who_needs_it(
    app: typer.Typer, tmp_path: Path, data: Path
) -> None:
    given = SUITE.replace('licence = "ours"', 'translations = "{name}.mt"\nreverse = "{name}.back"')
    given += '[[system]]\nname = "given"\nuse = "diagonal"\ntranslations = "file"\n'
    (tmp_path / "suite.toml").write_text(given)
    for name in ("one", "two"):
        (data / f"{name}.mt").write_text("x\n" * 30)
    done = run_suite(app, tmp_path, data, "--json")
    assert done.code == 0
    assert "system 'given': one.back is in no folder" in done.err
    assert {key.split("/")[1] for key in json.loads(done.out)["figures"]} == {"diagonal", "kept"}


def test_links_command(app: typer.Typer, tmp_path: Path, data: Path) -> None:
    (tmp_path / "system").write_text(
        "".join(f"[{n}]:[{n}]:0.{90 + n % 10}\n" for n in range(29)) + "[29]:[29]:0.99\n"
    )
    args = ("links", tmp_path / "system", data / "one.links", "--resamples", 50)
    done = invoke(app, *args, "--json", "--versus", data / "two.links")
    found = json.loads(done.out)
    assert found["scores"]["strict_precision"]["value"] == 29 / 30
    assert found["scores"]["strict_recall"] | {"low": 0, "high": 0} == {
        "value": 1.0, "low": 0, "high": 0, "count": 29,
    }  # fmt: skip
    assert found["scores"]["null_recall"]["value"] == 0
    assert found["by_type"]["1:1"]["strict_f1"]["value"] > 0.98
    assert found["comparison"]["strict_precision"]["difference"] < 0
    text = invoke(app, *args, "--report", tmp_path / "r.html")
    assert "strict" in text.out
    assert "metric:links" in text.out
    page = (tmp_path / "r.html").read_text()
    for title in ("Path", "Reliability of the scores", "Worst beads"):
        assert f">{title}</h2>" in page


def test_text_command(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "ref").write_text("The cat sleeps.\nIt rains today.\nHe went home.\n")
    (tmp_path / "a").write_text("The cat sleeps.\nIt is raining today.\nHe went home.\n")
    (tmp_path / "b").write_text("A dog.\nSun.\nHome.\n")
    both = (tmp_path / "a", tmp_path / "b", tmp_path / "ref", "--resamples", 50)
    done = invoke(app, "text", *both, "--metric", "chrf", "--sentences", "--aligned-by-hypotheses")
    found = json.loads(done.out)
    assert found["systems"]["a"]["chrf"]["count"] == 3
    assert found["sentences"]["a"]["chrf"][0] == 100
    assert found["comparisons"][0]["system"] == "b"
    assert found["comparisons"][0]["test"] == "paired bootstrap, two-sided"
    assert "flatter" in found["warnings"][0]
    shown = invoke(app, "text", *both, "--report", tmp_path / "r.html", "--test", "randomization")
    assert "chrF++" in shown.out
    assert "randomization" in shown.out
    assert "ar:10000" in shown.out  # the signature of every test is in the report
    shown = invoke(app, "text", *both, "--metric", "chrf")
    assert (shown.out.count("bs:50|"), shown.out.count("bs:1000|")) == (2, 0)  # scores and test
    assert "<del>" in (tmp_path / "r.html").read_text()
    twice = ("--metric", "bleu", "--metric", "bleu", "--test", "bootstrap", "--test", "bootstrap")
    found = json.loads(invoke(app, "text", *both, *twice, "--json").out)
    assert [one["system"] for one in found["comparisons"]] == ["b"]
    assert invoke(app, "text", tmp_path / "ref").code == UsageError.exit_code
    (tmp_path / "ref").write_text("The cat sleeps.\n\nHe went home.\n")
    assert "1 line of the reference is empty." in invoke(app, "text", *both).out
    assert "--source" in invoke(app, "text", *both, "--comet", "x").err


def test_segments_command(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "gold").write_text(json.dumps([["M. X est là.", "Oui."]]))
    (tmp_path / "system").write_text(json.dumps([["M.", "X est là.", "Oui."]]))
    done = invoke(app, "segments", tmp_path / "system", tmp_path / "gold", "--json")
    found = json.loads(done.out)
    assert found["scores"]["boundary_precision"]["value"] == 0.5
    assert found["confusions"] == [
        {"kind": "spurious", "document": "gold", "offset": 2, "before": "M.",
         "after": "X est là. Oui."}
    ]  # fmt: skip
    shown = invoke(app, "segments", tmp_path / "system", tmp_path / "gold")
    assert "M.    spurious" in shown.out
    assert shown.out.startswith("1 document with 1 boundary to be found.\n")
    assert "1 confusion by the last word" in shown.out
    (tmp_path / "one").write_text("[0]:[0]\n")
    shown = invoke(app, "links", tmp_path / "one", tmp_path / "one")
    assert "one: 1 bead proposed against 1 gold bead, 0 of them null." in shown.out


@pytest.mark.skipif(not SHARED.exists(), reason="no development data in ../shared")
def test_committed_suite_of_segments_on_a_corpus(app: typer.Typer, tmp_path: Path) -> None:
    suite = next(path for path in SUITES if path.stem == "segments").read_text()
    text = suite[: suite.index("[[corpus]]")] + suite[suite.index('[[corpus]]\nid = "en_gum"') :]
    (tmp_path / "suite.toml").write_text(text)
    done = run_suite(app, tmp_path, SHARED / "segment", "--json")
    assert json.loads(done.out)["figures"]["en_gum/rules/boundary_f1"]["value"] > 0.8


def test_an_unknown_test_is_refused_for_one_system_too(app: typer.Typer, data: Path) -> None:
    lines = data / "one.en"
    found = invoke(app, "text", lines, lines, "--test", "t", "--metric", "bleu")
    assert (found.code, found.out) == (2, "")
    assert found.err == "There is no test 't'; there are: bootstrap, randomization."
