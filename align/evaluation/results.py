"""What a suite came to, for the baseline and for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.evaluation.baselines import Figure
from align.evaluation.suite import Suite
from align.metrics.boundaries import BoundaryScores
from align.metrics.counts import LinkDocument
from align.metrics.links import LinkScores
from align.metrics.text import TextScores
from align.signature import Signature


@dataclass(frozen=True, slots=True)
class LinkResult:
    """A system's documents against gold, with their scores."""

    corpus: str
    system: str
    documents: tuple[LinkDocument, ...]
    scores: LinkScores


@dataclass(frozen=True, slots=True)
class TextResult:
    """All systems' lines of a corpus, with their scores."""

    corpus: str
    systems: Mapping[str, Sequence[str]]
    sources: tuple[str, ...]
    references: tuple[str, ...]
    scores: tuple[TextScores, ...]


@dataclass(frozen=True, slots=True)
class BoundaryResult:
    """A system's boundaries of a corpus."""

    corpus: str
    system: str
    scores: BoundaryScores


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """What a suite came to: figures for the baseline, results for the report.

    `systems` are the signatures of what was run, by system and corpus; `failed` is the part of
    `skipped` that tells of systems that failed on a corpus whose data were there.
    """

    suite: Suite
    figures: tuple[Figure, ...]
    results: tuple[LinkResult | TextResult | BoundaryResult, ...]
    skipped: tuple[str, ...]
    systems: tuple[tuple[str, Signature], ...] = ()
    failed: tuple[str, ...] = ()
