"""CommonMark as markdown-it parses it, with tables and footnotes, section by section.

A section ends where a block begins that stands in no other: what follows cannot change what
stands before. So a text of any length is parsed in the memory of its longest such block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from align.errors import ReadError
from align.lines import with_line_feeds
from align.readers.attributes import OPENED, use_attributes
from align.readers.templates import use_templates
from align.readers.wrapping import Pieces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Environment = dict[str, Any]
"""What one place of a text defines for all others: links and footnotes."""
AT = "at"
"""In a token's meta: the offset, in the paragraph's source, at which what follows it begins."""
_LINKS, NOTES = "references", "footnotes"
_MAX_NESTING = 100  # levels; what lies deeper markdown-it leaves out
_MAX_TOKENS = 400_000  # of blocks; a list item takes five
_MAX_DEFINITIONS = 50_000  # each takes 500 bytes and more in the parser
_LIMITS = (("\n", "lines", 300_000), ("|", "table cells", 50_000))  # of a section; likewise
_SECTION = 1 << 16  # characters that are worth parsing
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_NO_TERM = frozenset(".!?…,;:")
_TERM = 50  # characters of a term; the first line of a paragraph that is wrapped has more
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")


class CommonMark:
    """The parser of one text."""

    def __init__(self, pieces: Pieces, *, name: str) -> None:
        """Read a text through for what it defines, where it defines anything."""
        self._name = name
        self._parser = self._made()
        self._environment: Environment = {_LINKS: {}, NOTES: set()}
        if any("]:" in piece for piece in pieces()):
            for _ in self.sections(pieces()):
                pass

    def _made(self) -> MarkdownIt:
        """A parser of blocks, which leaves what stands in a line for later."""
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
        parser.enable(["table", "strikethrough"])
        parser.block.ruler.before("table", "limit", self._limit)
        parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
        parser.block.ruler.before("reference", "definition", _definition, {"alt": ["paragraph"]})
        parser.inline.ruler.before("text", "place", _note_place)
        parser.inline.ruler.before("image", "footnote_mark", _footnote_mark)
        use_attributes(parser)
        use_templates(parser)
        parser.core.ruler.disable(["inline", "text_join"])
        return parser

    def _limit(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if len(state.tokens) > _MAX_TOKENS:
            raise ReadError(
                f"{self._name}, line {self._line + start + 1}: too many paragraphs and items "
                "before it."
            )
        return False

    def sections(self, pieces: Iterable[str]) -> Iterator[tuple[list[Token], int]]:
        """Yield the tokens of each section, and the number of lines before it.

        Args:
            pieces: the text, in pieces that end where a line does.

        Raises:
            ReadError: it is nested beyond 100 levels, or a block of it has more lines, table
                cells or items than memory should hold, or all of it more definitions.
        """
        held: list[str] = []
        size, least, self._line = 0, _SECTION, 0
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size < least:
                continue
            text = "".join(held)
            known = self._known()
            tokens = self._parsed(text)
            last = _last_block(tokens)
            lines = tokens[last].map[0] if last else 0  # type: ignore[index]
            end = _line_start(text, lines)
            if self._known() != known:  # the last block may be no definition once it is whole
                self._environment.update(known)
                self._parsed(text[:end])
            if last:
                yield tokens[:last], self._line
                text = text[end:]
                self._line += lines
            held, size = [text], len(text)
            least = max(_SECTION, 2 * size)  # or a long block would be parsed again and again
        yield self._parsed("".join(held)), self._line

    def _known(self) -> Environment:
        """The definitions so far, as they are."""
        return {what: self._environment[what].copy() for what in (_LINKS, NOTES)}

    def _parsed(self, text: str) -> list[Token]:
        for mark, what, most in _LIMITS:
            if text.count(mark) > most:
                raise ReadError(
                    f"{self._name}, from line {self._line + 1}: a block has more than {most:,} "
                    f"{what}, too many to hold."
                )
        tokens = self._parser.parse(text, self._environment)
        self._environment.pop("duplicate_refs", None)  # of these every further pass makes more
        if any(token.level >= _MAX_NESTING - 1 for token in tokens):
            raise ReadError(
                f"{self._name}: lists or quotations are nested beyond {_MAX_NESTING} levels."
            )
        if sum(map(len, self._environment.values())) > _MAX_DEFINITIONS:
            raise ReadError(
                f"{self._name}: has more than {_MAX_DEFINITIONS:,} definitions of links, too many "
                "to hold."
            )
        return tokens

    def inline(self, source: str, *, opened: str = "") -> list[Token]:
        """Return the tokens of a paragraph's source.

        Args:
            source: the paragraph, as it is written.
            opened: the type of the token that opened what it is the first paragraph of.
        """
        tokens: list[Token] = []
        environment = self._environment | {OPENED: opened}
        self._parser.inline.parse(source, self._parser, environment, tokens)
        return tokens


def cut(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of about a section each, with line feeds for line ends."""
    for piece in pieces:
        text = with_line_feeds(piece)
        start = 0
        while len(text) - start > _SECTION:
            end = text.rfind("\n", start, start + _SECTION) + 1
            end = end or text.find("\n", start + _SECTION) + 1 or len(text)
            yield text[start:end]
            start = end
        if start < len(text):
            yield text[start:]


