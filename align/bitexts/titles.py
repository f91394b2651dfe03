"""Titles over two columns of pairs: `Source (fr)` and `Target (en)`, languages, locales."""

from __future__ import annotations

import re

from align.tags import tag_of

_TITLE = re.compile(r"\s*(?:source|target)\s*(?:\(([\w-]+)\))?\s*", re.IGNORECASE)
_LANGUAGES = {
    "fr": "fr", "french": "fr", "français": "fr", "francais": "fr",
    "en": "en", "english": "en", "anglais": "en",
}  # fmt: skip
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}|(?i:fr|en)-[A-Za-z]{2}")  # as tools name columns


def titled(source: str, target: str) -> tuple[str, str] | None:
    """Return the languages that two titles name, "" where one names none; None for a pair.

    One language twice is no title, as a glossary of languages begins, nor one word twice.

    >>> titled("Source (fr)", "Target"), titled("fr-FR", "English"), titled("Anglais", "English")
    (('fr', ''), ('fr-FR', 'en'), None)
    """
    if source.strip().lower() == target.strip().lower():  # `source` is French and English
        return None
    one, other = _language(source), _language(target)
    if one is None or other is None or (one == other != ""):
        return None
    return one, other


def _language(title: str) -> str | None:
    """The language that a title names, "" where it names none; None if it is no title."""
    found = _TITLE.fullmatch(title)
    named = tag_of((found[1] or "") if found else title.strip())
    known = _LANGUAGES.get(named.lower())
    return known or (named if found or _LOCALE.fullmatch(named) else None)
