"""Read plain TSV: source TAB target, then TAB score where there is one; no header line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from align.bitexts.bitext import Bitext, bead_of, langs_of, read_score
from align.bitexts.lines import lines
from align.bitexts.titles import titled
from align.errors import ReadError, counted
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature


class TsvReader:
    """Reads a pair a line; the languages are the caller's, `fr` and `en` where left out."""

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream`; `name` is for messages.

        Raises:
            ReadError: a line has other than two or three fields, or a score that is no number,
                or the first has titles.
        """
        languages = langs_of(None, (source_lang, target_lang))
        losses: Counter[str] = Counter()
        return Bitext(
            CorpusHeader(*languages, Signature()), _units(stream, name, languages, losses), losses
        )


def _units(
    stream: BinaryIO, name: str, languages: tuple[str, str], losses: Counter[str]
) -> Iterator[TranslationUnit]:
    for number, line in lines(stream, name=name):
        if not line.strip():
            losses["empty lines"] += 1
            continue
        fields = line.split("\t")
        if not 2 <= len(fields) <= 3:
            raise ReadError(
                f"{name}, line {number}: {counted(len(fields), 'field')} between tabs; source, "
                "target and perhaps a score were expected."
            )
        source, target, held = (*fields, "")[:3]
        score = read_score(
            held, f"{name}, line {number}", called="the third field",
            wanted="a score was expected (plain TSV has no header line)",
        )  # fmt: skip
        if number == 1 and titled(source, target):
            raise ReadError(
                f"{name}, line 1: '{source}' and '{target}' are titles; a pair was expected (plain "
                "TSV has no header line)."
            )
        bead = bead_of(source, target)
        yield TranslationUnit(source, target, *languages, bead, Origin.HUMAN, "", score=score)
