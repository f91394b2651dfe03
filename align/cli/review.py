"""`align review`: look through an alignment on a page, and put it right."""

from __future__ import annotations

import getpass
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from align.cli.console import Model, SourceLang, TargetLang, progress, say
from align.cli.formats import format_of
from align.cli.pair import Calibration, read_meaning, translate_segments
from align.cli.translate import Beam, Device, Engine, NoCache, Revision, Threads, notes, opener
from align.errors import UsageError, counted

if TYPE_CHECKING:
    from align.aligners.recalibrated import Recalibration
    from align.protocols import Translator
    from align.records import Bead, CorpusHeader
    from align.review.opening import Aligned, Opened
    from align.review.realign import Align
    from align.translating import TranslatorFactory


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="review",
        epilog="Examples: align review novel.tmx; align review roman.fr.txt novel.en.txt; "
        "align review novel.tmx --export novel.checked.tmx",
    )(review)


def review(
    source: str = typer.Argument(
        ..., metavar="FILE", help="Pairs (.tmx, .jsonl, ...), or a document; it is never changed."
    ),
    target: str | None = typer.Argument(
        None, metavar="TARGET", help="The document's translation: the two are aligned first."
    ),
    export: str | None = typer.Option(
        None, "--export", metavar="OUT",
        help="Open no page: write the review's present state, in the format of OUT's ending.",
    ),
    format: str | None = typer.Option(
        None, "--format", metavar="NAME", help="OUT's format, where its ending does not say."
    ),
    everything: bool = typer.Option(
        False, "--all",
        help="Write rejected beads too; without it they are left out of all formats but jsonl, "
        "which says of each what was decided.",
    ),
    port: int = typer.Option(0, "--port", min=0, max=65535, help="0 is any free one."),
    no_browser: bool = typer.Option(
        False, "--no-browser", help="Print the address, open no browser."
    ),
    user: str | None = typer.Option(
        None, "--user", metavar="NAME", help="Who signs the changes; by default, your login name."
    ),
    calibration: str | None = Calibration,
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
    """Review an alignment on a page in your browser, which only this machine can reach.

    Every step is on disk in FILE.review before the page shows it, so that nothing is lost when
    it stops; open FILE again to go on. Ctrl-C ends the server. JSON Lines holds the segments
    without a counterpart too, which TMX has no place for.
    """
    from align.review.opening import journal_path, open_review

    if export is None and (format is not None or everything):
        raise UsageError("--format and --all go with --export: they say what to write.")
    chosen = "" if export is None else _format(export, format)
    meaning = read_meaning(calibration)

    opened = opener(
        model=model, revision=revision, engine=engine, device=device, threads=threads, beam=beam,
        no_cache=no_cache,
    )  # fmt: skip

    def aligned(one: str, other: str) -> Aligned:
        return _aligned(one, other, opened, model, (source_lang, target_lang), meaning)

    with ExitStack() as kept:
        journal = None
        # What was never reviewed is not under review for having been exported.
        if export is not None and target is None and not journal_path(source).exists():
            journal = Path(kept.enter_context(TemporaryDirectory())) / "journal"
        with notes():
            found = open_review(
                source, target, user=user or _login(), align=aligned, source_lang=source_lang,
                target_lang=target_lang, journal=journal, stage=progress,
                for_export=export is not None,
            )  # fmt: skip
        kept.callback(found.document.close)
        if found.losses:
            from align.losses import listed

            lost = listed(found.losses)
            say(f"align: {source} holds what a review has no place for: {lost}.")
        for path in found.changed:
            say(f"align: {path} has changed since its review began: OUT has what was reviewed.")
        if export is not None:
            _export(found, export, chosen, everything, journal_path(source, target))
        else:
            _serve(found, source, port, not no_browser, opened, model, meaning)


def _format(path: str, given: str | None) -> str:
    name = format_of(path, given, option="--format", stage="writer")
    if name == "moses":
        raise UsageError(
            f"{path}: Moses is three files; export TMX, then align convert OUT.tmx OUT.fr."
        )
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name for this user id
        return "unknown"


def _aligned(
    one: str, other: str, opened: TranslatorFactory, model: str,
    langs: tuple[str | None, str | None], meaning: Recalibration | None,
) -> Aligned:  # fmt: skip
    from align import pipeline
    from align.dates import created
    from align.records import CorpusHeader

    run = pipeline.run(
        one, other, open_translator=opened, source_lang=langs[0], target_lang=langs[1],
        pairs="aligned", model=model, recalibration=meaning, stage=progress,
    )  # fmt: skip
    header = CorpusHeader(
        run.source_lang, run.target_lang, run.signature, created(),
        " ".join(Path(path).name for path in (one, other)),
    )  # fmt: skip
    return header, run.units


def _export(found: Opened, path: str, chosen: str, everything: bool, journal: Path) -> None:
    from align.files import output_name, same_place, whole_output
    from align.losses import listed
    from align.output import WHOLE
    from align.review.export import export

    if any(same_place(path, own) for own in (journal, *found.files)):
        raise UsageError(f"--export {path}: another file than the review's own was expected.")
    _, rows = found.document.snapshot()
    lost: Counter[str] = Counter()
    with whole_output(path) as stream:
        written = export(
            rows, found.document.header, stream, format=chosen, everything=everything, lost=lost
        )
    parts = [f"{counted(written.units, 'unit')} written"]
    rejected = found.document.counts["rejected"]
    if rejected:
        kept = everything or chosen == WHOLE
        parts.append(f"{rejected:,} rejected {'among them' if kept else 'left out'}")
    if written.skipped:
        parts.append(f"{written.skipped:,} skipped that {chosen} cannot hold")
    if written.replaced:
        replaced = counted(written.replaced, "character")
        parts.append(f"{replaced} that {chosen} cannot hold replaced")
    say(f"align: {output_name(path)}: {', '.join(parts)}.")
    if told := listed(lost):
        say(f"align: {chosen} has no place for: {told}.")


def _realigned(
    header: CorpusHeader, opened: TranslatorFactory, model: str, meaning: Recalibration | None
) -> Align:
    """What aligns a review's segments again; a model is asked for its languages as `run` asks."""
    from align.translating import as_given

    tags = header.source_lang, header.target_lang

    def named(one: str, other: str) -> Translator:
        return opened(*as_given((one, other), tags))

    def align(
        sources: Sequence[str], targets: Sequence[str], fixed: Sequence[Bead]
    ) -> Sequence[Bead]:
        from align.aligners import open_aligner
        from align.translators.targets import language_of

        langs = language_of(tags[0]), language_of(tags[1])
        with notes():
            given = translate_segments(sources, targets, langs, named, model=model)
            aligner = open_aligner(
                source_lang=langs[0], target_lang=langs[1], recalibration=meaning
            )
            return aligner.align(sources, targets, fixed=fixed, **given)

    return align


def _serve(
    found: Opened, source: str, port: int, browser: bool,
    opened: TranslatorFactory, model: str, meaning: Recalibration | None,
) -> None:  # fmt: skip
    import secrets

    from align.review.browser import opened_in_browser
    from align.review.realign import realigner
    from align.review.server import LOOPBACK, ReviewServer, listen, server_of

    align = _realigned(found.document.header, opened, model, meaning)
    token = secrets.token_urlsafe(24)
    with listen(port) as connection:
        number = connection.getsockname()[1]
        server = ReviewServer(found.document, name=Path(source).name, realigner=realigner(align))
        running = server_of(server.app(token=token, port=number))
        address = f"http://{LOOPBACK}:{number}/{token}/"
        typer.echo(address)
        say(f"align: reviewing {source}; every step is kept in {found.journal}. Ctrl-C ends.")
        with ExitStack() as ending:
            if browser:
                ending.enter_context(opened_in_browser(address))
            ending.enter_context(suppress(KeyboardInterrupt))
            running.run(sockets=[connection])
    given_up = "; the realignment was given up" if server.realigning else ""
    if found.document.kept:
        say(f"align: stopped; all work is in {found.journal}{given_up}.")
    else:
        say(
            f"align: stopped; {found.journal} was moved, removed or replaced meanwhile: only what "
            f"was done before is in it{given_up}."
        )
    if given_up:  # Python would wait for its thread, which may take minutes yet
        found.document.close()
        sys.stdout.flush()
        os._exit(0)
