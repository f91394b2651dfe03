"""Where the aligner searches: a band around the best path between beads that somebody fixed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Bags
from align.aligners.band import Band, find_band, joined
from align.aligners.fixed import stretches
from align.aligners.length import LengthAligner
from align.records import Bead


def band_between(
    source: Sequence[str], target: Sequence[str], bags: tuple[Bags, Bags], fixed: Sequence[Bead],
    *, weak: bool,
) -> Band:  # fmt: skip
    """Return where to search: around the best path between fixed beads, and nowhere across.

    Args:
        source: the source segments.
        target: the target segments.
        bags: of both sides.
        fixed: checked beads.
        weak: whether the bags are too weak a guide by themselves in long texts, as cognates are;
            then the path by lengths is kept inside too.
    """
    n, m = len(source), len(target)
    lo, hi = np.zeros(n, np.int64), np.full(n, m, np.int64)
    parts = stretches(fixed, n, m)
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        one, other = part.sources, part.targets
        if one and other:
            found = _stretch_band(
                source[one.start : one.stop], target[other.start : other.stop],
                (bags[0].part(one), bags[1].part(other)), weak=weak,
            )  # fmt: skip
            lo[one], hi[one] = found.lo + other.start, found.hi + other.start
        elif one:
            lo[one], hi[one] = min(other.start, m - 1), min(other.start + 1, m)
        if after is not None:  # the fixed bead's rows also pass the nulls that no row stands for
            rows = range(one.stop, after.sources.start)
            lo[rows] = other.stop if one else other.start
            hi[rows] = after.targets.start if after.sources else after.targets.stop
    return Band.of(lo, hi)


def _stretch_band(
    source: Sequence[str], target: Sequence[str], bags: tuple[Bags, Bags], *, weak: bool
) -> Band:
    band = find_band(*bags)
    if weak:
        band = joined(band, *_passed(LengthAligner().align(source, target), source), len(target))
    return band


def _passed(
    beads: Sequence[Bead], source: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where a path in order passes each source segment: its first and last target segment."""
    first, last = np.zeros(len(source), np.int64), np.zeros(len(source), np.int64)
    reached = 0
    for bead in beads:
        begin = bead.targets[0] if bead.targets else reached
        reached = bead.targets[-1] if bead.targets else reached
        for i in bead.sources:
            first[i], last[i] = begin, reached
    return first, last
