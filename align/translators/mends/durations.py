"""Durations in French figures, `24 h`, are read in words: models take most for hours of the day."""

from __future__ import annotations

import re

from align.translators.mends.spelling import SPACE

_HOUR = re.compile(rf"(?<![\d.,:/-])(\d{{1,3}}){SPACE}?h(?![\w'’:]|{SPACE}?\d)")
# "1 h 52 min", "1h30"
_MINUTES = re.compile(
    rf"(?<![\d.,:/-])(\d{{1,2}}){SPACE}?h{SPACE}?(\d\d)"
    rf"(?P<told>{SPACE}?min(?:utes)?\b(?:\.(?=[ \u00a0][a-zà-ÿ(]))?)?"
    rf"(?![\w'’:]|{SPACE}?\d)"
)
# "24 h/24", "7j/7", "7 jours sur 7", but models know "24 heures sur 24".
_ALWAYS = re.compile(
    rf"(?<![\d.,:/-])(?:(24){SPACE}?h(?:(?:eures)?{SPACE}?/|{SPACE}sur)"
    rf"{SPACE}?24(?:{SPACE}?h)?"
    rf"|7{SPACE}?j(?:ours)?{SPACE}?(?:/|sur){SPACE}?7(?:{SPACE}?j)?)"
    r"(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)
_A_DAY, _A_WEEK = "24 heures par jour", "7 jours par semaine"
# "2 h 05 min 30 s"
_SECONDS = re.compile(
    rf"(?<![\d.,:/-])(\d{{1,2}}){SPACE}?h{SPACE}?(\d\d?){SPACE}?min"
    rf"{SPACE}?(\d\d?){SPACE}?s(?:ec)?(?![\w'’/])"
)
_BEFORE = re.compile(
    r"(?<!\w)(?:par|pendant|durant|sous|en|dans|(?:toutes|dans|sous) les|(?:plus|moins|près|délai"
    r"|durée|période|bout|pauses?) de|(?:au|du) moins|(?:au|du) plus|environ|maximum|minimum"
    r"|dur(?:e|ent|era|ait|a|é)|met(?:tra)?|comptez|attendre|cuire|infuser|mijoter|reposer"
    r"|(?:attente|durée|film|marche|parcours|retard|trajet|traversée) d[eu]"
    r"|(?:durée|cuisson|repos|délai|préparation|trajet)(?:[ \u00a0]\w+){0,2}"
    rf"{SPACE}?:){SPACE}\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{SPACE}(?:par (?:an|mois|trimestre|semaine|jour|nuit|séance|personne)\b"
    r"|(?:avant|après) (?:les?|la|l['’])|maximum|minimum|max\b|min\b"
    r"|supplémentaires?|consécutives|d['’]affilée|sur 24"
    r"|d['’](?!a?près|avant)[a-zà-öø-ÿœ]{3}|de (?!ce|cet|cette|la|nos|notre|vos|votre|son|sa)"
    r"[a-zà-öø-ÿœ]{3,})(?!\w*['’])|/(?:j|jour|sem|semaine|mois|an|nuit)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"(?<!\w)(?:à|vers|dès|compter de|jusqu['’]à){SPACE}\Z", re.I)
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

    def seconds(found: re.Match[str]) -> str:
        if _CLOCK.search(found.string, max(0, found.start() - _REACH), found.start()):
            return found[0]
        hour, minute, second = map(int, found.groups())
        return (
            f"{hour} {_many('heure', hour)}, {minute} {_many('minute', minute)}"
            f" et {second} {_many('seconde', second)}"
        )

    text = _ALWAYS.sub(lambda found: _A_DAY if found[1] else _A_WEEK, text)
    if _A_WEEK in text:
        text = text.replace("24 heures sur 24", _A_DAY)
    if "h" not in text:
        return text
    return _HOUR.sub(hours, _MINUTES.sub(minutes, _SECONDS.sub(seconds, text)))


def _many(word: str, count: int) -> str:
    return word + "s" * (count > 1)
