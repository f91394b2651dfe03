"""What guardrails, cache and engines have in common beyond `Translator`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a model's languages.

    Args:
        known: gives words in lower case of the source language, with a capital of the target's,
            once they are wanted; none where there is no list.
        english: whether the target language is English.
        french: whether the source language is French.
    """

    known: Callable[[], frozenset[str]] = frozenset
    english: bool = False
    french: bool = False


UNKNOWN = Tongue()
"""Languages of which nothing is known."""


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
