"""Web pages: blocks with their captions, without what only serves to navigate."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from align.readers.draft import Draft, collapse, tidy_breaks
from align.readers.furniture import Furniture, name_set
from align.readers.marks import describes, raised
from align.readers.page import decode_page, parse_page, walk
from align.records import Document, Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Kind.ITEM),
    **dict.fromkeys(("figcaption", "caption"), Kind.CAPTION),
    **dict.fromkeys(("td", "th", "blockquote", "table", "figure"), Kind.PARAGRAPH),
}
_LAST_LINE = 65_535  # libxml2 counts no further
_BLOCKS = frozenset(_KINDS) | name_set(
    """address article aside body center details dialog dir div dl fieldset footer form header
    hgroup hr html legend main menu nav ol optgroup option p pre search section summary tbody
    tfoot thead tr ul"""
)


class HtmlReader:
    """Reads HTML and XHTML."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a page; each one's place is its line.

        Captions (`figcaption`, `caption`, the classes that sites have for them, the `alt` of
        images) are blocks of their own; navigation, headers and footers of the site, notices of
        cookies, scripts, form fields, marks of notes and what is hidden are left out.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, has more than 500,000 tags, or is nested too
                deeply to be a page.
        """
        return page_draft(decode_page(data, name=name), name=name).document(name)


def page_draft(text: str, *, name: str, site: bool = True) -> Draft:
    """Take the blocks out of the source text of a page or a part of one.

    A page of no site, but of a book, has no parts that go by their class or id.
    """
    page = _Page(name, site=site)
    root = parse_page(text, name=name)
    if root is not None:
        page.read(root)
    return page.draft


class _Page:
    """The state of the walk over a page."""

    def __init__(self, name: str, *, site: bool) -> None:
        self.draft = Draft(name)
        self._furniture = Furniture(blocks=_BLOCKS, site=site)
        self._buffer: list[str] = []
        self._line = 0  # that the walk has reached
        self._begun: list[tuple[int, int]] = []  # where a row begins in the buffer, and its line
        self._kinds = [Kind.PARAGRAPH]
        self._opened: list[_Element] = []  # the elements that gave the kinds after the first
        self._images: list[tuple[str, int]] = []
        self._figures: list[str] = []  # captions of the open figures, to which an alt may be equal
        self._verbatim = 0
        self._raised = 0  # the open `sup`
        self._broken = False  # a line break stands last in the buffer

    def read(self, root: _Element) -> None:
        """Walk over a tree."""
        french = (root.get("lang") or root.get("xml:lang") or "").lower().startswith("fr")
        self._quotes = ("«\u00a0", "\u00a0»") if french else ("“", "”")  # as browsers draw them
        for event, element, text in walk(root, leave_out=self._left_out):
            if event == "text":
                self._text(text)
            elif event == "start":
                self._start(element)
            else:
                self._end(element)
        self._flush()

    def _left_out(self, element: _Element) -> bool:
        if not self._furniture.left_out(element):
            return False
        for event, part, text in walk(element, leave_out=lambda _: False):
            if event == "start":
                self._reach(part)
            self._line += text.count("\n")
        return True

    def _reach(self, element: _Element) -> None:
        line = int(element.sourceline or 0)
        self._line = line if 0 < line < _LAST_LINE else max(self._line, line)

    def _start(self, element: _Element) -> None:
        self._reach(element)
        tag = str(element.tag)
        self._raised += tag == "sup"
        if tag == "br":
            if self._broken:
                self._flush()
            elif self._buffer:
                self._buffer.append("\n")
                self._broken = True
        elif tag == "img":
            self._image(element)
        elif tag == "q":
            self._text(self._quotes[0])
        else:
            caption = self._kinds[-1] is not Kind.CAPTION and self._furniture.is_caption(element)
            if caption or tag in _BLOCKS:
                self._block(element, Kind.CAPTION if caption else _kind(element))

    def _block(self, element: _Element, kind: Kind | None) -> None:
        """Begin a block, of the kind that it stands in where it has none of its own."""
        self._flush()
        if kind is not None:
            self._kinds.append(kind)
            self._opened.append(element)
        if element.tag == "figure":
            captions = islice(element.iter("figcaption"), 20)
            self._figures.append(" ".join(map(_words_of, captions)))
        elif element.tag == "pre":
            self._verbatim += 1
            code = len(element) == 1 and element[0].tag == "code" and not element.text
            self._kinds.append(Kind.META if code else self._kinds[-1])

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        self._raised -= tag == "sup"
        if tag == "q":
            self._text(self._quotes[1])
        opened = bool(self._opened) and self._opened[-1] is element
        if tag not in _BLOCKS and not opened:
            return
        self._flush()
        if tag == "figure":
            self._figures.pop()
        elif tag == "pre":
            self._verbatim -= 1
            self._kinds.pop()
        if opened:
            self._opened.pop()
            self._kinds.pop()

    def _image(self, element: _Element) -> None:
        alt = collapse(element.get("alt") or "").strip()
        if not describes(alt) or _names_file(alt, element.get("src") or ""):
            return
        if self._figures and _words(alt) in self._figures[-1]:
            return
        if element.get("role") in ("none", "presentation"):
            return
        if _words(alt) in self._caption_after(element):
            return
        self._images.append((alt, self._line))

    def _caption_after(self, image: _Element) -> str:
        """The words of the caption that comes next after an image, or after its link."""
        part: _Element | None = image
        for _ in range(3):
            if part is None:
                break
            following = part.getnext()
            if following is not None:
                return _words_of(following) if self._furniture.is_caption(following) else ""
            part = part.getparent()
        return ""

    def _text(self, text: str) -> None:
        line, self._line = self._line, self._line + text.count("\n")
        before = text[: len(text) - len(text.lstrip())].count("\n")
        if not self._verbatim:
            text = collapse(text)
        if not text.strip():
            if self._buffer and not self._broken:
                self._buffer.append(text)
            return
        if self._raised and self._buffer:
            text = raised(text, self._buffer[-1])
        if self._broken or not self._buffer:
            self._begun.append((len(self._buffer), line + before))
        self._buffer.append(text)
        self._broken = False

    def _flush(self) -> None:
        text = "".join(self._buffer)
        text = text if self._verbatim else tidy_breaks(text)
        ends = [*(index for index, _ in self._begun[1:]), len(self._buffer)]
        rows = [
            ("".join(self._buffer[index:end]), _place(line))
            for (index, line), end in zip(self._begun, ends, strict=False)
        ]
        place = rows[0][1] if rows else ""
        whole = self._verbatim > 0
        self.draft.add(self._kinds[-1], text, place=place, parts=rows, whole=whole)
        for alt, line in self._images:
            self.draft.add(Kind.CAPTION, alt, place=_place(line))
        self._buffer, self._begun, self._images, self._broken = [], [], [], False


def _kind(element: _Element) -> Kind | None:
    """The kind that an element gives to its text, None for that of what it stands in."""
    if element.get("role") == "heading":
        return Kind.HEADING
    return _KINDS.get(str(element.tag))


def _place(line: int) -> str:
    return f"line {line}" if line else ""


def _names_file(alt: str, source: str) -> bool:
    """Whether an image's text is but its file's name: "fig-12" of "img/fig-12.png"."""
    return not alt.isalpha() and " " not in alt and f"/{alt}." in f"/{source}"


def _words(text: str) -> str:
    return " ".join(text.split()).lower()


def _words_of(element: _Element) -> str:
    return _words("".join(islice(element.itertext(), 200)))
