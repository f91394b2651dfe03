"""Word documents: paragraphs, tables, captions, text boxes, drawings, notes in reading order.

The parts are read with zipfile and lxml. python-docx stands above the same two, but gives no
tables in `paragraphs`, no content controls, text boxes or notes at all, and unpacks every
part, images too, before one can look.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import ReadError
from align.readers.archive import Archive, attribute, local
from align.readers.draft import Draft
from align.readers.drawings import Drawings
from align.readers.marks import describes, looks_like_heading, raised
from align.readers.styles import kind_of_properties, style_kinds
from align.records import Document, Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_NOT_TEXT = frozenset(
    ("pPr", "rPr", "del", "moveFrom", "Fallback", "instrText", "delText", "rubyPr", "rt", "sdtPr")
)
_DRAWINGS = {"relIds": "dm", "chart": "id"}  # a diagram's or a chart's attribute with its id
_HEX = re.compile("[0-9A-Fa-f]{2,8}")
_OFF = ("0", "false", "off")
_TOC = "Table of Contents"  # in any language, as Word names the gallery
# The characters of the font Symbol that stand for themselves in prose; its letters are Greek.
_SYMBOLS = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B), 0xA3, 0xA5, 0xAE, *range(0xB0, 0xBD)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ≤∞→°±″≥×∝∂•÷≠≡≈…",
        strict=True,
    )
)
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


class DocxReader:
    """Reads .docx."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a Word document.

        A place is `paragraph 12` of the body, `table 2, row 3`, `footnote 4`. The texts of a
        diagram or a chart follow the paragraph that it stands in, each an item. Deleted, moved
        and hidden text, empty fields' prompts, page headers and footers are left out; a table of
        contents is meta.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it is no Word document, or damaged, encrypted, or hostile, or holds another
                document that Word has not yet made part of the text.
        """
        archive = Archive(data, name=name, what="a Word document (.docx)")
        main = _main_part(archive)
        folder = posixpath.dirname(main)
        body = next((e for e in archive.xml(main) if local(e) == "body"), None)
        if body is None:
            raise ReadError(f"{name}: the part {main} has no body, a Word document was expected.")
        kinds = style_kinds(archive, posixpath.join(folder, "styles.xml"))
        story = _Story(kinds, name=name)
        story.read_body(body, Drawings(archive, main))
        for plural, singular in _NOTES:
            part = posixpath.join(folder, f"{plural}.xml")
            if part in archive:
                story.read_notes(archive.xml(part), singular, Drawings(archive, part))
        return story.draft.document(name)


def _main_part(archive: Archive) -> str:
    """The part that holds the text, as the package says."""
    found = (r.part for r in archive.relations("") if r.kind.endswith("/officeDocument"))
    return next(found, "word/document.xml")


@dataclass(slots=True)
class _Found:
    """What a paragraph holds: its text, text boxes, descriptions of images, drawings' ids."""

    text: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)


