"""French nouns of the glossary that a translation took for others go through a model as others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from align.translators.mends.glossary import KNOWN, in_many, plural, stand_ins
from align.translators.mends.persons import WORD
from align.translators.mends.spelling import SMALL, SPACE, unaccented

_VOWELS = frozenset("aeiouyœ")
_WORD = re.compile(rf"(?<![\w-])[{SMALL}]+(?:-[{SMALL}]+)*(?![\w-])")
_DETERMINERS = (
    "l[ae]s?|une?|des|du|aux?|cet?|cette|ces|[ms](?:on|a|es)|[nv]otre|vieux|vieille|jeunes?|deux"
    "|trois|quelques"
)
# What stands before a noun: "une ride", but not "il ride".
_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:{_DETERMINERS}|de|t(?:on|a|es)|[nv]os|leurs?|quatre|cinq|six|dix|plusieurs|chaque"
    rf"|aucune?|ni|petite?s?|grande?s?|vieil|vieilles|gros|grosses?|beau|belles?|bon|bonnes?"
    rf"|pauvres?|en|comme|et|ou){SPACE}|(?<!\w)[ld]['’])\Z",
    re.IGNORECASE,
)
# Of what is a verb or an adjective as well: "de cocher une case", "une minorité religieuse".
_STRICT = re.compile(rf"(?<![\w'’])(?:{_DETERMINERS}){SPACE}\Z", re.IGNORECASE)
_AS_WELL = frozenset(
    ("cocher", "domestique", "domestiques", "religieuse", "religieuses", "revenant", "revenants")
)
_REACH = 12  # characters before a noun that say that it is one


class Noun(NamedTuple):
    """A French noun of the glossary, and the English for it, the best one first."""

    form: str
    kind: str
    english: tuple[str, ...]
    many: bool


class Swap(NamedTuple):
    """What stands in for a noun in English, what takes its place, and how often."""

    made: str
    english: str
    times: int


def glossed(text: str) -> list[Noun]:
    """Return the nouns of a French text that the glossary has, in order.

    >>> [(noun.form, noun.english[0]) for noun in glossed("La jument et deux oies")]
    [('jument', 'mare'), ('oies', 'goose')]
    """
    found = []
    for word in _WORD.finditer(text):
        if (known := KNOWN.get(word[0])) is None:
            continue
        before = _STRICT if word[0] in _AS_WELL else _BEFORE
        if before.search(text, max(0, word.start() - _REACH), word.start()):
            kind, english, many = known
            found.append(Noun(word[0], kind, english, many))
    return found


def lost_nouns(found: Sequence[Noun], target: str) -> list[Noun]:
    """Return those nouns of a source for which a translation has none of the English words.

    >>> [noun.form for noun in lost_nouns(glossed("La jument et le coq"), "A boyfriend, a rooster")]
    ['jument']
    """
    if not found:
        return []
    lower = target.lower()
    words = {*WORD.findall(lower)}

    def stands(english: str) -> bool:
        if " " in english:
            return english in lower
        return english in words or plural(english) in words

    return [noun for noun in found if not any(map(stands, noun.english))]


def stood_in(text: str, lost: Sequence[Noun]) -> tuple[str, list[Swap]] | None:
    """Put nouns that models know in the places of those lost, None where there are too few.

    They are of the same kind and gender, and elided like those.

    Args:
        text: French, in which the nouns may have moved.
        lost: the nouns.

    Returns:
        The text, and what is to be put back into its translation.
    """
    taken = {*_WORD.findall(text)}
    chosen: dict[str, tuple[str, str]] = {}
    wanted = {noun.form: noun for noun in lost}
    for form, noun in wanted.items():
        elided = "’" if unaccented(form[0]) in _VOWELS else ""
        choices = stand_ins(noun.kind + elided)
        free = next((one for one in choices if not taken & {one[0], in_many(one[0])}), None)
        if free is None:
            return None
        taken |= {free[0], in_many(free[0])}
        chosen[form] = free
    counts = Counter(word for word in _WORD.findall(text) if word in wanted)
    swaps = [Swap(chosen[form][1], noun.english[0], counts[form]) for form, noun in wanted.items()]

    def worn(word: re.Match[str]) -> str:
        if word[0] not in chosen:
            return word[0]
        french = chosen[word[0]][0]
        return in_many(french) if wanted[word[0]].many else french

    return _WORD.sub(worn, text), swaps


def put_back(target: str, swaps: Sequence[Swap]) -> str | None:
    """Put English nouns in the places of their stand-ins, None where these are not so many.

    >>> put_back("A cow, the cows", [Swap("cow", "owl", 2)])
    'An owl, the owls'
    """
    if not swaps:
        return target
    forms: dict[str, tuple[int, str]] = {}
    for place, (made, english, _) in enumerate(swaps):
        forms |= {made: (place, english), plural(made): (place, plural(english))}
    pattern = re.compile(rf"(?:\b([Aa])n? )?\b({'|'.join(forms)})\b", re.IGNORECASE)
    counts: Counter[int] = Counter()

    def written(found: re.Match[str]) -> str:
        place, word = forms[found[2].lower()]
        counts[place] += 1
        if found[2][0].isupper():
            word = word[0].upper() + word[1:]
        if not found[1]:
            return word
        return f"{found[1]}{'n' if word[0].lower() in 'aeiou' else ''} {word}"

    target = pattern.sub(written, target)
    right = all(counts[place] == swap.times for place, swap in enumerate(swaps))
    return target if right else None
