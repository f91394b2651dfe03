"""The TMX checker: what it finds, where, and that the published DTD agrees."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from align.cli import validate
from align.errors import ReadError
from align.output import MACHINE_NOTE
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature
from align.validation.tmx import validate_tmx
from align.validation.tmx_model import ELEMENTS
from align.validation.violation import Rule, Violation
from align.writers.tmx import TmxWriter

SHARED = Path(__file__).parents[2] / "../shared/data/tmx"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"'
    ' adminlang="en" srclang="fr" datatype="plaintext">'
)
FULL = f"""<tmx version="1.4">
{HEADER}<note>n</note><prop type="p">v</prop>
<ude name="u" base="b"><map unicode="#xF8FF" code="#xF0"/></ude></header>
<body>
<tu tuid="1" creationdate="20260102T030405Z"><note>n</note><prop type="p">v</prop>
<tuv xml:lang="fr"><prop type="p">v</prop><seg>a<bpt i="1">b<sub>c</sub></bpt>d<ept i="1"/>
<ph x="1"/><it pos="begin">e</it><hi>f<hi>g</hi></hi><ut>h</ut></seg></tuv>
<tuv xml:lang="en-GB"><seg>i</seg></tuv>
</tu>
</body></tmx>"""


def violations(data: str | bytes) -> list[Violation]:
    found: list[Violation] = []
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    result = validate_tmx(io.BytesIO(data), report=found.append)
    assert result.violations == len(found)
    return found


def unit(body: str, attributes: str = "") -> str:
    return (
        f'<tmx version="1.4">\n{HEADER}</header>\n<body>\n<tu {attributes}>{body}</tu></body></tmx>'
    )


def seg(content: str) -> str:
    return unit(f'<tuv xml:lang="FR"><seg>{content}</seg></tuv>')


def test_a_valid_file_has_no_violation() -> None:
    assert violations(FULL) == []
    assert validate_tmx(io.BytesIO(FULL.encode()), report=lambda found: None).units == 1


@pytest.mark.parametrize(
    ("text", "line", "tu", "words"),
    [
        (FULL.replace("1.4", "1.4b"), 1, None, "'1.4' is the only value"),
        (FULL.replace(' version="1.4"', ""), 1, None, "no attribute version"),
        (FULL.replace(' o-tmf="t"', ""), 2, None, "no attribute o-tmf"),
        (FULL.replace('"sentence"', '"line"'), 2, None, "allowed are block"),
        (FULL.replace('adminlang="en"', 'adminlang="en_US"'), 2, None, "BCP 47"),
        (FULL.replace('srclang="fr"', 'srclang="de"'), 9, 1, "No tuv is in the source language"),
        (FULL.replace("20260102T030405Z", "2026-01-02"), 5, 1, "YYYYMMDDThhmmssZ"),
        (FULL.replace("20260102T030405Z", "20261302T030405Z"), 5, 1, "YYYYMMDDThhmmssZ"),
        (FULL.replace("20260102T030405Z", "20260102T030405"), 5, 1, "YYYYMMDDThhmmssZ"),
        (FULL.replace('tuid="1"', 'tuid="1 2"'), 5, 1, "white space"),
        (FULL.replace('xml:lang="en-GB"', 'xml:lang="english"'), 8, 1, "BCP 47"),
        (FULL.replace('xml:lang="en-GB"', 'lang="en"'), 8, 1, "no attribute xml:lang"),
        (FULL.replace('<ept i="1"/>', ""), 7, 1, "has no ept"),
        (FULL.replace('<ept i="1"/>', '<ept i="2"/>'), 6, 1, "has no bpt before"),
        (FULL.replace('<bpt i="1"', '<bpt i="one"'), 6, 1, "not a number"),
        (FULL.replace(' base="b"', ""), 3, None, "needs base"),
        (FULL.replace(' code="#xF0"', ""), 3, None, "one of code, ent, subst"),
        (FULL.replace('<ph x="1"/>', '<ph assoc="q"/>'), 7, 1, "allowed are p, f, b"),
        (FULL.replace("</tuv>\n</tu>", "</tuv><prop type='x'/>\n</tu>"), 8, 1, "before tuv"),
        (FULL.replace("</header>", "</header>stray"), 3, None, "Text is not allowed"),
        (FULL.replace("<hi>f", "<b>f</b><hi>f"), 7, 1, "b is not part of TMX"),
        (FULL.replace("<seg>i</seg>", ""), 8, 1, "tuv has no seg"),
        (FULL.replace(">i<", ">\x0b<"), 8, 1, "U+000B is forbidden"),
        (FULL.replace(">i<", ">\ufffe<"), 8, 1, "U+FFFE is forbidden"),
        (FULL.replace(">i<", ">&#xB;<"), 8, 1, "reference &#xB;"),
        (FULL.replace(">i<", ">&nbsp;<"), 8, 1, "undefined entity"),
        (FULL.replace("</tmx>", "</tmx"), 10, None, "Not well-formed"),
        (FULL.replace("</seg></tuv>\n</tu>", "</tuv>\n</tu>"), 8, 1, "</seg> was expected"),
        (FULL[: FULL.index("<tuv")], 6, 1, "the file ends inside tu"),
        ("", 1, None, "no element found"),
    ],
)  # fmt: skip
def test_each_violation_has_its_place(text: str, line: int, tu: int | None, words: str) -> None:
    found = violations(text)
    assert [(line, tu)] == [(v.line, v.unit) for v in found if words in v.message], found


def test_all_violations_are_reported_not_only_the_first() -> None:
    body = '<tuv xml:lang="fr"><seg>\x01</seg></tuv>'
    text = unit(body).replace("</body>", f"<tu>{body}</tu>\n<tu>{body}</tu>\n</body>")
    assert [v.unit for v in violations(text)] == [1, 2, 3]
    assert [v.line for v in violations(text)] == [4, 4, 5]


def test_each_of_many_faults_is_reported() -> None:
    found = violations(seg("\x01" * 5000))
    assert [v.line for v in found] == [4] * 5000


def test_bytes_that_do_not_decode_are_reported_each() -> None:
    data = seg("\xe9 \xe8").encode("latin-1")
    assert [v.message for v in violations(data)] == [
        "The byte 0xE9 is not valid UTF-8.",
        "The byte 0xE8 is not valid UTF-8.",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_tmx_pass(encoding: str) -> None:
    declared = "utf-16" if encoding == "utf-16" else "utf-8"
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n' + FULL.replace("\n", "\r\n")
    assert violations(text.encode(encoding)) == []


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("iso-8859-1", "iso-8859-1", "TMX is in UTF-8, UTF-16 or US-ASCII"),
        ("utf-8", "utf-16", "begins with the mark of UTF-16"),
        ("utf-16", "utf-8", "is not in UTF-16"),
        ("utf-16", "utf-16-le", "has to begin with a byte order mark"),
        ("klingon", "utf-8", "unknown"),
        ("rot13", "utf-8", "unknown"),
        ("undefined", "utf-8", "unknown"),
        ("punycode", "utf-8", "unknown"),
    ],
)
def test_other_encodings_are_reported(declared: str, encoding: str, words: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{FULL}'
    assert [words in v.message for v in violations(text.encode(encoding))] == [True]


def test_entity_bombs_are_refused_before_they_expand() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE tmx [<!ENTITY e0 "x">{bomb}]>' + seg("&e11;")
    assert ["entity declarations are refused" in v.message for v in violations(text)] == [True]
    outside = '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + seg("&e;")
    assert ["entity declarations are refused" in v.message for v in violations(outside)] == [True]


def test_an_external_dtd_is_named_but_never_loaded() -> None:
    assert violations('<!DOCTYPE tmx SYSTEM "/nowhere/tmx14.dtd">' + FULL) == []
    assert violations('<!DOCTYPE html SYSTEM "x.dtd">' + FULL)[0].rule is Rule.DTD
    entity = '<!DOCTYPE tmx SYSTEM "/nowhere/tmx14.dtd">' + seg("&eacute;")
    assert ["not declared" in v.message for v in violations(entity)] == [True]


def test_what_looks_illegal_inside_cdata_is_text() -> None:
    assert violations(seg("<![CDATA[&#11;]]>").replace("<body>", "<!-- &#11; --><body>")) == []


@pytest.mark.parametrize("offset", range(24))
def test_tokens_across_the_pieces_that_are_read(offset: int) -> None:
    text = seg("X&#11;<![CDATA[&#11;]]>\x0b")
    padding = " " * ((1 << 16) - text.index("X") - offset - len("<?p ?>"))
    found = violations(f"<?p {padding}?>{text}")
    assert [(v.line, v.unit) for v in found] == [(4, 1), (4, 1)]


@given(st.text(st.characters(exclude_categories=()), max_size=30), st.data())
@settings(max_examples=200, deadline=None)
def test_what_we_write_always_passes(text: str, data: st.DataObject) -> None:
    traps = st.sampled_from(["\x0b", "\ud800", "]]>", "\u200f", "😀", "\ufffe", "\r", '"', "MT:"])
    wild = st.lists(st.one_of(traps, st.text(max_size=5)), max_size=4).map("".join)
    language = st.sampled_from(["fr", "en", "EN-gb", "", "zh-Hant", "i-klingon", "x-a"])
    units = [
        TranslationUnit(
            text, data.draw(wild), data.draw(language), data.draw(language), data.draw(wild),
            data.draw(st.sampled_from(Origin)), data.draw(wild), data.draw(wild),
            data.draw(st.none() | st.floats(0, 1)), data.draw(st.booleans()), data.draw(wild),
            (data.draw(wild),),
        )
        for _ in range(2)
    ]  # fmt: skip
    header = CorpusHeader(
        data.draw(language), "en", Signature.of(a=data.draw(wild)), "20260102T030405Z",
        data.draw(wild), (MACHINE_NOTE, data.draw(wild)),
    )  # fmt: skip
    stream = io.BytesIO()
    TmxWriter().write(units, stream, header=header)
    assert violations(stream.getvalue()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_reported_never_raised(encoding: str, data: st.DataObject) -> None:
    """Whatever happens to a file: no exception, and lines in order within the file."""
    whole = bytearray(FULL.encode(encoding))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        whole = whole or bytearray(b"x")
    found = violations(bytes(whole))
    lines = [violation.line for violation in found]
    assert lines == sorted(lines)


@pytest.mark.skipif(not SHARED.exists(), reason="the TMX files in ../shared are missing")
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_the_published_dtd_agrees(data: st.DataObject) -> None:
    """Change a valid tree at random: we report a DTD violation exactly when the DTD does."""
    dtd = etree.DTD(str(SHARED / "tmx14.dtd"))
    tree = etree.fromstring(FULL.encode())
    names = sorted(ELEMENTS)
    attributes = ["type", "i", "x", "pos", "segtype", "srclang", "lang", XML_LANG, "name"]
    for _ in range(data.draw(st.integers(1, 3))):
        nodes = list(tree.iter())
        if len(nodes) == 1:
            break
        node = data.draw(st.sampled_from(nodes[1:]))
        other = data.draw(st.sampled_from(nodes))
        match data.draw(st.sampled_from(["drop", "rename", "copy", "attribute", "bare", "text"])):
            case "drop":
                node.getparent().remove(node)
            case "rename":
                node.tag = data.draw(st.sampled_from(names))
            case "copy":
                other.append(copy.deepcopy(node))
            case "attribute":
                node.set(data.draw(st.sampled_from(attributes)), "begin")
            case "bare" if node.attrib:
                del node.attrib[data.draw(st.sampled_from(sorted(node.attrib)))]
            case "text":
                node.text = data.draw(st.sampled_from(["word", " \n", ""]))
    text = etree.tostring(tree)
    ours = [v for v in violations(text) if v.rule is not Rule.SPEC]
    assert bool(ours) != dtd.validate(etree.fromstring(text)), (ours, dtd.error_log)


@pytest.mark.skipif(not SHARED.exists(), reason="the TMX files in ../shared are missing")
def test_a_real_tmx_of_others() -> None:
    """TICO-19's file keeps all the rules, as the DTD confirms; a broken copy does not."""
    data = (SHARED / "tico19.en-fr.tmx").read_bytes()
    tree = etree.fromstring(data)
    assert etree.DTD(str(SHARED / "tmx14.dtd")).validate(tree)
    found: list[Violation] = []
    result = validate_tmx(io.BytesIO(data), report=found.append)
    assert result.valid
    assert result.units == len(tree.findall("body/tu"))
    broken = data.replace(b'<tuv xml:lang="en">', b'<tuv xml:lang="de">')
    assert len(violations(broken)) == result.units


