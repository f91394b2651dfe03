"""`align evaluate` never takes the place of what it reads."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli.evaluate import register
from align.errors import UsageError

SUITE = """
kind = "segments"
baseline = "base.json"
manifest = "manifest.toml"
data = ["data"]
[[corpus]]
id = "a"
gold = "{name}.json"
[[system]]
name = "rules"
use = "rules"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that the commands read, each file under its own name."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "theirs", "gold", "data", "kept/a/rules"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("one.links", "two.links", "gold.links", "mine/d.links", "theirs/d.links"):
        (tmp_path / name).write_text("[0]:[0]\n")
    (tmp_path / "gold/d.links").write_text("[0]:[0]\n")
    for name in ("d.fr", "d.en", "hyp.en", "other.en", "ref.en"):
        (tmp_path / name).write_text("Une phrase.\n")
    for name in ("one.json", "gold.json", "data/a.json", "kept/a/rules/a.json"):
        (tmp_path / name).write_text('[["Il pleut.", "Il neige."]]')
    (tmp_path / "suite.toml").write_text(SUITE)
    (tmp_path / "manifest.toml").write_text("")
    (tmp_path / "base.json").write_text('{"suite": "suite", "figures": {}}')
    (tmp_path / "linked.json").symlink_to("gold.json")
    return tmp_path


FILES = "links one.links gold.links --versus two.links --source d.fr --target d.en"
FOLDERS = "links mine gold --versus theirs --source {name}.fr --target {name}.en"
TEXT = "text hyp.en other.en ref.en --source d.fr"


@pytest.mark.parametrize(
    ("command", "outputs"),
    [
        (FILES, "one.links gold.links two.links d.fr d.en"),
        (FOLDERS, "mine/d.links gold/d.links theirs/d.links d.fr d.en"),
        (TEXT, "hyp.en other.en ref.en d.fr"),
        ("segments one.json gold.json", "one.json gold.json linked.json"),
        ("suite suite.toml", "suite.toml base.json manifest.toml data/a.json"),
    ],
    ids=["links of files", "links of folders", "text", "segments", "suite"],
)
@pytest.mark.parametrize("option", ["-o", "--report"])
def test_an_output_in_the_place_of_an_input_is_refused(
    folder: Path, command: str, outputs: str, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if command.startswith("suite"):  # it has one output, whose ending is checked before
        monkeypatch.setattr("align.reports.reporter_for", lambda name: None)
        option = "-o"
    for output in outputs.split():
        before = (folder / output).read_bytes()
        with pytest.raises(UsageError, match=rf"put {output}|port {output}: this is "):
            evaluate(*command.split(), option, output)
        assert (folder / output).read_bytes() == before


@pytest.mark.parametrize("command", [FILES, TEXT, "segments one.json gold.json"])
@pytest.mark.usefixtures("folder")
def test_the_report_and_the_figures_go_to_two_places(command: str) -> None:
    with pytest.raises(UsageError, match=r"--report r\.html: this is \./r\.html"):
        evaluate(*command.split(), "-o", "./r.html", "--report", "r.html")


@pytest.mark.usefixtures("folder")
def test_a_suite_writes_no_outputs_beside_what_it_reads() -> None:
    with pytest.raises(UsageError, match=r"--outputs kept: .*kept/a/rules/a\.json, which the"):
        evaluate("suite", "suite.toml", "--data", "kept/a/rules", "--outputs", "kept")


def evaluate(*args: str) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    CliRunner().invoke(app, ["evaluate", *args], catch_exceptions=False)
