"""`align convert`: formats by ending or option, what is said on stderr, whole outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from align.cli import convert
from align.cli.formats import format_of
from align.errors import DataError, ReadError, UsageError

LINES = [
    {"source": "Le chat dort.", "target": "The cat sleeps.", "score": 0.9, "bead": "1:1"},
    {"source": "Oui.", "target": "Yes. Yes.", "score": 0.4, "bead": "1:2", "position": "[1]:[1]"},
    {"source": "Rien.", "target": "", "bead": "1:0"},
    {"source": "Vite !", "target": "Quick!", "origin": "machine", "engine": "bundled"},
    {"source": "Le chat dort.", "target": "The cat sleeps.", "score": 0.8},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def run(app: typer.Typer, *arguments: object, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_there_and_back_through_tmx(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    first = run(app, corpus, tmp_path / "a.tmx")
    assert "4 units written" in first.stderr
    assert "skipped 1 whose other side is empty, which tmx cannot hold" in first.stderr
    assert "no place" not in first.stderr
    run(app, tmp_path / "a.tmx", tmp_path / "b.jsonl")
    back = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    expected = [line for line in LINES if line["target"]]
    assert [
        {key: new[key] for key in old} for new, old in zip(back, expected, strict=True)
    ] == expected
    assert "an engine wrote" in (tmp_path / "a.tmx").read_text()


@pytest.mark.parametrize("name", ["b.tmx", "b.html"])
@pytest.mark.parametrize(
    ("options", "noted"),
    [((), True), (("--origin", "human"), False), (("--min-score", "0.1"), False)],
)
def test_machines_are_told_of_where_one_wrote(
    app: typer.Typer, corpus: Path, tmp_path: Path, name: str, options: tuple[str, ...],
    noted: bool,
) -> None:  # fmt: skip
    run(app, corpus, tmp_path / "a.tmx")
    run(app, tmp_path / "a.tmx", tmp_path / name, *options)
    written = (tmp_path / name).read_text()
    assert ("an engine wrote" in written) == noted
    assert ("machine<" in written) == noted


@pytest.mark.parametrize(("ending", "noted"), [("jsonl", True), ("tsv", False)])
def test_of_more_units_than_are_looked_at_one_may_be_a_machine_s(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, noted: bool
) -> None:
    monkeypatch.setattr(convert, "_LOOKED_AT", 2)
    row = "Oui.\tYes.\n" if ending == "tsv" else '{"source": "Oui.", "target": "Yes."}\n'
    (tmp_path / f"a.{ending}").write_text(row * 3)
    run(app, tmp_path / f"a.{ending}", tmp_path / "a.tmx")
    written = (tmp_path / "a.tmx").read_text()
    assert ("an engine wrote" in written) == noted
    assert written.count("<seg>Oui.") == 3


def test_the_time_of_making_may_be_given(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    (tmp_path / "a.tsv").write_text("Oui.\tYes.\n")
    run(app, tmp_path / "a.tsv", tmp_path / "a.tmx")
    assert 'creationdate="19700102T000000Z"' in (tmp_path / "a.tmx").read_text()


def test_what_a_format_cannot_hold_is_told(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    result = run(app, corpus, tmp_path / "a.tsv")
    assert (tmp_path / "a.tsv").read_text().splitlines()[
        0
    ] == "Le chat dort.\tThe cat sleeps.\t0.9000"
    assert (
        "tsv has no place for: bead types (1), positions (1), machine origin (1), engines (1)."
        in result.stderr
    )


def test_what_a_unit_cannot_hold_is_told(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(
        '<tmx version="1.4"><header srclang="fr"><note>n</note></header><body>'
        '<tu><prop type="q">v</prop>'
        '<tuv xml:lang="fr"><seg>a<ph/></seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv>'
        "</tu></body></tmx>"
    )
    result = run(app, tmp_path / "a.tmx", "-", "--to", "tsv")
    assert result.stdout == "a\tb\n"
    assert "tsv has no place for: notes (1)." in result.stderr
    assert "notes and properties of other tools (1), inline tags (1)" in result.stderr


def test_a_side_without_a_text_has_no_language_of_its_own(app: typer.Typer, tmp_path: Path) -> None:
    units = (
        '<tu><tuv xml:lang="fr"><seg>Oui.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>'
        '<tu><tuv xml:lang="fr"><seg>Seul.</seg></tuv></tu>'
    )
    (tmp_path / "a.tmx").write_text(
        f'<tmx version="1.4"><header srclang="fr"/><body>{units}</body></tmx>'
    )
    result = run(app, tmp_path / "a.tmx", tmp_path / "a.xlf")
    assert "2 units written" in result.stderr
    assert "no place" not in result.stderr


def test_who_changed_a_unit_is_kept_or_told(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(
        '<tmx version="1.4"><header srclang="fr"/><body>'
        '<tu changeid="ann" changedate="20260102T030405Z">'
        '<tuv xml:lang="fr"><seg>a</seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv>'
        "</tu></body></tmx>"
    )
    result = run(app, tmp_path / "a.tmx", tmp_path / "a.tsv")
    assert "tsv has no place for: authors and dates of changes (1)." in result.stderr
    assert "no place" not in run(app, tmp_path / "a.tmx", tmp_path / "a.xlf").stderr


def test_filters_say_what_they_removed(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    result = run(
        app, corpus, tmp_path / "a.tsv", "--min-score", "0.5", "--dedup", "--origin", "human",
        "--max-ratio", "3",
    )  # fmt: skip
    assert (tmp_path / "a.tsv").read_text() == "Le chat dort.\tThe cat sleeps.\t0.9000\n"
    for words in (
        "removed 1 not of human origin.",
        "removed 1 with a score below 0.5.",
        "removed 1 without a score.",
        "removed 0 with one side more than 3 times as long as the other.",
        "removed 1 that repeat an earlier pair.",
    ):
        assert words in result.stderr


def test_moses_is_three_files(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    run(app, corpus, tmp_path / "m.fr")
    names = sorted(path.name for path in tmp_path.glob("m.*"))
    assert names == ["m.en", "m.fr", "m.scores"]
    assert (tmp_path / "m.scores").read_text() == "0.9000\n0.4000\n\n0.8000\n"
    result = run(app, tmp_path / "m.en", "-", "--to", "tsv")
    assert result.stdout.splitlines()[2] == "Vite !\tQuick!"


def test_moses_under_another_name(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    run(app, corpus, tmp_path / "train", "--to", "moses")
    assert (tmp_path / "train.en").exists()
    (tmp_path / "train.scores").unlink()
    result = run(app, tmp_path / "train", "-", "--from", "moses", "--to", "tsv")
    assert len(result.stdout.splitlines()) == 4


@pytest.mark.parametrize("name", ["m.fr", "m.en"])
def test_moses_of_languages_in_capitals(app: typer.Typer, tmp_path: Path, name: str) -> None:
    """Trados writes FR-FR; the files are those that OUT names."""
    unit = '<tu><tuv xml:lang="FR-FR"><seg>Un.</seg></tuv><tuv xml:lang="EN-US"><seg>One.</seg>'
    memory = tmp_path / "trados.tmx"
    memory.write_text(
        '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" '
        'o-tmf="x" adminlang="en" srclang="FR-FR" datatype="plaintext"/>'
        f"<body>{unit}</tuv></tu></body></tmx>",
        "utf-8",
    )
    run(app, memory, tmp_path / name)
    assert (tmp_path / "m.fr").read_text() == "Un.\n"
    assert (tmp_path / "m.en").read_text() == "One.\n"
    assert run(app, tmp_path / name, "-", "--to", "tsv").stdout == "Un.\tOne.\n"
    with pytest.raises(UsageError, match="the pairs are in fr and en, an ending of one of these"):
        run(app, memory, tmp_path / "m.de", "--to", "moses")


def test_no_language_is_said_to_be_detected(app: typer.Typer) -> None:
    told = " ".join(run(app, "--help").stdout.replace("│", " ").split())
    assert "The side to take for the source; as the file has it where left out." in told
    assert "detected" not in told


def test_streams_need_formats(app: typer.Typer) -> None:
    line = json.dumps(LINES[0])
    result = run(app, "-", "-", "--from", "jsonl", "--to", "tsv", stdin=line)
    assert result.stdout == "Le chat dort.\tThe cat sleeps.\t0.9000\n"
    with pytest.raises(UsageError, match="a stream has no ending; give --from"):
        run(app, "-", "-", "--to", "tsv", stdin=line)
    with pytest.raises(UsageError, match="standard input: a stream has no ending"):
        run(app, "-", "-", "--to", "tsv", stdin=line)
    with pytest.raises(UsageError, match="standard output: a stream has no ending; give --to"):
        run(app, "-", "-", "--from", "jsonl", stdin=line)
    with pytest.raises(UsageError, match="cannot be a stream"):
        run(app, "-", "-", "--from", "jsonl", "--to", "moses", stdin=line)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.doc", "b.tmx"], "the ending '.doc' is unknown; give --from"),
        (["a.tmx", "b.tmx", "--to", "word"], "--to: 'word' is not known; one of tmx"),
        (["a.html", "b.tmx"], "a.html: 'html' cannot be read as pairs; one of tmx"),
        (["a.tmx", "b.tmx", "--max-ratio", "0"], "at least 1"),
    ],
)
def test_wrong_usage(app: typer.Typer, arguments: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(app, *arguments)


def test_beads_and_their_segments_become_pairs(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "fr").write_text("Oui.\nIl pleut.\nRien.\n")
    (tmp_path / "en").write_text("Yes.\nIt rains.\nA lot.\n")
    (tmp_path / "a.beads").write_text("[0]:[0]:0.9\n[1]:[1, 2]:0.5\n")
    sides = ("--source", tmp_path / "fr", "--target", tmp_path / "en")
    result = run(app, tmp_path / "a.beads", tmp_path / "a.tmx", *sides)
    assert "segments in no bead (1)" in result.stderr
    result = run(app, tmp_path / "a.tmx", "-", "--to", "tsv")
    assert result.stdout == "Oui.\tYes.\t0.9000\nIl pleut.\tIt rains. A lot.\t0.5000\n"
    run(app, tmp_path / "a.tmx", tmp_path / "b.beads")
    assert (tmp_path / "b.beads").read_text() == "[0]:[0]:0.9000\n[1]:[1, 2]:0.5000\n"
    (tmp_path / "a.beads").write_text("[0]:[0]\n[7]:[1]\n")
    with pytest.raises(ReadError, match=r"a.beads, line 2: source index 7 is out of range"):
        run(app, tmp_path / "a.beads", tmp_path / "c.tmx", *sides)
    with pytest.raises(UsageError, match="beads are read with --source and --target"):
        run(app, tmp_path / "a.beads", tmp_path / "c.tmx")
    with pytest.raises(UsageError) as refused:  # of a reference, whose command has no such options
        format_of("a.beads", None, option="")
    assert "--source" not in str(refused.value)
    with pytest.raises(UsageError, match="give both --source and --target"):
        run(app, tmp_path / "a.beads", tmp_path / "c.tmx", *sides[:2])
    with pytest.raises(UsageError, match="go with beads, this is tmx"):
        run(app, tmp_path / "a.tmx", tmp_path / "c.tsv", *sides)


def test_a_bad_file_leaves_no_output(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n" * 9 + "c\n")
    with pytest.raises(ReadError, match=r"a.tsv, line 10"):
        run(app, tmp_path / "a.tsv", tmp_path / "m.fr")
    assert [path.name for path in tmp_path.iterdir()] == ["a.tsv"]


def test_languages_that_are_none_are_refused(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n")
    with pytest.raises(UsageError, match="--source-lang 'français': a language code"):
        run(app, tmp_path / "a.tsv", tmp_path / "a.tmx", "--source-lang", "français")
    with pytest.raises(UsageError, match="--source-lang 'fr-c': a language code"):
        run(app, tmp_path / "a.tsv", tmp_path / "a.tmx", "--source-lang", "fr-c")
    run(app, tmp_path / "a.tsv", tmp_path / "a.tmx", "--source-lang", "fr_CA")
    assert 'xml:lang="fr-CA"' in (tmp_path / "a.tmx").read_text("utf-8")


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("tmx", "Unit 2: 'français' is not a language tag"),
        ("xces", "Unit 2: 'français' is not a language tag"),
        ("xlf", "Unit 2 is in français, and an XLIFF file"),
        ("xlsx", "Unit 3 has a text of 40,000 characters"),
    ],
)
def test_what_no_output_can_hold_names_the_input_and_the_unit(
    app: typer.Typer, tmp_path: Path, ending: str, said: str
) -> None:
    fields = {"source": "a", "target": "b", "position": "[0]:[0]"}
    lines = [fields, fields | {"source_lang": "français"}, fields | {"target": "x" * 40_000}]
    place = tmp_path / "a.jsonl"
    place.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    with pytest.raises(DataError, match=f"^{place}: {said}"):
        run(app, place, tmp_path / f"out.{ending}")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_languages_are_chosen(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    run(app, corpus, tmp_path / "a.tmx")
    result = run(
        app, tmp_path / "a.tmx", "-", "--to", "tsv", "--source-lang", "en", "--target-lang", "fr"
    )
    assert result.stdout.splitlines()[0].startswith("The cat sleeps.\tLe chat dort.")


def test_an_unknown_origin_is_told(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n")
    result = run(app, tmp_path / "a.tsv", tmp_path / "a.tmx")
    assert "tsv, which does not tell who translated" in result.stderr
    assert "tsv, which does not tell who translated" in (tmp_path / "a.tmx").read_text()


def test_moses_files_are_named_by_language_not_region(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n")
    run(app, tmp_path / "a.tsv", tmp_path / "m.fr", "--source-lang", "fr-CA")
    assert (tmp_path / "m.fr").read_text() == "a\n"


@pytest.mark.parametrize(
    ("first", "second"), [("a.jsonl", "a.jsonl"), ("a.fr", "a.en"), ("a.en", "a.tsv")]
)
def test_an_output_never_takes_an_inputs_place(
    app: typer.Typer, corpus: Path, tmp_path: Path, first: str, second: str
) -> None:
    """The second is the first, one of its files, or a link to it."""
    run(app, corpus, tmp_path / first)
    if not (tmp_path / second).exists():
        (tmp_path / second).symlink_to(tmp_path / "a.fr")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="which the command reads or writes too"):
        run(app, tmp_path / first, tmp_path / second)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_output_never_takes_the_place_of_the_beads_text(
    app: typer.Typer, tmp_path: Path
) -> None:
    beads, source, target = (tmp_path / name for name in ("a.beads", "s.txt", "t.tsv"))
    beads.write_text("[0]:[0]\n")
    source.write_text("Oui.\n")
    target.write_text("Yes.\n")
    options = ("--from", "beads", "--source", source, "--target", target)
    with pytest.raises(UsageError, match="which the command reads or writes too"):
        run(app, beads, target, *options)
    assert target.read_text() == "Yes.\n"
