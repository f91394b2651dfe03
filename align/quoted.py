"""Marks of quoted mail, `> `, which open a line and are none of its words."""

from __future__ import annotations

import re

_MARKS = r"(?>(?:[ \t]*>)+)[ \t]?(?![ \t]*\d)"
QUOTE = re.compile(_MARKS)
"""The marks that open a line; "> 50 %" is no such line."""
_INSIDE = re.compile(rf"(?<=[\n\r]){_MARKS}")


def without_quotes(text: str, *, blanks: bool = False) -> str:
    r"""Leave out the marks after line breaks, or put blanks in their place.

    >>> without_quotes("Il dort dans\n> la maison.")
    'Il dort dans\nla maison.'
    """
    if ">" not in text:
        return text
    return _INSIDE.sub(lambda marks: " " * len(marks[0]) if blanks else "", text)
