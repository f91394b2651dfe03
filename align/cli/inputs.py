"""Open an input as a stream of bytes, for commands that read files too large for memory."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from align.errors import ReadError, one_line
from align.files import STANDARD, display_name, unread

GZIP = ".gz"
"""The ending of a packed file, after the one that says what is in it."""

_GZIP = b"\x1f\x8b\x08"  # what begins one
_PIECE = 1 << 16


@contextmanager
def open_input(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for `-`; what gzip has packed comes unpacked.

    Raises:
        ReadError: the file is missing, a folder, or not readable; reading on raises it where
            what is packed is damaged.
    """
    name = display_name(path)
    if str(path) == STANDARD:
        yield _unpacked(sys.stdin.buffer, name)
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise unread(path, error) from None
    with stream:
        yield _unpacked(stream, name)


def _unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    if isinstance(stream, io.BufferedReader) and stream.peek(len(_GZIP)).startswith(_GZIP):
        return cast(BinaryIO, io.BufferedReader(_Unpacked(stream, name), _PIECE))
    return stream


class _Unpacked(io.RawIOBase):
    """What gzip has packed, read once from the front: going back would be to begin again."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = gzip.GzipFile(fileobj=stream)
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            return self._stream.readinto(buffer)  # type: ignore[arg-type]
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(
                f"{self._name}: what gzip has packed here is damaged or cut short "
                f"({one_line(error)})."
            ) from None
