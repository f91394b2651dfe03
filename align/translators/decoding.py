"""How a translator decodes, and what comes out of it before anyone has looked at it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Decoding:
    """Search options: `beam` hypotheses (1 is greedy), and brakes on repetition (0 and 1: none)."""

    beam: int = 1
    no_repeat: int = 0  # no n-gram of this many pieces twice
    penalty: float = 1.0  # divides the score of pieces already there

    def safer(self) -> Decoding:
        """Return the options for a second try: a wider beam that repeats nothing."""
        return replace(self, beam=max(4, self.beam), no_repeat=3, penalty=1.1)

    def longest(self, pieces: int, *, positions: int) -> int:
        """Return the most pieces to write for `pieces` read: what runs on further is cut."""
        return min(positions - 1, 3 * pieces + 10)

    def __str__(self) -> str:
        """Render for a signature: `beam 4`, `beam 4 norepeat 3 penalty 1.1`."""
        brakes = f" norepeat {self.no_repeat} penalty {self.penalty}" if self.no_repeat else ""
        return f"beam {self.beam}{brakes}"


@dataclass(frozen=True, slots=True)
class Output:
    """A decoded text; `finished` is False where the model was stopped before its end."""

    text: str
    finished: bool
