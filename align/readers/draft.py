"""A document in the making, for formats whose text has to be taken out of markup."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from align.errors import ReadError
from align.readers.marks import bullet_end, ends_sentence, is_meta, runs_on_into
from align.records import Block, Document, Kind

_COLLAPSED = re.compile(r"[ \t\n\r\f]+")  # no-break and thin spaces are typography, and stay
_SPACES = re.compile(r"[ \t\r\f]+")
_AROUND_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\f\n]*")
_BLANK = re.compile(r"[\s\xad]+")
_INK = re.compile(r"[^\s\xad]+")
_STOPS = ".!?…:;,"
# A row that ends with one of these is no line of its own.
_OPEN = re.compile(
    r"(?<![^\W_])(?:[Àà]|au|aux|avec|dans|de|des|du|en|et|la|le|les|ou|par|pour|sur|un|une"
    r"|an|and|at|by|for|from|in|of|on|or|the|to|with)\Z"
)
_MAX_ROW, _MIN_ROWS = 60, 3
"""Characters, and rows, of a programme, an address or the like."""
_PROSE = (Kind.PARAGRAPH, Kind.ITEM)
GAP = "\n\n"
"""Stands between two blocks."""
_PART = 1 << 16  # characters of blocks that make a part
MAX_BLOCKS = 300_000
"""Blocks of one document; the Bible has 31,000 verses."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What `Draft.add` takes to make a block."""

    kind: Kind
    text: str
    place: str = ""
    mark: str = ""
    parts: Sequence[tuple[str, str]] = ()
    whole: bool = False


class Draft:
    """Collects blocks in order; the text is theirs, joined by blank lines."""

    def __init__(self, name: str) -> None:
        """Start with no text; `name` is the file's name, for messages."""
        self._name = name
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._size = 0

    @property
    def size(self) -> int:
        """The characters so far."""
        return self._size

    def add(
        self, kind: Kind, text: str, *, place: str = "", mark: str = "",
        parts: Sequence[tuple[str, str]] = (), whole: bool = False,
    ) -> None:  # fmt: skip
        """Append a block; a text of white space alone adds nothing.

        A paragraph or item that is no prose (a date line, a number, a separator) becomes meta.
        One whose lines show a list becomes a block for what stands before it and for each item;
        short lines without any stop, as in a programme, are blocks of their own.

        Args:
            kind: what the block is.
            text: its text, as it is to stand in the document.
            place: where in the file it stood.
            mark: a bullet or dash that stands before it in the text, outside the block.
            parts: the text in the pieces that stood in places of their own, each with its place;
                white space and soft hyphens may differ.
            whole: whether it stays one block whatever its lines show.

        Raises:
            ReadError: there are more than 300,000 blocks; each takes memory of its own.
        """
        text = text.replace("\xad", "").strip()  # a soft hyphen is where a word may break
        if not text:
            return
        prose = kind in _PROSE
        pieces = [(kind, 0, len(text))]
        if prose and not whole and "\n" in text:
            pieces = _pieces(kind, text)
        if len(self.blocks) + len(pieces) > MAX_BLOCKS:
            raise ReadError(
                f"{self._name}: has more than {MAX_BLOCKS:,} paragraphs, at most that many were "
                "expected in one document."
            )
        head = (GAP if self.blocks else "") + mark
        start = self._size + len(head)
        self._parts += head, text
        self._size = start + len(text)
        places = _places(text, parts, start) if any(own != place for _, own in parts) else ()
        for own, first, last in pieces:
            if prose and is_meta(text[first:last]):
                own = Kind.META
            block = Block(own, "", start + first, start + last, place, places)
            self.blocks.append(block if len(pieces) == 1 else _placed(block))

    def items(self) -> Iterator[tuple[Kind, str, str]]:
        """Yield each block's kind, text and place."""
        text = "".join(self._parts)
        for block in self.blocks:
            yield block.kind, text[block.start : block.end], block.place

    def document(self, name: str) -> Document:
        """Return what was collected."""
        return Document(id=name, text="".join(self._parts), blocks=tuple(self.blocks))


def document_of(entries: Iterable[Entry], *, name: str) -> Document:
    """Make one document of entries."""
    draft = Draft(name)
    for entry in entries:
        _add(entry, draft)
    return draft.document(name)


