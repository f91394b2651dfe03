"""Readers: a file's bytes become a document of blocks."""

from __future__ import annotations

import json
import re
from pathlib import Path

from align.errors import ReadError
from align.gzipped import ending_of, without_gzip
from align.kinds import MARKUP, PAIRS, TABLE, begins_as, named_as

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
_PACKED = ("docx", "epub")  # whose parts have limits that a second packing would get round
_LIST = "source\ttarget\tscore"  # the head of a list of documents, as `align match` writes it
_SCORE = re.compile(r"[01]\.\d{4}")  # as the TSV writer has it
_HEAD = 1 << 16  # characters of a table that tell it from a text with tabs


def reader_for(path: str | Path) -> str:
    """Return the registry name of the reader for a path, by its ending; `text` for the rest.

    Raises:
        ReadError: the ending is that of no document.

    >>> reader_for("press-release.txt"), reader_for("report.DOCX"), reader_for("report.md.gz")
    ('text', 'docx', 'markdown')
    """
    if kind := named_as(path):
        raise _refused(str(path), kind)
    suffix = ending_of(path)
    reader = _BY_SUFFIX.get(suffix, "text")
    if reader in _PACKED and without_gzip(path)[1]:
        raise _refused(str(path), f"a {suffix} that was packed once more; unpack it with gunzip")
    return reader


def refuse_other_formats(text: str, *, name: str) -> None:
    """Refuse what would be read as prose with its marks: pairs, web pages, rich text, subtitles.

    Args:
        text: all of it, or its first lines.
        name: the file's name, for messages and for its ending.

    Raises:
        ReadError: it is JSON Lines or TSV of pairs, another table in a .tsv, a list of documents,
            or another format by what it begins with.
    """
    head = text[:_HEAD].lstrip()
    if reader_for(name) == "text" and (kind := begins_as(head.encode())):
        raise _refused(name, kind)
    if ending_of(name) == ".xml" and head.startswith("<"):  # which need not say that it is XML
        raise _refused(name, MARKUP)
    first = text.partition("\n")[0].rstrip("\r")
    if first.startswith("{") and _is_pair(first):
        raise _refused(name, PAIRS)
    if first == _LIST:
        raise _refused(name, "a list of documents, which `align batch` reads")
    if ending_of(name) == ".tsv" and (kind := _table_kind(text[:_HEAD].split("\n"))):
        raise _refused(name, kind)


def _refused(name: str, what: str) -> ReadError:
    return ReadError(f"{name}: a document was expected, this is {what}.")


def _is_pair(line: str) -> bool:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"source", "target"} <= found.keys()


def _table_kind(lines: list[str]) -> str:
    """Say what kind of table some lines are, "" if none: a last line may be cut.

    One line with a tab may be anything; several, or our score, are not.
    """
    rows = [line.rstrip("\r").split("\t") for line in lines]
    whole = rows[: max(1, len(rows) - 1)]
    scored = [len(row) == 3 and _SCORE.fullmatch(row[2]) is not None for row in whole]
    several = sum(len(row) > 1 for row in rows) > 1
    if all(score or len(row) == 2 for score, row in zip(scored, whole, strict=True)):
        return PAIRS if any(scored) or several else ""
    wide = len(whole[0]) > 1 and len({len(row) for row in whole}) == 1
    return TABLE if wide and several else ""
