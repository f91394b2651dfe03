"""Word documents become blocks, tables and notes included; a hostile zip becomes one sentence."""

import io
import struct
import zipfile

import pytest

from align.errors import ReadError
from align.readers.docx import DocxReader

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
STYLES = """
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison"><w:name w:val="Maison"/>
  <w:basedOn w:val="Titre1"/></w:style>
<w:style w:type="paragraph" w:styleId="Niveau"><w:name w:val="Niveau"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Boucle"><w:name w:val="A"/>
  <w:basedOn w:val="Boucle2"/></w:style>
<w:style w:type="paragraph" w:styleId="Boucle2"><w:name w:val="B"/>
  <w:basedOn w:val="Boucle"/></w:style>
<w:style w:type="paragraph" w:styleId="Lgende"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
"""


def p(text: str, style: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """Build a document; `parts` are other parts of its word folder, without the root."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        text = f'<w:document xmlns:w="{namespace}" xmlns:m="m"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
        for name, content in {"styles": STYLES, **parts}.items():
            root = f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>'
            archive.writestr(f"word/{name}.xml", root)
    return stream.getvalue()


def blocks(data: bytes) -> list[tuple[str, str, str]]:
    document = DocxReader().read(data, name="a.docx")
    return [(str(b.kind), b.place, document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_styles(namespace: str) -> None:
    body = (
        p("Sommaire 3", "TM1")
        + p("Le port", "Titre1")
        + p("La ville", "Maison")
        + p("La rue", "Niveau")
        + "<w:p/>"
        + p("Il pleut.", "Boucle")
        + p("Un point", "", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
        + p("Sailors on deck", "Lgende")
        + p("8 septembre 2022")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Un titre gras</w:t></w:r></w:p>"
    )
    assert blocks(docx(body, namespace=namespace)) == [
        ("meta", "paragraph 1", "Sommaire 3"),
        ("heading", "paragraph 2", "Le port"),
        ("heading", "paragraph 3", "La ville"),
        ("heading", "paragraph 4", "La rue"),
        ("paragraph", "paragraph 6", "Il pleut."),
        ("item", "paragraph 7", "Un point"),
        ("caption", "paragraph 8", "Sailors on deck"),
        ("meta", "paragraph 9", "8 septembre 2022"),
        ("heading", "paragraph 10", "Un titre gras"),
    ]


def test_tables() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('Au fond.')}</w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc>{p('Année')}</w:tc><w:tc>{p('2022')}{inner}<w:p/></w:tc></w:tr>"
    body = p("Avant.") + f"<w:tbl>{row}{row}</w:tbl>" + p("Après.")
    assert blocks(docx(body)) == [
        ("paragraph", "paragraph 1", "Avant."),
        ("paragraph", "table 1, row 1", "Année"),
        ("meta", "table 1, row 1", "2022"),
        ("paragraph", "table 2, row 1", "Au fond."),
        ("paragraph", "table 1, row 2", "Année"),
        ("meta", "table 1, row 2", "2022"),
        ("paragraph", "table 3, row 1", "Au fond."),
        ("paragraph", "paragraph 2", "Après."),
    ]


def test_a_cell_of_several_paragraphs_is_as_many_blocks() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cells = (
        p("Un mot. Un autre.") + p("Second alinéa."),
        p("One word. Another.") + p("pain", properties=item) + p("lait", properties=item),
    )
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    assert blocks(docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")) == [
        ("paragraph", "table 1, row 1", "Un mot. Un autre."),
        ("paragraph", "table 1, row 1", "Second alinéa."),
        ("paragraph", "table 1, row 1", "One word. Another."),
        ("item", "table 1, row 1", "pain"),
        ("item", "table 1, row 1", "lait"),
    ]


def test_what_stands_inside_a_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>Il a </w:t></w:r><w:ins><w:r><w:t>bien </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>mal </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>ailleurs </w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>plu</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:t>là</w:t>"
        '<w:br/><w:t>et</w:t><w:tab/><w:t>venté.</w:t><w:br w:type="page"/></w:r>'
        "<w:r><w:instrText>PAGE 3</w:instrText></w:r>"
        '<w:r><w:drawing><docPr descr="A port"/></w:drawing></w:r>'
        "<w:r><Choice><w:txbxContent>"
        + p("Dans un cadre.")
        + "</w:txbxContent></Choice><Fallback><w:txbxContent>"
        + p("Dans un cadre.")
        + "</w:txbxContent></Fallback></w:r></w:p>"
        + "<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent>"
        + p("Champ.")
        + "</w:sdtContent></w:sdt>"
    )
    assert blocks(docx(body)) == [
        ("paragraph", "paragraph 1", "Il a bien plu\u2011là\net venté."),
        ("caption", "paragraph 1", "A port"),
        ("paragraph", "paragraph 1", "Dans un cadre."),
        ("paragraph", "paragraph 2", "Champ."),
    ]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


SHOWN = '<w:vanish w:val="0"/>'
ENDED = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'


def test_a_deleted_end_joins_paragraphs() -> None:
    body = (
        f"<w:p>{ENDED}{run('Il a visité ')}</w:p><w:p>{ENDED}{run('le port ')}</w:p>"
        f"<w:p>{run('de la ville.')}</w:p><w:p>{ENDED}{run('Avant le tableau.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{ENDED}{run('Dans la cellule.')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:p>{ENDED}</w:p><w:p>{ENDED}{run('À la fin.')}</w:p>"
    )
    assert [row[1:] for row in blocks(docx(body))] == [
        ("paragraph 3", "Il a visité le port de la ville."),
        ("paragraph 4", "Avant le tableau."),
        ("table 1, row 1", "Dans la cellule."),
        ("paragraph 6", "À la fin."),
    ]


def test_an_empty_paragraph_ends_one_whose_end_was_deleted() -> None:
    body = f"<w:p/><w:p>{ENDED}{run('Il a visité ')}</w:p><w:p/><w:p>{run('Le port.')}</w:p>"
    assert [row[1:] for row in blocks(docx(body))] == [
        ("paragraph 3", "Il a visité"),
        ("paragraph 4", "Le port."),
    ]


def test_what_a_reader_of_the_page_does_not_see() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    drawing = '<w:r><w:drawing><docPr descr="{}"/></w:drawing></w:r>'
    body = (
        f"<w:p>{run('Visible.')}{run(' Caché.', '<w:vanish/>')}"
        f"{run(' Montré.', SHOWN)}</w:p>"
        f"<w:p>{run('Nom : ')}{prompt.format(run('Cliquez ici.'))}</w:p>"
        + prompt.format(p("Click or tap here to enter text."))
        + f"<w:p>{drawing.format('A man&#10;&#10;Description générée automatiquement')}"
        + f"{drawing.format('C:/images/logo 2.png')}{drawing.format('A port')}</w:p>"
    )
    assert [row[::2] for row in blocks(docx(body))] == [
        ("paragraph", "Visible. Montré."),
        ("paragraph", "Nom :"),
        ("caption", "A port"),
    ]


def test_breaks_and_symbols() -> None:
    sym = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    body = (
        f'<w:p>{run("Il part.")}<w:r><w:br w:type="page"/></w:r>{run("Il dort.")}</w:p>'
        f"<w:p>{run('Si ')}{sym.format('Symbol', 'F061')}{run(' ')}{sym.format('Symbol', 'F0B3')}"
        f"{run(' 5')}{sym.format('Wingdings', 'F0E0')}{sym.format('Symbol', 'x')}{run('.')}</w:p>"
    )
    assert [row[2] for row in blocks(docx(body))] == ["Il part.\nIl dort.", "Si α ≥ 5."]


def test_a_list_and_a_title_written_with_line_breaks() -> None:
    lines = "Le conseil :", "- approuve ;", "- autorise le maire.", "", "Budget", "", "Il part."
    body = f"<w:p>{'<w:r><w:br/></w:r>'.join(map(run, lines))}</w:p>"
    assert blocks(docx(body)) == [
        ("paragraph", "paragraph 1", "Le conseil :"),
        ("item", "paragraph 1", "approuve ;"),
        ("item", "paragraph 1", "autorise le maire."),
        ("paragraph", "paragraph 1", "Budget"),
        ("paragraph", "paragraph 1", "Il part."),
    ]


def test_an_exponent_is_no_digit_of_its_number() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    runs = run("De 10") + run("3", up) + run(" à 10") + run("4 le 1") + run("er", up)
    assert [row[2] for row in blocks(docx(f"<w:p>{runs}</w:p>"))] == ["De 10³ à 104 le 1er"]
    runs = run("De 10") + run("-", up) + run("1", up) + run("2", up) + run(" m")  # as Word cuts it
    assert [row[2] for row in blocks(docx(f"<w:p>{runs}</w:p>"))] == ["De 10⁻¹² m"]
    inner = "<w:smartTag><w:r><w:t/><w:t>3</w:t></w:r></w:smartTag>"
    runs = run("De 10") + run("", up) + f"<w:r><w:rPr>{up}</w:rPr>{inner}</w:r>" + run(" m")
    assert [row[2] for row in blocks(docx(f"<w:p>{runs}</w:p>"))] == ["De 10³ m"]


def test_lists_of_contents_and_of_figures() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('Sommaire', 'Titre1')}"
        f"{p('Introduction 3')}</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{p('Champ.')}"
        f"</w:sdtContent></w:sdt>{p('Figure 1 : le port 4', 'TF')}{p('Un port', 'Img')}"
    )
    styles = STYLES + (
        '<w:style w:styleId="TF"><w:name w:val="table of figures"/></w:style>'
        '<w:style w:styleId="Img"><w:name w:val="Image Caption"/></w:style>'
    )
    assert [row[::2] for row in blocks(docx(body, styles=styles))] == [
        ("heading", "Sommaire"),
        ("meta", "Introduction 3"),
        ("paragraph", "Champ."),
        ("meta", "Figure 1 : le port 4"),
        ("caption", "Un port"),
    ]


def test_notes() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("x")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Une note.")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="3">{p("À la fin.")}</w:endnote>'
    assert blocks(docx(p("Texte."), footnotes=notes, endnotes=ends)) == [
        ("paragraph", "paragraph 1", "Texte."),
        ("paragraph", "footnote 2", "Une note."),
        ("paragraph", "endnote 3", "À la fin."),
    ]


def rewritten(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
HOSTILE = {
    "entities": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><body>&x;</body></d>',
    "laughs": f'<!DOCTYPE d [<!ENTITY a0 "lol">{ENTITIES}]><d><body>&a11;</body></d>'.encode(),
    "attribute": f'<!DOCTYPE d [<!ENTITY a0 "lol">{ENTITIES}]><d a="&a11;"/>'.encode(),
    "deep": b"<d><body>" + b"<p>" * 100_000,
    "cut": b"<d><body><p><t>Bon",
    "nul": b"<d><body><p><t>Bon\0jour</t></p></body></d>",
    "empty": b"",
    "no body": b"<d/>",
    "encoding": b'<?xml version="1.0" encoding="no-such"?><d/>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_xml(case: str) -> None:
    with pytest.raises(ReadError, match=r"^a\.docx: the part word/document\.xml ") as caught:
        blocks(rewritten(word__document_xml=HOSTILE[case]))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_bomb_is_not_unpacked() -> None:
    bomb = rewritten(word__document_xml=b"<d><body>" + b"<p/>" * 5_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(ReadError, match=r"a\.docx: the part word/document\.xml would unpack to 19"):
        blocks(bomb)


def test_a_bomb_that_understates_its_size() -> None:
    data = bytearray(rewritten(word__document_xml=b"<d>" + b" " * 30_000_000))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.find(signature) + offset, 1000)
    with pytest.raises(ReadError, match=r"a\.docx: the part word/document\.xml is damaged"):
        blocks(bytes(data))


def test_an_encrypted_part() -> None:
    data = bytearray(docx(p("Secret.")))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := data.find(signature, place + 1)) >= 0:
            data[place + offset] |= 1
    with pytest.raises(ReadError, match=r"a\.docx: the part \S+ is encrypted"):
        blocks(bytes(data))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or encrypted Office file"),
        (b"", "cannot be opened as a Word document"),
        (b"Bonjour.", "cannot be opened as a Word document"),
        (rewritten(word__styles_xml=b"<s/>"), r"the part word/document\.xml is missing"),
    ],
)
def test_other_files(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=rf"^a\.docx: .*{message}"):
        blocks(data)


def test_any_damage_is_one_sentence() -> None:
    whole = docx(p("Bonjour à tous. " * 30))
    for end in range(0, len(whole), 7):
        with pytest.raises(ReadError, match=r"^a\.docx: "):
            blocks(whole[:end])
    refused = 0
    for place in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        try:
            blocks(bytes(broken))
        except ReadError as error:  # nothing else may come out
            refused += str(error).startswith("a.docx: ")
    assert refused > len(whole) / 12


def test_deep_tables_within_the_bound() -> None:
    body = p("Fond.")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert blocks(docx(body)) == [("paragraph", "table 60, row 1", "Fond.")]


A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DIAGRAM = f"""
<dgm:dataModel xmlns:dgm="d" xmlns:a="{A}"><dgm:ptLst>
  <dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>Deuxième </a:t></a:r><a:br/><a:r><a:t>étape</a:t></a:r>
    </a:p></dgm:t></dgm:pt>
  <dgm:pt modelId="1" type="doc"><dgm:t><a:p/></dgm:t></dgm:pt>
  <dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>Oui</a:t></a:r></a:p></dgm:t></dgm:pt>
  <dgm:pt modelId="4"><dgm:t><a:p><a:r><a:t>Oui</a:t></a:r></a:p></dgm:t></dgm:pt>
  <dgm:pt modelId="5"><dgm:t><a:p><a:r><a:t>Sans lien</a:t></a:r></a:p></dgm:t></dgm:pt>
</dgm:ptLst><dgm:cxnLst>
  <dgm:cxn modelId="6" srcId="1" destId="3" srcOrd="1"/>
  <dgm:cxn modelId="7" srcId="1" destId="2" srcOrd="0"/>
  <dgm:cxn modelId="8" srcId="2" destId="4" srcOrd="0"/>
  <dgm:cxn modelId="9" srcId="4" destId="1" srcOrd="0"/>
  <dgm:cxn modelId="10" type="presOf" srcId="5" destId="2" srcOrd="0"/>
</dgm:cxnLst></dgm:dataModel>"""
CHART = f"""
<c:chartSpace xmlns:c="c" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r>
<a:t>Les navires</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:tx><c:strRef><c:f>B1</c:f>
<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>Russes</c:v></c:pt></c:strCache></c:strRef>
</c:tx><c:cat><c:strCache><c:pt idx="0"><c:v>En mer</c:v></c:pt></c:strCache></c:cat>
<c:val><c:numCache><c:pt idx="0"><c:v>4.3</c:v></c:pt></c:numCache></c:val></c:ser>
<c:ser><c:cat><c:strCache><c:pt idx="0"><c:v>En mer</c:v></c:pt></c:strCache></c:cat></c:ser>
</c:chart></c:chartSpace>"""
CHART_EX = """
<cx:chartSpace xmlns:cx="x"><cx:chartData><cx:strDim type="cat"><cx:f>A1</cx:f><cx:lvl ptCount="1">
<cx:pt idx="0">Au port</cx:pt></cx:lvl></cx:strDim></cx:chartData><cx:series><cx:tx><cx:txData>
<cx:f>B1</cx:f><cx:v>Estoniens</cx:v></cx:txData></cx:tx></cx:series></cx:chartSpace>"""


def drawn(parts: dict[str, str]) -> bytes:
    """Build a document with a paragraph that draws each of the parts, and one after it."""
    frame = "<w:drawing><docPr/><graphicData>{}</graphicData></w:drawing>"
    draws = {
        "diagram": '<relIds xmlns:r="r" r:dm="x{0}" r:lo="y" r:qs="y" r:cs="y"/>',
        "chart": '<chart xmlns:r="r" r:id="x{0}"/>',
    }
    body = "<w:p><w:r><w:t>Voici.</w:t>" + "".join(
        frame.format(draws["diagram" if "diagram" in part else "chart"].format(number))
        for number, part in enumerate(parts)
    )
    relations = "".join(
        f'<Relationship Id="x{number}" Type="t" Target="{part}"/>'
        for number, part in enumerate(parts)
    )
    stream = io.BytesIO(docx(body + "</w:r></w:p>" + p("Ensuite.")))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"
        )
        for part, content in parts.items():
            if content:
                archive.writestr(f"word/{part}", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("part", "content", "labels"),
    [
        ("diagrams/data1.xml", DIAGRAM, ["Oui", "Oui", "Deuxième étape", "Sans lien"]),
        ("charts/chart1.xml", CHART, ["Les navires", "Russes", "En mer"]),
        ("charts/chartEx1.xml", CHART_EX, ["Au port", "Estoniens"]),
        ("charts/missing.xml", "", []),
    ],
)
def test_the_texts_of_diagrams_and_charts(part: str, content: str, labels: list[str]) -> None:
    assert blocks(drawn({part: content})) == [
        ("paragraph", "paragraph 1", "Voici."),
        *(("item", "paragraph 1", label) for label in labels),
        ("paragraph", "paragraph 2", "Ensuite."),
    ]


def test_a_document_within_a_document_is_named() -> None:
    with pytest.raises(
        ReadError, match=r"a\.docx: another document is embedded .* open it in Word"
    ):
        blocks(docx(p("Avant.") + '<w:altChunk r:id="x" xmlns:r="r"/>'))
