"""`align match`: which document translates which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from align.cli.console import Model, Output, SourceLang, TargetLang, probability, progress, say
from align.cli.translate import Beam, Device, Engine, NoCache, Revision, Threads, notes, opener
from align.errors import counted

if TYPE_CHECKING:
    from align.matching.matches import Matching
    from align.protocols import Translator


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="match",
        epilog="Example: align match site/fr site/en -o pairs.tsv",
    )(match)


def match(
    sources: str = typer.Argument(
        ..., metavar="SOURCES", help="A folder of documents, with the folders in it."
    ),
    targets: str = typer.Argument(
        ..., metavar="TARGETS", help="Another, or the same one where it holds both languages."
    ),
    output: str = Output,
    fast: bool = typer.Option(
        False, "--fast", help="Translate nothing: the lexicon alone, numbers, names, lengths."
    ),
    no_names: bool = typer.Option(
        False, "--no-names", help="Leave out what files and folders are called."
    ),
    min_score: float = typer.Option(
        0.5,
        "--min-score",
        metavar="P",
        callback=probability,
        help="Keep no pair that is less probably right.",
    ),
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    model: str = Model,
    revision: str | None = Revision,
    engine: str | None = Engine,
    device: str = Device,
    threads: int = Threads,
    beam: int = Beam,
    no_cache: bool = NoCache,
) -> None:
    """Find which document of one folder translates which of the other.

    Writes a TSV: source, target, and the probability that they are translations of each other.
    Every document of either folder is in it once; one without a partner has the other fields
    empty. Names and folders are evidence (report.fr.txt, fr/report.txt), contents decide; what
    the lexicon leaves in doubt is translated, 24 sentences a document. Near copies of a document
    share its probability, and may all be left alone: the summary says of how many, and
    --min-score 0 pairs the likeliest.

    A file that cannot be read is listed without a partner and named on stderr with the reason;
    the others go on, and the exit code is 1 at the end; so is one whose path cannot stand in a
    list, with escapes for what cannot. Hidden files are left out, and so are the list itself,
    the journals of align review, and pipes, sockets and devices.
    """
    from align.files import whole_output
    from align.matching.listing import refuse_document, render
    from align.matching.match import match as matched
    from align.translating import plain

    tags = source_lang, target_lang
    langs = plain(tags)

    open_named = opener(
        model=model, revision=revision, engine=engine, device=device, threads=threads, beam=beam,
        no_cache=no_cache, tags=tags,
    )  # fmt: skip

    def opened(one: str, other: str) -> Translator | None:
        if model == "bundled" and (one, other) != ("fr", "en"):
            say(
                f"align: no bundled model for '{one}' to '{other}': matching by numbers, names "
                "and cognates; --model brings more."
            )
            return None
        return open_named(one, other)

    if output != "-":
        refuse_document(output, (sources, targets))
    with whole_output(output) as stream:
        with notes():
            found = matched(
                sources, targets, open_translator=None if fast else opened, model=model,
                source_lang=langs[0], target_lang=langs[1], names=not no_names,
                min_score=min_score, without=() if output == "-" else (output,), stage=progress,
            )  # fmt: skip
        stream.write(render(found).encode())
    for _, reason in found.unreadable:
        say(f"align: {reason}")
    say(_summary(found))
    if found.unreadable:
        raise typer.Exit(1)


def _summary(found: Matching) -> str:
    """Account for every document in one line."""
    lone = [m for m in found.matches if m.score is None]
    sources = sum(bool(m.source) for m in lone)
    parts = [counted(found.pairs, "pair")]
    langs = found.source_lang, found.target_lang
    targets = counted(len(lone) - sources, f"{langs[1]} document")
    parts.append(f"without a partner {sources} {langs[0]} and {targets}")
    if found.unreadable:
        parts.append(f"{len(found.unreadable)} of these could not be read")
    if found.undecided:
        fit = "fits" if found.undecided == 1 else "fit"
        parts.append(
            f"{found.undecided} of these {fit} several documents, none likely enough alone"
        )
    if found.translated:
        parts.append(f"{counted(found.translated, 'sentence')} translated")
    return f"align: {'; '.join(parts)}."
