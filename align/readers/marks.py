"""What a line of plain text shows of its role: bullets, dates, separators, headings."""

from __future__ import annotations

import re
from unicodedata import normalize

MAX_HEADING = 120
"""A heading has at most this many characters."""

# An em dash opens dialogue in French, so it is no bullet; a hyphen or en dash is one.
BULLET = re.compile(
    r"[ \t\u00a0\u3000]*"
    r"(?:[•‣◦▪▫●○■□◆◇►▶➤⁃∙·*+–\-\uf0b7]"
    r"|\(?\d{1,3}[.)]|\([a-zA-Z]\)|[a-zA-Z]\)|[a-z]\.|\(?[ivx]{1,5}\))"
    r"(?:[ \t\u00a0\u202f\u2009\u3000]+(?=\S)|(?=$))"
)
# What may as well stand inside a sentence: a dash or a label before a small letter, or the number
# that one ends with; but no label that begins a list.
_INSIDE = re.compile(r"(?:[–\-]|(?!\(?[1aAiI][.)])\(?\w{1,5}[.)])\s[a-zà-öø-ÿœ]|(?!1\.)\d{1,3}\.\s")
_RULE = re.compile(r"\s*([*\-–•·])(?:\s+\1){2,}")  # "* * *"
HEADING_MARK = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?=\S)")

_MONTHS = (
    "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre "
    "décembre decembre janv févr fév avr juil sept oct nov déc "
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep dec"
)
_DAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs "
    "fri sat sun"
)
_LABELS = (  # each with its like in the other language, or a pair of lines would lose one of two
    "modification modifié modifiée révisé révisée actualisé actualisée publié publiée publication "
    "updated update published posted modified revised date page "
    "h am pm m p t z gmt utc cet cest est edt"
)
_LITTLE = (  # beside these, or a date in digits
    "à a le la les du au de des dernière heure sur er ce et "
    "last time on at of from to the this st nd rd th and"
)
_LABEL = re.compile(r"\bmise?s? (?:[àa] jour|en ligne)\b", re.I)  # but "Jour 1" is a heading
_DATE_WORDS = frozenset(f"{_MONTHS} {_DAYS} {_LABELS} {_LITTLE}".split())
_LITTLE_WORDS = frozenset(_LITTLE.split())
ROMAN = r"(?=[ivxl])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
"""A pattern of a number below 100, such as "xii"; no "il", no "civil"."""
# A page number of a preface: "xii", "— iv —"; no chapter's "XII".
_ROMAN = re.compile(rf"\W*(?:[Pp](?:age |\. ?))?{ROMAN}[\s\-–—\])]*")
_DIGITS = re.compile(r"\d ?[:/.\-] ?\d")
_MONTH_WORDS = frozenset(_MONTHS.split())
_WORD = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(
    r"[^\W\d_][^\W\d_]*(?:[ '’\-][^\W\d_]+){0,3}(?:,| \()\s*(?=le\b|\w+ \d|\d)", re.I
)
# With a stop at the end only after a name, as over a letter: "Rouen, le 4 novembre 1834.", but not
# "Le vote aura lieu demain, 19 juin 2007."
_NAMED_PLACE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ '’\-](?:[A-ZÀ-ÖØ-Þ][^\W\d_]*|[dl]|aux?|d[eu]s?|en|l[ae]s?|lès"
    r"|sur|sous|on|upon|the|of|by|under))*(?:,| \()"
)
# What stands for a description of an image: its file, a word for any, a machine's guess.
_UNDESCRIBED = re.compile(
    r"(?:[\w\-. %()+:/\\]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|emf|wmf)"
    r"|images?|img|cover(?: image)?"
    r"|.*\b(?:Description générée automatiquement|Description automatically generated"
    r"|AI-generated content may be incorrect|généré par l.IA peut être incorrect)\W*)",
    re.I | re.S,
)
_UP = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ"
_METRES = re.compile(r"(?<![^\W_])(?:[dcmkh]|da)?m\Z")
_RAISED = str.maketrans("0123456789+-−–n", _UP)
_EXPONENT = re.compile(r"[+\-−–]|[+\-−–]?[\dn]+(?:[+\-−–][\dn]+)?")
LEADERS = re.compile(r"(?:\. ?){4,}\s*[\divxlc]{1,5}\Z")
"""The end of a line of a table of contents."""
# "Soupe ........ 9,50 €": so a menu leads to its prices.
_LED = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){3,}\.)\s*[€$£]?\s?\d[\d\s.,]*[€$£%\w]{0,5}\Z")
_SPOKEN = re.compile(r"[!?]|(?<!…)…{1,2}(?!…)")  # a longer row of dots is to be filled in
_FINAL = re.compile(r"[.!?…:;,][\"'»”’)\]\s]*$")
_END = re.compile(r"[.!?…][\"'»”’)\]\s]*$")


