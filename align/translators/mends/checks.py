"""What looks wrong about a translation, told from the two texts alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from statistics import median

from align.translators.clauses import blank
from align.translators.mends.addresses import missing_addresses, without_addresses
from align.translators.mends.clock import missing_times
from align.translators.mends.currencies import missing_amounts
from align.translators.mends.figures import missing_telephones
from align.translators.mends.months import missing_months
from align.translators.mends.numbers import missing_numbers
from align.translators.mends.numerals import missing_numerals
from align.translators.mends.placeholders import missing_placeholders, without_placeholders
from align.translators.mends.spelt import missing_spelt
from align.translators.mends.weekdays import missing_weekdays

_COUNTED = (missing_numbers, missing_telephones)
_IN_ENGLISH = (
    missing_numerals, missing_amounts, missing_months, missing_spelt, missing_weekdays,
    missing_times,
)  # fmt: skip
_READABLE = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_STUTTER = re.compile(r"(\S{1,8}?)\1{5,}")


def faults(source: str, target: str, *, english: bool = True) -> tuple[str, ...]:
    """Name what is wrong: `empty`, `copied`, `repeated`, `numbers`, `addresses`.

    One without any letter or digit is empty, unless the source has none either. `numbers` are
    telephones' too, and Roman numerals, numbers that French spells, currencies, months of French
    dates and days of the week where the target is `english`, whose words for them are known;
    `addresses` are placeholders and tags too, which must come through as whole.

    >>> faults("Il y a 250 personnes.", "There are people.")
    ('numbers',)
    """
    if blank(source):
        return ()
    if blank(target) or (_READABLE.search(source) and not _READABLE.search(target)):
        return ("empty",)
    found = []
    if any(again(target) and not again(source) for again in (repeats, doubles)):
        found.append("repeated")
    if copies(source, target):
        found.append("copied")
    counted = _COUNTED + _IN_ENGLISH if english else _COUNTED
    if any(missing(source, target) for missing in counted):
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


def doubles(text: str) -> bool:
    """Tell whether three to twelve words, without a sign between them, stand twice running.

    >>> doubles("Airlines such as airlines such as ours"), doubles("It had had very very few")
    (True, False)
    """
    words = _TOKEN.findall(text.lower())
    for size in range(3, min(12, len(words) // 2) + 1):
        run = 0
        for here, before in zip(words[size:], words, strict=False):
            run = run + 1 if here == before and here[0].isalnum() else 0
            if run == size:
                return True
    return False


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
