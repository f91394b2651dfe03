"""Sentences by rules of our own in French and English, by sentencex in other languages."""

from __future__ import annotations

import re

from align.quoted import CODE, without_quotes
from align.records import Document, Segment
from align.segmenters.abbreviations import LABEL, WORD, ends_after, is_abbreviated, looks_short
from align.segmenters.english import ENGLISH
from align.segmenters.french import FRENCH
from align.segmenters.language import LOWER, SPACE, UPPER, Language
from align.segmenters.lists import MARKER, counts_item, is_item, leads_to_figure, next_is_counted
from align.segmenters.quotations import outside_quotations
from align.segmenters.stopless import PLACE, REACH, StoplessEnds

LANGUAGES = {"fr": FRENCH, "en": ENGLISH}

BAR = 0.5
"""The log-odds that an end without a stop must reach."""

_NOTE = "¹²³⁰⁴⁵⁶⁷⁸⁹"  # the number of a footnote
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"  # of no width: where a word may break, which way to read
# Faces, gestures and hearts, with their colours; others lead to what follows: "📍 Paris".
_MOOD = (
    "(?:[\u2639-\u263b\u2764\u2665\U0001f382\U0001f389\U0001f38a\U0001f44a-\U0001f450"
    "\U0001f493-\U0001f49f\U0001f4aa\U0001f525\U0001f5a4\U0001f600-\U0001f64f"
    "\U0001f4af\u2728\U0001f90c-\U0001f93e\U0001f970-\U0001f97a\U0001f9e1\U0001faf0-\U0001faf8][\ufe0f\U0001f3fb-\U0001f3ff]?)+"
)
_CLOSE = (
    rf"(?:[\"”’'\)\]\}}*_{_NOTE}{_UNSEEN}]|{SPACE}?[»”›]|{SPACE}\"(?=\s)"
    rf"|{SPACE}{{0,2}}\[\d{{1,3}}\](?=[\s\[]|\Z)|{SPACE}{{1,2}}\(\d{{1,3}}\)(?=\s*\Z)"
    rf"|{SPACE}?{_MOOD}(?=\s|\Z)|(?<=\w[.!?…])`{{1,2}}(?!`)"
    rf"|(?:(?<=[{LOWER}]{{2}}[.!?…])|(?<=\w{SPACE}[!?]))\d{{1,3}}(?=\s))"  # "dort.1 Puis"
)
# A stop with all of what closes after it (`? »,` is no `?`), before white space. Groups are atomic,
# here and elsewhere: a possessive repeat of more than a letter is wrong in Python before 3.11.5.
_STOP = re.compile(rf"([.!?…](?<![.!?…].)[.!?…]*+)(?>{_CLOSE}{{0,6}})(?=\s)")
_SEEN = re.compile(r"\S")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)|\u2029")
# What follows: opening marks, a word, and the first letter of the word after it.
_AFTER = re.compile(
    r"\s+(?P<opening>(?:[«“\"‘'(\[—–\-•*§]\s*)*)(?P<word>[^\W_]*)[’'.]?(?:\s*(?P<follow>[^\W_]))?"
)
# A mark that carries the sentence on after a stop; `:)` is no such mark.
_MARK = re.compile(r"[:;](?=\s)|[,!?»)]|[.…]++(?!\w)")
# A remark in brackets that the sentence goes on after; `(2)` and `(b)` may number what follows.
_REMARK = re.compile(r"\((?!(?:\d\d?|[a-z]|[ivx]+)\))[^()]{1,200}\)(?:[,;:]|\s+[^\W\d_])")
_NOTE_MARK = re.compile(
    rf"\s*(?:[*†‡#]{{1,2}}|[{_NOTE}]{{1,3}}|[\[(](?:\w{{1,3}}|\*{{1,3}})[\])])\s*"
)
_OPENING = "♪♫♩♬-–—>| \u00a0"  # no sentence of its own before one
_LABELLED = re.compile(rf"(?:\A\s*|(?<=[:;.]\s)){MARKER}\Z")
_DASHED = re.compile(r"\s*[-–—]")
_CALLED = re.compile(rf"\s*[{UPPER}][^\W\d_]+\s\d{{1,3}}[a-z]?")  # "Salle 3 – Le paysage"
_NUMBERED = re.compile(r"\s*(?:[A-Z]|[IVX]{1,5}|\d{1,3})(?:(?:\.\d{1,3})+\.?|\.\s?[\-–—])")
_FIGURE = re.compile(r"\s*\d[\d\s.,]*[^\w\s]?(?:\Z|\n)")
_NAME = rf"[{UPPER}][\w.’'\-]{{0,24}}"
_SPEAKER = re.compile(rf"\s*(?:\w{{1,24}}|{_NAME}(?: {_NAME}){{0,3}}){SPACE}?:")
_FACE = re.compile(rf"(?<=\S){SPACE}?{_MOOD}\Z")
_OPENER = re.compile(r"([^\W\d_]+)")
# "Mme B... A... a été engagée": a court's decision gives letters for names.
_CUT = ("...", "…", "..")
_LETTER = re.compile(rf"(?:\A|[\s(«“\"'’])[{UPPER}]\Z")
_LETTER_AFTER = re.compile(rf"\s[{UPPER}](?:…|\.{{2,3}}(?!\.))")
_TITLED = re.compile(rf"(?:The|Les?|La)\s+[{UPPER}]")
_FACED = -1.5  # log-odds that an end must reach after faces
_CODE = re.compile(CODE)
_UNCLOSED = re.compile(r"\(\w[^()]*\Z")
_CLOSES = re.compile(r"[^()\n]{1,200}\)")
_REMARKS = 400  # characters that a bracket's partner is looked for
_QUOTATION = 2000  # characters that a straight quote's partner is looked for


