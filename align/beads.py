"""What is true of all beads: they hold segments that are there, and each segment once.

The checks return what is wrong, for the caller to say where; "" is nothing.
"""

from __future__ import annotations

from dataclasses import replace

from align.errors import counted
from align.records import Bead


def sides(bead: Bead) -> tuple[tuple[str, tuple[int, ...]], tuple[str, tuple[int, ...]]]:
    """Return a bead's indices with the name of their side."""
    return ("source", bead.sources), ("target", bead.targets)


def rising(bead: Bead) -> Bead:
    """Return a bead with its indices in rising order, which files need not keep.

    >>> rising(Bead((2, 1), (0,))).position
    '[1, 2]:[0]'
    """
    return replace(bead, sources=tuple(sorted(bead.sources)), targets=tuple(sorted(bead.targets)))


def out_of_range(bead: Bead, counts: tuple[int, int], *, first: int = 0, known: str = "") -> str:
    """Say which of a bead's indices is beyond the segments, "" if none is.

    Args:
        bead: its indices count from 0, whatever `first` is.
        counts: how many segments there are on each side.
        first: the number of the first segment in the file, for the message.
        known: the name of a file, if all that is known of the segments comes from it.

    >>> out_of_range(Bead((0,), (4,)), (1, 3))
    'target index 4 is out of range: there are 3 target segments, numbered from 0.'
    """
    for (side, indices), count in zip(sides(bead), counts, strict=True):
        beyond = [index for index in indices if not 0 <= index < count]
        if beyond:
            has = f"there {'is' if count == 1 else 'are'} {counted(count, f'{side} segment')}"
            if known:
                has = f"{known} has {count}"
            return (
                f"{side} index {max(beyond) + first} is out of range: {has}, numbered from {first}."
            )
    return ""


def twice(bead: Bead) -> str:
    """Say on which side of a bead an index stands twice, "" if on none."""
    for side, indices in sides(bead):
        if len(set(indices)) < len(indices):
            return f"a {side} index stands twice in one bead."
    return ""


class Held:
    """The segments that beads hold: each belongs to one bead only.

    >>> held = Held()
    >>> held.add(Bead((0,), (1,)), where="line 1")
    ''
    >>> held.add(Bead((2,), (1,)), where="line 2")
    'target index 1 is already in the bead of line 1, and an index belongs to one bead only.'
    """

    def __init__(self) -> None:
        """Hold none."""
        self._where: dict[tuple[str, int], str] = {}

    def add(self, bead: Bead, *, where: str, first: int = 0) -> str:
        """Add a bead; say which of its indices is in another, or twice in it, "" if none is.

        Args:
            bead: its indices count from 0, whatever `first` is.
            where: what to call the bead's place in a message about another.
            first: the number of the first segment in the file, for the message.
        """
        if wrong := twice(bead):
            return wrong
        for side, indices in sides(bead):
            for index in indices:
                if (side, index) in self._where:
                    return (
                        f"{side} index {index + first} is already in the bead of "
                        f"{self._where[side, index]}, and an index belongs to one bead only."
                    )
                self._where[side, index] = where
        return ""
