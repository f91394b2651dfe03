"""Durations in French figures, `24 h`, are read in words: models take most for hours of the day."""

from __future__ import annotations

import re

_HOUR = re.compile(r"(?<![\d.,:/-])(\d{1,3})[ \u00a0\u202f]?h(?![\w'’:]|[ \u00a0\u202f]?\d)")
_BEFORE = re.compile(
    r"(?<!\w)(?:par|pendant|durant|sous|en|dans|(?:toutes|dans|sous) les|(?:plus|moins|près|délai"
    r"|durée|période|bout|pauses?) de|(?:au|du) moins|(?:au|du) plus|environ|maximum|minimum"
    r"|dur(?:e|ent|era|ait|a|é)|(?:durée|cuisson|repos|délai|préparation)(?:[ \u00a0]\w+){0,2}"
    r"[ \u00a0\u202f]?:)[ \u00a0\u202f]\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[ \u00a0\u202f](?:par|(?:avant|après) (?:les?|la|l['’])|maximum|minimum|max\b|min\b"
    r"|supplémentaires?|consécutives|d['’]affilée|sur 24"
    r"|d['’](?!a?près|avant)[a-zà-öø-ÿœ]{3}|de (?!ce|cet|cette|la|nos|notre|vos|votre|son|sa)"
    r"[a-zà-öø-ÿœ]{3,})(?!\w*['’])|/(?:j|jour|sem|semaine|mois|an|nuit)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\w)(?:à|vers|dès|jusqu['’]à)[ \u00a0\u202f]\Z", re.I)
_REACH = 40  # characters before an hour that say what it is


def in_words(text: str) -> str:
    """Write `heures` after the figures of a French text's durations; times of day stay.

    A duration is more than a day's hours, or what stands beside it says so.

    >>> in_words("6 comprimés par 24 h, à 8 h, toutes les 6 h")
    '6 comprimés par 24 heures, à 8 h, toutes les 6 heures'
    """

    def told(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - _REACH) : found.start()]
        if text[found.end() : found.end() + 1] == ")" and "(" not in before:
            return found[0]  # "l’alinéa 77 h)"
        lasts = int(found[1]) > 24 or _BEFORE.search(before)
        if not lasts and (_CLOCK.search(before) or not _AFTER.match(text, found.end())):
            return found[0]
        return f"{found[1]} heure{'s' * (int(found[1]) > 1)}"

    return _HOUR.sub(told, text) if "h" in text else text
