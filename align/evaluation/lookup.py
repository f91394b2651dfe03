"""Look up texts in a longer one: from one edge to another, each place taken once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

_COMPARED = 64  # characters of a run that its place in the order rests on
Span = tuple[int, int]


class Lookup:
    """Finds texts in one that is long, in near-linear time for all of them."""

    def __init__(self, text: str, *runs: Runs) -> None:
        """Look among the first of `runs`, then among the next."""
        self._runs = runs
        self._taken = bytearray(len(text))
        self._next = 0

    def find(self, text: str) -> Span | None:
        """Find a free place: behind the one that was taken last, or else from the beginning."""
        for runs in self._runs:
            starts = runs.starts(text)
            for at in (bisect_left(starts, self._next), 0):
                while at < len(starts):
                    span = starts[at], starts[at] + len(text)
                    if 1 not in self._taken[span[0] : span[1]]:
                        return span
                    del starts[at]  # what is taken stays so
        return None

    def take(self, span: Span) -> None:
        """Keep other texts from finding this place; the next one is looked for behind it."""
        self._taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
        self._next = span[1]


class Runs:
    """The runs from one edge of a text to another, found by how they begin."""

    def __init__(self, text: str, edges: Iterable[int]) -> None:
        """Take a text and where it may be cut."""
        self._text = text
        self._edges = frozenset(edges)
        self._sorted = sorted(self._edges, key=lambda at: text[at : at + _COMPARED])
        self._known: dict[str, list[int]] = {}

    def starts(self, run: str) -> list[int]:
        """Return where a run begins, in order; the list is kept, with what is deleted from it."""
        if run not in self._known:
            head = run[:_COMPARED]

            def beginning(at: int) -> str:
                return self._text[at : at + len(head)]

            first = bisect_left(self._sorted, head, key=beginning)
            end = bisect_right(self._sorted, head, key=beginning)
            self._known[run] = sorted(
                start
                for start in self._sorted[first:end]
                if start + len(run) in self._edges and self._text.startswith(run, start)
            )
        return self._known[run]