def parts_of(entries: Iterable[Entry], *, name: str) -> Iterator[Document]:
    """Make documents of entries that, joined by `GAP`, are what `document_of` makes."""
    draft = Draft(name)
    for entry in entries:
        _add(entry, draft)
        if draft.size > _PART:
            yield draft.document(name)
            draft = Draft(name)
    if draft.blocks:
        yield draft.document(name)


def _add(entry: Entry, draft: Draft) -> None:
    draft.add(
        entry.kind, entry.text, place=entry.place, mark=entry.mark, parts=entry.parts,
        whole=entry.whole,
    )  # fmt: skip


def _pieces(kind: Kind, text: str) -> list[tuple[Kind, int, int]]:
    """The blocks that a text with line breaks is, as they would be in a plain text."""
    rows = text.split("\n")
    marks = [_mark(row.rstrip(), before.rstrip()) for before, row in pairwise(["", *rows])]
    apart = _are_lines(rows)
    if not (apart or any(marks[1:])) and all(map(str.strip, rows)):
        return [(kind, 0, len(text))]
    pieces: list[tuple[Kind, int, int]] = []
    position = 0
    before = ""  # the row that this one may go on with
    listed = False
    for row, mark in zip(rows, marks, strict=True):
        start = position + (mark or len(row) - len(row.lstrip()))
        end = position + len(row.rstrip())
        goes_on = not apart and _goes_on(before, row.lstrip()[:1], listed=listed)
        if mark or (start < end and not goes_on):
            listed = mark > 0
            pieces.append((Kind.ITEM if mark else kind, start, end))
        elif start < end:
            pieces[-1] = (*pieces[-1][:2], end)
        before = row.strip()
        position += len(row) + 1
    return pieces


def _mark(row: str, before: str) -> int:
    """Where the bullet that opens a row ends; 0 where a sentence may be wrapped there."""
    end = bullet_end(row)
    if end and runs_on_into(row.lstrip()) and before.strip():
        opened = bullet_end(before) or ends_sentence(before) or before[-1] in ":;"
        return end if opened else 0
    return end


def _are_lines(rows: Sequence[str]) -> bool:
    """Whether the rows of a text are no prose or verse, but lines that each stand for themselves.

    Prose goes on in small letters, verse has stops, at the least a last one.
    """
    if len(rows) < _MIN_ROWS or max(map(len, rows)) > _MAX_ROW:
        return False
    stripped = [row.strip() for row in rows]
    if not all(stripped) or any(row[0].islower() for row in stripped[1:]):
        return False
    if stripped[0][-1] == ":":
        del stripped[0]
    return not any(row[-1] in _STOPS or _OPEN.search(row) for row in stripped)


def _goes_on(before: str, letter: str, *, listed: bool) -> bool:
    """Whether a row that begins with a letter goes on with the one before."""
    return before != "" and (not listed or (letter.islower() and not ends_sentence(before)))


def _placed(block: Block) -> Block:
    """A block that begins where not all that its places tell of does."""
    first = max(bisect_right(block.places, block.start, key=itemgetter(0)) - 1, 0)
    end = bisect_left(block.places, block.end, key=itemgetter(0))
    places = block.places[first:end]
    if not places:
        return block
    return replace(block, place=places[0][1], places=places if len(places) > 1 else ())


def _places(text: str, parts: Sequence[tuple[str, str]], start: int) -> tuple[tuple[int, str], ...]:
    """The offsets at which other places begin, told by the characters that can be seen."""
    found: list[tuple[int, str]] = []
    words = _INK.finditer(text)
    word = next(words, None)
    seen = wanted = 0
    for part, place in parts:
        size = len(_BLANK.sub("", part))
        if size and not (found and found[-1][1] == place):
            while word is not None and seen + len(word[0]) <= wanted:
                seen += len(word[0])
                word = next(words, None)
            if word is None:
                break
            found.append((start + word.start() + wanted - seen, place))
        wanted += size
    return tuple(found)


def collapse(text: str) -> str:
    r"""Make each run of white space one space, as markup languages have it.

    >>> collapse("  le \n chat ")
    ' le chat '
    """
    return _COLLAPSED.sub(" ", text)


def tidy_breaks(text: str) -> str:
    """Keep the line breaks that the markup asked for, trimmed and one at a time.

    Spaces that neighbouring elements left are joined.
    """
    return _SPACES.sub(" ", _AROUND_BREAK.sub("\n", text)).strip(" \t\r\n\f")
