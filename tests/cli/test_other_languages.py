"""Lines in third languages, as the commands tell of them."""

import json

import pytest

FRENCH = (
    "Le conseil municipal a voté hier le budget de la ville, qui prévoit trois écoles.\n\n"
    "La maire a remercié les habitants du quartier pour leur patience.\n\n"
)
GERMAN = "Der Gemeinderat hat gestern das Budget für die neue Brücke beschlossen.\n\n"
SPANISH = "El ayuntamiento aprobó ayer el presupuesto para las obras del nuevo puente.\n\n"
FAKE = ("--engine", "fake")


@pytest.fixture
def document(tmp_path):
    def written(text):
        path = tmp_path / "document.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (GERMAN, "1 line in another language (de) left out"),
        (GERMAN * 2, "2 lines in another language (de) left out"),
        (GERMAN + SPANISH, "2 lines in other languages (de, es) left out"),
    ],
)
def test_run_counts_them(call, document, lines, told):
    path = document(FRENCH * 3 + lines + FRENCH)
    code, printed, said = call("run", path, "--format", "jsonl", *FAKE)
    assert code == 0
    assert f"; {told}." in said
    rows = [json.loads(line) for line in printed.splitlines()]
    assert len(rows) == 8
    assert rows[0]["notes"][1] == f"Not in here: {told.removesuffix(' left out')}."
    assert "Gemeinderat" not in printed


def test_run_says_nothing_where_there_are_none(call, document):
    assert "language" not in call("run", document(FRENCH), "--format", "tsv", *FAKE)[2]


def test_the_report_lists_them(call, document, tmp_path):
    report = tmp_path / "report.html"
    path = document(FRENCH * 3 + GERMAN + SPANISH)
    assert call("run", path, "--format", "tsv", "--report", report, *FAKE)[0] == 0
    page = report.read_text(encoding="utf-8")
    assert "lines in other languages, not aligned" in page
    assert "2 lines in other languages" in page
    assert GERMAN.strip() in page
    assert SPANISH.strip() in page


def test_segment_says_their_language(call, document):
    code, printed, _ = call("segment", document(FRENCH * 3 + GERMAN + SPANISH), "--json")
    assert code == 0
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [(row["lang"], row["kind"]) for row in rows[-2:]] == [
        ("de", "paragraph"), ("es", "paragraph"),
    ]  # fmt: skip


def test_translate_leaves_them_as_they_are(call, document):
    code, printed, said = call("translate", document(FRENCH * 3 + GERMAN), *FAKE)
    assert code == 0
    assert printed.splitlines()[-1] == GERMAN.strip()
    assert said == "align: 1 line in another language (de): left as in the input.\n"


def test_translate_leaves_lines_as_they_are_too(call, document):
    path = document((FRENCH * 3 + GERMAN).replace("\n\n", "\n"))
    code, printed, said = call("translate", "--lines", path, *FAKE)
    assert code == 0
    assert printed.splitlines()[-1] == GERMAN.strip()
    assert said == "align: 1 line in another language (de): left as in the input.\n"


def test_batch_counts_them(call, document, tmp_path):
    (tmp_path / "list.tsv").write_text(f"{document(FRENCH * 3 + GERMAN + SPANISH)}\n")
    out = tmp_path / "out"
    code, _, said = call("batch", tmp_path / "list.tsv", "-o", out, "-j1", "--translator", "fake")
    assert code == 0, said
    assert "left out: 2 lines in other languages" in said
    [line] = (out / "done.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["others"] == 2
