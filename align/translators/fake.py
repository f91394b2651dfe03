"""A translator without a model: word for word from a dictionary, for tests of everything else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from align.signature import Signature
from align.translators.decoding import Decoding, Output
from align.translators.engine import Engine, Pieces

_PAIRS = (
    "le:the la:the les:the l':the un:a une:a des:some du:of_the de:of d':of et:and ou:or "
    "mais:but dans:in en:in sur:on sous:under avec:with pour:for par:by à:to au:to_the "
    "aux:to_the ne:not pas:not plus:more est:is sont:are était:was a:has ont:have il:he "
    "elle:she ils:they elles:they je:I tu:you nous:we vous:you ce:this cette:this ces:these "
    "qui:who que:that où:where son:his sa:her ses:his leur:their notre:our votre:your "
    "président:president ville:city jour:day année:year ans:years homme:man femme:woman "
    "enfant:child enfants:children maison:house eau:water chat:cat chien:dog livre:book "
    "monde:world pays:country travail:work vie:life temps:time soir:evening matin:morning "
    "nouveau:new nouvelle:new grand:big grande:big petit:small petite:small bon:good "
    "bonne:good premier:first première:first deux:two trois:three quatre:four cinq:five "
    "dit:says mange:eats boit:drinks lit:reads dort:sleeps parle:speaks bonjour:hello "
    "aujourd'hui:today hier:yesterday demain:tomorrow oui:yes non:no merci:thanks"
)
WORDS = dict(pair.split(":") for pair in _PAIRS.split())
"""A few French words and one English rendering of each; `_` stands for a space."""

_TOKENS = re.compile(r"\d+|(?:aujourd|[ldjmtsncLDJMTSNC]|qu|Qu)['’]\w*|\w+|\S")


class FakeTranslator(Engine):
    """Translates French word for word; what the dictionary lacks stays as it is.

    Deterministic, at once, and split, batched and joined like a real engine.

    Args:
        words: word to rendering, in lower case; `_` stands for a space.
        limit: longest input in words before it is split.
        batch_pieces: words in a batch, padding included.
    """

    name = "fake"

    def __init__(
        self,
        *,
        words: Mapping[str, str] | None = None,
        limit: int = 128,
        batch_pieces: int = 1024,
    ) -> None:
        """Take the dictionary."""
        super().__init__(limit=limit, batch_pieces=batch_pieces, decoding=Decoding())
        given = WORDS if words is None else words
        self._words = {word: made.replace("_", " ") for word, made in given.items()}
        self._origin = Signature.of(model="fake", engine=self.name, words=len(self._words))

    def _encode(self, texts: Sequence[str]) -> list[Pieces]:
        return [_pieces(text) for text in texts]

    def _decode(self, batch: Sequence[Pieces]) -> list[Output]:
        return [Output(list(pieces), True) for pieces in batch]

    def _encode_target(self, texts: Sequence[str]) -> list[Pieces]:
        return [text.split() for text in texts]

    def _forced(self, batch: Sequence[tuple[Pieces, Pieces]]) -> list[list[float]]:
        """Take the words of the translation to be likely, the rest not, and an end at its end."""
        scored = []
        for source, target in batch:
            expected = self._text(source, source).lower().split()
            logs = [-1.0 if word.lower() in expected else -4.0 for word in target]
            scored.append([*logs, -0.5 - abs(len(expected) - len(target))])
        return scored

    def _text(self, source: Pieces, pieces: Pieces) -> str:
        written = ""
        for piece in pieces:
            word = self._words.get(piece.lower(), piece)
            if piece[0].isupper():
                word = word[0].upper() + word[1:]
            glued = not written or piece in ",.;:!?)…»%" or written[-1] in "(«"
            written += word if glued else f" {word}"
        return written


def _pieces(text: str) -> Pieces:
    pieces = []
    for token in _TOKENS.findall(text):
        token = token.replace("’", "'")
        head, mark, tail = token.partition("'")
        if mark and tail and not token.lower().startswith("aujourd"):
            pieces += [head + mark, tail]
        else:
            pieces.append(token)
    return pieces
