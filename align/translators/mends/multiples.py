"""How many times less, `trois fois moins cher`: models make "three times as expensive" of it."""

from __future__ import annotations

import re

from align.translators.mends.spelling import SPACE

# French and English numbers, and what one part of so many is called.
_PARTS = {
    "deux": ("two", "half"),
    "trois": ("three", "a third"),
    "quatre": ("four", "a quarter"),
    "cinq": ("five", "a fifth"),
    "six": ("six", "a sixth"),
    "sept": ("seven", "a seventh"),
    "huit": ("eight", "an eighth"),
    "neuf": ("nine", "a ninth"),
    "dix": ("ten", "a tenth"),
    "vingt": ("twenty", "a twentieth"),
    "cent": ("hundred", "a hundredth"),
    "mille": ("thousand", "a thousandth"),
    "2": ("2", "half"),
    "3": ("3", "a third"),
    "4": ("4", "a quarter"),
    "5": ("5", "a fifth"),
    "6": ("6", "a sixth"),
    "10": ("10", "a tenth"),
    "20": ("20", "a twentieth"),
    "100": ("100", "a hundredth"),
}
_TIMES = re.compile(
    rf"(?<![\w,.])(?P<count>{'|'.join(_PARTS)}){SPACE}fois{SPACE}(?P<than>\w+)", re.IGNORECASE
)
_LESS = frozenset(("moins", "moindre", "moindres"))


def english_multiples(source: str, target: str) -> str:
    """Write what a French text has so many times less as the part that it is.

    A number that the source has times more as well is left alone.

    >>> english_multiples("C'est deux fois moins cher.", "It's twice as expensive.")
    "It's half as expensive."
    """
    if "fois" not in source:
        return target
    counts: dict[str, set[bool]] = {}
    for found in _TIMES.finditer(source):
        less = found["than"].lower() in _LESS
        counts.setdefault(found["count"].lower(), set()).add(less)
    for count, ways in counts.items():
        if ways == {True}:
            english, part = _PARTS[count]
            twice = "twice|" if part == "half" else ""
            more = rf"\b(?:{twice}(?:a |one )?{english} times) as\b(?! (?:little|few|low|small)\b)"
            target = re.sub(more, f"{part} as", target, flags=re.IGNORECASE)
    return target
