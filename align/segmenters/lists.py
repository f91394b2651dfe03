"""Lists that run on in their line, and dots that lead to a figure: what no stop in them ends."""

from __future__ import annotations

import re
from collections.abc import Container

from align.segmenters.abbreviations import WORD

MARKER = r"(?:\(?(?:[a-zA-Z]|[ivxIVX]{1,4}|\d{1,2})\)|\d{1,2}(?:\s?[°º]|o)\)?)"
"""A pattern of what marks an item: `a)`, `(iv)`, `2°`."""

_REACH = 400  # characters in which the next item is looked for
_BACK = 2000  # and those back in which the one before is
_ITEM = re.compile(r"(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+[«“\"]?\s?(?P<letter>[^\W\d_])")
_LISTED = re.compile(rf"\s*{MARKER}")
_COUNT = re.compile(r"(?:\A|(?<=[\s(]))(?P<number>\d\d?)\Z")
_COUNTED = re.compile(r"\s+(?P<number>\d\d?)\.\s+[«“\"]?\s?[^\W_]")
_LAST = re.compile(r"[^\W\d_]+\Z")
_SECOND = re.compile(r"\s2\.\s")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){3}\.)\Z")
_FIGURE = re.compile(
    r"[^\S\n]*[€$£]?[^\S\n]?\d[\d \u00a0\u202f.,]*(?:[€$£%\w]{1,5})?[^\S\n]*(?:\n|\Z)"
)


def is_item(text: str, start: int, place: int) -> bool:
    """Say whether an item begins at a place, as in "a) Le roi. b) La reine".

    Args:
        text: any text.
        start: where the sentence so far begins.
        place: where the item may begin, with a capital, or in a list so far.
    """
    item = _ITEM.match(text, place)
    if item is None:
        return False
    return item["letter"].isupper() or _LISTED.match(text, start, place) is not None


def counts_item(text: str, start: int, place: int) -> bool:
    """Say whether the number before a full stop counts an item.

    So it does in "Sont élus : 1. Roux ; 2. Petit". The first follows a colon, and a second one
    comes; a later one follows the one before it.

    Args:
        text: any text.
        start: where the sentence so far begins.
        place: the offset of the full stop.
    """
    count = _COUNT.search(text, max(start, place - 3), place)
    if count is None:
        return False
    lead = text[max(start, count.start() - _REACH) : count.start()]
    before, number = lead.rstrip()[-1:], int(count["number"])
    if before == ":" and number == 1:
        return _SECOND.search(text, place, place + _REACH) is not None
    return before in (":", ";") and _has_item(number - 1, text, start, place)


def next_is_counted(text: str, start: int, place: int, numeric: Container[str]) -> bool:
    """Say whether the next item begins behind a full stop, as in "1. Né en 30 av. J.-C. 2. Roi".

    Args:
        text: any text.
        start: where the sentence so far begins.
        place: the offset of the full stop.
        numeric: what a number belongs to, as in "1. Voir l'art. 2. Le juge".
    """
    item = _COUNTED.match(text, place + 1)
    if item is None or not _has_item(int(item["number"]) - 1, text, start, place):
        return False
    word = _LAST.search(text, max(start, place - WORD), place)
    return word is None or word[0].lower() not in numeric


def _has_item(number: int, text: str, start: int, place: int) -> bool:
    """Whether a sentence has an item of a number so far, at its start or after a mark."""
    if number < 1:
        return False
    item = re.compile(rf"\s*{number}\.\s")
    if item.match(text, start, place):
        return True
    return re.search(rf"[:;]\s{item.pattern}", text[max(start, place - _BACK) : place]) is not None


def leads_to_figure(text: str, start: int, end: int) -> bool:
    """Say whether the dots up to an offset lead to the figure at the end of their line.

    So a menu leads to its prices, a table of contents to its pages.
    """
    dots = _LEADERS.search(text, max(start, end - 8), end)
    return dots is not None and _FIGURE.match(text, end) is not None