def is_meta(line: str) -> bool:
    """Say whether a line is a date line, a page number or a separator: no prose.

    >>> is_meta("Mis à jour le: 09 Sep. 2022 12:50"), is_meta("|"), is_meta("Le chat dort")
    (True, True, False)
    """
    line = normalize("NFC", line.strip())  # a PDF may have accents apart from their letters
    if len(line) > 80:
        return False
    if LEADERS.search(line):
        return True
    if not any(map(str.isdigit, line)):
        return not (_WORD.search(line) or _SPOKEN.search(line)) or bool(_ROMAN.fullmatch(line))
    labelled = _LABEL.sub(" ", line)
    words = {word.lower() for word in _WORD.findall(labelled)}
    if not words:
        return not _SPOKEN.search(line)
    if words <= _DATE_WORDS:  # "Du 3 au 5" may be prose
        return bool(words - _LITTLE_WORDS or labelled != line or _DIGITS.search(line))
    place = _PLACE.match(line)  # "Bruxelles, le 8 septembre 2022"
    if not place or (ends_sentence(line) and not (line[-1] == "." and _NAMED_PLACE.match(line))):
        return False
    rest = [word.lower() for word in _WORD.findall(line[place.end() :])]
    return any(word in _MONTH_WORDS for word in rest) and all(w in _DATE_WORDS for w in rest)


def bullet_end(line: str) -> int:
    """Return where the text of a list's item begins in a line; 0 for any other line.

    >>> bullet_end("- Bread"), bullet_end("Bread"), bullet_end("* * *")
    (2, 0, 0)
    """
    match = BULLET.match(line)
    if not match or match.end() == len(line) or _RULE.fullmatch(line):
        return 0
    return match.end()


def ends_sentence(line: str) -> bool:
    """Say whether a line ends as a sentence does, or with the figure that dots lead to.

    >>> ends_sentence("Il dort."), ends_sentence("Soupe ........ 9,50 €"), ends_sentence("Il")
    (True, True, False)
    """
    return bool(_END.search(line[-40:]) or _LED.search(line[-60:]))


def runs_on_into(line: str) -> bool:
    """Say whether a line that opens like an item may go on with a sentence wrapped before it.

    >>> runs_on_into("– who was late – rose"), runs_on_into("12. The"), runs_on_into("- Bread")
    (True, True, False)
    """
    return _INSIDE.match(line) is not None


def looks_like_heading(line: str) -> bool:
    """Say whether a line that stands alone could be a heading: short, and no stop at its end."""
    line = line.strip()
    if len(line) > MAX_HEADING or not any(map(str.isalpha, line)):
        return False
    return not _FINAL.search(line) and not line[0].islower() and line[0] not in '«“"—–-('


def raised(text: str, before: str) -> str:
    """Write what is raised after a number so that its digits are none of the number's.

    Square and cubic metres are written as such; after another word it may be a note's number.

    >>> raised("3", "10"), raised("-2,5", "10"), raised("2", "km"), raised("er", "1")
    ('³', '^-2,5', '²', 'er')
    >>> raised("2", "10⁻"), raised("2", "program")
    ('²', '2')
    """
    if text in ("2", "3") and _METRES.search(before):
        return text.translate(_RAISED)
    if not (before and (before[-1].isdecimal() or before[-1] in _UP)):
        return text
    if _EXPONENT.fullmatch(text):
        return text.translate(_RAISED)
    return f"^{text}" if any(map(str.isdecimal, text)) and not text[0].isspace() else text


def describes(alt: str) -> bool:
    """Say whether the alternative text of an image says in words what is to be seen.

    >>> describes("Le port, le soir"), describes("IMG_2034.JPG")
    (True, False)
    """
    return any(map(str.isalpha, alt)) and not _UNDESCRIBED.fullmatch(alt)
