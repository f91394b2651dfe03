"""Which browser tab may change the document: one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

SILENCE = 75.0
"""Seconds after which a silent tab counts as gone: browsers let a hidden one speak each minute."""


class Tabs:
    """The first tab is the active one, until it leaves, falls silent or another takes over."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock, in seconds."""
        self._clock = clock
        self._active = ""
        self._heard = 0.0

    def hello(self, tab: str, *, take: bool = False) -> bool:
        """Hear from a tab, which may take over; tell whether it is the active one."""
        now = self._clock()
        if take or self.is_free_for(tab):
            self._active, self._heard = tab, now
        return self._active == tab

    def is_free_for(self, tab: str) -> bool:
        """Tell whether a tab is the active one, or could be."""
        silent = self._clock() - self._heard > SILENCE
        return self._active in ("", tab) or silent

    def bye(self, tab: str) -> None:
        """Let a tab go."""
        if self._active == tab:
            self._active = ""
