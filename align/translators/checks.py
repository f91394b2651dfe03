"""What looks wrong about a translation, told from the two texts alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from statistics import median
from typing import NamedTuple

from align.translators.addresses import missing_addresses, without_addresses
from align.translators.clauses import blank
from align.translators.placeholders import missing_placeholders, without_placeholders

_NUMBER = re.compile(
    r"((?<!\d)(?!0)\d{1,3}(?:[\s.,’']\d{3}(?!\d))+|\d+|(?<![\w.])(?=\.\d))(?:[.,](\d+))?"
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(?=\d{4}(?!\d)|\d\d(?!\d))")
_SCALE = re.compile(r"\s?(?:mill|thousand|billion|k\b|m\b)", re.IGNORECASE)
_DECADE = re.compile(r"\d\d(\d0)(?=s)")
_YEARS = re.compile(r"(?<!\d)(\d\d(?:\d\d)?)\s?(?:[-–/]|à|to)\s?(\d\d(?:\d\d)?)(?!\d)")
_ROUND = re.compile(r"\b(\d+)\s?(?:heures|jours|[hj])\s?(?:sur|/)\s?\1\b", re.IGNORECASE)
_GAP = re.compile(r"(?:\W{0,3}|\s?h\s?)(?=\d)")
_RANGE = re.compile(r"\s?(?:et|ou|à|and|or|to|[-–])\s?(?=\d)")
_SCALES = (3, 6, 9, 12)  # zeros of a thousand to a billion of old
_RUN = 8
_READABLE = re.compile(r"[^\W_]")
_TIME = re.compile(r"\b(\d{1,2})\s?h(?:eures?)?(?![^\W\d_])(?:\s?(\d\d)(?!\d))?", re.IGNORECASE)
_POINTED = re.compile(r"(?<![\d.,])(\d{1,2})\.(\d\d)(?![.,]?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_STUTTER = re.compile(r"(\S{1,8}?)\1{5,}")
_SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_SPELT_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_VALUES = (
    {word: value for value, word in enumerate(_SPELT.split())}
    | {word: value for value, word in enumerate(_SPELT_ORDINALS.split())}
    | {word: 10 * value for value, word in enumerate(_TENS.split(), 3)}
    | {"once": 1, "twice": 2, "both": 2, "dozen": 12, "half": 2}
    | {"noon": 12, "midday": 12, "midnight": 12}  # as on a clock's face
)
_COMPOUND = re.compile(
    rf"\b({'|'.join(['twenty', *_TENS.split()[:-1]])})[- ]"
    rf"({'|'.join(_SPELT.split()[1:10] + _SPELT_ORDINALS.split()[1:10])})\b"
)
_ONE = re.compile(r"\ban?\s(?:hundred|thousand|million|billion)\b")
_MONTH = re.compile(r"(?<!\d)\d{1,2}([./])(0?[1-9]|1[0-2])\1(?=\d{4}(?!\d))")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SHORT = [{name, name[:3], name[:4]} for name in _MONTHS]  # Dec., Sept.
_DAYS = re.compile(r"\b(8|15)\s?j(?:ours)?\b", re.IGNORECASE)  # the first one counted too
_WEEKS = {
    "8": re.compile(r"\b(?:a|one|1)\sweek\b"),
    "15": re.compile(r"\b(?:two|2)\sweeks\b|\bfortnight"),
}


def faults(source: str, target: str) -> tuple[str, ...]:
    """Name what is wrong: `empty`, `copied`, `repeated`, `numbers`, `addresses`.

    One without any letter or digit is empty, unless the source has none either. `addresses` are
    placeholders and tags too, which must come through as whole.

    >>> faults("Il y a 250 personnes.", "There are people.")
    ('numbers',)
    """
    if blank(source):
        return ()
    if blank(target) or (_READABLE.search(source) and not _READABLE.search(target)):
        return ("empty",)
    found = []
    if repeats(target) and not repeats(source):
        found.append("repeated")
    if copies(source, target):
        found.append("copied")
    if missing_numbers(source, target):
        found.append("numbers")
    if missing_addresses(source, target) or missing_placeholders(source, target):
        found.append("addresses")
    return tuple(found)


def repeats(text: str) -> bool:
    """Tell whether a text goes round in circles, as a decoder does that found no end.

    That is: one or two words four times running, three to twelve words three times running,
    a few letters six times running, or a long text with few different three-word runs.
    """
    words = _TOKEN.findall(text.lower())
    if any(part[0].isalpha() for part in _STUTTER.findall(text)):
        return True
    if not words or max(Counter(words).values()) < 3:
        return False
    for size in range(1, min(12, len(words) // 3) + 1):
        needed = size * (3 if size < 3 else 2)  # positions that equal the one `size` before
        run = 0
        for here, before in zip(words[size:], words, strict=False):
            run = run + 1 if here == before else 0
            if run >= needed and here[0].isalnum():
                return True
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return len(triples) >= 24 and len(set(triples)) < 0.6 * len(triples)


def copies(source: str, target: str) -> bool:
    """Tell whether the target is the source left as it was.

    Names, addresses and placeholders do not count: what matters are words in lower case, at least
    three different ones, of which four in five are in the target. In a text all in capitals, where
    names look like the rest, every word counts: there must be one more, and all in the target.
    """
    source = without_placeholders(without_addresses(source))
    capitals = source.isupper()
    words = {
        word
        for word in _WORD.findall(source.lower() if capitals else source)
        if word.islower() and len(word) > 1
    }
    if len(words) < (4 if capitals else 3):
        return False
    there = set(_WORD.findall(target.lower()))
    return len(words & there) >= (1.0 if capitals else 0.8) * len(words)


def missing_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the source's numbers that the target lacks, as digits without separators.

    Each number of the target renders one of the source. `2,3` and `2.3`, `1 500` and `1,500`
    are the same; so are `3` and `three`, `20 h 30` and `8:30 p.m.` or `8.30 p.m.`, `12 h` and
    `noon`, `15 jours` and `two weeks`, `3.12.2012` and `3 December 2012`, `90` and `1990s`,
    `14-18` and `1914-1918`, and digits grouped in another way.
    """
    wanted = _numbers(_ROUND.sub(r"\1", source))  # 24 heures sur 24
    if not any(number.counts for number in wanted):
        return ()
    times = list(_times(source))
    there = _numbers(_with_colons(target, times))
    pool = Counter(number.value for number in there)
    pool.update(Decimal(_VALUES[w]) for w in _WORD.findall(target.lower()) if w in _VALUES)
    pool.update(map(Decimal, _DECADE.findall(target)))
    pool.update(_spelt_together(target.lower()))
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


