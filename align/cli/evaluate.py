"""`align evaluate`: how good are alignments, translations, segmentations, whole runs?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from align.cli.console import (
    Output,
    SourceSide,
    TargetSide,
    check_one_stdin,
    check_outputs,
    say,
    show_json,
    write_text,
)
from align.cli.scores import AsJson, Resamples, Seed, comparisons_of, scores_of
from align.cli.suite import suite
from align.errors import UsageError

if TYPE_CHECKING:
    from align.metrics.resampling import Comparison
    from align.reports.contents import Report

ReportFile = typer.Option(
    None, "--report", metavar="FILE", help="Write a report too: .html, .md or .json."
)
Files = typer.Argument(
    metavar="HYP... REF", help="One or more systems' lines, and the reference last."
)
Metrics = typer.Option(
    ["bleu", "chrf", "chrf++", "ter"], "--metric", help="bleu, chrf, chrf++, ter; repeatable."
)
Tests = typer.Option(["bootstrap"], "--test", help="bootstrap or randomization; repeatable.")


def register(app: typer.Typer) -> None:
    """Attach `evaluate` and its commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Score alignments, translations, segmentations, whole suites."
    )
    group.command(
        epilog="Examples: align evaluate links system.links gold.links; "
        "align evaluate links new/ gold/ --versus old/ --report links.html"
    )(links)
    group.command(epilog="Example: align evaluate text ours.en theirs.en reference.en")(text)
    group.command(epilog="Example: align evaluate segments system.json gold.json")(segments)
    group.command(epilog="Example: align evaluate suite eval/suites/links.toml -o report.html")(
        suite
    )
    app.add_typer(group, name="evaluate")


def links(
    system: str = typer.Argument(
        metavar="SYSTEM",
        help="Beads in Vecalign's form, hunalign's ladder, TSV or TMX; or a folder of them.",
    ),
    gold: str = typer.Argument(metavar="GOLD", help="What is right, in any of these forms."),
    versus: str | None = typer.Option(
        None, "--versus", metavar="OTHER", help="A second system, for a paired test."
    ),
    source: str | None = typer.Option(
        None, "--source", metavar="FILE",
        help="The source segments, one a line; {name} is the document with folders.",
    ),
    target: str | None = typer.Option(
        None, "--target", metavar="FILE", help="The target segments, one a line."
    ),
    source_lang: str | None = SourceSide,
    target_lang: str | None = TargetSide,
    resamples: int = Resamples,
    seed: int = Seed,
    as_json: bool = AsJson,
    report: str | None = ReportFile,
    output: str = Output,
) -> None:  # fmt: skip
    """Score an alignment: strict, lax and null precision, recall and F1.

    Strict and lax equal Vecalign's scorer; it takes nothing from a system that leaves out
    every null bead, so nulls are scored beside it, one segment at a time. TSV and TMX without
    positions need --source and --target, unless both files hold the same texts. Of a GOLD that
    was reviewed (align review), accepted and edited beads are gold, and only what touches their
    segments is scored.
    """
    from align.evaluation.link_report import link_report
    from align.evaluation.links import find_documents, left_out, load_documents
    from align.metrics.links import compare_links, score_links
    from align.metrics.resampling import Plan

    read = [
        path
        for one in filter(None, (system, versus))
        for files in find_documents(one, gold, source=source, target=target)
        for path in files.paths
    ]
    _check_places(output, report, *read)
    places = {
        "source": source, "target": target, "source_lang": source_lang, "target_lang": target_lang,
    }  # fmt: skip
    documents = load_documents(system, gold, **places)
    plan = Plan(resamples=resamples, seed=seed)
    scores = score_links(documents, plan=plan)
    comparisons: Sequence[Comparison] = ()
    if versus is not None:
        other = load_documents(versus, gold, **places)
        comparisons = compare_links(other, documents, plan=plan)
    lost = [note for one in filter(None, (system, versus)) for note in left_out(one, gold)]
    for note in lost:
        say(note)
    notes = [*lost, *(note for document in documents for note in document.notes)]
    page = link_report(
        documents, scores, comparisons=comparisons, notes=notes,
        names=_short_names(versus or "other", system),
    )  # fmt: skip
    found = {
        "scores": scores_of(scores.micro),
        "macro": scores_of(scores.macro),
        "by_type": {name: scores_of(part) for name, part in scores.types},
        "by_document": {name: scores_of(part) for name, part in scores.documents},
        "comparison": comparisons_of(comparisons),
        "notes": notes,
        "signature": str(scores.signature),
    }
    _write(page, found, as_json=as_json, report=report, output=output)


