"""Sentences by rules of our own in French and English, by sentencex in other languages."""

from __future__ import annotations

import re

from align.records import Document, Segment
from align.segmenters.english import ENGLISH
from align.segmenters.french import FRENCH
from align.segmenters.language import Language

LANGUAGES = {"fr": FRENCH, "en": ENGLISH}

_CLOSE = r"(?:[\"”’'\)\]\}]|[ \u00a0\u202f\u2009]?»)"
_CANDIDATE = re.compile(rf"([.!?…]+){_CLOSE}{{0,6}}(?=\s)")
_BEFORE = re.compile(r"[^\s(\[«“\"’']*\Z")
_AFTER = re.compile(r"\s+((?:[«“\"‘'(\[—–\-]\s*)*)([^\W_]?)([^\W_]*)")
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]|[A-Z][a-z])(?:\.?-?[A-ZÀ-Þ])*\Z")


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
            for start, end in split(text, block.lang or "fr"):
                segments.append(
                    Segment(
                        index=len(segments),
                        block=number,
                        lang=block.lang,
                        start=block.start + start,
                        end=block.start + end,
                        text=text[start:end],
                    )
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


def boundaries(text: str, language: Language) -> list[int]:
    """Return the offsets at which sentences end, by the rules of a language."""
    ends = []
    for match in _CANDIDATE.finditer(text):
        if _is_boundary(text, match, language):
            ends.append(match.end())
    return ends


def _is_boundary(text: str, match: re.Match[str], language: Language) -> bool:
    after = _AFTER.match(text, match.end())
    if after is None or not after.group(2):
        return after is not None and not after.group(1) and match.group(1)[0] != "."
    opening, first, rest = after.groups()
    if first.islower():
        return False
    if match.group(1) != ".":
        return True
    before = _BEFORE.search(text, max(0, match.start() - 20), match.start())
    token = before.group() if before else ""
    closed = match.end() > match.end(1)
    if closed and token:
        return True
    word = token.lower()
    nxt = (first + rest).lower()
    if word in language.leading:
        return False
    if (_INITIAL.match(token) and len(token) <= 2) or word in language.inner or "." in token:
        return nxt in language.starters or bool(opening and "«" in opening)
    return True