def odd_lengths(
    sources: Sequence[str], targets: Sequence[str], counts: Sequence[int] | None = None
) -> list[bool]:
    """Tell for each pair whether its length ratio lies far from that of the whole.

    `counts` says how often each pair occurs, once where it is left out.

    The whole is the median of log(target / source) over all pairs, drawn to 0 by ten pairs of
    equal length, so that a document of three sentences has no odd idea of what is usual. Far is
    more than 0.6 + 3 / sqrt(characters of the source): a factor of 2.5 at a hundred characters,
    of 4.7 at ten.
    """
    pairs = [(one.strip(), other.strip()) for one, other in zip(sources, targets, strict=True)]
    known = [math.log((len(target) + 3) / (len(source) + 3)) for source, target in pairs]
    real: list[float] = []
    for (source, target), ratio, count in zip(pairs, known, counts or repeat(1), strict=False):
        if source and target:
            real += [ratio] * count
    usual = median([*real, *[0.0] * 10])
    return [
        bool(source and target) and abs(ratio - usual) > 0.6 + 3 / math.sqrt(len(source))
        for (source, target), ratio in zip(pairs, known, strict=True)
    ]


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


class _Number(NamedTuple):
    """A number; does a word for thousands follow, does the next one belong to it?"""

    digits: str
    value: Decimal
    scaled: bool
    open: bool

    @property
    def counts(self) -> bool:
        """Whether it is more than the 00 of 11 h 00."""
        return bool(self.digits.strip("0")) or self.digits == "0"


def _numbers(text: str) -> list[_Number]:
    text = _DATE.sub(r"\1/\2/", text)
    numbers: list[_Number] = []
    scaled = False  # the one after
    for found in reversed(list(_NUMBER.finditer(text))):
        ranges = scaled and _RANGE.match(text, found.end())  # 12 to 16 thousand
        scaled = bool(ranges or _SCALE.match(text, found.end()))
        whole, decimals = re.sub(r"\D", "", found[1]), found[2] or ""
        numbers.append(
            _Number(
                whole + decimals,
                Decimal(f"{whole}.{decimals}"),
                scaled,
                bool(_GAP.match(text, found.end())),
            )
        )
    return numbers[::-1]


def _regrouped(
    source: Sequence[_Number], target: Sequence[_Number], left: Mapping[Decimal, int]
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


def _runs(numbers: Sequence[_Number]) -> Iterator[tuple[range, str]]:
    """Runs of up to eight numbers side by side, as in a telephone number, with their digits."""
    for first in range(len(numbers)):
        digits = ""
        for last in range(first, min(first + _RUN, len(numbers))):
            digits += numbers[last].digits
            yield range(first, last + 1), digits
            if not numbers[last].open:
                break
