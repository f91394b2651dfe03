"""Beads, XCES links, HTML, XLIFF, XLSX and Parquet: what is particular to each."""

from __future__ import annotations

import errno
import gc
import io
import sys
from dataclasses import replace
from itertools import repeat

import pytest
from lxml import etree

from align.errors import DataError, MissingExtraError
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.registry import load, names
from align.signature import Signature

HEADER = CorpusHeader(
    "fr", "en", Signature.of(a="1"), "20260102T030405Z", "a<b>.txt", ("Note & so",)
)
UNIT = TranslationUnit(
    "« Où ? »", "Where?", "fr", "en", "1:2", Origin.HUMAN, "[3]:[4, 5]", "d", 0.98765
)
NULL = TranslationUnit("Rien.", "", "fr", "en", "1:0", Origin.HUMAN, "[4]:[]")
MACHINE = replace(UNIT, origin=Origin.MACHINE, engine="e", position="[6]:[]", score=None)
ANYWHERE = replace(UNIT, position="")
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
META = "{urn:oasis:names:tc:xliff:metadata:2.0}meta"


def write(name: str, *units: TranslationUnit) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    written = load("writer", name)().write(iter(units), stream, header=HEADER)
    return stream.getvalue(), written


def test_beads_are_vecaligns() -> None:
    data, written = write("beads", UNIT, NULL, ANYWHERE)
    assert data.decode() == "[3]:[4, 5]:0.9877\n[4]:[]\n"
    assert written == Written(2, skipped=1)


def test_xces_links_count_from_one_in_a_group_a_document() -> None:
    data, written = write("xces", UNIT, replace(NULL, document="d"), NULL, ANYWHERE)
    tree = etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True))
    groups = tree.findall("linkGrp")
    assert [(group.get("fromDoc"), group.get("toDoc")) for group in groups] == [
        ("fr/d.xml", "en/d.xml"), ("fr/a<b>.txt.xml", "en/a<b>.txt.xml"),
    ]  # fmt: skip
    links = [(link.get("xtargets"), link.get("certainty")) for link in tree.iter("link")]
    assert links == [("4;5 6", "0.9877"), ("5;", None), ("5;", None)]
    assert written == Written(3, skipped=1)


@pytest.mark.parametrize("name", ["beads", "xces"])
@pytest.mark.parametrize(
    "position", ["[0]:[x]", "[0]:[1]\n[1]:[2]", "[0]", "[]:[]", "[,]:[1]", f"[{'9' * 5000}]:[1]"]
)
def test_a_position_that_is_none_links_nothing(name: str, position: str) -> None:
    data, written = write(name, UNIT, replace(UNIT, position=position))
    assert written == Written(1, skipped=1)
    assert data == write(name, UNIT)[0]


@pytest.mark.parametrize("source", ["d.txt", "/texts/fr/d.txt"])
def test_xces_gives_the_target_document_its_own_name(source: str) -> None:
    stream = io.BytesIO()
    header = replace(HEADER, document="d.txt e 2.txt")
    load("writer", "xces")().write([replace(UNIT, document=source)], stream, header=header)
    assert 'fromDoc="fr/d.txt.xml" toDoc="en/e 2.txt.xml"' in stream.getvalue().decode()


def test_html_shows_all_and_marks_the_machine() -> None:
    data, written = write("html", UNIT, NULL, MACHINE, replace(UNIT, source="<script>\x0b"))
    tree = etree.HTML(data.decode(), None)
    rows = tree.findall(".//tbody/tr")
    assert [row.get("class") for row in rows] == [None, "null", "machine", None]
    assert [cell.get("lang") for cell in rows[0].findall("td")] == [None, "fr", "en"]
    assert rows[3].findall("td")[1].text == "<script>\ufffd"
    assert not tree.findall(".//script")
    assert tree.findtext(".//h1") == "a<b>.txt"
    assert [p.text for p in tree.findall(".//p")] == ["Note & so", "a:1", "2026-01-02 03:04 UTC"]
    style = tree.findtext(".//style")
    assert "h1, p { overflow-wrap: anywhere }" in style  # a signature is one long word
    assert "@media (max-width: 40rem)" in style
    assert written == Written(4, replaced=1)


