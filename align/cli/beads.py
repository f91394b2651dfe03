"""Read beads in Vecalign's form as pairs, with the segments that they number, one a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.beadfile import numbered_beads
from align.bitexts.bitext import DEFAULT_LANGS, Bitext
from align.encodings import decode
from align.errors import ReadError
from align.records import CorpusHeader, Origin, TranslationUnit
from align.reports.figures import counted
from align.signature import Signature
from align.units import cuts_of


class BeadsReader:
    """Reads `[0]:[0, 1]:0.93`; a bead's texts are its segments with spaces between them."""

    def __init__(self, *, source: Sequence[str], target: Sequence[str]) -> None:
        """Take the segments of both sides, in order."""
        self.sides = (source, target)

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream`; `name` is for messages. Segments in no bead are counted.

        Raises:
            DataError: a line is no bead, or an index stands in two.
            ReadError: an index is beyond the segments.
        """
        langs = source_lang or DEFAULT_LANGS[0], target_lang or DEFAULT_LANGS[1]
        losses: Counter[str] = Counter()
        units = list(self._units(decode(stream.read(), name=name), name, langs, losses))
        return Bitext(CorpusHeader(*langs, Signature(), ""), iter(units), losses)

    def _units(
        self, text: str, name: str, langs: tuple[str, str], losses: Counter[str]
    ) -> Iterator[TranslationUnit]:
        held = 0
        for line, bead in numbered_beads(text, name=name):
            held += len(bead.sources) + len(bead.targets)
            for side, indices, segments in zip(
                ("source", "target"), (bead.sources, bead.targets), self.sides, strict=True
            ):
                if indices and max(indices) >= len(segments):
                    verb = "is" if len(segments) == 1 else "are"
                    raise ReadError(
                        f"{name}, line {line}: {side} index {max(indices)} is out of range: there "
                        f"{verb} {counted(len(segments), f'{side} segment')}, numbered from 0."
                    )
            source = [self.sides[0][n] for n in bead.sources]
            target = [self.sides[1][n] for n in bead.targets]
            yield TranslationUnit(
                " ".join(source),
                " ".join(target),
                *langs,
                bead.type,
                Origin.HUMAN,
                bead.position,
                score=bead.score,
                cuts=(cuts_of(source), cuts_of(target)),
            )
        if held < sum(map(len, self.sides)):
            losses["segments in no bead"] += sum(map(len, self.sides)) - held
