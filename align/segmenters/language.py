"""The shape of a language's data for the rules."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists of a language, without the final full stop, in lower case.

    Attributes:
        code: ISO 639-1.
        titles: with a capital in the text, an end only before an opener (`M.`, `Gen.`).
        references: in any case, an end only before an opener (`cf.`, `e.g.`).
        numeric: no end before a number (`art. 5`, `Sep. 2022`), a plain word otherwise.
        inner: an end only before a starter or an opening quote (`U.S.`, `Inc.`).
        starters: words that, with a capital, open a sentence rather than a name.
        openers: starters that no name begins with and no reference leads to (`they`, `puis`).
        namesakes: openers that are surnames too (`Dr. He`), after the titles in `civil`.
        civil: titles of anybody, that surnames from anywhere follow.
        particles: starters that also open a surname (`J. Le Goff`).
        speech: verbs that carry a quotation on (`"Why?" Mary asked`).
        abbreviations: the first four together.
    """

    code: str
    titles: frozenset[str]
    references: frozenset[str]
    numeric: frozenset[str]
    inner: frozenset[str]
    starters: frozenset[str]
    openers: frozenset[str]
    namesakes: frozenset[str]
    civil: frozenset[str]
    particles: frozenset[str]
    speech: frozenset[str]
    abbreviations: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Join the kinds of abbreviations."""
        joined = self.titles | self.references | self.numeric | self.inner
        object.__setattr__(self, "abbreviations", joined)


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())
