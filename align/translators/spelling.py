"""Names that a model spells its own way are put back as the source has them."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Container
from difflib import SequenceMatcher
from pathlib import Path

from align.errors import ModelError
from align.translators.models import KNOWN

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters: shorter ones are alike by chance
_ALIKE = 0.75  # of the letters, in order (Ratcliff and Obershelp's ratio)


def misspelt(source: str, target: str, known: Container[str]) -> list[tuple[str, str]]:
    """Return words of the target that look like misspelt names, and their source's spellings.

    That is a word with a capital that nobody knows, where the source has one much like it that
    is no common word, which the target lacks: `Vassor` for `Vasseur`, but neither `Homer` for
    `Homère` nor `Melendez` for `Meléndez`.

    Args:
        source: a text.
        target: its translation.
        known: words in lower case of the source's language, with a capital of the target's.

    >>> misspelt("Anne Vasseur arrive.", "Anne Vassor arrives.", {"Anne", "arrive"})
    [('Vassor', 'Vasseur')]
    """
    there, here = set(_WORD.findall(target)), set(_WORD.findall(source))
    made = [word for word in there - here if _named(word) and word not in known]
    if not made:
        return []
    given = [word for word in here - there if _named(word) and word.lower() not in known]
    pairs = sorted((-_likeness(one, other), one, other) for one in made for other in given)
    found: dict[str, str] = {}
    for distance, one, other in pairs:
        if distance <= -_ALIKE and one not in found and other not in found.values():
            found[one] = other
    return sorted(found.items())


def respelt(text: str, made: str, spelt: str) -> str:
    """Replace a word wherever it stands.

    >>> respelt("Vassor's car, Vassorite", "Vassor", "Vasseur")
    "Vasseur's car, Vassorite"
    """
    return _WORD.sub(lambda found: spelt if found[0] == made else found[0], text)


def known_words(folder: Path) -> frozenset[str]:
    """Return the words that a model's folder lists, none where it has no list.

    Raises:
        ModelError: the list cannot be read.
    """
    path = folder / KNOWN
    if not path.is_file():
        return frozenset()
    try:
        return frozenset(lzma.decompress(path.read_bytes()).decode().split())
    except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise ModelError(f"{path}: a list of words, in xz, was expected there: {error}.") from None


def _named(word: str) -> bool:
    return len(word) >= _SHORTEST and word[0].isupper()


def _likeness(made: str, given: str) -> float:
    """How much of two words is the same; 0 where English but leaves accents out."""
    if _plain(made) == _plain(given) and made.lower() != given.lower():
        return 0.0
    return SequenceMatcher(None, made.lower(), given.lower(), autojunk=False).ratio()


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
