"""Opening: a file of pairs or two documents; a review goes on where it stood."""

from __future__ import annotations

import io
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.errors import DataError, ReadError, UsageError
from align.records import CorpusHeader, Origin, Reasons, TranslationUnit
from align.registry import load
from align.review.export import export
from align.review.journal import JournalInUseError
from align.review.opening import Aligned, Opened, journal_path, open_review
from align.signature import Signature

HEADER = CorpusHeader(
    "fr", "en", Signature.of(aligner="x"), "20260102T030405Z", "d", ("note",), "project"
)
UNITS = [
    TranslationUnit(
        "Un. Deux.", "One. Two.", "fr", "en", "2:2", Origin.HUMAN, "[0, 1]:[0, 1]", "d", 0.9,
        reasons=Reasons(0.1, 0.2, 0.3, 0.4),
    ),
    TranslationUnit(
        " Trois  ", "Three\n", "fr-CA", "en", "1:1", Origin.MACHINE, "[2]:[]", "d", None, False,
        "e", ("length", "numbers"), "accepted", "ann", "20260102T030405Z", "n", (0.5, 0.25),
    ),
    TranslationUnit("A. B. C.", "a", "fr", "en", "2:1", Origin.HUMAN, "[3, 4]:[2]", "d", 0.5, True),
    TranslationUnit("Quatre.", "four", "fr", "en", "1:1", Origin.HUMAN, "x7", "other"),
]  # fmt: skip
NULLS = [
    TranslationUnit("Seul.", "", "fr", "en", "1:0", Origin.HUMAN, "[5]:[]", "d"),
    TranslationUnit("", "Alone.", "fr", "en", "0:1", Origin.HUMAN, "[]:[3]", "d"),
]


def saved(path: Path, units: list[TranslationUnit]) -> str:
    with path.open("wb") as stream:
        load("writer", path.suffix[1:])().write(units, stream, header=HEADER)
    return str(path)


def no_alignment(source: str, target: str) -> Aligned:
    raise AssertionError


def opened(path: str, target: str | None = None, **more: Any) -> Opened:
    return open_review(path, target, user="ann", align=no_alignment, **more)


@pytest.mark.parametrize(("name", "units"), [("a.tmx", UNITS), ("a.jsonl", UNITS + NULLS)])
def test_an_untouched_review_exports_the_file(
    tmp_path: Path, name: str, units: list[TranslationUnit]
) -> None:
    path = saved(tmp_path / name, units)
    before = Path(path).read_bytes()
    for began in (True, False):
        found = opened(path)
        with closing(found.document) as document:
            assert found.began is began
            stream = io.BytesIO()
            export(document.rows, document.header, stream, format=Path(name).suffix[1:])
        exported, data = stream.getvalue(), before
        if name == "a.tmx":  # the note on machine translations is said where it was missing
            start = exported.index(b"<note>Units whose")
            end = exported.index(b"</note>\n", start) + len(b"</note>\n")
            exported = exported[:start] + exported[end:]
            assert exported == data
        else:
            mine, first = (
                [json.loads(line) for line in text.splitlines()] for text in (exported, data)
            )
            assert mine[0].pop("notes")[0] == first[0].pop("notes")[0] == "note"
            assert mine == first
    assert Path(path).read_bytes() == before


