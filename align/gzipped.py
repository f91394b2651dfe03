"""What gzip has packed: any file that is read may be, whatever its name; it comes unpacked."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from align.errors import ReadError, one_line

GZIP = ".gz"
"""The ending of a packed file, after the one that says what is in it."""

_HEAD = b"\x1f\x8b\x08"  # what begins one
_PIECE = 1 << 16
_MEGABYTE = 1 << 20
_FREE = 128 * _MEGABYTE  # that may be read however small they were packed
_MAX_RATIO = 200  # above this it is a bomb: texts and tables pack 3 to 30 times


def without_gzip(path: str | Path) -> tuple[str, str]:
    """Return a path without the ending of gzip, and that ending, "" where it has none.

    >>> without_gzip("corpus.tmx.gz"), without_gzip("corpus.tmx")
    (('corpus.tmx', '.gz'), ('corpus.tmx', ''))
    """
    told = str(path)
    cut = len(told) - len(GZIP)
    return (told[:cut], told[cut:]) if told.lower().endswith(GZIP) else (told, "")


def ending_of(path: str | Path) -> str:
    """Return the ending that says what a file to read is, in small letters; gzip's is taken off.

    >>> ending_of("corpus.TMX"), ending_of("corpus.tmx.gz"), ending_of("README")
    ('.tmx', '.tmx', '')
    """
    return Path(without_gzip(path)[0]).suffix.lower()


def stem_of(path: str | Path) -> str:
    """Return the name of a file to read without its endings.

    >>> stem_of("texts/novel.fr.txt.gz")
    'novel.fr'
    """
    return Path(without_gzip(path)[0]).stem


def unpacked(data: bytes, *, name: str) -> bytes:
    """Return what gzip has packed in some bytes; others as they are. `name` is for messages.

    Raises:
        ReadError: it is damaged, cut short, or unpacks to much more than its size.
    """
    if not data.startswith(_HEAD):
        _refuse_cut(data, name)
        return data
    return _Unpacked(io.BytesIO(data), name).readall()


def unpacking(stream: BinaryIO, *, name: str) -> BinaryIO:
    """Return a stream of what gzip has packed in one; another stream as it is.

    Nothing is held: it unpacks as it is read. Reading on has the errors of `unpacked`, and its
    limits too: what is read piece by piece may be one line, which is held whole, or be spooled.
    """
    if not isinstance(stream, io.BufferedReader):
        return stream
    head = stream.peek(len(_HEAD))[: len(_HEAD)]
    if 0 < len(head) < len(_HEAD) and _HEAD.startswith(head) and not stream.seekable():
        head = stream.read(len(_HEAD))  # a pipe may bring it in pieces
        stream = io.BufferedReader(cast(io.RawIOBase, _Rejoined(head, stream)), _PIECE)
    if not head.startswith(_HEAD):
        _refuse_cut(head, name)
        return stream
    return cast(BinaryIO, io.BufferedReader(_Unpacked(stream, name), _PIECE))


def _refuse_cut(head: bytes, name: str) -> None:
    """Refuse a file that is named as a packed one and ends before it shows to be one."""
    if without_gzip(name)[1] and len(head) < len(_HEAD) and _HEAD.startswith(head):
        raise _damaged(name, "it ends at once")


def _damaged(name: str, why: str) -> ReadError:
    return ReadError(f"{name}: what gzip has packed here is damaged or cut short ({why}).")


class _Unpacked(io.RawIOBase):
    """What gzip has packed, read once from the front: going back would be to begin again."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._packed = _Counted(stream)
        self._stream = gzip.GzipFile(fileobj=cast(BinaryIO, self._packed))
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Read on, within limits: a bomb would fill memory or disk."""
        try:
            size = self._stream.readinto(buffer)  # type: ignore[arg-type]
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(self._name, one_line(error)) from None
        self._count += size
        if self._count > max(_FREE, _MAX_RATIO * self._packed.count):
            raise ReadError(
                f"{self._name}: what gzip has packed here unpacks to more than "
                f"{_FREE // _MEGABYTE} MB and {_MAX_RATIO} times its size; less was expected."
            )
        return size


class _Rejoined(io.RawIOBase):
    """A stream of which the head was read, from the front."""

    def __init__(self, head: bytes, rest: io.BufferedReader) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        return self._head.readinto(buffer) or self._rest.readinto1(buffer)  # type: ignore[arg-type]


class _Counted:
    """A stream that counts the bytes read: pipes have no place to ask for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data
