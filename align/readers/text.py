"""Plain text: lines become headings, paragraphs, list items and date lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from align.encodings import decode
from align.quoted import quote
from align.readers import refuse_other_formats
from align.readers.marks import (
    HEADING_MARK,
    bullet_end,
    ends_sentence,
    is_meta,
    looks_like_heading,
    runs_on_into,
)
from align.records import Block, Document, Kind

# Only what ends a line for an editor; U+2028, form feeds and the like stay inside their line,
# except that a form feed or U+2029 between lines also separates blocks (it is white space), where
# no sentence plainly goes on behind it.
_lines = partial(io.StringIO, newline="")
_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]+@\w")
_FIRST_WORD = re.compile(r"\S+")
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.\s+[^\W\d_]")  # "1.1. Le port"
_PAGE_BREAK = "\f\x1c\x1d\u2029"

_MIN_WIDTH, _MAX_WIDTH = 40, 100
_RAGGED = 6  # characters by which hand-wrapped lines may stay short of the width
_VERSES = 6  # lines that tell verses from prose with names in it

Pieces = Callable[[], Iterable[str]]
"""Gives a text from its start, as pieces that end where a line does; called once a pass."""


class _Line(NamedTuple):
    """A line without its line end: where its content starts and ends, and how it is marked."""

    start: int  # of the content: after indentation and bullet
    end: int  # without trailing white space
    indent: int
    mark: str  # "bullet", "heading", "" for none
    text: str
    length: int  # of the whole line, for the wrap width
    lead: str  # the bullet or heading mark as it stands, with the white space after it
    quote: int = 0  # marks of quoted mail before all that

    @property
    def meta(self) -> bool:
        return len(self.text) <= 80 and _is_meta(self.text)


_is_meta = lru_cache(1 << 12)(is_meta)  # asked up to three times a line


class TextReader:
    """Reads plain text: paragraphs between blank lines, hard-wrapped, or one a line."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Decode a text and find its blocks; `lang` is left empty.

        Offsets are characters of the decoded text, the byte order mark not counted and line
        ends as they are in the file.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: the data is binary, fits no encoding, or is another format.
        """
        text = decode(data, name=name)
        refuse_other_formats(text, name=name)
        return Document(id=name, text=text, blocks=blocks_of(text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Find the blocks of a plain text."""
    finder = BlockFinder(wrap_width(lambda: (text,)))
    return (*finder.feed(text), *finder.finish())


def wrap_width(pieces: Pieces) -> int:
    """Return the column at which a text is hard-wrapped, 0 when it is not.

    A line was wrapped when the next line's first word would not have fitted on it; a text is
    wrapped when that holds for most of its line breaks, and most of these are inside a sentence:
    sentences of about one length may stand one a line. So may verses and titles, which begin with
    a capital each; of a text all in capitals that says nothing. Counts alone are kept of the text.
    """
    width = _usual_length(pieces)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    pairs = full = inside = capital = 0
    before: _Line | None = None
    quoted = False
    for piece in pieces():
        for text in _lines(piece):
            if _is_blank(text):
                before, quoted = None, ">" in text
                continue
            line = _line(text, 0, quoted=quoted)
            quoted = line.quote > 0
            if before is not None and not line.mark and text[0] not in _PAGE_BREAK:
                pairs += 1
                if _is_full(before, line, width):
                    full += 1
                    if not ends_sentence(before.text):
                        inside += 1
                        capital += line.text[0].isupper() and not line.text.isupper()
            before = line
    verse = inside >= _VERSES and capital > 0.8 * inside
    return width if pairs and full >= 0.6 * pairs and inside >= 0.5 * full and not verse else 0


def _usual_length(pieces: Pieces) -> int:
    """The length that nearly all lines keep to, of those that another line follows."""
    lengths: Counter[int] = Counter()
    before = 0
    for piece in pieces():
        for line in _lines(piece):
            length = len(line.rstrip())
            if before and length and line[0] not in _PAGE_BREAK:
                lengths[min(before, _MAX_WIDTH + 1)] += 1
            before = length
    total = lengths.total()
    rank = min(total - 1, int(total * 0.98)) if total > 1 else -1
    for length in sorted(lengths):
        if rank < lengths[length]:
            return length if rank >= 0 else 0
        rank -= lengths[length]
    return 0


