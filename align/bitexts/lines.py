"""The lines of a text stream, decoded one by one."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from align.errors import ReadError

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def lines(stream: BinaryIO, *, name: str) -> Iterator[tuple[int, str]]:
    """Yield each line's number and text, without its LF or CRLF.

    UTF-8, or UTF-16 with a byte order mark; the mark is not part of the text.

    Raises:
        ReadError: a line does not decode.
    """
    peeked = stream.read(3)
    number, encoding = 0, "utf-8"
    for mark, utf16 in _UTF16.items():
        if peeked.startswith(mark):
            encoding = utf16
    head = peeked[2:] if encoding != "utf-8" else peeked.removeprefix(codecs.BOM_UTF8)
    rest = cast(BinaryIO, _Prefixed(head, stream))
    try:
        for number, line in enumerate(_split(rest, encoding), 1):
            yield number, line.removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}, line {number + 1}: does not decode as {encoding.upper()} "
            f"({error.reason}); save the file as UTF-8."
        ) from None


def _split(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Split at LF only: a form feed or U+2028 inside a line stays there."""
    if encoding == "utf-8":
        for line in io.BufferedReader(cast(io.RawIOBase, stream)):
            yield line.decode()
        return
    yield from io.TextIOWrapper(
        io.BufferedReader(cast(io.RawIOBase, stream)), encoding=encoding, newline="\n"
    )


class _Prefixed(io.RawIOBase):
    """A stream with the bytes put back that were read to look at."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)
