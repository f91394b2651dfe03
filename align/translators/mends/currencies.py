"""Amounts of money with a sign or a code: which of a source their translation lacks."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from align.translators.mends.spelling import SPACE

_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f.,’']\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
# Those of ISO 4217 that French texts have most, and none that is a word: ALL, COP, TOP.
_CODES = (
    "AED|ARS|AUD|BRL|CAD|CHF|CNY|CZK|DKK|DZD|EGP|EUR|GBP|HKD|HUF|ILS|INR|JPY|KRW|MAD|MXN|NOK|NZD"
    "|PLN|RON|RUB|SAR|SEK|SGD|TND|TRY|UAH|USD|XAF|XOF|XPF|ZAR"
)
_FRANCS = rf"F{SPACE}?CF[AP]"
_DOLLARS = rf"\${SPACE}?(?:CAN?|US)"
_AMOUNT = re.compile(
    rf"(?<![\w.,$€£])(?:(?P<figures>{_FIGURES}){SPACE}?"
    rf"(?P<after>(?:{_DOLLARS}|{_CODES}|{_FRANCS})(?!\w)|[€$£])(?![\w$])"
    rf"|(?P<before>[€$£]|(?:{_CODES})(?={SPACE}\d)){SPACE}?(?:{_FIGURES})(?![\d€$£]))"
)
_NAMES = {
    "€": "EUR|euros?",
    "$": "USD|dollars?",
    "£": "GBP|pounds?",
    "CAD": r"CAD|CAN?\$|C\$|\$CAN?|Canadian dollars?",
    "CHF": "CHF|(?:Swiss )?francs?",
    "CZK": "CZK|(?:Czech )?crowns?|koruna",
    "DKK": "DKK|(?:Danish )?kroner?",
    "FCFA": "F ?CFA|CFA francs?",
    "FCFP": "F ?CFP|CFP francs?",
    "HUF": "HUF|forints?",
    "NOK": "NOK|(?:Norwegian )?kroner?",
    "SEK": "SEK|(?:Swedish )?kron(?:a|or)",
    "UAH": "UAH|hryvnias?",
}
# What a model glues: "EUR45", "20CHF", "euro12,000"; and "150 $CA", "$150 CA".
_GLUED = re.compile(rf"(?<=\d)(?=(?:{_CODES})(?!\w))|(?<!\w)(?:{_CODES}|euro)(?=\d)")
_BEHIND = re.compile(
    rf"(?<![\w.,$])(?:({_FIGURES}){SPACE}?\${SPACE}?|\$({_FIGURES}){SPACE}?)(CAN?|US)(?!\w)"
)
_SAME = {"EUR": "€", "USD": "$", "$US": "$", "GBP": "£", "$CA": "CAD", "$CAN": "CAD"}
_DOLLAR = {"$US": "US$", "$CA": "CA$", "$CAN": "CA$"}


def missing_amounts(source: str, target: str) -> list[re.Match[str]]:
    """Return the source's amounts in the currencies that the target has not as often.

    Which of two amounts has lost its sign cannot be told: both are returned.

    >>> [amount[0] for amount in missing_amounts("De 10 € à 15 €, ou 20 $", "10 €15 to $20")]
    ['10 €', '15 €']
    >>> [amount[0] for amount in missing_amounts("400 CZK et 20 GBP", "$400 and £20")]
    ['400 CZK']
    """
    given = list(_AMOUNT.finditer(source))
    counts = Counter(map(_currency, given))
    lost = {one for one in counts if len(_made(one).findall(target)) < counts[one]}
    return [amount for amount in given if _currency(amount) in lost]


def in_english(amount: re.Match[str], figures: str) -> str:
    """Write an amount as English does, its sign in front, given its figures in English.

    >>> in_english(missing_amounts("1 000 €", "")[0], "1,000")
    '€1,000'
    >>> in_english(missing_amounts("150 $ CA", "")[0], "150")
    'CA$150'
    """
    mark = re.sub(SPACE, "", amount["after"])
    sign = _DOLLAR.get(mark, mark)
    return f"{figures} {mark}" if sign.isalpha() else f"{sign}{figures}"


def english_codes(source: str, target: str) -> str:
    """Part the codes of currencies from figures, and set a dollar's land before its sign.

    >>> english_codes("20 CHF, 45 EUR, 150 $ CA", "20CHF, EUR45, $150 CA")
    '20 CHF, EUR 45, CA$150'
    """
    if _AMOUNT.search(source) is None:
        return target

    def before(found: re.Match[str]) -> str:
        return f"{found[3][:2]}${found[1] or found[2]}"

    parted = _GLUED.sub(lambda found: found[0].replace("euro", "EUR") + " ", target)
    return _BEHIND.sub(before, parted)


def _currency(amount: re.Match[str]) -> str:
    mark = re.sub(SPACE, "", amount["after"] or amount["before"])
    return _SAME.get(mark, mark)


@cache
def _made(currency: str) -> re.Pattern[str]:
    """What a translation writes for a currency: a sign counts where a number is beside it."""
    if currency not in _NAMES:  # TRY is no "try"
        return re.compile(rf"(?<![^\W\d_]){currency}(?![^\W\d_])")
    sign = re.escape(currency)
    signed = (
        rf"{sign}\s?-?(?=\.?\d)"
        rf"|(?:\d|\b\d*(?:hundred|thousand|[kmb]n?|[mbtr]+illion)\b)\s?{sign}|"
    )
    named = rf"(?<![^\W\d_])(?:{_NAMES[currency]})(?![^\W\d_])"
    return re.compile(named if currency.isalpha() else signed + named, re.IGNORECASE)
