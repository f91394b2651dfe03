"""Where in its file a segment stood: its cues' times, its page, its line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

from align.records import Block

_ARROW = " --> "
_offset = itemgetter(0)


def place_of(block: Block, start: int, end: int) -> str:
    """Return where the characters from `start` to `end` of a block's document stood.

    >>> from align.records import Kind
    >>> cues = (0, "00:01.000 --> 00:02.000"), (9, "00:02.000 --> 00:04.000")
    >>> place_of(Block(Kind.PARAGRAPH, "fr", 0, 20, places=cues), 3, 12)
    '00:01.000 --> 00:04.000'
    """
    if not block.places:
        return block.place
    first = max(bisect_right(block.places, start, key=_offset) - 1, 0)
    last = max(bisect_left(block.places, end, key=_offset), first + 1)
    return spanned([place for _, place in block.places[first:last]])


def spanned(places: Sequence[str]) -> str:
    """Return one place for neighbouring ones: the first, or times from its start to the last end.

    >>> spanned(["page 1", "page 2"]), spanned([])
    ('page 1', '')
    """
    told = [place for place in places if place]
    if len(told) < 2 or _ARROW not in told[0]:
        return told[0] if told else ""
    ends = (place.partition(_ARROW)[2] for place in told)
    return told[0].partition(_ARROW)[0] + _ARROW + max(ends, key=lambda end: (len(end), end))
