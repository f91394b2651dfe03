"""What looks wrong about a translation, told from the two texts alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

_NUMBER = re.compile(r"\d+(?:[\s.,’']\d{3}(?!\d))*(?:[.,]\d+)?")
_HOUR = re.compile(r"\b(\d{1,2})\s?h(?:eures?)?\b", re.IGNORECASE)
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
    {word: str(value) for value, word in enumerate(_SPELT.split())}
    | {word: str(value) for value, word in enumerate(_SPELT_ORDINALS.split())}
    | {word: str(10 * value) for value, word in enumerate(_TENS.split(), 3)}
    | {"once": "1", "twice": "2", "both": "2", "dozen": "12", "half": "2"}
)


def faults(source: str, target: str) -> tuple[str, ...]:
    """Name what is wrong with a translation: `empty`, `copied`, `repeated`, `numbers`.

    >>> faults("Il y a 250 personnes.", "There are people.")
    ('numbers',)
    """
    if not source.strip():
        return ()
    if not target.strip():
        return ("empty",)
    found = []
    if repeats(target) and not repeats(source):
        found.append("repeated")
    if copies(source, target):
        found.append("copied")
    if missing_numbers(source, target):
        found.append("numbers")
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

    Names do not count: what matters are words in lower case, at least three different ones,
    of which four in five are in the target.
    """
    words = {word for word in _WORD.findall(source) if word.islower() and len(word) > 1}
    if len(words) < 3:
        return False
    there = set(_WORD.findall(target.lower()))
    return len(words & there) >= 0.8 * len(words)


def missing_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the source's numbers that the target lacks, as digits without separators.

    `2,3` and `2.3`, `1 500` and `1,500` are the same; so are `3` and `three`, `20 h 30` and
    `8:30 p.m.`, and digits grouped in another way.
    """
    wanted = [_digits(number) for number in _NUMBER.findall(source)]
    wanted = [number for number in wanted if number.strip("0") or number == "0"]  # 11 h 00
    if not wanted:
        return ()
    there = {_digits(number) for number in _NUMBER.findall(target)}
    there |= {_VALUES[word] for word in _WORD.findall(target.lower()) if word in _VALUES}
    run = "".join(re.findall(r"\d", target))
    hours = {hour: str((int(hour) - 1) % 12 + 1) for hour in _HOUR.findall(source)}
    lacking = []
    for number in wanted:
        plain = number.lstrip("0") or "0"
        known = {plain, number, hours.get(number, plain)}
        if known & there or (len(number) > 1 and (number in run or plain in run)):
            continue
        lacking.append(number)
    return tuple(lacking)


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
    known = [
        math.log((len(target.strip()) + 3) / (len(source.strip()) + 3))
        for source, target in zip(sources, targets, strict=True)
    ]
    real: list[float] = []
    for index, ratio in enumerate(known):
        if sources[index].strip() and targets[index].strip():
            real += [ratio] * (counts[index] if counts else 1)
    usual = median([*real, *[0.0] * 10])
    return [
        bool(source.strip() and target.strip())
        and abs(ratio - usual) > 0.6 + 3 / math.sqrt(len(source.strip()))
        for ratio, source, target in zip(known, sources, targets, strict=True)
    ]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
