"""Addresses, names of files and users, which a translation has as its source has them.

Masking puts a number that models copy well in the place of what they change: addresses,
placeholders, other numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from align.translators.mends.placeholders import ENDINGS, PLACEHOLDER, clings_after, clings_before

_ADDRESS = re.compile(  # what begins with a run looks back, else it would begin anew in its middle
    r"(?:https?://|ftp://|www\.)[^\s<>\"«»“”]+"
    r"|(?<![\w.+%-])[\w.+%-]+@\w[\w-]*(?:\.\w[\w-]*)+"
    # A name ends in small letters, else a sentence that follows a point without a space would.
    r"|(?<![\w@.\\/-])[\w-]+(?:\.[\w-]+)*\."
    rf"(?-i:(?:fr|com|org|net|eu|ca|be|ch|io|info|gov|uk)(?:/[^\s<>\"«»“”]*)?|{ENDINGS})(?![\w\\])"
    r"|(?<![^\s(«“\"'’.,:;])@[^\W\d]\w+",
    re.IGNORECASE,
)
_VERBATIM = re.compile(rf"(?i:{_ADDRESS.pattern})|(?P<placeholders>(?:{PLACEHOLDER})+)")
_END = ".,;:!?…'’)]}*_"  # of the sentence around it
_OPENING = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> list[str]:
    """Return the addresses, names of files and users of a text, without what ends a clause.

    >>> addresses("Voir www.jep.gc.ca (ou https://a.ca/b_(c)), ou écrire à jean@mdn.ca.")
    ['www.jep.gc.ca', 'https://a.ca/b_(c)', 'jean@mdn.ca']
    """
    return [_trimmed(match[0]) for match in _ADDRESS.finditer(text)]


def missing_addresses(source: str, target: str) -> list[str]:
    """Return those of the source's addresses that the target has not, or not as often."""
    wanted = Counter(addresses(source))
    return list((wanted - Counter(addresses(target) if wanted else ())).elements())


class Span(NamedTuple):
    """A place in a text and what takes it in the translation, or else what a model reads there."""

    start: int
    end: int
    kept: str
    read: str = ""


class Masked(NamedTuple):
    """A text to translate, and each number in it with what it stands for."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()


def masked(text: str, *, spans: Sequence[Span] = ()) -> Masked:
    """Put a number in the place of each address and placeholder, since models copy numbers well.

    A tag or entity gets spaces around it, lest the number become one with a word.

    Args:
        text: any text.
        spans: other places that get a number, in order; those that overlap one before, an
            address or a placeholder get none.

    >>> masked("Voir www.jep.gc.ca.")
    Masked(text='Voir 71.', marks=(('71', 'www.jep.gc.ca'),))
    >>> masked("Cliquez sur <b>OK</b>, %s.").text
    'Cliquez sur 71 OK 72, 73.'
    """
    others = (str(number) for number in count(71) if str(number) not in text)
    marks: list[tuple[str, str]] = []
    made, done = "", 0
    for start, end, kept, read in sorted([*_verbatim(text), *spans], key=lambda span: span.start):
        if start < done:
            continue
        if read:
            made, done = made + text[done:start] + read, end
            continue
        marks.append((next(others), kept))
        begins = kept[0] in "<&\\" and text[start - 1 : start].strip()
        ends = kept[-1] in ">;" or kept[-2:-1] == "\\"
        ends = ends and text[end : end + 1].isalnum()
        made += text[done:start] + " " * bool(begins) + marks[-1][0] + " " * bool(ends)
        done = end
    return Masked(made + text[done:], tuple(marks))


def without_addresses(text: str) -> str:
    """Return a text with nothing in the places of its addresses.

    >>> without_addresses("Voir www.jep.gc.ca.")
    'Voir .'
    """
    return _ADDRESS.sub(lambda match: match[0][len(_trimmed(match[0])) :], text)


def unmasked(text: str, marks: Sequence[tuple[str, str]]) -> str:
    """Put what was masked back; a number that is not there just once stays as it is."""
    for number, kept in marks:
        before = r"(?<!\s)\s*" if clings_before(kept) else ""
        after = r"\s*" if clings_after(kept) else ""
        places = list(re.finditer(rf"{before}(?<![\w.,]){number}(?!\w){after}", text))
        if len(places) == 1:
            text = text[: places[0].start()] + kept + text[places[0].end() :]
    return text


def _verbatim(text: str) -> Iterator[Span]:
    for match in _VERBATIM.finditer(text):
        kept = match["placeholders"] or _trimmed(match[0])
        if kept:
            yield Span(match.start(), match.start() + len(kept), kept)


def _trimmed(found: str) -> str:
    """Take off what ends the clause around an address, but for a bracket that opens in it."""
    while found and found[-1] in _END:
        opening = _OPENING.get(found[-1])
        if opening and found.count(opening) >= found.count(found[-1]):
            break
        found = found[:-1]
    return found
