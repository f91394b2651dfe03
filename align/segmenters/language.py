"""The shape of a language's data for the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

UPPER, LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿœ"
"""Letters, for classes of patterns: the capitals of Latin-1, and its small letters and œ."""

SPACE = "[ \u00a0\u202f\u2009]"
"""A pattern of the spaces that stand within a line: plain, hard, narrow and thin."""


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists of a language, without the final full stop, in lower case.

    Attributes:
        code: ISO 639-1.
        titles: with a capital in the text, an end only before an opener (`M.`, `Gen.`).
        references: in any case, an end only before an opener (`cf.`, `e.g.`).
        numeric: no end before a number (`art. 5`, `Sep. 2022`), a plain word otherwise.
        inner: an end only before a starter or an opening quote (`U.S.`, `Jr.`).
        firms: of `inner`, those that end a company's name (`Inc. Shares fell`).
        states: of `inner`, those that are words too, short only with a capital (`Ill.`).
        final: an end before any capital or number (`etc.`).
        remarks: of `references`, those that no title follows (`c.-à-d.`).
        starters: words that, with a capital, open a sentence rather than a name.
        openers: starters that no name begins with and no reference leads to (`they`, `puis`).
        greetings: words that open one after a face (`Film 😍 Merci`), and no name.
        articles: openers before a small letter after a title (`Mlle. La loi`); after those in
            `civil`, only where they are no particles.
        pronouns: openers that name their own word before a comma (`i.e. I, the author`).
        namesakes: openers that are surnames too (`Dr. He`), after the titles in `civil`.
        civil: titles of anybody, that surnames from anywhere follow.
        particles: starters that also open a surname (`J. Le Goff`).
        speech: verbs that carry a quotation on (`"Why?" Mary asked`).
        labels: what a caption or a heading begins with, up to its stop (`Figure 1`).
        moments: the tail of a date or an hour, which ends at any capital (`9 p.m.`).
        leads: the tail of a clause so far that says only when (`At 9 p.m. John left`).
        calendar: what a moment goes on with (`9 p.m. Monday`).
        nobody: a name that begins as a sentence does (`M. Un tel`).
        objects: of `numeric`, those that are words too (`He met his subs. 10 days later`).
        counted: a number of days, say, which is no part of an act, after those in `objects`.
        denials: the tail whose word, of `numeric`, belongs to no number after it (`She said no. 10
            people left`, `Wait 5 min. 2 people will come`).
        citations: an abbreviation only with what follows (`Fed. R. Civ. P.`, `Ps. 33:6`).
        cited: of those in `citations`, words that are short only with a capital (`Sat. Oct. 21`).
        abbreviations: all of them together.
    """

    code: str
    titles: frozenset[str]
    references: frozenset[str]
    numeric: frozenset[str]
    inner: frozenset[str]
    firms: frozenset[str]
    states: frozenset[str]
    final: frozenset[str]
    remarks: frozenset[str]
    starters: frozenset[str]
    openers: frozenset[str]
    greetings: frozenset[str]
    articles: frozenset[str]
    pronouns: frozenset[str]
    namesakes: frozenset[str]
    civil: frozenset[str]
    particles: frozenset[str]
    speech: frozenset[str]
    labels: re.Pattern[str]
    moments: re.Pattern[str]
    leads: re.Pattern[str]
    calendar: re.Pattern[str]
    nobody: re.Pattern[str]
    objects: frozenset[str]
    counted: re.Pattern[str]
    denials: re.Pattern[str]
    citations: re.Pattern[str]
    cited: frozenset[str]
    abbreviations: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Join the kinds of abbreviations."""
        joined = self.titles | self.references | self.numeric | self.inner | self.final
        object.__setattr__(self, "abbreviations", joined)


_JOURNAL = (
    "(?:Acad|Am|Amer|Appl|Biol|Br|Brit|Bull|Chem|Clin|Comput|Econ|Educ|Environ|Eur|Exp|Geol|Hist"
    "|Int|Lett|Math|Med|Nat|Natl|Phys|Physiol|Polit|Proc|Psychol|Publ|Res|Rev|Sci|Soc|Trans)"
)
JOURNALS = rf"{_JOURNAL}\.\s(?:{_JOURNAL}\.|\d{{1,4}}\s?(?:\(|[,:;](?!\d)))"
"""A pattern of a journal's title before its next word or its volume (`J. Exp. Biol. 12, 3`)."""

JOURNAL_WORDS = frozenset(_JOURNAL.lower()[3:-1].split("|"))
"""The words of journals' titles."""

NEVER = re.compile(r"(?!)")


def labels(names: str) -> re.Pattern[str]:
    """Make the pattern of a label and its number at the start of a sentence.

    Args:
        names: words that a number follows, in any case.
    """
    number = (
        r"(?:(?:\d{1,3}(?:[.\-–]\d{1,3})*(?:[a-zA-Z]|er|re|ère)?|[IVXLC]{1,6})"
        r"(?:\s(?:bis|ter|quater|quinquies|sexies))?|[A-Z](?:\.\s\d{1,4})?(?:[.\-–]?\d{1,3})*)"
    )
    return re.compile(
        rf"\s*[(\[«“\"*_]*\s?(?i:{'|'.join(names.split())})\.?\s(?:[Nn][°ºo]\.?\s?)?{number}\Z"
    )


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())
