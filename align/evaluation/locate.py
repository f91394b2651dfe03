"""From pairs of texts to beads of indices: which segments does each text hold?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from align.errors import DataError, shortened
from align.evaluation.lookup import Lookup, Runs
from align.records import Bead


@dataclass(frozen=True, slots=True)
class TextPair:
    """One pair of a file, `where` opening a message about it (`out.tsv, line 3`).

    `review` is what a person decided about it; an edited one's texts may stand in no document.
    """

    where: str
    source: str
    target: str
    score: float | None = None
    review: str = ""


Bare = Callable[[str], str]
"""What of a text is compared."""


def without_space(text: str) -> str:
    """Return a text without white space, so that line breaks do not matter."""
    return "".join(text.split())


def letters(text: str) -> str:
    """Return a text's letters and digits, so that dashes, bullets and quotes do not matter."""
    return "".join(char for char in text if char.isalnum())


def locate(
    pairs: Sequence[TextPair],
    source: Sequence[str],
    target: Sequence[str],
    *,
    bare: Bare = without_space,
) -> tuple[Bead, ...]:
    """Return the beads that pairs stand for, given the segments of both sides.

    Raises:
        DataError: a text is not a run of whole segments.
    """
    sides = _Side("source", source, bare), _Side("target", target, bare)
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


def segments_within(
    whole: Sequence[str], system: Sequence[TextPair], gold: Sequence[TextPair], *, side: str
) -> tuple[str, ...]:
    """Return the finest segments of a whole text that two files make, each leaving parts out.

    `side` is `source` or `target`, the pairs' side that `whole` is the text of. Only letters
    and digits are compared: a reader takes bullets and the dashes of a dialogue for markup.

    Raises:
        DataError: a file holds something else.
    """
    parts = [letters(part) for part in whole]
    cuts = {0, *accumulate(map(len, parts))}
    for pairs in (system, gold):
        failure = _place(cuts, "".join(parts), pairs, side, letters)
        if failure:
            raise DataError(failure)
    return _cut(" ".join(whole), cuts, letters)


class _Side:
    """The segments of one side, without white space, in one string."""

    def __init__(self, name: str, segments: Sequence[str], bare_of: Bare) -> None:
        self.name = name
        self.bare = bare_of
        bare = [bare_of(segment) for segment in segments]
        text = "".join(bare)
        self.ends = list(accumulate(map(len, bare)))
        self.starts = [end - len(part) for end, part in zip(self.ends, bare, strict=True)]
        self._lookup = Lookup(text, Runs(text, (0, *self.ends)))

    def find(self, text: str, where: str) -> tuple[int, ...]:
        bare = self.bare(text)
        if not bare:
            return ()
        span = self._lookup.find(bare)
        if span is None:
            raise DataError(
                f"{where}: the {self.name} text {shortened(text, 40)!r} is not a run of whole "
                f"{self.name} segments that no other pair holds."
            )
        self._lookup.take(span)
        first, last = bisect_right(self.starts, span[0]) - 1, bisect_left(self.ends, span[1])
        return tuple(n for n in range(first, last + 1) if self.ends[n] > self.starts[n])


def _atoms(system: Sequence[TextPair], gold: Sequence[TextPair], *, side: str) -> tuple[str, ...]:
    """Cut one file's text where either file cuts it; the other may leave parts of it out."""
    failure = ""
    for base, other in ((gold, system), (system, gold)):
        texts = [getattr(pair, side) for pair in base]
        parts = [without_space(text) for text in texts]
        cuts = {0, *accumulate(map(len, parts))}
        failure_here = _place(cuts, "".join(parts), other, side, without_space)
        if not failure_here:
            return _cut(" ".join(texts), cuts, without_space)
        failure = failure or failure_here
    raise DataError(failure)


def _cut(text: str, cuts: set[int], bare: Bare) -> tuple[str, ...]:
    """Cut a text at places that are counted in the bare one."""
    at = [n for n, char in enumerate(text) if bare(char)] + [len(text)]
    return tuple(text[at[a] : at[b]].strip() for a, b in pairwise(sorted(cuts)))


def _place(cuts: set[int], whole: str, pairs: Sequence[TextPair], side: str, bare_of: Bare) -> str:
    """Add where the pairs' texts begin and end to `cuts`; or say which text is not there."""
    at = 0
    for pair in pairs:
        bare = bare_of(getattr(pair, side))
        found = whole.find(bare, at)
        if found < 0:
            found = whole.find(bare)
        if found < 0:
            text = shortened(getattr(pair, side), 40)
            return (
                f"{pair.where}: the {side} text {text!r} is not in the "
                "other file, which is about another text or leaves this out; --source and "
                "--target give all segments."
            )
        at = found + len(bare)
        if bare:
            cuts.update((found, at))
    return ""
