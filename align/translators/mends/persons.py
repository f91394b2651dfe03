"""Persons whose names a model translates, respells or loses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from align.translators.mends.forenames import GIVEN, NEVER_ALONE, TALKING, WOMEN, is_historical
from align.translators.mends.spelling import BEGIN, CAPITAL, SMALL, SPACE, plain

_WOMAN = {
    "M.": False, "MM.": False, "Me": False, "Dr": False, "Pr": False, "Monsieur": False,
    "Mme": True, "Mmes": True, "Mlle": True, "Mlles": True, "Madame": True, "Mademoiselle": True,
}  # fmt: skip
_NAME = rf"[{CAPITAL}][{SMALL}]+(?:-[{CAPITAL}][{SMALL}]+)*(?![\w’'])"
_BETWEEN = rf"{SPACE}(?:[{CAPITAL}]\.-?{SPACE}?)*"  # initials
_RUN = re.compile(
    rf"(?<![\w’'-])(?:[DdQq]u?[’'])?(?:(?P<title>{'|'.join(map(re.escape, _WOMAN))}){SPACE})?"
    rf"(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*)"
)
_ONE = re.compile(_NAME)
_TOWN = re.compile(rf"(?<!\w)Sainte?-{_NAME}")  # where no saint need be
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""A word with its hyphens, as names have them."""
_ARTICLE = re.compile(rf"\b(?i:l(?:a|es?)|d(?:es|u)|aux?|une?|ce(?:tte|s|t)?){SPACE}\Z")
_LANDED = re.compile(
    rf"{SPACE}(?:de |du |des |d[’'])(?:l[ae’'] ?)?[{CAPITAL}]|[-’']\w|{SPACE}[IVX]+\b"
)
_NOBLES = ["prince", "princesse", "duc", "duchesse", "comte", "comtesse", "empereur", "impératrice"]
_NOBLE = re.compile(rf"\b(?i:{'|'.join(_NOBLES)}){SPACE}\Z")
# "Claire et nette, la réponse": what follows an adjective, not a name, that begins a sentence.
_QUALIFIED = re.compile(rf"(?:,|{SPACE}(?:et|ou|mais|comme|pour|en|à)){SPACE}[{SMALL}]")
_OFFICES = (
    "Ambassadeur Ambassadrice Chancelier Chancelière Commissaire Directeur Directrice Député"
    " Députée Gouverneur Juge Maire Ministre Procureur Procureure Préfet Préfète Président"
    " Présidente Rapporteur Rapporteure Secrétaire Sénateur Sénatrice"
)
_PARTICLES = frozenset(("Da", "De", "Del", "Den", "Der", "Di", "Du", "Des", "Van", "Von"))
_NUMBERED = frozenset(("Ier", "Premier", "Quint"))
_OFFICE = frozenset(_OFFICES.split())
_SHORT = frozenset(title for title in _WOMAN if len(title) < 6)
_ALIKE = 0.6  # of the letters, in order: Putin is Poutine
_NEAR = 14  # characters before a name that tell of an article or a sentence's end
_MANY = 100  # new names looked at: few texts have more


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a text: given names, which may be missing, and what follows them.

    `woman` is what the title or the first given name says.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    woman: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        return *self.given, *self.family


def persons(text: str, known: Container[str] = ()) -> list[Person]:
    """Return the persons that a French text names, by a given name or a title.

    Left out are those whom English may call otherwise: apostles, saints and rulers, names with an
    article, and names of one word that mean something else too.

    Args:
        text: French.
        known: words in lower case of the language.

    >>> [one.names for one in persons("Selon Luc Fabre, Mme Noir viendra avec Odile.")]
    [('Luc', 'Fabre'), ('Noir',), ('Odile',)]
    """
    return [] if is_historical(_TOWN.sub("", text)) else list(_persons(text, known))


