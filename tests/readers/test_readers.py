"""Every reader keeps the same contract, and the endings of files lead to them."""

import importlib.util
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli import segment
from align.errors import ReadError
from align.readers import reader_for
from align.readers.stream import TextStream
from align.readers.text import TextReader
from align.registry import READ_ENDINGS, load, names

SAMPLES = {
    "text": b"Le port\n\nIl pleut. Il vente.\n",
    "markdown": b"# Le port\n\nIl pleut. Il *vente*.\n",
    "html": b"<h1>Le port</h1><p>Il pleut. Il <b>vente</b>.</p>",
    "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\nIl pleut. Il vente.\n",
}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "text"), ("-", "text"), ("README", "text"), ("a.MD", "markdown"),
        ("a.markdown", "markdown"), ("a.b.HTML", "html"), ("a.htm", "html"), ("a.xhtml", "html"),
        ("a.docx", "docx"), ("a.srt", "subtitles"), ("dir/a.vtt", "subtitles"),
        ("a.epub", "epub"), (Path("a.pdf"), "pdf"),
    ],
)  # fmt: skip
def test_endings(path: str | Path, name: str) -> None:
    assert reader_for(path) == name
    assert name in names("reader")


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("a.xlsx", "a table, of which `align convert` reads pairs"),
        ("a.PARQUET", "a table, of which `align convert` reads pairs"),
        ("a.csv", "a table; save it as .xlsx, of which `align convert` reads pairs"),
        ("a.xls", "a table; save it as .xlsx"),
        ("a.jsonl.gz", "JSON Lines, of which `align convert` reads pairs"),
        ("a.json", "JSON, whose keys and marks are no prose; save the text in it as .txt"),
        ("a.yml", "YAML, whose keys"),
        ("a.mqxliff", "pairs of translations, which `align convert` reads"),
    ],
)
def test_data_is_no_document(path: str, what: str) -> None:
    with pytest.raises(ReadError, match=rf"^{path}: a document was expected, this is {what}"):
        reader_for(path)


def test_what_is_said_to_be_for_convert_is() -> None:
    for path in ("a.xlsx", "a.parquet", "a.jsonl", "a.tmx", "a.sdlxliff", "a.mqxliff", "a.mxliff"):
        assert READ_ENDINGS[Path(path).suffix] in names("bitext")
        with pytest.raises(ReadError, match="`align convert` reads"):
            reader_for(path)


@pytest.mark.parametrize(
    ("path", "advice"),
    [("a.RTF", ".docx"), ("a.odt", ".docx"), ("a.doc", ".docx"), ("a.ass", ".srt"),
     ("a.po", "TMX"), ("a.azw3", ".epub"), ("a.pptx", ".pdf")],
)  # fmt: skip
def test_a_format_that_another_stands_for_is_refused_with_advice(path: str, advice: str) -> None:
    with pytest.raises(
        ReadError, match=rf"^{path}: a document was expected, .* as {re.escape(advice)}, "
    ):
        reader_for(path)


@pytest.mark.parametrize("name", names("reader"))
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100, b"PK\x03\x04\0\0"]
)
def test_another_format_is_refused_by_name(name: str, data: bytes) -> None:
    if name == "pdf" and importlib.util.find_spec("pypdf") is None:
        pytest.skip("pypdf is not installed")
    with pytest.raises(ReadError, match=r"^photo\.x: ") as caught:
        load("reader", name)().read(data, name="photo.x")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", SAMPLES)
def test_blocks_lie_in_the_text(name: str) -> None:
    document = load("reader", name)().read(SAMPLES[name], name="a")
    assert document.id == "a"
    last = document.blocks[-1]
    assert document.text[last.start : last.end] == "Il pleut. Il vente."
    assert bool(last.place) == (name != "text")  # a plain text's offsets say where


