"""Every command reads what gzip packed as it reads the plain file."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from align import gzipped

Call = Callable[..., tuple[int, str, str]]

FRENCH = "Le chat dort.\nIl pleut beaucoup.\nLe chien mange une pomme.\nNous partons demain.\n"
ENGLISH = "The cat sleeps.\nIt rains a lot.\nThe dog eats an apple.\nWe leave tomorrow.\n"
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nLe chat\ndort.\n"
FAKE = ("--engine", "fake")
LEXICAL = ("--aligner", "lexical")
UNIT = {"source": "Le chat dort.", "target": "The cat sleeps.", "position": "[0]:[0]"}
FILES = {
    "fr.txt": FRENCH,
    "en.txt": ENGLISH,
    "one.txt": "Le chat dort dans la maison.\n\nThe cat sleeps in the house.\n",
    "a.md": "# Titre\n\nLe *chat* dort. Il pleut.\n",
    "a.html": "<h1>Titre</h1><p>Le <b>chat</b> dort. Il pleut.</p>",
    "a.srt": SUBTITLES,
    "a.links": "[0]:[0]\n[1]:[1]\n[2, 3]:[2, 3]\n",
    "b.jsonl": json.dumps(UNIT | {"review": "accepted"}) + "\n",
    "a.tmx": (
        '<tmx version="1.4"><header srclang="fr" creationtool="a" creationtoolversion="1"'
        ' segtype="sentence" o-tmf="a" adminlang="en" datatype="plaintext"/><body><tu>'
        '<tuv xml:lang="fr"><seg>Oui.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>'
        "</body></tmx>"
    ),
}
COMMANDS = [
    ("run", "fr.txt", "en.txt", "--format", "jsonl", *FAKE),
    ("run", "one.txt", "--format", "tsv", *FAKE),
    ("run", "fr.txt", "en.txt", "--format", "tsv", "--fixed", "b.jsonl", *FAKE),
    ("run", "fr.txt", "en.txt", "--format", "tsv", "--reference", "b.jsonl", *FAKE),
    ("run", "fr.txt", "en.txt", "--format", "tsv", "--fixed", "a.links", *FAKE),
    ("segment", "fr.txt", "--json"),
    ("segment", "a.md", "--json"),
    ("segment", "a.html", "--json"),
    ("segment", "a.srt", "--json"),
    ("translate", "fr.txt", *FAKE),
    ("translate", "fr.txt", "--lines", *FAKE),
    ("pair", "fr.txt", "en.txt", "--translations", "en.txt", "--fixed", "a.links", *LEXICAL),
    ("pair", "fr.txt", "en.txt", "--reverse", "fr.txt", "--aligner", "length"),
    ("evaluate", "links", "a.links", "a.links", "--json"),
    ("evaluate", "links", "b.jsonl", "a.links", "--source", "fr.txt", "--target", "en.txt"),
    ("evaluate", "text", "en.txt", "en.txt", "--json"),
    ("evaluate", "segments", "fr.txt", "fr.txt", "--json"),
    ("validate", "a.tmx", "--json"),
    ("convert", "a.tmx", "-", "--to", "jsonl"),
    ("convert", "a.links", "-", "--to", "tsv", "--source", "fr.txt", "--target", "en.txt"),
    ("review", "a.tmx", "--export", "-", "--format", "tsv"),
    ("review", "fr.txt", "en.txt", "--export", "-", "--format", "tsv", *FAKE),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name, text in FILES.items():
        data = text.encode()
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_packed_file_gives_what_the_plain_one_gives(
    call: Call, folder: Path, command: tuple[str, ...]
) -> None:
    plain = call(*command)
    packed = call(*(f"{part}.gz" if part in FILES else part for part in command))
    assert plain[0] == 0
    assert plain[1] != ""
    assert [part if part == 0 else part.replace(".gz", "") for part in packed] == [*plain]


def test_standard_input_may_be_packed(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = FRENCH.encode()
    found = []
    for data in (given, gzip.compress(given)):
        for command in (("segment", "-"), ("translate", "-", *FAKE), ("pair", "-", "en.txt")):
            stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
            found.append(call(*command, *(LEXICAL if command[0] == "pair" else ())))
    assert found[:3] == found[3:]
    assert all(code == 0 and out for code, out, _ in found)


@pytest.mark.parametrize("where", ["names", "list"])
def test_a_batch_pairs_packed_documents_by_their_names(
    call: Call, tmp_path: Path, where: str
) -> None:
    for lang, text, ending in (("fr", FRENCH, ".fr.txt.gz"), ("en", ENGLISH, ".en.md.gz")):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / f"a{ending}").write_bytes(gzip.compress(text.encode()))
    given: tuple[Path, ...] = (tmp_path / "fr", tmp_path / "en")
    if where == "list":
        given = (tmp_path / "list.tsv.gz",)
        row = f"{tmp_path}/fr/a.fr.txt.gz\t{tmp_path}/en/a.en.md.gz\n"
        given[0].write_bytes(gzip.compress(row.encode()))
    code, _, told = call("batch", *given, "-o", tmp_path / "out", "--translator", "fake")
    assert code == 0, told
    assert [path.name for path in (tmp_path / "out").glob("*.tmx")] == ["a.fr.txt.gz.tmx"]


def test_documents_are_matched_packed(call: Call, tmp_path: Path) -> None:
    for name, text in (("fr/a.fr.txt.gz", FRENCH), ("en/a.en.txt.gz", ENGLISH)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    code, out, _ = call("match", tmp_path / "fr", tmp_path / "en", "--fast")
    row = out.splitlines()[1].split("\t")
    assert (code, row[:2]) == (0, [f"{tmp_path}/fr/a.fr.txt.gz", f"{tmp_path}/en/a.en.txt.gz"])


def test_folders_of_packed_alignments_go_by_their_names(call: Call, folder: Path) -> None:
    data = FILES["a.links"].encode()
    for name, held in (("system/a.links.gz", gzip.compress(data)), ("gold/a.links", data)):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(held)
    code, out, told = call("evaluate", "links", "system", "gold", "--json")
    assert (code, json.loads(out) != {}) == (0, True), told


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (("convert", "bad.tsv", "out.jsonl"), "bad.tsv.gz, line 2: 1 field"),
        (("convert", "bad.tmx", "out.jsonl"), "bad.tmx.gz, line 3: "),
        (("validate", "bad.tmx"), "bad.tmx.gz, line 3"),
        (("pair", "fr.txt", "en.txt", "--fixed", "bad.links"), "bad.links.gz, line 2: "),
        (("segment", "bad.txt"), "bad.txt.gz, line 2: byte"),
        (("translate", "bad.txt", *FAKE), "bad.txt.gz, line 2: byte"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_errors_have_the_lines_of_the_plain_file(
    call: Call, folder: Path, command: tuple[str, ...], line: str
) -> None:
    for name, data in (
        ("bad.tsv", b"a\tb\nc\n"),
        ("bad.tmx", b'<tmx version="1.4">\n<body>\n</bdy></tmx>'),
        ("bad.links", b"[0]:[0]\nno\n"),
        ("bad.txt", "Été à été déjà.\n".encode() + b"\xe9t\xe9 d\xe9j\xe0 \x81\x8d\x8f\n"),
    ):
        (folder / f"{name}.gz").write_bytes(gzip.compress(data))
    code, out, told = call(*(f"{part}.gz" if part.startswith("bad.") else part for part in command))
    assert code == 1
    assert line in out + told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", [*FILES])
def test_a_damaged_file_is_one_sentence_for_each_command(
    call: Call, folder: Path, name: str
) -> None:
    packed = folder / f"{name}.gz"
    packed.write_bytes(packed.read_bytes()[:-6])
    for command in COMMANDS:
        if name in command:
            code, out, told = call(*(f"{part}.gz" if part == name else part for part in command))
            assert code == 1, command
            assert out == "" or command[0] == "validate"  # which prints what it finds at once
            assert f"{name}.gz: what gzip has packed here is damaged or cut short" in told
            assert told.count("\n") == 1, told


@pytest.mark.parametrize(
    "command",
    [
        ("segment", "a.txt.gz"), ("segment", "a.md.gz"), ("translate", "a.txt.gz", *FAKE),
        ("convert", "a.tsv.gz", "out.tmx"), ("convert", "a.jsonl.gz", "out.tmx"),
        ("convert", "a.tmx.gz", "out.tsv"), ("validate", "a.tmx.gz"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_one_line_that_never_ends_is_no_danger(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(gzipped, "_FREE", 1 << 20)
    (folder / command[1]).write_bytes(gzip.compress(b"<tmx " + b"a" * (4 << 20)))
    code, out, told = call(*command)
    assert (code, out) == (1, "")
    why = "what gzip has packed here unpacks to more than 1 MB and 200 times its size"
    assert told.splitlines()[-1] == f"align: {command[1]}: {why}; less was expected."
    assert not list(folder.glob("out.*"))


@pytest.mark.parametrize("name", ["a.docx.gz", "a.docm.GZ", "a.epub.gz"])
def test_what_is_packed_already_is_refused_packed_again(
    call: Call, folder: Path, name: str
) -> None:
    (folder / name).write_bytes(gzip.compress(b"PK\3\4"))
    for command in (("run", name, *FAKE), ("segment", name), ("translate", name, *FAKE)):
        code, out, told = call(*command)
        assert (code, out, told.count("\n")) == (1, "", 1)
        assert f"{name}: a document was expected, this is a {Path(name[:-3]).suffix} that" in told


def test_pairs_are_refused_as_documents_packed_too(call: Call, folder: Path) -> None:
    code, _, told = call("segment", "a.tmx.gz")
    assert (code, told.count("\n")) == (1, 1)
    assert "a.tmx.gz: a document was expected, this is pairs of translations" in told