class _Story:
    """The state of the walk over a document's parts; the parser bounds how deep they nest."""

    def __init__(self, styles: dict[str, Kind], *, name: str) -> None:
        self.draft = Draft(name)
        self._name = name
        self._styles = styles
        self._tables = 0
        self._paragraphs = 0
        self._held = ""  # of a paragraph whose end was deleted, so that the next goes on with it

    def read_body(self, body: _Element, drawings: Drawings) -> None:
        """Read the main text."""
        self._drawings = drawings
        for element in self._content(body):
            if local(element) == "p":
                self._paragraphs += 1
                self._paragraph(element, f"paragraph {self._paragraphs}")
            else:
                self._table(element)
        self._release(f"paragraph {self._paragraphs}")

    def read_notes(self, root: _Element, singular: str, drawings: Drawings) -> None:
        """Read the footnotes or endnotes."""
        self._drawings = drawings
        for note in root:
            if local(note) != singular or attribute(note, "type") not in (None, "normal"):
                continue  # the lines that separate notes from the text
            place = f"{singular} {attribute(note, 'id') or ''}".rstrip()
            self._blocks(note, place)

    def _blocks(self, parent: _Element, place: str) -> None:
        for element in self._content(parent):
            if local(element) == "p":
                self._paragraph(element, place)
            else:
                self._table(element)
        self._release(place)

    def _content(self, parent: _Element) -> Iterator[_Element]:
        """The paragraphs and tables of a parent, in content controls and tracked changes too."""
        for child in parent:
            name = local(child)
            if name in ("p", "tbl"):
                yield child
            elif name == "altChunk":
                raise ReadError(
                    f"{self._name}: another document is embedded in it (altChunk), text alone was "
                    "expected; open it in Word and save it, which makes it part of the text."
                )
            elif name in _WRAPPERS and not _is_prompt(child):
                yield from self._content(child)

    def _release(self, place: str) -> None:
        """Make a paragraph of what was held, where no other paragraph followed."""
        self.draft.add(Kind.PARAGRAPH, self._held, place=place)
        self._held = ""

    def _table(self, table: _Element) -> None:
        self._release(f"paragraph {self._paragraphs}")
        self._tables += 1
        number = self._tables
        for count, row in enumerate(_inside(table, "tr"), 1):
            for cell in _inside(row, "tc"):
                self._blocks(cell, f"table {number}, row {count}")

    def _paragraph(self, paragraph: _Element, place: str) -> None:
        if len(paragraph) == 0 and not self._held:
            return  # fast: many are there for the space that they take
        found = _Found()
        _collect(paragraph, found)
        text = self._held + "".join(found.text)
        self._held = ""
        ended = not _end_deleted(paragraph)
        if ended:
            self.draft.add(self._kind(paragraph, text), text, place=place)
        for caption in found.captions:
            self.draft.add(Kind.CAPTION, caption, place=place)
        for drawing in found.drawings:
            for label in self._drawings.texts(drawing):
                self.draft.add(Kind.ITEM, label, place=place)
        for box in found.boxes:
            self._blocks(box, place)
        self._held = "" if ended else text

    def _kind(self, paragraph: _Element, text: str) -> Kind:
        properties = next((e for e in paragraph if local(e) == "pPr"), None)
        if properties is not None:
            own = kind_of_properties(properties)
            style = next((attribute(e, "val") for e in properties if local(e) == "pStyle"), None)
            kind = self._styles.get(style or "")
            if kind is not None and kind is not Kind.ITEM:
                return kind
            if own or kind:
                return own or Kind.ITEM
        if any(_in_toc(control) for control in paragraph.iterancestors("{*}sdt")):
            return Kind.META
        if looks_like_heading(text) and "\n" not in text.strip() and _all_bold(paragraph):
            return Kind.HEADING
        return Kind.PARAGRAPH


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _inside(child, wanted)


def _collect(element: _Element, found: _Found, *, up: bool = False) -> None:
    """Collect what a paragraph holds; `up` says that it stands in a superscript."""
    up = up or _is_raised(element)
    for child in element:
        name = local(child)
        if name == "t":
            before = found.text[-1] if found.text and up else ""
            if child.text:
                found.text.append(raised(child.text, before))
        elif name in _CHARACTERS:
            found.text.append(_CHARACTERS[name])
        elif name == "sym" and attribute(child, "font") == "Symbol":
            code = attribute(child, "char") or ""
            found.text.append(_SYMBOLS.get(int(code[-2:], 16), "") if _HEX.fullmatch(code) else "")
        elif name == "txbxContent":
            found.boxes.append(child)
        elif name == "docPr":
            description = " ".join((attribute(child, "descr") or "").split())
            if describes(description):
                found.captions.append(description)
        elif name in _DRAWINGS and (drawing := attribute(child, _DRAWINGS[name])):
            found.drawings.append(drawing)
        elif name not in _NOT_TEXT and not _is_on(child, "vanish") and not _is_prompt(child):
            _collect(child, found, up=up)


def _is_prompt(control: _Element) -> bool:
    """Whether a content control shows only what is to be typed into it."""
    if local(control) != "sdt":
        return False
    return any(local(item) == "showingPlcHdr" for part in control[:1] for item in part)


def _in_toc(control: _Element) -> bool:
    galleries = (e for item in _properties(control, "sdtPr") for e in item.iter())
    return any(local(e) == "docPartGallery" and attribute(e, "val") == _TOC for e in galleries)


def _end_deleted(paragraph: _Element) -> bool:
    """Whether a tracked change deletes the end of a paragraph."""
    marks = (mark for mark in _properties(paragraph, "pPr") if local(mark) == "rPr")
    changes = (change for mark in marks for change in mark)
    return any(local(change) in ("del", "moveFrom") for change in changes)


def _all_bold(paragraph: _Element) -> bool:
    """Whether every run of text of a paragraph is bold, as a heading without a style is."""
    runs = [run for run in paragraph.iter("{*}r") if any(local(e) == "t" for e in run)]
    return bool(runs) and all(_is_on(run, "b") for run in runs)


def _is_raised(run: _Element) -> bool:
    """Whether a run of text is set as a superscript."""
    return any(
        local(item) == "vertAlign" and attribute(item, "val") == "superscript"
        for item in _properties(run)
    )


def _is_on(run: _Element, name: str) -> bool:
    """Whether a run of text has a property, such as bold or hidden."""
    return any(
        local(item) == name and attribute(item, "val") not in _OFF for item in _properties(run)
    )


def _properties(element: _Element, kind: str = "rPr") -> Iterator[_Element]:
    """The properties of a run, a paragraph or a content control, which stand first in it."""
    return (item for part in element[:1] if local(part) == kind for item in part)
