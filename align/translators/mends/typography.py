"""Quotation marks, brackets, ordinals, money, bytes and eras, written as English has them."""

from __future__ import annotations

import re

_STOPS = (",", ".", ";", ":", "!", "?")
_QUOTED = re.compile(r'"([^"]*)"')
_STOP_APART = re.compile(r'(?<=")\s+(?=[,.;:!?](?:\s|\Z))')
# "and(3)", "(2),(3)"; "25(a)" and "person(s)" are right so.
_BRACKETS = r"(\([^\s()]{1,12}\))"
_INSIDE = re.compile(r"(?<=[(\[])[ \u00a0]+(?=\S)|(?<=\S)[ \u00a0]+(?=[)\]])")
_GLUED = re.compile(rf"(?:(?<=[^\W\d_]{{2}})|(?<=,)){_BRACKETS}")
_APART, _CLOSE = re.compile(rf"(?<!\S){_BRACKETS}"), re.compile(rf"(?<=\S){_BRACKETS}")
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)(?!\w)")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_UNITS = {"k": "k", "K": "k", "M": "M", "Md": "bn", "Mds": "bn", "": ""}
# No range, of which both numbers have the sign, and no "10 $ US".
_MONEY = re.compile(
    rf"(?<![\w.,%$€£])(?<!\d[ \u00a0\u202f])(?<!\d[-–])(?<!\d\s(?:to|or)\s)(?<!\d\s[-–]\s)"
    rf"(?<!\d\sand\s)({_FIGURES})[ \u00a0\u202f]?(k|K|Mds?|M|)[ \u00a0\u202f]?([€$£])"
    r"(?![\w$€£]|[ \u00a0]?(?:US|USD|CA|CAN|CAD|AU|AUD|HK|NZ)\b)"
)
# "de 10 à 15 €": in English, both numbers have the sign.
_RANGE = re.compile(
    rf"(?<![\w.,%$€£])(?<!\d[ \u00a0\u202f])({_FIGURES})"
    r"([ \u00a0\u202f]?(?:[-–]|à|et|ou|to|and|or)[ \u00a0\u202f]?)"
    rf"({_FIGURES})[ \u00a0\u202f]?([€$£])(?![\w$€£])"
)
_PARTED = re.compile(rf"(?<![\w.,$€£])(?<!\d[ \u00a0\u202f])([€$£])[ \u00a0\u202f]({_FIGURES})")
_OCTETS = re.compile(r"(\d[ \u00a0\u202f]?)([kKMGT])o(?![^\W_])")  # Mo, Go: MB, GB
# "9,25 €/jour", "10 jours/an"; no address has one.
_RATE = re.compile(
    r"(?<![\w./:@-])((?:[€$£]?\d[\d.,]*|[^\W\d_]+)[ \u00a0\u202f]?[kM]?[€$£%]?)"
    r"/(jour|semaine|mois|an|heure|nuit|personne)(?![\w/]|[.-]\w)"
)
_PER = {
    "jour": "day", "semaine": "week", "mois": "month", "an": "year", "heure": "hour",
    "nuit": "night", "personne": "person",
}  # fmt: skip
_ERA = re.compile(
    r"\b(?:av(?:ant|\.)|ap(?:r(?:ès|\.)|\.))[ \u00a0\u202f](?:J\.-?[ \u00a0]?C\.|Jésus)"
)
_CHRIST = r"(?:J\.? ?-?C\b\.?|C\.|Jesus Christ\b\.?|Christ(?: Jesus)?\b\.?)"
_BEFORE_CHRIST = re.compile(rf"\bbefore {_CHRIST}(?!['’])")
_AFTER_CHRIST = re.compile(rf"\b(?:after|ap?) {_CHRIST}(?!['’])")
_NOT_DIGITS = re.compile(r"\D")


def english_quotes(source: str, target: str) -> str:
    """Close quotation marks around what they quote, and stops behind them.

    Only where the marks come in pairs that open before a word and close behind one: two and a half
    inches, 2.5", open nothing, and a quoted space stays.

    >>> english_quotes("", 'This " bad bank," they say, is " gone " .')
    'This "bad bank," they say, is "gone".'
    >>> english_quotes("", 'They say," It is gone."')
    'They say, "It is gone."'
    """
    if target.count('"') % 2 or '"' not in target:
        return target
    pieces, end = [], 0
    for pair in _QUOTED.finditer(target):
        before, after = target[end : pair.start()], target[pair.end() : pair.end() + 1]
        if not pair[1].strip() or before[-1:].isalnum() or after.isalnum():
            return target
        apart = " " if before.endswith(_STOPS) else ""
        pieces += [before, apart, f'"{pair[1].strip()}"']
        end = pair.end()
    closed = "".join([*pieces, target[end:]])
    return _STOP_APART.sub("", closed)


