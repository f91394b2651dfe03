"""Give each block and each segment its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from align.languages.detection import detect_language, identify
from align.records import Block, Document, Kind, Segment

_LETTERS = re.compile(r"[^\W\d_]")
_SHORT = 25
"""Texts with fewer letters than this lean on their neighbours."""

_QUOTED = re.compile(r"«[^»«]*»|“[^”“]*”|\"[^\"]*\"")
_TEXT = (Kind.PARAGRAPH, Kind.ITEM)
_SURE_BLOCK = 0.75
_SURE_SHORT = 0.97
_SURE_SEGMENT = 0.98


def route(document: Document, *, source_lang: str | None, target_lang: str | None) -> Document:
    """Give each block its language and mark the minority language's paragraphs as captions.

    With both languages given the choice is between them; with one, between it and its likely
    partner; with none, the document's main language is detected first. A short block that does
    not say its language clearly takes the nearest clear block's.
    """
    langs = _choices(document, source_lang, target_lang)
    texts = [_unquoted(document.text[block.start : block.end]) for block in document.blocks]
    labels = _with_neighbours(identify(texts, langs=langs), texts, langs[0])
    blocks = [
        replace(block, lang=lang) for block, lang in zip(document.blocks, labels, strict=True)
    ]
    return replace(document, blocks=_captions(blocks))


def _choices(document: Document, source: str | None, target: str | None) -> tuple[str, ...]:
    """The languages to choose from, the likelier one first."""
    main = source or detect_language(document)
    if not source and target == main:  # the target's language was given, and the text is in it
        return target, _partner(target)
    other = target or _partner(main)
    return (main, other) if main != other else (main,)


def _partner(lang: str) -> str:
    return "fr" if lang == "en" else "en"


def _with_neighbours(
    found: Sequence[tuple[str, float]], texts: Sequence[str], default: str
) -> list[str]:
    """Replace unclear labels by that of the nearest clear block, the one before on a tie."""
    clear = [
        sure >= (_SURE_SHORT if len(_LETTERS.findall(text[:400])) < _SHORT else _SURE_BLOCK)
        for (_, sure), text in zip(found, texts, strict=True)
    ]
    before = _nearest(range(len(found)), clear)
    after = _nearest(range(len(found) - 1, -1, -1), clear)
    labels = []
    for i, (lang, _) in enumerate(found):
        if clear[i]:
            labels.append(lang)
            continue
        near = [j for j in (before[i], after[i]) if j is not None]
        labels.append(found[min(near, key=lambda j: abs(j - i))][0] if near else default)
    return labels


def _nearest(order: range, clear: Sequence[bool]) -> dict[int, int | None]:
    last: int | None = None
    result: dict[int, int | None] = {}
    for i in order:
        if clear[i]:
            last = i
        result[i] = last
    return result


def _unquoted(text: str) -> str:
    """A text without its quotations, where enough is left: they may be in another language."""
    if not _QUOTED.search(text):
        return text
    rest = _QUOTED.sub(" ", text)
    return rest if len(_LETTERS.findall(rest[:400])) >= _SHORT else text


def _captions(blocks: list[Block]) -> tuple[Block, ...]:
    """Mark the minority language's paragraphs, and its headings that no text stands under."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        if block.kind is not Kind.META:
            sizes[block.lang] += block.end - block.start
    if len(sizes) < 2:
        return tuple(blocks)
    main = sizes.most_common(1)[0][0]
    result: list[Block] = []
    for lang, run in groupby(blocks, key=lambda block: block.lang):
        found = list(run)
        bare = bool(result) and not any(block.kind in _TEXT for block in found)
        for block in found:
            heading = bare and block.kind is Kind.HEADING
            if lang != main and (heading or block.kind is Kind.PARAGRAPH):
                block = replace(block, kind=Kind.CAPTION)
            result.append(block)
    return tuple(result)


def relabel(segments: Sequence[Segment], document: Document) -> tuple[Segment, ...]:
    """Give a segment its own language where it plainly differs from its block's.

    Only the languages that the document's blocks have, or French and English, are considered;
    a segment of few letters keeps its block's language.
    """
    langs = tuple(sorted({block.lang for block in document.blocks if block.lang}))
    if len(langs) < 2 and set(langs) <= {"fr", "en"}:
        langs = ("en", "fr")
    if len(langs) < 2:
        return tuple(segments)
    found = identify([_unquoted(segment.text) for segment in segments], langs=langs)
    result = []
    for segment, (lang, sure) in zip(segments, found, strict=True):
        long = len(_LETTERS.findall(segment.text[:400])) >= _SHORT
        meta = document.blocks[segment.block].kind is Kind.META
        if lang != segment.lang and long and sure >= _SURE_SEGMENT and not meta:
            segment = replace(segment, lang=lang)
        result.append(segment)
    return tuple(result)
