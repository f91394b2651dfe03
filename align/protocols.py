"""The seams: one protocol a stage, one method a protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Protocol, TypeVar

from align.records import (
    Bead,
    CorpusHeader,
    Document,
    Likelihood,
    Score,
    Segment,
    Translation,
    TranslationUnit,
    Written,
)
from align.signature import Signature

Reported = TypeVar("Reported", contravariant=True)
Progress = Callable[[int], None]
"""Called with the number of items done since the last call."""
SegmentPair = tuple[Sequence[str], Sequence[str]]
"""Source segments and target segments, either maybe none."""
Scorer = Callable[[Sequence[SegmentPair]], Sequence[Likelihood]]
"""Says how likely each pair's target is, given its source."""


class Reader(Protocol):
    """Turns a file's bytes into a document of blocks."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Decode `data`; `name` is the file's name for messages and the document's id."""


class Segmenter(Protocol):
    """Splits a document's blocks into segments."""

    def segment(self, document: Document) -> tuple[Segment, ...]:
        """Return segments in order; what lies between them is white space or markup."""


class Translator(Protocol):
    """Translates texts, one for one."""

    @property
    def signature(self) -> Signature:
        """Model, engine, decoding options."""

    def translate(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation a text, in the order given; an empty text stays empty."""

    def score(
        self, pairs: Sequence[SegmentPair], *, progress: Progress | None = None
    ) -> list[Likelihood]:
        """Return how likely each pair's target is, given its source: forced decoding."""


class Aligner(Protocol):
    """Pairs source and target segments."""

    @property
    def signature(self) -> Signature:
        """Name, version and options."""

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        fixed: Sequence[Bead] = (),
        scorer: Scorer | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads that hold every index of both sides exactly once.

        `translations` are the source texts in the target's language, `reverse` the target
        texts in the source's, one for one; an aligner that needs neither ignores them.
        `fixed` are beads that come out as they are, with score 1; the rest is aligned
        between those of them that keep the order. `scorer` knows the likelihood of pairs in
        the direction of the translations that are given, for aligners that look twice.
        """


class Writer(Protocol):
    """Writes translation units to a binary stream as they come."""

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units and return how many were written, skipped, mended."""


class Metric(Protocol):
    """Scores hypotheses against references, line for line."""

    def score(self, hypotheses: Sequence[str], references: Sequence[str]) -> Score:
        """Return the score of all lines together."""


class Reporter(Protocol[Reported]):
    """Renders a report as text."""

    def render(self, report: Reported) -> str:
        """Return the whole report."""