def _last_block(tokens: list[Token]) -> int:
    """The index of the token that opens the last block of the first level."""
    return next(
        (
            index
            for index in range(len(tokens) - 1, -1, -1)
            if tokens[index].level == 0 and tokens[index].nesting >= 0 and tokens[index].map
        ),
        0,
    )


def _line_start(text: str, lines: int) -> int:
    position = 0
    for _ in range(lines):
        position = text.index("\n", position) + 1
    return position


def _note_place(state: StateInline, silent: bool) -> bool:
    """A rule that never holds: it notes where the last token ended."""
    if not silent and state.tokens:
        state.tokens[-1].meta.setdefault(AT, state.pos)
    return False


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """A rule: `[^1]` is no text where the document has that footnote.

    The rule of links asks silently: a mark is no link in another, and may stand there as brackets.
    """
    if silent:
        return False
    match = _FOOTNOTE_MARK.match(state.src, state.pos, state.posMax)
    if match is None or normalized(match[0]) not in state.env[NOTES]:
        return False
    state.push("footnote_mark", "", 0)
    state.pos = match.end()
    return True


def normalized(label: str) -> str:
    """Return a footnote's label, `[^Note]` or `[^note]: `, as it is compared."""
    return label.rstrip(": \t").casefold()


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule: `[^1]: Note` is a paragraph; to CommonMark it defines a link where it is one word."""
    label = _label(state, start)
    if label is None or state.is_code_block(start):
        return False
    if not silent:
        state.env[NOTES].add(normalized(label))
        _marked_block(state, start, end, ("footnote", "aside"), label)
    return True


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule: `: What it is` under a short line is an item; to CommonMark it goes on with that."""
    begin = state.bMarks[start] + state.tShift[start]
    mark = _DEFINITION.match(state.src, begin, state.eMarks[start])
    if mark is None or state.is_code_block(start):
        return False
    if not silent:
        _marked_block(state, start, end, ("list_item", "li"), mark[0])
        return True
    first = state.bMarks[state.line] + state.tShift[state.line]  # of the paragraph that may end
    if _DEFINITION.match(state.src, first, state.eMarks[state.line]):
        return True
    term = state.src[first : state.eMarks[state.line]].rstrip()
    return state.line == start - 1 and len(term) <= _TERM and term[-1:] not in _NO_TERM


def _marked_block(
    state: StateBlock, start: int, end: int, kind: tuple[str, str], label: str
) -> None:
    """Make a block of a paragraph after a label, and of what is indented under it."""
    name, tag = kind
    stops = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"  # lists ask what they interrupt
    line = start + 1
    while line < end and not state.isEmpty(line):
        if state.sCount[line] - state.blkIndent < 4 and any(
            rule(state, line, end, True) for rule in stops
        ):
            break
        line += 1
    state.line, state.parentType = line, before
    note = state.push(f"{name}_open", tag, 1)  # one block, which no section parts
    opened = state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()[len(label) :]
    inline.children, inline.meta = [], {"mark": label}
    opened.map = inline.map = [start, line]
    state.push("paragraph_close", "p", -1)
    _further_paragraphs(state, line, end)
    note.map = [start, state.line]
    state.push(f"{name}_close", tag, -1)


def _further_paragraphs(state: StateBlock, line: int, end: int) -> None:
    """Parse what is indented under a footnote, which to CommonMark is code."""
    following = state.skipEmptyLines(line)
    if following < end and state.sCount[following] - state.blkIndent >= 4:
        state.blkIndent += 4
        state.md.block.tokenize(state, line, end)
        state.blkIndent -= 4


def _label(state: StateBlock, line: int) -> str | None:
    """The label of a footnote that begins on a line."""
    begin = state.bMarks[line] + state.tShift[line]
    match = _FOOTNOTE.match(state.src, begin, state.eMarks[line])
    return match[0] if match else None
