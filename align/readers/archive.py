"""A zip file of XML parts, opened without trusting it: Word documents and EPUB books."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import ReadError, one_line
from align.kinds import begins_as

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEGABYTE = 1 << 20
MAX_PART = 32 * _MEGABYTE
"""Bytes that one part may unpack to; the text of a thousand pages takes 10 MB as Word has it."""
MAX_TOTAL = 64 * _MEGABYTE
"""Bytes that all parts read may unpack to together."""
_MAX_RATIO = 200  # above this a part of more than 8 MB is a bomb: XML packs 5 to 50 times
_MAX_TAGS, _MAX_ATTRIBUTES = 1_500_000, 1_000_000  # of a part; a node takes 120 bytes and more
_SMALL = 8 * _MEGABYTE
_HIDDEN = ("__MACOSX/", ".", "/")


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part of an Office file is to another: `kind` is a URI, `part` the other's name."""

    identity: str
    kind: str
    part: str


class Archive:
    """Reads the parts of a zip file, each and all of them up to a limit."""

    def __init__(self, data: bytes, *, name: str, what: str) -> None:
        """Open a zip file.

        Args:
            data: its bytes.
            name: the file's name, for messages.
            what: what the file should be, with its article: `a Word document`.

        Raises:
            ReadError: it is no zip file, or is cut short.
        """
        self.name = name
        self._what = what
        self._left = MAX_TOTAL
        if not data.startswith(b"PK") and (kind := begins_as(data)):
            raise ReadError(f"{name}: {what} was expected, this is {kind}.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadError(
                f"{name}: cannot be opened as {what}; the file is damaged, cut short or of "
                f"another kind ({one_line(error)})."
            ) from None
        self._names = frozenset(self._zip.namelist())

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part in self._names

    def folder_of(self, part: str) -> str:
        """Return what stands before a part's name: a folder that all were packed in, or nothing.

        A folder that was packed by hand is often on top itself, beside hidden ones of the system.
        """
        if part in self:
            return ""
        found = [name.removesuffix(part) for name in self._names if name.endswith(f"/{part}")]
        tops = [top for top in found if top.count("/") == 1 and not top.startswith(_HIDDEN)]
        return tops[0] if len(tops) == 1 else ""

    def read(self, part: str) -> bytes:
        """Unpack a part.

        Raises:
            ReadError: it is missing, damaged, encrypted, or unpacks beyond the limits.
        """
        if part not in self._names:
            raise ReadError(f"{self.name}: the part {part} is missing, {self._what} was expected.")
        info = self._zip.getinfo(part)
        if info.flag_bits & 1:
            raise ReadError(f"{self.name}: the part {part} is encrypted; remove the password.")
        size = info.file_size
        bomb = size > _SMALL and size > _MAX_RATIO * max(1, info.compress_size)
        if bomb or size > MAX_PART or size > self._left:
            raise ReadError(
                f"{self.name}: the part {part} would unpack to {size / _MEGABYTE:,.0f} MB; at most "
                f"{MAX_PART // _MEGABYTE} a part, {MAX_TOTAL // _MEGABYTE} in all, and "
                f"{_MAX_RATIO} times its packed size were expected."
            )
        self._left -= size
        try:
            with self._zip.open(info) as stream:
                return stream.read(size + 1)  # zipfile itself stops at the announced size
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as e:
            raise ReadError(
                f"{self.name}: the part {part} is damaged or cut short ({one_line(e)})."
            ) from None

    def xml(self, part: str) -> _Element:
        """Unpack and parse a part of XML; nothing is expanded, nothing outside is loaded.

        Raises:
            ReadError: it cannot be unpacked, is not well-formed or too large, or declares entities.
        """
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        data = self.read(part)
        if data.count(b"<") > _MAX_TAGS or data.count(b"=") > _MAX_ATTRIBUTES:
            raise ReadError(
                f"{self.name}: the part {part} has more than {_MAX_TAGS:,} tags or "
                f"{_MAX_ATTRIBUTES:,} attributes, too many to hold."
            )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(
                f"{self.name}: the part {part} is not well-formed XML, or hostile "
                f"({one_line(error)})."
            ) from None
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
            raise ReadError(
                f"{self.name}: the part {part} declares entities, which are refused since they "
                "can expand without bound."
            )
        return root

    def relations(self, part: str) -> Iterator[Relation]:
        """Yield what a part of an Office file refers to within the file; "" is the file itself."""
        folder, file = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{file}.rels")
        for element in self.xml(place) if place in self else ():
            target = attribute(element, "Target") or ""
            if attribute(element, "TargetMode") != "External":
                yield Relation(
                    attribute(element, "Id") or "",
                    attribute(element, "Type") or "",
                    posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
                )


def local(element: _Element) -> str:
    """Return an element's name without its namespace.

    Office writes the same elements in two namespaces (transitional and strict).
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """Return an attribute by its name without the namespace, None where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
