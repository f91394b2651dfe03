"""Lay out a suite's report: figures beside their baselines, then each corpus in detail."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from align.errors import counted
from align.evaluation.baselines import Change, Figure
from align.evaluation.link_report import (
    NULLS,
    comparison_table,
    paths,
    reliability,
    score_tables,
    worst,
)
from align.evaluation.results import BoundaryResult, LinkResult, SuiteRun, TextResult
from align.evaluation.segments import confusions
from align.evaluation.texts import worst_lines
from align.metrics.calibration import calibration
from align.metrics.counts import judge
from align.metrics.links import compare_links
from align.metrics.resampling import Comparison, Plan
from align.metrics.text import compare_texts
from align.records import Score
from align.reports.contents import Bars, Cell, Item, Report, Section, Table
from align.reports.figures import cell, named, out_of_hundred
from align.signature import Signature

_CHARTED = {
    "links": ("strict_f1", "lax_f1", "null_f1"),
    "run": ("strict_f1", "lax_f1", "null_f1"),
    "text": ("bleu", "chrf", "chrf++"),
    "segments": ("boundary_precision", "boundary_recall", "boundary_f1"),
    "speed": (),
}
_WORST = 20  # beads of each system on each corpus: the page holds them all
_WHOLE = (
    "Here raw files went through “align run”, segmentation included. The figures are over the "
    "parts that both gold's and the system's segments can be cut into, so a null is a part."
)


def suite_report(
    run: SuiteRun,
    changes: Sequence[Change],
    missing: Sequence[str],
    *,
    plan: Plan,
    warnings: Sequence[str] = (),
    created: str = "",
) -> Report:
    """Lay out what a suite came to, compared with its baseline; `warnings` come first."""
    sections = []
    if changes:
        sections.append(Section("Against the baseline", (_changes(changes),), _mind(changes)))
    for corpus in run.suite.corpora:
        figures = [figure for figure in run.figures if figure.corpus == corpus.id]
        if figures:
            sections.append(_overview(run, corpus.id, figures, changes))
    tests, signatures = _comparisons(run, plan)
    sections += tests
    for result in run.results:
        sections += _details(result)
    return Report(
        title=run.suite.title,
        summary=(_sentence(run, changes),),
        warnings=(
            *warnings,
            *(f"Skipped: {why}" for why in run.skipped),
            *(f"In the baseline and not in this run: {what}" for what in missing),
        ),
        sections=tuple(sections),
        signatures=(*run.systems, *_signatures(run.figures), *signatures.items()),
        created=created,
    )


def _sentence(run: SuiteRun, changes: Sequence[Change]) -> str:
    corpora = {figure.corpus for figure in run.figures}
    systems = {figure.system for figure in run.figures}
    worse = sum(change.regression for change in changes)
    ran = (
        f"{len(corpora)} of {len(run.suite.corpora)} corpora and {len(systems)} of "
        f"{counted(len(run.suite.systems), 'system')} ran"
    )
    if not changes:
        return f"{ran}; there was no baseline to hold them against."
    return (
        f"{ran}; of {counted(len(changes), 'figure')} held against the baseline, {worse} "
        f"{'is' if worse == 1 else 'are'} worse than its 95% interval."
    )


def _changes(changes: Sequence[Change]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for change in changes:
        score = change.figure.score
        verdict = "worse" if change.regression else "within or better"
        if not change.comparable:
            verdict += ", signatures differ"
        rows.append(
            (
                f"{change.figure.corpus}, {change.figure.system}", named(score.name), score,
                change.before, score.count, verdict,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: not str(row[-1]).startswith("worse"))
    return Table(
        "Now and in the baseline; worse means beyond the baseline's 95% interval",
        ("corpus, system", "figure", "now", "baseline", "items", "verdict"),
        tuple(rows),
    )


def _mind(changes: Sequence[Change]) -> tuple[str, ...]:
    if all(change.comparable for change in changes):
        return ()
    return ("Where signatures or counts differ, figures were measured on other terms.",)


def _overview(
    run: SuiteRun, corpus: str, figures: Sequence[Figure], changes: Sequence[Change]
) -> Section:
    names = list(dict.fromkeys(figure.score.name for figure in figures))
    systems = list(dict.fromkeys(figure.system for figure in figures))
    at = {(figure.system, figure.score.name): figure.score for figure in figures}
    rows = tuple(
        (named(name), *(at.get((system, name)) for system in systems), _items(figures, name))
        for name in names
    )
    items: list[Item] = [Table("Every system on this corpus", ("", *systems, "items"), rows)]
    charted = [name for name in _CHARTED[run.suite.kind] if name in names]
    if charted:
        items.append(_bars(corpus, charted, systems, at, changes))
    notes = [NULLS] if run.suite.kind in ("links", "run") else []
    if run.suite.kind == "run":
        notes.append(_WHOLE)
    known = next(one for one in run.suite.corpora if one.id == corpus)
    if known.licence:
        notes.append(f"Licence of the corpus: {known.licence}.")
    return Section(corpus, tuple(items), tuple(notes))


def _items(figures: Sequence[Figure], name: str) -> Cell:
    """How many items a figure rests on: one number, or each system's where they differ."""
    counts = dict.fromkeys(figure.score.count for figure in figures if figure.score.name == name)
    return next(iter(counts)) if len(counts) == 1 else " / ".join(cell(n) for n in counts)


