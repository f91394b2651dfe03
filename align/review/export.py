"""The present state of a review in a format that a writer writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from urllib.parse import quote

from align.filters import without_rejected
from align.losses import count_header_losses, counting_losses
from align.output import WHOLE, completed
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.registry import load
from align.review.rows import Row

FORMATS = {
    "tmx": ("tmx", "tmx", "application/x-tmx+xml"),
    "tsv": ("tsv", "tsv", "text/tab-separated-values"),
    "jsonl": ("jsonl", "jsonl", "application/x-ndjson"),
    "html": ("html", "html", "text/html"),
    "xliff": ("xliff", "xlf", "application/xliff+xml"),
    "xlf": ("xliff", "xlf", "application/xliff+xml"),
    "xlsx": (
        "xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "parquet": ("parquet", "parquet", "application/vnd.apache.parquet"),
    "beads": ("beads", "beads", "text/plain"),
    "xces": ("xces", "xces", "application/xml"),
}  # fmt: skip
"""Writer, ending and media type of the formats that are one file."""


def units_of(
    rows: Sequence[Row], *, format: str, everything: bool = False
) -> Iterator[TranslationUnit]:
    """Yield the rows as units; the rejected ones only in JSON Lines, or where all are wanted."""
    units = (row.unit for row in rows)
    if everything or format == WHOLE:
        return units
    return without_rejected(units, removed=Counter())


def export(
    rows: Sequence[Row], header: CorpusHeader, stream: BinaryIO, *, format: str,
    everything: bool = False, lost: Counter[str] | None = None,
) -> Written:  # fmt: skip
    """Write rows to a stream in a format; `lost` counts what the format has no place for.

    Raises:
        DataError: the format cannot hold the languages or the date.
        MissingExtraError: the format needs an extra.
    """
    writer, lost = load("writer", format), Counter() if lost is None else lost
    units = tuple(units_of(rows, format=format, everything=everything))
    machine = any(unit.origin is Origin.MACHINE for unit in units)
    written: Written = writer().write(
        counting_losses(iter(units), header, writer.holds, lost=lost), stream,
        header=completed(header, machine=machine),
    )  # fmt: skip
    count_header_losses(header, writer.holds, lost=lost)
    return written


def attachment(name: str) -> str:
    """Return the Content-Disposition of a file to keep, whatever its name holds."""
    plain = name.encode("ascii", "replace").decode().replace('"', "'")
    plain = re.sub(r"[\x00-\x1f\x7f\\]", "_", plain)
    whole = quote(name, safe="", errors="replace")  # a byte that is no UTF-8 is a lone surrogate
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
