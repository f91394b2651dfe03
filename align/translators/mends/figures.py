"""Thousands, hours and telephone numbers of a translation, written as its source means them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat

# One to three digits, then groups of three; neither part of a longer number or of a telephone's.
_GROUPED = re.compile(
    r"(?<![\d.,+/-])(?<!\d\s)[1-9]\d{0,2}(?:(?P<gap>[ \u00a0\u202f.])\d{3})(?:(?P=gap)\d{3})*"
    r"(?![\s/-]?\d)(?!,\d)(?!\.\d{3})"
)
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?=,\d)")  # "1.250,50", which says what its point is
_ANY = re.compile(r"\d{1,3}(?:[\s.,'’]\d{3})+(?!\d)|\d+")
# Neither "1,3-butadiène" nor "(2,3 dibromopropyle)".
_DECIMAL = re.compile(r"(?<![\w.,:/-])(?:(?<!\()|(?=\d+,\d\d))\d+,\d{1,2}(?![\d:]|[.,/]\d|-\w)")
# "articles 1,2 et 3", "Luc 2,7"
_LIST = re.compile(
    r"(?:\b(?:art|p|pp|articles?|chapitres?|points?|paragraphes?|pages?|lignes?|numéros?|sections?"
    r"|titres?|annexes?|alinéas?|amendements?|versets?|n[°ᵒ]s?|nos"
    r"|(?!(?:De|Du|En|Les?|La|Et|Ou|Entre|Environ|Avec|Pour|Sur|Par|Soit|Plus)\b)[A-ZÀ-Þ]\w+)"
    rf"\.?[ \u00a0\u202f]|§\s?)({_DECIMAL.pattern})"
    rf"|({_DECIMAL.pattern})(?=\s(?:et|ou)\s\d+(?![\d,]))"
)
_LIKE_A_CODE = re.compile(r"\d{3}\D\d{3}\D(?!000)\d{3}")
_GAPS = re.compile(r"\D")
# Four to seven; what has more is a table, and would take the square of its length.
_PAIRS = re.compile(
    r"(?<!\d)(?<!\d\d[ \u00a0\u202f.-])\d\d(?:[ \u00a0\u202f.-]\d\d){3,6}"
    r"(?!\d|[ \u00a0\u202f.-]\d\d(?!\d))"
)
_ABROAD = re.compile(  # ten digits at least; +2 000 000 000 is none
    r"(?<![\w+])\+(?=(?:\D{0,2}\d){10})(?!\d{1,3}\s000)"
    r"\d{1,3}(?:[ \u00a0\u202f.-]?\(?\d{1,4}\)?){3,6}(?![\w]|[ \u00a0\u202f.-]\d)"
)
# A French number at a rate of its own: "0 825 00 12 34", "0 800 123 456".
_RATED = re.compile(
    r"(?<![\d.,+])(?<!\d[ \u00a0\u202f.-])0[ \u00a0\u202f.-]?8\d\d"
    r"(?:(?:[ \u00a0\u202f.-]\d\d){3}|(?:[ \u00a0\u202f.-]\d{3}){2})(?!\d|[ \u00a0\u202f.,-]\d)"
)
_LISTED = r"\d\d(?:, \d\d){3}"  # sizes, say: no model dials so
_MANY = 100  # telephone numbers looked for: few texts have more
_BETWEEN = r"[ \u00a0\u202f,.()-]{0,3}"  # two digits of a number that a model groups anew
_HOUR = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:\s?h(?![^\W\d_])|\sheures?\b|:\d\d(?![\d:]))", re.IGNORECASE
)
# "8 h du soir", "8 h p.m." count to twelve.
_LATE = re.compile(r"soir|nuit|après[- ]midi|(?<![^\W\d_])[ap]\.?\s?m\b", re.IGNORECASE)
_MINUTES = re.compile(r"(?<![\d.,:])(\d{1,2})\s?(?:h|:|heures)\s?(\d\d)(?![\d:])", re.IGNORECASE)
# A time, no duration: "à 14 h 30", "de 14 h 30 à 16 h", "14 h 30 : ouverture".
_AT = re.compile(
    r"(?:(?<![^\W_])(?:à|a|de|dès|vers|jusqu['’]à|entre|et|avant|au|–|-)\s{1,2}|[-–(]|\A\W*)"
    r"(\d{1,2})\s?(?:h|:|heures)\s?(\d\d)(?![\d:])(?!\s(?:de|par)\s\w)",
    re.IGNORECASE,
)
_POINTED_TIME = re.compile(r"(?<![\d.,])\d{1,2}\.\d\d(?!\d|[.,]\d)")
_CLOCK = re.compile(r"(?<![\d.,:/-])(\d{1,2})[:.](\d\d)(?!\d|[.,:/]\d|\s?%)")
_LEADING = re.compile(r"\s?(?:to|until|till|and|or|[-–])\s?", re.IGNORECASE)
_HALVED = re.compile(  # what follows says which half of the day, be it of the end of a range
    rf"(?:{_LEADING.pattern}\d{{1,2}}(?:[:.]\d\d)?)?\s?(?:[ap]\.?\s?m\b|h(?:ou)?rs?\b|o['’]clock"
    r"|(?:\w+\s){0,2}(?:morning|afternoon|evening|(?:to)?night))",
    re.IGNORECASE,
)
_OF_TWELVE = re.compile(r"(?<![\d.,:])(\d{1,2})((?:[.:]\d\d)?\s?)([ap])(?=\.?m\b)", re.IGNORECASE)


def english_groups(source: str, target: str) -> str:
    """Part the thousands of an English translation by commas.

    Only those of numbers that the source has: spaces become commas, points do where the source
    has spaces, or points before a decimal comma. What may be a telephone number or a
    registration stays: a zero first, or three groups of three digits that are no round number.

    >>> english_groups("4 200 panneaux, tél. 800 123 456", "4 200 panels, tel. 800 123 456")
    '4,200 panels, tel. 800 123 456'
    """
    if _GROUPED.search(target) is None:
        return target
    spaced = {
        _GAPS.sub("", found) for form in (_SPACED, _POINTED) for found in form.findall(source)
    }
    there = {_GAPS.sub("", found) for found in _ANY.findall(source)}

    def parted(found: re.Match[str]) -> str:
        plain = _GAPS.sub("", found[0])
        known = plain in spaced if found["gap"] == "." else plain in there
        if not known or _LIKE_A_CODE.fullmatch(found[0]):
            return found[0]
        return _GAPS.sub(",", found[0])

    return _GROUPED.sub(parted, target)


def english_decimals(source: str, target: str) -> str:
    """Write a point before the decimals of an English translation whose source has a comma there.

    >>> english_decimals("Il mesure 1,75 m.", "He measures 1,75 m.")
    'He measures 1.75 m.'
    """
    if _DECIMAL.search(target) is None:
        return target
    lists = {one or other for one, other in _LIST.findall(source)}
    known = {*_DECIMAL.findall(source)} - lists
    return _DECIMAL.sub(
        lambda found: found[0].replace(",", ".") if found[0] in known else found[0], target
    )


def as_dialled(source: str, target: str) -> str:
    """Write the digits of a telephone number in the source's groups, but for a list.

    >>> as_dialled("Tél. 06 12 34 56 78", "Tel. 06 12, 3456 78")
    'Tel. 06 12 34 56 78'
    """
    for start, end in telephones(source)[:_MANY]:
        number = source[start:end]
        if number not in target:
            target = _dialling(number).sub(number, target)
    return target


def missing_telephones(source: str, target: str) -> list[tuple[int, int]]:
    """Return where telephone numbers stand in the source whose digits the target has not in order.

    Of very many the first hundred are looked for.

    >>> missing_telephones("Tél. 02 99 00 00 12", "Tel. 02 9900 12")
    [(5, 19)]
    """
    return [
        (start, end)
        for start, end in telephones(source)[:_MANY]
        if source[start:end] not in target and not _dialling(source[start:end]).search(target)
    ]


def _dialling(number: str) -> re.Pattern[str]:
    """Match a telephone number in any groups, but for a list."""
    digits = _BETWEEN.join(_GAPS.sub("", number))
    plus = r"\+\s?" if number[0] == "+" else ""
    return re.compile(rf"(?<![\d+])(?!{_LISTED}){plus}{digits}(?!\d)")


def telephones(text: str) -> list[tuple[int, int]]:
    """Return where telephone numbers stand: pairs of digits, what begins with a plus, or 0 8xx."""
    abroad = [found.span() for form in (_ABROAD, _RATED) for found in form.finditer(text)]
    inside = {place for start, end in abroad for place in range(start, end)}
    pairs = [found.span() for found in _PAIRS.finditer(text) if found.start() not in inside]
    return sorted([*abroad, *pairs])


def english_hours(source: str, target: str) -> str:
    """Write a.m. or p.m. in an English translation as the source's hours of twenty-four say.

    Of 8 h and 20 h, both 8 on a clock, the target's 8s are one after the other, where it has as
    many and not those halves of the day already.

    >>> english_hours("De 10 h à 18 h", "From 10 p.m. to 6 p.m.")
    'From 10 a.m. to 6 p.m.'
    """
    hours = [hour % 24 for hour in map(int, _HOUR.findall(source)) if hour <= 24]
    if not hours or _LATE.search(source):
        return target
    wanted: dict[int, list[str]] = {}  # halves of the day, by the hour on the clock
    made: dict[int, list[str]] = {}
    for hour in hours:
        wanted.setdefault(hour % 12, []).append("a" if hour < 12 else "p")
    for face, _, half in _OF_TWELVE.findall(target):
        made.setdefault(int(face) % 12, []).append(half.lower())
    halves: dict[int, Iterator[str]] = {}
    for hour, there in made.items():
        asked = wanted.get(hour, [])
        if len({*asked}) == 1:
            halves[hour] = repeat(asked[0])
        elif len(there) == len(asked) and sorted(there) != sorted(asked):
            halves[hour] = iter(asked)

    def told(found: re.Match[str]) -> str:
        half = next(halves.get(int(found[1]) % 12, iter(found[3])))
        return found[1] + found[2] + (half.upper() if found[3].isupper() else half)

    return _OF_TWELVE.sub(told, target)


def of_twelve(source: str, target: str) -> str:
    """Count an English translation's hours before a.m. and p.m. to twelve.

    >>> of_twelve("À 18 h 30", "At 18.30 p.m.")
    'At 6.30 p.m.'
    """
    hours = {int(hour) for hour in _HOUR.findall(source)}

    def told(found: re.Match[str]) -> str:
        hour = int(found[1])
        if hour not in hours or not 12 < hour < 24:
            return found[0]
        return f"{hour - 12}{found[2]}{'p' if found[3].islower() else 'P'}"

    return _OF_TWELVE.sub(told, target)


def english_afternoons(source: str, target: str) -> str:
    """Write p.m. after an English translation's times of twelve hours of those that are later.

    >>> english_afternoons("De 14 h 30 à 16 h 15.", "From 2.30 to 4.15.")
    'From 2.30 to 4.15 p.m.'
    """
    times = {(int(hour), minutes) for hour, minutes in _MINUTES.findall(source)}
    decimals = {*_DECIMAL.findall(source)}
    at = {(int(hour), minutes) for hour, minutes in _AT.findall(source)}
    late = {(hour - 12, minutes) for hour, minutes in at if 12 < hour < 24} - times
    if not late or _LATE.search(source):
        return target
    pointed = {*_POINTED_TIME.findall(source)}  # a version's, a price's
    pieces: list[str] = []  # the last first
    end = len(target)
    told = -1  # where the time begins that was told last
    for found in reversed(list(_CLOCK.finditer(target))):
        hour, minutes = int(found[1]), found[2]
        leads = _LEADING.match(target, found.end())
        if (
            (hour, minutes) not in late
            or f"{hour},{minutes}" in decimals
            or found[0] in pointed
            or target[: found.start()].endswith(("$", "€", "£"))
            or _HALVED.match(target, found.end())
            or (leads and leads.end() == told)
        ):
            continue
        told = found.start()
        stop = target[found.end() : found.end() + 2]
        ends = stop.startswith(".") and stop != ".."
        pieces += [target[found.end() + ends : end], " p.m."]
        end = found.end()
    return "".join([target[:end], *reversed(pieces)])
