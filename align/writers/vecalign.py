"""Beads in Vecalign's form, `[0]:[0, 1]:0.93`: segment indices from 0, then the score."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.positions import read_position


class VecalignWriter:
    """Writes a bead a line, nulls included; the texts stay in their own files."""

    holds = frozenset(("bead", "position", "score"))

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units whose position is known."""
        written = skipped = 0
        for unit in units:
            sides = read_position(unit.position)
            if sides is None:
                skipped += 1
                continue
            score = "" if unit.score is None else f":{unit.score:.4f}"
            stream.write(f"{list(sides[0])}:{list(sides[1])}{score}\n".encode())
            written += 1
        return Written(written, skipped=skipped)
