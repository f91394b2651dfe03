"""Headings and labels in capitals, parted from the small letters that stand beside them."""

from __future__ import annotations

import re

from align.translators.mends.capitals import COUNTRIES, WORD, is_acronym, is_common
from align.translators.mends.forenames import GIVEN
from align.translators.mends.gazetteer import TOWNS
from align.translators.mends.signs import Parted

_SHORTEST = 4  # letters: shorter words tell nothing
_LONGEST = 60  # characters of a label
_SEPARATOR = re.compile(r"[ \u00a0\u202f]?:[ \u00a0\u202f]|[ \u00a0\u202f][–—-][ \u00a0\u202f]")
# Firms and papers, and the one town, that are words too: "PARIS – Le ministre" is no bet.
_NAMES = frozenset(("Boulanger", "Carrefour", "Casino", "Echo", "Libération", "Orange", "Paris"))


def is_heading(text: str, known: frozenset[str]) -> bool:
    """Tell whether a text is common words in capitals, among which may be numerals and acronyms.

    >>> is_heading("HORAIRES D’OUVERTURE", frozenset({"horaire", "ouverture"}))
    True
    >>> is_heading("BERLIN", frozenset({"horaire"}))
    False
    """
    if not text.isupper():
        return False
    words = [word for word in WORD.findall(text) if len(word) >= _SHORTEST]
    return bool(words) and all(
        word.lower() in COUNTRIES or (is_plain(word) and is_common(word.lower(), known))
        for word in words
    )


def headed(core: Parted, known: frozenset[str]) -> Parted:
    """Part a text's parts once more where a heading in capitals stands before others, or behind.

    Of what is parted each is translated by itself: `OBJET : votre lettre` has a subject, and is no
    `OBJET` that a model copies. An English colon stands close.

    >>> headed(Parted(("", ""), ("OBJET : votre lettre",)), frozenset({"objet"}))
    Parted(signs=('', ': ', ''), texts=('OBJET', 'votre lettre'))
    """
    signs, texts = [core.signs[0]], []
    for text, after in zip(core.texts, core.signs[1:], strict=True):
        found = _SEPARATOR.search(text, 0, _LONGEST)
        if found and _differ(text[: found.start()], text[found.end() :], known):
            texts += [text[: found.start()], text[found.end() :]]
            signs += [": " if ":" in found[0] else found[0], after]
        else:
            texts.append(text)
            signs.append(after)
    return Parted(tuple(signs), tuple(texts))


def _differ(before: str, behind: str, known: frozenset[str]) -> bool:
    """Tell whether one of two is a heading, and the other has words or figures, not in capitals."""
    if before.isupper() == behind.isupper() or not any(map(str.isalnum, behind)):
        return False
    return is_heading(before, known) or is_heading(behind, known)


def is_plain(word: str) -> bool:
    """Tell whether a word in capitals is none of the names and acronyms that we know."""
    name = word.capitalize()
    named = name in GIVEN or name in TOWNS or name in _NAMES or word.lower() in COUNTRIES
    return not named and not is_acronym(word)