def test_the_journal_lies_beside_the_file_and_alone(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    found = opened(path)
    assert found.journal == tmp_path.resolve() / "a.tmx.review"
    found.document.step("accept", {"id": 1}, version=1)
    found.document.close()
    assert {p.name for p in tmp_path.iterdir()} == {"a.tmx", "a.tmx.review"}
    assert journal_path("x/a.txt", "y/b.txt").name == "a.txt+b.txt.review"


def test_a_link_to_the_file_is_the_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    (tmp_path / "link.tmx").symlink_to(path)
    with closing(opened(path).document), pytest.raises(JournalInUseError):
        opened(str(tmp_path / "link.tmx"))


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    document = opened(path).document
    document.step("accept", {"id": 1}, version=1)
    document.close()
    data = Path(path).read_bytes()
    saved(tmp_path / "a.tmx", UNITS[:1])
    with pytest.raises(DataError, match=r"a\.tmx has changed since its review began"):
        opened(path)
    kept = opened(path, for_export=True)
    with closing(kept.document) as review:
        assert kept.changed == (path,)
        assert [row.unit.review for row in review.rows][:1] == ["accepted"]
        assert len(review.rows) == len(UNITS)
    Path(path).write_bytes(data)
    with closing(opened(path).document) as again:
        assert again.rows[0].unit.review == "accepted"


def test_the_languages_of_a_review_stay(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    opened(path, source_lang="en", target_lang="fr").document.close()
    with pytest.raises(DataError, match="the review began with 'en', not 'fr'"):
        opened(path, source_lang="fr")
    with closing(opened(path).document) as document:
        assert document.rows[0].unit.source == "One. Two."


def test_two_documents_are_aligned_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    calls = []

    def align(source: str, target: str) -> Aligned:
        calls.append((source, target))
        return HEADER, UNITS + NULLS

    paths = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")
    for _ in range(2):
        found = open_review(*paths, user="ann", align=align)
        with closing(found.document) as document:
            assert [row.unit for row in document.rows] == UNITS + NULLS
            assert document.header == HEADER
    assert calls == [paths]
    assert found.journal.name == "a.txt+b.txt.review"
    (tmp_path / "b.txt").write_text("changed")
    with pytest.raises(DataError, match=r"b\.txt has changed"):
        open_review(*paths, user="ann", align=align)


def test_bad_input_leaves_no_journal(tmp_path: Path) -> None:
    (tmp_path / "bad.tmx").write_text("<tmx")
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(ReadError, match="not well-formed"):
        opened(str(tmp_path / "bad.tmx"))
    with pytest.raises(DataError, match="there is no pair in this file"):
        opened(str(tmp_path / "empty.jsonl"))
    with pytest.raises(ReadError, match="no such file"):
        opened(str(tmp_path / "none.tmx"))
    for path in ("x.docx", "-"):
        with pytest.raises(UsageError):
            opened(path)
    assert {p.name for p in tmp_path.iterdir()} == {"bad.tmx", "empty.jsonl"}


def test_what_other_tools_wrote_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"source": "a", "target": "b", "mood": "good"}\n')
    found = opened(str(path))
    found.document.close()
    assert found.losses == {"fields of other tools": 1}


def test_rejected_rows_are_in_json_lines_only(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    with closing(opened(path).document) as document:
        document.step("reject", {"id": 1}, version=1)
        rows, header = document.rows, document.header
    kept = {}
    for name in ("tmx", "jsonl", "tsv"):
        for everything in (False, True):
            kept[name, everything] = export(
                rows, header, io.BytesIO(), format=name, everything=everything
            ).units
    assert kept == {
        ("tmx", False): 3, ("tmx", True): 4, ("jsonl", False): 4, ("jsonl", True): 4,
        ("tsv", False): 3, ("tsv", True): 4,
    }  # fmt: skip


def test_machines_are_told_of_where_one_wrote_what_goes_out(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tmx", UNITS)
    with closing(opened(path).document) as document:
        document.step("reject", {"id": 2}, version=1)  # the machine's
        noted = []
        for everything in (False, True):
            stream = io.BytesIO()
            export(
                document.rows, document.header, stream, format="tmx", everything=everything
            )  # fmt: skip
            noted.append(b"an engine wrote" in stream.getvalue())
    assert noted == [False, True]


def test_a_header_without_a_date_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("un\tone\t0.5\n")
    stream = io.BytesIO()
    with closing(opened(str(path)).document) as document:
        assert replace(document.header, created="") == CorpusHeader("fr", "en", Signature(), "")
        export(document.rows, document.header, stream, format="tmx")
    assert b'creationdate="20' in stream.getvalue()
