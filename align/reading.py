"""Read files into documents, and documents into segments with their languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from align.aligners.renderings import rendering
from align.errors import DataError
from align.files import display_name, read_bytes
from align.languages import choose_languages, relabel, route
from align.readers import reader_for
from align.records import Document, Segment
from align.registry import load
from align.translating import plain

Fetch = Callable[[str | Path], bytes]
"""Returns a file's bytes, or raises a ReadError."""


def read_document(path: str | Path, *, fetch: Fetch = read_bytes) -> Document:
    """Read a file, or standard input for `-`, into a document without languages.

    `fetch` brings the bytes.

    Raises:
        DataError: there is no text in it, or it cannot be read.
    """
    data = fetch(path)
    name = display_name(path)
    document: Document = load("reader", reader_for(path))().read(data, name=name)
    if not document.blocks:
        raise DataError(f"{name}: the file holds no text, a document was expected.")
    return document


def read_segments(
    path: str | Path, source_lang: str | None, target_lang: str | None
) -> tuple[Document, tuple[Segment, ...]]:
    """Read a file, give its blocks their languages, and split it into segments."""
    document, segments, _ = segmented(read_document(path), *plain((source_lang, target_lang)))
    return document, segments


def segmented(
    document: Document, source_lang: str | None, target_lang: str | None, *, third: bool = True
) -> tuple[Document, tuple[Segment, ...], frozenset[str]]:
    """Give a document's blocks their languages, and split it; None is a language to detect.

    Besides, return the third languages that clear lines may have: none with `third` unset, as
    suits one of two documents, which is taken to be in the language that it is said to be in.
    """
    langs = choose_languages(document, source_lang=source_lang, target_lang=target_lang)
    if not third:
        langs = langs[:2]
    document = route(document, langs=langs, renders=rendering)
    segments = load("segmenter", "rules")().segment(document)
    return document, relabel(segments, document, langs=langs), frozenset(langs[2:])
