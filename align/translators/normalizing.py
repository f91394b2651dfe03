"""A translator that reads words as its model knows them: in lower case, with accents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.engine import Engine
from align.translators.mends.accents import with_accents
from align.translators.mends.forenames import GIVEN
from align.translators.mends.gazetteer import TOWNS
from align.translators.mends.spelling import CAPITAL, SMALL

NORMALIZING = 1
"""Raise it when words are read otherwise: it is part of the signature."""

# A noun has an article before a verb, a name none: "Blanc avait marqué".
_VERB = (
    r"(?:a|aura|aurait|avait|est|était|fut|sera|serait|doit|devrait|peut|pourrait|va|veut|dit"
    r"|explique|affirme|estime|ne|se)\b|[ns][’']"
)
# "Mairie de Laon", "« Mairie", but neither "Rose Martin" nor "McDo".
_FIRST = re.compile(
    rf"[ \u00a0\u202f«“\"(\[—–-]*(?P<word>[{CAPITAL}][{SMALL}]{{3,}})"
    rf"(?![^\W_]|[ \u00a0-][{CAPITAL}][{SMALL}]|[ \u00a0](?:{_VERB}))"
)


class NormalizingTranslator:
    """Wraps an engine: reads words in lower case and with accents where the model has them only so.

    A vocabulary of a few thousand pieces has few words with a capital: it spells `Livraison` in
    four pieces that it hardly ever saw together, and `livraison` is one. A capital is left out
    where it makes several pieces of a common word, which is no given name and no town, and the word
    takes no more in lower case (truecasing: Lita et al. 2003). To put back the translation's is
    left to who mends it. Accents are put into texts without any, as French ones in capitals often
    are.

    Args:
        engine: what translates and scores.
        known: words in lower case of the source language.
    """

    def __init__(self, engine: Engine, *, known: frozenset[str]) -> None:
        """Take the engine and what is known."""
        self._engine = engine
        self._known = known

    @property
    def signature(self) -> Signature:
        """The engine's, and the version of what is read otherwise."""
        return self._engine.signature | Signature.of(normalizing=NORMALIZING)

    def safer(self) -> Engine:
        """Return the engine for a second try, which reads texts as they are: two ways find more."""
        return self._engine.safer()

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield what the engine makes of the texts, written as the model knows them."""
        accented = with_accents(texts, self._known, self._engine.counts)
        return self._engine.stream(self._begun(accented))

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield what the engine says of the pairs as they are."""
        return self._engine.score(pairs)

    def _begun(self, texts: Sequence[str]) -> list[str]:
        firsts = [_FIRST.match(text) for text in texts]
        rare = self._rare([found["word"] for found in firsts if found])
        return [
            _small(text, found.start("word")) if found and found["word"] in rare else text
            for text, found in zip(texts, firsts, strict=True)
        ]

    def _rare(self, words: Sequence[str]) -> set[str]:
        """Return the common words of which the model has no piece with a capital."""
        common = [word for word in dict.fromkeys(words) if self._is_common(word)]
        large = self._engine.counts(common)
        small = self._engine.counts(list(map(str.lower, common)))
        counted = zip(common, large, small, strict=True)
        return {word for word, capital, lower in counted if 1 < capital >= lower}

    def _is_common(self, word: str) -> bool:
        return word.lower() in self._known and word not in GIVEN and word not in TOWNS


def _small(text: str, place: int) -> str:
    return text[:place] + text[place].lower() + text[place + 1 :]
