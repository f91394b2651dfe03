"""Books in EPUB: the pages of the spine, in their order."""

from __future__ import annotations

import posixpath
from collections import Counter
from urllib.parse import unquote

from align.errors import ReadError
from align.readers.archive import Archive, attribute, local
from align.readers.draft import Draft
from align.readers.html import page_draft
from align.readers.page import decode_page
from align.records import Document

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",  # of books from before EPUB
)


class EpubReader:
    """Reads EPUB 2 and 3."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Take the blocks out of a book; a place is `text/chapter2.xhtml, line 12`.

        Where a line holds several blocks, as in a page without line breaks, it is
        `text/chapter2.xhtml, paragraph 12`; titles, items and captions count.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it is no book, or damaged, protected, or hostile.
        """
        archive = Archive(data, name=name, what="a book (.epub)")
        draft = Draft(name)
        top = archive.folder_of(_CONTAINER)
        locked = _locked(archive, top)
        for page in _spine(archive, top):
            if page in locked:
                raise ReadError(f"{name}: the page {page} is protected against copying (DRM).")
            source = decode_page(archive.read(page), name=f"{name}, {page}")
            part = page_draft(source, name=f"{name}, {page}", site=False)
            lines = Counter(line for _, _, line in part.items())
            for number, (kind, text, line) in enumerate(part.items(), 1):
                own = line if lines[line] == 1 and line else f"paragraph {number}"
                draft.add(kind, text, place=f"{page}, {own}", whole=True)
        return draft.document(name)


def _spine(archive: Archive, top: str) -> list[str]:
    """The book's pages, each once; `top` stands before all names."""
    package = ""
    for element in archive.xml(top + _CONTAINER).iter("{*}rootfile"):
        package = attribute(element, "full-path") or ""
        break
    if not package:
        raise ReadError(f"{archive.name}: {_CONTAINER} names no package, a book was expected.")
    package = top + package
    folder = posixpath.dirname(package)
    hrefs: dict[str, str] = {}
    order: list[str] = []
    for element in archive.xml(package).iter("{*}item", "{*}itemref"):
        if local(element) == "itemref":
            order.append(attribute(element, "idref") or "")
        elif attribute(element, "media-type") in _PAGES:
            href = unquote((attribute(element, "href") or "").partition("#")[0])
            path = posixpath.normpath(posixpath.join(folder, href))
            hrefs[attribute(element, "id") or ""] = path
    return list(dict.fromkeys(hrefs[identity] for identity in order if identity in hrefs))


def _locked(archive: Archive, top: str) -> frozenset[str]:
    """The parts that are encrypted; fonts often are, and do not matter."""
    if top + _ENCRYPTION not in archive:
        return frozenset()
    references = archive.xml(top + _ENCRYPTION).iter("{*}CipherReference")
    return frozenset(top + unquote(attribute(element, "URI") or "") for element in references)
