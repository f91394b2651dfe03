"""From pairs of texts to beads of indices: which segments does each text hold?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from align.errors import DataError
from align.records import Bead


@dataclass(frozen=True, slots=True)
class TextPair:
    """One pair of a file: `where` opens a message about it (`out.tsv, line 3`)."""

    where: str
    source: str
    target: str
    score: float | None = None


def locate(
    pairs: Sequence[TextPair], source: Sequence[str], target: Sequence[str]
) -> tuple[Bead, ...]:
    """Return the beads that pairs stand for, given the segments of both sides.

    Texts are compared without white space, so line breaks do not matter.

    Raises:
        DataError: a text is not a run of whole segments.
    """
    sides = _Side("source", source), _Side("target", target)
    beads = []
    for pair in pairs:
        sources = sides[0].find(pair.source, pair.where)
        targets = sides[1].find(pair.target, pair.where)
        if sources or targets:
            beads.append(Bead(sources, targets, score=pair.score))
    return tuple(beads)


def common_segments(
    system: Sequence[TextPair], gold: Sequence[TextPair]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the finest segments that both files agree on, where they hold the same texts.

    Raises:
        DataError: they hold different texts.
    """
    return _atoms(system, gold, side="source"), _atoms(system, gold, side="target")


class _Side:
    """The segments of one side, without white space, in one string."""

    def __init__(self, name: str, segments: Sequence[str]) -> None:
        self.name = name
        bare = [_bare(segment) for segment in segments]
        self.text = "".join(bare)
        self.ends = list(accumulate(map(len, bare)))
        self.starts = [end - len(part) for end, part in zip(self.ends, bare, strict=True)]
        self.free = [bool(part) for part in bare]
        self.next = 0

    def find(self, text: str, where: str) -> tuple[int, ...]:
        bare = _bare(text)
        if not bare:
            return ()
        count = len(self.starts)
        for first in (*range(self.next, count), *range(min(self.next, count))):
            if not self.free[first] or not self.text.startswith(bare, self.starts[first]):
                continue
            end = self.starts[first] + len(bare)
            last = bisect_left(self.ends, end)
            if self.ends[last] != end:
                continue
            found = tuple(n for n in range(first, last + 1) if self.ends[n] > self.starts[n])
            if all(self.free[n] for n in found):
                for n in found:
                    self.free[n] = False
                self.next = last + 1
                return found
        raise DataError(
            f"{where}: the {self.name} text {_shorten(text)!r} is not a run of whole {self.name} "
            "segments that no other pair holds."
        )


def _atoms(system: Sequence[TextPair], gold: Sequence[TextPair], *, side: str) -> tuple[str, ...]:
    """Cut one file's text where either file cuts it; the other may leave parts of it out."""
    failure = ""
    for base, other in ((gold, system), (system, gold)):
        texts = [getattr(pair, side) for pair in base]
        whole = "".join(_bare(text) for text in texts)
        cuts = {0, *accumulate(len(_bare(text)) for text in texts)}
        failure_here = _place(cuts, whole, other, side)
        if not failure_here:
            shown = " ".join(texts)
            at = [n for n, char in enumerate(shown) if not char.isspace()]
            return tuple(shown[at[a] : at[b - 1] + 1] for a, b in pairwise(sorted(cuts)))
        failure = failure or failure_here
    raise DataError(failure)


def _place(cuts: set[int], whole: str, pairs: Sequence[TextPair], side: str) -> str:
    """Add where the pairs' texts begin and end to `cuts`; or say which text is not there."""
    at = 0
    for pair in pairs:
        bare = _bare(getattr(pair, side))
        found = whole.find(bare, at)
        if found < 0:
            found = whole.find(bare)
        if found < 0:
            return (
                f"{pair.where}: the {side} text {_shorten(getattr(pair, side))!r} is not in the "
                "other file, which is about another text or leaves this out; --source and "
                "--target give all segments."
            )
        at = found + len(bare)
        if bare:
            cuts.update((found, at))
    return ""


def _bare(text: str) -> str:
    return "".join(text.split())


def _shorten(text: str, *, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
