"""Read beads as pairs, with the segments that they number, one a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.beadfile import numbered_beads
from align.beads import out_of_range
from align.bitexts.bitext import Bitext, langs_of
from align.bitexts.xces import xces_beads
from align.encodings import decode
from align.errors import ReadError
from align.records import Bead, CorpusHeader, Origin, TranslationUnit
from align.signature import Signature
from align.units import cuts_of


class BeadsReader:
    """Reads `[0]:[0, 1]:0.93`, or XCES; a bead's texts are its segments, spaces between them."""

    def __init__(self, *, source: Sequence[str], target: Sequence[str], xces: bool = False) -> None:
        """Take the segments of both sides, in order."""
        self.sides = (source, target)
        self.xces = xces

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
            DataError: a line or link is no bead, or an index stands in two.
            ReadError: an index is beyond the segments.
        """
        langs = langs_of(None, (source_lang, target_lang))
        losses: Counter[str] = Counter()
        if self.xces:
            beads = xces_beads(stream, name=name)
        else:
            beads = numbered_beads(decode(stream.read(), name=name), name=name)
        units = list(self._units(beads, name, langs, losses))
        return Bitext(CorpusHeader(*langs, Signature(), ""), iter(units), losses)

    def _units(
        self,
        beads: Sequence[tuple[int, Bead]],
        name: str,
        langs: tuple[str, str],
        losses: Counter[str],
    ) -> Iterator[TranslationUnit]:
        held = 0
        counts = len(self.sides[0]), len(self.sides[1])
        for line, bead in beads:
            held += len(bead.sources) + len(bead.targets)
            if wrong := out_of_range(bead, counts, first=int(self.xces)):
                raise ReadError(f"{name}, line {line}: {wrong}")
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
        if held < sum(counts):
            losses["segments in no bead"] += sum(counts) - held
