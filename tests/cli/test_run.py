"""`align run`, as a user calls it."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from align.errors import DataError
from align.validation.tmx import validate_tmx
from align.writers.tmx import TmxWriter

PRESS = Path(__file__).parents[2] / "corpora" / "press-release"
FRENCH, ENGLISH = PRESS / "press-release.fr.txt", PRESS / "press-release.en.txt"
FAKE = ("--engine", "fake")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def units_of(data):
    """Each TU of a TMX as (source, target, props, creationid of the target's TUV)."""
    found = []
    for unit in ElementTree.fromstring(data).iter("tu"):
        props = {p.get("type"): p.text for p in unit.iter("prop")}
        texts = {tuv.get(LANG): tuv.findtext("seg") for tuv in unit.iter("tuv")}
        ids = {tuv.get(LANG): tuv.get("creationid") for tuv in unit.iter("tuv")}
        found.append((texts["fr"], texts["en"], props, ids))
    return found


def assert_valid(data):
    violations = []
    assert validate_tmx(io.BytesIO(data), report=violations.append).valid, violations


def test_one_file_gives_valid_tmx_in_which_machine_pairs_are_marked(call, tmp_path):
    out = tmp_path / "out.tmx"
    code, printed, said = call("run", FRENCH, "-o", out, *FAKE)
    assert (code, printed) == (0, "")
    assert_valid(out.read_bytes())
    units = units_of(out.read_bytes())
    assert len(units) == 12
    human = [u for u in units if u[2]["x-origin"] == "human"]
    [(source, target, props, ids)] = human
    assert source.startswith("Ce jeudi")
    assert target.startswith("The mayor")
    assert props["x-bead"] == "1:1"
    assert float(props["x-score"]) > 0.5
    assert re.fullmatch(r"\[\d+\]:\[\d+\]", props["x-position"])
    assert not any(name and name.startswith("MT:") for name in ids.values())
    for _, _, props, ids in units:
        if props["x-origin"] != "human":
            assert props["x-origin"] == "machine"
            assert ids["en"].startswith("MT:")
    header = ElementTree.fromstring(out.read_bytes()).find("header")
    assert any("machine" in (note.text or "") for note in header.iter("note"))
    assert "1 aligned pair; 11 machine-translated" in said
    assert "3 lines of dates, numbers or separators left out" in said


def test_two_files_hold_no_machine_pair(call, tmp_path):
    out = tmp_path / "out.tmx"
    code, _, said = call("run", FRENCH, ENGLISH, "-o", out, *FAKE)
    assert code == 0
    assert_valid(out.read_bytes())
    units = units_of(out.read_bytes())
    assert {u[2]["x-origin"] for u in units} == {"human"}
    assert "0 machine-translated" in said
    assert b"MT:" not in out.read_bytes()


def test_jsonl_marks_who_wrote_what(call, tmp_path):
    out = tmp_path / "out.jsonl"
    assert call("run", FRENCH, "-o", out, *FAKE)[0] == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [r["origin"] for r in rows].count("human") == 1
    assert all(r["engine"] == ("" if r["origin"] == "human" else "fake") for r in rows)
    assert all("aligner:captions" in r["signature"] for r in rows)


def test_tsv_of_aligned_pairs_holds_only_people(call):
    """TSV has no place for the origin: `--pairs` and the summary say what is in it."""
    code, printed, said = call("run", FRENCH, "--format", "tsv", "--pairs", "aligned", *FAKE)
    assert code == 0
    [line] = printed.splitlines()
    source, target, score = line.split("\t")
    assert source.startswith("Ce jeudi")
    assert target.startswith("The mayor")
    assert 0.5 < float(score) <= 1
    assert "1 aligned pair; 0 machine-translated" in said


def test_a_machine_pair_has_no_score_in_tsv(call):
    _, printed, _ = call("run", FRENCH, "--format", "tsv", *FAKE)
    assert sorted({line.count("\t") for line in printed.splitlines()}) == [1, 2]
    assert sum(line.count("\t") == 2 for line in printed.splitlines()) == 1


def test_standard_output_is_tmx_and_nothing_else(call):
    code, printed, said = call("run", FRENCH, *FAKE)
    assert code == 0
    assert_valid(printed.encode())
    assert said.count("\n") == 1


def test_standard_input_is_a_document():
    """In a process of its own, as `cat x | align run -`."""
    done = subprocess.run(
        [sys.executable, "-c", "from align.cli import main; main()", "run", "-", *FAKE],
        input=FRENCH.read_bytes(), capture_output=True, check=False, cwd=PRESS.parents[1],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert_valid(done.stdout)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_min_score_and_dedup_say_what_they_left_out(call):
    code, printed, said = call(
        "run", FRENCH, ENGLISH, "--min-score", "1", "--dedup", "--format", "jsonl", *FAKE
    )
    assert code == 0
    assert "filtered out: " in said
    assert all(json.loads(line)["score"] == 1 for line in printed.splitlines())


def test_the_report_is_one_page(call, tmp_path):
    page = tmp_path / "report.html"
    code, _, _ = call("run", FRENCH, "-o", tmp_path / "out.tmx", "--report", page, *FAKE)
    assert code == 0
    assert "Lormeau" in page.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.fixture
def files(tmp_path):
    """Good and bad inputs by name."""
    made = {
        "fr": "Le maire de la ville a présenté hier son nouveau plan aux habitants.\n".encode(),
        "en": b"The mayor presented her new plan to the people of the town yesterday.\n",
        "de": "Die Stadt hat gestern den neuen Plan der Bürgermeisterin gesehen.\n".encode(),
        "empty": b"",
        "dates": "• 14 mars 2024 -\n• |\n".encode(),
        "binary": b"\x7fELF\x02\x01\x01\0\0\0\0" * 9,
        "undecodable": b"Bonjour.\nLa ville\x81 et l\xe9 chat.\n",
    }
    for name, data in made.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "page.html").write_bytes(b"<p>" + made["fr"] + b"<p>" + made["en"])
    (tmp_path / "memory.tmx").write_text("<tmx/>")
    (tmp_path / "text.rtf").write_text(r"{\rtf1\ansi Le chat dort.\par}")
    return tmp_path


def files_in(folder):
    """Every name and content below a folder, hidden ones too."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


BAD = [
    (1, "both in 'fr'", ["fr.txt", "fr.txt"]),
    (1, "both in 'en'", ["en.txt", "en.txt"]),
    (1, "all of its text is in 'en'", ["en.txt"]),
    (1, "no text", ["empty.txt"]),
    (1, "no text", ["fr.txt", "empty.txt"]),
    (1, "only date lines", ["dates.txt"]),
    (1, "binary", ["binary.txt"]),
    (1, "no such file", ["missing.txt"]),
    (1, "folder", ["."]),
    (1, "line 2", ["undecodable.txt"]),
    (1, "translates fr to en", ["de.txt", "--source-lang", "de"]),
    (1, "no such folder", ["fr.txt", "--model", "/no/such/folder"]),
    (2, "not both", ["-", "-"]),
    (2, "--pairs human", ["fr.txt", "--pairs", "human"]),
    (2, "--min-score 2", ["fr.txt", "--min-score", "2"]),
    (2, "--min-score nan", ["fr.txt", "--min-score", "nan"]),
    (2, "--format pdf", ["fr.txt", "--format", "pdf"]),
    (2, "--report ./out.html", ["fr.txt", "-o", "out.html", "--report", "./out.html"]),
    (2, "--output fr.txt: this is fr.txt", ["fr.txt", "-o", "fr.txt", "--format", "tsv"]),
    (2, "--output ./en.txt", ["fr.txt", "en.txt", "-o", "./en.txt", "--format", "tsv"]),
    (2, "--report page.html: this is page.html", ["page.html", "--report", "page.html"]),
    (1, "memory.tmx: a document was expected", ["fr.txt", "memory.tmx"]),
    (1, "save it as .docx", ["text.rtf"]),
    (2, "--report page.pdf", ["fr.txt", "--report", "page.pdf"]),
    (2, "no engine 'none'", ["fr.txt", "--engine", "none"]),
    (2, "--beam 0", ["fr.txt", "--beam", "0"]),
    (2, "--pairs all", ["en.txt", "fr.txt", "--pairs", "all"]),
]


@pytest.mark.parametrize(("code", "message", "arguments"), BAD, ids=[b[1] for b in BAD])
def test_bad_input_is_one_sentence_and_no_file(call, files, monkeypatch, code, message, arguments):
    monkeypatch.chdir(files)
    before = files_in(files)
    got, printed, said = call("run", "-o", "out.tmx", *arguments)
    assert got == code, said
    assert printed == ""
    assert message in said
    assert said.startswith("align: ")
    assert said.count("\n") == 1
    assert said.endswith(".\n")
    assert files_in(files) == before


@pytest.mark.parametrize("output", ["out.xyz", "out"])
def test_an_ending_that_names_no_format(call, files, output):
    code, _, said = call("run", files / "fr.txt", "-o", files / output, *FAKE)
    assert code == 2
    assert "--format" in said
    assert not (files / output).exists()


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_a_folder_that_is_missing(call, files, option):
    """Whatever the output that cannot be written: one sentence, and no other output either."""
    outputs = {"-o": files / "out.tmx", "--report": files / "out.html"}
    outputs[option] = files / "no" / "such" / outputs[option].name
    code, _, said = call(
        "run", files / "fr.txt", *(x for pair in outputs.items() for x in pair), *FAKE
    )
    assert code == 1
    assert str(outputs[option]) in said
    assert said.count("\n") == 1
    assert not (files / "out.tmx").exists()


@pytest.mark.parametrize("command", ["run", "translate", "segment"])
def test_a_folder_that_is_missing_is_told_before_the_work(call, files, command):
    code, _, said = call(command, files / "no document", "-o", files / "no" / "out.tmx")
    assert code == 1
    assert "out.tmx: cannot be written: No such file or directory." in said


def test_an_error_in_the_middle_leaves_the_old_file(call, files, monkeypatch):
    out = files / "out.tmx"
    out.write_bytes(b"as it was")

    def half(self, units, stream, *, header):
        stream.write(b"<?xml half of it")
        raise DataError("x: broken in the middle.")

    monkeypatch.setattr(TmxWriter, "write", half)
    before = files_in(files)
    code, _, said = call("run", files / "fr.txt", "-o", out, *FAKE)
    assert (code, said) == (1, "align: x: broken in the middle.\n")
    assert out.read_bytes() == b"as it was"
    assert files_in(files) == before


def test_reference_scores_stand_on_stderr_and_in_the_report(call, tmp_path):
    trusted = tmp_path / "trusted.tsv"
    trusted.write_text(
        "Le port de Lormeau inaugure sa première station d’épuration solaire\t"
        "Port of Lormeau opens its first solar water treatment plant\n"
    )
    page, out = tmp_path / "out.html", tmp_path / "out.jsonl"
    options = ("-o", out, "--report", page, "--reference", trusted, *FAKE)
    code, _, said = call("run", FRENCH, ENGLISH, *options)
    assert code == 0
    assert "(pairs in it: 1): pairs with both texts in these documents: 1," in said
    assert "strict F1 1.000 (1)" in said
    assert "Scores against the reference" in page.read_text()
    assert "flatter" not in page.read_text()
    code, _, said = call("run", FRENCH, *options)  # one file: the target is not in it
    assert code == 0
    assert re.search(r"BLEU \d+\.\d \(1\), chrF \d+\.\d \(1\)", said)


def test_what_a_reference_says_was_rejected_is_no_gold(call, tmp_path):
    right = {
        "source": "Le port de Lormeau inaugure sa première station d’épuration solaire",
        "target": "Port of Lormeau opens its first solar water treatment plant",
    }
    wrong = {**right, "target": "The second part of the works will begin in September."}
    trusted = tmp_path / "trusted.jsonl"
    lines = (right, {**wrong, "review": "rejected"})
    trusted.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    options = ("-o", tmp_path / "out.jsonl", "--reference", trusted, *FAKE)
    _, _, said = call("run", FRENCH, ENGLISH, *options)
    assert "(pairs in it: 1)" in said
    assert "strict F1 1.000 (1)" in said


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.tsv", None, "gone.tsv: there is no such file."),
        ("gone", None, "gone: there is no such file."),
        ("a.txt", "x", "the ending '.txt' is unknown; one of .tmx, .tsv, .jsonl,"),
        ("other.tsv", "Autre chose.\tSomething else.\n", "none of its 1 pairs is about these"),
        ("empty.tsv", "", "there is no pair in this file"),
    ],
)
def test_a_reference_that_is_none_is_refused_in_one_sentence(
    call, tmp_path, name, content, message
):
    if content is not None:
        (tmp_path / name).write_text(content)
    out = tmp_path / "out.tmx"
    code, _, said = call("run", FRENCH, "-o", out, "--reference", tmp_path / name, *FAKE)
    assert code in (1, 2)
    assert message in said
    assert said.count("\n") == 1
    assert not out.exists()


def test_filters_and_project_reach_the_file(call, tmp_path):
    out = tmp_path / "out.tmx"
    options = ("--origin", "machine", "--max-ratio", "9", "--project", "A & B", *FAKE)
    code, _, said = call("run", FRENCH, "-o", out, *options)
    assert code == 0
    assert "1 not of machine origin" in said
    assert "0 with one side more than 9 times as long as the other" in said
    data = out.read_bytes()
    assert_valid(data)
    assert {props["x-origin"] for _, _, props, _ in units_of(data)} == {"machine"}
    header = ElementTree.fromstring(data).find("header")
    assert {p.get("type"): p.text for p in header.iter("prop")}["x-project"] == "A & B"


def cues(texts):
    times = [f"00:00:{2 * n:02},000 --> 00:00:{2 * n + 1:02},000" for n in range(len(texts))]
    return "".join(f"{time}\n{text}\n\n" for time, text in zip(times, texts, strict=True))


def test_each_side_says_where_it_stood(call, tmp_path):
    french, english = tmp_path / "a.fr.srt", tmp_path / "a.en.srt"
    french.write_text(cues(["Le maire a visité le port. Il", "est reparti à midi."]), "utf-8")
    english.write_text(cues(["The mayor visited the harbour.", "He left at noon."]), "utf-8")
    out = tmp_path / "out.jsonl"
    assert call("run", french, english, "-o", out, *FAKE)[0] == 0
    held = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    whole = "00:00:00.000 --> 00:00:03.000"
    first, second = "00:00:00.000 --> 00:00:01.000", "00:00:02.000 --> 00:00:03.000"
    assert [(row["source_place"], row["target_place"]) for row in held] == [
        (first, first), (whole, second),
    ]  # fmt: skip
    tmx, again = tmp_path / "out.tmx", tmp_path / "again.jsonl"
    assert call("convert", out, tmx)[0] == call("convert", tmx, again)[0] == 0
    assert_valid(tmx.read_bytes())
    kept = [json.loads(line) for line in again.read_text("utf-8").splitlines()]
    assert [row["source_place"] for row in kept] == [first, whole]
    code, _, said = call("convert", tmx, tmp_path / "out.tsv")
    assert code == 0
    assert "places in files (2)" in said
    assert call("run", FRENCH, ENGLISH, "-o", out, *FAKE)[0] == 0
    assert "place" not in out.read_text("utf-8")


def test_marks_of_quoted_mail_are_in_no_pair(call, tmp_path):
    for name, text in (
        ("fr", "> Le chat dort dans le\n>   jardin. Le chien\n> mange.\n"),
        ("en", "> The cat sleeps in the\n> garden. The dog\n>\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = tmp_path / "fr", tmp_path / "en"
    code, printed, _ = call("segment", files[0])
    assert (code, printed) == (0, "Le chat dort dans le jardin.\nLe chien mange.\n")
    out = tmp_path / "out.jsonl"
    assert call("run", *files, "-o", out, *FAKE)[0] == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert not any(">" in row["source"] + row["target"] for row in rows)
    reviewed = "".join(json.dumps(row | {"review": "accepted"}) + "\n" for row in rows)
    (tmp_path / "reviewed.jsonl").write_text(reviewed, encoding="utf-8")
    fixed = "--fixed", tmp_path / "reviewed.jsonl"
    assert call("run", *files, "-o", tmp_path / "again.jsonl", *fixed, *FAKE)[0] == 0


def test_python_m_align_is_the_command(call):
    def run(*words):
        done = subprocess.run([sys.executable, "-m", "align", *words], capture_output=True)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    assert run("segment", str(ENGLISH)) == call("segment", ENGLISH)
    assert run("segment", "gone.txt") == call("segment", "gone.txt")
