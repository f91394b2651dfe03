"""Places whose names a model translates, respells or loses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from align.translators.mends.forenames import GIVEN
from align.translators.mends.gazetteer import LANDS, SAINTS, TOWNS, WITH_ARTICLE, WORDS
from align.translators.mends.spelling import BEGIN, CAPITAL, SMALL, SPACE, unaccented

Kind = Literal["town", "le", "la", "l", "les", "street"]
"""What a stand-in has to be: a town, a land with such an article, a street."""

_PART = rf"[{CAPITAL}][{SMALL}]+"
_LINKS = r"(?:-(?:aux|de|des|du|en|et|ès|la|le|les|lès|sous|sur))*(?:-[dl][’']|-)"
_ALONE = r"(?![\w-]|[’']\w)"
_WORD = re.compile(
    r"(?<![\w’'-])(?P<elided>(?:[DLdl]|(?:[Jj]us|[Ll]ors|[Pp]uis)?[Qq]u)[’'])?"
    rf"(?P<name>{_PART}(?:{_LINKS}{_PART})*){_ALONE}"
)
_CONTRACTED: Mapping[str, Mapping[str, str]] = {  # what is left of a word without the name's Le
    "La": {"La": ""},
    "Le": {"Le": "", "le": "", "du": "de ", "Du": "De ", "au": "à ", "Au": "À "},
    "Les": {"Les": "", "les": "", "des": "de ", "Des": "De ", "aux": "à ", "Aux": "À "},
}


def _either(names: Sequence[str]) -> str:
    """Match one of the names, with either apostrophe."""
    return "|".join(names).replace("’", "[’']")


_NAMED = [
    re.compile(
        rf"(?<![\w’'-])(?P<article>{'|'.join(_CONTRACTED[article])}){SPACE}"
        rf"(?P<name>(?:{_either(names)})(?:{_LINKS}{_PART})*){_ALONE}"
    )
    for article, names in WITH_ARTICLE.items()
]
_OF = rf"(?:(?:de{SPACE}la|d[eu]|des|en|la|les?){SPACE}|(?:de{SPACE}l|d|l)[’'])"
_DATE = rf"\d{{1,2}}(?:er)?[ -]?[{CAPITAL}{SMALL}]{{3,9}}(?:[ -]\d{{4}}\b)?"  # 8 mai 1945
_STREET = re.compile(  # what follows a house's number
    rf"(?<![\w.,])(?!(?:1[89]|20)\d\d\b)\d{{1,4}},?{SPACE}(?P<name>(?:(?:bis|ter|quater)\b,?{SPACE})?"
    r"(?:allée|avenue|boulevard|chemin|esplanade|faubourg|impasse|place|quai|route|rue|ruelle|square)"
    rf"{SPACE}{_OF}?(?:{_DATE}|[{CAPITAL}][\w’'-]*\w)(?:{SPACE}{_OF}?[{CAPITAL}][\w’'-]*\w)*)"
)
_ARTICLES: Mapping[str, Kind] = {
    "le": "le", "la": "la", "les": "les", "du": "le", "des": "les", "au": "le", "aux": "les",
    "en": "la",
}  # fmt: skip
_BEFORE = re.compile(rf"\b((?i:l[ae]|les|du|des|aux?|en|une?|ce(?:tte|s|t)?)){SPACE}\Z")
_NEAR = 10  # characters before a name that tell of an article or a sentence's end
_MANY = 100  # places looked at: few texts have more
_OF_TOWNS = frozenset(("aux", "en", "ès", "la", "le", "les", "lès", "sous", "sur"))
_OFTEN_TOWNS = ("Saint", "Ville", "Mont", "Castel", "Château", "Pont")
_ABROAD = re.compile(
    r"-(?:Main|le-Don|l[’']Oder|Avon|Tyne|Chapelle\Z|Vent|Monde)|-et-|^(?:Côte|Terre|Notre-Dame)"
)
_SPELT = {"Saint": r"(?:Saint|St\.?)", "Sainte": r"(?:Sainte?|Ste?\.?)", "et": "(?:et|and)"}


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place named in a text.

    `start` and `end` bound what a stand-in takes the place of, and `before` what stays before it:
    of "au Havre" both words and "à "; `name` is what English says, Le Havre.
    """

    start: int
    end: int
    name: str
    kind: Kind
    before: str = ""


