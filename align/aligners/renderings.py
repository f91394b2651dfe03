"""Whether a short line renders another, as far as the lexicon that ships knows its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.aligners.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_LIKELY = 0.05  # p(target word | source word) from which on one renders the other
_RENDERED = 3.0  # nats for a word that renders one
_LEFT = 1.0  # nats against it for a word that does not
_TIMES, _MORE = 3, 2  # n words render no more than 3 n + 2


def rendering(line: str, lang: str, other: str, other_lang: str) -> float:
    """Return by how many nats its words say that a line renders another one.

    Words that both lines have say nothing: a line may repeat the one before it.

    Args:
        line: the line in question.
        lang: the language that it is in, if it renders the other.
        other: the line that it may render.
        other_lang: the other's language.

    Returns:
        0 where no word renders another, or there is no lexicon for the two languages.

    >>> rendering("Minor fixes.", "en", "Corrections mineures.", "fr")
    2.0
    >>> rendering("Prochain bulletin", "fr", "Next bulletin", "en")
    3.0
    """
    from align.aligners.lexicon import bundled_lexicon

    mine, others = _WORD.findall(line.lower()), set(_WORD.findall(other.lower()))
    own = [word for word in mine if word not in others]
    if len(others) > _TIMES * len(mine) + _MORE:
        return 0.0
    if lexicon := bundled_lexicon(other_lang, lang):
        meant = {word for one in others for word in _likely(lexicon, one)}
        rendered = sum(word in meant for word in own)
    elif lexicon := bundled_lexicon(lang, other_lang):
        rendered = sum(not others.isdisjoint(_likely(lexicon, word)) for word in own)
    else:
        return 0.0
    return _RENDERED * rendered - _LEFT * (len(own) - rendered) if rendered else 0.0


def _likely(lexicon: Lexicon, word: str) -> list[str]:
    row = lexicon.source.get(word)
    if row is None:
        return []
    links = slice(lexicon.offsets[row], lexicon.offsets[row + 1])
    found = zip(lexicon.columns[links].tolist(), lexicon.p[links].tolist(), strict=True)
    return [lexicon.target[column] for column, p in found if p >= _LIKELY]
