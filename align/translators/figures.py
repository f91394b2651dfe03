"""Thousands of an English text are parted by commas, whatever the source has."""

from __future__ import annotations

import re

# One to three digits, then groups of three; neither part of a longer number or of a telephone's.
_GROUPED = re.compile(
    r"(?<![\d.,+/-])(?<!\d\s)[1-9]\d{0,2}(?:(?P<gap>[ \u00a0\u202f.])\d{3})(?:(?P=gap)\d{3})*"
    r"(?![\s/-]?\d)(?!,\d)(?!\.\d{3})"
)
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?=,\d)")  # "1.250,50", which says what its point is
_ANY = re.compile(r"\d{1,3}(?:[\s.,'’]\d{3})+(?!\d)|\d+")
_LIKE_A_CODE = re.compile(r"\d{3}\D\d{3}\D(?!000)\d{3}")
_GAPS = re.compile(r"\D")


def english_groups(source: str, target: str) -> str:
    """Part the thousands of an English translation by commas.

    Only those of numbers that the source has: spaces become commas, points do where the source
    has spaces, or points before a decimal comma. What may be a telephone number or a
    registration stays: a zero first, or three groups of three digits that are no round number.

    >>> english_groups("4 200 panneaux, tél. 800 123 456", "4 200 panels, tel. 800 123 456")
    '4,200 panels, tel. 800 123 456'
    """
    if _GROUPED.search(target) is None:
        return target
    spaced = {
        _GAPS.sub("", found) for form in (_SPACED, _POINTED) for found in form.findall(source)
    }
    there = {_GAPS.sub("", found) for found in _ANY.findall(source)}

    def parted(found: re.Match[str]) -> str:
        plain = _GAPS.sub("", found[0])
        known = plain in spaced if found["gap"] == "." else plain in there
        if not known or _LIKE_A_CODE.fullmatch(found[0]):
            return found[0]
        return _GAPS.sub(",", found[0])

    return _GROUPED.sub(parted, target)
