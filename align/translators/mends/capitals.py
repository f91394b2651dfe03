"""Texts all in capitals are read as sentences: models see few capitals, and spell them out."""

from __future__ import annotations

import re
from functools import lru_cache

from align.translators.mends.numerals import NUMERAL
from align.translators.mends.spelling import unaccented

WORD = re.compile(r"[^\W\d_]+")
_LONG = 5  # letters of a word that is no acronym
_LISTED = 4  # letters of the shortest words that lists of known words have
_VOWEL = re.compile(r"[AEIOUY]")
_UNITS = "KM KG CM MM ML KW HZ ST MR MRS DR NB"
_KNOWN = (
    "ADN AFP AIEA ALENA ARN ASEAN AXA BCE BCEAO BNP CEE CIA CICR CNIL CSA CSG EADS EDF ENA FAO FBI "
    "FIFA FMI HCR IBM INSEE ISF IVG NASA OCDE OGM OIT OLP OMC OMS ONG ONU OPEP OSCE OTAN PDG PIB "
    "PMA PME PMI QI RATP RDA RDC RER RFA RSA SMIC TVA UDI UE UEFA UMP UNESCO UNICEF URSS USA VIH"
)
_ACRONYMS = frozenset(_KNOWN.split())
COUNTRIES = frozenset(
    ("amérique", "asie", "bulgarie", "bénin", "canada", "chili", "chine", "europe", "irlande",
     "japon", "philippines", "roumanie", "équateur")
)  # fmt: skip
"""Countries and continents that texts have in lower case as well, now and then."""
_NO_ACRONYMS = frozenset(_UNITS.split())
_ENDINGS = (
    "issaient", "issent", "issait", "irent", "aient", "eront", "èrent", "âmes", "âtes", "erons",
    "ons", "erez", "ez", "ées", "ent", "ait", "era", "ant", "és", "ée", "ie", "is", "it", "es",
    "é", "e", "a",
)  # fmt: skip


def shouted(text: str) -> bool:
    """Tell whether a text is words all in capitals, more than a name, acronyms or numerals."""
    if not text.isupper() or "İ" in text:  # Turkish has another small letter for it
        return False
    words = [word for word in WORD.findall(text) if NUMERAL.fullmatch(word) is None]
    return sum(len(word) >= _LONG for word in words) > 1


def as_sentence(text: str, known: frozenset[str] = frozenset()) -> str:
    """Set a text in lower case, but for its first letter, Roman numerals, names and acronyms.

    A name is a word of four letters and more that nobody knows in lower case.

    Args:
        text: a text in capitals.
        known: words in lower case of its language; where there are none, nothing is a name.

    >>> as_sentence("LIVRE IV : LES MISÉRABLES")
    'Livre IV : les misérables'
    >>> as_sentence("LA SNCF QUITTE VERDUN", frozenset({"quitte"}))
    'La SNCF quitte Verdun'
    """
    first = next((k for k, c in enumerate(text) if c.isalpha()), 0)
    kept = {k for match in NUMERAL.finditer(text) for k in range(*match.span())} | {first}
    for found in WORD.finditer(text) if known else ():
        if is_acronym(found[0]):
            kept.update(range(*found.span()))
        elif len(found[0]) >= _LISTED and not is_common(found[0].lower(), known):
            kept.add(found.start())
    return "".join(c if k in kept else c.lower() for k, c in enumerate(text))


def is_acronym(word: str) -> bool:
    """Tell whether a word in capitals is a known acronym, or short and without a vowel."""
    if word in _ACRONYMS:
        return True
    return (
        1 < len(word) <= _LONG and not _VOWEL.search(unaccented(word)) and word not in _NO_ACRONYMS
    )


def is_common(word: str, known: frozenset[str]) -> bool:
    """Tell whether a list has a word, with or without accents, or its singular or infinitive."""
    if word in COUNTRIES:
        return False
    if word in known or word in _without_accents(known):
        return True
    if word[-1] in "sx" and word[:-1] in known:
        return True
    stems = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
    return any(stem + form in known for stem in stems for form in ("", "er", "é", "ir", "re"))


@lru_cache(maxsize=4)
def _without_accents(known: frozenset[str]) -> frozenset[str]:
    return frozenset(unaccented(word) for word in known if not word.isascii() and word.islower())