def _bars(
    corpus: str,
    names: Sequence[str],
    systems: Sequence[str],
    at: dict[tuple[str, str], Score],
    changes: Sequence[Change],
) -> Bars:
    before = {
        (change.figure.system, change.figure.score.name): change.before
        for change in changes
        if change.figure.corpus == corpus
    }
    series: list[tuple[str, tuple[Score | None, ...]]] = []
    for system in systems:
        series.append((system, tuple(at.get((system, name)) for name in names)))
        if any((system, name) in before for name in names):
            old = tuple(before.get((system, name)) for name in names)
            series.append((f"{system}, baseline", old))
    some = next(iter(at.values()))
    return Bars(
        f"{corpus}: systems and their baselines, with 95% intervals",
        tuple(named(name) for name in names),
        tuple(series),
        top=100.0 if out_of_hundred(some) else 1.0,
    )


def _comparisons(run: SuiteRun, plan: Plan) -> tuple[list[Section], dict[str, Signature]]:
    """Paired tests of every later system against the first, and what each depends on."""
    tables: list[Item] = []
    signatures: dict[str, Signature] = {}
    firsts: dict[str, LinkResult] = {}

    def add(corpus: str, names: tuple[str, str], rows: Sequence[Comparison]) -> None:
        tables.append(comparison_table(rows, names=names, corpus=corpus))
        one = len({row.signature for row in rows}) == 1
        for row in rows:
            what = f"paired test on {corpus}" + ("" if one else f", {named(row.name)}")
            signatures[what] = row.signature

    for result in run.results:
        if isinstance(result, LinkResult) and run.suite.kind == "links":
            first = firsts.setdefault(result.corpus, result)
            if first is not result:
                rows = compare_links(first.documents, result.documents, plan=plan)
                add(result.corpus, (first.system, result.system), rows)
        elif isinstance(result, TextResult) and len(result.systems) > 1:
            baseline = next(iter(result.systems))
            metrics = [score.name for score in result.scores[0].scores]
            for name, rows in compare_texts(
                result.systems, result.references, metrics=metrics, samples=plan.resamples,
                seed=plan.seed,
            ):  # fmt: skip
                add(result.corpus, (baseline, name), rows)
    return ([Section("Paired tests", tuple(tables))] if tables else []), signatures


def _details(result: LinkResult | TextResult | BoundaryResult) -> list[Section]:
    if isinstance(result, LinkResult):
        judged = [judge(document) for document in result.documents]
        name = f"{result.corpus}, {result.system}"
        items = [*score_tables(result.scores), *paths(result.documents, judged)]
        found = calibration(chain.from_iterable(judged))
        if found:
            items += reliability(found).items
        items.append(worst(result.documents, judged, most=_WORST))
        return [Section(name, tuple(items))]
    if isinstance(result, TextResult):
        lines = worst_lines(result.systems, result.references, sources=result.sources)
        return [Section(f"{result.corpus}: worst lines", lines)]
    if not result.scores.confusions:
        return []
    name = f"{result.corpus}, {result.system}: confusions"
    return [Section(name, confusions(result.scores, most=30))]


def _signatures(figures: Sequence[Figure]) -> tuple[tuple[str, Signature], ...]:
    """Each signature once, with the corpora, systems and figures that share it."""
    held: dict[Signature, list[str]] = {}
    for figure in figures:
        held.setdefault(figure.score.signature, []).append(figure.key)
    return tuple(
        (keys[0] if len(keys) == 1 else f"{keys[0]} and {len(keys) - 1} more", signature)
        for signature, keys in held.items()
    )
