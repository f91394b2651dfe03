"""Beads as text, in Vecalign's form: `[0]:[0, 1]:0.93`, one bead a line."""

from __future__ import annotations

import math
import re

from align.beads import Held, rising, twice
from align.errors import DataError, shortened
from align.lines import split_lines
from align.records import Bead

_LIST = r"\[\s*((?:\d{1,12}\s*(?:,\s*\d{1,12}\s*)*)?)\]"
_BEAD = re.compile(rf"{_LIST}\s*:\s*{_LIST}\s*(?::\s*(\S+))?", re.ASCII)


def format_bead(bead: Bead) -> str:
    """Return `[0]:[0, 1]`, and `:0.9300` after it where the bead has a score.

    >>> format_bead(Bead((0,), (0, 1), score=0.93))
    '[0]:[0, 1]:0.9300'
    """
    score = "" if bead.score is None else f":{bead.score:.4f}"
    return f"{bead.position}{score}"


def parse_beads(text: str, *, name: str) -> tuple[Bead, ...]:
    """Return the beads of a text, one a line, their indices rising; blank lines are skipped.

    `name` is the file's name for messages. Vecalign writes a cost where we write a
    probability: any finite number is taken as the score.

    Raises:
        DataError: a line is not a bead, has nothing on either side, or repeats an index.
    """
    return tuple(bead for _, bead in numbered_beads(text, name=name))


def numbered_beads(text: str, *, name: str) -> list[tuple[int, Bead]]:
    """Return the beads of a text, indices rising, each with the number of its line, from 1."""
    beads: list[tuple[int, Bead]] = []
    held = Held()
    for number, line in enumerate(split_lines(text), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        bead = parse_bead(line, where=f"{name}, {where}")
        if wrong := held.add(bead, where=where):
            raise DataError(f"{name}, {where}: {wrong}")
        beads.append((number, rising(bead)))
    return beads


def parse_bead(line: str, *, where: str) -> Bead:
    """Return one line's bead as it stands; `where` opens the message if it is none.

    >>> parse_bead("[3, 4]:[7]", where="line 1").type
    '2:1'

    Raises:
        DataError: the line is not a bead.
    """
    match = _BEAD.fullmatch(line.strip())
    if not match:
        raise DataError(
            f"{where}: {shortened(line.strip(), 60)!r} is not a bead; one like [0]:[0, 1] or "
            "[0]:[0, 1]:0.93 was expected."
        )
    sources, targets = _indices(match[1]), _indices(match[2])
    if not sources and not targets:
        raise DataError(f"{where}: the bead is empty on both sides; an index was expected.")
    bead = Bead(sources, targets, score=_score(match[3], where))
    if wrong := twice(bead):
        raise DataError(f"{where}: {wrong}")
    return bead


def _indices(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part.strip())


def _score(text: str | None, where: str) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(f"{where}: the score {shortened(text, 60)!r} is not a number.")
    return value
