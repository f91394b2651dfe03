"""Load hypotheses and their reference, and lay out the report of their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from align.errors import UsageError, counted
from align.evaluation.link_report import comparison_table
from align.files import STANDARD, display_name, read_lines
from align.metrics.resampling import Comparison
from align.metrics.text import LOWER_IS_BETTER, TextMetric, TextScores, check_parallel
from align.reports.contents import Bars, Cell, Differences, Item, Report, Section, Table
from align.reports.figures import named
from align.reports.words import difference

_WORST = 50


def load_texts(
    hypotheses: Sequence[str], reference: str, *, source: str | None = None
) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Return the systems by name, the reference, and the source (empty where not given).

    Raises:
        DataError: a file is missing or empty, or they differ in length.
        UsageError: a file is given twice.
    """
    references = read_lines(reference)
    systems: dict[str, list[str]] = {}
    distinct = len({Path(path).name for path in hypotheses}) == len(hypotheses)
    for path in hypotheses:
        if hypotheses.count(path) > 1:
            raise UsageError(f"{display_name(path)} is given twice.")
        lines = read_lines(path)
        check_parallel(
            lines, references, name=display_name(path), reference_name=display_name(reference)
        )
        systems[Path(path).name if distinct and path != STANDARD else display_name(path)] = lines
    sources: list[str] = []
    if source is not None:
        sources = read_lines(source)
        check_parallel(
            sources, references, name=display_name(source), reference_name=display_name(reference)
        )
    return systems, references, sources


def text_report(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    scores: Sequence[TextScores],
    *,
    sources: Sequence[str] = (),
    comparisons: Sequence[tuple[str, Sequence[Comparison]]] = (),
    warnings: Sequence[str] = (),
) -> Report:
    """Lay out scores, paired tests against the first system, and the worst lines of each."""
    items: list[Item] = [_score_table(scores), *_bars(scores)]
    sections = [Section("Scores", tuple(items))]
    if comparisons:
        first = next(iter(systems))
        tables = tuple(comparison_table(rows, names=(first, name)) for name, rows in comparisons)
        sections.append(Section("Comparison", tables))
    sections.append(Section("Worst lines", worst_lines(systems, references, sources=sources)))
    empty = sum(not line.strip() for line in references)
    summary = [f"{counted(len(references), 'line')}, {counted(len(systems), 'system')}."]
    if empty:
        verb = "is" if empty == 1 else "are"
        summary.append(f"{counted(empty, 'line')} of the reference {verb} empty.")
    signatures = {named(score.name): score.signature for score in scores[0].scores}
    for _, tests in comparisons:
        for found in tests:
            test = dict(found.signature.parts).get("test", "paired")
            signatures[f"{named(found.name)}, {test}"] = found.signature
    return Report(
        title="Translation against a reference",
        summary=tuple(summary),
        warnings=tuple(warnings),
        sections=tuple(sections),
        signatures=tuple(signatures.items()),
    )


def worst_lines(
    systems: Mapping[str, Sequence[str]], references: Sequence[str], *, sources: Sequence[str]
) -> tuple[Differences, ...]:
    """Show each system's lines with the lowest chrF, word by word."""
    return tuple(_worst(name, lines, references, sources) for name, lines in systems.items())


def _worst(
    name: str, hypotheses: Sequence[str], references: Sequence[str], sources: Sequence[str]
) -> Differences:
    chrf = TextMetric("chrf").sentences(hypotheses, references)
    order = sorted(range(len(chrf)), key=lambda n: chrf[n])[:_WORST]
    return Differences(
        f"{name}: {len(order)} of {len(chrf):,} lines, the lowest chrF first",
        tuple(
            difference(
                hypotheses[n],
                references[n],
                label=f"line {n + 1}, chrF {chrf[n]:.1f}",
                source=sources[n] if sources else "",
            )
            for n in order
        ),
    )


def _score_table(scores: Sequence[TextScores]) -> Table:
    columns = ("system", *(named(score.name) for score in scores[0].scores), "lines")
    rows: list[tuple[Cell, ...]] = [
        (part.system, *part.scores, part.scores[0].count) for part in scores
    ]
    return Table("Corpus scores, with their 95% bootstrap intervals", columns, tuple(rows))


def _bars(scores: Sequence[TextScores]) -> list[Bars]:
    """One chart for what is better when higher, none where there is one system only."""
    if len(scores) < 2:
        return []
    shown = [
        n
        for n, score in enumerate(scores[0].scores)
        if score.name not in LOWER_IS_BETTER and score.name != "comet"
    ]
    labels = tuple(named(scores[0].scores[n].name) for n in shown)
    series = tuple((part.system, tuple(part.scores[n] for n in shown)) for part in scores)
    return [Bars("Scores by system, higher is better", labels, series, top=100.0)] if shown else []
