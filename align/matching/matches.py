"""What came of matching: every document of both sides, with its partner or without."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of documents, or one without a partner: the other path is "", the score None.

    `score` is the probability that the target translates the source.
    """

    source: str
    target: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """Every document of both sides, exactly once.

    `matches` are sorted by the source's path, then the targets without a partner by theirs;
    `unreadable` holds path and reason of the documents that could not be compared, which stand
    among those without a partner; `translated` is the number of sentences translated.
    """

    matches: tuple[Match, ...]
    unreadable: tuple[tuple[str, str], ...]
    source_lang: str
    target_lang: str
    translated: int
    undecided: int = 0

    @property
    def pairs(self) -> int:
        """The number of pairs."""
        return sum(match.score is not None for match in self.matches)
