"""The shape of a language's data for the rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists of a language, in lower case and without their final full stop.

    `leading`: abbreviations that something always follows; `inner`: those that may also end a
    sentence; `starters`: words that, with a capital, open a sentence rather than a name.
    """

    code: str
    leading: frozenset[str]
    inner: frozenset[str]
    starters: frozenset[str]


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())
