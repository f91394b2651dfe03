"""How a translator decodes, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from align.errors import UsageError

_WIDEST = 1000


@dataclass(frozen=True, slots=True)
class Decoding:
    """Search options: `beam` hypotheses (1 is greedy), and a brake on repetition (0: none).

    Only options that both engines take to mean the same: a repetition penalty does not.
    """

    beam: int = 1
    no_repeat: int = 0  # no n-gram of this many pieces twice

    def safer(self) -> Decoding:
        """Return the options for a second try: a wider beam that repeats nothing."""
        return replace(self, beam=max(4, self.beam), no_repeat=3)

    def longest(self, pieces: int, *, positions: int) -> int:
        """Return the most pieces to write for `pieces` read: what runs on further is cut."""
        return min(positions - 1, 3 * pieces + 10)

    def __str__(self) -> str:
        """Render for a signature: `beam 4`, `beam 4 norepeat 3`."""
        brake = f" norepeat {self.no_repeat}" if self.no_repeat else ""
        return f"beam {self.beam}{brake}"


def check_beam(beam: int) -> None:
    """Refuse a beam below 1, or one so wide that no search ends.

    Raises:
        UsageError: it is below 1, or above 1,000.
    """
    if not 1 <= beam <= _WIDEST:
        raise UsageError(f"--beam {beam}: 1 to {_WIDEST} was expected.")


@dataclass(frozen=True, slots=True)
class Output:
    """Decoded pieces; `finished` is False where the model was stopped before its end."""

    pieces: list[str]
    finished: bool

    def cut(self, most: int) -> Output:
        """Return what a model writes that is stopped after that many pieces, end mark included."""
        if len(self.pieces) + self.finished <= most:
            return self
        return Output(self.pieces[:most], False)
