"""Web pages: blocks with their captions, without what only serves to navigate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.readers.draft import Draft, collapse, tidy_breaks
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


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = frozenset(_KINDS) | _names(
    """address article aside body center details dialog dir div dl fieldset footer form header
    hgroup hr html legend main menu nav ol optgroup option p pre search section summary tbody
    tfoot thead tr ul"""
)
# Not text, or text that stands in for something that cannot be shown.
_NO_TEXT = _names(
    """head script style template noscript iframe object embed applet audio video canvas svg map
    button select textarea datalist rp"""
)
_NAVIGATION = _names("nav footer")
_NAVIGATION_ROLES = _names("navigation contentinfo search menu menubar")
# The same on pages from before HTML 5, by class or id.
_NAVIGATION_NAMES = _names(
    """nav navbar navigation main-nav site-nav main-navigation menu main-menu mainmenu menubar
    breadcrumb breadcrumbs pagination skip-link skip-links sidebar-nav"""
)
_FOOTER_NAMES = _names("footer site-footer page-footer main-footer global-footer")
_SAMPLE = 2000  # elements that tell whether a part consists of links


class HtmlReader:
    """Reads HTML and XHTML."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a page; each one's place is its line.

        Captions (`figcaption`, `caption`, the `alt` of images) are blocks of their own;
        navigation, footers, scripts, form fields and what is hidden are left out.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, has more than 500,000 tags, or is nested too
                deeply to be a page.
        """
        return page_draft(decode_page(data, name=name), name=name).document(name)


def page_draft(text: str, *, name: str) -> Draft:
    """Take the blocks out of the source text of a page or a part of one."""
    page = _Page(name)
    root = parse_page(text, name=name)
    if root is not None:
        page.read(root)
    return page.draft


class _Page:
    """The state of the walk over a page."""

    def __init__(self, name: str) -> None:
        self.draft = Draft(name)
        self._buffer: list[str] = []
        self._line = 0  # where the text in the buffer began
        self._kinds = [Kind.PARAGRAPH]
        self._images: list[tuple[str, int]] = []
        self._figures: list[str] = []  # captions of the open figures, to which an alt may be equal
        self._verbatim = 0
        self._broken = False  # a line break stands last in the buffer

    def read(self, root: _Element) -> None:
        """Walk over a tree."""
        for event, element, text in walk(root, leave_out=_left_out):
            if event == "text":
                self._text(text, element)
            elif event == "start":
                self._start(element)
            else:
                self._end(element)
        self._flush()

    def _start(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            if self._broken:
                self._flush()
            elif self._buffer:
                self._buffer.append("\n")
                self._broken = True
        elif tag == "img":
            self._image(element)
        elif tag in _BLOCKS:
            self._flush()
            if tag in _KINDS:
                self._kinds.append(_KINDS[tag])
            if tag == "figure":
                captions = element.iter("figcaption")
                self._figures.append(" ".join(_words("".join(c.itertext())) for c in captions))
            elif tag == "pre":
                self._verbatim += 1
                code = len(element) == 1 and element[0].tag == "code" and not element.text
                self._kinds.append(Kind.META if code else self._kinds[-1])

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in _KINDS:
            self._kinds.pop()
        if tag == "figure":
            self._figures.pop()
        elif tag == "pre":
            self._verbatim -= 1
            self._kinds.pop()

    def _image(self, element: _Element) -> None:
        alt = collapse(element.get("alt") or "").strip()
        if not any(character.isalpha() for character in alt):
            return
        if self._figures and _words(alt) in self._figures[-1]:
            return
        self._images.append((alt, int(element.sourceline or 0)))

    def _text(self, text: str, element: _Element) -> None:
        if not self._verbatim:
            text = collapse(text)
        if not text.strip():
            if self._buffer and not self._broken:
                self._buffer.append(text)
            return
        if not self._buffer:
            self._line = int(element.sourceline or 0)
        self._buffer.append(text)
        self._broken = False

    def _flush(self) -> None:
        text = "".join(self._buffer)
        text = text if self._verbatim else tidy_breaks(text)
        self.draft.add(self._kinds[-1], text, place=_place(self._line))
        for alt, line in self._images:
            self.draft.add(Kind.CAPTION, alt, place=_place(line))
        self._buffer, self._images, self._broken = [], [], False


def _place(line: int) -> str:
    return f"line {line}" if line else ""


def _words(text: str) -> str:
    return " ".join(text.split()).lower()


def _left_out(element: _Element) -> bool:
    """Whether an element holds nothing to read."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _NO_TEXT or tag in _NAVIGATION:
        return True
    if element.get("hidden") is not None or element.get("role") in _NAVIGATION_ROLES:
        return True
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    if tag not in _BLOCKS or tag in ("html", "body"):
        return False
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    if not names.isdisjoint(_FOOTER_NAMES):
        return True
    return not names.isdisjoint(_NAVIGATION_NAMES) and _consists_of_links(element)


def _consists_of_links(element: _Element) -> bool:
    """Whether most of an element's text, or of its beginning, stands in links."""
    linked = total = 0
    for _, part in zip(range(_SAMPLE), element.iter(), strict=False):
        size = len((part.text or "").strip())
        total += size + (len((part.tail or "").strip()) if part is not element else 0)
        holder: _Element | None = part
        for _ in range(3):  # a, and what it commonly wraps its text in
            if holder is not None and holder.tag == "a":
                linked += size
                break
            holder = holder.getparent() if holder is not None else None
    return linked * 2 > total
