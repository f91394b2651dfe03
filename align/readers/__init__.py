"""Readers: a file's bytes become a document of blocks."""

from __future__ import annotations

import json
import re
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
_AS_DOCX = "save it as .docx, which is read with its headings and notes"
_EXPORTED = "pairs of translations; export them as TMX, which `align convert` reads"
_SUBTITLES = "subtitles of another kind; save them as .srt, which is read with its times"
_OTHERS = {  # what is no text, or has codes that would be read as prose
    ".tmx": _PAIRS,
    ".xlf": _PAIRS,
    ".xliff": _PAIRS,
    ".sdlxliff": _EXPORTED,
    ".mxliff": _EXPORTED,
    ".mqxliff": _EXPORTED,
    ".rtf": f"rich text; {_AS_DOCX}",
    ".odt": f"an OpenDocument text; {_AS_DOCX}",
    ".doc": f"a document of Word before 2007; {_AS_DOCX}",
    ".ass": _SUBTITLES,
    ".ssa": _SUBTITLES,
    ".sbv": _SUBTITLES,
}

_LIST = "source\ttarget\tscore"  # the head of a list of documents, as `align match` writes it
_SCORE = re.compile(r"[01]\.\d{4}")  # as the TSV writer has it
_HEAD = 1 << 16  # characters of a table that tell it from a text with tabs


def reader_for(path: str | PurePath) -> str:
    """Return the registry name of the reader for a path, by its ending; `text` for the rest.

    Raises:
        ReadError: the ending is that of no document.

    >>> reader_for("press-release.txt"), reader_for("report.DOCX")
    ('text', 'docx')
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in _OTHERS:
        raise _refused(str(path), _OTHERS[suffix])
    return _BY_SUFFIX.get(suffix, "text")


def refuse_pairs(text: str, *, name: str) -> None:
    """Refuse a text that our own writers made of pairs, which would be read as prose.

    Args:
        text: all of it, or its first lines.
        name: the file's name, for messages and for its ending.

    Raises:
        ReadError: it is JSON Lines of pairs, TSV with scores, or a list of documents.
    """
    first = text.partition("\n")[0].rstrip("\r")
    if first.startswith("{") and _is_pair(first):
        raise _refused(name, _PAIRS)
    if first == _LIST:
        raise _refused(name, "a list of documents, which `align batch` reads")
    if name.lower().endswith(".tsv") and _is_scored(text[:_HEAD].split("\n")):
        raise _refused(name, _PAIRS)


def _refused(name: str, what: str) -> ReadError:
    return ReadError(f"{name}: a document was expected, this is {what}.")


def _is_pair(line: str) -> bool:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"source", "target"} <= found.keys()


def _is_scored(lines: list[str]) -> bool:
    """Whether each line, but a last one that may be cut, is a pair, and one has our score."""
    rows = [line.rstrip("\r").split("\t") for line in lines[: max(1, len(lines) - 1)]]
    return all(
        len(row) == 2 or (len(row) == 3 and _SCORE.fullmatch(row[2])) for row in rows
    ) and any(len(row) == 3 for row in rows)
