"""Lines of a plain text, and where they were wrapped by hand or by a program."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple

from align.quoted import quote
from align.readers.marks import HEADING_MARK, bullet_end, ends_sentence, is_meta

# Only what ends a line for an editor; U+2028, form feeds and the like stay inside their line,
# except that a form feed or U+2029 between lines also separates blocks (it is white space), where
# no sentence plainly goes on behind it.
lines_of = partial(io.StringIO, newline="")
_FIRST_WORD = re.compile(r"\S+")
PAGE_BREAK = "\f\x1c\x1d\u2029"

MIN_WIDTH, _MAX_WIDTH = 40, 100
_RAGGED = 6  # characters by which hand-wrapped lines may stay short of the width
_INSET = re.compile(r"\t| {4}")  # before lines set in, as what is said in a film's script
_SET_IN, _LOWER = 3, 0.5  # lines that go on with one set in, and how many in small letters
_VERSES = 2  # breaks that tell verses, titles and short lists from prose with names in it

Pieces = Callable[[], Iterable[str]]
"""Gives a text from its start, as pieces that end where a line does; called once a pass."""


class Wrapping(NamedTuple):
    """The column at which a text is hard-wrapped, 0 for none.

    If for none, `insets` is where lines set in are wrapped, by their indents.
    """

    width: int
    insets: Mapping[int, int] = MappingProxyType({})


class Line(NamedTuple):
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
        """Whether it is a date line, a page number or a separator."""
        return len(self.text) <= 80 and _is_meta(self.text)

    @property
    def goes_on(self) -> bool:
        """Whether it is plain text that ends no sentence."""
        return not (self.mark or ends_sentence(self.text))


_is_meta = lru_cache(1 << 12)(is_meta)  # asked up to three times a line


def wrapping(pieces: Pieces) -> Wrapping:
    """Return how a text is hard-wrapped: all of it, or lines that are set in."""
    width = _wrap_width(pieces)
    return Wrapping(width) if width else Wrapping(0, _insets(pieces))


def _insets(pieces: Pieces) -> Mapping[int, int]:
    """The indents whose lines are wrapped, and where: most that go on begin with a small letter.

    So what a film's script sets in under a speaker's name is whole, where a name begins a line; of
    verses, most lines begin with a capital.
    """
    going: Counter[int] = Counter()
    small: Counter[int] = Counter()
    width: Counter[int] = Counter()
    before: Line | None = None
    for piece in pieces():
        for text in lines_of(piece):
            line = None if _INSET.match(text) is None or is_blank(text) else line_of(text, 0)
            if (
                line
                and before
                and before.indent == line.indent
                and before.goes_on
                and not line.mark
            ):
                going[line.indent] += 1
                small[line.indent] += line.text[0].islower()
                width[line.indent] = max(width[line.indent], before.length)
            before = line
    return {k: width[k] for k, n in going.items() if n >= _SET_IN and small[k] >= _LOWER * n}


def _wrap_width(pieces: Pieces) -> int:
    """Return the column at which a text is hard-wrapped, 0 when it is not.

    A line was wrapped when the next line's first word would not have fitted on it; a text is
    wrapped when that holds for most of its line breaks, and most of these are inside a sentence:
    sentences of about one length may stand one a line. So may verses and titles, which begin with
    a capital each; of a text all in capitals that says nothing. Counts alone are kept of the text.
    """
    width = _usual_length(pieces)
    if not MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    pairs = full = inside = capital = 0
    before: Line | None = None
    quoted = False
    for piece in pieces():
        for text in lines_of(piece):
            if is_blank(text):
                before, quoted = None, ">" in text
                continue
            line = line_of(text, 0, quoted=quoted)
            quoted = line.quote > 0
            if before is not None and not line.mark and text[0] not in PAGE_BREAK:
                pairs += 1
                if is_full(before, line, width):
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
        for line in lines_of(piece):
            length = len(line.rstrip())
            if before and length and line[0] not in PAGE_BREAK:
                lengths[min(before, _MAX_WIDTH + 1)] += 1
            before = length
    total = lengths.total()
    rank = min(total - 1, int(total * 0.98)) if total > 1 else -1
    for length in sorted(lengths):
        if rank < lengths[length]:
            return length if rank >= 0 else 0
        rank -= lengths[length]
    return 0


def is_blank(line: str) -> bool:
    """Whether a line holds nothing, or nothing but marks of quoted mail."""
    return line.isspace() or (">" in line and not line.replace(">", " ").strip())


def line_of(line: str, offset: int, *, quoted: bool = False) -> Line:
    """Tell what there is in a line that begins at an offset; `quoted` says of the one before."""
    if ">" in line and (marks := quote(line, quoted=quoted)):
        inner = line_of(line[marks.end() :], offset + marks.end())
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
    return Line(offset + start, offset + len(stripped), indent, mark, text, len(stripped), lead)


def is_full(line: Line, following: Line, width: int) -> bool:
    """Say whether the next line's first word would not have fitted on a line."""
    word = _FIRST_WORD.match(following.lead or following.text)
    return line.length + 1 + (word.end() if word else 0) > width - _RAGGED
