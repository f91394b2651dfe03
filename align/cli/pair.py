"""`align pair`: align two files that are already split."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from align.cli.console import (
    Model,
    Output,
    SourceLang,
    TargetLang,
    check_one_stdin,
    check_output,
    probability,
    progress,
    say,
)
from align.cli.translate import Beam, Device, Engine, NoCache, Revision, Threads, notes, opener
from align.errors import DataError, UsageError, counted
from align.tags import DEFAULT_LANGS

if TYPE_CHECKING:
    from align.aligners.recalibrated import Recalibration
    from align.records import Bead, Document
    from align.reviewed import FixedBeads
    from align.translating import ForAligner, TranslatorFactory


Fixed = typer.Option(
    None, "--fixed", metavar="FILE",
    help="Beads that stay as they are (Vecalign's form), or a reviewed .jsonl or .tmx, whose "
    "accepted and edited units do; the rest is aligned between them.",
)  # fmt: skip

Calibration = typer.Option(
    None, "--calibration", metavar="FILE",
    help="What scores mean by your reviews, from scripts/refit_calibration.py.",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(
        name="pair",
        epilog="Example: align pair novel.fr novel.en --translations novel.fr.mt-en -o novel.beads",
    )(pair)


def pair(
    source: str = typer.Argument(..., metavar="SOURCE", help="One segment a line."),
    target: str = typer.Argument(..., metavar="TARGET", help="One segment a line."),
    translations: str | None = typer.Option(
        None, "--translations", metavar="FILE", help="SOURCE's translations, line by line."
    ),
    reverse: str | None = typer.Option(
        None, "--reverse", metavar="FILE", help="TARGET's translations, line by line."
    ),
    aligner: str = typer.Option(
        "translation", "--aligner", metavar="NAME",
        help="translation (best), lexical (no model), length (baseline).",
    ),
    min_score: float | None = typer.Option(
        None, "--min-score", metavar="P", callback=probability,
        help="Give up beads that are less probably right: their segments become nulls. Higher: "
        "fewer links, more of them right.",
    ),
    max_align: int | None = typer.Option(
        None, "--max-align", metavar="N",
        help="Most segments of a bead, both sides together, 2 to 7 (the default). Lower: fewer "
        "merges; 2 links one to one only.",
    ),
    skip_penalty: float | None = typer.Option(
        None, "--skip-penalty", metavar="NATS",
        help="Added to the learnt price of leaving a segment alone; 0 is the default. Higher: "
        "fewer nulls; below 0: more.",
    ),
    fixed: str | None = Fixed,
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
    output: str = Output,
) -> None:  # fmt: skip
    """Align two files, one segment a line; no line is changed, dropped or moved.

    Prints a bead a line, such as [0]:[0, 1]:0.93 (source, target, probability); indices count from
    0, blank lines are segments too. Without --translations and --reverse, the model translates the
    source and looks twice at beads in doubt.
    """
    from align.aligners import open_aligner
    from align.beadfile import format_bead
    from align.files import display_name, read_lines, whole_output
    from align.registry import ENDINGS, load
    from align.reviewed import placed
    from align.translating import plain

    check_one_stdin(source, target, translations, reverse, fixed)
    check_output("--output", output, source, target, translations, reverse, fixed, calibration)
    if ENDINGS.get(Path(output).suffix.lower(), "beads") != "beads":
        raise UsageError(
            f"--output {output}: align pair writes beads, whose names end in .links or .beads; "
            "align convert makes other formats of them."
        )
    load("aligner", aligner)  # a wrong name is told first
    knobs = _knobs(
        aligner, max_align=max_align, skip_penalty=skip_penalty, min_score=min_score,
        calibration=calibration,
    )  # fmt: skip
    x, y = read_lines(source), read_lines(target)
    for path, lines in ((source, x), (target, y)):
        if not lines:
            raise DataError(f"{display_name(path)}: the file is empty, segments were expected.")
    meaning = read_meaning(calibration)
    held = read_certain(fixed, (source_lang, target_lang))
    certain = placed(held, dict(enumerate(x)), dict(enumerate(y))) if held else ()
    given: ForAligner = {
        "translations": _given(translations, x, source),
        "reverse": _given(reverse, y, target),
    }
    tags = source_lang, target_lang
    langs = _langs(x, y, plain(tags), (source, target))

    opened = opener(
        model=model, revision=revision, engine=engine, device=device, threads=threads, beam=beam,
        no_cache=no_cache, tags=tags,
    )  # fmt: skip
    if aligner == "translation" and translations is None and reverse is None:
        with notes():
            given = translate_segments(x, y, langs, opened, model=model)
    made = open_aligner(
        aligner, source_lang=langs[0], target_lang=langs[1], recalibration=meaning, **knobs
    )
    with notes():
        beads = made.align(x, y, fixed=certain, **given)
    if min_score is not None:
        beads, weak = _without_weak(beads, min_score)
        say(f"align: {counted(weak, 'bead')} below --min-score {min_score} became nulls.")
    with whole_output(output) as stream:
        for bead in beads:
            stream.write(f"{format_bead(bead)}\n".encode())


def _without_weak(beads: Sequence[Bead], least: float) -> tuple[tuple[Bead, ...], int]:
    """Make nulls of the segments of beads that are less probably right; how many were these?"""
    from align.records import Bead

    kept: list[Bead] = []
    weak = 0
    for bead in beads:
        if bead.null or bead.score is None or bead.score >= least:
            kept.append(bead)
        else:
            weak += 1
            kept += [Bead((i,), ()) for i in bead.sources]
            kept += [Bead((), (j,)) for j in bead.targets]
    return tuple(kept), weak


def _knobs(
    aligner: str, *, max_align: int | None, skip_penalty: float | None, min_score: float | None,
    calibration: str | None,
) -> dict[str, Any]:  # fmt: skip
    """What was asked of the aligner, where it can do it."""
    given = {"max_align": max_align, "skip_penalty": skip_penalty}
    knobs = {name: value for name, value in given.items() if value is not None}
    others = {"min_score": min_score, "calibration": calibration}
    asked = [*knobs, *(name for name, value in others.items() if value is not None)]
    if aligner == "length" and asked:
        raise UsageError(
            f"--{asked[0].replace('_', '-')}: --aligner length has no probabilities and fixed "
            "bead types; use it with lexical or translation."
        )
    return knobs


def read_certain(path: str | None, langs: tuple[str | None, str | None]) -> FixedBeads | None:
    """Read the file of --fixed, and tell which of its reviewed units cannot fix anything."""
    from align.reviewed import read_fixed

    if path is None:
        return None
    held = read_fixed(path, source_lang=langs[0], target_lang=langs[1])
    if held.without_position:
        say(
            f"align: {held.name}: {held.without_position:,} reviewed units without a position, "
            "such as those cut inside a segment, fix nothing."
        )
    return held


def read_meaning(path: str | None) -> Recalibration | None:
    """Read the file of --calibration."""
    from align.aligners.recalibrated import read_recalibration

    return None if path is None else read_recalibration(path)


def _given(path: str | None, segments: Sequence[str], of: str) -> list[str] | None:
    from align.files import display_name, read_lines

    if path is None:
        return None
    lines = read_lines(path)
    if len(lines) != len(segments):
        raise DataError(
            f"{display_name(path)}: {counted(len(lines), 'line')}, but {display_name(of)} has "
            f"{len(segments)}; one translation a line was expected."
        )
    return lines


def _langs(
    x: Sequence[str], y: Sequence[str], given: tuple[str | None, str | None],
    paths: tuple[str, str],
) -> tuple[str, str]:  # fmt: skip
    from align.files import display_name
    from align.languages import detect_language
    from align.translating import both_in

    one, other = (
        lang or detect_language(_document(lines)) for lang, lines in zip(given, (x, y), strict=True)
    )
    if one == other and given[1] is None and not _tells(y):
        other = "en" if one == "fr" else "fr"
    elif one == other and given[0] is None and not _tells(x):
        one = "en" if other == "fr" else "fr"
    if one == other:
        if given == (None, None) and max(len(x), len(y)) < 5:  # too little to tell by
            return DEFAULT_LANGS
        raise both_in(one, display_name(paths[0]), display_name(paths[1]))
    return one, other


def _tells(lines: Sequence[str]) -> bool:
    """Whether there is a letter to tell a language by."""
    return any(any(map(str.isalpha, line)) for line in lines)


def _document(lines: Sequence[str]) -> Document:
    from align.records import Block, Document, Kind

    text = "\n".join(lines)
    return Document("", text, (Block(Kind.PARAGRAPH, "", 0, len(text)),))


def translate_segments(
    x: Sequence[str], y: Sequence[str], langs: tuple[str, str],
    opened: TranslatorFactory, *, model: str,
) -> ForAligner:  # fmt: skip
    """Translate the source, or the target where the model runs that way only, to align them."""
    from align.translating import for_aligner, open_either, translated, undoubted

    if model == "bundled" and set(langs) != {"en", "fr"}:
        say(
            f"align: no bundled model for '{langs[0]}' to '{langs[1]}': aligning by cognates and "
            "lengths; --translations or --model brings more."
        )
        return {}
    translator, exchanged = open_either(opened, langs, model=model)
    made = [undoubted(t) for t in translated(translator, y if exchanged else x, progress)]
    return for_aligner(translator, made, exchanged=exchanged, stage=progress)