class BlockFinder:
    """Finds the blocks of a text that comes in pieces of whole lines."""

    def __init__(self, width: int) -> None:
        """Start before the text; `width` is where its lines are wrapped, 0 for nowhere."""
        self._width = width
        self._position = 0
        self._first: _Line | None = None  # of the block that is still open
        self._last: _Line | None = None
        self._quoted = False  # the line before is quoted mail
        self._joined: tuple[_Line, _Line] | None = None  # a line, and the dash that went on with it

    @property
    def needed(self) -> int:
        """The offset from which on the text may belong to a block still to come."""
        return self._position if self._first is None else self._first.start

    def feed(self, piece: str) -> list[Block]:
        """Return the blocks that are known to be complete, after another piece."""
        blocks: list[Block] = []
        position, first, last, width = self._position, self._first, self._last, self._width
        for text in _lines(piece):
            if _is_blank(text):
                if first is not None and last is not None:
                    blocks.append(_block(first, last))
                first = last = self._joined = None
                self._quoted = ">" in text
            else:
                line = _line(text, position, quoted=self._quoted)
                self._quoted = line.quote > 0
                if first is None or last is None:
                    first = line
                elif not _reads_on(last, line, first=first, width=width) or (
                    text[0] in _PAGE_BREAK and not _turns_page(last, line)
                ):
                    if self._joined and _lists(self._joined[1], line):
                        blocks.append(_block(first, self._joined[0]))
                        first = self._joined[1]
                    blocks.append(_block(first, last))
                    first, self._joined = line, None
                elif line.mark:
                    self._joined = last, line
                last = line
            position += len(text)
        self._position, self._first, self._last = position, first, last
        return blocks

    def finish(self) -> list[Block]:
        """Return the block that the text's end completes, if one is open."""
        first, last = self._first, self._last
        self._first = self._last = None
        return [_block(first, last)] if first is not None and last is not None else []


def _is_blank(line: str) -> bool:
    """Whether a line holds nothing, or nothing but marks of quoted mail."""
    return line.isspace() or (">" in line and not line.replace(">", " ").strip())


def _line(line: str, offset: int, *, quoted: bool = False) -> _Line:
    if ">" in line and (marks := quote(line, quoted=quoted)):
        inner = _line(line[marks.end() :], offset + marks.end())
        return inner._replace(length=marks.end() + inner.length, quote=marks[0].count(">"))
    stripped = line.rstrip()
    start = indent = len(line) - len(line.lstrip())
    mark = ""
    if end := bullet_end(stripped):
        mark, start = "bullet", end
    elif match := HEADING_MARK.match(stripped):
        mark, start = "heading", match.end()
    text = stripped[start:] if start else stripped
    lead = stripped[indent:start] if mark else ""
    return _Line(offset + start, offset + len(stripped), indent, mark, text, len(stripped), lead)


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    word = _FIRST_WORD.match(following.lead or following.text)
    return line.length + 1 + (word.end() if word else 0) > width - _RAGGED


def _reads_on(before: _Line, line: _Line, *, first: _Line, width: int) -> bool:
    """Whether a line goes on with the block of the line before."""
    ended = ends_sentence(before.text)
    if before.quote != line.quote or (line.quote and ended and not line.text[0].islower()):
        return False  # no mark of quoted mail opens a sentence
    if not width and (ended or not line.text[0].islower() or _ADDRESS.match(line.text)):
        return False  # one block a line, unless the next line plainly goes on in mid-sentence
    if before.mark == "heading" or before.meta:
        return False
    if line.mark or line.meta:
        return bool(width) and not first.mark and _runs_into(before, line, width)
    if width:
        if _SECTION.match(line.text) and not _is_full(before, line, width):
            return False
        if first.mark == "bullet" and line.indent <= first.indent and ended:
            return _is_full(before, line, width) and line.indent == first.indent
        if not first.mark and line.indent > before.indent + 1:
            return False  # the first line of a paragraph is indented
        return _is_full(before, line, width) or not ended
    if first.mark == "bullet" and line.indent == first.indent + len(first.lead):
        return True  # under the item's text
    begun = not first.text[0].islower() and len(before.text.split()) > 2
    return begun or before.length >= _MIN_WIDTH


def _turns_page(before: _Line, line: _Line) -> bool:
    """Whether a sentence goes on behind a page break."""
    return line.text[0].islower() and not ends_sentence(before.text)


def _runs_into(before: _Line, line: _Line, width: int) -> bool:
    """Whether a wrapped sentence runs on into a line that looks like an item or a date."""
    if line.indent > before.indent or before.text[-1] in ":;" or ends_sentence(before.text):
        return False
    if line.mark:
        inside = runs_on_into(line.lead + line.text)
    else:  # "in the spring of" and "1945.", which ends the paragraph
        inside = ends_sentence(line.text) and any(map(str.isdigit, line.text))
    return inside and _is_full(before, line, width)


def _lists(item: _Line, line: _Line) -> bool:
    """Whether two lines that a dash opens before a small letter are items of one list."""
    alike = (line.lead, line.indent) == (item.lead, item.indent)
    return alike and not item.lead[0].isalnum() and line.text[0].islower()


def _block(first: _Line, last: _Line) -> Block:
    kind = Kind.PARAGRAPH
    alone = first is last
    if alone and first.meta:
        kind = Kind.META
    elif first.mark == "heading":
        kind = Kind.HEADING
    elif first.mark == "bullet":
        kind = Kind.ITEM
    elif alone and looks_like_heading(first.text):
        kind = Kind.HEADING
    return Block(kind=kind, lang="", start=first.start, end=last.end)
