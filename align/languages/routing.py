"""Give each block and each segment its language."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log

from align.languages.bilingual import words_and_names
from align.languages.detection import OWN, SAMPLE, detect_language, identify, plain_language
from align.languages.foreign import LANGUAGES, goes_with, is_quiet, third_language
from align.languages.neighbours import (
    HEADING,
    META,
    with_alternation,
    with_neighbours,
    with_sections,
)
from align.languages.quotations import unquoted
from align.records import Block, Document, Kind, Segment
from align.tags import partner_of

_SHORT = 25
"""Texts with fewer letters than this lean on their neighbours."""
_LONG = re.compile(rf"(?:[\W\d_]*+[^\W\d_]){{{_SHORT}}}")
# What numbers a heading or an item: "I." is no pronoun, "A." no article.
_NUMBERING = re.compile(
    r"\s*\(?(?:[IVXLC]{1,6}|[A-Za-z]|\d{1,3}(?:\.\d{1,3})*)[.)](?:\s*[—–\-])?\s+"
)
_KINDS = tuple(Kind)
_PARAGRAPH, _ITEM, _CAPTION = (
    _KINDS.index(kind) for kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.CAPTION)
)
_TEXT = (_PARAGRAPH, _ITEM)
_PAIR = 2
"""Languages of a pair; those that follow are third ones."""
_QUIET, _SETTLED = 1, 2
"""What holds of a block's segments: none is in a third language; one that is all of the block is in
the block's language. So what was looked up for the block is not looked up again."""
_SURE_BLOCK = 0.75
_SURE_SHORT = 0.97
_SURE_WORD = 0.99  # of one word alone, which both languages may have: "Introduction"
_LEANS = 0.95
"""How sure a short block must be between blocks of different languages; "Tallinn" is .91 French."""
_RENDERED = 2.5
"""Log-odds of its own language from which on a short block is clear beside what it renders.

Of 944 unclear English lines of laws, press, debates and talk beside their French 799 are so, of 469
unclear French ones 270, and one of 2,759 beside another line of their own language. (The lexicon
was learnt from the same texts.)
"""
_BESIDE = 300  # characters of a block that are looked at so
_SURE_SEGMENT = 0.98
_SURE_SENTENCE, _SURE_PHRASE = 0.995, 0.9999
"""Of few letters: words that are no names, three and more; two, which may be a loan."""


Renders = Callable[[str, str, str, str], float]
"""Returns by how many nats a line, in a language, seems to render another, in another language."""


def route(document: Document, *, langs: Sequence[str], renders: Renders | None = None) -> Document:
    """Give each block its language and mark the minority language's paragraphs as captions.

    A short block that does not say its language clearly, but renders the one beside it, is in the
    other language. Else it takes its turn where the languages take turns, as row by row in a table;
    otherwise the nearest clear block's, unless those on its two sides differ and it says more than
    they; a heading, that of what stands under it. A clear block in a third language is no caption,
    and no neighbour leans on it.

    Args:
        document: any document.
        langs: a pair, and third languages that may follow it, as `choose_languages` returns them.
        renders: says whether a line renders another; none to look at each by itself.
    """
    router = Router(langs, renders=renders)
    router.add(document.text, document.blocks)
    blocks = tuple(
        Block(kind, lang, block.start, block.end, block.place, block.places)
        for block, (lang, kind, _) in zip(document.blocks, router.routed(), strict=True)
    )
    return replace(document, blocks=blocks)


