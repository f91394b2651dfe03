"""What a reader of pairs returns, and what readers share about languages and values."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TypeVar

from align.dates import FORM, is_date
from align.errors import ReadError, one_line
from align.records import REVIEWS, CorpusHeader, Origin, Reasons, TranslationUnit
from align.signature import Signature
from align.tags import DEFAULT_LANGS

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Bitext:
    """A file of pairs that is being read.

    `units` reads on as it is consumed; `losses` fills meanwhile with what a
    `TranslationUnit` has no place for, each with its count.
    """

    header: CorpusHeader
    units: Iterator[TranslationUnit]
    losses: Counter[str]


def guarded(rows: Iterator[_Row], message: str) -> Iterator[_Row]:
    """Pass on rows that a library reads; whatever it raises on a damaged file is a ReadError."""
    try:
        yield from rows
    except Exception as error:  # zipfile's, zlib's, XML's, Arrow's, KeyError, ...
        raise ReadError(f"{message} ({one_line(error)}).") from None


def peeked(items: Iterator[_Row]) -> tuple[_Row | None, Iterator[_Row]]:
    """Read the first item, which a file's header needs; return it, and all items."""
    first = next(items, None)
    return first, iter(()) if first is None else chain([first], items)


def langs_of(
    first: TranslationUnit | None,
    wanted: tuple[str | None, str | None],
    usual: tuple[str, str] = DEFAULT_LANGS,
) -> tuple[str, str]:
    """Return a corpus's languages: its first unit's, or those wanted, or the usual ones."""
    if first:
        return first.source_lang, first.target_lang
    return wanted[0] or usual[0], wanted[1] or usual[1]


def matches(tag: str, wanted: str | None) -> bool:
    """Tell whether a language tag is the one wanted or a narrower one: `fr-CA` for `fr`."""
    if not wanted:
        return True
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(wanted + "-")


def oriented(
    unit: TranslationUnit, source_lang: str | None, target_lang: str | None, losses: Counter[str]
) -> TranslationUnit | None:
    """Turn a unit so that its sides are in the languages wanted; count and drop all others."""
    if matches(unit.source_lang, source_lang) and matches(unit.target_lang, target_lang):
        return unit
    if matches(unit.target_lang, source_lang) and matches(unit.source_lang, target_lang):
        return turned(unit)
    losses["units in other languages"] += 1
    return None


def turned(unit: TranslationUnit) -> TranslationUnit:
    """Swap source and target; what an engine wrote stays marked as that."""
    return replace(
        unit,
        source=unit.target,
        target=unit.source,
        source_lang=unit.target_lang,
        target_lang=unit.source_lang,
        bead=swapped(unit.bead),
        position=swapped(unit.position),
        source_place=unit.target_place,
        target_place=unit.source_place,
        cuts=unit.cuts[::-1],
        machine_source=unit.origin is Origin.MACHINE and not unit.machine_source,
    )


def swapped(pair: str) -> str:
    """Swap what stands on the two sides of a colon: `1:2` becomes `2:1`."""
    left, colon, right = pair.partition(":")
    return f"{right}{colon}{left}"


def bead_of(source: str, target: str) -> str:
    """Return the bead type of a pair from a file that does not tell it."""
    return f"{int(bool(source))}:{int(bool(target))}"


def cuts_in(text: str, places: Sequence[int]) -> tuple[int, ...]:
    """Return where a text's segments begin; nothing where another tool has changed the text.

    A blank segment is none: nobody can choose it by eye.
    """
    spaced = all(0 < place < len(text) and text[place - 1].isspace() for place in places)
    parts = (text[start:end] for start, end in pairwise((0, *places, len(text))))
    return tuple(places) if spaced and all(part.strip() for part in parts) else ()


def cuts_of(text: str, told: str) -> tuple[int, ...]:
    """Read the places where a text's segments begin, as numbers between blanks."""
    places = told.split()
    known = all(place.isascii() and place.isdigit() and len(place) < 10 for place in places)
    return cuts_in(text, list(map(int, places))) if known else ()


def scores_of(text: str) -> tuple[float, ...]:
    """Read scores between blanks.

    Raises:
        ValueError: one is not a finite number.
    """
    return tuple(map(score_of, text.split()))


def score_of(text: str) -> float:
    """Read a score.

    Raises:
        ValueError: it is not a finite number.
    """
    score = float(text)
    if not math.isfinite(score):
        raise ValueError(text)
    return score


def read_score(
    text: str | None,
    where: str,
    *,
    called: str = "the score",
    wanted: str = "a number was expected",
) -> float | None:
    """Read a score, None where there is none.

    Args:
        text: what stands there.
        where: opens the message.
        called: what the message calls it.
        wanted: how the message ends.

    Raises:
        ReadError: it is not a finite number.
    """
    try:
        return score_of(text) if text and text.strip() else None
    except ValueError:
        raise ReadError(f"{where}: {called} is '{text}'; {wanted}.") from None


def signature_of(text: str) -> Signature:
    """Read a signature as `str(Signature)` prints it."""
    parts = (part.partition(":") for part in text.split("|") if part)
    return Signature(tuple((key, value) if colon else ("", key) for key, colon, value in parts))


def review_of(text: str) -> str:
    """Read what a reviewer decided, "" for nothing.

    Raises:
        ValueError: it is none of REVIEWS.
    """
    if text and text not in REVIEWS:
        raise ValueError(f"the review is '{text}'; allowed are {', '.join(REVIEWS)}")
    return text


def tmx_date(text: str) -> str:
    """Read a date as TMX has it, `YYYYMMDDThhmmssZ`, "" for none.

    Raises:
        ValueError: it is no such date.
    """
    if text and not is_date(text):
        raise ValueError(f"'{text}' is not a date of the form {FORM}")
    return text


def reasons_of(text: str) -> Reasons | None:
    """Read the four figures of `Reasons`, None for nothing.

    Raises:
        ValueError: they are not four finite numbers.
    """
    if not text:
        return None
    similarity, margin, length, anchors = map(score_of, text.split())
    return Reasons(similarity, margin, length, anchors)
