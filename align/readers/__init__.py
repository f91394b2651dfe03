"""Readers: a file's bytes become a document of blocks."""

from __future__ import annotations

from pathlib import PurePath

_BY_SUFFIX = {".txt": "text", ".text": "text"}


def reader_for(path: str | PurePath) -> str:
    """Return the registry name of the reader for a path, by its ending; `text` for the rest.

    >>> reader_for("press-release.txt")
    'text'
    """
    return _BY_SUFFIX.get(PurePath(path).suffix.lower(), "text")
