"""Marks of plain text: `> ` of quoted mail, which is none of a line's words; code's backticks."""

from __future__ import annotations

import re

CODE = r"(?<![\w`])(?:`[^`\s](?:[^`\n]*[^`\s])?`|``(?:[^`\n]|`(?!`))+``)(?![\w`])"
"""A pattern of code between backticks, one or two: what is in it are no words, nor ends of any."""

_MARKS = r"(?>(?:[ \t]*>)+)[ \t]?"
_NO_NUMBER = r"(?![ \t]*\d)"
_OPENING = re.compile(_MARKS)
_SURE = re.compile(_MARKS + _NO_NUMBER)
_INSIDE = re.compile(rf"(?<=[\n\r]){_MARKS}")
_SURE_INSIDE = re.compile(_INSIDE.pattern + _NO_NUMBER)


def quote(line: str, *, quoted: bool) -> re.Match[str] | None:
    """Match the marks that open a line; "> 50 %" has one only where the line before is `quoted`."""
    return (_OPENING if quoted else _SURE).match(line)


def without_quotes(text: str, *, blanks: bool = False) -> str:
    r"""Leave out the marks after line breaks, or put blanks in their place.

    Where all of them stand before numbers they may be signs, and stay.

    >>> without_quotes("Il dort dans\n> la maison aux\n> 3 chats.")
    'Il dort dans\nla maison aux\n3 chats.'
    """
    if ">" not in text or _SURE_INSIDE.search(text) is None:
        return text
    return _INSIDE.sub(lambda marks: " " * len(marks[0]) if blanks else "", text)
