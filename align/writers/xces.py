"""XCES links as OPUS has them: sentence numbers from 1, one `linkGrp` a document pair."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from align.errors import DataError
from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.characters import language_tag, xml_attribute
from align.writers.positions import read_position


class XcesWriter:
    """Writes a link a bead, nulls included; the texts stay in their own files.

    The documents are named `fr/NAME.xml` and `en/NAME.xml`, each by its own name where the header
    has both, and the score is `certainty`.
    """

    holds = frozenset(("bead", "position", "score", "document", "source_lang", "target_lang"))

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units whose position is known.

        Raises:
            DataError: a language code is no tag of BCP 47.
        """
        stream.write(
            b'<?xml version="1.0" encoding="utf-8"?>\n'
            b'<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
            b'<cesAlign version="1.0">\n'
        )
        written = skipped = 0
        group: tuple[str, str] | None = None
        for unit in units:
            sides = read_position(unit.position)
            if sides is None:
                skipped += 1
                continue
            try:
                langs = unit.source_lang, unit.target_lang
                documents = _documents(unit.document, langs, header)
            except DataError as error:
                raise DataError(f"Unit {written + skipped + 1}: {error}") from None
            if documents != group:
                stream.write(b" </linkGrp>\n" if group else b"")
                stream.write(_opening(documents))
                group = documents
            targets = ";".join(_numbers(side) for side in sides)
            score = "" if unit.score is None else f' certainty="{unit.score:.4f}"'
            stream.write(f'  <link id="SL{written}" xtargets="{targets}"{score} />\n'.encode())
            written += 1
        if group is None:  # of two documents without a link, they are named all the same
            stream.write(_opening(_documents("", ("", ""), header)))
        stream.write(b" </linkGrp>\n</cesAlign>\n")
        return Written(written, skipped=skipped)


def _opening(documents: tuple[str, str]) -> bytes:
    return f' <linkGrp targType="s" fromDoc="{documents[0]}" toDoc="{documents[1]}">\n'.encode()


def _documents(document: str, langs: tuple[str, str], header: CorpusHeader) -> tuple[str, str]:
    """The names of both documents: the header's two, one after the other, or the unit's."""
    one = other = document or header.document or "document"
    name = Path(one).name
    if header.document.startswith(f"{name} "):
        one, other = name, header.document.removeprefix(f"{name} ")
    source = language_tag(langs[0] or header.source_lang)
    target = language_tag(langs[1] or header.target_lang)
    return f"{source}/{xml_attribute(one)}.xml", f"{target}/{xml_attribute(other)}.xml"


def _numbers(indices: tuple[int, ...]) -> str:
    return " ".join(str(index + 1) for index in indices)
