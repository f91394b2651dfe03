"""Full stops after abbreviations, initials and numbers: which of them end a sentence."""

from __future__ import annotations

import re

from align.segmenters.language import SPACE, UPPER, Language

WORD = 24
"""Characters back in which the word before a stop is looked for."""

LABEL = 32
"""Characters of the longest label of a caption."""

# What is cut short ends before a vowel: "dép.", "voc."; "else", "days" and "gérés" are whole.
SHORT = re.compile(r"[^\W\d_]{2,5}(?<![aeiouyéèê])(?<![aeiouyéèê]s)")
"""A word in lower case that may be short for another."""

_CLAUSE = 80  # characters back in which a clause is looked at
_BRACKET = 400  # characters back in which an open bracket is looked for
_OPENERS = "([{«“\"'‘’—–-"
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}\Z")
# 12, No. 12, IV, R. 123-4, B, and a B. that ends the text; not "C’est", nor an initial.
_NUMBER = re.compile(
    r"\d|N(?:os?\.?|[°º])\s?[A-Z]?-?\d|[A-Z]{1,2}[*.\-]{0,2}\d|[A-Z]\*?\.?\s\d"
    r"|[A-Z]{2,5}(?:[\-/]\d|\s\d{3})"
    r"|(?:I(?:er|re|ère)|[IVX]{1,6}(?:e|ème)|[IVXLC]+)(?![\w’'])"
    r"|[B-HJ-Z](?:\.\s*\Z|(?![\w’'.]))"
)
_PRONOUN = re.compile(r"I,?\s+(?!(?:of|and|to|in|is|by|on|with|at|for|from|or|pp?|no)\b)[a-z]")
# After an opener that is a name, or only mentioned: `Notre-Dame`, `(e.g. “It”)`.
_NAMED = re.compile(rf"-[{UPPER}Œ]|{SPACE}?[»›]|[”)\]\"]|['’](?!\w)")
# At its start it leads to a sentence.
_NOTICE = re.compile(r"[(\[{«“\"'‘’—–\s-]*(?:n\.\s?b|p\.\s?-?\s?s)\Z", re.IGNORECASE)
# "App. B. Then": a letter that a sentence ends with, not the initial of a name that opens one.
_LETTER = re.compile(r"[A-Z]\.\s+(?P<word>[A-ZÀ-Ý][^\W\d_]*)(?:['’]|\s+(?P<follow>\w))?")
_FIRST = re.compile(r"\s{0,9}([^\W\d_]+)")
_ROMAN = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_NUMBERING = re.compile(
    r"\s*[(«\"]?(?:§\s?)?(?:\d{1,3}(?:er)?|[IVX]{1,5}|[A-Za-z])(?:\.\d{1,2}){0,3}\Z"
)


def ends_after(text: str, stop: int, start: int, after: re.Match[str], language: Language) -> bool:
    """Whether the word before a full stop lets a sentence end there."""
    token = _token(text, stop)
    word = token.lower()
    if stop - start <= LABEL:  # what is indented may be a label or a number too
        start = stop - len(text[start:stop].lstrip())
    if stop - start <= LABEL and language.labels.match(text, start, stop):
        return text[stop + 1] in "\r\n"  # "Figure 1. Le port": the label of what follows
    if stop - start <= LABEL and _NOTICE.match(text, start, stop):
        return False
    if language.citations.match(text, stop - len(token)):
        return False
    if stop - start > 8 and word not in language.abbreviations and _is_plain(token):
        return True
    lower = _opener(text, after)
    capital = (after["follow"] or "").isupper()
    initial = len(token) == 1 and token.isupper()
    title = word in language.titles and token[0].isupper()
    if title or (word in language.references and not initial):
        if capital or language.nobody.match(text, after.start("word")):
            return False
        if title:
            return _opens_after_title(word, lower, language)
        near = max(start, stop - _BRACKET)
        bracketed = text.rfind("(", near, stop) > text.rfind(")", near, stop)
        if word in language.remarks and lower in language.articles & language.particles:
            return not bracketed
        if lower in language.articles or lower not in language.openers:
            return False  # a reference leads to the title of a work: "cf. Le petit prince"
        return not (lower in language.pronouns and text.startswith(",", after.end("word")))
    if word in language.numeric and _is_number(text, after, language):
        if word in language.objects and language.counted.match(text, after.start("word")):
            return True
        return language.denials.search(text, max(start, stop - WORD), stop) is not None
    if stop - start <= 8 and _NUMBERING.match(text, start, stop):
        return False  # "1. Tout individu": the numbering of what follows
    inner = word in language.inner and not (word in language.states and token.islower())
    if initial or inner or _DOTTED.match(token):
        if language.moments.search(text, max(start, stop - WORD), stop):
            return _ends_moment(text, stop, start, after, language)
        if lower in language.starters:
            named = initial or word in language.titles  # "J. Le Goff", "le prof. De Schutter"
            return not (named and lower in language.particles and capital)
        if "«" in after["opening"] or "“" in after["opening"]:
            return True
        # "Apple Inc. Shares fell", "Apple Inc. Chairman Tim Cook", "Sony Co. Ltd. said"
        following = after["word"]
        firm = word in language.firms and following.lower() not in language.firms
        return firm and (after["follow"] or "").islower() and not following.isupper()
    return True


