"""Why a bead has its score, in four figures between 0 and 1."""

from __future__ import annotations

import re
from typing import NamedTuple

from align.records import Reasons

_ANCHOR = re.compile(r"\d+|\b[^\W\d_a-zà-ÿ]\w{2,}")


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
    return Reasons(
        similarity=_unit(found.similarity),
        margin=_unit(0.5 * (1 + found.similarity - found.neighbours)),
        length=min(expected, length) / max(expected, length),
        anchors=_anchors(source, target),
    )


def _anchors(source: str, target: str) -> float:
    """The share of numbers and capitalised words that both sides have; 1 where there are none."""
    one, other = ({a.lower()[:5] for a in _ANCHOR.findall(text)} for text in (source, target))
    return len(one & other) / max(1, min(len(one), len(other))) if one and other else 1.0


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))
