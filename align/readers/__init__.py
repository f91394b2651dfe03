"""Readers: a file's bytes become a document of blocks."""

from __future__ import annotations

from pathlib import PurePath

_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".epub": "epub",
    ".pdf": "pdf",
}


def reader_for(path: str | PurePath) -> str:
    """Return the registry name of the reader for a path, by its ending; `text` for the rest.

    >>> reader_for("press-release.txt"), reader_for("report.DOCX")
    ('text', 'docx')
    """
    return _BY_SUFFIX.get(PurePath(path).suffix.lower(), "text")
