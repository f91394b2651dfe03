"""Texts in which names that a model would lose have stand-ins that it copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.translators.mends.acronyms import RENAMED
from align.translators.mends.nouns import Noun, Swap, put_back, stood_in
from align.translators.mends.persons import WORD, Person
from align.translators.mends.spelling import unaccented
from align.translators.mends.toponyms import Kind, Toponym

_VOWELS = frozenset("aeiouyh")
_STAND_INS: Mapping[tuple[str, bool], Sequence[str]] = {  # (what, begins with a vowel)
    ("man", False): ("David", "Robert", "Daniel", "Walter", "Richard"),
    ("man", True): ("Albert", "Oscar", "Arthur"),
    ("woman", False): ("Sarah", "Laura", "Barbara"),
    ("woman", True): ("Alice", "Ingrid", "Agatha"),
    ("family", False): ("Martin", "Wilson", "Johnson", "Schmidt", "Miller"),
    ("family", True): ("Anderson", "Adams", "Evans"),
    ("acronym", False): ("SNCF", "BBC", "CNN", "BMW", "NBC"),
    ("acronym", True): ("UNICEF", "IBM", "UEFA", "IATA"),
    ("town", False): (
        "Toulouse", "Bordeaux", "Grenoble", "Montpellier", "Nantes", "Lille", "Dijon", "Strasbourg",
        "Limoges", "Nancy",
    ),
    ("town", True): ("Avignon", "Arles", "Annecy", "Ajaccio", "Arras"),
}  # fmt: skip
_BEHIND: Mapping[Kind, Sequence[str]] = {  # what an article or a number tells of
    "le": ("Gard", "Jura", "Tarn", "Calvados"),
    "la": ("Loire", "Gironde", "Dordogne", "Moselle"),
    "l": ("Aveyron", "Ardèche", "Anjou"),
    "les": ("Ardennes", "Vosges", "Cévennes"),
    "street": ("Broadway", "Piccadilly", "Whitehall", "Kurfürstendamm"),
}


@dataclass(frozen=True, slots=True)
class Disguised:
    """A text in which names and nouns have stand-ins, and whose these are."""

    text: str
    names: Mapping[str, str]
    swaps: Sequence[Swap] = ()

    def restored(self, target: str) -> str | None:
        """Return a translation of the text with what is its own, None where it lost a stand-in."""
        made = set(WORD.findall(target))
        if not made.issuperset(self.names):
            return None
        return put_back(_worn(target, self.names), self.swaps)


def disguised(
    source: str,
    persons: Sequence[Person],
    places: Sequence[Toponym] = (),
    acronyms: Sequence[str] = (),
    nouns: Sequence[Noun] = (),
) -> Disguised | None:
    """Return a source with stand-ins for what is lost, None with too few of them, or nothing lost.

    A stand-in is a name that models copy, and like the other: a man's, a woman's, a town's, or a
    land's of the same gender, a street's, an acronym, and of the same elision. An acronym for
    which English has another comes back as that, and a noun of the glossary as its English.
    """
    taken = set(WORD.findall(source))
    people: dict[str, str] = {}
    towns: dict[str, str] = {}
    for person in persons:
        whose = "woman" if person.woman else "man"
        for name in person.names:
            kind = whose if name in person.given else "family"
            if not _chosen(name, _like(name, kind), people, taken):
                return None
    for acronym in acronyms:
        if not _chosen(acronym, _like(acronym, "acronym"), people, taken):
            return None
    text, here = "", 0
    for place in places:
        if place.name in people:  # Mme Beauvais
            continue
        choices = _BEHIND.get(place.kind) or _like(place.name, place.kind)
        if not _chosen(place.name, choices, towns, taken):
            return None
        text += _worn(source[here : place.start], people) + place.before + towns[place.name]
        here = place.end
    text += _worn(source[here:], people)
    worn = set(WORD.findall(text))  # not by a person after whom a street is called
    names = {one: RENAMED.get(name, name) for name, one in (people | towns).items() if one in worn}
    stood = stood_in(text, nouns)
    if stood is None or not (names or nouns):
        return None
    return Disguised(stood[0], names, stood[1])


def _like(name: str, what: str) -> Sequence[str]:
    """Return stand-ins that are elided as a name is."""
    return _STAND_INS[what, unaccented(name[0].casefold()) in _VOWELS]


def _chosen(name: str, choices: Sequence[str], names: dict[str, str], taken: set[str]) -> bool:
    """Give a name the first stand-in that the text has not; tell whether it has one."""
    if name not in names:
        free = next((one for one in choices if one not in taken), None)
        if free is None:
            return False
        names[name] = free
        taken.add(free)
    return True


def _worn(text: str, names: Mapping[str, str]) -> str:
    return WORD.sub(lambda word: names.get(word[0], word[0]), text)
