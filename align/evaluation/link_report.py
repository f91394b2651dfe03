"""Lay out the scores of links: tables, the path of the alignment, the beads that are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from align.errors import counted
from align.metrics.calibration import Calibration, calibration
from align.metrics.counts import Judgement, LinkDocument, judge
from align.metrics.links import FIGURES, LinkScores
from align.metrics.resampling import Comparison
from align.records import Bead, Score
from align.reports.contents import (
    Cell,
    DotPlot,
    GoldBead,
    Item,
    Pair,
    Pairs,
    Reliability,
    Report,
    Section,
    Table,
)
from align.reports.figures import DASH, named, out_of_hundred

NULLS = (
    "Strict and lax are counted as Vecalign's scorer counts them: null beads count in precision "
    "and are left out of recall. The null figures are over segments, one by one, and ask what "
    "that scorer does not: whether what has no counterpart was left alone."
)
TOO_FEW = (
    "There is no p: drawn anew from so few blocks of beads, differences hardly vary, and any would "
    "pass for significant. More text with gold beads is needed."
)
_PLOTS = 12
_WORST = 100


def link_report(
    documents: Sequence[LinkDocument],
    scores: LinkScores,
    *,
    comparisons: Sequence[Comparison] = (),
    names: tuple[str, str] = ("first", "second"),
    notes: Sequence[str] = (),
) -> Report:
    """Lay out the report of one system; `comparisons` are against it, `names` both systems'.

    `notes` say what the figures rest on.
    """
    judged = [judge(document) for document in documents]
    found = calibration(chain.from_iterable(judged))
    sections = [Section("Scores", tuple(score_tables(scores)), notes=(NULLS,))]
    if comparisons:
        untested = any(found.p_value is None for found in comparisons)
        table = comparison_table(comparisons, names=names)
        sections.append(Section("Comparison", (table,), notes=(TOO_FEW,) if untested else ()))
    sections.append(Section("Path", tuple(paths(documents, judged))))
    if found:
        sections.append(reliability(found))
    sections.append(Section("Worst beads", (worst(documents, judged),)))
    return Report(
        title="Alignment against gold",
        summary=(_sentence(documents), *notes),
        sections=tuple(sections),
        signatures=signatures(scores, comparisons),
    )


def score_tables(scores: LinkScores) -> list[Item]:
    """Return the tables over all beads, by bead type, by document."""
    items: list[Item] = [_overall("All documents together (micro)", scores.micro, "")]
    if len(scores.documents) > 1:
        items.append(
            _overall(f"Mean over {len(scores.documents)} documents (macro)", scores.macro, "macro_")
        )
    items.append(
        Table(
            "By bead type: precision over proposed beads of the type, recall over gold ones",
            ("bead", "strict precision", "strict recall", "strict F1", "lax F1", "in gold"),
            tuple(_type_row(name, part) for name, part in scores.types),
        )
    )
    if len(scores.documents) > 1:
        wanted = ("strict_precision", "strict_recall", "strict_f1", "lax_f1", "null_f1")
        rows = []
        for name, part in scores.documents:
            by_name = {score.name: score for score in part}
            row: tuple[Cell, ...] = (name, *(by_name[key] for key in wanted))
            rows.append((*row, by_name["strict_recall"].count))
        columns = ("document", *(named(key) for key in wanted), "gold beads")
        items.append(Table("By document", columns, tuple(rows)))
    return items


def comparison_table(
    comparisons: Sequence[Comparison], *, names: tuple[str, str], corpus: str = ""
) -> Table:
    """Return a paired test as a table, `names` being those of the two systems."""
    rows: list[tuple[Cell, ...]] = []
    for found in comparisons:
        first, second = (
            Score(found.name, value, value, value, 1, found.signature)
            for value in (found.first, found.second)
        )
        digits = 1 if out_of_hundred(first) else 3
        low, high = found.low, found.high
        between = (
            () if low is None or high is None else (f"{low:+.{digits}f} to {high:+.{digits}f}",)
        )
        change = f"{found.difference:+.{digits}f}"
        rows.append((named(found.name), first, second, change, *between, _p(found.p_value)))
    test = dict(comparisons[0].signature.parts).get("test", "paired")
    if all(found.p_value is None for found in comparisons):
        test += "; no p, there are too few blocks of beads"
    bounded = ("95% interval",) if comparisons[0].low is not None else ()
    return Table(
        f"{f'{corpus}: ' if corpus else ''}{names[1]} against {names[0]}, {test}",
        ("", *names, "difference", *bounded, "p"),
        tuple(rows),
    )


def paths(documents: Sequence[LinkDocument], judged: Sequence[Sequence[Judgement]]) -> list[Item]:
    """Return a dot plot for each document, the first dozen of them."""
    items: list[Item] = []
    for document, verdicts in list(zip(documents, judged, strict=True))[:_PLOTS]:
        wrong = [one.bead for one in verdicts if one.verdict != "strict"]
        dots = _centres(wrong)
        caption = (
            f"{document.name}: {counted(len(document.system), 'bead')} proposed, {len(wrong):,} of "
            f"them not in gold ({counted(len(document.gold), 'bead')})"
        )
        if nulls := len(wrong) - len(dots):
            caption += f"; {counted(nulls, 'null bead')} of these cannot be drawn"
        items.append(DotPlot(caption, _centres(document.system), _centres(document.gold), dots))
    return items


def reliability(found: Calibration) -> Section:
    """Return the section on how far the beads' scores are probabilities."""
    points = tuple(
        (part.predicted, part.right, part.low, part.high, part.count) for part in found.bins
    )
    caption = (
        f"Share of strictly right beads by score, {counted(found.error.count, 'bead')}; expected "
        f"calibration error {found.error.value:.3f}, Brier score {found.brier.value:.3f}"
    )
    return Section("Reliability of the scores", (Reliability(caption, points),))


