"""Windows of segments with the same text: one stands for all until a line takes one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Repeated:
    """Where the windows of one to `longest` neighbours of a block come again.

    `again` says by size and start of a window whether an earlier one has its text.
    """

    def __init__(
        self, source: Sequence[str], blocks: Sequence[int], longest: int,
        at: Sequence[int] | None = None,
    ) -> None:  # fmt: skip
        """Find them; `at` says how many source segments stand before each target segment."""
        self._source, self._at = source, at
        self._windows: list[dict[tuple[str, ...], list[int]]] = []
        self.again: list[NDArray[np.bool_]] = []
        for a in range(1, min(longest, len(source)) + 1):
            starts: dict[tuple[str, ...], list[int]] = {}
            again = np.zeros(len(source) - a + 1, np.bool_)
            for i in range(len(again)):
                if len(set(blocks[i : i + a])) == 1:
                    same = starts.setdefault(tuple(source[i : i + a]), [])
                    again[i] = bool(same)
                    same.append(i)
            self._windows.append(starts)
            self.again.append(again)

    def of(self, start: int, size: int, target: int) -> list[int]:
        """Return where windows with this one's text start, the nearest to the target first."""
        same = self._windows[size - 1][tuple(self._source[start : start + size])]
        if self._at is None or len(same) == 1:
            return same
        place = self._at[target]
        return sorted(same, key=lambda i: abs(2 * i + size - 2 * place))
