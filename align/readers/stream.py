"""A plain text that is too large to hold: decoded and given in pieces, as often as needed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from align.encodings import MARKS, decode, older_encoding, refuse_binary, refuse_damaged_utf8
from align.protocols import Progress
from align.readers import refuse_other_formats

_PIECE = 1 << 18  # bytes read at once
_HEAD = 4096  # bytes by which `decode` tells a binary file


class TextStream:
    """A text in a file, as `align.encodings.decode` would decode it, a piece at a time."""

    def __init__(self, stream: BinaryIO, *, name: str, piece: int = _PIECE) -> None:
        """Read the bytes through to find their encoding.

        Args:
            stream: the file's bytes; must be seekable, as pipes are not.
            name: the file's name, for messages.
            piece: bytes to read at once.

        Raises:
            ReadError: the data is binary, fits no encoding, or is another format.
        """
        self.name = name
        self.size = stream.seek(0, 2)
        self._stream = stream
        self._piece = piece
        self._skip, self._encoding, self._whole = self._decided()
        head = "".join(islice(self.pieces(), 2))  # a short text's last line is the second
        refuse_other_formats(head, name=name)

    def _decided(self) -> tuple[int, str, str | None]:
        """The mark's length, the encoding, and the text itself where it had to be read whole.

        A mark binds; then UTF-8 where all bytes fit it, then an older encoding where they are not
        UTF-8 for the most part, which is known once all have been seen. Whatever else `decode`
        can make of the data, or has to say against it, is left to `decode`: UTF-16 without a mark
        is rare, and an error wants its line.
        """
        self._stream.seek(0)
        head = self._stream.read(_HEAD)
        marked = [(len(mark), code) for mark, code in MARKS if head.startswith(mark)][:1]
        if not marked and b"\0" not in head:
            refuse_binary(head, name=self.name)
        for skip, encoding in marked or [(0, "utf-8")]:
            if self._fits(skip, encoding, nul=bool(marked)):
                return skip, encoding, None
        self._stream.seek(0)
        older = "" if marked else older_encoding(self._rest())
        if older and self._fits(0, older, nul=False):
            self._stream.seek(0)
            refuse_damaged_utf8(self._rest(), name=self.name, encoding=older)
            return 0, older, None
        self._stream.seek(0)
        return 0, "", decode(self._stream.read(), name=self.name)

    def _fits(self, skip: int, encoding: str, *, nul: bool) -> bool:
        """Whether all bytes decode; `nul` allows that one of them is 0."""
        self._stream.seek(skip)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while data := self._stream.read(self._piece):
                if not nul and b"\0" in data:
                    return False
                decoder.decode(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def _rest(self) -> Iterator[bytes]:
        while data := self._stream.read(self._piece):
            yield data

    def pieces(self, *, progress: Progress | None = None) -> Iterator[str]:
        """Yield the text from its start, in pieces that end where a line does.

        Args:
            progress: called with the bytes read.
        """
        if self._whole is not None:
            yield self._whole
            if progress:
                progress(self.size)
            return
        decoder = codecs.getincrementaldecoder(self._encoding)()
        rest: list[str] = []
        place = self._skip
        while data := self._read_at(place):
            place += len(data)
            text = decoder.decode(data)
            # A carriage return at the very end may be the first half of a line end.
            cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            if cut:
                yield "".join([*rest, text[:cut]])
                rest = []
            rest.append(text[cut:])
            if progress:
                progress(len(data))
        if last := "".join(rest):
            yield last

    def _read_at(self, place: int) -> bytes:
        """Read on from a place, wherever another pass left the stream."""
        self._stream.seek(place)
        return self._stream.read(self._piece)