def worst(
    documents: Sequence[LinkDocument],
    judged: Sequence[Sequence[Judgement]],
    *,
    most: int = _WORST,
) -> Pairs:
    """List the beads that gold has not: wrong before lax, the most confident first."""
    missed = [
        (document, one)
        for document, verdicts in zip(documents, judged, strict=True)
        for one in verdicts
        if one.verdict != "strict"
    ]
    missed.sort(key=lambda pair: (pair[1].verdict != "wrong", -(pair[1].bead.score or 0)))
    several = len(documents) > 1
    pairs = tuple(
        Pair(
            position=one.bead.position,
            source=_text(document.source, one.bead.sources),
            target=_text(document.target, one.bead.targets),
            score=one.bead.score,
            tags=(one.verdict, one.bead.type),
            gold=tuple(
                GoldBead(
                    bead.position,
                    _text(document.source, bead.sources),
                    _text(document.target, bead.targets),
                )
                for bead in one.gold
            ),
            document=document.name if several else "",
        )
        for document, one in missed[:most]
    )
    return Pairs(
        f"{len(pairs)} of {len(missed)} proposed beads that gold has not, wrong ones first, then "
        "the lax, the most confident first",
        pairs,
    )


def signatures(scores: LinkScores, comparisons: Sequence[Comparison]) -> Any:
    """Return the signatures of the figures, and of the test where there is one."""
    found = [("links", scores.signature)]
    if comparisons:
        found.append(("paired test", comparisons[0].signature))
    return tuple(found)


def _sentence(documents: Sequence[LinkDocument]) -> str:
    proposed = sum(len(document.system) for document in documents)
    gold = sum(len(document.gold) for document in documents)
    nulls = sum(bead.null for document in documents for bead in document.gold)
    what = f"{len(documents)} documents" if len(documents) > 1 else f"{documents[0].name}"
    return (
        f"{what}: {counted(proposed, 'bead')} proposed against {counted(gold, 'gold bead')}, "
        f"{nulls:,} of them null."
    )


def _p(value: float | None) -> str:
    if value is None:
        return DASH
    return f"{value:.3f}" if value >= 0.0005 else "< 0.001"


def _overall(caption: str, scores: Sequence[Score], prefix: str) -> Table:
    by_name = {score.name: score for score in scores}
    rows: list[tuple[Cell, ...]] = []
    for kind in ("strict", "lax", "null"):
        values = [by_name[f"{prefix}{kind}_{figure}"] for figure in FIGURES]
        rows.append((kind, *values, values[0].count, values[1].count))
    macro = bool(prefix)
    columns = ("", *(named(figure) for figure in FIGURES))
    if macro:
        return Table(caption, columns, tuple(row[:-2] for row in rows))
    return Table(caption, (*columns, "proposed", "in gold, for recall"), tuple(rows))


def _type_row(name: str, part: Sequence[Score]) -> tuple[Cell, ...]:
    by_name = {score.name: score for score in part}
    return (
        name,
        by_name["strict_precision"],
        by_name["strict_recall"],
        by_name["strict_f1"],
        by_name["lax_f1"],
        by_name["strict_recall"].count,
    )


def _centres(beads: Sequence[Bead]) -> tuple[tuple[float, float], ...]:
    """The middle of each bead that has two sides."""
    return tuple(
        (sum(bead.sources) / len(bead.sources), sum(bead.targets) / len(bead.targets))
        for bead in beads
        if not bead.null
    )


def _text(lines: Sequence[str], indices: Sequence[int]) -> str:
    """The texts of a bead's side; without the texts, that the file has them."""
    if not lines:
        return f"segment {', '.join(map(str, indices))}" if indices else ""
    return " ".join(lines[index] for index in indices)
