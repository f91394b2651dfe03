"""Word documents: paragraphs, tables, captions, text boxes and notes in reading order.

The parts are read with zipfile and lxml. python-docx stands above the same two, but gives no
tables in `paragraphs`, no content controls, text boxes or notes at all, and unpacks every
part, images too, before one can look.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from align.errors import ReadError
from align.readers.archive import Archive, attribute, local
from align.readers.draft import Draft
from align.readers.marks import looks_like_heading
from align.records import Document, Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_NOT_TEXT = frozenset(
    ("pPr", "rPr", "del", "moveFrom", "Fallback", "instrText", "delText", "rubyPr", "rt", "sdtPr")
)
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


class DocxReader:
    """Reads .docx."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a Word document.

        A place is `paragraph 12` of the body, `table 2, row 3`, `footnote 4`. Deleted and moved
        text, page headers and footers are left out; a table of contents is meta.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it is no Word document, or damaged, encrypted, or hostile.
        """
        archive = Archive(data, name=name, what="a Word document (.docx)")
        main = _main_part(archive)
        folder = posixpath.dirname(main)
        body = next((e for e in archive.xml(main) if local(e) == "body"), None)
        if body is None:
            raise ReadError(f"{name}: the part {main} has no body, a Word document was expected.")
        kinds = _style_kinds(archive, posixpath.join(folder, "styles.xml"))
        story = _Story(kinds, name=name)
        story.read_body(body)
        for plural, singular in _NOTES:
            part = posixpath.join(folder, f"{plural}.xml")
            if part in archive:
                story.read_notes(archive.xml(part), singular)
        return story.draft.document(name)


def _main_part(archive: Archive) -> str:
    """The part that holds the text, as the package says."""
    if "_rels/.rels" in archive:
        for relation in archive.xml("_rels/.rels"):
            kind = attribute(relation, "Type") or ""
            if kind.endswith("/officeDocument"):
                return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


def _style_kinds(archive: Archive, part: str) -> dict[str, Kind]:
    """What the paragraph styles stand for, by their ids."""
    if part not in archive:
        return {}
    kinds: dict[str, Kind] = {}
    bases: dict[str, str] = {}
    for style in archive.xml(part):
        identity = attribute(style, "styleId")
        if local(style) != "style" or identity is None:
            continue
        for child in style:
            if local(child) == "name":
                kind = _kind_of_style((attribute(child, "val") or "").lower())
                if kind is not None:
                    kinds.setdefault(identity, kind)
            elif local(child) == "basedOn":
                bases[identity] = attribute(child, "val") or ""
            elif local(child) == "pPr":
                kind = _kind_of_properties(child)
                if kind is not None:
                    kinds.setdefault(identity, kind)
    for identity in bases:
        chain, seen = identity, {identity}
        while chain not in kinds and bases.get(chain, "") not in {"", *seen}:
            chain = bases[chain]
            seen.add(chain)
            if len(seen) > 20:
                break
        if chain in kinds:
            kinds.setdefault(identity, kinds[chain])
    return kinds


def _kind_of_style(name: str) -> Kind | None:
    """The kind of a style by its name; Word keeps the built-in ones in English in the file."""
    if name.startswith(("heading ", "titre ")) or name in ("title", "subtitle", "titre"):
        return Kind.HEADING
    if name in ("caption", "légende"):
        return Kind.CAPTION
    if name.startswith("toc ") and name != "toc heading":
        return Kind.META
    if name.startswith("list ") and name != "list table":
        return Kind.ITEM
    return None


def _kind_of_properties(properties: _Element) -> Kind | None:
    """The kind that a paragraph's own properties give: an outline level, a list."""
    for item in properties:
        if local(item) == "outlineLvl" and (attribute(item, "val") or "9") != "9":
            return Kind.HEADING
        if local(item) == "numPr":
            numbers = [attribute(n, "val") for n in item if local(n) == "numId"]
            if numbers != ["0"]:
                return Kind.ITEM
    return None


class _Story:
    """The state of the walk over a document's parts; the parser bounds how deep they nest."""

    def __init__(self, styles: dict[str, Kind], *, name: str) -> None:
        self.draft = Draft(name)
        self._styles = styles
        self._tables = 0
        self._paragraphs = 0

    def read_body(self, body: _Element) -> None:
        """Read the main text."""
        for element in _content(body):
            if local(element) == "p":
                self._paragraphs += 1
                self._paragraph(element, f"paragraph {self._paragraphs}")
            else:
                self._table(element)

    def read_notes(self, root: _Element, singular: str) -> None:
        """Read the footnotes or endnotes."""
        for note in root:
            if local(note) != singular or attribute(note, "type") not in (None, "normal"):
                continue  # the lines that separate notes from the text
            place = f"{singular} {attribute(note, 'id') or ''}".rstrip()
            self._blocks(note, place)

    def _blocks(self, parent: _Element, place: str) -> None:
        for element in _content(parent):
            if local(element) == "p":
                self._paragraph(element, place)
            else:
                self._table(element)

    def _table(self, table: _Element) -> None:
        self._tables += 1
        number = self._tables
        for count, row in enumerate(_inside(table, "tr"), 1):
            for cell in _inside(row, "tc"):
                self._blocks(cell, f"table {number}, row {count}")

    def _paragraph(self, paragraph: _Element, place: str) -> None:
        parts: list[str] = []
        inner: list[_Element] = []
        captions: list[str] = []
        _collect(paragraph, parts, inner, captions)
        text = "".join(parts)
        self.draft.add(self._kind(paragraph, text), text, place=place)
        for caption in captions:
            self.draft.add(Kind.CAPTION, caption, place=place)
        for box in inner:
            self._blocks(box, place)

    def _kind(self, paragraph: _Element, text: str) -> Kind:
        properties = next((e for e in paragraph if local(e) == "pPr"), None)
        if properties is not None:
            own = _kind_of_properties(properties)
            style = next((attribute(e, "val") for e in properties if local(e) == "pStyle"), None)
            kind = self._styles.get(style or "")
            if kind is not None and kind is not Kind.ITEM:
                return kind
            if own or kind:
                return own or Kind.ITEM
        if looks_like_heading(text) and "\n" not in text.strip() and _all_bold(paragraph):
            return Kind.HEADING
        return Kind.PARAGRAPH


def _content(parent: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a parent, in content controls and tracked changes too."""
    for child in parent:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _WRAPPERS:
            yield from _content(child)


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _inside(child, wanted)


def _collect(
    element: _Element, parts: list[str], inner: list[_Element], captions: list[str]
) -> None:
    """Collect a paragraph's text, its text boxes, and the descriptions of its images."""
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _CHARACTERS:
            if name != "br" or attribute(child, "type") in (None, "textWrapping"):
                parts.append(_CHARACTERS[name])
        elif name == "txbxContent":
            inner.append(child)
        elif name == "docPr":
            description = " ".join((attribute(child, "descr") or "").split())
            if any(character.isalpha() for character in description):
                captions.append(description)
        elif name not in _NOT_TEXT:
            _collect(child, parts, inner, captions)


def _all_bold(paragraph: _Element) -> bool:
    """Whether every run of text of a paragraph is bold, as a heading without a style is."""
    runs = [run for run in paragraph.iter("{*}r") if any(local(e) == "t" for e in run)]
    return bool(runs) and all(_bold(run) for run in runs)


def _bold(run: _Element) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            for item in properties:
                if local(item) == "b":
                    return attribute(item, "val") not in ("0", "false", "off")
    return False