def _opens_after_title(word: str, lower: str, language: Language) -> bool:
    """Whether a word before another in small letters opens a sentence even after a title."""
    if lower in language.articles:  # "M. Le président", with a capital by mistake, is usual
        return not (lower in language.particles and word in language.civil)
    if lower not in language.openers:
        return False
    return not (lower in language.namesakes and word in language.civil)


def _ends_moment(
    text: str, stop: int, start: int, after: re.Match[str], language: Language
) -> bool:
    """Whether a sentence ends after an hour or a date that an abbreviation closes."""
    lower = after["word"].lower()
    if lower[0].isdigit() or language.calendar.match(text, after.start("word")):
        return False
    if lower != "i" and lower in language.starters:
        return True
    # "At 9 p.m. John left": the moment leads its clause
    return language.leads.search(text[max(start, stop - _CLAUSE) : stop].lstrip()) is None


def _is_number(text: str, after: re.Match[str], language: Language) -> bool:
    """Whether a number, a Roman one or a code follows."""
    place = after.start("word")
    letter = _LETTER.match(text, place)
    if letter and (lower := letter["word"].lower()) in language.starters:
        return not (lower in language.particles and (letter["follow"] or "").isupper())
    if _NUMBER.match(text, place) is None:
        return False
    return "i" not in language.pronouns or _PRONOUN.match(text, place) is None


def _opener(text: str, after: re.Match[str]) -> str:
    """The word that follows in lower case, empty where it is a name or only mentioned."""
    word = after["word"]
    end = after.end("word")
    if _NAMED.match(text, end) or (len(word) == 1 and text.startswith(".", end)):
        return ""  # an initial, no "J’ai" and no "À"
    if len(word) > 1 and word.isupper():
        return ""  # "cf. CE, 5 mai 2001"
    return word.lower()


def _token(text: str, stop: int) -> str:
    """The word that a stop at an offset follows, without opening marks and elisions.

    "McDonald's" is whole: no section, `s.`, is elided.
    """
    pieces = text[max(0, stop - WORD) : stop].split()
    if not pieces or text[stop - 1].isspace():
        return ""
    token = pieces[-1].lstrip(_OPENERS)
    for apostrophe in "'’":
        if not token.lower().endswith(f"{apostrophe}s"):
            token = token.rpartition(apostrophe)[2]
    return token


def _is_plain(token: str) -> bool:
    """Whether a token is no initial and no dotted abbreviation."""
    return len(token) > 1 and _DOTTED.match(token) is None


def is_abbreviated(text: str, stop: int, language: Language) -> bool:
    """Whether the word before a stop is short for something, or a Roman number: `vol. ii. p. 3`."""
    token = _token(text, stop)
    word = token.lower()
    last = word.rpartition("-")[2]  # "vice-prés.", but not "la zone A-N."
    listed = word in language.abbreviations or (len(last) > 1 and last in language.abbreviations)
    cited = word in language.cited and token[0].isupper()
    return listed or cited or not _is_plain(token) or _ROMAN.fullmatch(token) is not None


def looks_short(text: str, stop: int, start: int, follow: int, language: Language) -> str:
    """The unlisted word before a stop and a small letter that may be short for one, or none.

    A text without capitals has opened its sentence with a small letter, or goes on with a pronoun;
    a word with a capital is a name, if it does not open the sentence.
    """
    token = _token(text, stop).rpartition("-")[2]  # "vice-prés.", "petit-déj."
    word = token.lower()
    if token.isupper() or word in language.starters or SHORT.fullmatch(word) is None:
        return ""
    if not token.islower() and text[start:stop].strip() != token:
        return ""
    first, after = _FIRST.match(text, start), _FIRST.match(text, follow)
    if (first and first[1][0].islower()) or (after and after[1] in language.openers):
        return ""
    return word
