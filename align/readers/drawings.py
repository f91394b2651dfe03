"""The diagrams (SmartArt) and charts of a Word document: the texts that they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from align.readers.archive import Archive, attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABELS = frozenset(("strCache", "strLit", "strDim", "txData"))  # hold labels as plain text


class Drawings:
    """Reads the drawings that a part of a Word document refers to (ECMA-376, parts 1 and 2)."""

    def __init__(self, archive: Archive, part: str) -> None:
        """Note the parts that a part refers to."""
        self._archive = archive
        self._parts = {found.identity: found.part for found in archive.relations(part)}

    def texts(self, identity: str) -> tuple[str, ...]:
        """Return the texts of a drawing in the order in which they are read.

        A chart repeats its labels with every series; they come once.

        Args:
            identity: of the relation to the part that holds its data.

        Raises:
            ReadError: that part is damaged, or hostile.
        """
        part = self._parts.get(identity, "")
        if part not in self._archive:
            return ()
        root = self._archive.xml(part)
        if local(root) == "dataModel":
            return tuple(filter(None, _of_diagram(root)))
        return tuple(filter(None, dict.fromkeys(_of_chart(root))))


def _of_diagram(root: _Element) -> Iterator[str]:
    """The texts of a diagram's points, from the document's point down; the others follow."""
    points: dict[str, _Element] = {}
    below: dict[str, list[tuple[int, str]]] = {}
    for item in root.iter("{*}pt", "{*}cxn"):
        if local(item) == "pt":
            points[attribute(item, "modelId") or ""] = item
        elif attribute(item, "type") in (None, "parOf"):
            order = attribute(item, "srcOrd") or ""
            child = int(order) if order.isdecimal() else 0, attribute(item, "destId") or ""
            below.setdefault(attribute(item, "srcId") or "", []).append(child)
    tops = [name for name, point in points.items() if attribute(point, "type") == "doc"]
    waiting = [*reversed(points), *reversed(tops)]
    while waiting:
        name = waiting.pop()
        point = points.pop(name, None)  # a point is read once, whatever circles there are
        if point is not None:
            yield from map(_text, point.iter("{*}p"))
            waiting += [child for _, child in sorted(below.get(name, ()), reverse=True)]


def _of_chart(root: _Element) -> Iterator[str]:
    """The titles and labels of a chart as they stand in its part."""
    for element in root.iter():
        name = local(element)
        if name == "p":
            yield _text(element)
        elif name in _LABELS:
            yield from (_text(item) for item in element.iter("{*}pt", "{*}v") if not len(item))


def _text(element: _Element) -> str:
    """The text of a paragraph or a label; a line break in it is a blank."""
    found = element.iter("{*}t", "{*}br", "{*}pt", "{*}v")
    return " ".join("".join(" " if local(e) == "br" else e.text or "" for e in found).split())
