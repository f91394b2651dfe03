"""Months of dates that a translation lost: `du 2 juillet au 9 décembre`, "from July 2 to 9"."""

from __future__ import annotations

import re
from typing import NamedTuple

SHORT = {
    "janv": "janvier", "févr": "février", "fév": "février", "avr": "avril", "juill": "juillet",
    "juil": "juillet", "sept": "septembre", "oct": "octobre", "nov": "novembre", "déc": "décembre",
}  # fmt: skip
"""French months by their abbreviations."""
_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""The English months, in order."""
_PLACES = {name: place for place, name in enumerate(_FRENCH)} | {
    short: _FRENCH.index(name) for short, name in SHORT.items()
}
_DATED = re.compile(
    r"(?<![\w.,/-])(?P<day>\d\d?|1er)[ \u00a0\u202f]"
    rf"(?:(?P<month>{'|'.join(_FRENCH)})(?![\w-]|[’']\w)|(?P<short>{'|'.join(SHORT)})\.)",
    re.IGNORECASE,
)
_DAY_LAST = re.compile(rf"\b(?:{'|'.join(ENGLISH)}) \d")
_WORD = re.compile(r"[A-Za-z]+")
# 9/12, 12.9
_FIGURES = re.compile(r"(?<!\d)(\d\d?)(?=[./-]\d)|(?<=\d[./-])(\d\d?)(?!\d)")
# "à la mi-juin", "de mi-juin", "Mi-juin"
_MIDDLE = re.compile(
    r"(?:\b(?P<to>[àÀ])[ \u00a0](?:la[ \u00a0])?|\b(?P<of>[dD])e[ \u00a0](?:la[ \u00a0])?"
    rf"|\b[lL]a[ \u00a0]|(?P<first>\A\W*))?\b[mM]i-(?P<month>{'|'.join(_FRENCH)})\b"
)


class Dated(NamedTuple):
    """A day of a month and where it stands; `month` counts from 1."""

    start: int
    end: int
    day: int
    month: int

    def english(self, like: str = "") -> str:
        """Return the date as an English text has it: December 9 or 9 December."""
        name = ENGLISH[self.month - 1]
        return f"{name} {self.day}" if _DAY_LAST.search(like) else f"{self.day} {name}"


def missing_months(source: str, target: str) -> list[Dated]:
    """Return the days of a French text whose month its English translation has nowhere.

    It may have it in full, as Sept. or in figures, 9/12 or 12.9.

    >>> missing_months("Du 2 juillet au 9 décembre", "From July 2 to 9")
    [Dated(start=16, end=26, day=9, month=12)]
    """
    dates = []
    for found in _DATED.finditer(source):
        month = 1 + _PLACES[(found["month"] or found["short"]).lower()]
        day = 1 if found["day"].lower() == "1er" else int(found["day"])
        dates.append(Dated(*found.span(), day, month))
    if not dates:
        return []
    named = {word[:3].upper() for word in _WORD.findall(target) if word[0].isupper()}
    figures = {int(month) for pair in _FIGURES.findall(target) for month in pair if month}
    return [
        one
        for one in dates
        if one.month not in figures and ENGLISH[one.month - 1][:3].upper() not in named
    ]


def in_the_middle(text: str) -> str:
    """Write the middle of a French text's months in words: models make of mi-septembre a Seven.

    >>> in_the_middle("Mi-mars, de la mi-juin à mi-août, depuis la mi-mai")
    'Au milieu de mars, du milieu de juin au milieu d’août, depuis le milieu de mai'
    """

    def told(found: re.Match[str]) -> str:
        month = found["month"]
        of = "d’" if month[0] in "ao" else "de "
        if found["to"]:
            before = "au" if found["to"] == "à" else "Au"
        elif found["of"]:
            before = found["of"] + "u"
        else:
            before = f"{found['first']}Au" if found["first"] is not None else "le"
        return f"{before} milieu {of}{month}"

    return _MIDDLE.sub(told, text) if "i-" in text else text
