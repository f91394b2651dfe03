"""Plain text: lines become headings, paragraphs, list items and date lines."""

from __future__ import annotations

import re

from align.encodings import decode
from align.readers import refuse_other_formats
from align.readers.marks import ends_sentence, looks_like_heading, runs_on_into
from align.readers.wrapping import (
    MIN_WIDTH,
    PAGE_BREAK,
    Line,
    Wrapping,
    is_blank,
    is_full,
    line_of,
    lines_of,
    wrapping,
)
from align.records import Block, Document, Kind

_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]+@\w")
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.\s+[^\W\d_]")  # "1.1. Le port"


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
    finder = BlockFinder(wrapping(lambda: (text,)))
    return (*finder.feed(text), *finder.finish())


class BlockFinder:
    """Finds the blocks of a text that comes in pieces of whole lines."""

    def __init__(self, wrapping: Wrapping) -> None:
        """Start before the text; `wrapping` is where its lines are wrapped."""
        self._wrapping = wrapping
        self._position = 0
        self._first: Line | None = None  # of the block that is still open
        self._last: Line | None = None
        self._quoted = False  # the line before is quoted mail
        self._joined: tuple[Line, Line] | None = None  # a line, and the dash that went on with it

    @property
    def needed(self) -> int:
        """The offset from which on the text may belong to a block still to come."""
        return self._position if self._first is None else self._first.start

    def feed(self, piece: str) -> list[Block]:
        """Return the blocks that are known to be complete, after another piece."""
        blocks: list[Block] = []
        position, first, last, wrapped = self._position, self._first, self._last, self._wrapping
        for text in lines_of(piece):
            if is_blank(text):
                if first is not None and last is not None:
                    blocks.append(_block(first, last))
                first = last = self._joined = None
                self._quoted = ">" in text
            else:
                line = line_of(text, position, quoted=self._quoted)
                self._quoted = line.quote > 0
                if first is None or last is None:
                    first = line
                elif not _reads_on(last, line, first=first, wrapped=wrapped) or (
                    text[0] in PAGE_BREAK and not _turns_page(last, line)
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


def _reads_on(before: Line, line: Line, *, first: Line, wrapped: Wrapping) -> bool:
    """Whether a line goes on with the block of the line before."""
    width = wrapped.width
    ended = ends_sentence(before.text)
    if before.quote != line.quote or (line.quote and ended and not line.text[0].islower()):
        return False  # no mark of quoted mail opens a sentence
    inset = wrapped.insets.get(line.indent) if line.indent == before.indent else None
    if inset and not line.text[0].islower() and is_full(before, line, inset):
        return before.goes_on and not (line.mark or line.meta or before.meta)
    if not width and (ended or not line.text[0].islower() or _ADDRESS.match(line.text)):
        return False  # one block a line, unless the next line plainly goes on in mid-sentence
    if before.mark == "heading" or before.meta:
        return False
    if line.mark or line.meta:
        return bool(width) and not first.mark and _runs_into(before, line, width)
    if width:
        if _SECTION.match(line.text) and not is_full(before, line, width):
            return False
        if first.mark == "bullet" and line.indent <= first.indent and ended:
            return is_full(before, line, width) and line.indent == first.indent
        if not first.mark and line.indent > before.indent + 1:
            return False  # the first line of a paragraph is indented
        return is_full(before, line, width) or not ended
    if first.mark == "bullet" and line.indent == first.indent + len(first.lead):
        return True  # under the item's text
    begun = not first.text[0].islower() and len(before.text.split()) > 2
    return begun or before.length >= MIN_WIDTH


def _turns_page(before: Line, line: Line) -> bool:
    """Whether a sentence goes on behind a page break."""
    return line.text[0].islower() and not ends_sentence(before.text)


def _runs_into(before: Line, line: Line, width: int) -> bool:
    """Whether a wrapped sentence runs on into a line that looks like an item or a date."""
    if line.indent > before.indent or before.text[-1] in ":;" or ends_sentence(before.text):
        return False
    if line.mark:
        inside = runs_on_into(line.lead + line.text)
    else:  # "in the spring of" and "1945.", which ends the paragraph
        inside = ends_sentence(line.text) and any(map(str.isdigit, line.text))
    return inside and is_full(before, line, width)


def _lists(item: Line, line: Line) -> bool:
    """Whether two lines that a dash opens before a small letter are items of one list."""
    alike = (line.lead, line.indent) == (item.lead, item.indent)
    return alike and not item.lead[0].isalnum() and line.text[0].islower()


def _block(first: Line, last: Line) -> Block:
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
