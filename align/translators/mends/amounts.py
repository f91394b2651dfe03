"""What a second try masks of a text whose numbers a model loses: each as it is written there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.translators.mends.addresses import Span
from align.translators.mends.clock import missing_times
from align.translators.mends.currencies import in_english, missing_amounts
from align.translators.mends.figures import missing_telephones, telephones
from align.translators.mends.months import missing_months
from align.translators.mends.numbers import given_numbers, missing_numbers
from align.translators.mends.numerals import missing_numerals, value
from align.translators.mends.spelt import missing_spelt
from align.translators.mends.weekdays import missing_weekdays

# Neither part of a time nor of a longer number or of a telephone's.
_BEFORE = re.compile(r"(?<![\w.,])(?<![\dh]\s)")
_AFTER = re.compile(r"(?!\w|[.,]\d|\s\d{3}|\sh)")
_DOTTED = re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?!\w|[.,]\d)")  # 8.8.8.8
_SECTION = re.compile(r"(?<![\w.,])\d+(?:\.\d+)*(?:\([\w.]{1,5}\)|(?<=[\d)])[a-z]\))+")  # 3(1)a)
_LETTER = re.compile(r"(?<=[\d)])([a-z]\))")
_DATE = re.compile(r"\d\d?\.\d\d?\.\d\d(?:\d\d)?")
_WHOLE = re.compile(r"[1-9]\d{0,2}(?:\D\d{3}(?!\d))+|\d+")
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
_GAP = re.compile(r"\D")


def lost_spans(source: str, target: str, *, english: bool) -> list[Span]:
    """Return where the numbers that a translation lost stand, and how it writes them.

    What stands alone counts, from 2 on; numbers with points between, as in an address on the net,
    are one, and so are a law's section, `3(1)a)`, a telephone number, an amount of money whose sign
    was lost, a day whose month was, and a time of day in words. Where one telephone number is lost,
    all are masked, lest a model lose another beside the mask. Roman numerals are numbers; of an
    ordinal, XIXe, a model reads 19e: it is to write 19th.

    Args:
        source: a text.
        target: its translation.
        english: whether the translation is English: commas part its thousands.

    >>> lost_spans("3 000 000 de voix", "3 000 votes", english=True)
    [Span(start=0, end=9, kept='3,000,000', read='')]
    """
    spans: list[Span] = []
    if english:  # in others nobody knows their words
        spans += [
            Span(*found.span(), found[0], f"{value(found[1])}{found[2]}" if found[2] else "")
            for found in missing_numerals(source, target)
        ]
        spans += map(_money, missing_amounts(source, target))
        dates = missing_months(source, target)
        spans += [Span(one.start, one.end, one.english(target)) for one in dates]
        spans += missing_weekdays(source, target)
        spans += missing_times(source, target)
        spans += [Span(*one.span, one.figures) for one in missing_spelt(source, target)]
    numbers = telephones(source) if missing_telephones(source, target) else []
    telephone = [Span(*span, source[slice(*span)]) for span in numbers]
    spans += telephone
    lost = {*missing_numbers(source, target)}
    if not lost:
        return spans
    longer = {
        place: span
        for span in _verbatim(source, english=english)
        for place in range(span.start, span.end)
    }
    written = {*_WRITTEN.findall(target)}
    found: dict[Span, str] = {}
    for number in given_numbers(source):
        start, end = number.span
        kept = _in_english(source[start:end]) if english else source[start:end]
        span = longer.get(start, Span(start, end, kept))
        if span in telephone:
            continue
        if number.digits in lost and span.kept not in ("0", "1") and _alone(source, span):
            found[span] = number.digits
    # Where 1922 and 1 922 are given, the one that is there is not lost.
    absent = {digits for span, digits in found.items() if span.kept not in written}
    return spans + [
        span for span, digits in found.items() if digits not in absent or span.kept not in written
    ]


def _verbatim(text: str, *, english: bool) -> Iterator[Span]:
    for found in _DOTTED.finditer(text):
        if not _DATE.fullmatch(found[0]):
            yield Span(*found.span(), found[0])
    for found in _SECTION.finditer(text):
        kept = _LETTER.sub(r"(\1", found[0]) if english else found[0]
        yield Span(*found.span(), kept)
    for start, end in telephones(text):
        yield Span(start, end, text[start:end])


def _money(amount: re.Match[str]) -> Span:
    kept = in_english(amount, _in_english(amount["figures"])) if amount["after"] else amount[0]
    return Span(*amount.span(), kept)


def _alone(text: str, span: Span) -> bool:
    return bool(_BEFORE.match(text, span.start) and _AFTER.match(text, span.end))


def _in_english(number: str) -> str:
    """Write a French number with commas between its thousands and a point before its decimals.

    >>> _in_english("1 234 567,5")
    '1,234,567.5'
    """
    whole = _WHOLE.match(number)
    if whole is None:
        return number
    return _GAP.sub(",", whole[0]) + number[whole.end() :].replace(",", ".")
