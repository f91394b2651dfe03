"""A file that is of another kind than its name says is told as what it is."""

import io
import zipfile

import pytest

from align.errors import ReadError
from align.reading import read_document


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"application/epub+zip" if name == "mimetype" else b"\0")
    return stream.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
PAGE = b"<!DOCTYPE html>\n<html><body><p>Il pleut.</p></body></html>"
WORD, BOOK = packed("word/document.xml"), packed("mimetype")
RICH = b"{\\rtf1\\ansi Il pleut.}"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", PDF, "a PDF; name it .pdf"),
        ("a.md", PDF + b"\0", "a PDF; name it .pdf"),
        ("a.docx", PDF, "a PDF; name it .pdf"),
        ("a.epub", PDF, "a PDF; name it .pdf"),
        ("a.txt", WORD, "a Word document; name it .docx"),
        ("a.html", WORD, "a Word document; name it .docx"),
        ("a.pdf", WORD, "a Word document; name it .docx"),
        ("a.txt", BOOK, "a book; name it .epub"),
        ("a.txt", packed("a.txt"), "a zip file"),
        ("a.docx", PAGE, "a web page; name it .html"),
        ("a.pdf", PAGE, "a web page; name it .html"),
        ("a.epub", b"\xef\xbb\xbf" + PAGE, "a web page; name it .html"),
        ("a.docx", RICH, "rich text; save it as .docx"),
        ("a.txt", RICH, "rich text; save it as .docx"),
        ("a.pdf", b'<?xml version="1.0"?><tmx version="1.4">', "pairs of translations"),
        ("a.docx", OLD, "an old or encrypted Office file"),
        ("a.srt", OLD, "an old or encrypted Office file"),
        ("a.pdf", OLD, "an old or encrypted Office file"),
    ],
)
def test_what_it_is_is_told(name: str, data: bytes, kind: str) -> None:
    with pytest.raises(ReadError, match=rf"^{name}: .* was expected, this is {kind}"):
        read_document(name, fetch=lambda path: data)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.html", PAGE + b"\0"), ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOui.\0\n")],
)
def test_a_text_with_a_fault_is_not_told_to_have_its_name(name: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=rf"^{name}: byte \d+ is NUL"):
        read_document(name, fetch=lambda path: data)


@pytest.mark.parametrize(("name", "data"), [("a.docx", WORD[:-9]), ("a.pdf", PDF)])
def test_what_is_damaged_is_of_its_kind(name: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=rf"^{name}: cannot be .* damaged, cut short"):
        read_document(name, fetch=lambda path: data)
