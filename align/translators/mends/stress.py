"""Words of a French text that capitals stress, which models copy or spell letter by letter."""

from __future__ import annotations

import re

from align.translators.mends.capitals import WORD, as_sentence
from align.translators.mends.headings import is_heading, is_plain
from align.translators.mends.spelling import CAPITAL, SMALL

# Capitals, and small letters that are no verb: "FERMÉ le lundi", but not "ORANGE annonce".
_BEGINNING = re.compile(
    rf"(?:[{CAPITAL}]+[ \u00a0'’-])+(?=(?:aux?|avec|ces?|cette|dans|de|des|du|en|entre|et|les?"
    rf"|la|par|pour|sans|sauf|sous|sur|à)\b|[dl]['’][{SMALL}])"
)
# Words that are nobody's name, amid small letters: "ne dépassez JAMAIS 3 g".
_ALWAYS = re.compile(
    rf"(?<=[{SMALL},][ \u00a0])(?:JAMAIS|TOUJOURS|AVANT|APR[ÈE]S|PENDANT|ABSOLUMENT"
    r"|IMP[ÉE]RATIVEMENT|OBLIGATOIREMENT|OBLIGATOIRES?|UNIQUEMENT|SEULEMENT|EXCLUSIVEMENT"
    r"|IMM[ÉE]DIATEMENT|AUCUNE?|TOUTE?S?|TOUS|INTERDITE?S?|SANS|SAUF|RIEN|DEUX|TROIS"
    r"|CHAQUE|MAXIMUM|MINIMUM|GRATUITE?S?|GRATUITEMENT|URGENT|TR[ÈE]S|PLUS|MOINS|DOIT|DOIVENT"
    r"|DEVEZ)(?=[ \u00a0,.;!?])"
)
# "le PRESTATAIRE", as contracts have it, "la VILLE DE LAON", but not "programme MEDIA".
_DETERMINED = re.compile(
    r"(?<![\w'’-])(?P<before>(?:[Ll](?:es?|a)|[Uu]ne?|[Dd](?:es|u)|[Aa]ux?|[Cc]e(?:s|t|tte)?"
    r"|[MmTtSs](?:a|es|on)|[NnVv]o(?:s|tre)|[Ll]eurs?|présente?)[ \u00a0]|[Ll]['’])"
    rf"(?P<run>[{CAPITAL}]{{4,}}(?:[ \u00a0'’-][{CAPITAL}]+)*)(?![\w-])"
)
_LONGEST_ACRONYM = 5  # letters, without an accent: SIDA, OVNI, PHARE are words too


def unstressed(text: str, known: frozenset[str]) -> str:
    """Set the words of a French text in lower case that capitals stress, as notices do.

    Args:
        text: a text that is not all in capitals.
        known: words in lower case; where there are none, only words of a short list are set so.

    >>> unstressed("Ne dépassez JAMAIS la dose AVANT l’avis d’un médecin de l’ENA", frozenset())
    'Ne dépassez jamais la dose avant l’avis d’un médecin de l’ENA'
    >>> unstressed("FERMÉ le lundi pour les ENFANTS", frozenset({"fermé", "enfants"}))
    'Fermé le lundi pour les enfants'
    """
    if not any(map(str.islower, text)) or not any(map(str.isupper, text)):
        return text
    begun = _BEGINNING.match(text)
    if begun and is_heading(begun[0], known):
        text = as_sentence(begun[0], known) + text[begun.end() :]
    text = _ALWAYS.sub(lambda found: found[0].lower(), text)
    nouns = {run for _, run in _DETERMINED.findall(text) if _is_noun(run, known)}
    if not any(map(_is_no_acronym, nouns)):
        return text  # where one is stressed, "le PRIX" is as well

    def small(found: re.Match[str]) -> str:
        if found["run"] not in nouns:
            return found[0]
        run = as_sentence(found["run"], known)
        return found["before"] + run[0].lower() + run[1:]

    return _DETERMINED.sub(small, text)


def _is_noun(run: str, known: frozenset[str]) -> bool:
    """Tell whether words in capitals begin with a common one."""
    first = WORD.findall(run)[0]
    return first.lower() in known and is_plain(first)


def _is_no_acronym(run: str) -> bool:
    return len(run) > _LONGEST_ACRONYM or not run.isascii()