@pytest.fixture
def app() -> typer.Typer:
    application = typer.Typer()
    validate.register(application)
    return application


def test_command_reports_and_fails(app: typer.Typer, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tmx", tmp_path / "bad.tmx"
    good.write_text(FULL)
    bad.write_text(FULL.replace("1.4", "1.4b"))
    passed = CliRunner().invoke(app, [str(good)])
    assert (passed.exit_code, passed.stdout) == (0, "")
    assert "1 unit read, nothing is wrong" in passed.stderr
    failed = CliRunner().invoke(app, [str(bad)])
    assert failed.exit_code == 1
    assert failed.stdout.startswith(f"{bad}, line 1: The version is '1.4b'")


def test_command_prints_json_and_reads_standard_input(app: typer.Typer) -> None:
    failed = CliRunner().invoke(app, ["--json", "-"], input=FULL.replace("1.4", "1.4b"))
    assert failed.exit_code == 1
    answer = json.loads(failed.stdout)
    assert (answer["valid"], answer["units"]) == (False, 1)
    assert answer["violations"][0] | {"message": ""} == {
        "line": 1, "unit": None, "rule": "dtd", "message": "",
    }  # fmt: skip


def test_command_names_a_missing_file(app: typer.Typer, tmp_path: Path) -> None:
    missing = CliRunner().invoke(app, [str(tmp_path / "none.tmx")])
    assert isinstance(missing.exception, ReadError)
    assert "there is no such file" in str(missing.exception)
