"""`align run`: the main job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

from align.cli.console import (
    MinScore,
    Model,
    Output,
    SourceLang,
    TargetLang,
    check_outputs,
    progress,
    say,
)
from align.cli.convert import MaxRatio, OnlyOrigin, Project
from align.cli.formats import format_of, read_pairs
from align.cli.pair import Calibration, Fixed, read_certain, read_meaning
from align.cli.translate import Beam, Device, Engine, NoCache, Revision, Threads, notes, opener
from align.errors import UsageError
from align.files import display_name, open_input, whole_output
from align.records import Origin

if TYPE_CHECKING:
    from align.evaluation.references import ReferenceScores
    from align.output import Kept
    from align.pipeline import Run
    from align.records import TranslationUnit


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="run",
        epilog="Examples: align run press-release.txt -o press-release.tmx; "
        "align run roman.fr.txt novel.en.txt -o novel.tmx --report novel.html",
    )(run)


def run(
    source: str = typer.Argument(..., metavar="SOURCE", help="The document; - is standard input."),
    target: str | None = typer.Argument(
        None, metavar="TARGET", help="Its translation. Without: SOURCE's own English lines."
    ),
    output: str = Output,
    format: str | None = typer.Option(
        None, "--format", metavar="NAME", help="tmx, tsv, jsonl, ...; by default OUT's ending says."
    ),
    pairs: str | None = typer.Option(
        None, "--pairs", metavar="KIND",
        help="aligned (people's), machine (the engine's), or all; "
        "all by default for one file, aligned for two.",
    ),
    report: str | None = typer.Option(
        None, "--report", metavar="FILE.html", help="Also write a page to read and search."
    ),
    min_score: float | None = MinScore,
    dedup: bool = typer.Option(False, "--dedup", help="Leave out pairs seen before."),
    max_ratio: float | None = MaxRatio,
    origin: Origin | None = OnlyOrigin,
    reference: str | None = typer.Option(
        None, "--reference", metavar="FILE",
        help="Pairs that people trust, in any format of align convert: score the run against them.",
    ),
    fixed: str | None = Fixed,
    calibration: str | None = Calibration,
    project: str = Project,
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    model: str = Model,
    revision: str | None = Revision,
    engine: str | None = Engine,
    device: str = Device,
    threads: int = Threads,
    beam: int = Beam,
    no_cache: bool = NoCache,
) -> None:  # fmt: skip
    """Translate and align a document with English lines in it, or a document and its translation.

    With one file, each English line is linked to the French sentences that it renders, and the
    rest is translated by machine and marked so; clear lines in a third language are left out and
    counted. With two, sentences are linked m:n.

    TMX and other outputs carry the time of their making; SOURCE_DATE_EPOCH, in seconds since 1970,
    stands for it where it is set, so that equal runs, with equal caches of translations, are equal
    files.
    """
    from align import output as outputs
    from align import pipeline
    from align.dates import now
    from align.filters import Filters

    chosen = outputs.format_of(output, format)
    now()  # a wrong SOURCE_DATE_EPOCH is told now, not after the work
    if report is not None and not report.lower().endswith((".html", ".htm")):
        raise UsageError(f"--report {report}: a name that ends in .html was expected.")
    inputs = source, target, reference, fixed, calibration
    check_outputs(output, report, *inputs)

    opened = opener(
        model=model, revision=revision, engine=engine, device=device, threads=threads, beam=beam,
        no_cache=no_cache,
    )  # fmt: skip
    filters = Filters(
        min_score=min_score, dedup=dedup, max_ratio=max_ratio, origin=origin,
        unrejected=chosen != outputs.WHOLE,
    )  # fmt: skip
    if reference is not None:  # told now, not after the work
        with open_input(reference):
            format_of(reference, None, option="")

    certain, meaning = read_certain(fixed, (source_lang, target_lang)), read_meaning(calibration)
    with notes():
        result = pipeline.run(
            source, target, open_translator=opened, source_lang=source_lang,
            target_lang=target_lang, pairs=pairs, model=model, fixed=certain,
            recalibration=meaning, stage=progress,
        )  # fmt: skip
    kept = outputs.kept_of(result, filters)
    scores = None if reference is None else _scored(result, kept.units, reference)
    with _beside(report, result, kept, scores), whole_output(output) as stream:
        written = outputs.write(result, kept.units, stream, format=chosen, project=project)
    say(outputs.summary(result, written, kept.removed))
    if scores is not None:
        say(_figures(scores))


def _scored(result: Run, kept: Sequence[TranslationUnit], reference: str) -> ReferenceScores:
    from align.evaluation.references import score_run
    from align.filters import without_rejected

    langs = result.source_lang, result.target_lang
    with ExitStack() as stack:
        name = format_of(reference, None, option="")
        bitext = read_pairs(reference, name, langs, stack)
        # What a person rejected is neither gold nor, whatever the output's format, an answer.
        held, trusted = (
            list(without_rejected(iter(units), removed=Counter())) for units in (kept, bitext.units)
        )
        return score_run(
            result.alignment, held, trusted, name=display_name(reference),
            signature=bitext.header.signature,
        )  # fmt: skip


def _figures(scores: ReferenceScores) -> str:
    """The figures against the reference, each with the number of items that it rests on."""
    from align.reports.figures import named, shown

    found = [
        f"{named(score.name)} {shown(score)} ({score.count})"
        for score in (*scores.links, *scores.texts)
        if score.name.endswith(("_f1", "bleu", "chrf"))
    ]
    return f"align: {scores.notes[0]} {', '.join(found)}."


@contextmanager
def _beside(
    report: str | None, result: Run, kept: Kept, scores: ReferenceScores | None
) -> Iterator[None]:
    """Write the report if the block succeeds; where it cannot be written, the block never runs."""
    if report is None:
        yield
        return
    with whole_output(report) as stream:
        stream.write(_page(result, kept, scores).encode("utf-8", "backslashreplace"))
        yield


def _page(run: Run, kept: Kept, scores: ReferenceScores | None) -> str:
    from time import strftime

    from align.dates import now
    from align.reports.run import RunSummary, render

    checked = None
    if scores and scores.calibration:
        from align.evaluation.link_report import reliability

        checked = reliability(scores.calibration)
    documents = [d.id for d in run.documents]
    one_file = len(documents) == 1
    extra = [(f"left out: {why}", count) for why, count in sorted(kept.removed.items())]
    return render(
        RunSummary(
            source_name=documents[0], target_name="" if one_file else documents[1],
            source_lang=run.source_lang, target_lang=run.target_lang,
            source_segments=len(run.alignment.source), target_segments=len(run.alignment.target),
            units=kept.units, signature=run.signature, unaligned_source=run.left_source,
            unaligned_target=run.left_target, left_out=run.meta, others=run.others,
            scores=(*scores.links, *scores.texts) if scores else (),
            references=scores.compared if scores else (),
            aligned_by_translation=bool(scores and scores.flattering),
            notes=scores.notes if scores else (),
            created=strftime("%Y-%m-%d %H:%M", now()), extra=tuple(extra),
            reliability=checked,
        )
    )  # fmt: skip
