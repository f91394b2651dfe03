"""French first names that a model turns into English ones are put back."""

from __future__ import annotations

import re
from collections.abc import Container

_ENGLISH = {
    "Amélie": "Amelia", "André": "Andrew", "Benoît": "Benedict", "Edouard": "Edward",
    "Étienne": "Stephen", "Grégoire": "Gregory", "Jacques": "James", "Jean": "John",
    "Julie": "Julia", "Julien": "Julian", "Luc": "Luke", "Marc": "Mark", "Mathieu": "Matthew",
    "Matthieu": "Matthew", "Michel": "Michael", "Philippe": "Philip", "Pierre": "Peter",
    "Sébastien": "Sebastian", "Sophie": "Sophia", "Édouard": "Edward",
}  # fmt: skip
# Neither Marie nor Alexandre is among them: translators write Mary as often, and of Russians
# Alexander more often.
_GIVEN = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")
# Apostles, saints, popes and kings have English names, and so have the Bible's books.
_BEFORE = r"(?:\b(?:[Ss](?:ain)?te?s?\.?|[Pp]apes?|[Rr]ois?|[Rr]eines?|[Tt]sars?)[ \u00a0-])"
_AFTER = (
    r"(?:[ \u00a0](?:[IVX]+\b|I?er\b|premier\b|\d|(?:le |la |l['’])[A-ZÀ-Þ]|de la Croix|sans Terre"
    r"|Calvin|Cabot|Bach)|-Paul (?:[IV]+|Ier)\b|[ \u00a0-]Baptiste)"
)
_HOLY = re.compile(
    r"\b(?:Jésus|Christ|[Éé]vangiles?|[Éé]vangélistes?|[Aa]pôtres?|disciples?|[Éé]pîtres?"
    rf"|[Aa]rchanges?|Seigneur|Éternel|Bible)\b|{_BEFORE}"
)
_RULER = re.compile(rf"{_GIVEN.pattern}{_AFTER}")
_TITLE = r"\b(?:[Ss]aint|St\.?|[Ee]mperor|[Kk]ing|[Pp]ope|[Pp]rince(?:ss)?|[Qq]ueen|[Tt]sar)[ -]"
_WORD = re.compile(r"\w+")


def as_christened(source: str, target: str) -> str:
    """Return the translation with French first names where a model made English ones of them.

    Saints, apostles and rulers are left as the model has them, and so are those who have another
    English name beside (Philip Augustus, Peter of Aragon), and he who is robbed to pay Paul. Human
    translations keep the others: of 821 sentences of parliament and press with one of these names
    it would change one.

    >>> as_christened("Pierre et Jean", "Peter and John")
    'Pierre and Jean'
    >>> as_christened("L'apôtre Jean", "The Apostle John")
    'The Apostle John'
    """
    given = set(_GIVEN.findall(source))
    if not given or _HOLY.search(source) or _RULER.search(source):
        return target
    words = {*_WORD.findall(source), *(_ENGLISH[name] for name in given)}
    for name in sorted(given):
        english = _ENGLISH[name]
        asked, made = (len(re.findall(rf"\b{name}\b", text)) for text in (source, target))
        there = re.compile(rf"\b{english}\b(?!(?: to pay)? Paul\b)")
        if re.search(rf"\b{english}\b", source) or made + len(there.findall(target)) > asked:
            continue
        if _is_renowned(english, target, words):
            continue
        target = there.sub(name, target)
    return target


def _is_renowned(english: str, target: str, words: Container[str]) -> bool:
    """Tell whether a title stands before a name, or after it what is none of the source's words."""
    named = rf"({_TITLE})?\b{english}\b(?: (of the |of |the )?([A-ZÀ-Þ]\w+))?"
    return any(
        title or linked or (after and after not in words)
        for title, linked, after in re.findall(named, target)
    )
