"""Long texts become parts that a model can read, cut where a clause ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_BREAKS = (
    re.compile(r"[.!?…]+[\"'»”’)\]]*\s+"),  # a sentence ends
    re.compile(r"[;:]\s+"),
    re.compile(r"(?:[,)\]»]|\s[-–—])\s+"),
    re.compile(r"\s+(?=(?:et|ou|mais|or|donc|car|que|qui|dont|où|and|or|but|that|which|who)\s)"),
    re.compile(r"\s+"),
    re.compile(r"(?<=\W)(?=\w)|(?<=\w)(?=\W)"),
)
"""Where a text may be cut, best first; the cut falls at the match's end."""


def split_long(text: str, limit: int, count: Callable[[Sequence[str]], list[int]]) -> list[str]:
    """Cut a text into parts of at most `limit` pieces; the parts, joined, are the text.

    Each cut falls near the middle of what is too long, at the best kind of boundary there:
    the end of a sentence, then `;` and `:`, then a comma, a conjunction, a space; a text
    without any of these is cut between two characters.

    Args:
        text: what to cut.
        limit: the most pieces in a part; a single character is never cut.
        count: returns each text's number of pieces.
    """
    done: list[str] = []
    waiting = [text]
    while waiting:
        lengths = count(waiting)
        if all(n <= limit or len(part) < 2 for part, n in zip(waiting, lengths, strict=True)):
            return waiting
        done = []
        for part, length in zip(waiting, lengths, strict=True):
            if length <= limit or len(part) < 2:
                done.append(part)
            else:
                at = _best_cut(part)
                done += [part[:at], part[at:]]
        waiting = done
    return done


def _best_cut(text: str) -> int:
    """The best boundary in the middle three fifths, or near enough to halve the text at all."""
    middle = len(text) / 2
    for pattern in _BREAKS:
        cuts = [m.end() for m in pattern.finditer(text)]
        near = [cut for cut in cuts if 0.2 * len(text) <= cut <= 0.8 * len(text)]
        if near:
            return min(near, key=lambda cut: abs(cut - middle))
    return len(text) // 2
