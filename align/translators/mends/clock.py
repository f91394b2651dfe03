"""Times of day in words, `six heures moins le quart`, that an English translation lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.translators.mends.addresses import Span
from align.translators.mends.numbers import CARDINALS
from align.translators.mends.spelling import SPACE
from align.translators.mends.spelt import IN_WORDS, value_in_words

_PARTS = {
    "et quart": 15,
    "et demie": 30,
    "et demi": 30,
    "moins le quart": -15,
    "moins un quart": -15,
    "et trois quarts": 45,
    "trois quarts": 45,
}
_EITHER = "|".join(_PARTS).replace(" ", SPACE)
# "À six heures moins le quart", "minuit et demi", but no duration: "dormir deux heures et quart".
_TIME = re.compile(
    rf"(?<![\w-])(?:(?P<named>midi|minuit)|(?P<hour>{IN_WORDS}){SPACE}heures?){SPACE}"
    rf"(?:(?P<part>{_EITHER})|(?P<less>moins{SPACE})?(?P<minutes>{IN_WORDS}))(?![\w-]|{SPACE}(?:minutes|secondes|ans|jours|mois|fois)"
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
        total = _minutes_of(found)
        if total is None:
            continue
        hour, minute = divmod(total % (24 * 60), 60)
        hour = hour or (0 if found["named"] else _NOON)  # "une heure moins le quart"
        if not _told(hour, minute, target):
            yield Span(*found.span(), f"{hour}.{minute:02}", f"{hour} h {minute:02}")


def _minutes_of(found: re.Match[str]) -> int | None:
    """Minutes since midnight, None where the words are no time of day."""
    if found["named"]:
        hour: int | None = 0 if found["named"].lower() == "minuit" else _NOON
    else:
        hour = value_in_words(found["hour"])
    if found["part"]:
        minutes: int | None = _PARTS[re.sub(SPACE, " ", found["part"]).lower()]
    else:
        minutes = value_in_words(found["minutes"])
    if hour is None or minutes is None or hour > 23 or minutes > 59:
        return None
    return 60 * hour + (-minutes if found["less"] else minutes)


def _told(hour: int, minute: int, target: str) -> bool:
    """Tell whether a text has a time, in figures or in words; after one o'clock p.m. said so."""
    nexts = (hour + 1) % 24
    twelve = (hour - 1) % _NOON + 1
    minutes = rf"[.:h ]{{1,2}}{minute:02}(?!\d)"
    here, there = _spoken(hour), _spoken(nexts)
    past, to = _minutes(minute), _minutes(60 - minute)
    counted = past.split("|")[0]  # "three and a quarter" is no time
    words = (
        rf"\b(?:{past})(?: minutes)?[- ](?:past|after) (?:{here})\b"
        rf"|\b(?:{to})(?: minutes)?[- ](?:to|before) (?:{there})\b"
        rf"|\b(?:{here})(?: o['’]clock)?[- ](?:and )?(?:{counted})\b"
    )
    if re.search(rf"(?<![\d.,])0?{hour}{minutes}", target):
        return True
    if re.search(rf"(?<![\d.,]){twelve}{minutes}|{words}", target, re.IGNORECASE) is None:
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
