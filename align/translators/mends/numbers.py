"""Which numbers of a source its translation lacks, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from align.translators.mends.months import ENGLISH

_NUMBER = re.compile(
    r"((?<!\d)(?!0)\d{1,3}(?:[\s.,’']\d{3}(?!\d))+|\d+|(?<![\w.])(?=\.\d))(?:[.,](\d+))?"
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(?=\d{4}(?!\d)|\d\d(?!\d))")
_SCALE = re.compile(r"\s?(?:mill|thousand|billion|k\b|m\b)", re.IGNORECASE)
_DECADE = re.compile(r"\d\d(\d0)(?=s)")
_YEARS = re.compile(r"(?<!\d)(\d\d(?:\d\d)?)\s?(?:[-–/]|à|to)\s?(\d\d(?:\d\d)?)(?!\d)")
_ROUND = re.compile(r"\b(\d+)\s?(?:heures|jours|[hj])\s?(?:sur|/)\s?\1\b", re.IGNORECASE)
_GAP = re.compile(r"(?:\W{0,3}|\s?h\s?|\s(?:k?m|kg|francs?|euros?)\s)(?=\d)")  # 1 m 75 is 1.75
_RANGE = re.compile(r"\s?(?:et|ou|à|and|or|to|[-–])\s?(?=\d)")
_SCALES = (3, 6, 9, 12)  # zeros of a thousand to a billion of old
_RUN = 8
_TIME = re.compile(r"\b(\d{1,2})\s?h(?:eures?)?(?![^\W\d_])(?:\s?(\d\d)(?!\d))?", re.IGNORECASE)
_POINTED = re.compile(r"(?<![\d.,])(\d{1,2})\.(\d\d)(?![.,]?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
CARDINALS = {word: value for value, word in enumerate(_SMALL.split(), 1)} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 2)
}
"""The English numbers below a hundred that are one word."""
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VALUES = (
    CARDINALS
    | {word: value for value, word in enumerate(_ORDINALS.split())}
    | {"zero": 0, "hundred": 100, "once": 1, "twice": 2, "both": 2, "dozen": 12, "half": 2}
    | {"noon": 12, "midday": 12, "midnight": 12}  # as on a clock's face
)
_COMPOUND = re.compile(
    rf"\b({'|'.join(_TENS.split())})[- ]"
    rf"({'|'.join(_SMALL.split()[:9] + _ORDINALS.split()[1:10])})\b"
)
_ONE = re.compile(r"\ban?\s(?:hundred|thousand|million|billion)\b")
_MONTH = re.compile(r"(?<!\d)\d{1,2}([./])(0?[1-9]|1[0-2])\1(?=\d{4}(?!\d))")
_SHORT = [{name, name[:3], name[:4]} for name in map(str.lower, ENGLISH)]  # Dec., Sept.
_DAYS = re.compile(r"\b(8|15)\s?j(?:ours)?\b", re.IGNORECASE)  # the first one counted too
_WEEKS = {
    "8": re.compile(r"\b(?:a|one|1)\sweek\b"),
    "15": re.compile(r"\b(?:two|2)\sweeks\b|\bfortnight"),
}


class Number(NamedTuple):
    """A number and where it stands; does a word for thousands follow, does the next belong to it?

    `digits` has no separators, and the decimals too.
    """

    digits: str
    value: Decimal
    span: tuple[int, int]
    scaled: bool
    open: bool

    @property
    def counts(self) -> bool:
        """Whether it is more than the 00 of 11 h 00."""
        return bool(self.digits.strip("0")) or self.digits == "0"


def given_numbers(source: str) -> list[Number]:
    """Return the numbers that a translation should have; 24 heures sur 24 is one."""
    return _numbers(_ROUND.sub(lambda found: found[1].ljust(len(found[0])), source))


def missing_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the source's numbers that the target lacks, as digits without separators.

    Each number of the target renders one of the source. `2,3` and `2.3`, `1 500` and `1,500`
    are the same; so are `3` and `three`, `20 h 30` and `8:30 p.m.` or `8.30 p.m.`, `12 h` and
    `noon`, `15 jours` and `two weeks`, `3.12.2012` and `3 December 2012`, `90` and `1990s`,
    `14-18` and `1914-1918`, and digits grouped in another way.
    """
    wanted = given_numbers(source)
    if not any(number.counts for number in wanted):
        return ()
    times = list(_times(source))
    there = _numbers(_with_colons(target, times))
    pool = _values(there, target)
    scaled = {number.value for number in there if number.scaled}
    others = {hour: twelve for hour, twelve, _ in times} | dict(_other_years(source, target))
    worded = Counter(_in_words(source, target.lower()))
    lacking = []
    for place, number in enumerate(wanted):
        forms = [number.value]
        if number.digits in others:
            forms.append(Decimal(others[number.digits]))
        if number.scaled:  # 12 thousand is 12,000
            forms += [number.value.scaleb(zeros) for zeros in _SCALES]
        smaller = (number.value.scaleb(-zeros) for zeros in _SCALES)
        forms += [form for form in smaller if form in scaled]
        form = next((form for form in forms if pool[form]), None)
        if form is not None:
            pool[form] -= 1
        elif worded[number.digits]:
            worded[number.digits] -= 1
        elif number.counts:
            lacking.append(place)
    if lacking:
        regrouped = _regrouped(wanted, there, pool)
        lacking = [place for place in lacking if place not in regrouped]
    return tuple(wanted[place].digits for place in lacking)