def english_brackets(source: str, target: str) -> str:
    """Part brackets from the word before them, not from what is in them, where the source does so.

    >>> english_brackets("aux paragraphes (2) et (3)", "in subsections (2) and(3)")
    'in subsections (2) and (3)'
    >>> english_brackets("3 € (enfants)", "€3 ( children)")
    '€3 (children)'
    """
    if _INSIDE.search(source) is None:
        target = _INSIDE.sub("", target)
    if _GLUED.search(target) is None:
        return target
    apart = {*_APART.findall(source)} - {*_CLOSE.findall(source)}
    return _GLUED.sub(lambda found: " " * (found[1] in apart) + found[1], target)


def english_ordinals(source: str, target: str) -> str:
    """End ordinals in figures as their last word does.

    >>> english_ordinals("", "the 43th time, on May 1th, the 11st or 112nd")
    'the 43rd time, on May 1st, the 11th or 112th'
    """

    def ended(found: re.Match[str]) -> str:
        number = int(_NOT_DIGITS.sub("", found[1])[-2:])
        return found[1] + ("th" if 10 < number < 20 else _ENDINGS.get(number % 10, "th"))

    return _ORDINAL.sub(ended, target)


def english_money(source: str, target: str) -> str:
    """Write the signs of money before the amounts, where the source has the same behind them.

    >>> english_money("900 € l'unité, 12,5 M€ en tout", "900 € per unit, 12.5 M€ in all")
    '€900 per unit, €12.5M in all'
    """
    given = {(_digits(figures), sign) for figures, _, sign in _MONEY.findall(source)}
    ranges = {
        (_digits(one), _digits(other), sign) for one, _, other, sign in _RANGE.findall(source)
    }

    def spread(found: re.Match[str]) -> str:
        one, between, other, sign = found.groups()
        if (_digits(one), _digits(other), sign) not in ranges:
            return found[0]
        return f"{sign}{one}{between}{'' if between in '-–' else sign}{other}"

    def turned(found: re.Match[str]) -> str:
        figures, unit, sign = found.groups()
        if (_digits(figures), sign) not in given:
            return found[0]
        return f"{sign}{figures}{_UNITS[unit]}"

    def closed(found: re.Match[str]) -> str:
        sign, figures = found.groups()
        return sign + figures if (_digits(figures), sign) in given else found[0]

    if not (given or ranges):
        return target
    return _PARTED.sub(closed, _MONEY.sub(turned, _RANGE.sub(spread, target)))


def english_bytes(source: str, target: str) -> str:
    """Write bytes for the octets of French.

    >>> english_bytes("1,5 Go à 10 Mo/s", "1.5 Go at 10 Mo/s")
    '1.5 GB at 10 MB/s'
    """
    if _OCTETS.search(source) is None:
        return target
    return _OCTETS.sub(r"\1\2B", target)


def english_rates(source: str, target: str) -> str:
    """Write in English what a rate is counted by, where a model copied it.

    >>> english_rates("9,25 €/jour, 10 jours/an", "€9.25/jour, 10 days/an")
    '€9.25/day, 10 days/year'
    """
    given = {found[2] for found in _RATE.finditer(source)}
    return _RATE.sub(
        lambda found: f"{found[1]}/{_PER[found[2]]}" if found[2] in given else found[0], target
    )


def _digits(figures: str) -> str:
    return _NOT_DIGITS.sub("", figures)


def english_eras(source: str, target: str) -> str:
    """Write B.C. and A.D. where a French text dates by the birth of Christ.

    >>> english_eras("Au Ier siècle apr. J.-C.", "In the 1st century after J.C.")
    'In the 1st century A.D.'
    """
    if _ERA.search(source) is None:
        return target
    return _AFTER_CHRIST.sub("A.D.", _BEFORE_CHRIST.sub("B.C.", target))
