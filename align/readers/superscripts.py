"""Digits of PDF that a font draws raised by glyphs of their own, at the size of the line.

OpenType fonts have them (`sups`), and Typst, InDesign and LaTeX draw exponents and marks of notes
by them. The file says that such a glyph is a digit like any other: only its width tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_HEX = rb"<\s*([0-9A-Fa-f]*)\s*>\s*"
_PAIR = re.compile(_HEX + _HEX)
_RANGE = re.compile(_HEX + _HEX + rb"(?:" + _HEX + rb"|\[[^\]]*\])")
_NARROW = 0.75  # of the widest digit's width: raised ones have 0.6 to 0.7
_FIRST = 0xE3C0  # of the private characters that stand for raised digits while lines are made
_DIGITS = f"[{chr(_FIRST)}-{chr(_FIRST + 9)}]"
RAISED = re.compile(rf"([+\-−–]?{_DIGITS}+(?:[,\-–]{_DIGITS}+)*)")
"""Raised digits in the text of a page whose fonts were marked, as one group."""
_PLAIN = {_FIRST + digit: str(digit) for digit in range(10)}


def plain(text: str) -> str:
    """Return a text with its raised digits as digits."""
    return text.translate(_PLAIN)


def mark_raised(page: PageObject, seen: set[int]) -> None:
    """Have the fonts of a page give private characters for the digits that they draw raised.

    Args:
        page: its fonts, and those of the forms that it draws, are changed in memory.
        seen: the fonts and forms that were looked at, and takes those of the page.
    """
    waiting: list[Any] = [page]
    while waiting:
        drawn = waiting.pop()
        for font in _resources(drawn, "/Font", seen):
            with suppress(Exception):
                _mark(font)
        for other in _resources(drawn, "/XObject", seen):
            if isinstance(other, dict) and other.get("/Subtype") == "/Form":
                waiting.append(other)


def _resources(drawn: Any, kind: str, seen: set[int]) -> list[Any]:
    """Return those of a kind that a page or form has and that were not looked at yet."""
    found: list[Any] = []
    with suppress(Exception):  # whatever is wrong with one, pypdf tells when it reads the text
        for reference in drawn["/Resources"][kind].values():
            resource = reference.get_object()
            if id(resource) not in seen:
                seen.add(id(resource))
                found.append(resource)
    return found


def _mark(font: Any) -> None:
    from pypdf.generic import DecodedStreamObject, NameObject

    table = font["/ToUnicode"].get_object().get_data()
    size = 4 if font["/Subtype"] == "/Type0" else 2  # digits of a code in the table
    widths = _widths(font)
    digits = {
        code: (digit, widths[code]) for code, digit in _digits(table) if widths.get(code, 0) > 0
    }
    if not (raised := raised_codes(digits)):
        return
    rows = "".join(
        f"<{code:0{size}X}> <{_FIRST + digits[code][0]:04X}>\n" for code in sorted(raised)
    )
    more = f"{len(raised)} beginbfchar\n{rows}endbfchar\nendcmap".encode()
    changed = DecodedStreamObject()
    changed.set_data(table.replace(b"endcmap", more, 1))  # what comes later holds
    font[NameObject("/ToUnicode")] = changed


def raised_codes(digits: Mapping[int, tuple[int, float]]) -> set[int]:
    """Return the codes of a font's digits that are so narrow that they are drawn raised.

    Figures of one width cannot be narrow by themselves, but a 1. Others can, as the 5 of Playfair
    or the 7 of Lora: of these, the same digit in its whole width has to tell; and twice where the
    font has two sets of figures, as for texts and for tables.

    Args:
        digits: by their codes, the digit and its width.

    >>> sorted(raised_codes({1: (0, 500.0), 2: (3, 500.0), 3: (3, 310.0), 4: (1, 350.0)}))
    [3]
    """
    widest = max((width for _, width in digits.values()), default=0.0)
    narrow = {code for code, (_, width) in digits.items() if width <= _NARROW * widest}
    whole: dict[int, list[float]] = {}
    for code, (digit, width) in digits.items():
        if code not in narrow:
            whole.setdefault(digit, []).append(width)
    twins = 1 + any(len(set(widths)) > 1 for widths in whole.values())
    even = len(whole) > 1 and {width for widths in whole.values() for width in widths} == {widest}
    return {
        code
        for code in narrow
        if (even and digits[code][0] != 1) or len(whole.get(digits[code][0], ())) >= twins
    }


def _digits(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield the codes that a table of a font maps to a digit, and the digit."""
    for section in _BFCHAR.findall(table):
        for code, text in _PAIR.findall(section):
            if len(text) == 4 and 0x30 <= (character := int(text, 16)) <= 0x39:
                yield int(code, 16), character - 0x30
    for section in _BFRANGE.findall(table):
        for *codes, text in _RANGE.findall(section):
            if len(text) != 4:
                continue
            first, last = (int(code, 16) for code in codes)
            begins = int(text, 16)
            for character in range(max(0x30, begins), min(0x39, begins + last - first) + 1):
                yield first + character - begins, character - 0x30


def _widths(font: Any) -> dict[int, float]:
    """Return the widths of a font's glyphs by their codes."""
    if font["/Subtype"] != "/Type0":
        first = int(font["/FirstChar"])
        return {first + i: float(width) for i, width in enumerate(font["/Widths"].get_object())}
    if font["/Encoding"] != "/Identity-H":
        return {}
    descendant = font["/DescendantFonts"].get_object()[0].get_object()
    listed = [part.get_object() for part in descendant["/W"].get_object()]
    widths: dict[int, float] = {}
    place = 0
    while place + 1 < len(listed):
        first, second = int(listed[place]), listed[place + 1]
        if isinstance(second, list):
            widths.update((first + i, float(width)) for i, width in enumerate(second))
            place += 2
        else:
            last = min(int(second), first + 0xFFFF)
            widths.update(dict.fromkeys(range(first, last + 1), float(listed[place + 2])))
            place += 3
    return widths
