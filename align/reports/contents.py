"""What a report holds, before it is HTML, Markdown or JSON: sections of tables, charts, pairs."""

from __future__ import annotations

from dataclasses import dataclass

from align.records import Score
from align.signature import Signature

Cell = str | int | float | Score | None
"""A table's cell; a score shows its interval, None a dash."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `caption` says what they show and on how many items."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart: one group a label, one bar a series, with its interval.

    Values lie between 0 and `top`.
    """

    caption: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Score | None, ...]], ...]
    top: float = 1.0


@dataclass(frozen=True, slots=True)
class DotPlot:
    """The path of an alignment: source position across, target position up.

    A point stands in the middle of its bead; `wrong` are proposed beads that gold has not.
    """

    caption: str
    system: tuple[tuple[float, float], ...]
    gold: tuple[tuple[float, float], ...] = ()
    wrong: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability curve; a point is (mean score, share right, low, high, number of beads)."""

    caption: str
    points: tuple[tuple[float, float, float, float, int], ...]


@dataclass(frozen=True, slots=True)
class GoldBead:
    """What gold says about a pair: a bead in Vecalign's form and its texts."""

    position: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A source text and a target text that a bead puts together, or one of them alone.

    `tags` are what pairs are filtered by: a verdict, an origin, the translator's flags.
    """

    position: str
    source: str
    target: str
    score: float | None = None
    tags: tuple[str, ...] = ()
    gold: tuple[GoldBead, ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A list of pairs, side by side, with search and filters where there is JavaScript."""

    caption: str
    pairs: tuple[Pair, ...]
    source_lang: str = ""
    target_lang: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is `same`, only in the hypothesis (`added`) or not (`removed`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One segment's hypothesis against its reference, word by word."""

    label: str
    runs: tuple[Run, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """Hypotheses against references, word by word."""

    caption: str
    items: tuple[Difference, ...]
    lang: str = ""


Item = Table | Bars | DotPlot | Reliability | Pairs | Differences


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences for the reader, and what they are about."""

    title: str
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `warnings` come before everything else.

    `signatures` names what each kind of figure depends on; `created` is a UTC time as
    `YYYY-MM-DD HH:MM`, or "" where a report must not change from run to run.
    """

    title: str
    sections: tuple[Section, ...]
    summary: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    signatures: tuple[tuple[str, Signature], ...] = ()
    created: str = ""
