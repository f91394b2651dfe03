"""Books become blocks in the order of their spine."""

import io
import zipfile

import pytest

from align.errors import ReadError
from align.readers.epub import EpubReader

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="two" href="text/deux%20.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="one" href="text/un.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="css" href="a.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>'
)
DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
    '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n'
)


def page(body: str) -> str:
    return (
        f'{DOCTYPE}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>\n'
        f"<body>{body}</body></html>"
    )


PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": page("<nav><ol><li><a href='x'>Chapitre 1</a></li></ol></nav>"),
    "OEBPS/text/un.xhtml": page("<h1>Un</h1>\n<p>Il pleut&nbsp;; il <i>vente</i>.</p>"),
    "OEBPS/text/deux .xhtml": page("<p>Fin.</p>"),
}


def book(**changed: str) -> bytes:
    return packed(PARTS | changed)


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def blocks(data: bytes) -> list[tuple[str, str, str]]:
    document = EpubReader().read(data, name="a.epub")
    return [(str(b.kind), b.place, document.text[b.start : b.end]) for b in document.blocks]


def test_a_book() -> None:
    assert blocks(book()) == [
        ("heading", "OEBPS/text/un.xhtml, line 4", "Un"),
        ("paragraph", "OEBPS/text/un.xhtml, line 5", "Il pleut\u00a0; il vente."),
        ("paragraph", "OEBPS/text/deux .xhtml, line 4", "Fin."),
    ]


def test_blocks_that_share_a_line_are_told_apart() -> None:
    body = "<h1>Un</h1><p>Il pleut.</p>\n<p>Il vente.</p>\n<p>Il neige.</p><p>Il gèle.</p>"
    places = [place for _, place, _ in blocks(book(**{"OEBPS/text/un.xhtml": page(body)}))]
    assert [place.removeprefix("OEBPS/text/un.xhtml, ") for place in places[:-1]] == [
        "paragraph 1", "paragraph 2", "line 5", "paragraph 4", "paragraph 5",
    ]  # fmt: skip


def test_a_book_that_was_packed_with_its_folder() -> None:
    parts = {f"Mon livre/{name}": text for name, text in PARTS.items()}
    hidden = {"__MACOSX/Mon livre/._mimetype": "", "__MACOSX/META-INF/container.xml": ""}
    assert [row[1:] for row in blocks(packed(parts | hidden))] == [
        ("Mon livre/OEBPS/text/un.xhtml, line 4", "Un"),
        ("Mon livre/OEBPS/text/un.xhtml, line 5", "Il pleut\u00a0; il vente."),
        ("Mon livre/OEBPS/text/deux .xhtml, line 4", "Fin."),
    ]
    locked = '<e><CipherReference URI="OEBPS/text/un.xhtml"/></e>'
    parts["Mon livre/META-INF/encryption.xml"] = locked
    with pytest.raises(ReadError, match="protected against copying"):
        blocks(packed(parts))


def test_two_folders_are_no_book() -> None:
    two = {f"{top}/{name}": text for top in ("un", "deux") for name, text in PARTS.items()}
    with pytest.raises(ReadError, match=r"the part META-INF/container\.xml is missing"):
        blocks(packed(two))


def test_notes_and_page_breaks() -> None:
    body = (
        '<section epub:type="chapter"><h2/><p><span class="dropcap">I</span>l part<a '
        'epub:type="noteref" href="#f">1</a> ;<span epub:type="pagebreak">2</span> il dort'
        '<sup><a href="n.xhtml#n">2</a></sup>.</p><aside epub:type="footnote"><p>Une note.</p>'
        '</aside><footer><p>Fin.</p></footer><div id="colophon">Imprimé à Brest.</div></section>'
    )
    assert [row[::2] for row in blocks(book(**{"OEBPS/text/un.xhtml": page(body)}))][:-1] == [
        ("paragraph", "Il part ; il dort."),
        ("paragraph", "Une note."),
        ("paragraph", "Fin."),
        ("paragraph", "Imprimé à Brest."),
    ]


def test_a_bad_byte_names_the_page() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text.encode().replace(b"Fin", "Été ".encode() + b"\xff"))
    with pytest.raises(ReadError, match=r"^a\.epub, OEBPS/text/deux \.xhtml, line 4: byte \d+"):
        blocks(stream.getvalue())


ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"META-INF/container.xml": "<container/>"}, "names no package"),
        ({"META-INF/container.xml": ENTITY + CONTAINER}, "declares entities"),
        ({"OEBPS/book.opf": PACKAGE[:200]}, r"OEBPS/book\.opf is not well-formed"),
        ({"OEBPS/book.opf": PACKAGE.replace("un.x", "absent.x")}, "absent.xhtml is missing"),
        ({"OEBPS/text/un.xhtml": "<div>" * 100_000}, "nested beyond 2,000"),
        ({"OEBPS/text/un.xhtml": "<p>x</p>" * 2_000_000}, "would unpack to 15 MB"),
        (
            {"META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/text/un.xhtml"/></e>'},
            r"protected against copying \(DRM\)",
        ),
    ],
)
def test_hostile_books(changed: dict[str, str], message: str) -> None:
    with pytest.raises(ReadError, match=rf"^a\.epub.*{message}"):
        blocks(book(**changed))


def test_encrypted_fonts_do_not_matter() -> None:
    fonts = '<e><CipherReference URI="OEBPS/font.otf"/></e>'
    assert len(blocks(book(**{"META-INF/encryption.xml": fonts}))) == 3


def test_declared_entities_in_a_page_are_not_expanded() -> None:
    bomb = page("<p>Bonjour &a; à tous.</p>").replace('xhtml11.dtd">', 'x" [<!ENTITY a "lol">]>')
    assert "lol" not in blocks(book(**{"OEBPS/text/un.xhtml": bomb}))[-2][2]


def test_cut_short() -> None:
    whole = book()
    for end in range(0, len(whole), 40):
        with pytest.raises(ReadError, match=r"^a\.epub: "):
            blocks(whole[:end])