class Router:
    """Routes the blocks of a document that comes in parts; keeps a few bytes of each block."""

    def __init__(self, langs: Sequence[str], *, renders: Renders | None = None) -> None:
        """Take the languages to choose from, and what says whether a line renders another."""
        self._langs = tuple(langs)
        self._renders = renders
        self._last = ""  # the beginning of the block before, "" where it has no say
        self._labels = bytearray()  # index of the language
        self._clear = bytearray()
        self._leans = bytearray()
        self._kinds = bytearray()
        self._known = bytearray()
        self._sizes = array("L")

    def add(self, text: str, blocks: Sequence[Block], *, base: int = 0) -> None:
        """See blocks, and the text that begins at an offset and holds them."""
        for block in blocks:
            inside = text[block.start - base : block.end - base]
            label, clear, leans, known = _identified(inside, self._langs)
            self._labels.append(label)
            self._clear.append(clear)
            self._leans.append(leans)
            self._known.append(known)
            self._kinds.append(_KINDS.index(block.kind))
            self._sizes.append(block.end - block.start)
            self._compare(inside, meta=block.kind is Kind.META)

    def _compare(self, text: str, *, meta: bool) -> None:
        """Make the last block and the one before it clear where one renders the other."""
        lines = self._last, text[:_BESIDE]
        self._last = "" if meta else lines[1]
        if self._renders is None or meta or not lines[0]:
            return
        mine, other = self._labels[-1], self._labels[-2]
        if mine == other or max(mine, other) >= _PAIR or self._clear[-1] + self._clear[-2] == 2:
            return
        for at, line, beside in ((-1, lines[1], lines[0]), (-2, lines[0], lines[1])):
            if self._clear[at] or not _is_short(line):
                continue
            label = self._labels[at]
            nats = self._renders(line, self._langs[label], beside, self._langs[1 - label])
            if nats > 0 and nats + _log_odds(line, self._langs[:_PAIR], label) >= _RENDERED:
                self._clear[at] = self._leans[at] = 1

    def routed(self) -> Routes:
        """Return what all blocks are, once they were added."""
        labels, clear = with_alternation(self._labels, self._clear, self._kinds)
        labels = with_neighbours(labels, clear, self._leans)
        labels = with_sections(labels, clear, self._kinds, self._sizes)
        for i, label in enumerate(self._labels):
            if label >= _PAIR:
                labels[i] = label
        kinds = _captions(labels, self._kinds, self._sizes)
        return Routes(self._langs, bytes(labels), bytes(kinds), bytes(self._known))


@dataclass(frozen=True, slots=True)
class Routes:
    """The language and the kind of each block of a document, three bytes a block."""

    choices: tuple[str, ...]
    labels: bytes
    kinds: bytes
    known: bytes

    def __iter__(self) -> Iterator[tuple[str, Kind, int]]:
        """Yield the language and the kind of every block, and what holds of its segments."""
        for label, kind, known in zip(self.labels, self.kinds, self.known, strict=True):
            yield self.choices[label], _KINDS[kind], known


def choose_languages(
    document: Document, *, source_lang: str | None, target_lang: str | None
) -> tuple[str, ...]:
    """Return the languages that blocks and segments may have, the likelier one first.

    With both given it is these, or the one that they are; what was not given is detected, or
    the likely partner of the other. After French and English come the third languages that
    clear lines may be in.
    """
    main = source_lang or detect_language(document)
    if not source_lang and target_lang == main:
        langs = target_lang, partner_of(target_lang)  # the text is in it, which was given
    else:
        langs = main, target_lang or partner_of(main)
    if langs[0] == langs[1]:
        return langs[:1]
    return (*langs, *LANGUAGES) if frozenset(langs) == OWN else langs


def _identified(block: str, langs: Sequence[str]) -> tuple[int, bool, bool, int]:
    """The index of a block's language, whether it is clear or nearly, what holds of its segments.

    What frames a quotation decides, or else all of the text, where the frame is short and says
    nothing, such as a name. A third language is never clear: it is no neighbour's.
    """
    pair = langs[:_PAIR]
    number = _NUMBERING.match(block)
    text = block[number.end() if number else 0 :][:SAMPLE]
    frame = unquoted(text)
    whole = text == block
    quiet = False
    if len(langs) > _PAIR:
        quiet = is_quiet(block)
        if not quiet and (third := third_language(frame)):
            return langs.index(third), False, False, whole * _SETTLED
    lang, clear, leans, plain = _told(frame, pair)
    if not clear and frame != text and _is_short(frame):
        lang, clear, leans, _ = _told(text, pair)
    return langs.index(lang), clear, leans, quiet * _QUIET | (whole and plain) * _SETTLED


