"""`align pair`, as a user calls it."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.beadfile import parse_beads

FRENCH = (
    "Le maire de Lormeau a ouvert la station.\n"
    "\n"
    "Elle a remercié les 40 ouvriers. Puis elle est partie pour Paris.\n"
    "Les travaux dureront deux ans.\n"
)
ENGLISH = (
    "The mayor of Lormeau opened the plant.\n"
    "She thanked the 40 workers.\n"
    "Then she left for Paris.\n"
    "\n"
    "The works will take two years.\n"
)
MT = (
    "The mayor of Lormeau has opened the station.\n"
    "\n"
    "She thanked 40 workers. Then she is gone for Paris.\n"
    "The works will last two years.\n"
)
BACK = (
    "Le maire de Lormeau ouvrit.\n"
    "Elle remercia les 40 ouvriers.\n"
    "Puis elle partit pour Paris.\n"
    "\n"
    "Les travaux prendront deux ans.\n"
)
LINKS = {((0,), (0,)), ((2,), (1, 2)), ((3,), (4,))}
MAIN = [sys.executable, "-c", "from align.cli import main; main()"]


@pytest.fixture
def files(tmp_path):
    made = {"fr": FRENCH, "en": ENGLISH, "mt": MT, "back": BACK, "empty": "", "short": "One.\n"}
    made["long"] = FRENCH * 2
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "binary").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0" * 9)
    (tmp_path / "undecodable").write_bytes(b"Bonjour.\nLa ville\x81 et l\xe9 chat.\n")
    return tmp_path


def assert_complete(printed, n, m):
    beads = parse_beads(printed, name="out")
    assert sorted(i for b in beads for i in b.sources) == list(range(n))
    assert sorted(j for b in beads for j in b.targets) == list(range(m))
    return beads


def prose(beads):
    """The beads without the blank lines, source 1 and target 3."""
    found = {
        (tuple(i for i in b.sources if i != 1), tuple(j for j in b.targets if j != 3))
        for b in beads
    }
    return found - {((), ())}


@pytest.mark.parametrize("aligner", ["translation", "lexical", "length"])
def test_every_line_stands_in_one_bead(call, files, aligner):
    code, printed, said = call(
        "pair", files / "fr", files / "en", "--translations", files / "mt", "--aligner", aligner
    )
    assert (code, said) == (0, "")
    beads = assert_complete(printed, 4, 5)
    assert (beads[0].sources[0], beads[0].targets[0]) == (0, 0)
    if aligner != "length":
        assert prose(beads) == LINKS
        assert all(0 <= b.score <= 1 for b in beads)


@pytest.mark.parametrize(
    "given",
    [
        ["--translations", "mt"],
        ["--reverse", "back"],
        ["--translations", "mt", "--reverse", "back"],
    ],
    ids=["there", "back", "both"],
)
def test_given_translations_keep_the_model_out(call, files, monkeypatch, given):
    import align.translators

    monkeypatch.setattr(align.translators, "open_translator", None)
    monkeypatch.chdir(files)
    code, printed, _ = call("pair", "fr", "en", *given)
    assert code == 0
    assert_complete(printed, 4, 5)


def test_without_translations_the_model_makes_them(call, files):
    code, printed, _ = call("pair", files / "fr", files / "en", "--threads", "1", "--beam", "1")
    assert code == 0
    assert prose(assert_complete(printed, 4, 5)) == LINKS


def test_exchanged_sides_are_found_out(call, files):
    """English first: the French side is translated; the beads are the mirror image."""
    _, there, _ = call("pair", files / "fr", files / "en", "--engine", "fake")
    _, back, _ = call("pair", files / "en", files / "fr", "--engine", "fake")
    mirrored = {(b.targets, b.sources) for b in parse_beads(back, name="back")}
    assert {(b.sources, b.targets) for b in parse_beads(there, name="there")} == mirrored


@given(
    x=st.lists(st.text("ab .,é\t🎉\x0b\x0c\u2028", max_size=8), min_size=1, max_size=6),
    y=st.lists(st.text("ab .,é\t🎉\x0b\x0c\u2028", max_size=8), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(
    max_examples=10, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_lines_keep_their_numbers(call, tmp_path, x, y, end):
    """Blank lines count, whatever ends a line; only LF, CRLF and CR do."""
    one, other = tmp_path / "x", tmp_path / "y"
    for path, lines in ((one, x), (other, y)):
        path.write_bytes("".join(line + end for line in lines).encode())
    code, printed, said = call(
        "pair", one, other, "--aligner", "lexical", "--source-lang", "fr", "--target-lang", "en"
    )
    assert code == 0, said
    assert_complete(printed, len(x), len(y))


def test_a_region_changes_nothing(call, files):
    args = ("pair", files / "fr", files / "en", "--aligner", "lexical")
    regions = ("--source-lang", "fr-FR", "--target-lang", "EN_gb")
    assert call(*args, *regions) == call(*args, "--source-lang", "fr", "--target-lang", "en")
    code, printed, said = call(*args, "--source-lang", "f r")
    assert (code, printed) == (2, "")
    assert "--source-lang 'f r': a language code, such as fr or fr-CA, was expected." in said
    assert call(*args, "--source-lang", "fr-c")[:2] == (2, "")


def test_beads_are_no_tmx(call, files):
    args = ("pair", files / "fr", files / "en", "--aligner", "lexical")
    code, printed, said = call(*args, "-o", files / "out.tmx")
    assert (code, printed) == (2, "")
    assert "align pair writes beads" in said
    assert not (files / "out.tmx").exists()


def test_the_output_goes_to_a_file(call, files):
    args = ("pair", files / "fr", files / "en", "--aligner", "lexical")
    _, printed, _ = call(*args)
    code, nothing, _ = call(*args, "-o", files / "out.beads")
    assert (code, nothing) == (0, "")
    assert (files / "out.beads").read_text() == printed


def test_standard_input_is_either_side(files):
    done = subprocess.run(
        [*MAIN, "pair", "-", str(files / "en"), "--aligner", "length"],
        input=FRENCH.encode(), capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert_complete(done.stdout.decode(), 4, 5)


def test_min_score_makes_nulls_and_loses_nothing(call, files):
    args = ("pair", files / "fr", files / "en", "--aligner", "lexical", "--min-score")
    _, all_of_them, said = call(*args, "0")
    assert "0 beads below" in said
    code, none, said = call(*args, "1")
    assert code == 0
    strong = {b.sources for b in parse_beads(all_of_them, name="x") if b.score == 1 and not b.null}
    beads = assert_complete(none, 4, 5)
    assert {b.sources for b in beads if not b.null} == strong
    assert "became nulls" in said


@pytest.mark.parametrize("aligner", ["translation", "lexical", "length"])
@pytest.mark.parametrize(
    "given", [["--translations", "short"], ["--reverse", "short"], ["--translations", "empty"]]
)
def test_another_number_of_translations(call, files, monkeypatch, aligner, given):
    monkeypatch.chdir(files)
    code, printed, said = call("pair", "fr", "en", *given, "--aligner", aligner, "-o", "out")
    assert (code, printed) == (1, "")
    lines = {"short": "1 line", "empty": "0 lines"}[given[1]]
    other = "en has 5" if given[0] == "--reverse" else "fr has 4"
    assert f"{given[1]}: {lines}, but {other}; " in said
    assert said.count("\n") == 1
    assert not (files / "out").exists()


def test_a_side_without_a_letter_is_in_no_language_of_its_own(call, tmp_path):
    """It was told to be French, as the other is."""
    (tmp_path / "text").write_text("Le chat dort, et le chien mange.\n" * 6)
    (tmp_path / "figures").write_text("12\n\n2024\n- 3 -\n5\n6\n")
    for names in (("text", "figures"), ("figures", "text"), ("figures", "figures")):
        paths = [tmp_path / name for name in names]
        code, printed, said = call("pair", *paths, "--aligner", "lexical")
        assert (code, said) == (0, "")
        assert_complete(printed, 6, 6)


BAD = [
    (1, "both in 'fr'", ["fr", "long"]),
    (1, "fr: there is no such file", ["no/fr", "en"]),
    (1, "empty: the file is empty", ["empty", "en"]),
    (1, "empty: the file is empty", ["fr", "empty"]),
    (1, "binary file", ["binary", "en"]),
    (1, "undecodable, line 2", ["fr", "undecodable"]),
    (1, "no such file", ["fr", "en", "--translations", "no"]),
    (1, "no such folder", ["fr", "en", "--model", "/no/such/folder"]),
    (2, "no aligner 'best'", ["fr", "en", "--aligner", "best"]),
    (2, "--min-score -1", ["fr", "en", "--min-score", "-1"]),
    (2, "Standard input", ["-", "-"]),
    (2, "no engine 'none'", ["fr", "en", "--engine", "none"]),
]


@pytest.mark.parametrize(("code", "message", "arguments"), BAD, ids=range(len(BAD)))
def test_bad_input_is_one_sentence_and_no_file(call, files, monkeypatch, code, message, arguments):
    monkeypatch.chdir(files)
    (files / "out").write_bytes(b"as it was")
    before = sorted(p.name for p in files.iterdir())
    got, printed, said = call("pair", *arguments, "-o", "out")
    assert (got, printed) == (code, ""), said
    assert message in said
    assert said.startswith("align: ")
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    assert (files / "out").read_bytes() == b"as it was"
    assert sorted(p.name for p in files.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "en", "--translations", "-"],
        ["fr", "-", "--reverse", "-"],
        ["fr", "en", "--translations", "-", "--reverse", "-"],
    ],
)
def test_standard_input_is_read_once_only(call, files, monkeypatch, arguments):
    monkeypatch.chdir(files)
    code, _, said = call("pair", *arguments)
    assert code == 2
    assert "Standard input" in said
    assert said.count("\n") == 1


def test_knobs_reach_the_aligner(call, files):
    command = ("pair", files / "fr", files / "en", "--aligner", "lexical")
    _, printed, _ = call(*command, "--max-align", "2")
    assert {b.type for b in assert_complete(printed, 4, 5)} <= {"1:1", "1:0", "0:1"}
    _, printed, _ = call(*command, "--skip-penalty", "-40")
    assert all(b.null for b in assert_complete(printed, 4, 5))


@pytest.mark.parametrize("knob", [["--max-align", "4"], ["--skip-penalty", "1"],
                                  ["--min-score", "0.5"], ["--calibration", "x.json"]])  # fmt: skip
def test_knobs_that_lengths_do_not_have_are_refused(call, files, knob):
    code, printed, said = call("pair", files / "fr", files / "en", "--aligner", "length", *knob)
    assert (code, printed) == (2, "")
    assert knob[0] in said


def test_help_shows_what_is_printed(call):
    code, printed, _ = call("pair", "--help")
    assert code == 0
    assert "[0]:[0, 1]:0.93" in " ".join(printed.split())
