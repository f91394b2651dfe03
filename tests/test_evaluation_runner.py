"""A suite's files as people have them: any format, any encoding, documents of their own length."""

import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from align.errors import DataError
from align.evaluation.corpora import Finder
from align.evaluation.results import SuiteRun
from align.evaluation.runner import Runner
from align.evaluation.suite import Corpus, Suite, System
from align.evaluation.systems import run_whole
from align.metrics.resampling import Plan
from align.translators import guard
from align.translators.fake import FakeTranslator

GOLD = "[0]:[0]\n[1]:[1]\n"
JSONL = """\
{"source": "Il pleut.", "target": "It rains."}
{"source": "Il neige.", "target": "It snows."}
"""


def run(
    folder: Path, kind: str, system: System, documents: tuple[str, ...] = ("d",), **files: str
) -> SuiteRun:
    """Run a suite of one corpus and one system."""
    corpus = Corpus("c", documents, files, "fr", "en")
    suite = Suite("s", "s", kind, (corpus,), (system,), folder / "base.json", None, ())
    finder = Finder([folder], offline=True)
    made = Runner(
        suite, finder, outputs=folder / "kept", say=lambda text: None, plan=Plan(resamples=10)
    )
    return made.run()


def strict(found: SuiteRun) -> dict[str, float]:
    return {one.score.name: one.score.value for one in found.figures}


LINKS = {"source": "{name}.fr", "target": "{name}.en", "gold": "{name}.links"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.fr").write_text("Il pleut.\nIl neige.\n")
    (tmp_path / "d.en").write_text("It rains.\nIt snows.\n")
    (tmp_path / "d.links").write_text(GOLD)
    return tmp_path


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("tsv", "Il pleut.\tIt rains.\nIl neige.\tIt snows.\n"),
        ("jsonl", JSONL),
        ("links", GOLD),
    ],
)
def test_outputs_of_any_format_are_scored(folder: Path, ending: str, text: str) -> None:
    (folder / f"theirs.{ending}").write_text(text)
    found = run(folder, "links", System("theirs", outputs=f"theirs.{ending}"), **LINKS)
    assert strict(found)["strict_f1"] == 1
    assert (folder / "kept/c/theirs/d.links").read_text() == GOLD