def _persons(text: str, known: Container[str]) -> Iterator[Person]:
    for run in _RUN.finditer(text):
        if _LANDED.match(text, run.end()):
            continue
        before = partial(_ends, text, run.start())
        names = _ONE.findall(run["names"])
        title = run["title"]
        first = 0 if title else next((k for k, name in enumerate(names) if _is_given(name)), None)
        if first is None or (first == 0 and not title and before(_ARTICLE)):
            continue
        noble = before(_NOBLE) or (first and names[first - 1].lower() in _NOBLES)
        names = names[first:]
        count = next((k for k, name in enumerate(names) if not _is_given(name)), len(names))
        given = tuple(names[:count])
        family = tuple(name for name in names[count:] if name not in _PARTICLES)
        if _NUMBERED.intersection(family):
            continue
        if noble or (title and not given and _is_office(title, family, known)):
            continue
        if not title and len(names) == 1:
            (name,) = names
            begins = first == 0 and before(BEGIN)
            if name in NEVER_ALONE or (name in TALKING and (begins or first)):
                continue
            if begins and name.lower() in known and _QUALIFIED.match(text, run.end()):
                continue
        woman = _WOMAN[title] if title else given[0].split("-")[0] in WOMEN
        yield Person(given, family, woman)


def _is_office(title: str, family: Sequence[str], known: Container[str]) -> bool:
    """Tell whether what follows a title is no name: Monsieur Loyal, M. Le Maire, Mme Ministre."""
    name = family[1] if family[:1] in (("Le",), ("La",)) and len(family) > 1 else ""
    if not family or _OFFICE.intersection(family) or name.lower() in known:
        return True
    return title not in _SHORT and family[0].lower() in known


def _ends(text: str, end: int, pattern: re.Pattern[str]) -> bool:
    """Tell whether a pattern is found right before a place."""
    return pattern.search(text, max(end - _NEAR, 0), end) is not None


def _is_given(name: str) -> bool:
    return all(part in GIVEN for part in name.split("-"))


def lost(
    found: Sequence[Person], source: str, target: str, known: Container[str] = ()
) -> list[Person]:
    """Return those persons of the source some of whose names the target has not.

    Left out are foreigners whom the two languages spell in different ways, as Putin.

    Args:
        found: the persons of the source.
        source: French.
        target: its translation.
        known: words in lower case of the source's language, with a capital of the target's.
    """
    if not found:
        return []
    here, made = set(WORD.findall(source)), dict.fromkeys(WORD.findall(target))
    new = [word for word in made if word not in here and word[0].isupper()][:_MANY]
    return [
        person
        for person in found
        if not made.keys() >= set(person.names)
        and not any(_is_foreign(name, new, known) for name in person.family if name not in made)
    ]


def _is_foreign(name: str, new: Sequence[str], known: Container[str]) -> bool:
    """Tell whether English has another spelling of a name: one that is known, and much alike.

    A word of the source's language is none that is spelt anew, and accents alone are no spelling.
    """
    if name.lower() in known:
        return False
    bare = plain(name)
    matcher = SequenceMatcher(None, "", bare, autojunk=False)
    for word in new:
        if word in known and (other := plain(word)) != bare:
            matcher.set_seq1(other)
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                return True
    return False


def accented(found: Sequence[Person], source: str, target: str) -> str:
    """Return a target with the accents of the source's persons, where it has left them out.

    >>> french = "Gérard Labbé est venu."
    >>> accented(persons(french), french, "Gerard Labbe came.")
    'Gérard Labbé came.'
    """
    if not found:
        return target
    made = set(WORD.findall(target))
    missing = {
        plain(name): name
        for person in found
        for name in person.names
        if not name.isascii() and name not in made
    }
    if not missing:
        return target
    here = set(WORD.findall(source))

    def spelt(word: re.Match[str]) -> str:
        if word[0] in here or not word[0][0].isupper():
            return word[0]
        return missing.get(plain(word[0]), word[0])

    return WORD.sub(spelt, target)
