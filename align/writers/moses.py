"""Moses: a file a side with a segment a line, and a third with the scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.characters import one_line


class MosesWriter:
    """Writes the source side to its stream, the target side and scores to those given here.

    Null beads are skipped: a blank line would break training on the pair.
    """

    holds = frozenset(("source", "target", "score"))

    def __init__(self, *, target: BinaryIO, scores: BinaryIO) -> None:
        """Take the open files of the target side and of the scores."""
        self._target = target
        self._scores = scores

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units that have both sides; the line of a missing score is blank.

        Tabs and line breaks inside a text become spaces and are counted.
        """
        written = skipped = replaced = 0
        for unit in units:
            if not (unit.source.strip() and unit.target.strip()):
                skipped += 1
                continue
            source, first = one_line(unit.source)
            target, second = one_line(unit.target)
            stream.write(f"{source}\n".encode())
            self._target.write(f"{target}\n".encode())
            self._scores.write(b"\n" if unit.score is None else f"{unit.score:.4f}\n".encode())
            written += 1
            replaced += first + second
        return Written(written, skipped=skipped, replaced=replaced)
