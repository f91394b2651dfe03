"""Lines of a text, and a text on one line: what ends one inside a sentence becomes a blank."""

from __future__ import annotations

import re

_BLANK = r"[^\S\u00a0\u202f]"  # a no-break space is part of the text
# All that ends a line somewhere, a form feed inside one too: XML forbids it. The blanks around it
# look back, else the search would begin anew at each of a run.
_END = r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_ENDS = re.compile(rf"(?<!{_BLANK}){_BLANK}*{_END}{_BLANK}*")
_ANY = re.compile(_END)
_BROKEN = re.compile(rf"(?<=\w)[-\u2010][ \t]{{0,9}}(?:\r\n|{_END})[ \t]{{0,99}}(?=\w)")
_BEFORE = re.compile(r"(?:(?:\A|(?<=\W))[^\W\d_]+-)?([^\W\d_]+)\Z")
_AFTER = re.compile(r"([^\W\d_]+)(?:[-\u2010\u2011]([^\W\d_]+))?")
# What keeps its hyphen at a line's end: est-il, celui-ci, peut-être, au-dessus; après-midi,
# dix-huit, self-made. A word that "ex" or "mi" begins is broken more often than composed.
_LATTER = re.compile(
    r"(?:ci|là|mêmes?|être|ils?|elles?|on|je|tu|nous|vous|l[ae]s?|moi|toi|lui|leur|y|en|ce|t|à|dire"
    r"|midi|dessus|dessous|delà|devant|dedans|dehors|called)\Z",
    re.I,
)
_FORMER = re.compile(
    r"(?:self|well|half|non|vice|semi|quasi|demi|sous(?!-(?:tra[ciy]|cri))|après|avant|arrière"
    r"|contre|grand|petite?s?|beau|belle|saint|sainte|nord|sud|franco|anglo|mi(?=-(?:temps|chemin))"
    r"|dix|vingt|trente|quarante|cinquante|soixante|quatre|cent|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety)-",
    re.I,
)
_LINKS = re.compile(r"-(?:in|of|to|the|de|du|des|en|sur|sous|à|les?|la|aux?)\Z", re.I)
# pré- et post-, short- to medium-term; but "pota-" and "to" are one word.
_COMPOSED = re.compile(
    r"(?:ÉTATS|ETATS|PAYS|JEAN|MARIE|PIERRE|ANNE|PROVENCE|TGV|SAINTE?|GRANDE?)\Z"
)
_SUSPENDED = frozenset(
    ("et", "ou", "puis", "voire", "ni", "and", "or", "nor", "through", "then", "not", "but")
)
_TO_ANOTHER = re.compile(r"to\s(?:[^\W\d_]+\s)?[^\W\d_]+-")
_PREFIX = re.compile(r"(?:short|mid|low|first|one|two|three|four|five)\Z", re.I)
_OPENER = re.compile(
    r"(?:He|She|It|They|We|I|You|The|A|And|But|Ils?|Elles?|On|Le|La|Les|Une?|Et|Mais|Je|Tu|Nous"
    r"|Vous|Oui|Non)\Z"
)
_ARTICLE = re.compile(r"[dl]['’]", re.I)  # chef-d'œuvre


def with_line_feeds(text: str) -> str:
    """Return a text with line feeds for its line ends: LF, CRLF or CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_lines(text: str) -> list[str]:
    r"""Return a text's lines without their line ends (LF, CRLF or CR); blank lines count.

    Only these three end a line: a form feed or U+2028 inside a line stays there.

    >>> split_lines("un\r\n\ndeux\n"), split_lines("")
    (['un', '', 'deux'], [])
    """
    return with_line_feeds(text).removesuffix("\n").split("\n") if text else []


def hyphen_between(before: str, after: str) -> str | None:
    """Return what a hyphen at a line's end is within a word: "-" where it stays, "" where it goes.

    None: the line before the hyphen, or the one after it, does not go on with the same word.

    >>> hyphen_between("le vil", "lage"), hyphen_between("dit", "il."), hyphen_between("1914", "18")
    ('', '-', '-')
    >>> hyphen_between("pré", "et post-"), hyphen_between("mother", "in-law")
    (None, '-')
    """
    if before[-1:].isdecimal() and after[:1].isdecimal():
        return "-"
    word, rest = _BEFORE.search(before[-100:]), _AFTER.match(after)
    if word is None or rest is None:
        return None
    if rest[1] in _SUSPENDED:
        return "-" if rest[2] else None  # Indre-et-Loire, va-et-vient
    if _TO_ANOTHER.match(after) or (rest[1] == "to" and _PREFIX.match(word[1])):
        return None
    if _ARTICLE.match(after):
        return "-"
    if rest[1].isupper() and word[1].isupper():
        return "-" if _COMPOSED.match(word[1]) else ""
    if not rest[1][0].islower():
        name = word[1][0].isupper() and not _OPENER.match(rest[1])
        return "-" if name else None  # Saint-Aubin; "Death-" and "He" are two lines of verse
    composed = rest[2] is not None and not _LATTER.match(rest[2])  # mother-in-law, but montrait-il
    kept = composed or _LATTER.match(rest[1]) or _LINKS.search(word[0])
    return "-" if kept or _FORMER.match(f"{word[1]}-{rest[1]}") else ""


def whole_words(text: str) -> str:
    r"""Join the words that ends of lines broke at a hyphen; other line breaks stay.

    >>> whole_words("le vil-\nlage,\npeut-\nêtre")
    'le village,\npeut-être'
    """
    if not _ANY.search(text):
        return text

    def joined(found: re.Match[str]) -> str:
        start, end = found.span()
        hyphen = hyphen_between(text[max(0, start - 100) : start], text[end : end + 100])
        return found[0] if hyphen is None else hyphen

    return _BROKEN.sub(joined, text)


def on_one_line(text: str) -> str:
    r"""Put one blank for each line break and the blanks around it; no-break spaces stay.

    A word that a line's end broke is made whole.

    >>> on_one_line("Le chat \n  dort."), on_one_line("Quoi\u00a0\n?"), on_one_line("vil-\nlage")
    ('Le chat dort.', 'Quoi\xa0 ?', 'village')
    """
    if not _ANY.search(text):  # most have none: seven times faster
        return text
    return _ENDS.sub(" ", whole_words(text))
