"""Fetch public corpora: a file at its address, or a published test set through sacrebleu."""

from __future__ import annotations

import copy
import hashlib
import http.client
import logging
import os
import tarfile
import tempfile
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import DataError
from align.files import whole_output

_TIMEOUT = 60  # seconds
_UNREACHABLE = (OSError, http.client.HTTPException, ValueError)  # no address, an answer cut short
_BROKEN = (*_UNREACHABLE, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says about a file.

    Where `sacrebleu` names one of its test sets, the file is the `field` (`src`, `ref`) of the
    `langpair` (`fr-en`) that sacrebleu takes out of the archive at `url`.
    """

    sha256: str
    url: str = ""
    licence: str = ""
    origin: str = ""
    sacrebleu: str = ""
    langpair: str = ""
    field: str = ""


def fetch_file(entry: Entry, place: Path) -> None:
    """Fetch a file to its place.

    Raises:
        DataError: it cannot be fetched, or is not the one that the manifest describes.
    """
    try:
        with urllib.request.urlopen(entry.url, timeout=_TIMEOUT) as answer:
            data: bytes = answer.read()
    except _UNREACHABLE as error:
        raise DataError(f"{place.name} cannot be fetched from {entry.url}: {error}.") from None
    _put(data, entry, place)


def fetch_set(entries: Mapping[Path, Entry]) -> None:
    """Fetch files of one of sacrebleu's test sets to their places, the archive once for all.

    Raises:
        DataError: sacrebleu has no such set, it cannot be fetched, or a file is not the one
            that the manifest describes.
    """
    from sacrebleu.dataset import DATASETS

    wanted = [*entries.values()]
    name = wanted[0].sacrebleu
    known = DATASETS.get(name)
    for entry in wanted:
        if known is None or entry.langpair not in known.langpairs:
            raise DataError(f"sacrebleu has no test set '{name}' for '{entry.langpair}'.")
        if entry.field not in known.fieldnames(entry.langpair):
            raise DataError(f"sacrebleu has no field '{entry.field}' in its test set '{name}'.")
    with tempfile.TemporaryDirectory() as folder:
        dataset: Any = copy.copy(known)  # its own would go to a folder in the user's home
        dataset._outdir, dataset._rawdir = folder, os.path.join(folder, "raw")
        try:
            with _heard() as messages:
                found = {
                    (pair, field): Path(path)
                    for pair in {entry.langpair for entry in wanted}
                    for field, path in zip(
                        dataset.fieldnames(pair), dataset.get_files(pair), strict=True
                    )
                }
        except (SystemExit, *_BROKEN) as error:  # it exits where the archive's md5 differs
            why = messages[0] if isinstance(error, SystemExit) and messages else error
            raise DataError(
                f"sacrebleu's test set '{name}' cannot be fetched from {', '.join(dataset.data)}: "
                f"{str(why).rstrip('.')}."
            ) from None
        for place, entry in entries.items():
            _put(found[entry.langpair, entry.field].read_bytes(), entry, place)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Take the errors that sacrebleu logs, which tell people to delete what is deleted here."""
    messages: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR:
            messages.append(record.getMessage())
        return False

    logger = logging.getLogger("sacrebleu")
    logger.addFilter(keep)
    try:
        yield messages
    finally:
        logger.removeFilter(keep)


def _put(data: bytes, entry: Entry, place: Path) -> None:
    if digest(data) != entry.sha256:
        raise DataError(
            f"{entry.url}: the {place.name} that was fetched has the sha256 {digest(data)}, "
            f"{entry.sha256} was expected."
        )
    with suppress(OSError):  # writing there tells it
        place.parent.mkdir(parents=True, exist_ok=True)
    with whole_output(place) as stream:
        stream.write(data)