def toponyms(text: str) -> list[Toponym]:
    """Return the places that a French text names and that have the same name in English, in order.

    These are the gazetteer's, departments, rivers and regions only with an article, those whose
    names have the hyphens of French towns, and streets behind a number. Of very many the first
    hundred are returned.

    >>> [one.name for one in toponyms("De Blois au Mans, par Saint-Aubin-des-Bois et la Sarthe.")]
    ['Blois', 'Le Mans', 'Saint-Aubin-des-Bois', 'Sarthe']
    """
    found = [Toponym(*one.span("name"), one["name"], "street") for one in _STREET.finditer(text)]
    found += _with_articles(text)
    taken = {place for one in found for place in range(one.start, one.end)}
    for word in _WORD.finditer(text):
        if word.start("name") not in taken and (one := _place(text, word)):
            found.append(one)
    return sorted(found, key=lambda one: one.start)[:_MANY]


def respelt_places(found: Sequence[Toponym], target: str) -> str:
    """Return a target with places as the source spells them, where the target is near enough.

    It may have other accents and hyphens, or an English article for a French one.

    >>> respelt_places(toponyms("Il vit au Mans, à Saint-Lô."), "He lives in the Mans, in St. Lo.")
    'He lives in Le Mans, in Saint-Lô.'
    """
    for name in dict.fromkeys(one.name for one in found):
        if not _stands(name, target):
            target = _like(name).sub(name, target)
    return target


def lost_places(found: Sequence[Toponym], target: str) -> list[Toponym]:
    """Return those places whose names the target has not.

    >>> [one.name for one in lost_places(toponyms("Rennes et Lyon"), "Reindeer and Lyons")]
    ['Rennes']
    """
    return [one for one in found if not _stands(one.name, target)]


def _with_articles(text: str) -> Iterator[Toponym]:
    for article, pattern in zip(WITH_ARTICLE, _NAMED, strict=True):
        for one in pattern.finditer(text):
            before = _CONTRACTED[article][one["article"]]
            yield Toponym(one.start(), one.end(), f"{article} {one['name']}", "town", before)


def _place(text: str, word: re.Match[str]) -> Toponym | None:
    name, elided = word["name"], word["elided"] or ""
    start, end = word.span("name")
    is_land = name.replace("'", "’") in LANDS
    if elided[:1] in ("L", "l"):
        return Toponym(start, end, name, "l") if is_land else None
    found = None if elided else _BEFORE.search(text, max(start - _NEAR, 0), start)
    article = found[1].lower() if found else ""
    if is_land and article in _ARTICLES:
        return Toponym(start, end, name, _ARTICLES[article])
    if article not in ("", "en"):  # "les Tours jumelles"
        return None
    begins = not elided and BEGIN.search(text, max(start - _NEAR, 0), start)
    is_town = name in TOWNS or (is_land and "-" in name) or _is_hyphened(name)
    if not is_town or (begins and name in WORDS):
        return None
    return Toponym(start, end, name, "town")


def _is_hyphened(name: str) -> bool:
    """Tell whether a name has the hyphens of a French town's."""
    first, *rest = name.split("-")
    if not rest or first in GIVEN or _ABROAD.search(name):
        return False
    if first in ("Saint", "Sainte") and len(rest) == 1:
        return rest[0] in SAINTS
    if not _OF_TOWNS.isdisjoint(rest):
        return True
    return first.startswith(_OFTEN_TOWNS) and any(part[0].islower() for part in rest)


def _stands(name: str, target: str) -> bool:
    """Tell whether a target has a name, with an s as Lyons or in capitals too."""
    first = f"[{name[0]}{name[0].upper()}]"  # Boulevard Gambetta
    forms = f"{first}{re.escape(name[1:])}s?|{re.escape(name.upper())}"
    return re.search(rf"(?<!\w)(?:{forms})(?!\w)", target) is not None


@lru_cache(maxsize=256)
def _like(name: str) -> re.Pattern[str]:
    """Match a name with other accents and hyphens, or with an English article."""
    parts = re.split(r"[-’' ]", name)
    article = ""
    if parts[0] in WITH_ARTICLE and " " in name:  # Le Havre
        article = rf"(?:\b(?:[Tt]he|[Ll](?:a|es?)){SPACE})?"
        del parts[0]
    spelt = r"[-’' ]{0,2}".join(_SPELT.get(part) or _accented(part) for part in parts)
    return re.compile(rf"{article}(?<![\w-]){spelt}(?!\w|-\w)")


def _accented(part: str) -> str:
    """Match a part of a name with its accents or without."""
    letters = ((letter, unaccented(letter)) for letter in part)
    return "".join(one if one == bare else f"[{one}{bare}]" for one, bare in letters)
