"""`align evaluate suite`: corpora times systems, against a committed baseline."""

from __future__ import annotations

from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from align.cli.console import check_output, say, show_json, write_text
from align.cli.scores import AsJson, Resamples, Seed, one_score
from align.errors import DataError, UsageError

if TYPE_CHECKING:
    from align.evaluation.corpora import Finder
    from align.evaluation.suite import Suite

Data = typer.Option(
    [], "--data", metavar="DIR", help="A folder with the corpora's files; repeatable."
)
Outputs = typer.Option(
    None, "--outputs", metavar="DIR", help="Where outputs are kept; default: NAME-outputs."
)


def suite(
    file: str = typer.Argument(metavar="SUITE.toml", help="The suite: corpora and systems."),
    data: list[Path] = Data,
    outputs: Path | None = Outputs,
    offline: bool = typer.Option(False, "--offline", help="Fetch nothing from the network."),
    update_baseline: bool = typer.Option(
        False, "--update-baseline", help="Write the suite's baseline from this run."
    ),
    resamples: int = Resamples,
    seed: int = Seed,
    as_json: bool = AsJson,
    output: str = typer.Option(
        "-", "--output", "-o", metavar="FILE",
        help="The report: .html, .md or .json; - prints its tables.",
    ),
) -> None:  # fmt: skip
    """Run a suite's systems on its corpora and hold the figures against the baseline.

    Files are looked for in the folders of --data and of the suite's `data`, then in the cache,
    then fetched as the manifest says; what is skipped is said. Exit code 1 if a figure is worse
    than the baseline's 95% interval, if a system failed on a corpus whose files are there, or if
    nothing could be run.
    """
    from datetime import UTC, datetime

    from align.evaluation.baselines import baseline_text, compare, missing, read_baseline
    from align.evaluation.corpora import Finder, default_cache, read_manifest, unchecked
    from align.evaluation.runner import Runner
    from align.evaluation.suite import read_suite
    from align.evaluation.suite_report import suite_report
    from align.files import check_folder, whole_output
    from align.metrics.resampling import Plan
    from align.reports import reporter_for
    from align.reports.data import plain
    from align.reports.terminal import TerminalReporter

    wanted = None if output == "-" else reporter_for(output)
    read = read_suite(file)
    held = read_baseline(read.baseline)
    beside = Path() if output == "-" else Path(output).parent
    finder = Finder(
        [*data, *read.data],
        manifest=read_manifest(read.manifest),
        cache=default_cache(),
        offline=offline,
        say=say,
    )
    kept = outputs or beside / f"{read.name}-outputs"
    _keep_apart(file, read, finder, output=output, kept=kept)
    if update_baseline:
        check_folder(read.baseline)
    plan = Plan(resamples=resamples, seed=seed)
    warnings = unchecked(read)
    for warning in warnings:
        say(warning)
    run = Runner(read, finder, outputs=kept, say=say, plan=plan).run()
    for why in run.skipped:
        say(f"{'failed' if why in run.failed else 'skipped'}: {why}")
    if not run.figures:
        raise DataError(f"{file}: nothing could be run; {len(run.skipped)} skipped.")
    changes, absent = compare(run.figures, held), missing(run.figures, held)
    for what in absent:
        say(f"in the baseline and not in this run: {what}")
    created = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    page = suite_report(run, changes, absent, warnings=warnings, plan=plan, created=created)
    if wanted is not None:
        write_text(output, wanted.render(page))
    found = {
        "figures": {figure.key: one_score(figure.score) for figure in run.figures},
        "systems": {name: str(signature) for name, signature in run.systems},
        "changes": plain(changes),
        "warnings": list(warnings),
        "skipped": list(run.skipped),
        "failed": list(run.failed),
        "missing": list(absent),
    }
    if as_json:
        show_json(found)
    elif wanted is None:
        typer.echo(TerminalReporter().render(page), nl=False)
    if update_baseline:
        lost = {key: part for key, part in held.items() if key.rsplit("/", 1)[0] in absent}
        with whole_output(read.baseline) as stream:
            stream.write(baseline_text(read.name, run.figures, kept=lost).encode())
        say(f"baseline written: {read.baseline}")
        if run.failed:
            raise typer.Exit(1)
        return
    if not held:
        say(f"there is no baseline at {read.baseline}; --update-baseline writes one.")
    worse = [change for change in changes if change.regression]
    for change in worse:
        say(
            f"worse than the baseline: {change.figure.key} is {change.figure.score.value:.4f}, "
            f"was {change.value:.4f} ({change.low:.4f} to {change.high:.4f})"
        )
    if worse or run.failed:
        raise typer.Exit(1)


def _keep_apart(file: str, read: Suite, finder: Finder, *, output: str, kept: Path) -> None:
    """Refuse a report, or systems' outputs, in the place of what the suite reads."""
    data = [str(place) for path in read.paths() for place in finder.places(path)]
    own = [str(path) for path in (read.baseline, read.manifest) if path is not None]
    check_output("--output", output, file, *own, *data)
    folders = {
        realpath(kept / corpus.id / system.name)
        for corpus in read.corpora
        for system in read.systems
    }
    for place in map(Path, data):
        if realpath(place.parent) in folders and place.is_file():
            raise UsageError(
                f"--outputs {kept}: this would write beside {place}, which the suite reads; "
                "another folder was expected."
            )
