"""Sentences by rules of our own in French and English, by sentencex in other languages."""

from __future__ import annotations

import re

from align.records import Document, Segment
from align.segmenters.english import ENGLISH
from align.segmenters.french import FRENCH
from align.segmenters.language import Language
from align.segmenters.stopless import PLACE, REACH, StoplessEnds

LANGUAGES = {"fr": FRENCH, "en": ENGLISH}

BAR = 0.5
"""The log-odds that an end without a stop must reach."""

_SPACE = "[ \u00a0\u202f\u2009]"
_CLOSE = rf"(?:[\"”’'\)\]\}}*_]|{_SPACE}?»|{_SPACE}\"(?=\s)|{_SPACE}?\[\d{{1,3}}\](?=\s))"
# A stop with what closes after it, before white space.
_STOP = re.compile(rf"([.!?…](?<![.!?…].)[.!?…]*+)({_CLOSE}{{0,6}})(?=\s)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)|\u2029")
# What follows: opening marks, a word, and the first letter of the word after it.
_AFTER = re.compile(
    r"\s+(?P<opening>(?:[«“\"‘'(\[—–\-•*]\s*)*)(?P<word>[^\W_]*)[’'.]?(?:\s*(?P<follow>[^\W_]))?"
)
_REACH = 24  # characters back in which an abbreviation is looked for
_QUOTATION = 2000  # characters that a straight quote's partner is looked for
_OPENERS = "([{«“\"'‘’—–-"
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_NUMBERING = re.compile(r"\s*[(«\"]?(?:\d{1,3}|[IVX]{1,5}|[A-Za-z])(?:\.\d{1,2}){0,3}\Z")


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
    if language is None:
        from align.segmenters.other import boundaries as other_boundaries

        ends = other_boundaries(text, lang)
    else:
        ends = boundaries(text, language)
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
    score = (stopless or StoplessEnds.of(language.code)).score
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
        if score(before, text[place : place + REACH], place - start) <= bar:
            continue
        if text[place - 1] not in ".!?…" or not _abbreviated(text, place - 1, language):
            result.append(place)
            start = place
    return [*result, end, *coming][:-1]


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
        space = text.rfind(" ", place - _REACH, place)
        word = text[space + 1 : place]
        if (
            space >= 0
            and text[end + 1 : end + 2].isupper()
            and len(word) > 1
            and word.isalpha()
            and word.lower() not in language.abbreviations
        ):
            return end
    stop, closing = match.group(1, 2)
    if closing[-1:] == '"' and closing[-2:-1].isspace():
        # A straight quote between spaces: it closes when one is open, else it opens the next.
        opens = text.count('"', max(start, end - _QUOTATION), end) % 2
        end, closing = (end - 2, closing[:-2]) if opens else (end, closing)
    after = _AFTER.match(text, end)
    if after is None:
        return 0
    word = after["word"]
    if not word:
        return 0 if after["opening"] or stop[0] == "." else end
    if word[0].islower():
        return 0
    if stop[0] == "." and len(stop) == 1:
        if not closing and not _ends_after(text, place, start, after, language):
            return 0
    elif closing and language.speech:
        words = text[end : end + 60].split(None, 3)
        if any(word.strip(",.") in language.speech for word in words[1:3]):
            return 0
    return end


def _ends_after(text: str, stop: int, start: int, after: re.Match[str], language: Language) -> bool:
    """Whether the word before a full stop lets a sentence end there."""
    token = _token(text, stop)
    word = token.lower()
    if stop - start > 8 and word not in language.abbreviations and _is_plain(token):
        return True
    following = after["word"]
    lower = following.lower()
    if len(lower) == 1 and text.startswith(".", after.end("word")):
        lower = ""  # an initial, no "J’ai" and no "À"
    if (title := word in language.titles and token[0].isupper()) or word in language.references:
        if lower not in language.openers or (after["follow"] or "").isupper():
            return False
        return not (title and lower in language.namesakes and word in language.civil)
    number = following[0].isdigit() or _ROMAN.match(following) is not None
    if word in language.numeric and number:
        return False
    if stop - start <= 8 and _NUMBERING.match(text, start, stop):
        return False  # "1. Tout individu": the numbering of what follows
    initial = len(token) == 1 and token.isupper()
    if initial or word in language.inner or _DOTTED.match(token):
        if lower not in language.starters:
            return "«" in after["opening"] or "“" in after["opening"]
        return not (initial and lower in language.particles and (after["follow"] or "").isupper())
    return True


def _token(text: str, stop: int) -> str:
    """The word that a stop at an offset follows, without opening marks and elisions."""
    pieces = text[max(0, stop - _REACH) : stop].split()
    if not pieces or text[stop - 1].isspace():
        return ""
    token = pieces[-1].lstrip(_OPENERS)
    for apostrophe in "'’":
        token = token.rpartition(apostrophe)[2]
    return token


def _is_plain(token: str) -> bool:
    """Whether a token is no initial and no dotted abbreviation."""
    return len(token) > 1 and _DOTTED.match(token) is None


def _abbreviated(text: str, stop: int, language: Language) -> bool:
    """Whether the word before a stop is short for something."""
    token = _token(text, stop)
    return token.lower() in language.abbreviations or not _is_plain(token)
