"""What becomes of a run: filters, header, writer; whoever writes a run writes it here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from align.dates import created, is_date
from align.errors import UsageError, counted
from align.filters import Filters, filtered
from align.records import CorpusHeader, Origin, Segment, Translation, TranslationUnit, Written
from align.registry import ENDINGS, load, names

if TYPE_CHECKING:
    from align.pipeline import Run

MACHINE_NOTE = (
    "Units whose x-origin is machine have a side that an engine wrote, not a person; "
    'its creationid is "MT:" and the engine\'s name.'
)
"""What a header's notes say where a unit of machine origin goes out."""
_NOTED = "Units whose x-origin is machine have a"

LEFT_NOTE = "Segments without a human translation: {} of the source, {} of the target."
"""What a run's header says of the segments that people did not translate."""
_LEFT = re.compile(re.escape(LEFT_NOTE).replace(r"\{\}", r"(\d+)"), re.ASCII)

WHOLE = "jsonl"
"""The format that keeps units that a review rejected, with their status: what others learn from."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The units of a run that go out, and how many do not, by reason."""

    units: tuple[TranslationUnit, ...]
    removed: Counter[str]


def kept_of(run: Run, filters: Filters) -> Kept:
    """Apply the filters to a run's units."""
    removed: Counter[str] = Counter()
    return Kept(tuple(filtered(iter(run.units), filters, removed=removed)), removed)


def format_of(output: str, given: str | None) -> str:
    """Return the format given, or that the output's ending tells; TMX on standard output.

    Raises:
        UsageError: there is no such format, or it is more than one file.
    """
    written = [name for name in names("writer") if name != "moses"]
    if given == "moses":
        raise UsageError(
            "--format moses: Moses is three files; write TMX, then align convert OUT.tmx OUT.fr."
        )
    if given is not None:
        if given not in written:
            raise UsageError(f"--format {given}: one of {', '.join(written)} was expected.")
        return given
    if output == "-":
        return "tmx"
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"{output}: its ending names no format ({', '.join(ENDINGS)}); --format says which."
        )
    return ENDINGS[ending]


def completed(header: CorpusHeader, *, machine: bool) -> CorpusHeader:
    """Give a header what each output says: when it was made, and who wrote the machine's units.

    Args:
        header: what is known; a date that is none is replaced.
        machine: whether a unit of machine origin goes out, or may.
    """
    notes = header.notes
    if not machine or MACHINE_NOTE not in notes:  # earlier versions put it in other words
        kept = (note for note in notes if not note.startswith(_NOTED))
        notes = (*kept, MACHINE_NOTE) if machine else tuple(kept)
    return replace(
        header, notes=notes, created=header.created if is_date(header.created) else created()
    )


def recounted(header: CorpusHeader, *, source: int, target: int) -> CorpusHeader:
    """Give a header's `LEFT_NOTE`, if it has one, so many segments more of either side, or less."""
    notes = []
    for note in header.notes:
        if found := _LEFT.fullmatch(note):
            held = int(found[1]) + source, int(found[2]) + target
            note = LEFT_NOTE.format(*(max(0, number) for number in held))
        notes.append(note)
    return replace(header, notes=tuple(notes))


def write(
    run: Run, kept: Sequence[TranslationUnit], stream: BinaryIO, *, format: str, project: str = ""
) -> Written:
    """Write a run's units in a format, under the header that the run has.

    Args:
        run: what was run.
        kept: those of its units that go out.
        stream: takes the bytes.
        format: a writer's name, such as `tmx`.
        project: for the file's metadata.
    """
    machine = any(unit.origin is Origin.MACHINE for unit in kept)
    notes = [LEFT_NOTE.format(len(run.left_source), len(run.left_target))]
    if run.others:
        notes.append(f"Not in here: {in_other_languages(run.others)}.")
    header = CorpusHeader(
        source_lang=run.source_lang, target_lang=run.target_lang, signature=run.signature,
        document=" ".join(Path(d.id).name for d in run.documents), notes=tuple(notes),
        project=project,
    )  # fmt: skip
    written: Written = load("writer", format)().write(
        kept, stream, header=completed(header, machine=machine)
    )
    return written


def summary(run: Run, written: Written, removed: Counter[str]) -> str:
    """Account for every segment in one line."""
    full = [u for u in run.units if u.source and u.target]
    machine = sum(u.origin is Origin.MACHINE for u in full)
    aligned = len(full) - machine
    parts = [counted(aligned, "aligned pair"), f"{machine:,} machine-translated"]
    parts.append(
        f"without a human translation {len(run.left_source):,} {run.source_lang} and "
        f"{len(run.left_target):,} {run.target_lang} segments"
    )
    if run.meta:
        parts.append(f"{counted(len(run.meta), 'line')} of dates, numbers or separators left out")
    if run.others:
        parts.append(f"{in_other_languages(run.others)} left out")
    if told := to_look_at(full):  # what a machine wrote for the aligner alone nobody sees
        parts.append(told)
    if removed:
        parts.append(
            "filtered out: " + ", ".join(f"{n:,} {why}" for why, n in sorted(removed.items()))
        )
        parts.append(f"written: {counted(written.units, 'unit')}")
    if written.replaced:
        parts.append(f"{written.replaced} characters that the format forbids replaced")
    return f"align: {'; '.join(parts)}."


def to_look_at(made: Iterable[Translation | TranslationUnit]) -> str:
    """Say how many translations have which flags, "" where none has any.

    To be split is no fault: the parts were read whole.
    """
    flags = Counter(flag for one in made for flag in one.flags if flag != "split")
    told = ", ".join(f"{flag} {count}" for flag, count in sorted(flags.items()))
    return f"translations to look at: {told}" if told else ""


def in_other_languages(lines: Sequence[Segment]) -> str:
    """Say how many lines are in which other languages than those of the work."""
    langs = sorted({line.lang for line in lines})
    which = "another language" if len(langs) == 1 else "other languages"
    return f"{counted(len(lines), 'line')} in {which} ({', '.join(langs)})"
