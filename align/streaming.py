"""Segments of a text in constant memory: read, routed and split part by part.

What belongs to the whole document is found in passes that keep counts alone: the encoding, the
width at which lines are wrapped, the language of each block (a few bytes). So the segments are
those that the whole text, read at once, has. Subtitles and Markdown, which take a parser's time,
are parsed once, into a temporary file.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from align.aligners.renderings import rendering
from align.errors import DataError
from align.languages import Router, choose_languages, relabel
from align.languages.detection import SAMPLE
from align.protocols import Progress
from align.readers.draft import GAP, parts_of
from align.readers.stream import TextStream
from align.readers.text import BlockFinder
from align.readers.wrapping import wrapping
from align.records import Block, Document, Kind, Segment
from align.registry import load


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks of a document, with their segments.

    `document` holds the text of these blocks only; `base` is where it begins in the whole
    text, in characters. Offsets and indices of blocks and segments count within the part.
    """

    document: Document
    segments: tuple[Segment, ...]
    base: int


class StreamedText:
    """A plain text whose segments are made as they are asked for."""

    def __init__(
        self, stream: BinaryIO, *, name: str,
        source_lang: str | None = None, target_lang: str | None = None,
        piece: int = 1 << 18, progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """Read the text through, and route its blocks.

        Args:
            stream: the file's bytes; must be seekable.
            name: the file's name, for messages and as the document's id.
            source_lang: detected where left out.
            target_lang: detected where left out.
            piece: bytes to read at once.
            progress: called with the bytes that were worked through, twice the file's size in all.

        Raises:
            ReadError: the data is binary or fits no encoding.
            DataError: there is no text in it.
        """
        self._text = TextStream(stream, name=name, piece=piece)
        self._progress = progress
        self._wrapping = wrapping(self._text.pieces)
        head = _head(self._found(), name)
        if not head.blocks:
            raise DataError(f"{name}: there is no text in it.")
        langs = choose_languages(head, source_lang=source_lang, target_lang=target_lang)
        router = Router(langs, renders=rendering)
        self._gaps, self._sizes = array("L"), array("L")
        end = 0
        for blocks, text, base in self._found(progress):
            router.add(text, blocks, base=base)
            for block in blocks:
                self._gaps.append(block.start - end)
                self._sizes.append(block.end - block.start)
                end = block.end
        self._routes = router.routed()

    def _found(self, progress: Progress | None = None) -> Iterator[tuple[list[Block], str, int]]:
        """Yield blocks, a text that holds them, and the offset at which it begins."""
        finder = BlockFinder(self._wrapping)
        held: list[str] = []
        base = 0
        for piece in self._text.pieces(progress=progress):
            held.append(piece)
            if blocks := finder.feed(piece):
                text = "".join(held)
                yield blocks, text, base
                held = [text[finder.needed - base :]]
                base = finder.needed
        if blocks := finder.finish():
            yield blocks, "".join(held), base

    def parts(self) -> Iterator[Part]:
        """Yield the parts in order."""
        segmenter = load("segmenter", "rules")()
        rows = zip(self._gaps, self._sizes, self._routes, strict=True)
        row = next(rows, None)
        held: list[str] = []
        base = reached = end = 0
        for piece in self._text.pieces(progress=self._progress):
            held.append(piece)
            reached += len(piece)
            blocks: list[Block] = []
            known = bytearray()
            while row is not None and end + row[0] + row[1] <= reached:
                gap, size, (lang, kind, told) = row
                blocks.append(Block(kind, lang, end + gap - base, end + gap + size - base))
                known.append(told)
                end += gap + size
                row = next(rows, None)
            if not blocks:
                continue
            text = "".join(held)
            document = Document(self._text.name, text, tuple(blocks))
            segments = segmenter.segment(document)
            segments = relabel(segments, document, langs=self._routes.choices, known=known)
            yield Part(document, segments, base)
            held, base = [text[end - base :]], end


class StreamedMarkup:
    """Subtitles or Markdown: like `StreamedText`, by way of a file that holds the parsed text."""

    def __init__(
        self, stream: BinaryIO, spool: BinaryIO, *, reader: str, name: str,
        source_lang: str | None = None, target_lang: str | None = None,
        piece: int = 1 << 16, progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """Parse the text, and route its blocks.

        Args:
            stream: the file's bytes; must be seekable.
            spool: an empty file of our own to write to and to read.
            reader: the registry's name of a reader that has `entries`.
            name: the file's name, for messages and as the document's id.
            source_lang: detected where left out.
            target_lang: detected where left out.
            piece: bytes to read at once.
            progress: called with numbers that add up to twice the file's size.

        Raises:
            ReadError: the data cannot be decoded, or the reader refuses it.
            DataError: there is no text in it.
        """
        text = TextStream(stream, name=name, piece=piece)
        self._spool, self._progress, self._size = spool, progress, text.size
        entries = load("reader", reader)().entries(text.pieces, name=name)
        for part in self._watched(parts_of(entries, name=name)):
            pickle.dump(part, spool)
        head = _head(((part.blocks, part.text, 0) for part in self._documents()), name)
        if not head.blocks:
            raise DataError(f"{name}: there is no text in it.")
        langs = choose_languages(head, source_lang=source_lang, target_lang=target_lang)
        router = Router(langs, renders=rendering)
        for part in self._documents():
            router.add(part.text, part.blocks)
        self._routes = router.routed()

    def _documents(self) -> Iterator[Document]:
        self._spool.seek(0)
        while True:
            try:
                document: Document = pickle.load(self._spool)
            except EOFError:
                return
            yield document

    def _watched(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass documents on; a text counts for the bytes that it was read from."""
        left = self._size
        for document in documents:
            yield document
            if self._progress:
                self._progress(min(left, len(document.text)))
            left -= min(left, len(document.text))
        if self._progress:
            self._progress(left)

    def parts(self) -> Iterator[Part]:
        """Yield the parts in order."""
        segmenter = load("segmenter", "rules")()
        routes = iter(self._routes)
        base = 0
        for document in self._watched(self._documents()):
            blocks: list[Block] = []
            known = bytearray()
            for block, (lang, kind, told) in zip(document.blocks, routes, strict=False):
                blocks.append(replace(block, lang=lang, kind=kind))
                known.append(told)
            document = replace(document, blocks=tuple(blocks))
            segments = segmenter.segment(document)
            segments = relabel(segments, document, langs=self._routes.choices, known=known)
            yield Part(document, segments, base)
            base += len(document.text) + len(GAP)


def _head(found: Iterable[tuple[Sequence[Block], str, int]], name: str) -> Document:
    """The first blocks, as many as tell the main language; each with a text and its offset."""
    texts: list[str] = []
    blocks: list[Block] = []
    prose = position = 0
    for some, text, base in found:
        for block in some:
            texts.append(text[block.start - base : block.end - base][:SAMPLE])
            end = position + len(texts[-1])
            blocks.append(Block(block.kind, "", position, end))
            position = end
            prose += len(texts[-1]) if block.kind is not Kind.META else 0
        if prose > SAMPLE:
            break
    return Document(name, "".join(texts), tuple(blocks))
