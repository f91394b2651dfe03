"""Markdown: CommonMark with tables, and what HTML stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from align.encodings import decode
from align.errors import ReadError
from align.readers.commonmark import AT, CommonMark, cut
from align.readers.draft import Entry, document_of, tidy_breaks
from align.readers.html import page_draft
from align.readers.marks import raised
from align.readers.wrapping import Pieces
from align.records import Document, Kind

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING = re.compile(r"(?:---|\+\+\+)[ \t]*\n")
_FRONT_LINES = 202
_FRONT_MATTER = re.compile(  # YAML, or Hugo's TOML
    r"(?P<mark>---|\+\+\+)[ \t]*\n"
    r"(?P<fields>(?:(?!(?P=mark)[ \t]*$|\.\.\.[ \t]*$).*\n){1,200})"
    r"(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|$)",
    re.M,
)
_MAX_BRACKETS = 5000  # in one paragraph; the search for links is quadratic in them
_MAX_MARKS = 200_000  # in one paragraph; each becomes a token of 600 bytes
_MARK = re.compile(r"[*_`~<&\\!\n]")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)
_RAISING = re.compile(r"<(/?)sup\b", re.I)
_ALT = re.compile(r"<img\b[^>]*\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)


class MarkdownReader:
    """Reads Markdown."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a Markdown text; each line has its place.

        The description of an image is a caption; code and front matter are meta. Code inside a
        sentence keeps its backticks.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, is nested beyond 100 levels, or has more lines or
                table cells in a block, marks in a paragraph, or link definitions than memory
                should hold.
        """
        text = decode(data, name=name)
        return document_of(self.entries(lambda: (text,), name=name), name=name)

    def entries(self, pieces: Pieces, *, name: str) -> Iterator[Entry]:
        """Yield the blocks of a text that comes in pieces of whole lines, as `read` has them."""
        front, _ = _front_matter(cut(pieces()))
        if front:
            yield Entry(Kind.META, front, "line 2", parts=_numbered(front, 2))
        parser = CommonMark(lambda: _front_matter(cut(pieces()))[1], name=name)
        for tokens, before in parser.sections(_front_matter(cut(pieces()))[1]):
            yield from _entries(tokens, before, parser=parser, name=name)


def _front_matter(pieces: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Part a text's front matter from the rest, in which blank lines stand for it."""
    head = next(pieces, "")
    if _OPENING.match(head):
        while head.count("\n") < _FRONT_LINES and (more := next(pieces, "")):
            head += more
        if front := _FRONT_MATTER.match(head):
            rest = "\n" * front[0].count("\n") + head[front.end() :]
            return front["fields"], chain([rest], pieces)
    return "", chain([head], pieces)


def _entries(
    tokens: Sequence[Token], before: int, *, parser: CommonMark, name: str
) -> Iterator[Entry]:
    kinds = [Kind.PARAGRAPH]
    for index, token in enumerate(tokens):
        line = before + token.map[0] + 1 if token.map else 0
        place = f"line {line}" if line else ""
        match token.type:
            case "heading_open":
                kinds.append(Kind.HEADING)
            case "list_item_open":
                kinds.append(Kind.ITEM)
            case "heading_close" | "list_item_close":
                kinds.pop()
            case "fence" | "code_block":
                first = line + (token.type == "fence")
                code = token.content
                yield Entry(Kind.META, code, place, parts=_numbered(code, first))
            case "html_block":
                part = page_draft(token.content, name=f"{name}, HTML from line {line}", site=False)
                for kind, text, own in part.items():
                    number = own.removeprefix("line ")
                    at = f"line {line + int(number) - 1}" if number.isdecimal() else place
                    yield Entry(kind, text, at, whole=True)
            case "inline":
                opened = tokens[index - 2].type if index > 1 else ""
                yield from _paragraph(
                    token, line, kinds[-1], opened=opened, parser=parser, name=name
                )


def _numbered(text: str, first: int) -> list[tuple[str, str]]:
    """The lines of a text that stands in the file as it is, with their places."""
    return [(line, f"line {number}") for number, line in enumerate(text.split("\n"), first)]


def _paragraph(
    token: Token, line: int, kind: Kind, *, opened: str, parser: CommonMark, name: str
) -> Iterator[Entry]:
    source = token.content
    if source.count("[") > _MAX_BRACKETS:
        raise ReadError(
            f"{name}, line {line}: more than {_MAX_BRACKETS:,} square brackets in one paragraph."
        )
    if len(_MARK.findall(source)) > _MAX_MARKS:
        raise ReadError(f"{name}, line {line}: more than {_MAX_MARKS:,} marks in one paragraph.")
    parts, captions = _plain(parser.inline(source, opened=opened), source)
    text = tidy_breaks("".join(part for part, _ in parts))
    places = [(part, f"line {line + after}") for part, after in parts] if "\n" in source else ()
    mark = token.meta.get("mark", "")
    yield Entry(kind, text, f"line {line}" if line else "", mark, places)
    for caption, after in captions:
        yield Entry(Kind.CAPTION, caption, f"line {line + after}" if line else "")


def _plain(
    tokens: Sequence[Token], source: str
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The text of a paragraph without its marks, and the descriptions of its images.

    Each comes with the number of the paragraph's line breaks before it.
    """
    parts: list[tuple[str, int]] = []
    captions: list[tuple[str, int]] = []
    line = reached = 0
    up = False  # in a `sup` of HTML
    for token in tokens:
        match token.type:
            case "code_inline":
                parts.append((_code(token), line))
            case "text" | "text_special":
                before = parts[-1][0] if parts and up else ""
                if token.content:
                    parts.append((raised(token.content, before), line))
            case "softbreak":
                parts.append((" ", line))
            case "hardbreak":
                parts.append(("\n", line))
            case "html_inline":
                if _BREAK_TAG.match(token.content):
                    parts.append(("\n", line))
                elif alt := _ALT.match(token.content):
                    captions.append((alt[1] or alt[2] or "", line))
            case "image":
                inner, _ = _plain(token.children or (), "")
                text = tidy_breaks("".join(part for part, _ in inner))
                captions.append((text or token.content, line))
        if token.type == "html_inline" and (raising := _RAISING.match(token.content)):
            up = not raising[1]
        at = token.meta.get(AT, 0)
        if at > reached:
            line += source.count("\n", reached, at)
            reached = at
    return parts, captions


def _code(token: Token) -> str:
    """Code with its backticks, by which translators and readers know it from words."""
    code = token.content
    gap = " " if "`" in (code[:1], code[-1:]) else ""
    return f"{token.markup}{gap}{code}{gap}{token.markup}"
