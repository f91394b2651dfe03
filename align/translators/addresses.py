"""E-mail and web addresses, which a translation has as its source has them, letter by letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import count
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
    return [_trimmed(match[0]) for match in _ADDRESS.finditer(text)]


def missing_addresses(source: str, target: str) -> list[str]:
    """Return those of the source's addresses that the target has not, or not as often."""
    wanted = addresses(source)
    there = Counter(addresses(target) if wanted else ())
    lacking = []
    for address in wanted:
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
    numbers = (str(number) for number in count(71) if str(number) not in text)
    marks: list[tuple[str, str]] = []

    def mark(match: re.Match[str]) -> str:
        address = _trimmed(match[0])
        marks.append((next(numbers), address))
        return marks[-1][0] + match[0][len(address) :]

    return Masked(_ADDRESS.sub(mark, text), tuple(marks))


def without_addresses(text: str) -> str:
    """Return a text with nothing in the places of its addresses.

    >>> without_addresses("Voir www.jep.gc.ca.")
    'Voir .'
    """
    return _ADDRESS.sub(lambda match: match[0][len(_trimmed(match[0])) :], text)


def unmasked(text: str, marks: Sequence[tuple[str, str]]) -> str:
    """Put the addresses back; a number that is not there just once stays as it is."""
    for number, address in marks:
        places = list(re.finditer(rf"(?<![\w.,]){number}(?!\w)", text))
        if len(places) == 1:
            text = text[: places[0].start()] + address + text[places[0].end() :]
    return text


def _trimmed(found: str) -> str:
    """Take off what ends the clause around an address, but for a bracket that opens in it."""
    while found and found[-1] in _END:
        opening = _OPENING.get(found[-1])
        if opening and found.count(opening) >= found.count(found[-1]):
            break
        found = found[:-1]
    return found
