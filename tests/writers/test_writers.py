"""What every writer of one stream keeps to, and what each of TMX, TSV and JSONL adds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from align.errors import DataError
from align.output import MACHINE_NOTE
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.registry import load
from align.signature import Signature

DTD = Path(__file__).parents[2] / "../shared/data/tmx/tmx14.dtd"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADER = CorpusHeader(
    "fr", "en", Signature.of(aligner="length", version="1"), "20260102T030405Z", "a.txt", ("Note",)
)
TRAPS = [
    "\x0b",
    "\ud800",
    "\udfff",
    "]]>",
    "\u200f",
    "\u202b",
    "😀",
    "\ufffe",
    "\uffff",
    "\r\n",
    "\t",
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*TRAPS, "&", "<", "&amp;", "\x00", "\x85", "\u2028", "é", " ", "=1+1"]),
        st.text(st.characters(exclude_categories=()), max_size=8),
    ),
    max_size=6,
).map("".join)
UNITS = st.builds(
    TranslationUnit,
    source=TEXTS,
    target=TEXTS,
    source_lang=st.sampled_from(["fr", "fr-CA", "de", ""]),
    target_lang=st.sampled_from(["en", "en-GB", "zh-Hant-TW", ""]),
    bead=st.sampled_from(["1:1", "1:2", ""]),
    origin=st.sampled_from(Origin),
    position=TEXTS,
    document=TEXTS,
    score=st.none() | st.floats(0, 1),
    crossing=st.booleans(),
    engine=TEXTS,
    flags=st.sampled_from([(), ("copied",), ("copied", "length")]),
    source_place=st.sampled_from(["", "page 3", "a<b>.xhtml, line 2"]),
    target_place=st.sampled_from(["", "00:00:01.000 --> 00:00:02.500", "\x0b"]),
)


def unit(source: str = "Bonjour.", target: str = "Hello.", **changes: object) -> TranslationUnit:
    fields: dict[str, object] = {
        "source_lang": "fr", "target_lang": "en", "bead": "1:1",
        "origin": Origin.HUMAN, "position": "[0]:[0]",
    }  # fmt: skip
    return TranslationUnit(source, target, **(fields | changes))  # type: ignore[arg-type]


def write(
    name: str, units: list[TranslationUnit], header: CorpusHeader = HEADER
) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    written = load("writer", name)().write(iter(units), stream, header=header)
    return stream.getvalue(), written


@pytest.mark.parametrize("name", ["tmx", "tsv", "jsonl"])
@given(units=st.lists(UNITS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_unit_is_written_or_counted(name: str, units: list[TranslationUnit]) -> None:
    data, written = write(name, units)
    data.decode()  # UTF-8, whatever came in
    nulls = sum(not (u.source.strip() and u.target.strip()) for u in units)
    assert written.skipped == (0 if name == "jsonl" else nulls)
    assert written.units == len(units) - written.skipped


@pytest.mark.skipif(not DTD.exists(), reason="the TMX DTD in ../shared is missing")
@given(units=st.lists(UNITS, max_size=4))
@settings(max_examples=150, deadline=None)
def test_tmx_passes_the_dtd(units: list[TranslationUnit]) -> None:
    data, written = write("tmx", units)
    tree = etree.fromstring(data)
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(tree), dtd.error_log
    assert len(tree.findall(".//tu")) == written.units
    header_lang = tree.find("header").get("srclang")
    for tu in tree.iter("tu"):
        languages = [tuv.get(XML_LANG) for tuv in tu.iter("tuv")]
        assert tu.get("srclang", header_lang) == languages[0]


@given(units=st.lists(UNITS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_tmx_keeps_text_and_origin(units: list[TranslationUnit]) -> None:
    data, written = write("tmx", units)
    kept = [u for u in units if u.source.strip() and u.target.strip()]
    lost = 0
    for tu, expected in zip(etree.fromstring(data).iter("tu"), kept, strict=True):
        props = {prop.get("type"): prop.text for prop in tu.findall("prop")}
        assert props["x-origin"] == expected.origin.value
        machine = expected.origin is Origin.MACHINE
        target = tu.findall("tuv")[1]
        assert (target.get("creationid") or "").startswith("MT:") == machine
        assert target.get("creationid") == target.get("changeid")
        for seg, text in zip(tu.iter("seg"), (expected.source, expected.target), strict=True):
            assert len(seg.text) == len(text)
            lost += sum(old != new for old, new in zip(text, seg.text, strict=True))
    assert lost == written.replaced


@pytest.mark.parametrize("name", ["tmx", "xliff"])
def test_what_a_note_cannot_hold_is_counted(name: str) -> None:
    data, written = write(name, [unit(note="Voir\x01 \ud800"), unit(note="Bien.")])
    assert written == Written(2, replaced=2)
    assert "<note>Voir\ufffd \ufffd</note>".encode() in data


def test_tmx_carries_the_metadata() -> None:
    one = unit(
        origin=Origin.MACHINE, engine="bundled", score=0.98765, bead="1:2", document="a.txt",
        position="[0]:[0, 1]", crossing=True, flags=("copied", "length"),
    )  # fmt: skip
    data, _ = write(
        "tmx", [one], CorpusHeader("fr", "en", HEADER.signature, "", "", (MACHINE_NOTE,))
    )
    tree = etree.fromstring(data)
    assert {prop.get("type"): prop.text for prop in tree.iter("prop")} == {
        "x-signature": "aligner:length|version:1",
        "x-origin": "machine", "x-score": "0.9877", "x-bead": "1:2", "x-position": "[0]:[0, 1]",
        "x-crossing": "true", "x-document": "a.txt", "x-engine": "bundled",
        "x-flags": "copied length",
    }  # fmt: skip
    assert tree.findtext("header/note") == MACHINE_NOTE
    assert tree.findall(".//tuv")[1].get("creationid") == "MT:bundled"
    assert "creationdate" not in tree.find("header").attrib


@pytest.mark.parametrize("changes", [{"source_lang": "français"}, {"target_lang": "fr_FR"}])
def test_tmx_refuses_what_is_no_language_tag(changes: dict[str, str]) -> None:
    with pytest.raises(DataError, match=r"^Unit 2: .* BCP 47"):
        write("tmx", [unit(" "), unit(**changes)])


@pytest.mark.parametrize("date", ["2026-01-02", "20261302T000000Z", "2026112T030405Z"])
def test_tmx_refuses_what_is_no_date(date: str) -> None:
    with pytest.raises(DataError, match="YYYYMMDDThhmmssZ"):
        write("tmx", [], CorpusHeader("fr", "en", HEADER.signature, date))


@given(units=st.lists(UNITS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_tsv_has_a_line_a_pair(units: list[TranslationUnit]) -> None:
    data, written = write("tsv", units)
    lines = data.decode().splitlines()
    kept = [u for u in units if u.source.strip() and u.target.strip()]
    assert len(lines) == written.units == len(kept)
    for line, expected in zip(lines, kept, strict=True):
        fields = line.split("\t")
        assert len(fields) == (2 if expected.score is None else 3)
        assert [len(text) for text in fields[:2]] == [len(expected.source), len(expected.target)]


def test_tsv_replaces_breaks_and_counts_them() -> None:
    data, written = write("tsv", [unit("a\tb\r\nc", "d\u2028e", score=0.5), unit("", "x")])
    assert data.decode() == "a b  c\td e\t0.5000\n"
    assert written == Written(1, skipped=1, replaced=4)


@given(units=st.lists(UNITS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_jsonl_lines_stand_alone(units: list[TranslationUnit]) -> None:
    data, written = write("jsonl", units)
    lines = data.decode().splitlines()
    assert len(lines) == len(units) == written.units
    for line, expected in zip(lines, units, strict=True):
        fields = json.loads(line)
        assert fields["signature"] == str(HEADER.signature)
        assert fields["score"] == expected.score
        assert fields["origin"] == expected.origin.value
        surrogate = any("\ud800" <= character <= "\udfff" for character in expected.source)
        assert (fields["source"] == expected.source) != surrogate


def test_places_stand_with_their_sides() -> None:
    one = unit(source_place="page 3", target_place="00:00:01.000 --> 00:00:02.500")
    tuvs = etree.fromstring(write("tmx", [one])[0]).findall(".//tuv")
    held = [[(p.get("type"), p.text) for p in tuv.findall("prop")] for tuv in tuvs]
    assert held == [[("x-place", one.source_place)], [("x-place", one.target_place)]]
    fields = json.loads(write("jsonl", [one])[0])
    assert (fields["source_place"], fields["target_place"]) == ("page 3", one.target_place)
    for name in ("tmx", "jsonl", "xliff"):
        assert b"place" not in write(name, [unit()])[0]


def test_tmx_and_jsonl_name_the_same_things_alike() -> None:
    unit = TranslationUnit(
        "a", "b", "fr", "en", "1:2", Origin.MACHINE, "[0]:[0, 1]", "d", 0.5, True, "e", ("empty",)
    )
    header = CorpusHeader(
        "fr", "en", Signature.of(a="1"), "20260102T030405Z", "d", ("Note.",), project="P & Q"
    )
    streams = io.BytesIO(), io.BytesIO()
    for name, stream in zip(("tmx", "jsonl"), streams, strict=True):
        load("writer", name)().write([unit, unit], stream, header=header)
    tmx = etree.fromstring(streams[0].getvalue())
    first, second = map(json.loads, streams[1].getvalue().splitlines())
    values = {prop.get("type").removeprefix("x-"): prop.text for prop in tmx.iter("prop")}
    for name in ("creationtool", "creationtoolversion", "creationdate"):
        values[name] = tmx.find("header").get(name)
    as_text = {key: str(value) for key, value in first.items()} | {
        "crossing": "true", "flags": " ".join(first["flags"]), "score": f"{first['score']:.4f}"
    }  # fmt: skip
    assert values.items() <= as_text.items()
    assert values["project"] == "P & Q"
    assert first["notes"] == [note.text for note in tmx.iter("note")] == ["Note."]
    assert "notes" not in second
    assert second["signature"] == "a:1"
