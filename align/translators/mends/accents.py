"""Accents put back into texts without any, as French ones in capitals often are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

_LETTERS = str.maketrans("àâäçéèêëîïôöùûüÿ", "aaaceeeeiioouuuy") | {ord("œ"): "oe", ord("æ"): "ae"}
_WORD = re.compile(r"(?<![\w-])[A-Za-z][a-zà-öø-ÿœ]{2,}(?![\w-])")
_NAMED = re.compile(r" [A-Z][a-z]")  # "Peter Frey"
_ACCENT = re.compile(r"[À-ÖØ-öø-ÿŒœ]")
_PARTICIPLE = re.compile(r"ée?s?$")  # rarer than what looks like it: dérive, élèves
_VERB = re.compile(r"(?<!it)és?$")  # what may be a verb's form without its accent: rincé


def with_accents(
    texts: Sequence[str], known: frozenset[str], counts: Callable[[Sequence[str]], Sequence[int]]
) -> list[str]:
    """Write words with their accents in texts that have none, and a first capital with its own.

    A text lacks accents where it has none, and a word in lower case, or its first, that is known
    with accents alone (`reglement`). Of the ways to write its words each gets the one that the
    model has in the fewest pieces; one that is known without accents keeps that form unless it is
    much the rarer (`marche` stays). Typewriters had no capitals with accents, and many write like
    them: a first word gets its capital's in any text (`Evénement`, `Etudes`).

    Args:
        texts: any texts.
        known: words in lower case of their language.
        counts: tells how many pieces the model has for each of some words.
    """
    ways = _ways(known)
    asked = [_asked(text, known, ways) for text in texts]
    forms = {form for found in asked for word, other in found.items() for form in (word, *other)}
    ordered = sorted(forms)
    pieces = dict(zip(ordered, counts(ordered), strict=True))

    def best(word: str, other: Sequence[str]) -> str:
        form = min(other, key=lambda form: (pieces[form], _PARTICIPLE.search(form) is not None))
        rarer = pieces[word] - pieces[form] > 1
        return form if rarer or word.lower() not in known else word

    return [
        _rewritten(text, {word: best(word, other) for word, other in found.items()})
        for text, found in zip(texts, asked, strict=True)
    ]


def _rewritten(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: words.get(found[0], found[0]), text) if words else text


def _asked(
    text: str, known: frozenset[str], ways: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the words of a text that may lack accents, each with the ways to write it."""
    begun = _WORD.match(text)
    first = begun[0] if begun and not _NAMED.match(text, begun.end()) else ""
    if not _ACCENT.search(text):
        words = dict.fromkeys(
            word for word in _WORD.findall(text) if word.islower() or word == first
        )
        found = {word: forms for word in words if (forms := _forms(word, ways))}
        if any(_lacks(word, forms, known) for word, forms in found.items()):
            return found
    forms = [form for form in _forms(first, ways) if form[0] != first[0] and form[1:] == first[1:]]
    return {first: forms} if first[:1].isupper() and forms else {}


def _forms(word: str, ways: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ways to write a word, with its capital."""
    forms = ways.get(_plain(word), ())
    return [form.capitalize() for form in forms] if word[:1].isupper() else list(forms)


def _lacks(word: str, forms: Sequence[str], known: frozenset[str]) -> bool:
    """Tell whether a word is none as it stands: "rince" may be, where but "rincé" is known."""
    others = (_VERB.sub("", form) for form in forms)
    return word.lower() not in known and not any(map(str.isascii, others))


def _plain(word: str) -> str:
    return word.lower().translate(_LETTERS)


@lru_cache(maxsize=2)
def _ways(known: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Words with accents, by how they look without."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(word for word in known if not word.isascii() and word.islower()):
        found[_plain(word)].append(word)
    return found
