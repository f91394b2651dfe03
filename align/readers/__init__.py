"""Readers: a file's bytes become a document of blocks."""

from __future__ import annotations

from pathlib import PurePath

from align.errors import ReadError

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
_PAIRS = "pairs of translations, which `align convert` reads"
_OTHERS = {  # files of text whose codes would be read as prose
    ".tmx": _PAIRS,
    ".xlf": _PAIRS,
    ".xliff": _PAIRS,
    ".sdlxliff": "pairs of translations; export them as TMX, which `align convert` reads",
    ".mxliff": "pairs of translations; export them as TMX, which `align convert` reads",
    ".mqxliff": "pairs of translations; export them as TMX, which `align convert` reads",
    ".rtf": "rich text; save it as .docx, which is read with its headings and notes",
}


def reader_for(path: str | PurePath) -> str:
    """Return the registry name of the reader for a path, by its ending; `text` for the rest.

    Raises:
        ReadError: the ending is that of no document.

    >>> reader_for("press-release.txt"), reader_for("report.DOCX")
    ('text', 'docx')
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in _OTHERS:
        raise ReadError(f"{path}: a document was expected, this is {_OTHERS[suffix]}.")
    return _BY_SUFFIX.get(suffix, "text")
