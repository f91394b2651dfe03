"""French measures that models hardly ever saw, `12 ha` or `110 ch`, are read as they know them."""

from __future__ import annotations

import re

from align.translators.mends.spelling import SPACE
from align.translators.mends.spelt import IN_WORDS, value_in_words

_WORDS = {
    "ha": "hectare",
    "hl": "hectolitre",
    "hPa": "hectopascal",
    "j": "jour",
    "mn": "minute",
}
_ENGLISH = {  # which models copy
    "ch": "hp",
    "ETP": "FTE",
    "nœud": "knot",
    "nœuds": "knots",
    "tr/min": "rpm",
}
_WHOLE = rf"(?<![\w.,/-])(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)"
_MEASURE = re.compile(
    rf"(?P<figures>{_WHOLE}(?:,\d+)?)(?P<space>{SPACE})"
    rf"(?P<unit>{'|'.join((*_WORDS, *_ENGLISH))})(?![\w'’/²³°-])"
)
# "l’article 12 j", "le point 3 j)": letters of a list.
_LISTED = re.compile(
    rf"\b(?:art|al|articles?|alinéas?|points?|lettres?|paragraphes?|n[°o]){SPACE}\Z"
)
# "12 € 50", but not "12 € 50 %" and "12 € 50 cartes"
_CENTS = re.compile(
    rf"({_WHOLE}){SPACE}?€{SPACE}?(\d\d)"
    rf"(?![\w%€]|{SPACE}?[%€]|[.,]\d|{SPACE}\d|{SPACE}(?!dans|mais|moins|plus|sans)\w+[sx]\b)"
)
# "1 m 75", "3 kg 250", "3 francs 50"
_PARTED = re.compile(
    rf"({_WHOLE}){SPACE}(m|francs?|euros?|(kg|km)){SPACE}(\d\d(?(3)\d))"
    rf"(?![\w%€/]|{SPACE}?[%€]|[.,]\d|{SPACE}(?:\d|(?:cm|mm|m|g|kg|h|ans|fois)\b"
    rf"|(?!dans|mais|moins|plus|sans)\w+[sx]\b))"
)
# "moins cinq degrés", but not "au moins cinq degrés"
_MINUS = re.compile(
    rf"(?<!au{SPACE})(?<!du{SPACE})(?<!ou{SPACE})\bmoins{SPACE}"
    rf"(?P<count>\d{{1,2}}|{IN_WORDS})(?={SPACE}degrés?\b)",
    re.IGNORECASE,
)
_REACH = 20  # characters before that say what it is
_ROOMS = 20  # "3 ch" of a flat are its bedrooms


def measured(text: str, *, english: bool = True) -> str:
    """Write hectares, hectolitres, hectopascals, days and minutes of a French text in full.

    Horsepower, knots, revolutions and full-time equivalents get their English names, which models
    copy: of the French they make chests and nodes. Cents stand behind a comma, as do centimetres
    and grams (`1 m 75`); degrees below zero get a sign.

    Args:
        text: a French text.
        english: whether it is translated into English; else those names stay French.

    >>> measured("12 ha de vignes, 2,5 ha, 55 hl/ha, 110 ch")
    '12 hectares de vignes, 2,5 hectares, 55 hl/ha, 110 hp'
    """

    def told(found: re.Match[str]) -> str:
        figures, space, unit = found.groups()
        whole = int(re.sub(r",.*|\D", "", figures))
        before = text[max(0, found.start() - _REACH) : found.start()]
        closes = text[found.end() : found.end() + 1] == ")" and "(" not in before
        if unit == "j" and (closes or _LISTED.search(before)):
            return found[0]
        if (unit in _ENGLISH and not english) or (unit == "ch" and whole < _ROOMS):
            return found[0]
        name = _ENGLISH.get(unit) or _WORDS[unit] + "s" * (whole > 1)
        return f"{figures}{space}{name}"

    def below(found: re.Match[str]) -> str:
        count = found["count"]
        value = int(count) if count.isdigit() else value_in_words(count)
        return found[0] if value is None else f"-{value}"

    if "€" in text:
        text = _CENTS.sub(r"\1,\2 €", text)
    if "degré" in text:
        text = _MINUS.sub(below, text)
    return _MEASURE.sub(told, _PARTED.sub(r"\1,\4 \2", text))
