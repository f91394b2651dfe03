"""Read JSON Lines: one object a unit, with the field names of `TranslationUnit`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from align.bitexts.bitext import Bitext, langs_of, oriented, peeked, signature_of
from align.bitexts.fields import FIELDS, texts_of, unit_of
from align.bitexts.lines import lines
from align.errors import ReadError
from align.records import CorpusHeader, TranslationUnit


class JsonlReader:
    """Reads an object a line; `source` and `target` are needed, the rest may be left out."""

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream`; `name` is for messages. Units in other languages are counted.

        Raises:
            ReadError: a line is no object, or a field has a value of another type.
        """
        losses: Counter[str] = Counter()
        wanted = (source_lang, target_lang)
        first, units = peeked(_units(stream, name, wanted, losses))
        unit, fields = first or (None, {})
        header = CorpusHeader(
            *langs_of(unit, wanted),
            signature_of(str(fields.get("signature", ""))),
            str(fields.get("creationdate") or fields.get("created") or ""),
            str(fields.get("documents") or ""),
            notes=texts_of(fields, "notes"),
            project=str(fields.get("project") or ""),
        )
        return Bitext(header, (unit for unit, _ in units), losses)


def _units(
    stream: BinaryIO, name: str, wanted: tuple[str | None, str | None], losses: Counter[str]
) -> Iterator[tuple[TranslationUnit, dict[str, object]]]:
    for number, line in lines(stream, name=name):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise ValueError("an object was expected")
            unit = unit_of(fields, source_lang=wanted[0], target_lang=wanted[1])
            texts_of(fields, "notes")
        except json.JSONDecodeError as error:
            raise ReadError(f"{name}, line {number}: no JSON ({error.msg}).") from None
        except (ValueError, RecursionError) as error:
            raise ReadError(f"{name}, line {number}: {error}.") from None
        unknown = fields.keys() - FIELDS
        if unknown:
            losses["fields of other tools"] += len(unknown)
        kept = oriented(unit, *wanted, losses)
        if kept:
            yield kept, fields
