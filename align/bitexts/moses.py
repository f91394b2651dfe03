"""Read a Moses pair: two files with a segment a line, and perhaps a third with the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import BinaryIO

from align.bitexts.bitext import Bitext, bead_of, langs_of, read_score
from align.bitexts.lines import lines
from align.errors import ReadError
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature


class MosesReader:
    """Reads the source side from its stream, the target side and scores from those given here."""

    def __init__(self, *, target: BinaryIO, scores: BinaryIO | None = None) -> None:
        """Take the open target file, and the file of scores where there is one."""
        self._target = target
        self._scores = scores

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read the source side from `stream`; `name` is for messages.

        Raises:
            ReadError: the files have different numbers of lines, or a score is no number.
        """
        languages = langs_of(None, (source_lang, target_lang))
        units = self._units(stream, name, languages)
        return Bitext(CorpusHeader(*languages, Signature(), ""), units, Counter())

    def _units(
        self, stream: BinaryIO, name: str, languages: tuple[str, str]
    ) -> Iterator[TranslationUnit]:
        streams = [(stream, name), (self._target, f"{name} (target)")]
        if self._scores is not None:
            streams.append((self._scores, f"{name} (scores)"))
        columns = [(line for _, line in lines(side, name=label)) for side, label in streams]
        for number, row in enumerate(zip_longest(*columns), 1):
            if None in row:
                sides = zip(("source", "target", "scores"), row, strict=False)
                ended = " and ".join(side for side, line in sides if line is None)
                raise ReadError(
                    f"{name}, line {number}: one of the files ends here ({ended}), the others go "
                    "on; a line for a line was expected."
                )
            source, target, score = (*row, "")[:3]
            bead = bead_of(source, target)
            yield TranslationUnit(
                source, target, *languages, bead, Origin.HUMAN, "",
                score=read_score(score, f"{name}, line {number}"),
            )  # fmt: skip
