"""Read pairs from Parquet: a row a unit, with the field names of `TranslationUnit`."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from typing import Any, BinaryIO

from align.bitexts.bitext import (
    DEFAULT_LANGS,
    Bitext,
    guarded,
    one_sentence,
    oriented,
    signature_of,
)
from align.bitexts.fields import FIELDS, unit_of
from align.errors import MissingExtraError, ReadError
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
            raise ReadError(f"{name}: this is no Parquet file ({one_sentence(error)}).") from None
        losses: Counter[str] = Counter()
        unknown = set(schema.names) - FIELDS
        if unknown:
            losses["columns of other tools"] += len(unknown)
        columns = [column for column in schema.names if column in FIELDS]
        rows = guarded(_rows(table, columns), f"{name}: the file is damaged")
        units = _units(rows, name, (source_lang, target_lang), losses)
        first = next(units, None)
        metadata = {
            key.decode(): value.decode(errors="replace")
            for key, value in (schema.metadata or {}).items()
            if key in (b"signature", b"created", b"document", b"project")
        }
        header = CorpusHeader(
            first.source_lang if first else source_lang or DEFAULT_LANGS[0],
            first.target_lang if first else target_lang or DEFAULT_LANGS[1],
            signature_of(metadata.get("signature", "")),
            metadata.get("created", ""),
            metadata.get("document", ""),
            project=metadata.get("project", ""),
        )
        return Bitext(header, chain([first], units) if first else iter(()), losses)


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