def test_xliff_has_metadata_and_characters_that_xml_forbids() -> None:
    data, written = write("xliff", replace(UNIT, source="a\x0bb\ud800"), NULL, MACHINE)
    tree = etree.fromstring(data)
    assert (tree.get("version"), tree.get("srcLang"), tree.get("trgLang")) == ("2.1", "fr", "en")
    units = tree.findall(f".//{XLIFF}unit")
    assert len({unit.get("id") for unit in units}) == 3
    source = units[0].find(f".//{XLIFF}source")
    assert (source.text, source[0].get("hex"), source[0].tail) == ("a", "000B", "b\ufffd")
    metadata = {meta.get("type"): meta.text for meta in units[2].iter(META)}
    assert metadata == {
        "x-origin": "machine", "x-bead": "1:2", "x-position": "[6]:[]", "x-document": "d",
        "x-engine": "e",
    }  # fmt: skip
    assert units[1].find(f".//{XLIFF}target") is None
    assert [s.get("state") for s in tree.iter(f"{XLIFF}segment")] == [
        "translated", "initial", "translated",
    ]  # fmt: skip
    assert tree.findtext(f".//{XLIFF}notes/{XLIFF}note") == "Note & so"
    assert written == Written(3, replaced=1)


def test_xliff_refuses_a_second_pair_of_languages() -> None:
    with pytest.raises(DataError, match="Unit 2 is in de"):
        write("xliff", replace(UNIT, source_lang="fr-CA"), replace(UNIT, target_lang="de"))


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_xlsx_refuses_what_no_cell_holds(text: str) -> None:
    """Excel counts what is beyond the first plane as two, and repairs a file with longer cells."""
    with pytest.raises(DataError, match="Unit 2 has a text of 32,768 characters"):
        write("xlsx", UNIT, replace(UNIT, source=text))


@pytest.mark.parametrize("text", ["é" * 32_767, "😀" * 16_383])
def test_xlsx_holds_what_a_cell_holds(text: str) -> None:
    data, _ = write("xlsx", replace(UNIT, source=text))
    assert next(load("bitext", "xlsx")().read(io.BytesIO(data), name="x").units).source == text


class Full(io.RawIOBase):
    """A disk without room."""

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_xlsx_leaves_nothing_to_complain_of_where_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("openpyxl")
    complaints: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    with pytest.raises(OSError, match="No space"):
        load("writer", "xlsx")().write([UNIT], Full(), header=HEADER)
    gc.collect()
    assert complaints == []


def test_xlsx_wraps_what_is_wider_than_its_column() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    long = replace(UNIT, source="Il pleut. " * 20, target="=It rains.", score=0.5)
    sheet = openpyxl.load_workbook(io.BytesIO(write("xlsx", UNIT, long)[0])).active
    head, short, wide = sheet.iter_rows()
    assert all(cell.font.b for cell in head)
    assert not any(cell.alignment.wrap_text for cell in short)
    assert all(cell.alignment.wrap_text and cell.alignment.vertical == "top" for cell in wide)
    assert [wide[1].value, wide[1].data_type, wide[2].value] == ["=It rains.", "s", 0.5]


def test_xlsx_goes_on_with_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    monkeypatch.setattr("align.writers.xlsx._ROWS", 3)
    data, written = write("xlsx", *repeat(UNIT, 5))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.max_row for sheet in book.worksheets] == [3, 3, 2]
    assert book.worksheets[0]["A1"].value == "Source (fr)"
    assert book.worksheets[2]["C2"].value == 0.9877
    assert book.worksheets[0].data_validations.dataValidation[0].formula1.count(",") == 3
    assert written == Written(5)


def test_parquet_keeps_the_signature() -> None:
    from pyarrow import parquet

    data, written = write("parquet", UNIT, NULL)
    table = parquet.read_table(io.BytesIO(data))
    assert table.schema.metadata[b"signature"] == b"a:1"
    assert table.column("score").to_pylist() == [0.98765, None]
    assert written == Written(2)


@pytest.mark.parametrize(("name", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_a_missing_extra_is_named(name: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"marialign\[{name}\]"):
        write(name, UNIT)
    with pytest.raises(MissingExtraError, match=rf"marialign\[{name}\]"):
        load("bitext", name)().read(io.BytesIO(b""), name="f")


@pytest.mark.parametrize("name", [n for n in names("writer") if n != "moses"])  # of three streams
def test_a_name_that_is_not_utf8_breaks_no_format(name: str) -> None:
    header = replace(HEADER, document="a\udcff.txt", project="p\udcff", notes=("n\udcff",))
    stream = io.BytesIO()
    unit = replace(UNIT, document="a\udcff.txt")
    written = load("writer", name)().write(iter([unit]), stream, header=header)
    assert written.units == 1
    assert stream.getvalue()
