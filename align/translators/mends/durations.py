"""Durations in French figures, `24 h`, are read in words: models take most for hours of the day."""

from __future__ import annotations

import re

_HOUR = re.compile(r"(?<![\d.,:/-])(\d{1,3})[ \u00a0\u202f]?h(?![\w'’:]|[ \u00a0\u202f]?\d)")
# "1 h 52 min", "1h30"
_MINUTES = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})[ \u00a0\u202f]?h[ \u00a0\u202f]?(\d\d)"
    r"(?P<told>[ \u00a0\u202f]?min(?:utes)?\b(?:\.(?=[ \u00a0][a-zà-ÿ(]))?)?"
    r"(?![\w'’:]|[ \u00a0\u202f]?\d)"
)
_BEFORE = re.compile(
    r"(?<!\w)(?:par|pendant|durant|sous|en|dans|(?:toutes|dans|sous) les|(?:plus|moins|près|délai"
    r"|durée|période|bout|pauses?) de|(?:au|du) moins|(?:au|du) plus|environ|maximum|minimum"
    r"|dur(?:e|ent|era|ait|a|é)|met(?:tra)?|comptez|attendre|cuire|infuser|mijoter|reposer"
    r"|(?:attente|durée|film|marche|parcours|retard|trajet|traversée) d[eu]"
    r"|(?:durée|cuisson|repos|délai|préparation|trajet)(?:[ \u00a0]\w+){0,2}"
    r"[ \u00a0\u202f]?:)[ \u00a0\u202f]\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[ \u00a0\u202f](?:par (?:an|mois|trimestre|semaine|jour|nuit|séance|personne)\b"
    r"|(?:avant|après) (?:les?|la|l['’])|maximum|minimum|max\b|min\b"
    r"|supplémentaires?|consécutives|d['’]affilée|sur 24"
    r"|d['’](?!a?près|avant)[a-zà-öø-ÿœ]{3}|de (?!ce|cet|cette|la|nos|notre|vos|votre|son|sa)"
    r"[a-zà-öø-ÿœ]{3,})(?!\w*['’])|/(?:j|jour|sem|semaine|mois|an|nuit)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\w)(?:à|vers|dès|jusqu['’]à)[ \u00a0\u202f]\Z", re.I)
_ABOUT = re.compile(r"environ[ \u00a0]\Z", re.IGNORECASE)  # "il est environ 5 h 30"
_LONG = 6  # hours: of more with minutes, "le film de 20 h 30", most are times of day
_REACH = 40  # characters before an hour that say what it is


def in_words(text: str) -> str:
    """Write `heures` after the figures of a French text's durations; times of day stay.

    A duration is more than a day's hours, or what stands beside it says so.

    >>> in_words("6 comprimés par 24 h, à 8 h, toutes les 6 h, 1 h 30 de vol")
    '6 comprimés par 24 heures, à 8 h, toutes les 6 heures, 1 heure et 30 minutes de vol'
    """

    def lasts(found: re.Match[str]) -> bool:
        before = found.string[max(0, found.start() - _REACH) : found.start()]
        if found.string[found.end() : found.end() + 1] == ")" and "(" not in before:
            return False  # "l’alinéa 77 h)"
        if int(found[1]) > 24 or _BEFORE.search(before):
            return True
        return not _CLOCK.search(before) and _AFTER.match(found.string, found.end()) is not None

    def hours(found: re.Match[str]) -> str:
        return f"{found[1]} {_many('heure', int(found[1]))}" if lasts(found) else found[0]

    def minutes(found: re.Match[str]) -> str:
        hour, minute = int(found[1]), int(found[2])
        about = _ABOUT.search(text, max(0, found.start() - _REACH), found.start())
        if not found["told"] and (hour > _LONG or about or not lasts(found)):
            return found[0]
        return f"{hour} {_many('heure', hour)} et {minute} {_many('minute', minute)}"

    return _HOUR.sub(hours, _MINUTES.sub(minutes, text)) if "h" in text else text


def _many(word: str, count: int) -> str:
    return word + "s" * (count > 1)