def text(
    files: list[str] = Files,
    source: str | None = typer.Option(
        None, "--source", metavar="FILE", help="The source, for the report and for COMET."
    ),
    metric: list[str] = Metrics,
    test: list[str] = Tests,
    sentences: bool = typer.Option(False, "--sentences", help="Score every line too; prints JSON."),
    comet: str | None = typer.Option(
        None, "--comet", metavar="MODEL", help="Score with this COMET checkpoint too."
    ),
    resamples: int = Resamples,
    seed: int | None = typer.Option(
        None, "--seed", min=1, help="Of the resampling; sacrebleu's own if left out, 12345."
    ),
    same_translations: bool = typer.Option(
        False, "--aligned-by-hypotheses",
        help="The reference was aligned with these translations: say that it flatters them.",
    ),
    as_json: bool = AsJson,
    report: str | None = ReportFile,
    output: str = Output,
) -> None:  # fmt: skip
    """Score translations against a reference, line by line, with sacrebleu.

    Several systems are compared with the first by paired tests: bootstrap resampling, or
    approximate randomization.
    """
    from align.evaluation.texts import load_texts, text_report
    from align.metrics.text import TextMetric, TextScores, check_tests, compare_texts, score_texts
    from align.reports.run import SELF_FLATTERY

    if len(files) < 2:
        raise UsageError("One or more hypotheses and a reference were expected.")
    check_tests(test)
    if comet and source is None:
        raise UsageError("--comet compares with the source too; give it with --source.")
    _check_places(output, report, *files, source, comet)
    systems, references, sources = load_texts(files[:-1], files[-1], source=source)
    judge = None
    if comet:
        from align.metrics.comet import CometMetric
        from align.metrics.resampling import Plan

        plan = Plan(resamples=resamples, seed=seed or Plan().seed)
        judge = CometMetric(comet, progress=sys.stderr.isatty(), plan=plan)
    scores = list(score_texts(systems, references, metrics=metric, resamples=resamples, seed=seed))
    comparisons: list[tuple[str, tuple[Comparison, ...]]] = []
    if len(systems) > 1:
        for kind in dict.fromkeys(test):
            samples = resamples if kind == "bootstrap" else 0
            comparisons += compare_texts(
                systems, references, metrics=metric, test=kind, samples=samples, seed=seed
            )
    judged: dict[str, tuple[float, ...]] = {}
    if judge is not None:
        for number, part in enumerate(scores):
            whole, judged[part.system] = judge.score(
                systems[part.system], references, sources=sources
            )
            scores[number] = TextScores(part.system, (*part.scores, whole))
        first, *others = judged
        comparisons += [(name, (judge.compare(judged[first], judged[name]),)) for name in others]
    warnings = (SELF_FLATTERY,) if same_translations else ()
    page = text_report(
        systems, references, scores, sources=sources, comparisons=comparisons, warnings=warnings
    )
    found: dict[str, Any] = {
        "systems": {part.system: scores_of(part.scores, signed=True) for part in scores},
        "comparisons": [
            {"system": name, "test": dict(rows[0].signature.parts)["test"], **comparisons_of(rows)}
            for name, rows in comparisons
        ],
        "warnings": list(warnings),
    }
    if sentences:
        made = [TextMetric(name) for name in metric]
        found["sentences"] = {
            name: {one.name: list(one.sentences(lines, references)) for one in made}
            | ({"comet": list(judged[name])} if judged else {})
            for name, lines in systems.items()
        }
        as_json = True
    _write(page, found, as_json=as_json, report=report, output=output)


def segments(
    system: str = typer.Argument(
        metavar="SYSTEM", help="JSON documents of sentences, `align segment --json`, or lines."
    ),
    gold: str = typer.Argument(metavar="GOLD", help="What is right, in any of these forms."),
    resamples: int = Resamples,
    seed: int = Seed,
    as_json: bool = AsJson,
    report: str | None = ReportFile,
    output: str = Output,
) -> None:
    """Score sentence boundaries by their offsets, and list the confusions.

    A boundary is a sentence's last character that is not white space; the end of a document
    is given. JSON is a list of documents, each a list of sentences.
    """
    from align.evaluation.segments import boundary_report, load_splits
    from align.metrics.boundaries import score_boundaries
    from align.metrics.resampling import Plan

    _check_places(output, report, system, gold)
    plan = Plan(resamples=resamples, seed=seed, block=20)
    scores = score_boundaries(load_splits(system, gold), plan=plan)
    found = {
        "scores": scores_of(scores.micro),
        "by_document": {name: scores_of(part) for name, part in scores.documents},
        "confusions": [asdict(one) for one in scores.confusions],
        "signature": str(scores.signature),
    }
    _write(boundary_report(scores), found, as_json=as_json, report=report, output=output)


def _check_places(output: str, report: str | None, *inputs: str | None) -> None:
    """Refuse to read one stream twice, to write in the place of another file, an unknown report."""
    from align.reports import reporter_for

    check_one_stdin(*inputs)
    check_outputs(output, report, *inputs)
    if report is not None:
        reporter_for(report)  # told now, not after the work


def _short_names(first: str, second: str) -> tuple[str, str]:
    """File names where they tell the two apart, else the paths."""
    names = Path(first).name, Path(second).name
    return names if names[0] != names[1] else (first, second)


def _write(
    page: Report, found: dict[str, Any], *, as_json: bool, report: str | None, output: str
) -> None:
    """Write the figures where -o says, and the report where --report says."""
    from align.reports import reporter_for
    from align.reports.terminal import TerminalReporter

    if report is not None:
        write_text(report, reporter_for(report).render(page))
    if as_json:
        show_json(found, output)
    else:
        write_text(output, TerminalReporter().render(page))
