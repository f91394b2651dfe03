"""What guardrails, cache and engines have in common beyond `Translator`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from align.records import Translation
from align.signature import Signature


class Streaming(Protocol):
    """Translates texts batch by batch, and knows a safer way to decode."""

    @property
    def signature(self) -> Signature:
        """Model, engine, decoding options."""

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield each text's translation once, in batches as they finish, in any order."""

    def safer(self) -> Streaming:
        """Return the same with the decoding that a second try uses."""
