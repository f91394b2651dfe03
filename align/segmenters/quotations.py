"""Quotations in another language inside a sentence: what ends in them does not end it."""

from __future__ import annotations

import re
from bisect import bisect_right

from align.segmenters.english import ENGLISH
from align.segmenters.french import FRENCH
from align.segmenters.language import SPACE, Language

LENGTH = 400
"""Characters of the longest quotation that a sentence goes on after."""

RARE = 8
"""A language's own function words are more than one word in so many."""

_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("‘", "’"))
_BEFORE = re.compile(rf"[\w,:;)]{SPACE}\Z")
_GOES_ON = re.compile(r"\s*[,;)]|\s*:(?=\s)|[\s–—]+(?P<letter>[^\W\d_])")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\u2029")
_WORD = re.compile(r"[^\W\d_]+")


def outside_quotations(text: str, ends: list[int], language: Language) -> list[int]:
    """Drop the ends inside foreign quotations that a sentence goes on after.

    `Il a dit "It is late. Go home." avant de partir.` is one sentence. One quotation in the
    text's own language is several, as treebanks have it.

    Args:
        text: any text.
        ends: offsets of ends in it, ascending.
        language: the language of the text around the quotations.
    """
    if not ends:
        return ends
    inside: set[int] = set()
    count = len(ends)
    for opening, closing in _MARKS:
        place = text.find(opening, 0, ends[-1])
        while place >= 0:
            first = bisect_right(ends, place)
            if first == count:
                break
            close = text.find(closing, place + 1, place + LENGTH)
            begin = ends[first - 1] if first else 0
            if ends[first] <= close and _interrupts(text, begin, place, close):
                if _is_foreign(text[place:close], language):
                    inside.update(range(first, bisect_right(ends, close + 1)))
                place = close
            place = text.find(opening, place + 1)
    return [end for number, end in enumerate(ends) if number not in inside] if inside else ends


def _interrupts(text: str, begin: int, place: int, close: int) -> bool:
    """Whether a sentence is under way before a quotation and not over after it."""
    if text[place] == '"' and (text[place + 1].isspace() or text[close - 1].isspace()):
        return False  # which of its straight marks open is anybody's guess
    if _BLANK_LINE.search(text, place, close):
        return False
    if text[place] == "‘" and text[close - 1] not in ".!?…,":
        return False  # "back in ‘98. Workers’ wages rose": apostrophes
    if not _BEFORE.match(text, max(begin, place - 2), place):
        return False
    goes_on = _GOES_ON.match(text, close + 1)
    return goes_on is not None and (goes_on["letter"] or "a").islower()


def _is_foreign(quotation: str, language: Language) -> bool:
    """Whether a quotation has few of the words that a language's sentences are made of."""
    words = _WORD.findall(quotation.lower())
    own = sum(word in language.starters for word in words)
    other = (ENGLISH if language.code == "fr" else FRENCH).starters - language.starters
    if own < sum(word in other for word in words):
        return True
    return len(words) >= RARE and own * RARE < len(words)
