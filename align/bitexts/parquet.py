"""Read pairs from Parquet: a row a unit, with the field names of `TranslationUnit`."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from align.bitexts.bitext import (
    Bitext,
    guarded,
    langs_of,
    oriented,
    peeked,
    signature_of,
)
from align.bitexts.fields import FIELDS, unit_of
from align.errors import MissingExtraError, ReadError, one_line
from align.records import CorpusHeader, TranslationUnit

_BATCH = 1024


class ParquetReader:
    """Reads the columns of a Parquet file batch by batch; `source` and `target` are needed."""

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream` (wholly first, where it cannot seek); `name` is for messages.

        Raises:
            ReadError: no Parquet, or a column of another type.
            MissingExtraError: pyarrow is not installed.
        """
        try:
            pyarrow: Any = import_module("pyarrow")
            parquet: Any = import_module("pyarrow.parquet")
        except ImportError:
            raise MissingExtraError(feature="Reading Parquet", extra="parquet") from None
        data = stream if stream.seekable() else io.BytesIO(stream.read())
        try:
            table = parquet.ParquetFile(data, pre_buffer=False)
            schema = table.schema_arrow
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise ReadError(f"{name}: this is no Parquet file ({one_line(error)}).") from None
        losses: Counter[str] = Counter()
        unknown = set(schema.names) - FIELDS
        if unknown:
            losses["columns of other tools"] += len(unknown)
        columns = [column for column in schema.names if column in FIELDS]
        rows = guarded(_rows(table, columns), f"{name}: the file is damaged")
        wanted = (source_lang, target_lang)
        first, units = peeked(_units(rows, name, wanted, losses))
        metadata = {
            key.decode(): value.decode(errors="replace")
            for key, value in (schema.metadata or {}).items()
            if key in (b"signature", b"created", b"document", b"project")
        }
        header = CorpusHeader(
            *langs_of(first, wanted),
            signature_of(metadata.get("signature", "")),
            metadata.get("created", ""),
            metadata.get("document", ""),
            project=metadata.get("project", ""),
        )
        return Bitext(header, units, losses)


def _rows(table: Any, columns: list[str]) -> Iterator[dict[str, object]]:
    for batch in table.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
        yield from batch.to_pylist()


def _units(
    rows: Iterator[dict[str, object]],
    name: str,
    wanted: tuple[str | None, str | None],
    losses: Counter[str],
) -> Iterator[TranslationUnit]:
    for number, fields in enumerate(rows, 1):
        try:
            unit = unit_of(fields, source_lang=wanted[0], target_lang=wanted[1])
        except ValueError as error:
            raise ReadError(f"{name}, row {number}: {error}.") from None
        kept = oriented(unit, *wanted, losses)
        if kept:
            yield kept
