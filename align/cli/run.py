"""`align run`: the main job."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from align.cli.console import Model, Output, SourceLang, TargetLang, progress, say
from align.cli.convert import ENDINGS, MaxRatio, OnlyOrigin, Project, format_of, read_pairs
from align.cli.inputs import open_input
from align.cli.translate import Beam, Device, Engine, NoCache, Revision, Threads, notes
from align.errors import UsageError
from align.files import display_name
from align.records import Origin
from align.registry import names

if TYPE_CHECKING:
    from align.evaluation.references import ReferenceScores
    from align.pipeline import Run
    from align.protocols import Translator
    from align.records import TranslationUnit, Written


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
        None, metavar="[TARGET]", help="Its translation. Without: SOURCE's own English lines."
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
    min_score: float | None = typer.Option(
        None, "--min-score", metavar="P", help="Leave out pairs that are less probably right."
    ),
    dedup: bool = typer.Option(False, "--dedup", help="Leave out pairs seen before."),
    max_ratio: float | None = MaxRatio,
    origin: Origin | None = OnlyOrigin,
    reference: str | None = typer.Option(
        None, "--reference", metavar="FILE",
        help="Pairs that people trust, in any format of align convert: score the run against them.",
    ),
    project: str = Project,
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    model: str = Model,
    revision: str | None = Revision,
    engine: str | None = Engine,
    device: str = Device,
    threads: int = Threads,
    beam: int | None = Beam,
    no_cache: bool = NoCache,
) -> None:  # fmt: skip
    """Translate and align a document with English lines in it, or a document and its translation.

    With one file, each English line is linked to the French sentences that it renders, and the
    rest is translated by machine and marked so. With two, sentences are linked m:n.
    """
    from align import pipeline
    from align.filters import Filters, filtered
    from align.translators import DEFAULT_BEAM, open_translator

    chosen = _format(output, format)
    if min_score is not None and not 0 <= min_score <= 1:
        raise UsageError(f"--min-score {min_score}: a probability from 0 to 1 was expected.")
    if report is not None and not report.lower().endswith((".html", ".htm")):
        raise UsageError(f"--report {report}: a name that ends in .html was expected.")
    if report is not None and Path(report).absolute() == Path(output).absolute():
        raise UsageError(f"--report {report}: another file than the output was expected.")

    def opened(one: str, other: str) -> Translator:
        return open_translator(
            model=model, engine=engine, revision=revision, device=device, threads=threads,
            beam=DEFAULT_BEAM if beam is None else beam, cache=not no_cache,
            source_lang=one, target_lang=other,
        )  # fmt: skip

    filters = Filters(min_score=min_score, dedup=dedup, max_ratio=max_ratio, origin=origin)
    if reference is not None:  # told now, not after the work
        format_of(reference, None, option="--reference")
        with open_input(reference):
            pass

    with notes():
        result = pipeline.run(
            source, target, open_translator=opened, source_lang=source_lang,
            target_lang=target_lang, pairs=pairs, stage=progress,
        )  # fmt: skip
    removed: Counter[str] = Counter()
    kept = tuple(filtered(iter(result.units), filters, removed=removed))
    scores = None if reference is None else _scored(result, kept, reference)
    with _beside(report, result, kept, removed, scores):
        written = _write(result, kept, output, chosen, project)
    say(_summary(result, written, removed))
    if scores is not None:
        say(_figures(scores))


def _format(output: str, given: str | None) -> str:
    if given is not None:
        if given not in names("writer"):
            raise UsageError(f"--format {given}: one of {', '.join(names('writer'))} was expected.")
        return given
    if output == "-":
        return "tmx"
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"{output}: its ending names no format ({', '.join(ENDINGS)}); --format says which."
        )
    return ENDINGS[ending]


def _write(
    result: Run, kept: Sequence[TranslationUnit], output: str, chosen: str, project: str
) -> Written:
    from align.files import whole_output
    from align.records import CorpusHeader
    from align.registry import load
    from align.writers.tmx import MACHINE_NOTE

    machine = any(unit.origin is Origin.MACHINE for unit in kept)
    left = len(result.left_source), len(result.left_target)
    notes = [
        f"Segments without a human translation: {left[0]} of the source, {left[1]} of the target."
    ]
    header = CorpusHeader(
        source_lang=result.source_lang, target_lang=result.target_lang,
        signature=result.signature, created=time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
        document=" ".join(Path(d.id).name for d in result.documents),
        notes=tuple(notes + [MACHINE_NOTE] * machine), project=project,
    )  # fmt: skip
    with whole_output(output) as stream:
        written: Written = load("writer", chosen)().write(kept, stream, header=header)
    return written


def _summary(result: Run, written: Written, removed: Counter[str]) -> str:
    """Account for every segment in one line."""
    full = [u for u in result.units if u.source and u.target]
    machine = sum(u.origin is Origin.MACHINE for u in full)
    aligned = len(full) - machine
    parts = [f"{aligned} aligned pair{'s' * (aligned != 1)}", f"{machine} machine-translated"]
    parts.append(
        f"without a human translation {len(result.left_source)} {result.source_lang} and "
        f"{len(result.left_target)} {result.target_lang} segments"
    )
    if result.meta:
        parts.append(f"{len(result.meta)} date lines or separators left out")
    flags = Counter(f for t in result.translations.values() for f in t.flags if f != "split")
    if flags:
        parts.append(
            "translations to look at: " + ", ".join(f"{f} {n}" for f, n in sorted(flags.items()))
        )
    if removed:
        parts.append("filtered out: " + ", ".join(f"{k} {n}" for k, n in sorted(removed.items())))
    if written.replaced:
        parts.append(f"{written.replaced} characters that the format forbids replaced")
    return f"align: {'; '.join(parts)}."


def _scored(result: Run, kept: Sequence[TranslationUnit], reference: str) -> ReferenceScores:
    from align.evaluation.references import score_run

    langs = result.source_lang, result.target_lang
    with ExitStack() as stack:
        name = format_of(reference, None, option="--reference")
        bitext = read_pairs(reference, name, langs, stack)
        return score_run(
            result.alignment, kept, bitext.units, name=display_name(reference),
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
    report: str | None, result: Run, kept: Sequence[TranslationUnit], removed: Counter[str],
    scores: ReferenceScores | None,
) -> Iterator[None]:  # fmt: skip
    """Write the report if the block succeeds; where it cannot be written, the block never runs."""
    from align.files import whole_output

    if report is None:
        yield
        return
    with whole_output(report) as stream:
        page = _report(result, kept, removed, scores)
        stream.write(page.encode("utf-8", "backslashreplace"))
        yield


def _report(
    result: Run, kept: Sequence[TranslationUnit], removed: Counter[str],
    scores: ReferenceScores | None,
) -> str:  # fmt: skip
    from align.reports.run import RunSummary, render

    names = [d.id for d in result.documents]
    one_file = len(names) == 1
    extra = [("date lines and separators, not aligned", len(result.meta))] if result.meta else []
    extra += [(f"left out: {why}", count) for why, count in sorted(removed.items())]
    summary = RunSummary(
        source_name=names[0], target_name="" if one_file else names[1],
        source_lang=result.source_lang, target_lang=result.target_lang,
        source_segments=len(result.alignment.source), target_segments=len(result.alignment.target),
        units=tuple(kept), signature=result.signature, unaligned_source=result.left_source,
        unaligned_target=result.left_target,
        scores=(*scores.links, *scores.texts) if scores else (),
        references=scores.compared if scores else (),
        aligned_by_translation=bool(scores and scores.flattering),
        notes=scores.notes if scores else (),
        created=time.strftime("%Y-%m-%d %H:%M", time.gmtime()), extra=tuple(extra),
    )  # fmt: skip
    return render(summary)
