"""Markdown: CommonMark with tables, and what HTML stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import ReadError
from align.files import decode
from align.readers.draft import Draft, tidy_breaks
from align.readers.html import page_draft
from align.records import Document, Kind

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>(?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n){1,200})"
                           r"(?:---|\.\.\.)[ \t]*(?:\n|$)", re.M)  # fmt: skip
_MAX_NESTING = 100  # levels; what lies deeper markdown-it leaves out
_MAX_BRACKETS = 5000  # in one paragraph; the search for links is quadratic in them
_MAX_MARKS = 200_000  # in one paragraph; each becomes a token of 600 bytes
_MAX_TOKENS = 400_000  # of blocks; a list item takes five
_LIMITS = (  # each takes 500 bytes and more in the parser
    ("\n", "lines", 300_000),
    ("|", "table cells", 50_000),
    ("]:", "definitions of links", 50_000),
)
_MARK = re.compile(r"[*_`~<&\\!\n]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)
_ALT = re.compile(r"<img\b[^>]*\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)


class MarkdownReader:
    """Reads Markdown."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a Markdown text; each one's place is its line.

        The description of an image is a caption; code and front matter are meta.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, is nested beyond 100 levels, or has more lists, table
                cells, link definitions, or marks in a paragraph than memory should hold.
        """
        text = decode(data, name=name).replace("\r\n", "\n").replace("\r", "\n")
        draft = Draft(name)
        if front := _FRONT_MATTER.match(text):
            draft.add(Kind.META, front["fields"], place="line 2")
            text = "\n" * front[0].count("\n") + text[front.end() :]
        for mark, what, most in _LIMITS:
            if text.count(mark) > most:
                raise ReadError(f"{name}: has more than {most:,} {what}, too many to hold.")
        parser = _parser(name)
        references: dict[str, object] = {}
        tokens = parser.parse(text, references)
        if any(token.level >= _MAX_NESTING - 1 for token in tokens):
            raise ReadError(f"{name}: lists or quotations are nested beyond {_MAX_NESTING} levels.")
        _add(tokens, draft, parser=parser, references=references, name=name)
        return draft.document(name)


def _parser(name: str) -> MarkdownIt:
    """A parser of blocks, which leaves what stands in a line for later."""
    from markdown_it import MarkdownIt

    def limit(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if len(state.tokens) > _MAX_TOKENS:
            raise ReadError(f"{name}, line {start + 1}: too many paragraphs and items before it.")
        return False

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "limit", limit)
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule: `[^1]: Note` is a paragraph; to CommonMark it defines a link where it is one word."""
    label = _label(state, start)
    if label is None or state.is_code_block(start):
        return False
    if silent:
        return True
    stops = state.md.block.ruler.getRules("paragraph")
    line = start + 1
    while line < end and not state.isEmpty(line):
        if state.sCount[line] - state.blkIndent < 4 and any(
            rule(state, line, end, True) for rule in stops
        ):
            break
        line += 1
    state.line = line
    opened = state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()[len(label) :]
    inline.children, inline.meta = [], {"mark": label}
    opened.map = inline.map = [start, line]
    state.push("paragraph_close", "p", -1)
    return True


def _label(state: StateBlock, line: int) -> str | None:
    """The label of a footnote that begins on a line."""
    begin = state.bMarks[line] + state.tShift[line]
    match = _FOOTNOTE.match(state.src, begin, state.eMarks[line])
    return match[0] if match else None


def _add(
    tokens: Sequence[Token],
    draft: Draft,
    *,
    parser: MarkdownIt,
    references: MutableMapping[str, object],
    name: str,
) -> None:
    kinds = [Kind.PARAGRAPH]
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        place = f"line {line}" if line else ""
        match token.type:
            case "heading_open":
                kinds.append(Kind.HEADING)
            case "list_item_open":
                kinds.append(Kind.ITEM)
            case "heading_close" | "list_item_close":
                kinds.pop()
            case "fence" | "code_block":
                draft.add(Kind.META, token.content, place=place)
            case "html_block":
                part = page_draft(token.content, name=f"{name}, HTML from line {line}")
                for kind, text, _ in part.items():
                    draft.add(kind, text, place=place)
            case "inline":
                if token.content.count("[") > _MAX_BRACKETS:
                    raise ReadError(
                        f"{name}, line {line}: more than {_MAX_BRACKETS:,} square brackets in one "
                        "paragraph."
                    )
                if len(_MARK.findall(token.content)) > _MAX_MARKS:
                    raise ReadError(
                        f"{name}, line {line}: more than {_MAX_MARKS:,} marks in one paragraph."
                    )
                children: list[Token] = []
                parser.inline.parse(token.content, parser, references, children)
                text, captions = _plain(children)
                draft.add(kinds[-1], text, place=place, mark=token.meta.get("mark", ""))
                for caption in captions:
                    draft.add(Kind.CAPTION, caption, place=place)


def _plain(tokens: Sequence[Token]) -> tuple[str, list[str]]:
    """The text of a paragraph without its marks, and the descriptions of its images."""
    parts: list[str] = []
    captions: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "html_inline":
                if _BREAK_TAG.match(token.content):
                    parts.append("\n")
                elif alt := _ALT.match(token.content):
                    captions.append(alt[1] or alt[2] or "")
            case "image":
                captions.append(_plain(token.children or ())[0] or token.content)
    return tidy_breaks("".join(parts)), captions
