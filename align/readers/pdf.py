"""PDF: the text layer, through pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from align.errors import ReadError, one_line
from align.kinds import begins_as
from align.readers.marks import raised
from align.readers.printed import Line, printed_draft
from align.readers.superscripts import RAISED, mark_raised, plain
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
_SMALL = 0.85  # of a line's size: what is raised or lowered
_GLYPH = 0.6  # of its size: a raised digit of the font itself
_NUMBER = re.compile(r"\d{1,3}(?!\d)")
_RAISED = re.compile(r"[+\-−–]?\d{1,3}(?:[,\-–]\d{1,3})*")
# What a note's mark follows: a word or a sign that ends one, but no H, CO or x.
_NOTED = re.compile(r"(?:[^\W\d_A-Z]{3}|[A-Z]{3}|[^\W\d_]\s?[.,;:!?…»”’)\]]+)\Z")
_LOST = "skipp"  # in pypdf's warnings when text was left out


class _Piece(NamedTuple):
    """What was drawn at once, with its place, its size in points and its weight."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


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
                if (kind := begins_as(data)) and not data.lstrip().startswith(b"%PDF"):
                    raise ReadError(f"{name}: a PDF was expected, this is {kind}.") from None
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
    seen: set[int] = set()
    for number, page in enumerate(pages.pages, 1):
        mark_raised(page, seen)
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
    lines: list[list[_Piece]] = [[]]

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        bold = bool(font) and bool(_BOLD.search(str(font.get("/BaseFont", ""))))
        for i, part in enumerate(text.split("\n")):
            if i:
                lines.append([])
            for j, piece in enumerate(RAISED.split(part)):
                if piece:
                    drawn = size * scale * (_GLYPH if j % 2 else 1)
                    lines[-1].append(_Piece(plain(piece), x, y, drawn, bold))

    page.extract_text(visitor_text=visit)
    printed = [pieces for pieces in lines if any(piece.text.strip() for piece in pieces)]
    body = _usual(chain.from_iterable(printed))
    notes = {
        found[0]
        for pieces in printed
        if _main(pieces).size < body and (found := _NUMBER.match("".join(p.text for p in pieces)))
    }
    for pieces in printed:
        yield from _line(pieces, number, notes)


def _main(pieces: list[_Piece]) -> _Piece:
    """Return the longest of the pieces of the size that most is printed in; some draw letters."""
    size = _usual(pieces)
    return max((p for p in pieces if p.size == size), key=lambda piece: len(piece.text.strip()))


def _usual(pieces: Iterable[_Piece]) -> float:
    """Return the size that most is printed in."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text.strip())
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _line(pieces: list[_Piece], page: int, notes: set[str]) -> Iterator[Line]:
    text = _SPACES.sub(" ", _joined(pieces, notes)).translate(_LIGATURES).strip()
    if not text:
        return
    first = next(piece for piece in pieces if piece.text.strip())
    # A dash or a mark may be of another font, where the words' own has none.
    told = [piece for piece in pieces if any(map(str.isalnum, piece.text))]
    bold = all(piece.bold for piece in told or pieces if piece.text.strip())
    size = _main(pieces).size
    yield Line(page=page, x=first.x, y=first.y, size=size, bold=bold, text=text)


def _joined(pieces: list[_Piece], notes: set[str]) -> str:
    """Join a line's pieces; digits that are raised are none of a number's or a word's.

    Args:
        pieces: what was drawn, in order.
        notes: the numbers of the notes on the page, whose marks in the text are left out.
    """
    main = _main(pieces)
    parts: list[str] = []
    for piece in pieces:
        before, text = "".join(parts[-2:]), piece.text.strip()
        if before in notes and text[:1].isupper():  # the note itself
            parts.append(" ")
        if not (before and _RAISED.fullmatch(text)) or before[-1].isspace():
            parts.append(piece.text)
            continue
        up = piece.size < _SMALL * main.size and piece.y > main.y - 0.05 * main.size
        written = raised(text, before) if up else text
        # Some fonts have raised digits; what begins with a sign is an exponent: kJ mol-1.
        marks = (text in notes or (up and text[0].isdecimal())) and _NOTED.search(before)
        if written != text or not marks:
            parts.append(piece.text.replace(text, written))
    return "".join(parts)


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
