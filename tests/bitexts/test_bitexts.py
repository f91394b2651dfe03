"""Readers of pairs: what each writer holds comes back, and bad files are refused by line."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.bitexts.bitext import Bitext, turned
from align.errors import ReadError
from align.records import REVIEWS, CorpusHeader, Origin, Reasons, TranslationUnit
from align.registry import load, names
from align.signature import Signature

HEADER = CorpusHeader(
    "fr",
    "en",
    Signature.of(aligner="length", version="1"),
    "20260102T030405Z",
    "a.txt",
    ("One", "&"),
    "A project & more",
)
TEXT = st.lists(
    st.one_of(
        st.sampled_from(["]]>", "\u200f", "😀", "&amp;", "=1", "_x000B_", "_", "\u00a0", '"', "'"]),
        st.sampled_from(["\r", "\n", "\t", "\x0b", "\x00", "\x1f", "\ufffe", "\x85", "\u2028"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: "".join(parts) or "a")
# Every word of these is also what XML, lines and cells can hold.
NAME = st.text("abcé ,;<&>'\"=", max_size=6)
FIGURE = st.integers(0, 10_000).map(lambda n: n / 10_000)
SCORE = st.none() | FIGURE
UNITS = st.lists(
    st.builds(
        TranslationUnit,
        source=TEXT,
        target=TEXT,
        source_lang=st.just("fr"),
        target_lang=st.just("en"),
        bead=st.sampled_from(["1:1", "1:2", "3:1"]),
        origin=st.sampled_from(Origin),
        position=st.sampled_from(["", "[0]:[0]", "[3, 4]:[7]"]),
        document=NAME,
        score=SCORE,
        crossing=st.booleans(),
        engine=NAME,
        flags=st.sampled_from([(), ("copied",), ("copied", "length")]),
        review=st.sampled_from(["", *REVIEWS]),
        changed_by=NAME,
        changed_at=st.sampled_from(["", "20260102T030405Z"]),
        note=NAME,
        prior=st.lists(FIGURE, max_size=2).map(tuple),
        reasons=st.none() | st.builds(Reasons, FIGURE, FIGURE, FIGURE, FIGURE),
        source_place=NAME,
        target_place=NAME,
        machine_source=st.booleans(),
    ).map(
        lambda unit: replace(
            unit, machine_source=unit.machine_source and unit.origin is Origin.MACHINE
        )
    ),
    max_size=5,
)
XML_ILLEGAL = dict.fromkeys(
    [*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd"
)
BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"), " ") | {0: "\ufffd"}
# What each format makes of a text that it cannot hold as it is; the others hold all.
MENDED = {"tmx": XML_ILLEGAL, "tsv": BREAKS, "moses": BREAKS}
PLAIN = TranslationUnit("", "", "fr", "en", "1:1", Origin.HUMAN, "")


def write(
    name: str, units: list[TranslationUnit], header: CorpusHeader = HEADER
) -> dict[str, bytes]:
    streams = {"stream": io.BytesIO()}
    if name == "moses":
        streams |= {"target": io.BytesIO(), "scores": io.BytesIO()}
    sides: dict[str, Any] = {key: value for key, value in streams.items() if key != "stream"}
    load("writer", name)(**sides).write(iter(units), streams["stream"], header=header)
    return {key: stream.getvalue() for key, stream in streams.items()}


def read(name: str, data: dict[str, bytes] | bytes, **languages: str) -> Bitext:
    data = {"stream": data} if isinstance(data, bytes) else data
    sides: dict[str, Any] = {
        key: io.BytesIO(value) for key, value in data.items() if key != "stream"
    }
    reader = load("bitext", name)(**sides)
    bitext: Bitext = reader.read(io.BytesIO(data["stream"]), name="f", **languages)
    return bitext


@pytest.mark.parametrize("name", names("bitext"))
@given(units=UNITS)
@settings(max_examples=40, deadline=None)
def test_what_a_format_holds_comes_back(name: str, units: list[TranslationUnit]) -> None:
    writer = load("writer", name)
    kept = units
    if name in ("tmx", "tsv", "moses"):
        kept = [unit for unit in units if unit.source.strip() and unit.target.strip()]
    mended = MENDED.get(name, {})
    expected = []
    own = writer.holds - {"signature", "notes", "project"}
    for unit in kept:
        held = {field: getattr(unit, field) for field in own}
        held["source"] = unit.source.translate(mended)
        held["target"] = unit.target.translate(mended)
        expected.append(replace(PLAIN, **held))
    bitext = read(name, write(name, units))
    assert list(bitext.units) == expected
    assert not bitext.losses
    if "notes" in writer.holds and (expected or name != "jsonl"):  # its header is the first line
        assert bitext.header.notes == HEADER.notes
        assert bitext.header.project == HEADER.project
    if "signature" in writer.holds and expected:
        assert bitext.header.signature == HEADER.signature
        assert bitext.header.created == HEADER.created


@pytest.mark.parametrize("name", ["jsonl", "xliff", "parquet", "xlsx"])
def test_nulls_come_back(name: str) -> None:
    units = [
        TranslationUnit("a", "", "fr", "en", "1:0", Origin.HUMAN, ""),
        TranslationUnit("", "b", "fr", "en", "0:1", Origin.HUMAN, ""),
    ]
    assert list(read(name, write(name, units)).units) == units


@pytest.mark.parametrize("name", names("bitext"))
def test_an_empty_corpus_comes_back_empty(name: str) -> None:
    bitext = read(name, write(name, []))
    assert list(bitext.units) == []
    assert bitext.header.source_lang == "fr"


@pytest.mark.parametrize("name", ["jsonl", "xliff", "parquet", "xlsx", "tmx"])
def test_languages_can_be_turned_around(name: str) -> None:
    unit = TranslationUnit(
        "chat", "cats", "fr", "en", "1:2", Origin.MACHINE, "[0]:[1, 2]", engine="e"
    )
    if name == "xlsx":
        unit = replace(unit, bead="1:1", position="", engine="")
    data = write(name, [unit])
    (back,) = read(name, data, source_lang="en", target_lang="fr").units
    assert back == turned(unit)
    assert (back.origin, back.machine_source) == (Origin.MACHINE, True)
    if name in ("jsonl", "parquet", "tmx"):
        data = write(name, [back])
        assert list(read(name, data, source_lang="en", target_lang="fr").units) == [back]
        assert list(read(name, data, source_lang="fr", target_lang="en").units) == [unit]


@pytest.mark.parametrize("name", ["jsonl", "xliff", "parquet", "xlsx"])
def test_other_languages_are_counted(name: str) -> None:
    data = write(name, [replace(PLAIN, source="chat", target="cat")] * 3)
    bitext = read(name, data, source_lang="de")
    assert list(bitext.units) == []
    assert bitext.losses == Counter({"units in other languages": 3})


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("tsv", b"a\tb\nc\n", "f, line 2: 1 field between"),
        ("tsv", b"a\tb\t.5\t?\n", "f, line 1: 4 fields between"),
        ("tsv", b"source\ttarget\tscore\n", "f, line 1: the third field is 'score'"),
        ("tsv", b"a\tb\tnan\n", "f, line 1: the third field is 'nan'"),
        ("tsv", b"a\tb\nc\t\xe9\n", "f, line 2: does not decode as UTF-8"),
        ("jsonl", b'{"source": "a", "target": "b"}\n{"source"', "f, line 2: no JSON"),
        ("jsonl", b"[]\n", "f, line 1: an object was expected"),
        ("jsonl", b'{"source": "a"}\n', "f, line 1: there is no field 'target'"),
        ("jsonl", b'{"source": "a", "target": 1}\n', "f, line 1: the field 'target'"),
        ("jsonl", b'{"source": "a", "target": "b", "score": "1"}', "'score' is not a finite"),
        ("jsonl", b'{"source": "a", "target": "b", "score": NaN}', "'score' is not a finite"),
        ("jsonl", b'{"source": "a", "target": "b", "score": 1%b}' % (b"0" * 400), "a finite"),
        ("jsonl", b'{"source": "a", "target": "b", "prior": [1%b]}' % (b"0" * 400), "of finite"),
        ("jsonl", b'{"source": "a", "target": "b", "origin": "elf"}', "allowed are human, machine"),
        ("jsonl", b'{"source": "a", "target": "b", "flags": "x"}', "'flags' is not a list"),
        ("jsonl", b'{"source": "a", "target": "b", "crossing": 1}', "'crossing' is not true"),
        ("tmx", b"", "f, line 1: not well-formed XML"),
        ("tmx", b"<tmx version='1.4'>\n<body>", "f, line 2: not well-formed XML"),
        ("tmx", b"<html/>", "f, line 1: the root element is html"),
        ("tmx", b"<tmx version='2.0'/>", "f, line 1: this is TMX 2.0"),
        ("tmx", b"\n<?xml version='1.0' encoding='klingon'?><tmx/>", "f, line 2"),
        ("tmx", b"<?xml version='1.0' encoding='klingon'?><tmx/>", "encoding cannot be read"),
        ("xliff", b"<xliff/>", "f, line 1: the root element is xliff"),
        ("xlsx", b"PK", "no XLSX workbook"),
        ("parquet", b"PAR1", "no Parquet file"),
    ],
)
def test_bad_files_are_refused_by_line(name: str, data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        list(read(name, data).units)


def test_jsonl_needs_only_source_and_target() -> None:
    bitext = read("jsonl", b'\xef\xbb\xbf{"source": "a", "target": "b", "id": 7}\r\n\n')
    assert list(bitext.units) == [replace(PLAIN, source="a", target="b")]
    assert bitext.losses == Counter({"fields of other tools": 1})


def test_a_region_behind_an_underscore_is_one() -> None:
    """Formats that check their languages, such as TMX, would refuse to hold `en_US`."""
    fields = b'{"source": "a", "target": "b", "source_lang": "fr_CA", "target_lang": "en_US"}'
    bitext = read("jsonl", fields)
    (unit,) = bitext.units
    assert (unit.source_lang, unit.target_lang) == ("fr-CA", "en-US")
    assert (bitext.header.source_lang, bitext.header.target_lang) == ("fr-CA", "en-US")


def test_an_engine_without_an_origin_makes_a_machine_translation() -> None:
    (unit,) = read("jsonl", b'{"source": "a", "target": "b", "engine": "e"}').units
    assert unit.origin is Origin.MACHINE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tsv_with_a_byte_order_mark(encoding: str) -> None:
    bitext = read("tsv", "é\u2028\tb\r\nc\td\n".encode(encoding), source_lang="de")
    assert [(unit.source, unit.target) for unit in bitext.units] == [("é\u2028", "b"), ("c", "d")]
    assert (bitext.header.source_lang, bitext.header.target_lang) == ("de", "en")


def test_moses_sides_of_different_lengths_are_refused() -> None:
    with pytest.raises(ReadError, match="f, line 2: one of the files ends here"):
        list(read("moses", {"stream": b"a\nb\n", "target": b"a\n"}).units)
    with pytest.raises(ReadError, match=r"line 2: one of the files ends here \(target\), the oth"):
        list(read("moses", {"stream": b"a\nb\n", "target": b"a\n"}).units)
    with pytest.raises(ReadError, match=r"line 1: .* ends here \(source and scores\), the others"):
        list(read("moses", {"stream": b"", "target": b"a\n", "scores": b""}).units)
    with pytest.raises(ReadError, match="f, line 1: the score is 'high'"):
        list(read("moses", {"stream": b"a\n", "target": b"a\n", "scores": b"high\n"}).units)


@pytest.mark.parametrize("titles", ["source\ttarget", "Source\tTarget\t", "fr\ten", "en-GB\tfr"])
def test_titles_of_tsv_are_no_pair(titles: str) -> None:
    with pytest.raises(ReadError, match=r"f, line 1: .* are titles; a pair was expected"):
        list(read("tsv", f"{titles}\nOui\tYes\n".encode()).units)


@pytest.mark.parametrize("pair", [("Source", "source"), ("Français", "French"), ("fr", "fr")])
def test_words_that_titles_have_may_be_a_pair(pair: tuple[str, str]) -> None:
    for bitext in (read("tsv", "\t".join(pair).encode()), read("xlsx", sheet(list(pair)))):
        assert [(unit.source, unit.target) for unit in bitext.units] == [pair]


def test_tsv_as_spreadsheets_save_it() -> None:
    bitext = read("tsv", b"a\tb\t.5\r\nc\td\t\r\n\r\n\t\t\r\n")
    assert [(u.source, u.target, u.score) for u in bitext.units] == [
        ("a", "b", 0.5),
        ("c", "d", None),
    ]
    assert bitext.losses == Counter({"empty lines": 2})


def test_xlsx_of_people() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    rows = [
        ["Source (de_AT)", "Target", "Score", "Status"],
        [1957, "1957", None, "Accepted"],
        ["Katze", "dog", 0.2, "rejected"],
        [None, None],
        ["Katze", "cat", 0.5, "new", "machine"],
    ]
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    bitext = read("xlsx", stream.getvalue())
    units = list(bitext.units)
    assert [(u.source, u.target, u.source_lang, u.origin.value, u.review) for u in units] == [
        ("1957", "1957", "de-AT", "human", "accepted"),
        ("Katze", "dog", "de-AT", "human", "rejected"),
        ("Katze", "cat", "de-AT", "machine", ""),
    ]
    assert bitext.losses == Counter({"empty rows": 1})


def sheet(*rows: list[object]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_columns_of_xlsx_go_by_their_titles() -> None:
    bitext = read("xlsx", sheet(
        ["French", "English", "Comment", "Origin", "Score"],
        ["Oui.", "Yes.", "checked", "machine", 0.5],
        ["Non.", "No.", "12", None, None],
    ))  # fmt: skip
    assert [(u.source, u.target, u.score, u.origin.value) for u in bitext.units] == [
        ("Oui.", "Yes.", 0.5, "machine"), ("Non.", "No.", None, "human"),
    ]  # fmt: skip
    assert bitext.losses == Counter({"columns of other tools": 1})


def test_titles_say_which_language_is_where() -> None:
    rows = [["English", "Français"], ["Yes.", "Oui."]]
    (unit,) = read("xlsx", sheet(*rows), source_lang="fr", target_lang="en").units
    assert (unit.source, unit.target) == ("Oui.", "Yes.")


@pytest.mark.parametrize(
    ("titles", "langs"),
    [
        (["fr-FR", "en_GB"], ("fr-FR", "en-GB")),
        (["EN-US", "fr-ca"], ("EN-US", "fr-ca")),
        (["de-DE", "French"], ("de-DE", "fr")),
        (["Source (French)", "Target (anglais)"], ("fr", "en")),
    ],
)
def test_titles_are_locales_and_names_of_languages(titles: list[object], langs: object) -> None:
    """As CAT tools name columns; such a row was a pair of its own, and `French` no tag of TMX."""
    (unit,) = read("xlsx", sheet(titles, ["a", "b"])).units
    assert (unit.source_lang, unit.target_lang) == langs


def test_words_of_others_in_the_columns_of_a_review_are_counted() -> None:
    rows = [["fr", "en", "Status", "Origin"], ["a", "b", "OK", "MT"], ["c", "d", "New", "Human"]]
    bitext = read("xlsx", sheet(*rows))
    assert [(unit.review, unit.origin.value) for unit in bitext.units] == [("", "human")] * 2
    assert bitext.losses == Counter(
        {"status of other words than ours": 1, "origin of other words than ours": 1}
    )


def test_a_first_row_that_is_no_titles_is_told_what_titles_are() -> None:
    rows = [["ID", "FR", "EN"], [1, "Oui", "Yes"]]
    with pytest.raises(ReadError, match=r"row 1: the score is 'EN'; .* or titles of languages"):
        list(read("xlsx", sheet(*rows)).units)


def test_a_column_without_a_title_takes_none_that_another_has() -> None:
    rows = [["Source", "Target", "Status", None], ["chien", "dog", "rejected", None]]
    (unit,) = read("xlsx", sheet(*rows)).units
    assert unit.review == "rejected"


def test_a_glossary_of_languages_has_no_titles() -> None:
    rows = [["Français", "French"], ["Anglais", "English"], ["chien", "dog"]]
    units = list(read("xlsx", sheet(*rows)).units)
    assert [unit.source for unit in units] == ["Français", "Anglais", "chien"]
    assert {(unit.source_lang, unit.target_lang) for unit in units} == {("fr", "en")}


@pytest.mark.parametrize("review", ["", "accepted", "edited", "rejected"])
def test_xlsx_keeps_what_a_review_decided(review: str) -> None:
    (unit,) = read(
        "xlsx", write("xlsx", [replace(PLAIN, source="chat", review=review)])["stream"]
    ).units
    assert unit.review == review


def test_a_date_in_a_cell_has_no_time_that_nobody_wrote() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([datetime(2024, 3, 1), datetime(2024, 3, 1, 9, 30)])
    stream = io.BytesIO()
    book.save(stream)
    (unit,) = read("xlsx", stream.getvalue()).units
    assert (unit.source, unit.target) == ("2024-03-01", "2024-03-01 09:30:00")


@pytest.mark.parametrize(
    ("row", "cell"),
    [(["=A1", "No."], "A3"), (["Non.", "=B1"], "B3"), (["Non.", "No.", "=1/2"], "C3")],
)
def test_a_formula_that_nobody_worked_out_is_no_empty_text(row: list[object], cell: str) -> None:
    """openpyxl writes no values of formulas, and reads none: the unit would lose a side."""
    data = sheet(["Source", "Target", "Score", "Comment"], ["Oui.", "Yes.", 1], row)
    told = rf"f, sheet Sheet, cell {cell}: the value of this formula is not in the file; open"
    with pytest.raises(ReadError, match=told):
        list(read("xlsx", data).units)


def test_a_formula_in_a_column_that_is_not_read_is_no_matter() -> None:
    data = sheet(["Source", "Target", "Comment"], ["Oui.", "Yes.", "=1+1"], [None, None, "=1"])
    assert [(u.source, u.target) for u in read("xlsx", data).units] == [("Oui.", "Yes.")]


def edited(data: bytes, pattern: str, text: str) -> bytes:
    """A workbook with other XML in its first sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name.endswith("sheet1.xml"):
                held, count = re.subn(pattern.encode(), text.encode(), held)
                assert count == 1
            new.writestr(name, held)
    return stream.getvalue()


