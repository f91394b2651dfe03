"""Names that a model spells its own way are put back as the source has them."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from align.errors import ModelError
from align.translators.models import KNOWN

CAPITAL, SMALL = "A-ZÀ-ÖØ-ÞŒŸ", "a-zà-öø-ÿœ"
"""The letters of French, for classes of patterns."""
SPACE = "[ \u00a0\u202f]"
"""A pattern of the spaces that stand within a line: plain, hard and narrow."""
BEGIN = re.compile(r"(?:\A|[.!?…:»”\"])[\W_]*\Z")
"""What a sentence's first word has before it."""

_WORD = re.compile(r"[^\W\d_]+")
# Initials, one or more, and the name that they lead to.
_INITIALLED = re.compile(
    r"(?<![^\W_])(?<![A-ZÀ-ÖØ-Þ]\.)(?<![A-ZÀ-ÖØ-Þ]\.[ \u00a0\u202f-])"
    r"((?>(?:[A-ZÀ-ÖØ-Þ]\.[ \u00a0\u202f]?-?)+))(?=([^\W\d_]{2,}))"
)
_FIRST = re.compile(r"[a-zà-öø-ÿœ]+(?:[’'-][a-zà-öø-ÿœ]+)*(?=[\s,;:.!?»”)\"’']*(?:\s|\Z))")
_OPENING = " \u00a0\u202f«“\"‘'([—–-"
_INITIAL = re.compile(r"[^\W_]")
_SHORTEST = 4  # letters: shorter ones are alike by chance
_REACH = 100  # names before and after a name's place; few texts have more in all
_ALIKE = 0.75  # of the letters, in order (Ratcliff and Obershelp's ratio)


def misspelt(source: str, target: str, known: Container[str]) -> list[tuple[str, str]]:
    """Return words of the target that look like misspelt names, and their source's spellings.

    That is a word with a capital that nobody knows, where the source has one much like it that
    is no common word, which the target lacks or has less often: `Vassor` for `Vasseur`, but neither
    `Homer` for `Homère` nor `Melendez` for `Meléndez`. A name that stands there twice may be spelt
    in two wrong ways.

    Args:
        source: a text.
        target: its translation.
        known: words in lower case of the source's language, with a capital of the target's.

    >>> misspelt("Anne Vasseur arrive.", "Anne Vassor arrives.", {"Anne", "arrive"})
    [('Vassor', 'Vasseur')]
    """
    there, here = Counter(_WORD.findall(target)), Counter(_WORD.findall(source))
    made = [word for word in there if word not in here and _named(word) and word not in known]
    if not made:
        return []
    left = here - there
    given = [word for word in left if _named(word) and word.lower() not in known]
    found: dict[str, str] = {}
    for _, one, other in sorted(_alike(made, given)):
        if one not in found and left[other] > 0:
            found[one] = other
            left[other] -= there[one]
    return sorted(found.items())


def _alike(made: Sequence[str], given: Sequence[str]) -> Iterator[tuple[float, str, str]]:
    """Pairs of words that are much alike, each with its unlikeness.

    Only those are compared that stand at about the same place among their like, lest a long list of
    names take the square of its length, and that have two letters in a row in common: what is
    alike has.
    """
    twos = list(map(_twos, given))
    for place, one in enumerate(made):
        letters = _twos(one)
        middle = place * len(given) // len(made)
        for there in range(max(middle - _REACH, 0), min(middle + _REACH, len(given))):
            if letters.isdisjoint(twos[there]):
                continue
            likeness = _likeness(one, given[there])
            if likeness >= _ALIKE:
                yield -likeness, one, given[there]


def _twos(word: str) -> set[str]:
    lower = word.lower()
    return {lower[place : place + 2] for place in range(len(lower) - 1)}


def respelt(text: str, made: str, spelt: str) -> str:
    """Replace a word wherever it stands.

    >>> respelt("Vassor's car, Vassorite", "Vassor", "Vasseur")
    "Vasseur's car, Vassorite"
    """
    return _WORD.sub(lambda found: spelt if found[0] == made else found[0], text)


