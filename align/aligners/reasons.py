"""Why a bead has its score, in four figures between 0 and 1."""

from __future__ import annotations

import re
from typing import NamedTuple

from align.records import Reasons

# A number, or a word that starts with a capital; or with a small letter beyond Latin-1 (as œil
# does), of which `re` has no set. It begins with a set of characters, which `re` finds several
# times as fast as alternatives.
_ANCHOR = re.compile(r"[^\W_a-zà-ÿ](?:(?<=\d)\d*|(?<!\w.)\w{2,})")


class Competition(NamedTuple):
    """A bead's cosine and the mean of the best cosines near by."""

    similarity: float
    neighbours: float


def reasons(source: str, target: str, found: Competition, *, ratio: float) -> Reasons:
    """Return the reasons of a bead with both sides.

    Args:
        source: the bead's source text.
        target: its target text.
        found: its cosine, and the best ones near by.
        ratio: target characters a source character in the document.
    """
    expected, length = ratio * len(source) + 1, len(target) + 1
    s, near = found
    return Reasons(
        similarity=_unit(s),
        margin=_unit(0.5 * (1 + s - near)),
        length=expected / length if expected < length else length / expected,
        anchors=_anchors(source, target),
    )


def _anchors(source: str, target: str) -> float:
    """The share of numbers and capitalised words that both sides have; 1 where one side has none.

    Of the side that has fewer: one language writes capitals where another does not.
    """
    if not (one := _beginnings(source)):
        return 1.0
    other = _beginnings(target)
    return len(one & other) / min(len(one), len(other)) if other else 1.0


def _beginnings(text: str) -> set[str]:
    """The first letters or figures of a text's numbers and capitalised words."""
    return {found[:5].lower() for found in _ANCHOR.findall(text) if not found[0].islower()}


def _unit(value: float) -> float:
    return 0.0 if value < 0 else 1.0 if value > 1 else value
