"""What a file is that is no text to translate: by its ending, and by what it begins with.

Each kind is the end of a sentence that says what to do: "this is `a PDF; name it .pdf`".
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from align.gzipped import ending_of

PAIRS = "pairs of translations, which `align convert` reads"
"""What holds two languages side by side already."""

_BEADS = "beads, which `align convert` reads with --source and --target"
TABLE = "a table; `align convert` reads one of source, target and perhaps a score"
"""What has columns, though not those of pairs."""

MARKUP = "XML, whose tags are no prose; save it as .html or .txt"
"""Any other XML than that of a kind of its own."""

_SHEET = "a table, of which `align convert` reads pairs"
_AS_SHEET = "a table; save it as .xlsx, of which `align convert` reads pairs"
_JSON = "JSON, whose keys and marks are no prose; save the text in it as .txt"
_YAML = "YAML, whose keys and marks are no prose; save the text in it as .txt"
_XCES = "links between other files, which `align convert` reads; give the files themselves"
_AS_DOCX = "save it as .docx, which is read with its headings and notes"
_RICH = f"rich text; {_AS_DOCX}"
_LATEX = "LaTeX, whose commands are no prose; save it as .docx, .html or .md"
_EXPORTED = "pairs of translations; export them as TMX, which `align convert` reads"
_SUBTITLES = "subtitles of another kind; save them as .srt, which is read with its times"
_KINDLE = "a book for the Kindle; save it as .epub, which is read chapter by chapter"
_ENDINGS = {  # of what is no text, or has codes that would be read as prose
    ".tmx": PAIRS,
    ".xlf": PAIRS,
    ".xliff": PAIRS,
    ".xlsx": _SHEET,
    ".parquet": _SHEET,
    ".csv": _AS_SHEET,
    ".xls": _AS_SHEET,
    ".ods": _AS_SHEET,
    ".jsonl": "JSON Lines, of which `align convert` reads pairs",
    ".json": _JSON,
    ".yaml": _YAML,
    ".yml": _YAML,
    ".xces": _XCES,
    ".beads": _BEADS,
    ".sdlxliff": PAIRS,
    ".mxliff": PAIRS,
    ".mqxliff": PAIRS,
    ".rtf": _RICH,
    ".odt": f"an OpenDocument text; {_AS_DOCX}",
    ".doc": f"a document of Word before 2007; {_AS_DOCX}",
    ".ass": _SUBTITLES,
    ".ssa": _SUBTITLES,
    ".sbv": _SUBTITLES,
    ".po": _EXPORTED,
    ".tex": _LATEX,
    ".pptx": "slides; save them as .pdf, which is read page by page",
    ".mobi": _KINDLE,
    ".azw": _KINDLE,
    ".azw3": _KINDLE,
}

_HEAD = 1024  # bytes that tell
_BINARY = (
    (b"%PDF-", "a PDF; name it .pdf"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or encrypted Office file; save it as .docx, without a password",
    ),
)
_ZIP = b"PK\x03\x04"
_XML = r"(?:<\?xml\b[^>]*>\s*)?"
_TEXTUAL = tuple(
    (re.compile(pattern.encode(), re.I), kind)
    for pattern, kind in (
        (_XML + r"(?:<!DOCTYPE\s+(?:tmx|xliff)|<(?:tmx|xliff)[\s>])", PAIRS),
        (_XML + r"(?:<!DOCTYPE\s+cesAlign\b|<cesAlign[\s>])", _XCES),
        (r"\[[\d, ]*\]:\[[\d, ]*\](?::\S+)?\s*(?:\n|\Z)", _BEADS),
        (_XML + r"(?:<!DOCTYPE\s+html|<html)[\s>]", "a web page; name it .html"),
        (r"<\?xml\s|<TEI(?:\.2)?[\s>]", MARKUP),
        (r"\{\\rtf", _RICH),
        (r"\\documentclass\b", _LATEX),
        (r"WEBVTT(?:\s|\Z)", "subtitles; name them .vtt"),
        (r"1\s*\n\d\d:\d\d:\d\d[,.]\d{3} --> \d", "subtitles; name them .srt"),
        (r"\[Script Info\]", _SUBTITLES),
    )
)


def named_as(path: str | Path) -> str:
    """Say what the ending of a path makes a file; "" where that may be a document.

    >>> named_as("corpus.TMX.gz"), named_as("roman.txt")
    ('pairs of translations, which `align convert` reads', '')
    """
    return _ENDINGS.get(ending_of(path), "")


def begins_as(data: bytes) -> str:
    """Say what a file is by its first bytes; "" where they say nothing.

    >>> begins_as(b"<!doctype html>"), begins_as(b"Bonjour")
    ('a web page; name it .html', '')
    """
    head = _head(data)
    found = (kind for pattern, kind in _TEXTUAL if pattern.match(head))
    return begins_binary(data) or next(found, "")


def begins_binary(data: bytes) -> str:
    """Say the same of files that are no text in any encoding."""
    head = _head(data)
    if data.startswith(_ZIP):
        if b"word/document" in data:
            return "a Word document; name it .docx"
        return "a book; name it .epub" if b"application/epub+zip" in head[:200] else "a zip file"
    return next((kind for mark, kind in _BINARY if head.startswith(mark)), "")


def _head(data: bytes) -> bytes:
    return data[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
