"""JSON Lines: one object a unit, nulls included.

Every line stands alone: it carries the corpus's `signature`, `creationdate` and `project`
beside the unit's own fields, and there is no header line. So files can be concatenated, split,
sampled and filtered line by line (`jq 'select(.score > 0.9)'`) and no score is parted from its
signature. Only the first line has the `creationtool`, its version, the `notes` and what the corpus
was made of (`documents`). What a review adds (`review`, `changeid`, `changedate`, `note`, `prior`)
stands in the lines that have it. Names are those of TMX: its attributes as they are, its `prop`
types without their `x-`; where its `tuv` have a place, lines have `source_place` and
`target_place`. Where a side is several segments, `cuts` has the two lists of where in the texts
they begin, the first one's 0 left out. `machine_source` is true where an engine wrote the source
side, as in pairs that were turned round for training.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import BinaryIO

from align.records import CorpusHeader, TranslationUnit, Written
from align.signature import package_version
from align.writers import OF_CORPORA, OF_UNITS
from align.writers.characters import encodable


class JsonlWriter:
    """Writes each unit as an object with the field names of `TranslationUnit`."""

    holds = OF_UNITS | OF_CORPORA

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units; lone surrogates, which UTF-8 cannot hold, become U+FFFD, counted."""
        encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
        tail = {
            "signature": str(header.signature), "creationdate": header.created,
            "project": header.project,
        }  # fmt: skip
        first: dict[str, object] = {
            "creationtool": "marialign", "creationtoolversion": package_version(),
            "notes": list(header.notes),
        }  # fmt: skip
        if header.document:
            first["documents"] = header.document
        written = replaced = 0
        for unit in units:
            line = encode(_fields(unit) | tail | first)
            first = {}
            # Legal in JSON, but line ends to some readers of lines.
            if not line.isascii():
                line, count = encodable(line)
                replaced += count
                for character, escape in _ESCAPES:
                    line = line.replace(character, escape)
            stream.write(line.encode() + b"\n")
            written += 1
        return Written(written, replaced=replaced)


_ESCAPES = (("\x85", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def _fields(unit: TranslationUnit) -> dict[str, object]:
    held: dict[str, object] = {
        "source": unit.source,
        "target": unit.target,
        "source_lang": unit.source_lang,
        "target_lang": unit.target_lang,
        "score": unit.score,
        "bead": unit.bead,
        "origin": unit.origin.value,
        "position": unit.position,
        "crossing": unit.crossing,
        "document": unit.document,
        "engine": unit.engine,
        "flags": list(unit.flags),
    }
    if unit.reasons:
        held["reasons"] = {name: round(part, 4) for name, part in asdict(unit.reasons).items()}
    if unit.source_place or unit.target_place:  # neither, where texts are their files
        held |= {"source_place": unit.source_place, "target_place": unit.target_place}
    if any(unit.cuts):
        held["cuts"] = [list(side) for side in unit.cuts]
    if unit.machine_source:
        held["machine_source"] = True
    if unit.review or unit.changed_by or unit.changed_at or unit.note or unit.prior:
        reviewed = {
            "review": unit.review, "changeid": unit.changed_by, "changedate": unit.changed_at,
            "note": unit.note, "prior": list(unit.prior),
        }  # fmt: skip
        held |= {name: value for name, value in reviewed.items() if value}
    return held
