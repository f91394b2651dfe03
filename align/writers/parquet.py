"""Parquet: a row a unit, the columns named as the fields of `TranslationUnit`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

from align.errors import MissingExtraError
from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.characters import encodable

_ROWS = 2_048  # of a row group, which is what stays in memory
_TEXTS = (
    "source", "target", "source_lang", "target_lang", "bead", "origin", "position", "document",
    "engine",
)  # fmt: skip


class ParquetWriter:
    """Writes all units, nulls included; signature and date are the file's metadata."""

    holds = frozenset((*_TEXTS, "score", "crossing", "flags", "signature", "project"))

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
                ("flags", pyarrow.list_(pyarrow.string())),
            ],
            metadata={name: text for name, (text, _) in told.items()},
        )
        written, replaced = 0, sum(count for _, count in told.values())
        with parquet.ParquetWriter(stream, schema) as file:
            for batch in _batches(iter(units)):
                columns: dict[str, list[object]] = {}
                for name in _TEXTS:
                    pairs = [encodable(getattr(unit, name)) for unit in batch]
                    columns[name] = [text for text, _ in pairs]
                    replaced += sum(count for _, count in pairs)
                columns["score"] = [unit.score for unit in batch]
                columns["crossing"] = [unit.crossing for unit in batch]
                columns["flags"] = [list(unit.flags) for unit in batch]
                file.write_table(pyarrow.table(columns, schema=schema))
                written += len(batch)
        return Written(written, replaced=replaced)


def _batches(units: Iterator[TranslationUnit]) -> Iterator[list[TranslationUnit]]:
    while batch := list(islice(units, _ROWS)):
        yield batch