@pytest.mark.parametrize(
    ("gold", "why"),
    [
        (b"\xef\xbb\xbf[0]:[0]\n[1]:[1]\n", None),
        (GOLD.encode("utf-16"), None),
        (b"[0]:[0] caf\xe9\n", "line 1: '[0]:[0] café' is not a bead"),
        (b"[0]:[0]\n[2]:[1]\n", "d.links, line 2: source index 2 is out of range: there are 2"),
        (b"[0]:[0]\n[1]:[9]\n", "d.links, line 2: target index 9 is out of range: there are 2"),
    ],
    ids=["mark", "UTF-16", "Latin-1", "source", "target"],
)
@pytest.mark.parametrize("kind", ["links", "run"])
def test_gold_is_read_as_every_file_and_checked(
    folder: Path, gold: bytes, why: str | None, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_whole(system: System, files: dict[str, Path], *, corpus: Corpus, output: Path) -> None:
        output.write_text('{"source": "Il pleut.", "target": "It rains."}\n')

    monkeypatch.setattr("align.evaluation.systems.run_whole", run_whole)
    (folder / "d.links").write_bytes(gold)
    (folder / "theirs.links").write_text("[0]:[0]\n")
    system = System("theirs", outputs="theirs.links")
    if why is None:
        assert strict(run(folder, kind, system, **LINKS))["strict_precision"] == 1
    else:
        with pytest.raises(DataError, match=re.escape(why)):
            run(folder, kind, system, **LINKS)


def test_signatures_name_the_translations_that_an_aligner_had(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "d.mt").write_text("It rains.\nIt snows.\n")
    fake = guard(FakeTranslator(), cache=False)
    monkeypatch.setattr("align.evaluation.systems.bundled_translator", lambda corpus: fake)
    for translations, told in (("none", ""), ("file", "|translations:file"), ("bundled", "|model")):
        system = System("s", use="translation", translations=translations)
        [(name, signature)] = run(
            folder, "links", system, **LINKS, translations="{name}.mt"
        ).systems
        assert name == "s on c"
        assert str(signature).startswith("aligner:translation|")
        assert ("|model:fake|" in str(signature)) == (translations == "bundled")
        assert told in str(signature)


def test_a_whole_run_has_the_signature_of_its_output(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_whole(system: System, files: dict[str, Path], *, corpus: Corpus, output: Path) -> None:
        output.write_text(
            '{"source": "Il pleut.", "target": "It rains.", "signature": "aligner:a|model:m"}\n'
        )

    monkeypatch.setattr("align.evaluation.systems.run_whole", run_whole)
    found = run(folder, "run", System("s", use="align run"), **LINKS)
    assert [(name, str(told)) for name, told in found.systems] == [("s on c", "aligner:a|model:m")]


def test_a_system_that_fails_while_it_is_timed_is_told_as_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[str] = []

    def pair(system: System, files: dict[str, Path], *, corpus: Corpus) -> None:
        rounds.append(system.name)
        if len(rounds) == 3:
            raise DataError("the disk is full.")

    monkeypatch.setattr("align.evaluation.systems.pair", pair)
    found = run(folder, "speed", System("s", use="length"), **LINKS)
    assert found.failed == ("corpus 'c', system 's': the disk is full.",)
    assert (len(rounds), found.figures) == (3, ())


TEXTS = {"source": "{name}.fr", "reference": "{name}.en"}


def test_every_document_of_texts_is_as_long_as_its_reference(folder: Path) -> None:
    for name, lines in (("e.fr", 2), ("e.en", 2), ("d.mt", 1), ("e.mt", 3)):
        (folder / name).write_text("A line.\n" * lines)
    found = run(folder, "text", System("mt", outputs="{name}.mt"), ("d", "e"), **TEXTS)
    assert not found.figures
    assert "the reference of d, line 2: no line pairs with this one, because " in found.skipped[0]
    (folder / "d.fr").write_text("Une ligne.\n")
    (folder / "e.fr").write_text("Une ligne.\n" * 3)
    with pytest.raises(DataError, match=r"d\.fr ends after 1 of 2 lines"):
        run(folder, "text", System("mt", outputs="{name}.mt"), ("d", "e"), **TEXTS)


@pytest.mark.parametrize(
    ("kind", "broken", "text", "why"),
    [
        ("links", "d.fr", b"A text.\0\n", "d.fr: byte 7 is NUL"),
        ("links", "d.mt", b"It rains.\n", "d.mt: 1 line for the 2 of {folder}/d.fr, one for each"),
        ("speed", "d.en", b"A text.\0\n", "d.en: byte 7 is NUL"),
        ("text", "d.en", b"A text.\0\n", "d.en: byte 7 is NUL"),
        ("text", "d.fr", b"", "d.fr: there is no text"),
        ("segments", "d.links", b" \n", "d.links: the file is empty; sentences were expected"),
    ],
)
def test_what_is_there_and_broken_ends_the_run_before_anything_runs(
    folder: Path, kind: str, broken: str, text: bytes, why: str
) -> None:
    (folder / "d.mt").write_text("It rains.\nIt snows.\n")
    (folder / broken).write_bytes(text)
    files = LINKS | {"reference": "{name}.en", "translations": "{name}.mt"}
    corpora = tuple(Corpus(name, (name,), files, "fr", "en") for name in ("good", "d"))
    for name in ("fr", "en", "links", "mt"):
        (folder / f"good.{name}").write_text(GOLD if name == "links" else "One.\nTwo.\n")
    systems = (System("lexical", use="lexical"),)
    suite = Suite("s", "s", kind, corpora, systems, folder / "base.json", None, ())
    heard: list[str] = []
    runner = Runner(suite, Finder([folder]), outputs=folder / "kept", say=heard.append)
    with pytest.raises(DataError, match=re.escape(f"{folder}/{why.format(folder=folder)}")):
        runner.run()
    assert not heard
    assert not (folder / "kept").exists()


def test_a_file_in_the_place_of_the_folder_for_outputs_is_told(folder: Path) -> None:
    (folder / "kept").write_text("")
    found = run(folder, "links", System("theirs", outputs="d.links"), **LINKS)
    assert "kept/c/theirs/d.links: cannot be written: Not a directory" in found.skipped[0]


def test_options_of_a_whole_run_are_those_of_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    def called(command: list[str], **_: object) -> CompletedProcess[str]:
        given.extend(command)
        return CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("align.evaluation.systems.subprocess.run", called)
    system = System("s", use="align run", options={"beam": 2, "no-cache": True, "quiet": False})
    corpus = Corpus("c", ("d",), LINKS, "fr", "en")
    files = {role: folder / corpus.path(role, "d") for role in LINKS}
    run_whole(system, files, corpus=corpus, output=folder / "out.jsonl")
    assert given[-3:] == ["--beam", "2", "--no-cache"]


@pytest.mark.parametrize(
    ("kind", "use", "files", "message"),
    [
        ("links", "length", LINKS, "no option 'beem'; there are: source_lang, target_lang"),
        ("segments", "rules", {"gold": "{name}.fr"}, "no option 'beem'"),
        (
            "text", "fake", {"source": "{name}.fr", "reference": "{name}.en"},
            "no option 'beem'; there are: model, engine, revision, ",
        ),
        ("run", "align run", LINKS, "align run failed: Error: No such option: --beem"),
    ],
)  # fmt: skip
def test_an_option_that_there_is_not_is_named(
    folder: Path, kind: str, use: str, files: dict[str, str], message: str
) -> None:
    found = run(folder, kind, System("s", use=use, options={"beem": 2}), **files)
    assert len(found.skipped) == 1
    assert message in found.skipped[0]