class RuleSegmenter:
    """Splits blocks into sentences with exact offsets."""

    def segment(self, document: Document) -> tuple[Segment, ...]:
        """Return the sentences of every block; a segment never crosses a block.

        A block without a language is split by the French rules, which know most of the
        English ones.
        """
        segments: list[Segment] = []
        for number, block in enumerate(document.blocks):
            text = document.text[block.start : block.end]
            lang, base = block.lang, block.start
            for start, end in split(text, lang or "fr"):
                segments.append(
                    Segment(len(segments), number, lang, base + start, base + end, text[start:end])
                )
        return tuple(segments)


def split(text: str, lang: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as offsets, white space around them left out.

    Args:
        text: any text.
        lang: an ISO 639-1 code; languages without rules of their own go through sentencex.
    """
    language = LANGUAGES.get(lang)
    read = without_quotes(text, blanks=True)
    if language is None:
        from align.segmenters.other import boundaries as other_boundaries

        ends = other_boundaries(read, lang)
    else:
        ends = boundaries(read, language)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
        start = end
    return spans


def boundaries(
    text: str,
    language: Language,
    *,
    stopless: StoplessEnds | None = None,
    bar: float = BAR,
) -> list[int]:
    """Return the offsets at which sentences end, by the rules and the table of a language.

    Args:
        text: any text.
        language: the language's data.
        stopless: a scorer in place of the language's own.
        bar: the log-odds that an end without a stop must reach.
    """
    stopless = stopless or StoplessEnds.of(language.code)
    score = stopless.score
    result: list[int] = []
    stops = [*stop_ends(text, language), len(text)]
    coming = iter(stops)
    end = next(coming)
    start = 0
    for match in PLACE.finditer(text):
        place = match.start()
        while end <= place:
            result.append(end)
            start, end = end, next(coming)
        if start == place:
            continue
        before = text[max(start, place - REACH) : place]
        if text[place - 1] > "\u2600" and (face := _FACE.search(before)):
            if _opens_after_face(text, before[: face.start()], match.end(), language, stopless):
                result.append(place)
                start = place
            continue
        if score(before, text[place : place + REACH], place - start) <= bar:
            continue
        if _leads(text, start, place, language):
            continue
        if text[place - 1] == ".":  # before a small letter
            if is_abbreviated(text, place - 1, language):
                continue
            word = looks_short(text, place - 1, start, match.end(), language)
            if word and not stopless.knows(word):
                continue  # "le nom masc. et le nom fém."
        result.append(place)
        start = place
    result = outside_quotations(text, [*result, end, *coming][:-1], language)
    if "`" not in text:
        return result
    inside = {place for code in _CODE.finditer(text) for place in range(*code.span())}
    return [end for end in result if end not in inside]


def _opens_after_face(
    text: str, before: str, place: int, language: Language, stopless: StoplessEnds
) -> bool:
    """Whether a word opens a sentence after faces in place of a stop: no name, most often."""
    after = text[place : place + REACH]
    word = _OPENER.match(after)
    subject = before.rpartition(",")[2].strip(_OPENING).lower()
    if word is None or not subject or subject in language.pronouns:
        return False  # "I ❤ The Beatles"
    if word[1].lower() in language.starters | language.greetings:
        return _TITLED.match(after) is None  # "Vive 😍 La Rochelle"
    if not before.split()[-1][0].islower():
        return False  # "Marie 😍 Dupont"
    return stopless.opens(word[1]) or stopless.score(before, after, len(before)) > _FACED


def _leads(text: str, start: int, place: int, language: Language) -> bool:
    """Whether what stands before a place without a stop only leads to what follows."""
    if not text[start:place].strip(_OPENING) or _NOTE_MARK.fullmatch(text, start, place):
        return True  # "♪ Au clair de la lune", "** D'après son journal", "[a] Le port"
    if place - start <= LABEL and _is_label(text, start, place, language):
        return True  # "Article 2 – Le décret"
    if _NUMBERED.fullmatch(text, start, place):
        return True  # "1.1 Au début"
    last = text[place - 1]
    if last in ")°ºo" and _LABELLED.search(text[max(start, place - 12) : place]):
        return True  # "a) Le roi", "Whereas: (1) The", "2° Le roi": the item is what follows
    if last == ":" and (_FIGURE.match(text, place) or _SPEAKER.fullmatch(text, start, place)):
        return True  # "Habitants en 2023 : 12 345.", "Réponse : De rien."
    opened = last in ";," or (_DASHED.match(text, place) and _CLOSES.match(text, place))
    # "(Martin, 2009; Roux, 2010)", "(Ornans, 1819 – La Tour, 1877)"
    return bool(opened and _UNCLOSED.search(text[max(start, place - _REMARKS) : place]))


def _is_label(text: str, start: int, place: int, language: Language) -> bool:
    """Whether a label stands before a dash."""
    if _DASHED.match(text, place) is None:
        return False
    called = language.labels.match(text, start, place) or _CALLED.fullmatch(text, start, place)
    return called is not None


def stop_ends(text: str, language: Language) -> list[int]:
    """Return the offsets at which a stop or a blank line ends a sentence."""
    blanks = []
    if "\n" in text or "\u2029" in text:  # most blocks have no line break
        blanks = [match.start() for match in _BLANK_LINE.finditer(text)]
    ends: list[int] = []
    start = 0
    blanks.append(len(text) + 1)
    coming = iter(blanks)
    blank = next(coming)
    for match in _STOP.finditer(text):
        while blank <= match.end():
            ends.append(blank)
            start, blank = blank, next(coming)
        end = _end_at(text, match, start, language)
        if end > start:
            ends.append(end)
            start = end
    return [*ends, *(b for b in [blank, *coming] if b <= len(text))]


def _end_at(text: str, match: re.Match[str], start: int, language: Language) -> int:
    """The offset of the end that a stop marks, 0 when it marks none."""
    end = match.end()
    place = match.start()
    if end - place == 1 and text[place] == "." and place - start > 8:
        # Most stops, decided at once as below: after a plain word, before a capital.
        space = text.rfind(" ", place - WORD, place)
        word = text[space + 1 : place]
        if (
            space >= 0
            and text[end + 1 : end + 2].isupper()
            and len(word) > 1
            and word.isalpha()
            and (place - start > LABEL or not word.isupper())
            and (lower := word.lower()) not in language.abbreviations
            and lower not in language.cited
        ):
            return end
    stop, closing = match[1], text[match.end(1) : end]
    if stop[0] in ".…" and not closing and _SEEN.search(text, start, place) is None:
        return 0  # "... Le port"
    if stop[0] in ".…" and leads_to_figure(text, start, end):
        return 0  # "Soupe ........ 9,50 €"
    if stop == "." and not closing:
        if text[place - 1].isdecimal() and counts_item(text, start, place):
            return 0  # "Vitrine 2 : 1. Vase. 2. Fibule."
        if next_is_counted(text, start, place, language.numeric):
            return end  # "1. Vase, Ve s. av. J.-C. 2. Fibule."
    if (
        stop in _CUT
        and _LETTER_AFTER.match(text, end)
        and _LETTER.search(text[max(start, place - 2) : place])
    ):
        return 0
    if closing[-1:] == '"' and closing[-2:-1].isspace():
        # A straight quote between spaces: it closes when one is open, else it opens the next.
        opens = text.count('"', max(start, end - _QUOTATION), end) % 2
        end, closing = (end - 2, closing[:-2]) if opens else (end, closing)
    after = _AFTER.match(text, end)
    if after is None:
        return 0
    word = after["word"]
    if not word:
        if stop == "." and _CODE.match(text, after.end("word")):
            return 0 if is_abbreviated(text, place, language) else end
        goes_on = after["opening"] or stop[0] == "." or _MARK.match(text, after.end("word"))
        return 0 if goes_on else end
    if word[0].islower() and not is_item(text, start, after.start("word")):
        return 0
    if closing and after["opening"][:1] == "(":
        remark = _REMARK.match(text, after.start("opening"))
        if remark is not None and not remark[0][-1].isupper():
            return 0  # "« Oui ! » (2008) plaît"
    if stop[0] == "." and len(stop) == 1:
        closing = closing.strip(_NOTE + _UNSEEN)
        if closing.isdecimal() and is_abbreviated(text, place, language):
            return 0  # "l’art.5 Le juge": no number of a note
        if not closing and not ends_after(text, place, start, after, language):
            return 0
    elif closing and language.speech:
        words = text[end : end + 60].split(None, 3)
        if any(word.strip(",.") in language.speech for word in words[1:3]):
            return 0
    return end