def _told(text: str, langs: Sequence[str]) -> tuple[str, bool, bool, bool]:
    """The language of a block's text, whether it is clear or nearly, and by frequent words."""
    if frozenset(langs) == OWN and (plain := plain_language(text)):
        return plain, True, True, True
    ((lang, sure),) = identify([text], langs=langs)
    if not _is_short(text):
        return lang, sure >= _SURE_BLOCK, sure >= _SURE_BLOCK, False
    bar = _SURE_SHORT if len(text.split()) > 1 else _SURE_WORD
    return lang, sure >= bar, sure >= _LEANS, False


def _log_odds(text: str, langs: Sequence[str], label: int) -> float:
    """The log-odds that a text is in the language with a label, of two."""
    ((lang, sure),) = identify([text], langs=langs)
    sure = min(sure, _SURE_WORD)
    return log(sure / (1 - sure)) * (1 if lang == langs[label] else -1)


def _is_short(text: str) -> bool:
    return _LONG.match(text, 0, 400) is None


def _captions(labels: bytearray, kinds: bytearray, sizes: Sequence[int]) -> bytearray:
    """Mark the minority language's paragraphs, and its headings that no text stands under."""
    totals: Counter[int] = Counter()
    for label, kind, size in zip(labels, kinds, sizes, strict=True):
        if kind != META and label < _PAIR:
            totals[label] += size
    if len(totals) < 2:
        return kinds
    main = totals.most_common(1)[0][0]
    result = bytearray(kinds)
    start = 0
    for label, run in groupby(labels):
        end = start + sum(1 for _ in run)
        if label != main and label < _PAIR:
            bare = start > 0 and not any(kinds.find(kind, start, end) >= 0 for kind in _TEXT)
            for i in range(start, end):
                if kinds[i] == _PARAGRAPH or (bare and kinds[i] == HEADING):
                    result[i] = _CAPTION
        start = end
    return result


def relabel(
    segments: Sequence[Segment], document: Document, *, langs: Sequence[str],
    known: Sequence[int] = (),
) -> tuple[Segment, ...]:  # fmt: skip
    """Give a segment its own language where it plainly differs from its block's.

    A segment of few letters must say it the more clearly, and with other words than names. In a
    block in a third language, all are in that but those which are more like one of the pair.

    Args:
        segments: the document's segments.
        document: the document, or a part of one.
        langs: the languages to choose from, as the whole document's blocks had them.
        known: what the `Router` says of each block, in two bits; none to look all of it up.
    """
    pair, others = langs[:_PAIR], frozenset(langs[_PAIR:])
    if len(set(pair)) < 2:
        return tuple(segments)
    none = frozenset[str]()
    result = []
    for segment in segments:
        block = document.blocks[segment.block]
        told = known[segment.block] if known else 0
        if told & _SETTLED and segment.start == block.start and segment.end == block.end:
            result.append(segment)
            continue
        if block.kind is not Kind.META:
            third = none if told & _QUIET else others
            lang = _own_language(unquoted(segment.text), segment.lang, pair, third)
            if lang != segment.lang:
                segment = replace(segment, lang=lang)
        result.append(segment)
    return tuple(result)


def _own_language(text: str, around: str, pair: Sequence[str], others: frozenset[str]) -> str:
    """The language of a segment's text, given that of its block."""
    if others:
        if third := third_language(text):
            return third
        if around in others:
            return around if goes_with(text, around) else identify([text], langs=pair)[0][0]
    own = frozenset(pair) == OWN
    if own and plain_language(text) == around:
        return around
    ((lang, sure),) = identify([text], langs=pair)
    return lang if sure >= _bar(text, own=own) else around


def _bar(text: str, *, own: bool) -> float:
    """How sure another language than the block's must be; above 1 where it cannot be."""
    if not own or not _is_short(text):
        return _SURE_SEGMENT
    words, names = words_and_names(text)
    if words < 2 or words <= names:
        return 2.0
    return _SURE_PHRASE if words == 2 else _SURE_SENTENCE
