"""What a second try masks of a text whose numbers a model loses: each as it is written there."""

from __future__ import annotations

import re

from align.translators.addresses import Span
from align.translators.numbers import given_numbers, missing_numbers
from align.translators.numerals import missing_numerals, value

# Neither part of a time nor of a longer number or of a telephone's.
_BEFORE = re.compile(r"(?<![\w.,])(?<![\dh]\s)")
_AFTER = re.compile(r"(?!\w|[.,]\d|\s\d{3}|\sh)")
_DOTTED = re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?!\w|[.,]\d)")  # 8.8.8.8
_DATE = re.compile(r"\d\d?\.\d\d?\.\d\d(?:\d\d)?")
_WHOLE = re.compile(r"\d{1,3}(?:\D\d{3}(?!\d))+|\d+")
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
_GAP = re.compile(r"\D")


def lost_spans(source: str, target: str, *, english: bool) -> list[Span]:
    """Return where the numbers that a translation lost stand, and how it writes them.

    Roman numerals are numbers; of an ordinal, XIXe, a model reads 19e: it is to write 19th.
    What stands alone counts, from 2 on; numbers with points between are one, as in an address on
    the net.

    Args:
        source: a text.
        target: its translation.
        english: whether the translation is English: commas part its thousands.

    >>> lost_spans("3 000 000 de voix", "3 000 votes", english=True)
    [Span(start=0, end=9, kept='3,000,000')]
    """
    spans = [
        Span(*found.span(), found[0], f"{value(found[1])}{found[2]}" if found[2] else "")
        for found in missing_numerals(source, target)
    ]
    lost = {*missing_numbers(source, target)}
    if not lost:
        return spans
    longer = {
        place: match.span()
        for match in _DOTTED.finditer(source)
        if not _DATE.fullmatch(match[0])
        for place in range(*match.span())
    }
    written = {*_WRITTEN.findall(target)}
    found: dict[Span, str] = {}
    for number in given_numbers(source):
        start, end = longer.get(number.span[0], number.span)
        if number.digits in lost and _alone(source, start, end) and source[start:end] not in "01":
            kept = source[start:end]
            if english and number.span == (start, end):
                kept = _in_english(kept)
            found[Span(start, end, kept)] = number.digits
    # Where 1922 and 1 922 are given, the one that is there is not lost.
    absent = {digits for span, digits in found.items() if span.kept not in written}
    return spans + [
        span for span, digits in found.items() if digits not in absent or span.kept not in written
    ]


def _alone(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.match(text, start) and _AFTER.match(text, end))


def _in_english(number: str) -> str:
    """Write a French number with commas between its thousands and a point before its decimals.

    >>> _in_english("1 234 567,5")
    '1,234,567.5'
    """
    whole = _WHOLE.match(number)
    if whole is None:
        return number
    return _GAP.sub(",", whole[0]) + number[whole.end() :].replace(",", ".")
