"""By how much and to what a figure changes: `en baisse de 3 % à 12 euros` is no "from 3%"."""

from __future__ import annotations

import re

from align.translators.mends.spelling import SPACE

_FIGURES = rf"\d+(?:{SPACE}\d{{3}})*(?:[.,]\d+)?"
# The share of a change, and no share behind it: "de 3 % à 5 %" is from 3% to 5%.
_CHANGE = re.compile(
    rf"(?<!passer )(?<!passe )(?<!passé )(?<!passée )(?<!\w)de{SPACE}(?P<share>{_FIGURES})"
    rf"{SPACE}?%,?{SPACE}à{SPACE}(?!{_FIGURES}{SPACE}?(?:%|pour{SPACE}cent))(?=\d)"
)


def english_changes(source: str, target: str) -> str:
    """Write by which share something of a French text changes, before what it comes to.

    >>> english_changes("Le titre recule de 0,3 % à 12 euros.", "It falls from 0.3% to 12 euros.")
    'It falls by 0.3% to 12 euros.'
    """
    if "%" not in source:
        return target
    shares = {re.sub(SPACE, "", found["share"]) for found in _CHANGE.finditer(source)}
    if not shares:
        return target
    either = "|".join(re.escape(share.replace(",", ".")) for share in sorted(shares))
    return re.sub(rf"\bfrom (?=(?:{either})\s?(?:%|per ?cent),? (?:to|at)\b)", "by ", target)
