"""Find the documents of two folders, and keep of each the words of its sentences."""

from __future__ import annotations

import hashlib
import os
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Ids
from align.errors import DataError, ReadError
from align.files import files_under
from align.records import Document
from align.registry import load

MOST_WORDS = 8000
"""Words kept of a document: of a longer one, the first and the last half of them."""

_JOURNAL = re.compile(r".+\.\w+\.review(?:-wal|-shm|-journal)?")  # of x.tmx, and SQLite's beside it
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_SEPARATORS = str.maketrans("", "", ".,")


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """A document's words as ids, cut into sentences.

    Sentence k has the words `tokens[ends[k - 1]:ends[k]]`. `characters` is the length of all
    its text, `digest` is equal for documents with the same text; `texts` are the sentences
    themselves, empty unless they were asked for.
    """

    tokens: NDArray[np.int32]
    ends: NDArray[np.int32]
    characters: int
    digest: bytes
    texts: tuple[str, ...] = ()


def find_documents(folder: str, *, without: Sequence[str] = ()) -> list[str]:
    """Return the paths of all files under a folder, sorted, as `files_under` finds them.

    The journals of `align review` are left out.

    Raises:
        DataError: nothing in it, or a folder that cannot be read.
    """
    found = files_under(folder, without=without)
    paths = [path for path in found if not _JOURNAL.fullmatch(os.path.basename(path))]
    if not paths:
        raise DataError(f"{folder}: there is no document in it.")
    return sorted(paths)


def find_sides(
    sources: str, targets: str, *, without: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the documents of either folder; one inside the other belongs to itself alone.

    The second list is empty where both are the same folder: languages have to part it.

    Raises:
        DataError: no such folder, and see `find_documents`.
    """
    for folder in (sources, targets):
        if not os.path.isdir(folder):
            found = "this is a file" if os.path.exists(folder) else "there is no such folder"
            raise ReadError(f"{folder}: {found}, a folder of documents was expected.")
    if os.path.realpath(sources) == os.path.realpath(targets):
        return find_documents(sources, without=without), []
    return (
        find_documents(sources, without=[*without, targets]),
        find_documents(targets, without=[*without, sources]),
    )


def sentences(document: Document, lang: str) -> list[str]:
    """Return a document's sentences, all of it taken to be in one language."""
    blocks = tuple(replace(block, lang=lang) for block in document.blocks)
    segments = load("segmenter", "rules")().segment(replace(document, blocks=blocks))
    return [segment.text for segment in segments]


def contents(document: Document, lang: str, ids: Ids, *, keep_texts: bool = False) -> Contents:
    """Number the words of a document that was read."""
    texts = sentences(document, lang)
    rows = [token_ids(text, ids) for text in texts]
    kept = _first_and_last([len(row) for row in rows])
    digest = hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).digest()
    tokens, ends = packed([rows[k] for k in kept])
    return Contents(
        tokens, ends, sum(map(len, texts)), digest,
        tuple(texts[k] for k in kept) if keep_texts else (),
    )  # fmt: skip


def packed(rows: Iterable[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return rows of ids one after the other, and where each ends."""
    flat, ends = array("i"), array("i")
    for row in rows:
        flat.extend(row)
        ends.append(len(flat))
    return np.array(flat, np.int32), np.array(ends, np.int32)


def token_ids(text: str, ids: Ids) -> list[int]:
    """Return the ids of a text's words and numbers, in order.

    Case stays, for names; a number stands without its separators, which languages place
    differently: 4,200 and 4 200 are one, and so are 12.5 and 12,5.
    """
    found = _TOKEN.findall(_THOUSANDS.sub("", text))
    return [ids[t.translate(_SEPARATORS) if t[0].isdigit() else t] for t in found]


def _first_and_last(sizes: Sequence[int]) -> list[int]:
    """The sentences to keep: all, or the first and last that hold half of MOST_WORDS each."""
    if sum(sizes) <= MOST_WORDS:
        return list(range(len(sizes)))
    total = np.cumsum(sizes)
    head = int(np.searchsorted(total, MOST_WORDS // 2, "right"))
    tail = int(np.searchsorted(total, total[-1] - MOST_WORDS // 2, "left")) + 1
    return [*range(max(1, head)), *range(max(tail, 1, head), len(sizes))]