def test_the_value_of_a_formula_is_read_and_may_be_empty() -> None:
    data = sheet(["=A2", "=B2"], ["Oui.", "Yes."])
    data = edited(data, '<c r="A1">.*?</c>', '<c r="A1" t="str"><f>A2</f><v>Oui.</v></c>')
    data = edited(data, '<c r="B1">.*?</c>', '<c r="B1" t="str"><f>B2</f><v></v></c>')
    assert [(u.source, u.target) for u in read("xlsx", data).units] == [
        ("Oui.", ""), ("Oui.", "Yes."),
    ]  # fmt: skip


@pytest.mark.parametrize("formula", [None, "=1"])
def test_a_sheet_that_is_larger_than_it_says_is_read_whole(formula: str | None) -> None:
    data = sheet(["Source", "Target", "Note"], ["Oui.", "Yes.", formula], ["Non.", "No."])
    data = edited(data, '<dimension ref="A1:C3"', '<dimension ref="A1:A1"')
    assert [(u.source, u.target) for u in read("xlsx", data).units] == [
        ("Oui.", "Yes."), ("Non.", "No."),
    ]  # fmt: skip


def test_xlsx_keeps_formulas_as_text() -> None:
    import openpyxl

    unit = replace(PLAIN, source="=1+1", target="+1 _x0041_")
    data = write("xlsx", [unit])["stream"]
    row = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0][2]
    assert [cell.data_type for cell in row[:2]] == ["s", "s"]
    assert list(read("xlsx", data).units) == [unit]


@cache
def small(name: str) -> bytes:
    units = [replace(PLAIN, source="chat", target="cat", score=0.5, document="d")] * 2
    return write(name, units)["stream"]


@pytest.mark.parametrize("name", ["tmx", "xliff", "tsv", "jsonl", "xlsx", "parquet"])
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_damaged_files_end_in_one_sentence(name: str, data: st.DataObject) -> None:
    whole = bytearray(small(name))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        match data.draw(st.sampled_from(["cut", "byte", "drop"])):
            case "cut":
                del whole[place + 1 :]
            case "byte":
                whole[place] = data.draw(st.integers(0, 255))
            case "drop":
                del whole[place : place + data.draw(st.integers(1, 9))]
                whole = whole or bytearray(b"x")
    with suppress(ReadError):
        assert len(list(read(name, bytes(whole)).units)) <= 4
