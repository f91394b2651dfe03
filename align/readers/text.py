"""Plain text: lines become headings, paragraphs, list items and date lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from align.files import decode
from align.readers.marks import BULLET, HEADING_MARK, ends_sentence, is_meta, looks_like_heading
from align.records import Block, Document, Kind

# Only what ends a line for an editor; U+2028, form feeds and the like stay inside their line,
# except that a form feed or U+2029 between lines also separates blocks (it is white space).
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_FIRST_WORD = re.compile(r"\S+")
_PAGE_BREAK = "\f\x1c\x1d\u2029"

_MIN_WIDTH, _MAX_WIDTH = 40, 100
_RAGGED = 6  # characters by which hand-wrapped lines may stay short of the width


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its line end: where its content starts and ends, and how it is marked."""

    start: int  # of the content: after indentation and bullet
    end: int  # without trailing white space
    indent: int
    mark: str  # "bullet", "heading", "" for none
    text: str
    length: int  # of the whole line, for the wrap width

    @property
    def meta(self) -> bool:
        return is_meta(self.text)


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
            ReadError: the data is binary or fits no encoding.
        """
        text = decode(data, name=name)
        return Document(id=name, text=text, blocks=blocks_of(text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Find the blocks of a plain text."""
    groups = _groups(text)
    width = _wrap_width(groups)
    blocks: list[Block] = []
    for group in groups:
        for lines in _split_group(group, width):
            blocks.append(_block(lines, alone=len(lines) == 1))
    return tuple(blocks)


def _groups(text: str) -> list[list[_Line]]:
    """Cut a text into runs of lines without a blank line between them."""
    groups: list[list[_Line]] = []
    current: list[_Line] = []
    position = 0
    size = len(text)
    while position < size:
        match = _LINE.match(text, position)
        assert match is not None  # the pattern matches the empty string
        line = match.group(1)
        if line.strip():
            if current and line[0] in _PAGE_BREAK:
                groups.append(current)
                current = []
            current.append(_line(line, position))
        elif current:
            groups.append(current)
            current = []
        position = match.end()
    if current:
        groups.append(current)
    return groups


def _line(line: str, offset: int) -> _Line:
    stripped = line.rstrip()
    start = len(line) - len(line.lstrip())
    indent = start
    mark = ""
    if match := BULLET.match(stripped):
        if match.end() < len(stripped):
            mark, start = "bullet", match.end()
    elif match := HEADING_MARK.match(stripped):
        mark, start = "heading", match.end()
    return _Line(
        start=offset + start,
        end=offset + len(stripped),
        indent=indent,
        mark=mark,
        text=stripped[start:],
        length=len(stripped),
    )


def _wrap_width(groups: list[list[_Line]]) -> int:
    """Return the column at which the text is hard-wrapped, 0 when it is not.

    A line was wrapped when the next line's first word would not have fitted on it; a text is
    wrapped when that holds for most of its line breaks.
    """
    lengths = sorted(line.length for group in groups for line in group[:-1])
    if len(lengths) < 2:
        return 0
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.98))]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    pairs = [(a, b) for group in groups for a, b in pairwise(group)]
    pairs = [(a, b) for a, b in pairs if not b.mark]
    full = sum(_is_full(a, b, width) for a, b in pairs)
    return width if pairs and full >= 0.6 * len(pairs) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    word = _FIRST_WORD.match(following.text)
    return line.length + 1 + (word.end() if word else 0) > width - _RAGGED


def _split_group(group: list[_Line], width: int) -> list[list[_Line]]:
    """Cut a run of lines into blocks, each a list of lines that read on."""
    result = [[group[0]]]
    for before, line in pairwise(group):
        if _reads_on(before, line, first=result[-1][0], width=width):
            result[-1].append(line)
        else:
            result.append([line])
    return result


def _reads_on(before: _Line, line: _Line, *, first: _Line, width: int) -> bool:
    if line.mark or before.mark == "heading" or before.meta or line.meta:
        return False
    ended = ends_sentence(before.text)
    if width:
        if first.mark == "bullet" and line.indent <= first.indent and ended:
            return _is_full(before, line, width) and line.indent == first.indent
        if not first.mark and line.indent > before.indent + 1:
            return False  # the first line of a paragraph is indented
        return _is_full(before, line, width) or not ended
    # Not wrapped: one block a line, unless the next line plainly goes on in mid-sentence.
    if ended or not line.text[0].islower():
        return False
    begun = not first.text[0].islower() and len(before.text.split()) > 2
    return begun or before.length >= _MIN_WIDTH


def _block(lines: list[_Line], *, alone: bool) -> Block:
    first, last = lines[0], lines[-1]
    kind = Kind.PARAGRAPH
    if alone and first.meta:
        kind = Kind.META
    elif first.mark == "heading":
        kind = Kind.HEADING
    elif first.mark == "bullet":
        kind = Kind.ITEM
    elif alone and looks_like_heading(first.text):
        kind = Kind.HEADING
    return Block(kind=kind, lang="", start=first.start, end=last.end)