def rendered_values(target: str) -> Counter[Decimal]:
    """Return how often a translation has each number, in figures or in words."""
    return _values(_numbers(target), target)


def _values(numbers: Iterable[Number], target: str) -> Counter[Decimal]:
    pool = Counter(number.value for number in numbers)
    pool.update(Decimal(_VALUES[w]) for w in _WORD.findall(target.lower()) if w in _VALUES)
    pool.update(map(Decimal, _DECADE.findall(target)))
    pool.update(_spelt_together(target.lower()))
    return pool


def _spelt_together(target: str) -> Iterator[Decimal]:
    """Numbers of two words: `forty-five`, `twenty-first`, and the one of `a million`."""
    for tens, unit in _COMPOUND.findall(target):
        yield Decimal(_VALUES[tens] + _VALUES[unit])
    for _ in _ONE.findall(target):
        yield Decimal(1)


def _times(source: str) -> Iterator[tuple[str, str, str]]:
    """Hours as written and of twelve, and minutes."""
    for hour, minutes in _TIME.findall(source):
        yield hour, str((int(hour) - 1) % 12 + 1), minutes or "00"


def _with_colons(target: str, times: Iterable[tuple[str, str, str]]) -> str:
    """Write the times of a target that are the source's with a colon: 8.30 would be 830."""
    known = {(int(form), minutes) for hour, twelve, minutes in times for form in (hour, twelve)}
    return _POINTED.sub(lambda m: f"{m[1]}:{m[2]}" if (int(m[1]), m[2]) in known else m[0], target)


def _other_years(source: str, target: str) -> Iterator[tuple[str, str]]:
    """Years of a span in the source as the target has them: `14-18` for `1914-1918`, `1914-18`."""
    there = {(first[-2:], last[-2:]): (first, last) for first, last in _YEARS.findall(target)}
    for first, last in _YEARS.findall(source):
        yield from zip((first, last), there.get((first[-2:], last[-2:]), ()), strict=False)


def _in_words(source: str, target: str) -> Iterator[str]:
    """Days of a French week or two, and months of dates, that the target names."""
    there = set(_WORD.findall(target))
    yield from (days for days in _DAYS.findall(source) if _WEEKS[days].search(target))
    yield from (month for _, month in _MONTH.findall(source) if _SHORT[int(month) - 1] & there)


def _numbers(text: str) -> list[Number]:
    text = _DATE.sub(r"\1/\2/", text)
    numbers: list[Number] = []
    scaled = False  # the one after
    for found in reversed(list(_NUMBER.finditer(text))):
        ranges = scaled and _RANGE.match(text, found.end())  # 12 to 16 thousand
        scaled = bool(ranges or _SCALE.match(text, found.end()))
        whole, decimals = re.sub(r"\D", "", found[1]), found[2] or ""
        numbers.append(
            Number(
                whole + decimals,
                Decimal(f"{whole}.{decimals}"),
                found.span(),
                scaled,
                bool(_GAP.match(text, found.end())),
            )
        )
    return numbers[::-1]


def _regrouped(
    source: Sequence[Number], target: Sequence[Number], left: Mapping[Decimal, int]
) -> set[int]:
    """Places of the source's numbers whose digits stand in the target in other groups.

    `left` says which of the target's numbers render no other one: 8:30 is not 830 too.
    """
    there = {
        digits
        for places, digits in _runs(target)
        if any(left.get(target[place].value) for place in places)
    }
    alone = {number.digits for number in target}
    found: set[int] = set()
    for places, digits in _runs(source):
        if digits in there and not (len(places) == 1 and digits in alone):
            found.update(places)
    return found


def _runs(numbers: Sequence[Number]) -> Iterator[tuple[range, str]]:
    """Runs of up to eight numbers side by side, as in a telephone number, with their digits."""
    for first in range(len(numbers)):
        digits = ""
        for last in range(first, min(first + _RUN, len(numbers))):
            digits += numbers[last].digits
            yield range(first, last + 1), digits
            if not numbers[last].open:
                break
