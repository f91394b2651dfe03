"""The content model of TMX 1.4 as tables: which element holds what, with which attributes.

Written from the specification (LISA OSCAR, TMX 1.4b, section 3); a test compares the verdicts
with those of the published DTD.
"""

from __future__ import annotations

from dataclasses import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Element:
    """What one element may hold.

    `order` gives children a rank: a child may not follow one of a higher rank. `needed`
    children must occur, `single` ones at most once. `text` tells whether characters other
    than white space are allowed, `empty` that nothing at all is.
    """

    children: frozenset[str] = _NONE
    text: bool = False
    empty: bool = False
    order: tuple[frozenset[str], ...] = ()
    needed: tuple[str, ...] = ()
    single: frozenset[str] = _NONE
    required: tuple[str, ...] = ()
    optional: frozenset[str] = _NONE

    def rank(self, child: str) -> int:
        """Return the rank of a child, 0 where the order is free."""
        return next((rank for rank, names in enumerate(self.order) if child in names), 0)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ORIGIN = "creationdate creationid changedate changeid"
_USE = f"o-encoding datatype usagecount lastusagedate creationtool creationtoolversion {_ORIGIN}"
_NOTES = _names("note prop")
_CODES = _names("bpt ept ph it hi ut")

ELEMENTS: dict[str, Element] = {
    "tmx": Element(
        children=_names("header body"),
        order=(_names("header"), _names("body")),
        needed=("header", "body"),
        single=_names("header body"),
        optional=_names("version"),
    ),
    "header": Element(
        children=_names("note prop ude"),
        required=(
            "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang",
            "srclang", "datatype",
        ),
        optional=_names(f"o-encoding {_ORIGIN}"),
    ),
    "body": Element(children=_names("tu")),
    "note": Element(text=True, optional=_names("o-encoding xml:lang lang")),
    "prop": Element(text=True, required=("type",), optional=_names("xml:lang o-encoding lang")),
    "ude": Element(
        children=_names("map"), needed=("map",), required=("name",), optional=_names("base")
    ),
    "map": Element(empty=True, required=("unicode",), optional=_names("code ent subst")),
    "tu": Element(
        children=_NOTES | {"tuv"},
        order=(_NOTES, _names("tuv")),
        needed=("tuv",),
        optional=_names(f"tuid {_USE} segtype o-tmf srclang"),
    ),
    "tuv": Element(
        children=_NOTES | {"seg"},
        order=(_NOTES, _names("seg")),
        needed=("seg",),
        single=_names("seg"),
        required=("xml:lang",),
        optional=_names(f"{_USE} o-tmf lang"),
    ),
    "seg": Element(children=_CODES, text=True),
    "bpt": Element(_names("sub"), text=True, required=("i",), optional=_names("x type")),
    "ept": Element(_names("sub"), text=True, required=("i",)),
    "sub": Element(_CODES, text=True, optional=_names("datatype type")),
    "it": Element(_names("sub"), text=True, required=("pos",), optional=_names("x type")),
    "ph": Element(_names("sub"), text=True, optional=_names("x assoc type")),
    "hi": Element(_CODES, text=True, optional=_names("x type")),
    "ut": Element(_names("sub"), text=True, optional=_names("x")),
}  # fmt: skip

ENUMERATED: dict[tuple[str, str], tuple[str, ...]] = {
    ("header", "segtype"): ("block", "paragraph", "sentence", "phrase"),
    ("tu", "segtype"): ("block", "paragraph", "sentence", "phrase"),
    ("it", "pos"): ("begin", "end"),
}
