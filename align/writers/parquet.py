"""Parquet: a row a unit, the columns named as the fields of JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

from align.errors import MissingExtraError
from align.records import CorpusHeader, Reasons, TranslationUnit, Written
from align.writers import OF_CORPORA, OF_UNITS
from align.writers.characters import encodable

_ROWS = 2_048  # of a row group, which is what stays in memory
_TEXTS = {
    "source": "source", "target": "target", "source_lang": "source_lang",
    "target_lang": "target_lang", "bead": "bead", "origin": "origin", "position": "position",
    "document": "document", "engine": "engine", "review": "review", "changeid": "changed_by",
    "changedate": "changed_at", "note": "note", "source_place": "source_place",
    "target_place": "target_place",
}  # fmt: skip
"""The fields that are texts, by the columns' names, which are those of JSON Lines."""

_REASONS = tuple(field.name for field in fields(Reasons))


class ParquetWriter:
    """Writes all units, nulls included; signature and date are the file's metadata."""

    holds = OF_UNITS | OF_CORPORA - {"notes"}

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units; lone surrogates become U+FFFD and are counted.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        try:
            pyarrow: Any = import_module("pyarrow")
            parquet: Any = import_module("pyarrow.parquet")
        except ImportError:
            raise MissingExtraError(feature="Writing Parquet", extra="parquet") from None
        told = {
            name: encodable(value)
            for name, value in {
                "signature": str(header.signature), "created": header.created,
                "document": header.document, "project": header.project,
            }.items()
        }  # fmt: skip
        schema = pyarrow.schema(
            [(name, pyarrow.string()) for name in _TEXTS]
            + [
                ("score", pyarrow.float64()),
                ("crossing", pyarrow.bool_()),
                ("machine_source", pyarrow.bool_()),
                ("flags", pyarrow.list_(pyarrow.string())),
                ("prior", pyarrow.list_(pyarrow.float64())),
                ("reasons", pyarrow.struct([(name, pyarrow.float64()) for name in _REASONS])),
                ("cuts", pyarrow.list_(pyarrow.list_(pyarrow.int32()))),
            ],
            metadata={name: text for name, (text, _) in told.items()},
        )
        written, replaced = 0, sum(count for _, count in told.values())
        with parquet.ParquetWriter(stream, schema) as file:
            for batch in _batches(iter(units)):
                columns: dict[str, list[object]] = {}
                for name, field in _TEXTS.items():
                    pairs = [encodable(getattr(unit, field)) for unit in batch]
                    columns[name] = [text for text, _ in pairs]
                    replaced += sum(count for _, count in pairs)
                columns["score"] = [unit.score for unit in batch]
                columns["crossing"] = [unit.crossing for unit in batch]
                columns["machine_source"] = [unit.machine_source for unit in batch]
                columns["flags"] = [list(unit.flags) for unit in batch]
                columns["prior"] = [list(unit.prior) for unit in batch]
                columns["reasons"] = [unit.reasons and asdict(unit.reasons) for unit in batch]
                columns["cuts"] = [[list(side) for side in unit.cuts] for unit in batch]
                file.write_table(pyarrow.table(columns, schema=schema))
                written += len(batch)
        return Written(written, replaced=replaced)


def _batches(units: Iterator[TranslationUnit]) -> Iterator[list[TranslationUnit]]:
    while batch := list(islice(units, _ROWS)):
        yield batch
