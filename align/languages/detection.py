"""Which language a text is in: our own model for French and English, py3langid for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from align.languages.bilingual import french_score, probability
from align.records import Document, Kind
from align.tags import DEFAULT_LANGS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Frequent words that other languages hardly share. They make up .15 and more of every five
# sentences of FLORES, and less of all texts of four such words in nine other languages of Europe.
_FREQUENT_FRENCH = """le les et l' des d' du à dans est qu' pour il au qui ne pas plus s' n' ce sont
    avec ont c' aux été cette elle ou mais nous comme vous je leur sa ses y tout être fait même j'
    ces sans après où deux"""
_FREQUENT_ENGLISH = """the of and that for it with are be this by at from have has not were or an
    they which but his their you had been its there will would can who one all she more if when
    also about our up them than said"""
_FREQUENT = {
    "fr": frozenset(_FREQUENT_FRENCH.split()),
    "en": frozenset(_FREQUENT_ENGLISH.split()),
}
_FREQUENT_SHARE, _FREQUENT_COUNT = 0.15, 4
_OWN_SHARE = 0.002
"""Probability of French and English together, below which a text is in a third language.

Of 21,000 short texts in the two, names and captions among them, none falls below .0026.
"""
# Words of one of the two languages that are none of the other's, as they stand between spaces.
_PLAIN_FRENCH = """le la les un une des du de et est que qui dans il elle au aux avec sont ont été
    cette nous vous leur leurs sa ses ce ces mais ou où même sans après deux très être fait pas ne
    se sur par à y je plus comme tout ainsi depuis entre lors dont avait était c'est c’est qu'il
    qu’il"""
_PLAIN_ENGLISH = """the of and to that for it with are be this by at from have he has not were they
    which his their had been its there will would who one when about our so than said is was can
    could more all you we she but if into also after first only other some these over it's it’s in
    my your do did what how up out just well most many such new through them him her own any while
    being because"""
_FRENCH_WORDS = frozenset(_PLAIN_FRENCH.split())
_PLAIN = _FRENCH_WORDS.union(_PLAIN_ENGLISH.split())
SAMPLE = 20_000
"""Characters of a text that tell its language."""
WORD = re.compile(r"[^\W\d_]+['’]?")
"""A word, or what is elided before one."""

_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")
OWN = frozenset(DEFAULT_LANGS)
"""The two languages that our own model tells."""


def identify(texts: Sequence[str], *, langs: Sequence[str]) -> list[tuple[str, float]]:
    """Return each text's most likely language among `langs`, with its probability.

    Args:
        texts: any texts; one without letters gets the first language at `1 / len(langs)`.
        langs: ISO 639-1 codes; French and English alone are decided by our own model.

    Raises:
        ValueError: `langs` is empty.
    """
    if not langs:
        raise ValueError("identify needs at least one language to choose from")
    if len(set(langs)) == 1:
        return [(langs[0], 1.0)] * len(texts)
    if frozenset(langs) == OWN:
        return [_french_or_english(text, langs[0]) for text in texts]
    detector = _general(tuple(sorted(set(langs))))
    return [_ranked(detector, text, langs) for text in texts]


def plain_language(text: str) -> str:
    """Return `fr` or `en` where frequent words alone leave no doubt, "" where the model must say.

    Most sentences have two such words of their own language and none of the other's; this is
    ten times as fast as to score every word.
    """
    found = _PLAIN.intersection(text[:SAMPLE].split())
    french = len(found & _FRENCH_WORDS)
    english = len(found) - french
    if french > 1 and french > 4 * english:
        return "fr"
    return "en" if english > 1 and english > 4 * french else ""


def _french_or_english(text: str, first: str) -> tuple[str, float]:
    score = french_score(text[:SAMPLE])
    if score == 0:
        return first, 0.5
    return ("fr", probability(score)) if score > 0 else ("en", probability(-score))


def _ranked(
    detector: LanguageIdentifier | None, text: str, langs: Sequence[str]
) -> tuple[str, float]:
    if detector is None or not any(character.isalpha() for character in text):
        return langs[0], 1 / len(langs)
    ranking = _probabilities(detector, text)
    best = max(langs, key=lambda lang: ranking.get(lang, 0.0))
    return best, ranking.get(best, 0.0)


def probabilities(text: str, *, langs: Sequence[str]) -> dict[str, float]:
    """Return how probable each of `langs` is by the general detector, any it knows where empty."""
    detector = _general(tuple(sorted(set(langs))))
    return {} if detector is None else _probabilities(detector, text)


def _probabilities(detector: LanguageIdentifier, text: str) -> dict[str, float]:
    return {str(lang): float(p) for lang, p in detector.rank(text[:SAMPLE])}


@lru_cache(maxsize=64)
def _general(langs: tuple[str, ...]) -> LanguageIdentifier | None:
    """A py3langid detector restricted to some languages; None when it knows fewer than two."""
    detector = copy(_unrestricted())  # shares the model: it takes half a second and 60 MB
    if langs:
        known = [lang for lang in langs if lang in detector.nb_classes]
        if len(known) < 2:
            return None
        detector.set_languages(known)
    return detector


@cache
def _unrestricted() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(document: Document) -> str:
    """Return a document's main language, French where nothing tells.

    Meta blocks do not count. Frequent words settle French and English; otherwise the general
    detector decides, and must be sure of any third language, less so where a text of some
    length has no frequent word of French or English at all.
    """
    sample = prose(document)
    if not any(character.isalpha() for character in sample):
        return DEFAULT_LANGS[0]
    own, _ = _french_or_english(sample, DEFAULT_LANGS[0])
    words = [word.lower().replace("’", "'") for word in WORD.findall(sample)]
    frequent = sum(word in _FREQUENT[own] for word in words)
    if frequent >= max(_FREQUENT_COUNT, _FREQUENT_SHARE * len(words)):
        return own
    ranking = probabilities(sample, langs=())
    lang = max(ranking, key=ranking.__getitem__)
    if not _LATIN.search(sample):
        return own if lang in OWN else lang  # in another script it is neither of the two
    return lang if sum(ranking.get(code, 0.0) for code in OWN) < _OWN_SHARE else own


def prose(document: Document) -> str:
    """Return the beginning of a document's text, by which its language is told, no meta blocks."""
    parts: list[str] = []
    size = 0
    for block in document.blocks:
        if block.kind is not Kind.META:
            parts.append(document.text[block.start : min(block.end, block.start + SAMPLE)])
            size += len(parts[-1])
            if size > SAMPLE:
                break
    return "\n".join(parts)
