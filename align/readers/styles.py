"""What the styles of a Word document stand for: headings, captions, items of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.readers.archive import Archive, attribute, local
from align.records import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element


def style_kinds(archive: Archive, part: str) -> dict[str, Kind]:
    """Return what the paragraph styles stand for, by their ids."""
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
                kind = kind_of_properties(child)
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
    if name in ("caption", "légende") or name.endswith(" caption"):
        return Kind.CAPTION
    if (name.startswith("toc ") and name != "toc heading") or name == "table of figures":
        return Kind.META
    if name.startswith("list ") and name != "list table":
        return Kind.ITEM
    return None


def kind_of_properties(properties: _Element) -> Kind | None:
    """Return the kind that a paragraph's own properties give: an outline level, a list."""
    for item in properties:
        if local(item) == "outlineLvl" and (attribute(item, "val") or "9") != "9":
            return Kind.HEADING
        if local(item) == "numPr":
            numbers = [attribute(n, "val") for n in item if local(n) == "numId"]
            if numbers != ["0"]:
                return Kind.ITEM
    return None
