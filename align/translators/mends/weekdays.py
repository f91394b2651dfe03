"""Days of the week that a translation lost: `du dimanche au samedi`, "from Sunday"."""

from __future__ import annotations

import re

from align.translators.mends.addresses import Span

_ENGLISH = {
    "lundi": "Monday", "mardi": "Tuesday", "mercredi": "Wednesday", "jeudi": "Thursday",
    "vendredi": "Friday", "samedi": "Saturday", "dimanche": "Sunday",
}  # fmt: skip
# No feast and no name: "Mardi gras", "le Mercredi des Cendres", "L’Écho du Samedi".
_DAY = re.compile(
    r"(?<![\w’'-])(?-i:(?=[a-z]|[A-Z]{2})|(?<!\w[ \u00a0])(?=[A-Z]))"
    rf"(?P<day>{'|'.join(_ENGLISH)})(?P<plural>s?)"
    r"(?![\w-]|[’']\w|[ \u00a0](?:gras|saint|noir|(?:des|de|du|d['’])[ \u00a0]?(?-i:[A-ZÀ-Þ])))",
    re.IGNORECASE,
)
_SHORT = 3  # letters of Mon. and Tues.


def missing_weekdays(source: str, target: str) -> list[Span]:
    """Return where the days of a French text are that its English translation has nowhere.

    >>> missing_weekdays("Du dimanche au samedi", "From Sunday to 9 a.m.")
    [Span(start=15, end=21, kept='Saturday', read='')]
    """
    days = [
        Span(*found.span(), _ENGLISH[found["day"].lower()] + found["plural"].lower())
        for found in _DAY.finditer(source)
    ]
    lost = {name for name in {one.kept for one in days} if not _named(name, target)}
    return [one for one in days if one.kept in lost]


def _named(day: str, target: str) -> bool:
    """Tell whether a text has a day in full, or as Mon. and TUES, which are no "month"."""
    short, full = day[:_SHORT], day.removesuffix("s")
    pattern = rf"(?<![^\W\d_])(?:(?i:{full})|(?:{short}|{short.upper()})(?:[SRsr]*)(?![^\W\d_]))"
    return re.search(pattern, target) is not None