def test_the_command_says_where_a_segment_stood(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<h1>Le port</h1>\n<p>Il pleut. Il vente.</p>")
    app = typer.Typer()
    segment.register(app)
    result = CliRunner().invoke(app, [str(path), "--json"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["text"], row["place"]) for row in rows] == [
        ("Le port", "line 1"),
        ("Il pleut.", "line 2"),
        ("Il vente.", "line 2"),
    ]


def test_finding_a_reader_imports_nothing_heavy() -> None:
    code = (
        "import sys; from align.readers import reader_for; from align.registry import load, names\n"
        "for name in names('reader'): load('reader', name)\n"
        "heavy = 'lxml', 'markdown_it', 'pysubs2', 'pypdf', 'torch'\n"
        "print([module for module in heavy if module in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


PAIRS = [
    ("-", '{"source": "Il pleut.", "target": "It rains.", "score": 0.9}\n{}\n', "pairs of"),
    ("-", '{"target": "It rains.", "source": "Il pleut."}', "pairs of"),
    ("x.tsv", "Il pleut.\tIt rains.\t0.9946\r\nIl vente.\tIt blows.\r\n", "pairs of"),
    ("x.tsv", "Il pleut.\tIt rains.\nIl vente.\tIt blows.\n", "pairs of"),
    ("x.tsv", "Il pleut.\tIt rains.\nIl vente.\tIt blows.", "pairs of"),
    ("x.tsv", "1\tLe port\tThe port\n2\tIl pleut.\tIt rains.\n",
     "a table; `align convert` reads one of source, target and perhaps a score"),
    ("x.tsv", "no\tfr\ten\tde\n1\tOui\tYes\tJa\n2\tNon\tNo\tNein", "a table; `align"),
    ("x.xml", "<doc><p>Il pleut.</p></doc>", "XML, whose tags are no prose"),
    ("x.links", "[0]:[0, 1]:0.93\n[1, 2]:[]\n", "beads, which `align convert` reads with"),
    ("x.beads", "[0]:[0]", "beads"),
    ("-", '<?xml version="1.0"?>\n<!DOCTYPE cesAlign>\n',
     "links between other files, which `align convert` reads"),
    ("list.txt", "source\ttarget\tscore\na.txt\tb.txt\t0.9\n", "a list of documents"),
]  # fmt: skip
TABLES = [
    ("x.txt", '{"text": "Il pleut."}\n'),
    ("-", '{"source": "Il pleut.", "target": \n'),
    ("x.tsv", "Il pleut.\nIl vente.\n"),
    ("x.tsv", "1\tLe port\tThe port\n2\tIl pleut.\n"),
    ("x.txt", "1\tLe port\tThe port\n2\tIl pleut.\tIt rains.\n"),
    ("x.xml", "Il pleut.\n"),
    ("x.txt", "Il pleut.\tIt rains.\t0.9946\n"),
    ("x.tsv", "Il pleut.\tIt rains.\n"),
    ("x.tsv", "Il pleut.\tIt rains.\t0.9946\nIl vente.\n"),
    ("x.tsv", "source\ttarget\n"),
    ("x.tsv", "Il pleut.\tIt rains.\nIl vente.\n"),
    ("x.txt", "Il pleut.\tIt rains.\nIl vente.\tIt blows.\n"),
    ("x.txt", "[1]: une note\nIl pleut.\n"),
]


@pytest.mark.parametrize(("name", "text", "what"), PAIRS)
def test_pairs_as_our_writers_make_them_are_no_document(name: str, text: str, what: str) -> None:
    said = rf"^{name}: a document was expected, this is {what}"
    with pytest.raises(ReadError, match=said):
        TextReader().read(text.encode(), name=name)
    with pytest.raises(ReadError, match=said):
        TextStream(io.BytesIO(text.encode()), name=name)


@pytest.mark.parametrize(("name", "text"), TABLES)
def test_other_texts_with_tabs_or_braces_are_documents(name: str, text: str) -> None:
    assert TextReader().read(text.encode(), name=name).text == text
    assert list(TextStream(io.BytesIO(text.encode()), name=name).pieces()) == [text]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\r\n<!doctype html>\r\n<p>Oui.", "a web page; name it .html"),
        ('<?xml version="1.0"?>\n<html xmlns="x"><p>Oui.</p></html>', "a web page"),
        ('<?xml version="1.0"?>\n<tmx version="1.4"/>', "pairs of translations"),
        ('<?xml version="1.0"?>\n<TEI><p>Oui.</p></TEI>', "XML, whose tags"),
        ("{\\rtf1\\ansi Oui.}", "rich text"),
        ("\\documentclass{article}", "LaTeX"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOui.\n", "subtitles; name them .vtt"),
        ("1\r\n00:00:01,000 --> 00:00:02,000\r\nOui.\r\n", "subtitles; name them .srt"),
    ],
)
@pytest.mark.parametrize("name", ["x.txt", "-", "x.tei.xml"])
def test_another_format_is_told_by_what_it_begins_with(name: str, text: str, what: str) -> None:
    said = rf"^{name}: a document was expected, this is {re.escape(what)}"
    with pytest.raises(ReadError, match=said):
        TextReader().read(text.encode(), name=name)
    with pytest.raises(ReadError, match=said):
        TextStream(io.BytesIO(text.encode()), name=name)


def test_subtitles_and_markdown_are_streamed_by_their_names() -> None:
    for name, text in (("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n"), ("a.md", "<html>\n")):
        assert list(TextStream(io.BytesIO(text.encode()), name=name).pieces()) == [text]
