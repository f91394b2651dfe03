"""What the blocks around a block say of its language, where it does not clearly say so itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.records import Kind

HEADING, META = (tuple(Kind).index(kind) for kind in (Kind.HEADING, Kind.META))
_TURNS = 4
"""Changes of language, with none left out, that make an alternation."""
_GAP = 4
"""Unclear blocks between clear ones that may each take their turn, whatever they look like."""
_MIXED = 0.4
"""Share of the text under a heading from which on a language is one of two."""
_AGREE = 0.75
"""Share of more such blocks that must look like the language whose turn it is."""


def with_alternation(
    labels: bytearray, clear: bytearray, kinds: bytearray
) -> tuple[bytearray, bytearray]:
    """Label the unclear blocks where two languages take turns, and return what is clear then.

    So they do in a table of two columns, and where each paragraph is followed by its translation.
    Meta blocks have no turn.
    """
    labels, clear = bytearray(labels), bytearray(clear)
    turns = [i for i, kind in enumerate(kinds) if kind != META]
    own, told = bytes(labels[i] for i in turns), bytes(clear[i] for i in turns)
    for first, last in _alternations(own, told):
        start, end = first, last + 1
        if told.find(1, 0, first) < 0:
            start = 0
        if told.find(1, end) < 0:
            end = len(turns)
        begin, finish = _changing(own, told, first, last)
        one = own[first]
        other = next(own[k] for k in range(first, end) if told[k] and own[k] != one)
        gap = told.find(0, start, end)
        while gap >= 0:
            after = told.find(1, gap, end)
            after = after if after >= 0 else end
            due = [other if (k - first) % 2 else one for k in range(gap, after)]
            alike = sum(own[gap + k] == label for k, label in enumerate(due))
            inside = begin < gap and after <= finish
            if (inside and len(due) <= _GAP) or alike >= _AGREE * len(due):
                for k, label in enumerate(due, gap):
                    labels[turns[k]], clear[turns[k]] = label, 1
            gap = told.find(0, after, end)
    return labels, clear


def _alternations(labels: bytes, clear: bytes) -> Iterator[tuple[int, int]]:
    """Yield the first and the last block of each run whose clear blocks all have their turn."""
    first = before = clear.find(1)
    links = changes = 0
    while before >= 0:
        block = clear.find(1, before + 1)
        changed = block >= 0 and labels[block] != labels[before]
        if block >= 0 and changed == (block - before) % 2:
            links += 1
            changes += changed
        else:
            if changes >= _TURNS and 2 * changes >= links:
                yield first, before
            first, links, changes = block, 0, 0
        before = block


def _changing(labels: bytes, clear: bytes, first: int, last: int) -> tuple[int, int]:
    """The block before a run's first change of language, and the one after its last.

    Beyond them a gap stands between blocks of one language, as under a heading of two lines.
    """
    told = [k for k in range(first, last + 1) if clear[k]]
    links = [link for link in pairwise(told) if labels[link[0]] != labels[link[1]]]
    return links[0][0], links[-1][1]


def with_neighbours(labels: bytearray, clear: bytearray, leans: bytearray) -> bytearray:
    """Replace unclear labels by that of the nearest clear block, the one before on a tie.

    Between blocks of different languages, one that leans to its own label keeps it. Where no
    block is clear, all take the first language.
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
        differ = before >= 0 and after >= 0 and labels[before] != labels[after]
        for j in range(i, end):
            near = before if j < middle else after
            if not (differ and leans[j]):
                result[j] = labels[near] if near >= 0 else 0
        i = clear.find(0, end)
    return result


def with_sections(
    labels: bytearray, clear: bytearray, kinds: bytearray, sizes: Sequence[int]
) -> bytearray:
    """Give an unclear heading the language of most of the clear text up to the next heading.

    Over text in both languages, as a bibliography, it takes that of most of the document. Headings
    that follow each other have the text under the last of them in common; but after a clear one,
    which may be a caption, it is as with other blocks.
    """
    result = bytearray(labels)
    whole: Counter[int] = Counter()
    for label, told, size in zip(labels, clear, sizes, strict=True):
        whole[label] += told * size
    main = max(whole, key=whole.__getitem__, default=0)
    under: Counter[int] = Counter()
    headed = False
    for i in range(len(labels) - 1, -1, -1):
        if kinds[i] == HEADING:
            headed = True
            led = i > 0 and kinds[i - 1] == HEADING and clear[i - 1]
            if not clear[i] and not led and under:
                mixed = min(under.values()) >= _MIXED * under.total() and len(under) > 1
                result[i] = main if mixed else max(under, key=under.__getitem__)
        elif clear[i]:
            if headed:
                under.clear()
                headed = False
            under[labels[i]] += sizes[i]
    return result
