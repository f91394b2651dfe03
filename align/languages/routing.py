"""Give each block and each segment its language."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from align.languages.detection import detect_language, identify, plain_language
from align.records import Block, Document, Kind, Segment

_LETTERS = re.compile(r"[^\W\d_]")
_SHORT = 25
"""Texts with fewer letters than this lean on their neighbours."""

_QUOTED = re.compile(r"«[^»«]*»|“[^”“]*”|\"[^\"]*\"")
_KINDS = tuple(Kind)
_HEADING, _PARAGRAPH, _ITEM, _CAPTION, _META = (
    _KINDS.index(kind)
    for kind in (Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.CAPTION, Kind.META)
)
_TEXT = (_PARAGRAPH, _ITEM)
_OWN = frozenset(("fr", "en"))
_SURE_BLOCK = 0.75
_SURE_SHORT = 0.97
_SURE_SEGMENT = 0.98


def route(document: Document, *, source_lang: str | None, target_lang: str | None) -> Document:
    """Give each block its language and mark the minority language's paragraphs as captions.

    With both languages given the choice is between them; with one, between it and its likely
    partner; with none, the document's main language is detected first. A short block that does
    not say its language clearly takes the nearest clear block's.
    """
    router = Router(document, source_lang=source_lang, target_lang=target_lang)
    router.add(document.text, document.blocks)
    blocks = tuple(
        Block(kind, lang, block.start, block.end, block.place)
        for block, (lang, kind) in zip(document.blocks, router.routed(), strict=True)
    )
    return replace(document, blocks=blocks)


class Router:
    """Routes the blocks of a document that comes in parts; keeps a few bytes of each block."""

    def __init__(
        self, document: Document, *, source_lang: str | None, target_lang: str | None
    ) -> None:
        """Choose the languages by a document, or by its beginning."""
        self._langs = _choices(document, source_lang, target_lang)
        self._labels = bytearray()  # index of the language
        self._clear = bytearray()
        self._kinds = bytearray()
        self._sizes = array("L")

    def add(self, text: str, blocks: Sequence[Block], *, base: int = 0) -> None:
        """See blocks, and the text that begins at an offset and holds them."""
        texts = [text[block.start - base : block.end - base] for block in blocks]
        found = _identified(texts, self._langs)
        for block, (label, clear) in zip(blocks, found, strict=True):
            self._labels.append(label)
            self._clear.append(clear)
            self._kinds.append(_KINDS.index(block.kind))
            self._sizes.append(block.end - block.start)

    def routed(self) -> Routes:
        """Return what all blocks are, once they were added."""
        labels = _with_neighbours(self._labels, self._clear)
        kinds = _captions(labels, self._kinds, self._sizes)
        return Routes(self._langs, bytes(labels), bytes(kinds))


@dataclass(frozen=True, slots=True)
class Routes:
    """The language and the kind of each block of a document, two bytes a block."""

    choices: tuple[str, ...]
    labels: bytes
    kinds: bytes

    @property
    def langs(self) -> frozenset[str]:
        """The languages that blocks have."""
        return frozenset(self.choices[label] for label in set(self.labels))

    def __iter__(self) -> Iterator[tuple[str, Kind]]:
        """Yield the language and the kind of every block."""
        for label, kind in zip(self.labels, self.kinds, strict=True):
            yield self.choices[label], _KINDS[kind]


def _choices(document: Document, source: str | None, target: str | None) -> tuple[str, ...]:
    """The languages to choose from, the likelier one first."""
    main = source or detect_language(document)
    if not source and target == main:  # the target's language was given, and the text is in it
        return target, _partner(target)
    other = target or _partner(main)
    return (main, other) if main != other else (main,)


def _partner(lang: str) -> str:
    return "fr" if lang == "en" else "en"


def _identified(texts: Sequence[str], langs: Sequence[str]) -> list[tuple[int, bool]]:
    """The index of each text's language, and whether it is clear."""
    own = frozenset(langs) == _OWN
    result: list[tuple[int, bool]] = []
    for text in texts:
        if own and (plain := plain_language(text)):
            result.append((langs.index(plain), True))
            continue
        text = _unquoted(text)
        ((lang, sure),) = identify([text], langs=langs)
        short = len(_LETTERS.findall(text[:400])) < _SHORT
        result.append((langs.index(lang), sure >= (_SURE_SHORT if short else _SURE_BLOCK)))
    return result


def _with_neighbours(labels: bytearray, clear: bytearray) -> bytearray:
    """Replace unclear labels by that of the nearest clear block, the one before on a tie.

    Where no block is clear, all take the first language.
    """
    result = bytearray(labels)
    size = len(labels)
    before = -1
    i = clear.find(0)
    while i >= 0:
        before = i - 1
        after = clear.find(1, i)
        end = after if after >= 0 else size
        middle = end if after < 0 else i if before < 0 else (before + after) // 2 + 1
        for j in range(i, end):
            near = before if j < middle else after
            result[j] = labels[near] if near >= 0 else 0
        i = clear.find(0, end)
    return result


def _unquoted(text: str) -> str:
    """A text without its quotations, where enough is left: they may be in another language."""
    if not _QUOTED.search(text):
        return text
    rest = _QUOTED.sub(" ", text)
    return rest if len(_LETTERS.findall(rest[:400])) >= _SHORT else text


def _captions(labels: bytearray, kinds: bytearray, sizes: Sequence[int]) -> bytearray:
    """Mark the minority language's paragraphs, and its headings that no text stands under."""
    totals: Counter[int] = Counter()
    for label, kind, size in zip(labels, kinds, sizes, strict=True):
        if kind != _META:
            totals[label] += size
    if len(totals) < 2:
        return kinds
    main = totals.most_common(1)[0][0]
    result = bytearray(kinds)
    start = 0
    for label, run in groupby(labels):
        end = start + sum(1 for _ in run)
        if label != main:
            bare = start > 0 and not any(kinds.find(kind, start, end) >= 0 for kind in _TEXT)
            for i in range(start, end):
                if kinds[i] == _PARAGRAPH or (bare and kinds[i] == _HEADING):
                    result[i] = _CAPTION
        start = end
    return result


def relabel(
    segments: Sequence[Segment], document: Document, *, langs: Collection[str] = ()
) -> tuple[Segment, ...]:
    """Give a segment its own language where it plainly differs from its block's.

    Only the languages that the document's blocks have, or French and English, are considered;
    a segment of few letters keeps its block's language.

    Args:
        segments: the document's segments.
        document: the document, or a part of one.
        langs: the languages of the whole document's blocks, where `document` is a part.
    """
    found = {*langs, *(block.lang for block in document.blocks)} - {""}
    if found <= _OWN:
        found = set(_OWN)
    if len(found) < 2:
        return tuple(segments)
    choice = sorted(found)
    own = found == _OWN
    result = []
    for segment in segments:
        if not (own and plain_language(segment.text) == segment.lang):
            segment = _relabelled(segment, document.blocks[segment.block], choice)
        result.append(segment)
    return tuple(result)


def _relabelled(segment: Segment, block: Block, langs: Sequence[str]) -> Segment:
    short = len(_LETTERS.findall(segment.text[:400])) < _SHORT
    if short or block.kind is Kind.META:
        return segment
    ((lang, sure),) = identify([_unquoted(segment.text)], langs=langs)
    other = lang != segment.lang and sure >= _SURE_SEGMENT
    return replace(segment, lang=lang) if other else segment
