"""Bytes in and bytes out: read and decode an input, write an output whole or not at all."""

from __future__ import annotations

import codecs
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from align.errors import ReadError

STANDARD = "-"
"""Stands for standard input or standard output wherever a path is expected."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")


def read_bytes(path: str | Path) -> bytes:
    """Return a file's bytes, or standard input's for `-`.

    Raises:
        ReadError: the file is missing, a folder, or not readable.
    """
    if str(path) == STANDARD:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise ReadError(f"{path}: this is a folder, a file was expected.") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}.") from None


def display_name(path: str | Path) -> str:
    """Return how messages name a path: `standard input` for `-`."""
    return "standard input" if str(path) == STANDARD else str(path)


def decode(data: bytes, *, name: str) -> str:
    """Decode a text: by its byte order mark, else UTF-8, else UTF-16 by its pattern, else cp1252.

    The mark itself is not part of the text; line ends stay as they are.

    Raises:
        ReadError: the data is binary, or fits none of these encodings.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, name)
    sample = data[:4096]
    if b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 0.2 * len(sample) and even < 0.05 * len(sample):
            return _prose(_decode_as(data, "utf-16-le", name), name)
        if even > 0.2 * len(sample) and odd < 0.05 * len(sample):
            return _prose(_decode_as(data, "utf-16-be", name), name)
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise ReadError(_undecodable(data, fault, name)) from None


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: byte {error.start} does not decode as {encoding.upper()}, "
            "which the file's first bytes announce."
        ) from None


def _prose(text: str, name: str) -> str:
    """A text that was only guessed to be one: small numbers of 16 bits look alike."""
    sample = text[:4096]
    if sum(ord(character) in _CONTROLS for character in sample) > 0.05 * len(sample):
        raise ReadError(f"{name}: full of control characters, a text was expected.")
    return text


def _refuse_binary(data: bytes, name: str) -> None:
    zero = data.find(b"\0")
    controls = sum(byte in _CONTROLS for byte in data[:4096])
    if zero >= 0:
        raise ReadError(
            f"{name}: byte {zero} is NUL, so this is a binary file; a text was expected."
        )
    if controls > 0.05 * min(len(data), 4096):
        raise ReadError(f"{name}: full of control characters, a text was expected.")


def _undecodable(data: bytes, fault: UnicodeDecodeError, name: str) -> str:
    line = data.count(b"\n", 0, fault.start) + 1
    return (
        f"{name}, line {line}: byte {fault.start} (0x{data[fault.start]:02x}) is neither UTF-8 "
        "nor Windows-1252; save the file as UTF-8."
    )


def read_text(path: str | Path) -> str:
    """Read and decode a text file, or standard input for `-`."""
    return decode(read_bytes(path), name=display_name(path))


def read_lines(path: str | Path) -> list[str]:
    """Return a text's lines without their line ends (LF, CRLF or CR); blank lines count.

    Only these three end a line: a form feed or U+2028 inside a line stays there.
    """
    text = read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return []
    return text.removesuffix("\n").split("\n")


@contextmanager
def whole_output(path: str | Path) -> Iterator[BinaryIO]:
    """Open an output that appears at `path` whole or not at all; `-` is standard output.

    The bytes go to a temporary file in the same folder that takes the path's name at the
    end; when the block fails, the temporary file is removed and `path` is as it was.

    Raises:
        ReadError: the folder is missing or cannot be written to.
    """
    if str(path) == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.is_dir():
        raise ReadError(f"{path}: this is a folder, a file to write was expected.")
    if target.exists() and not target.is_file():  # /dev/null, a pipe: nothing to replace
        with target.open("wb") as stream:
            yield cast(BinaryIO, stream)
        return
    target = target.resolve()  # through a link to the file that it names
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    except OSError as error:
        raise ReadError(f"{path}: cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file replaced, or those that the umask gives a new one."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def cache_folder() -> Path:
    """Return the user's cache folder of Marialign; MARIALIGN_CACHE overrides it."""
    override = os.environ.get("MARIALIGN_CACHE")
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path("marialign", appauthor=False)
