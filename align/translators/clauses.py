"""Long texts become parts that a model can read, cut where a clause ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

_BREAKS = (
    re.compile(r"(?<![.!?…])[.!?…]+[\"'»”’)\]]*\s+"),  # a sentence ends
    re.compile(r"[;:]\s+"),
    re.compile(r"(?:[,)\]»]|\s[-–—])\s+"),
    re.compile(
        r"(?<!\s)\s+(?=(?:et|ou|mais|or|donc|car|que|qui|dont|où|and|or|but|that|which|who)\s)"
    ),
    re.compile(r"\s+"),
    re.compile(r"(?<=\W)(?=\w)|(?<=\w)(?=\W)"),
)
"""Where a text may be cut, best first; the cut falls at the match's end.

What begins with a run looks back, else it would begin anew at each of the run's characters.
"""

_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs without a shape
_UNSEEN_KINDS = frozenset(("Cc", "Cf", "Mn", "Me"))


def blank(text: str) -> bool:
    """Tell whether there is nothing to see in a text: spaces, zero-width characters, marks alone.

    >>> blank(" \u200b\ufeff"), blank("?")
    (True, False)
    """
    return all(
        c.isspace() or c in _UNSEEN or unicodedata.category(c) in _UNSEEN_KINDS for c in text
    )


def glued(before: str, after: str) -> bool:
    """Tell whether a cut between two parts fell inside a word or URL, so that no space parts them.

    Where a script has no spaces, as Chinese, its translation has.
    """
    around = before[-1:] + after[:1]
    return len(around) == 2 and not any(
        c.isspace() or unicodedata.east_asian_width(c) in "WF" for c in around
    )


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
    parts = [text]
    while True:
        done: list[str] = []
        for part, length in zip(parts, count(parts), strict=True):
            if length <= limit or len(part) < 2:
                done.append(part)
            else:
                at = _best_cut(part)
                done += [part[:at], part[at:]]
        if len(done) == len(parts):
            return parts
        parts = done


def _best_cut(text: str) -> int:
    """The best boundary in the middle three fifths, or near enough to halve the text at all."""
    middle = len(text) / 2
    for pattern in _BREAKS:
        cuts = [m.end() for m in pattern.finditer(text)]
        near = [cut for cut in cuts if 0.2 * len(text) <= cut <= 0.8 * len(text)]
        if near:
            return min(near, key=lambda cut: abs(cut - middle))
    return len(text) // 2