def with_initials(source: str, target: str) -> str:
    """Write a name's initials as its source does where a model repeats, loses or misreads them.

    Misread is the French `J.`, which looks like the pronoun. Other initials are a translation's
    own, as `H.E.` for `S. E.`, and a French `M.` may be a title.

    >>> with_initials("M. J. P. Keller et J. Roux", "Mr J. P. P. Keller and I. Roux")
    'Mr J. P. Keller and J. Roux'
    """
    given: dict[str, set[str]] = {}
    for form, name in _INITIALLED.findall(source):
        given.setdefault(name, set()).add(form)

    def written(found: re.Match[str]) -> str:
        forms = given.get(found[2], set())
        if len(forms) > 1:  # "M. J. Roux", and then "J. Roux" or "M. Roux"
            forms = {f for f in forms if f[:2] != "M." or f[2:].lstrip() not in (*forms, "")}
        if len(forms) != 1:
            return found[0]
        (form,) = forms
        wanted, made = _INITIAL.findall(form), _INITIAL.findall(found[1])
        if wanted[0] == "M" and made[0] != "M" and len(wanted) > 1:
            form, wanted = form[2:].lstrip(), wanted[1:]
        if made == wanted and "-" in form and "-" not in found[1]:
            return form  # "J.-P. Müller"
        right = made in (wanted, wanted[1:], ["M", *wanted])
        if right or not {*made} <= {*wanted, *_misread(wanted)}:
            return found[0]
        return form

    return _INITIALLED.sub(written, target) if given else target


def with_capital(source: str, target: str, known: Container[str] = ()) -> str:
    """Begin a translation with a capital where its source does, but for what is written otherwise.

    Quotation marks and the like may stand before. Written otherwise is a word with a capital or a
    sign inside (`iOS`, `config.ini`), and one of the source that is none of the known words of its
    language (`npm`).

    >>> with_capital("Procédé de filtration", "filtration process", {"filtration"})
    'Filtration process'
    >>> with_capital("« Procédé »", '"process"')
    '"Process"'
    >>> with_capital("La commande npm échoue.", "npm fails.")
    'npm fails.'
    """
    there, here = (len(text) - len(text.lstrip(_OPENING)) for text in (source, target))
    if not source[there : there + 1].isupper() or not target[here : here + 1].islower():
        return target
    word = _FIRST.match(target, here)
    if word is None or (word[0] not in known and word[0] in _WORD.findall(source)):
        return target
    return target[:here] + target[here].upper() + target[here + 1 :]


def _misread(initials: Sequence[str]) -> set[str]:
    return {"I"} if "J" in initials else set()


@lru_cache(maxsize=4)  # who spells and who guards ask for the same
def known_words(folder: Path) -> frozenset[str]:
    """Return the words that a model's folder lists, none where it has no list.

    Raises:
        ModelError: the list cannot be read.
    """
    path = folder / KNOWN
    if not path.is_file():
        return frozenset()
    try:
        return frozenset(lzma.decompress(path.read_bytes()).decode().split())
    except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise ModelError(f"{path}: a list of words, in xz, was expected there: {error}.") from None


def _named(word: str) -> bool:
    return len(word) >= _SHORTEST and word[0].isupper()


def _likeness(made: str, given: str) -> float:
    """How much of two words is the same; 0 where English but leaves accents out."""
    if plain(made) == plain(given) and made.lower() != given.lower():
        return 0.0
    matcher = SequenceMatcher(None, made.lower(), given.lower(), autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0  # fast
    return matcher.ratio()


def plain(word: str) -> str:
    """Return a word in small letters, without accents and the like."""
    return unaccented(word.casefold())


def unaccented(word: str) -> str:
    """Return a word without accents and the like.

    >>> unaccented("Hélène")
    'Helene'
    """
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
