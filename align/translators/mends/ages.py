"""People called by their age, `un septuagénaire`, `les plus de 65 ans`, are read in other words."""

from __future__ import annotations

import re

from align.translators.mends.spelling import CAPITAL, SPACE

_AGES = {
    "trentenaire": "d’une trentaine d’années",
    "quadragénaire": "d’une quarantaine d’années",
    "quinquagénaire": "d’une cinquantaine d’années",
    "sexagénaire": "de plus de 60 ans",
    "septuagénaire": "de plus de 70 ans",
    "octogénaire": "de plus de 80 ans",
    "nonagénaire": "de plus de 90 ans",
    "centenaire": "de cent ans",
}
_PEOPLE = {
    "un": "un homme",
    "le": "l’homme",
    "du": "de l’homme",
    "au": "à l’homme",
    "ce": "cet homme",
    "cet": "cet homme",
    "une": "une femme",
    "la": "la femme",
    "cette": "cette femme",
    "notre": "notre homme",
    "votre": "votre homme",
    "l": "la personne",
    "d": "de personnes",
}
_YOUNG = {"un": "un jeune homme", "une": "une jeune femme", "le": "le jeune homme",
          "la": "la jeune femme", "ce": "ce jeune homme", "cette": "cette jeune femme"}  # fmt: skip
_MANY = "les|des|ces|aux|deux|trois|quatre|cinq|six|plusieurs|quelques"
_AGED = re.compile(
    rf"(?:\b(?:(?P<one>un|le|du|au|ce|cet|une|la|cette|notre|votre){SPACE}|(?P<elided>[ld])['’])"
    rf"(?P<young>jeune{SPACE})?|\b(?P<many>{_MANY}){SPACE}|(?<=[a-zà-öø-ÿœ]{SPACE}))"
    rf"(?P<age>{'|'.join(_AGES)})(?P<plural>s?)\b(?!{SPACE}(?-i:[{CAPITAL}]))"
    rf"(?P<years>(?={SPACE}de{SPACE}\d+{SPACE}ans))?",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\b(?:mon|ton|son|ma|ta|sa|leurs?|mes|tes|ses|nos|vos|chaque|jeunes?|autres?"
    rf"|quels?|quelles?|tels?|seule?|comme|en){SPACE}\Z",
    re.IGNORECASE,
)
# "bail trentenaire", "arbre centenaire", "le centenaire de la bataille"
_THINGS = frozenset(("trentenaire", "centenaire"))
_LIMIT = re.compile(
    rf"\b(?P<article>aux|les|des){SPACE}(?P<than>plus|moins){SPACE}de{SPACE}(?P<years>\d{{1,3}})"
    rf"{SPACE}ans\b(?!{SPACE}d[e’'])",
    re.IGNORECASE,
)
_OF = re.compile(rf"{SPACE}d(?:e|es|u)\b|{SPACE}d['’]")  # "les centenaires de la bataille"
_MEN = frozenset(("un", "le", "du", "au", "ce", "cet", "notre", "votre", "l", "d"))
_CHILD, _YOUTH = 13, 26  # years: below them people are children, and young
_REACH = 10  # characters before an age that say whose it is


def aged(text: str) -> str:
    """Say in words that models know who a French text tells of by an age.

    >>> aged("Le septuagénaire et une quinquagénaire, réservé aux plus de 65 ans")
    'L’homme de plus de 70 ans et une femme d’une cinquantaine d’années, réservé aux personnes \
de plus de 65 ans'
    """
    if "énaire" in text or "tenaire" in text:
        text = _AGED.sub(_person, text)
    return _LIMIT.sub(_limited, text) if "ans" in text else text


def _person(found: re.Match[str]) -> str:
    age = found["age"].lower()
    before = (found["one"] or found["elided"] or "").lower()
    people = ""
    if found["many"]:
        feast = age == "centenaire" and _OF.match(found.string, found.end())
        people = "" if feast else f"{found['many']} personnes"
    elif not before:  # behind a noun or a verb
        own = _OWN.search(found.string, max(0, found.start() - _REACH), found.start())
        return found[0] if own or age in _THINGS else f"âgé {_AGES[age]}"
    elif bool(found["plural"]) == (before == "d"):
        people = (_YOUNG if found["young"] else _PEOPLE).get(before, "")
    if not people or (age == "centenaire" and before in _MEN):
        return found[0]
    if found[0][0].isupper():
        people = people[0].upper() + people[1:]
    return people if found["years"] is not None else f"{people} {_AGES[age]}"


def _limited(found: re.Match[str]) -> str:
    years = int(found["years"])
    people = "personnes"
    if found["than"].lower() == "moins" and years < _YOUTH:
        people = "enfants" if years < _CHILD else "jeunes"
    return f"{found['article']} {people} de {found['than'].lower()} de {years} ans"
