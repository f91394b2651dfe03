"""Times of day in words, `six heures moins le quart`, that an English translation lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.translators.mends.addresses import Span
from align.translators.mends.numbers import CARDINALS
from align.translators.mends.spelling import SPACE

_HOURS = (
    "minuit une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt vingt-et-une vingt-deux vingt-trois"
)
_HOUR = {word: hour for hour, word in enumerate(_HOURS.split())} | {
    "midi": 12,
    "vingt et une": 21,
}
_MINUTE = {
    "et quart": 15, "et demie": 30, "et demi": 30, "moins le quart": -15, "moins un quart": -15,
    "moins cinq": -5, "moins dix": -10, "moins vingt": -20, "moins vingt-cinq": -25,
    "trois quarts": 45, "et trois quarts": 45, "cinq": 5, "dix": 10, "quinze": 15, "vingt": 20,
    "vingt-cinq": 25, "trente": 30, "trente-cinq": 35, "quarante": 40, "quarante-cinq": 45,
    "cinquante": 50, "cinquante-cinq": 55,
}  # fmt: skip


def _either(words: dict[str, int]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(longest).replace(" ", SPACE)


# "À six heures moins le quart", "minuit et demi", but no duration: "dormir deux heures et quart".
_TIME = re.compile(
    rf"(?<![\w-])(?:(?P<named>midi|minuit)|(?P<hour>{_either(_HOUR)}){SPACE}heures?){SPACE}"
    rf"(?P<minutes>{_either(_MINUTE)})(?![\w-]|{SPACE}(?:minutes|secondes|ans|jours|mois|fois)"
    rf"|{SPACE}d[e’'](?!{SPACE}l[a’']))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!\w)(?:[aà]|vers|les|est|[ée]tait|fut|sera|dès|avant|entre|et|ou|jusqu[’']à|marqu\w+"
    r"|indiqu\w+|sonn\w+)[ \u00a0]\Z",
    re.IGNORECASE,
)
_WORDS = {value: word for word, value in CARDINALS.items()}
_NAMES = {0: "midnight|twelve", 12: "noon|midday|twelve"}
_LATE = re.compile(r"p\.?m\b|afternoon|evening|night|tonight", re.IGNORECASE)
_NOON = 12
_REACH = 14  # characters before a time that say that it is one


def missing_times(source: str, target: str) -> list[Span]:
    """Return the times of day with minutes that a French text has in words and English has not.

    A second try reads them in figures.

    >>> missing_times("À six heures moins le quart", "At six to a quarter")
    [Span(start=2, end=27, kept='5.45', read='5 h 45')]
    """
    return [] if "h" not in source and "mi" not in source else list(_missing(source, target))


def _missing(source: str, target: str) -> Iterator[Span]:
    for found in _TIME.finditer(source):
        before = _CLOCK.search(source, max(0, found.start() - _REACH), found.start())
        if not (before or found["named"]):
            continue
        name = _plain(found["named"] or found["hour"])
        total = _HOUR[name] * 60 + _MINUTE[_plain(found["minutes"])]
        hour, minute = divmod(total % (24 * 60), 60)
        hour = hour or (0 if found["named"] else _NOON)  # "une heure moins le quart"
        if not _told(hour, minute, target):
            yield Span(*found.span(), f"{hour}.{minute:02}", f"{hour} h {minute:02}")


def _told(hour: int, minute: int, target: str) -> bool:
    """Tell whether a text has a time, in figures or in words; after one o'clock p.m. said so."""
    nexts = (hour + 1) % 24
    twelve = (hour - 1) % _NOON + 1
    figures = rf"(?<![\d.,])(?:{hour:02}|{hour}|{twelve})[.:h ]{{1,2}}{minute:02}(?!\d)"
    here, there = _spoken(hour), _spoken(nexts)
    past, to = _minutes(minute), _minutes(60 - minute)
    counted = past.split("|")[0]  # "three and a quarter" is no time
    words = (
        rf"\b(?:{past})(?: minutes)?[- ](?:past|after) (?:{here})\b"
        rf"|\b(?:{to})(?: minutes)?[- ](?:to|before) (?:{there})\b"
        rf"|\b(?:{here})(?: o['’]clock)?[- ](?:and )?(?:{counted})\b"
    )
    if re.search(figures, target) and str(hour) in target:
        return True
    if re.search(rf"{figures}|{words}", target, re.IGNORECASE) is None:
        return False
    return hour <= _NOON or _LATE.search(target) is not None


def _spoken(hour: int) -> str:
    return "|".join(filter(None, (_NAMES.get(hour), _WORDS.get(hour), _WORDS.get(hour % _NOON))))


def _minutes(minute: int) -> str:
    if minute in (0, 60):
        return "(?!)"
    tens, unit = divmod(minute, 10)
    word = _WORDS.get(minute) or f"{_WORDS.get(10 * tens, '')}[- ]{_WORDS.get(unit, '')}"
    return {15: f"{word}|(?:a )?quarter", 30: f"{word}|half"}.get(minute, word)


def _plain(words: str) -> str:
    return re.sub(SPACE, " ", words).lower()
