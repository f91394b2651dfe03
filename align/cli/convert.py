"""`align convert`: from one format of pairs to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from typing import Any

import typer

from align.cli.console import SourceSide, TargetSide, check_output, say
from align.cli.formats import BEADS, format_of, places_of, read_pairs
from align.errors import DataError, ReadError, UsageError, counted
from align.files import display_name, output_name, whole_output
from align.filters import Filters, filtered
from align.losses import count_header_losses, counting_losses, listed
from align.output import WHOLE, completed
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.registry import load, names

MaxRatio = typer.Option(
    None, "--max-ratio", metavar="N", help="Only pairs with one side at most N times as long."
)
OnlyOrigin = typer.Option(
    None, "--origin", help="Only pairs that a human, or a machine, translated."
)
Project = typer.Option("", "--project", metavar="NAME", help="The project, for OUT's metadata.")

_LOOKED_AT = 20_000  # units in memory


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="convert",
        epilog="Examples: align convert corpus.tmx corpus.xlsx; "
        "align convert corpus.tmx corpus.fr --min-score 0.9 (Moses: corpus.fr, corpus.en)",
    )(convert)


def convert(
    source: str = typer.Argument(metavar="IN", help="A file of pairs; - is standard input."),
    output: str = typer.Argument(metavar="OUT", help="Where to; - is standard output."),
    from_: str | None = typer.Option(
        None, "--from", metavar="FORMAT",
        help=f"IN's format: {', '.join((*names('bitext'), *BEADS))}.",
    ),
    to: str | None = typer.Option(
        None, "--to", metavar="FORMAT", help=f"OUT's format: {', '.join(names('writer'))}."
    ),
    source_lang: str | None = SourceSide,
    target_lang: str | None = TargetSide,
    min_score: float | None = typer.Option(
        None, "--min-score", help="Only pairs with a score of at least this."
    ),
    dedup: bool = typer.Option(False, "--dedup", help="Only the first of equal pairs."),
    max_ratio: float | None = MaxRatio,
    origin: Origin | None = OnlyOrigin,
    project: str = Project,
    source_file: str | None = typer.Option(
        None, "--source", metavar="FILE",
        help="With beads or XCES as IN: the source segments that they number, one a line.",
    ),
    target_file: str | None = typer.Option(
        None, "--target", metavar="FILE", help="With beads or XCES as IN: the target segments."
    ),
) -> None:  # fmt: skip
    """Convert pairs between formats; the endings tell which, --from and --to override.

    Moses is two files, OUT's ending a language: corpus.fr stands for corpus.fr, corpus.en
    and corpus.scores. What a format cannot hold, and what a filter removes, is told on
    stderr; pairs that a review rejected stay in JSON Lines only, which says so. Without
    --source-lang and --target-lang a TMX gives its source language and
    the first other one; formats that name no language are taken for fr and en.
    """
    langs = (source_lang, target_lang)
    segments = source_file, target_file
    reading = format_of(source, from_, option="--from", langs=langs, beads=segments != (None, None))
    if reading in BEADS and None in segments:
        raise UsageError("Beads are numbers of segments: give both --source and --target.")
    if reading not in BEADS and segments != (None, None):
        raise UsageError(f"{source}: --source and --target go with beads, this is {reading}.")
    writing = format_of(output, to, option="--to", stage="writer", langs=langs)
    wanted = Filters(
        min_score=min_score, dedup=dedup, max_ratio=max_ratio, origin=origin,
        unrejected=writing != WHOLE,
    )  # fmt: skip
    removed: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    with ExitStack() as stack:
        bitext = read_pairs(source, reading, langs, stack, segments=segments)
        units = filtered(bitext.units, wanted, removed=removed)
        told = "origin" in load("writer", reading).holds
        header = _header(bitext.header, "" if told else reading, project)
        writer, holds = load("writer", writing), load("writer", writing).holds
        units = counting_losses(units, header, holds, lost=lost)
        inputs = *places_of(source, reading, langs, packed=True), *filter(None, segments)
        try:
            written = _write(
                writer, writing, output, units, header, apart=inputs,
                machine=told and origin is not Origin.HUMAN,
            )  # fmt: skip
        except ReadError:  # names its file
            raise
        except DataError as error:
            raise DataError(f"{display_name(source)}: {error}") from None
    # Our own note on who translated is no loss.
    count_header_losses(replace(header, notes=bitext.header.notes), holds, lost=lost)
    _report(output_name(output), writing, written, removed=removed, lost=lost)
    if bitext.losses:
        say(f"align: left behind in {display_name(source)}: {listed(bitext.losses)}.")


def _write(
    writer: Any,
    name: str,
    path: str,
    units: Iterator[TranslationUnit],
    header: CorpusHeader,
    *,
    apart: Iterable[str],
    machine: bool,
) -> Written:
    places = places_of(path, name, (header.source_lang, header.target_lang))
    for place in places:
        check_output("OUT", place, *apart)
    if machine:  # which may be
        machine, units = _looked_through(units)
        header = completed(header, machine=machine)
    with ExitStack() as stack:
        stream, *others = (stack.enter_context(whole_output(place)) for place in places)
        options = dict(zip(("target", "scores"), others, strict=True)) if others else {}
        written: Written = writer(**options).write(units, stream, header=header)
    return written


def _looked_through(
    units: Iterator[TranslationUnit],
) -> tuple[bool, Iterator[TranslationUnit]]:
    """Tell whether a machine wrote one of some units, or may have, and return them all.

    What a header says of them stands before the units, which may be more than memory holds: of
    those that are not looked at, nothing is known.
    """
    held: list[TranslationUnit] = []
    for unit in units:
        held.append(unit)
        if unit.origin is Origin.MACHINE or len(held) == _LOOKED_AT:
            return True, chain(held, units)
    return False, iter(held)


def _header(header: CorpusHeader, silent: str, project: str) -> CorpusHeader:
    """Complete what a file did not tell: the date; who translated, of which a format is silent."""
    if silent:
        note = f"The pairs come from {silent}, which does not tell who translated: taken as human."
        say(f"align: {note[0].lower()}{note[1:]}")
        if note not in header.notes:
            header = replace(header, notes=(*header.notes, note))
    return completed(replace(header, project=project or header.project), machine=False)


def _report(
    name: str, writing: str, written: Written, *, removed: Counter[str], lost: Counter[str]
) -> None:
    say(f"align: {name}: {counted(written.units, 'unit')} written.")
    for reason, count in removed.items():
        say(f"align: removed {count:,} {reason}.")
    if written.skipped:
        why = "position is unknown" if writing in BEADS else "other side is empty"
        say(f"align: skipped {written.skipped:,} whose {why}, which {writing} cannot hold.")
    if written.replaced:
        say(f"align: replaced {counted(written.replaced, 'character')} that {writing} cannot hold.")
    if lost:
        say(f"align: {writing} has no place for: {listed(lost)}.")
