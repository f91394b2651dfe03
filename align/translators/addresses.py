"""E-mail and web addresses, which a translation has as its source has them, letter by letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_ADDRESS = re.compile(  # what begins with a run looks back, else it would begin anew in its middle
    r"(?:https?://|ftp://|www\.)[^\s<>\"«»“”]+"
    r"|(?<![\w.+%-])[\w.+%-]+@\w[\w-]*(?:\.\w[\w-]*)+",
    re.IGNORECASE,
)
_END = ".,;:!?…'’)]}*_"  # of the sentence around it
_OPENING = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> list[str]:
    """Return the e-mail and web addresses of a text, in order, without what ends a clause.

    >>> addresses("Voir www.jep.gc.ca (ou https://a.ca/b_(c)), ou écrire à jean@mdn.ca.")
    ['www.jep.gc.ca', 'https://a.ca/b_(c)', 'jean@mdn.ca']
    """
    return [text[begin:end] for begin, end in _spans(text)]


def missing_addresses(source: str, target: str) -> list[str]:
    """Return those of the source's addresses that the target has not, or not as often."""
    there = Counter(addresses(target))
    lacking = []
    for address in addresses(source):
        if there[address]:
            there[address] -= 1
        else:
            lacking.append(address)
    return lacking


class Masked(NamedTuple):
    """A text to translate, and each number in it that stands for an address."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()


def masked(text: str) -> Masked:
    """Put a number in the place of each address, since models copy numbers well.

    >>> masked("Voir www.jep.gc.ca.")
    Masked(text='Voir 71.', marks=(('71', 'www.jep.gc.ca'),))
    """
    out, marks, at, number = "", [], 0, 70
    for begin, end in _spans(text):
        number = next(n for n in range(number + 1, number + 10**6) if str(n) not in text)
        marks.append((str(number), text[begin:end]))
        out += text[at:begin] + str(number)
        at = end
    return Masked(out + text[at:], tuple(marks))


def without_addresses(text: str) -> str:
    """Return a text with nothing in the places of its addresses.

    >>> without_addresses("Voir www.jep.gc.ca.")
    'Voir .'
    """
    for begin, end in reversed(_spans(text)):
        text = text[:begin] + text[end:]
    return text


def unmasked(text: str, marks: Sequence[tuple[str, str]]) -> str:
    """Put the addresses back; a number that is not there just once stays as it is."""
    for number, address in marks:
        places = list(re.finditer(rf"(?<![\w.,]){number}(?!\w)", text))
        if len(places) == 1:
            text = text[: places[0].start()] + address + text[places[0].end() :]
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _ADDRESS.finditer(text):
        begin, end = match.span()
        while end > begin and text[end - 1] in _END:
            opening = _OPENING.get(text[end - 1])
            within = text[begin:end]
            if opening and within.count(opening) >= within.count(text[end - 1]):
                break
            end -= 1
        spans.append((begin, end))
    return spans
