"""Names that a model spells its own way are put back as the source has them."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from align.errors import ModelError
from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.models import KNOWN
from align.translators.seam import Streaming

SPELLING = 1
"""Raise it when other names are put back: it is part of the signature, and so of the cache's
key."""

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters: shorter ones are alike by chance
_ALIKE = 0.75  # of the letters, in order (Ratcliff and Obershelp's ratio)
_LEAST = -6.0  # nats that the source's spelling may cost


class SpellingTranslator:
    """Wraps an engine: a name it misspells gets the source's spelling.

    That is a word with a capital that nobody knows, where the source has one much like it that
    is no common word, which the translation lacks: `Vassor` for `Vasseur`, but neither `Homer`
    for `Homère` nor `Meléndez` without its accent. The model is asked how likely both spellings
    are: where the source's is far less likely, as for `Liguria`, its own stays.

    Args:
        engine: what translates and scores.
        known: words in lower case of the source language, with a capital of the target's.
    """

    def __init__(self, engine: Streaming, known: Container[str]) -> None:
        """Take the engine and the words."""
        self._engine = engine
        self._known = known

    @property
    def signature(self) -> Signature:
        """The engine's, and the version of what is done here."""
        return self._engine.signature | Signature.of(spelling=SPELLING)

    def safer(self) -> SpellingTranslator:
        """Return the same with the decoding that a second try uses."""
        return SpellingTranslator(self._engine.safer(), self._known)

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield what the engine makes, with names as the source spells them."""
        for batch in self._engine.stream(texts):
            yield self._respelt(texts, batch)

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield what the engine says."""
        return self._engine.score(pairs)

    def _respelt(self, texts: Sequence[str], batch: list[Translation]) -> list[Translation]:
        found = [
            (place, made, spelt)
            for place, translation in enumerate(batch)
            for made, spelt in misspelt(texts[translation.segment], translation.text, self._known)
        ]
        if not found:
            return batch
        pairs: list[SegmentPair] = []
        for place, made, spelt in found:
            source, target = texts[batch[place].segment], batch[place].text
            pairs += [((source,), (target,)), ((source,), (_with(target, made, spelt),))]
        nats = dict(pair for scored in self._engine.score(pairs) for pair in scored)
        respelt = list(batch)
        for number, (place, made, spelt) in enumerate(found):
            if _total(nats[2 * number + 1]) - _total(nats[2 * number]) >= _LEAST:
                mended = _with(respelt[place].text, made, spelt)
                respelt[place] = replace(respelt[place], text=mended)
        return respelt


def misspelt(source: str, target: str, known: Container[str]) -> list[tuple[str, str]]:
    """Return words of the target that look like misspelt names, and their source's spellings.

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


def _with(text: str, made: str, spelt: str) -> str:
    """Replace a word wherever it stands."""
    return _WORD.sub(lambda found: spelt if found[0] == made else found[0], text)


def _total(likelihood: Likelihood) -> float:
    return sum(likelihood.nats) + likelihood.end
