"""Where documents are and outputs go: local paths, or any URL that fsspec knows."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from align.errors import MissingExtraError, ReadError, one_line
from align.files import files_under, read_bytes, unread, whole_output
from align.gzipped import unpacked


def local_path(place: str) -> Path | None:
    """Return a place as a local path; None for a URL of another kind than `file://`."""
    scheme, mark, rest = place.partition("://")
    if not mark or len(scheme) == 1:  # a drive of Windows
        return Path(place)
    if scheme not in ("file", "local"):
        return None
    return Path(rest[1:] if sys.platform == "win32" and rest[2:3] == ":" else rest)  # /C:/texts


def joined(folder: str, name: str) -> str:
    """Return a place below a folder, which may end with what stands between names."""
    return f"{folder.rstrip('/' + os.sep)}/{name}"


def fetch(place: str | Path) -> bytes:
    """Return the bytes at a place; what gzip has packed comes unpacked.

    Raises:
        ReadError: it is not there, or cannot be read.
    """
    path = local_path(str(place))
    if path is not None:
        return read_bytes(path)
    system, inner = _system(str(place))
    try:
        data = bytes(system.cat_file(inner))
    except FileNotFoundError:
        raise ReadError(f"{place}: there is no such file.") from None
    except Exception as error:  # each file system raises errors of its own
        raise ReadError(f"{place}: cannot be read: {one_line(error)}.") from None
    return unpacked(data, name=str(place))


def stamp(place: str) -> str:
    """Return what changes when a local file does: its size and time; "" for a URL."""
    path = local_path(place) if place else None
    if path is None:
        return ""
    try:
        status = os.stat(path)
    except OSError:
        return "missing"
    return f"{status.st_size}-{status.st_mtime_ns}"


def size_of(place: str) -> int:
    """Return a file's size in bytes, -1 where there is none."""
    path = local_path(place)
    try:
        if path is not None:
            return os.stat(path).st_size
        system, inner = _system(place)
        return int(system.size(inner) or 0)
    except Exception:  # not there, whatever the file system calls it
        return -1


def files_below(folder: str, *, without: Sequence[str] = ()) -> list[str]:
    """Return all files below a folder, relative to it, in order.

    Hidden ones are left out, those in the places of `without` and below them, and what
    `files_under` leaves out.

    Raises:
        ReadError: there is no such folder, or one in it cannot be read.
    """
    path = local_path(folder)
    if path is not None:
        if not path.is_dir():
            raise ReadError(f"{folder}: there is no such folder.")
        places = [place for place in map(local_path, without) if place is not None]
        found = files_under(path, without=places)
        return sorted(Path(name).relative_to(path).as_posix() for name in found)
    system, inner = _system(folder)
    root = inner.rstrip("/")
    if not system.isdir(root):
        raise ReadError(f"{folder}: there is no such folder.")
    names = [str(name)[len(root) + 1 :] for name in system.find(root)]
    begins = tuple(joined(place, "") for place in without)
    return sorted(
        name
        for name in names
        if not any(part.startswith((".", "~$")) for part in name.split("/"))
        and not joined(joined(folder, name), "").startswith(begins)
    )


@contextmanager
def whole_at(place: str) -> Iterator[BinaryIO]:
    """Open an output that appears at a place whole or not at all; folders are made.

    Raises:
        ReadError: it cannot be written.
    """
    path = local_path(place)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadError(f"{path.parent}: cannot be made: {error.strerror}.") from None
        with whole_output(path) as stream:
            yield stream
        return
    held = io.BytesIO()
    yield held
    system, inner = _system(place)
    try:
        system.makedirs(inner.rsplit("/", 1)[0], exist_ok=True)
        system.pipe_file(inner, held.getvalue())  # one request: an object is whole or not there
    except Exception as error:
        raise ReadError(f"{place}: cannot be written: {one_line(error)}.") from None


@contextmanager
def opened(place: str) -> Iterator[BinaryIO]:
    """Open a place for reading as a stream.

    Raises:
        ReadError: it is not there, or cannot be read.
    """
    path = local_path(place)
    if path is None:
        yield io.BytesIO(fetch(place))
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise unread(place, error) from None
    with stream:
        yield cast(BinaryIO, stream)


def _system(place: str) -> tuple[Any, str]:
    try:
        core: Any = import_module("fsspec.core")
    except ImportError:
        raise MissingExtraError(feature=f"{place}: reading URLs", extra="ray") from None
    try:
        system, inner = core.url_to_fs(place)
    except (ValueError, ImportError) as error:
        raise ReadError(f"{place}: {one_line(error)}.") from None
    return system, str(inner)
