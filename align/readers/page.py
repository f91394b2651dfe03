"""Markup of the web, decoded and parsed without trusting it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from align.encodings import MARKS, decode, decode_legacy
from align.errors import ReadError
from align.lines import with_line_feeds

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?([\w.:-]+)""")
_CODECS = re.compile(r"(iso8859|cp|koi8|mac|utf|big5|gb|euc|shift|hz|iso2022|tis|ascii)")
_HEAD = 4096  # bytes in which an encoding is declared
_MARKS = tuple(mark for mark, _ in MARKS)

# What is never text, cut out before parsing; the first that opens wins, as in a browser.
_OPENER = re.compile(
    r"<!--|<(script|style|title|textarea|iframe|noembed|noframes|xmp)(?=[\s/>])", re.I
)
_XHTML = re.compile(r"\s*(?:<\?xml\b|<[^>]*>\s*<html\b[^>]*xmlns|<html\b[^>]*xmlns)", re.I)
# In XHTML any element may be closed in its own tag; as HTML it would stay open.
_SELF_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[\s/>])"
    r"([a-z][\w:-]*+)((?:\s[^<>]*)?)/>",
    re.I,
)
# Every tag, as HTML cuts it; the group holds where a tag has its thousandth attribute.
_ATTRIBUTE = (
    r"(?>[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?>\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?)"
)
_MAX_TAGS = 500_000  # each takes 200 bytes and more in the tree; a large page has 50,000
_TAG = re.compile(rf"<(?>[!?][^>]*+|/?[a-zA-Z][^\s/>]*+{_ATTRIBUTE}{{0,999}}({_ATTRIBUTE})?)")


def decode_page(data: bytes, *, name: str) -> str:
    """Decode HTML: byte order mark, UTF-8, then what the page declares, then what is older.

    Line ends become line feeds.

    Raises:
        ReadError: the data is binary, fits none of these, or is UTF-8 with other bytes in it.
    """
    text = None
    declared = _DECLARED.search(data[:_HEAD])
    if declared and not data.startswith(_MARKS):
        label = declared[1].decode("ascii", "replace").lower()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            text = _declared(data, label, name)
    if text is None:
        text = decode(data, name=name)
    return with_line_feeds(text)


def _declared(data: bytes, label: str, name: str) -> str | None:
    """Decode as the page says; None where it says nothing that holds."""
    if label in ("iso-8859-1", "latin1", "us-ascii"):
        label = "cp1252"  # as browsers read it
    try:
        if not _CODECS.match(codecs.lookup(label).name.replace("_", "").replace("-", "")):
            return None
        data.decode(label)
    except (LookupError, UnicodeError):
        return None
    return decode_legacy(data, label, name=name)


def parse_page(text: str, *, name: str) -> _Element | None:
    """Parse HTML or XHTML into a tree, None for a page without any element or text.

    No entity that the page declares is expanded, and nothing outside it is loaded.

    Raises:
        ReadError: it has more than 500,000 tags, its elements are nested beyond 2,000 deep, or one
            has 1,000 attributes.
    """
    from lxml import etree

    if _XHTML.match(text):
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    text = _without_code(text)
    if text.count("<") > _MAX_TAGS:
        raise ReadError(f"{name}: has more than {_MAX_TAGS:,} tags, a page to read was expected.")
    for tag in _TAG.finditer(text):
        if tag[1]:  # libxml2 takes quadratic time for attributes
            line = text.count("\n", 0, tag.start()) + 1
            raise ReadError(f"{name}, line {line}: a tag has more than 1,000 attributes.")
    if not text.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:  # such as a document of comments alone
        if error.code == etree.ErrorTypes.ERR_DOCUMENT_EMPTY:
            return None
        raise ReadError(f"{name}: cannot be parsed as HTML ({error.msg}).") from None
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise ReadError(f"{name}, line {entry.line}: elements are nested beyond 2,000 deep.")
    return root


def _without_code(text: str) -> str:
    """Blank out comments, scripts and styles; line breaks in them stay, for the line count."""
    kept: list[str] = []
    position = start = 0
    absent: set[str] = set()
    while match := _OPENER.search(text, position):
        closer = f"</{match[1].lower()}" if match[1] else "-->"
        end = -1
        if closer not in absent:
            found = re.compile(re.escape(closer), re.I).search(text, match.end())
            end = found.end() if found else -1
        if end < 0:
            absent.add(closer)
            position = match.end()
            continue
        if match[1]:
            end = text.find(">", end) + 1 or len(text)
        kept += text[start : match.start()], "\n" * text.count("\n", match.start(), end)
        position = start = end
    return "".join([*kept, text[start:]]) if kept else text


def walk(
    root: _Element, *, leave_out: Callable[[_Element], bool]
) -> Iterator[tuple[str, _Element, str]]:
    """Yield `start`, `text` and `end` events in document order, without recursion.

    Of an element that is to be left out nothing is yielded; the text after it is.
    """
    if leave_out(root):
        return
    yield "start", root, ""
    if root.text:
        yield "text", root, root.text
    stack = [(root, iter(root))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", parent, ""
            child = parent
        elif not leave_out(child):
            yield "start", child, ""
            if child.text:
                yield "text", child, child.text
            stack.append((child, iter(child)))
            continue
        if stack and child.tail:
            yield "text", stack[-1][0], child.tail
