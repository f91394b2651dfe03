"""Amounts of money with a sign: which of a source their translation lacks."""

from __future__ import annotations

import re
from collections import Counter

_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f.,’']\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\w.,$€£])(?:(?P<figures>{_FIGURES})[ \u00a0\u202f]?(?P<after>[€$£])(?![\w$])"
    rf"|(?P<before>[€$£])[ \u00a0\u202f]?(?:{_FIGURES})(?![\d€$£]))"
)
# A sign that no number is beside is none of an amount.
_MADE = {
    sign: re.compile(
        rf"[{sign}]\s?-?(?=\.?\d)|(?:\d|\b\d*(?:hundred|thousand|[kmb]n?|[mbtr]+illion)\b)\s?[{sign}]"
        rf"|(?<![^\W\d_])(?:{words})(?![^\W\d_])",
        re.IGNORECASE,
    )
    for sign, words in {"€": "EUR|euros?", "$": "USD|dollars?", "£": "GBP|pounds?"}.items()
}


def missing_amounts(source: str, target: str) -> list[re.Match[str]]:
    """Return the source's amounts in the currencies that the target has not as often.

    Which of two amounts has lost its sign cannot be told: both are returned. The group `figures`
    is an amount's number where the sign comes after it, as in French.

    >>> [amount[0] for amount in missing_amounts("De 10 € à 15 €, ou 20 $", "10 €15 to $20")]
    ['10 €', '15 €']
    """
    given = list(_AMOUNT.finditer(source))
    counts = Counter(_sign(amount) for amount in given)
    lost = {sign for sign in counts if len(_MADE[sign].findall(target)) < counts[sign]}
    return [amount for amount in given if _sign(amount) in lost]


def _sign(amount: re.Match[str]) -> str:
    return amount["after"] or amount["before"]
