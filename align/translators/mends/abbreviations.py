"""French abbreviations are read in full: models spell most, and take `1er sept.` for a seven."""

from __future__ import annotations

import re

from align.translators.mends.months import SHORT, in_the_middle
from align.translators.mends.spelling import SPACE

_DATED = re.compile(rf"(?<![\w,.])(\d\d?|1er)({SPACE})({'|'.join(SHORT)})\.", re.IGNORECASE)
_ENDS = re.compile(rf"[\W_]*\Z|{SPACE}?[»”)]?{SPACE}[A-ZÀ-Þ]")
_FORMS = [
    (re.compile(pattern), full)
    for pattern, full in (
        (rf"\bapr\.(?={SPACE}J\.)", "après"),
        (rf"\bav\.(?={SPACE}J\.)", "avant"),
        (rf"\benv\.(?={SPACE}\d)", "environ"),
        (rf"(?<=\d)({SPACE})hab\.(?=/|{SPACE}[a-zà-ÿ(]|[,;)])", r"\1habitants"),
        (rf"(?<=\d)({SPACE})hab(?=\.\W*\Z)", r"\1habitants"),
        (rf"(?<=\d)({SPACE})pers\.(?=/|{SPACE}[a-zà-ÿ(]|[,;)])", r"\1personnes"),
        (rf"(?<=\d)({SPACE})pers(?=\.\W*\Z)", r"\1personnes"),
        (rf"(?<=\d)({SPACE})min\.(?={SPACE}[a-zà-ÿ(]|[,;)])", r"\1minutes"),
        (rf"\bal\.(?={SPACE}\d)", "alinéa"),
        (rf"\b([Nn])b(?={SPACE}d[e’'])", r"\1ombre"),
        (rf"\b([Qq])t(és?)(?={SPACE}?:)", r"\1uantit\2"),
        (rf"\b([Bb])l?v?d\.?(?={SPACE}(?:d[eu]s?{SPACE}|d[’'])?[A-ZÀ-Þ])", r"\1oulevard"),
        (r"\b([Ss])(?:\.v\.p\.|vp\b)", r"\1’il vous plaît"),
        (r"\b([Tt])él(?:\.|(?!\w))", r"\1éléphone"),
        (r"^(\W*)R[Dd][Vv]\b", r"\1Rendez-vous"),
        (r"\b[Rr][Dd][Vv]\b", "rendez-vous"),
    )
]


def in_full(text: str) -> str:
    """Write a French text's common abbreviations in full, months and their middles among them.

    The point of one that ends a sentence stays.

    >>> in_full("Tél. : le 3 févr. ou le 1er sept.")
    'Téléphone : le 3 février ou le 1er septembre.'
    """

    def told(found: re.Match[str]) -> str:
        month = SHORT[found[3].lower()]
        point = "." if _ENDS.match(text, found.end()) else ""
        return f"{found[1]}{found[2]}{month}{point}"

    if "." in text:
        text = _DATED.sub(told, text)
    for form, full in _FORMS:
        text = form.sub(full, text)
    return in_the_middle(text)
