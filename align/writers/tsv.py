"""Plain TSV: source TAB target, then TAB score where there is one; no header line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.characters import one_line


class TsvWriter:
    """Writes a pair a line; null beads are skipped, since a line without one side is no pair."""

    holds = frozenset(("source", "target", "score"))

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units that have both sides; the header has no place here.

        Tabs and line breaks inside a text become spaces and are counted.
        """
        written = skipped = replaced = 0
        for unit in units:
            if not (unit.source.strip() and unit.target.strip()):
                skipped += 1
                continue
            source, first = one_line(unit.source)
            target, second = one_line(unit.target)
            score = "" if unit.score is None else f"\t{unit.score:.4f}"
            stream.write(f"{source}\t{target}{score}\n".encode())
            written += 1
            replaced += first + second
        return Written(written, skipped=skipped, replaced=replaced)
