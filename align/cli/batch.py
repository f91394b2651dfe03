"""`align batch`: the main job for many documents."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import typer

from align.cli.console import MinScore, Model, SourceLang, TargetLang, say
from align.cli.convert import MaxRatio, OnlyOrigin, Project
from align.cli.translate import Beam, Device, NoCache, Revision, notes
from align.errors import UsageError, counted
from align.files import STANDARD
from align.records import Origin

if TYPE_CHECKING:
    from align.batch.batch import Batch, Engine
    from align.batch.entries import Entry
    from align.batch.merge import Merged


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="batch",
        epilog="Examples: align match french/ english/ -o pairs.tsv; "
        "align batch pairs.tsv -o corpus --jobs 8 --merge corpus.tmx --dedup; "
        "align batch pairs.tsv -o corpus --engine ray --address auto",
    )(batch)


def batch(
    documents: str = typer.Argument(
        ..., metavar="LIST",
        help="Lines of source TAB target (as align match writes them), or of one file each; "
        "a folder, with a second one; - is standard input. Files and folders may be URLs.",
    ),
    targets: str | None = typer.Argument(
        None, metavar="FOLDER",
        help="With a folder as LIST: its translations, by the same names but for fr and en.",
    ),
    output: str = typer.Option(
        ..., "--output", "-o", metavar="FOLDER", help="Where outputs go; made if missing."
    ),
    format: str = typer.Option("tmx", "--format", metavar="NAME", help="tmx, tsv, jsonl, ..."),
    merge: str | None = typer.Option(
        None, "--merge", metavar="FILE",
        help="Also join all in one file: .tmx, .parquet or .jsonl.",
    ),
    dedup: bool = typer.Option(
        False, "--dedup", help="Leave out of the joined file pairs seen before."
    ),
    jobs: int = typer.Option(0, "--jobs", "-j", metavar="N", help="Processes; 0 is one a core."),
    engine: str = typer.Option(
        "local", "--engine", metavar="NAME", help="local: this machine; ray: a Ray cluster."
    ),
    address: str | None = typer.Option(
        None, "--address", metavar="HOST:PORT",
        help="Of the Ray cluster, auto finds it; without, one is started on this machine.",
    ),
    shard: int = typer.Option(
        32, "--shard", metavar="N",
        help="With Ray: documents in a Parquet file under FOLDER/shards, done as a whole.",
    ),
    pairs: str | None = typer.Option(
        None, "--pairs", metavar="KIND", help="aligned, machine or all, as for align run."
    ),
    min_score: float | None = MinScore,
    max_ratio: float | None = MaxRatio,
    origin: Origin | None = OnlyOrigin,
    project: str = Project,
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    model: str = Model,
    revision: str | None = Revision,
    translator: str | None = typer.Option(
        None, "--translator", metavar="NAME",
        help="ctranslate2 or transformers; the faster one there is.",
    ),
    device: str = Device,
    threads: int = typer.Option(
        0, "--threads", metavar="N", help="Cores for all jobs together; 0 is all."
    ),
    beam: int = Beam,
    no_cache: bool = NoCache,
) -> None:  # fmt: skip
    """Run many documents; the same command goes on where it was stopped or killed.

    Each output is what align run writes for that pair, byte for byte once SOURCE_DATE_EPOCH is set
    (else the times of making differ) and with the same cache of translations, or none. FOLDER gets
    done.jsonl, failures.jsonl and skipped.jsonl; each input is in one of them, and the exit code is
    1 if any failed. Documents are done again where an input, its output, or an option has changed
    since; those that failed are tried again. Joining reads TMX back, which holds no unpaired
    segments.
    """
    from align.batch.batch import Batch, known_outputs
    from align.batch.entries import named
    from align.batch.merge import merged_format
    from align.batch.processes import check_gpu
    from align.batch.settings import Settings
    from align.batch.summary import table
    from align.dates import now
    from align.filters import Filters
    from align.output import format_of
    from align.registry import ENDINGS
    from align.translators import check_engine
    from align.translators.decoding import check_beam
    from align.translators.devices import check_device, check_threads
    from align.units import check_pairs

    chosen = format_of(output, format)
    check_device(device)
    if translator is not None:
        check_engine(translator)
    check_beam(beam)
    into = None if merge is None else merged_format(merge, format=chosen)
    if dedup and merge is None:
        raise UsageError("--dedup: goes with --merge, the joined file that it applies to.")
    if jobs < 0 or threads < 0:
        raise UsageError(f"--jobs {jobs} --threads {threads}: 0 or more was expected.")
    if shard < 1:
        raise UsageError(f"--shard {shard}: at least 1 was expected.")
    if engine not in ("local", "ray"):
        raise UsageError(f"--engine {engine}: local or ray was expected (--translator translates).")
    if engine == "local":
        check_threads(threads)
    if address is not None and engine != "ray":
        raise UsageError(f"--address {address}: goes with --engine ray.")
    check_pairs(pairs)
    now()
    settings = Settings(
        format=chosen, ending=next(end for end, name in ENDINGS.items() if name == chosen),
        pairs=pairs, project=project, source_lang=source_lang, target_lang=target_lang,
        filters=Filters(min_score=min_score, max_ratio=max_ratio, origin=origin),
        model=model, revision=revision, translator=translator, device=device,
        beam=beam, cache=not no_cache, threads=threads,
        content=_model_content(model, revision, translator),
    )  # fmt: skip
    if address is None:  # all work is done on this machine
        check_gpu(settings)
    found = _entries(documents, targets, output, merge, source_lang, target_lang)
    entries = named(found, ending=settings.ending, known=known_outputs(output))
    work = Batch(
        entries, folder=output, settings=settings, shard=shard if engine == "ray" else 0,
        listed=documents if targets is None else STANDARD, merge=merge,
    )  # fmt: skip
    with closing(work):
        if work.plan.again:
            say(
                f"align: {counted(work.plan.again, 'document')} to do again: inputs, outputs or "
                "options have changed."
            )
        made = _engine(engine, address, work, jobs, shard)
        joined, fresh = _run(work, made, merge, into, dedup=dedup)
    say(table(work.tally))
    if joined is not None:
        told = f"{counted(joined.written.units, 'pair' if into == 'tmx' else 'unit')} joined"
        if joined.written.skipped:
            told += f", {joined.written.skipped:,} skipped whose other side is empty"
        told += "".join(f", {count:,} left out {why}" for why, count in joined.removed.items())
        say(f"{merge}: {told}{', in a new folder' if fresh else ''}.")
    elif merge is not None:
        say(f"align: no document is done, so {merge} was not written.")
    if work.tally.failed:
        failed = counted(work.tally.failed, "document")
        say(f"align: {failed} failed; {output}/failures.jsonl says why.")
    if work.tally.failed or (merge is not None and joined is None):
        raise typer.Exit(1)


def _run(
    work: Batch, made: Engine, merge: str | None, into: str | None, *, dedup: bool
) -> tuple[Merged | None, bool]:
    """Do what is left, and join all that is done; was a folder made for the joined file?"""
    from align.batch.stopping import stoppable
    from align.batch.storage import local_path
    from align.cli.events import events

    try:
        with stoppable():
            with events(work.entries) as hear:
                work.run(made, hear=hear)
            if merge is None or into is None or not work.tally.done:
                return None, False
            at = local_path(merge)
            fresh = at is not None and not at.parent.exists()
            return work.merge(merge, into=into, dedup=dedup), fresh
    except KeyboardInterrupt:
        say(
            f"align: stopped with {work.tally.done:,} of {work.tally.total:,} documents done; "
            "the same command goes on from here."
        )
        raise typer.Exit(130) from None


def _entries(
    documents: str, targets: str | None, output: str, merge: str | None,
    source_lang: str | None, target_lang: str | None,
) -> list[Entry]:  # fmt: skip
    from pathlib import Path

    from align.batch.entries import pair_folders, read_list
    from align.batch.storage import fetch, local_path
    from align.encodings import decode
    from align.files import display_name, read_lines

    if targets is not None:
        return pair_folders(
            documents, targets, source_lang=source_lang, target_lang=target_lang, output=output,
            merge=merge,
        )  # fmt: skip
    if Path(documents).is_dir():
        raise UsageError(
            f"{documents}: one folder was given; a second one, or a list of files, was expected."
        )
    if local_path(documents) is None:
        lines = decode(fetch(documents), name=documents).replace("\r\n", "\n").split("\n")
    else:
        lines = read_lines(str(local_path(documents)))
    return read_list(lines, name=display_name(documents))


def _model_content(model: str, revision: str | None, translator: str | None) -> str:
    """A hash of the model; a model that is not there is told now, not of each document."""
    from align.translators.models import find_model
    from align.translators.targets import warn_unstated

    if translator == "fake":
        return ""
    found = find_model(model, revision=revision)
    with notes():
        warn_unstated(found)
    return found.key


def _engine(name: str, address: str | None, work: Batch, jobs: int, shard: int) -> Engine:
    from align.batch.local import LocalEngine
    from align.translators.devices import cores_here

    if name == "ray":
        from align.batch.cluster import RayEngine

        return RayEngine(
            settings=work.settings, folder=work.folder, address=address, jobs=jobs, shard=shard
        )
    count = min(jobs or cores_here(), max(1, len(work.plan.pending)))
    return LocalEngine(settings=work.settings, folder=work.folder, jobs=count)
