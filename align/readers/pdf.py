"""PDF: the text layer, through pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from align.errors import ReadError, one_line
from align.readers.printed import Line, printed_draft
from align.records import Document

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf import PdfReader as Pages

_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\0": "",
        "\x7f": "•",
    }
)
_BOLD = re.compile(r"bold|black|heavy|semibold|cmbx", re.I)
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LOST = "skipp"  # in pypdf's warnings when text was left out


class PdfReader:
    """Reads PDF files that have a text layer."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Make blocks of the printed lines; a place is the page on which what stands there begins.

        Page headers, footers and numbers are left out; words broken at a line's end and
        paragraphs broken at a page's end are made whole.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it is no PDF, or damaged, encrypted, hostile, or has no text layer.
        """
        with _warnings() as warnings:
            try:
                lines = _with_hyphens(list(_lines(_opened(data, name))))
            except ReadError:
                raise
            except Exception as error:  # pypdf lets through what damaged files make it meet
                raise ReadError(
                    f"{name}: cannot be read as PDF; the file is damaged, cut short or of another "
                    f"kind ({one_line(error)[:200]})."
                ) from None
        if any(_LOST in warning and "form" in warning for warning in warnings):
            raise ReadError(f"{name}: a page draws more than 5,000 forms, too many to read.")
        if not lines:
            raise ReadError(
                f"{name}: has no text layer, so it is a scan or empty; run character recognition "
                "(OCR) on it first."
            )
        return printed_draft(lines, name=name).document(name)


def _opened(data: bytes, name: str) -> Pages:
    from pypdf import PdfReader as Pages
    from pypdf.errors import DependencyError

    pages = Pages(io.BytesIO(data))
    if pages.is_encrypted:
        try:
            opened = bool(pages.decrypt(""))  # many files only forbid changes
        except DependencyError:
            opened = False
        if not opened:
            raise ReadError(f"{name}: is encrypted; save it without a password.")
    return pages


def _lines(pages: Pages) -> Iterator[Line]:
    for number, page in enumerate(pages.pages, 1):
        yield from _page_lines(page, number)


def _with_hyphens(lines: list[Line]) -> list[Line]:
    """Read soft hyphens as hyphens where some stand within lines, and so were drawn.

    Some programs draw both by one glyph. Where they stand at ends of lines alone, the word breaks.
    """
    if not any("\xad" in line.text[:-1] for line in lines):
        return lines
    return [replace(line, text=line.text.replace("\xad", "-")) for line in lines]


def _page_lines(page: PageObject, number: int) -> Iterator[Line]:
    """Yield a page's lines in the order in which they were drawn."""
    pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        bold = bool(font) and bool(_BOLD.search(str(font.get("/BaseFont", ""))))
        pieces.append((text, x, y, size * scale, bold))

    page.extract_text(visitor_text=visit)
    line: list[tuple[str, float, float, float, bool]] = []
    for text, *rest in pieces:
        parts = text.split("\n")
        for i, part in enumerate(parts):
            if i:
                yield from _line(line, number)
                line = []
            if part:
                line.append((part, *rest))  # type: ignore[arg-type]
    yield from _line(line, number)


def _line(pieces: list[tuple[str, float, float, float, bool]], page: int) -> Iterator[Line]:
    text = _SPACES.sub(" ", "".join(piece[0] for piece in pieces)).translate(_LIGATURES).strip()
    if not text:
        return
    _, x, y, _, _ = next(piece for piece in pieces if piece[0].strip())
    size = max(pieces, key=lambda piece: len(piece[0].strip()))[3]
    # A dash or a mark may be of another font, where the words' own has none.
    told = [piece for piece in pieces if any(map(str.isalnum, piece[0]))]
    bold = all(piece[4] for piece in told or pieces if piece[0].strip())
    yield Line(page=page, x=x, y=y, size=size, bold=bold, text=text)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what pypdf logs in place of printing it."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if len(found) < 1000:
                found.append(record.getMessage())

    logger = logging.getLogger("pypdf")
    handler, propagate = Collector(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
