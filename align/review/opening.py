"""From a file of pairs, or two documents, to a document under review."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from align.bitexts.bitext import Bitext
from align.errors import DataError, UsageError
from align.files import STANDARD, read_bytes
from align.gzipped import ending_of
from align.protocols import Progress
from align.records import CorpusHeader, TranslationUnit
from align.registry import load, names, read_endings
from align.review.document import ReviewDocument
from align.review.journal import ENDING, Journal
from align.translating import Stage, no_progress

READABLE = read_endings(names("bitext"))
"""The formats of pairs by their endings."""

Aligned = tuple[CorpusHeader, Iterable[TranslationUnit]]
AlignDocuments = Callable[[str, str], Aligned]
"""Aligns two documents, given by their paths."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A review: the document, the paths of its files and journal, whether it began now, losses.

    `changed` are the files, as they were given, that are not what the review began with.
    """

    document: ReviewDocument
    files: tuple[Path, ...]
    journal: Path
    began: bool
    losses: Counter[str]
    changed: tuple[str, ...] = ()


def open_review(
    source: str,
    target: str | None = None,
    *,
    user: str,
    align: AlignDocuments,
    source_lang: str | None = None,
    target_lang: str | None = None,
    journal: Path | None = None,
    stage: Stage = no_progress,
    for_export: bool = False,
) -> Opened:
    """Open a file of pairs, or two documents, where its review stands, or begin one.

    Args:
        source: a file of pairs; with `target`, a document.
        target: the translation of the document.
        user: who signs the steps.
        align: aligns the two documents when the review begins.
        source_lang: the language of the file to take for the source.
        target_lang: the language of the file to take for the target.
        journal: where the journal lies; beside the file where left out.
        stage: shows the progress of reading a file of pairs, in bytes.
        for_export: take a file that has changed since: the journal holds what is written.

    Raises:
        DataError: the file cannot be read, or is not the one that the review began with.
        UsageError: a file of pairs, or two documents, were expected.
        JournalInUseError: another process reviews the same file.
    """
    paths = [source] if target is None else [source, target]
    if STANDARD in paths:
        raise UsageError("A review has its journal beside its file: standard input has no place.")
    kind = READABLE.get(ending_of(source))
    if target is None and kind is None:
        raise UsageError(
            f"{source}: one of {', '.join(READABLE)}, or a document and its translation, was "
            "expected."
        )
    data = [read_bytes(path) for path in paths]
    hashes = [hashlib.sha256(part).hexdigest() for part in data]
    path = journal or journal_path(source, target)
    existed = path.exists()
    opened = Journal(path)
    try:
        losses: Counter[str] = Counter()
        began = opened.fresh
        if began:
            if target is None:
                with stage(f"Reading {Path(source).name}", len(data[0])) as advance:
                    stream = _Watched(data[0], advance)
                    bitext = _read(kind or "", stream, source, (source_lang, target_lang))
                    held = [*bitext.units]
                header, losses = bitext.header, bitext.losses
            else:
                header, units = align(source, target)
                held = [*units]
            if not held:
                raise DataError(f"{source}: there is no pair in this file.")
            opened.begin(held, header, {"sha256": json.dumps(hashes)})
        changed = _check(opened, paths, hashes, (source_lang, target_lang))
        if changed and not for_export:
            raise DataError(
                f"{changed[0]} has changed since its review began: put it back as it was, keep the "
                f"review by --export OUT.jsonl, which align run --fixed takes, or move {path} away "
                "to begin anew."
            )
        files = tuple(Path(part).resolve() for part in paths)
        return Opened(ReviewDocument(opened, user=user), files, path, began, losses, changed)
    except BaseException:
        opened.close()
        if not existed:
            path.unlink(missing_ok=True)
        raise


def journal_path(source: str, target: str | None = None) -> Path:
    """Return where the journal of a review lies: beside the file, with `.review` after its name."""
    one = Path(source).resolve()
    name = one.name if target is None else f"{one.name}+{Path(target).resolve().name}"
    return one.with_name(f"{name}{ENDING}")


class _Watched(io.BytesIO):
    """Bytes in memory that tell how many of them were read."""

    def __init__(self, data: bytes, progress: Progress) -> None:
        super().__init__(data)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._progress(len(data))
        return data


def _read(kind: str, stream: BinaryIO, path: str, langs: tuple[str | None, str | None]) -> Bitext:
    bitext: Bitext = load("bitext", kind)().read(
        stream, name=path, source_lang=langs[0], target_lang=langs[1]
    )
    header = bitext.header
    if header.target_lang:
        return bitext
    return replace(bitext, header=replace(header, target_lang="und"))


def _check(
    journal: Journal, paths: list[str], hashes: list[str], langs: tuple[str | None, str | None]
) -> tuple[str, ...]:
    """Refuse a journal of other languages; return the paths of other contents."""
    facts = journal.facts()
    for given, name in zip(langs, ("source_lang", "target_lang"), strict=True):
        if given and given.split("-")[0] != facts[name].split("-")[0]:
            raise DataError(
                f"{journal.path}: the review began with '{facts[name]}', not '{given}'; move it "
                "away to begin anew."
            )
    held = zip(paths, json.loads(facts["sha256"]), hashes, strict=True)
    return tuple(path for path, then, now in held if then != now)
