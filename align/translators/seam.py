"""What guardrails, cache and engines have in common beyond `Translator`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature


class Streaming(Protocol):
    """Translates texts batch by batch, and knows a safer way to decode."""

    @property
    def signature(self) -> Signature:
        """Model, engine, decoding options."""

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield each text's translation once, in batches as they finish, in any order."""

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield each pair's number and likelihood once, in batches as they finish, in any order."""

    def safer(self) -> Streaming:
        """Return the same with the decoding that a second try uses."""
