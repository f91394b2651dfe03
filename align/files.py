"""Bytes in and bytes out: read an input, write an output whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from align.encodings import decode
from align.errors import ReadError
from align.gzipped import unpacked, unpacking
from align.lines import split_lines

STANDARD = "-"
"""Stands for standard input or standard output wherever a path is expected."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def read_bytes(path: str | Path) -> bytes:
    """Return a file's bytes, or standard input's for `-`; what gzip has packed comes unpacked.

    Raises:
        ReadError: the file is missing, a folder, or not readable, or what is packed is damaged
            or would fill the memory.
    """
    if str(path) == STANDARD:
        return unpacked(sys.stdin.buffer.read(), name=display_name(path))
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise unread(path, error) from None
    return unpacked(data, name=display_name(path))


@contextmanager
def open_input(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file to be read as a stream, or standard input for `-`, as `read_bytes` reads it.

    Raises:
        ReadError: the file is missing, a folder, or not readable; reading on raises it where
            what is packed is damaged.
    """
    name = display_name(path)
    if str(path) == STANDARD:
        yield unpacking(sys.stdin.buffer, name=name)
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise unread(path, error) from None
    with stream:
        yield unpacking(stream, name=name)


def unread(path: str | Path, error: OSError) -> ReadError:
    """Return what to raise for a file that could not be opened."""
    if isinstance(error, FileNotFoundError):
        return ReadError(f"{path}: there is no such file.")
    if os.path.isdir(Path(path)):  # for which Windows has no error of its own
        return ReadError(f"{path}: this is a folder, a file was expected.")
    return ReadError(f"{path}: cannot be read: {error.strerror}.")


def display_name(path: str | Path) -> str:
    """Return how messages name a path: `standard input` for `-`."""
    return "standard input" if str(path) == STANDARD else str(path)


def output_name(path: str | Path) -> str:
    """Return how messages name a path that is written to: `standard output` for `-`."""
    return "standard output" if str(path) == STANDARD else str(path)


def read_text(path: str | Path) -> str:
    """Read and decode a text file, or standard input for `-`."""
    return decode(read_bytes(path), name=display_name(path))


def read_lines(path: str | Path) -> list[str]:
    """Read a text file, or standard input for `-`, as `split_lines` splits it."""
    return split_lines(read_text(path))


def same_place(one: str | Path, other: str | Path) -> bool:
    """Tell whether two paths name one file, through links; `-` is never one.

    Nor are two hard links: what replaces one leaves the other as it was.
    """
    if STANDARD in (str(one), str(other)):
        return False
    one, other = os.path.realpath(one), os.path.realpath(other)
    if folded(one) != folded(other):
        return False
    try:
        return os.path.samefile(one, other)  # where case does not count, it says so
    except OSError:  # one is not there
        return one == other


def folded(path: str) -> str:
    """Return a path as it is where neither case nor composition counts."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def may_never_end(path: str | Path) -> bool:
    """Tell whether a path names a pipe, a socket or a device, whose reader may wait for ever."""
    try:
        kind = os.stat(path).st_mode
    except OSError:  # whoever reads it is told why not
        return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def is_hidden(path: str | Path) -> bool:
    """Tell whether a file or folder is one that people do not see: `.name`, `~$name` of Word.

    On Windows and macOS also what is marked so, as Thumbs.db and desktop.ini are.
    """
    if os.path.basename(path).startswith((".", "~$")):
        return True
    try:
        status = os.stat(path)
    except OSError:
        return False
    marked = getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
    return bool(marked or getattr(status, "st_flags", 0) & stat.UF_HIDDEN)


def files_under(folder: str | Path, *, without: Iterable[str | Path] = ()) -> list[str]:
    """Return the paths of all files in a folder and the folders in it, links followed.

    Left out are hidden ones, those of `without`, and pipes, sockets and devices, which may never
    end. A folder that links lead to again is taken once, where it stands itself if it does.

    Raises:
        ReadError: a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise ReadError(f"{error.filename}: the folder cannot be read: {error.strerror}.")

    skipped = set(map(os.path.realpath, without))
    names = set(map(os.path.basename, skipped))

    def wanted(path: str) -> bool:
        if is_hidden(path) or may_never_end(path):
            return False
        known = os.path.basename(path) in names or os.path.islink(path)
        return not (known and os.path.realpath(path) in skipped)

    found: list[str] = []
    seen: set[str] = set()
    waiting = [os.fspath(folder)]
    while waiting:
        linked: list[str] = []  # they come after what no link leads to
        for top in waiting:
            for place, folders, files in os.walk(top, onerror=refuse):
                real = os.path.realpath(place)
                if real in seen:
                    folders.clear()
                    continue
                seen.add(real)
                found += filter(wanted, (os.path.join(place, name) for name in files))
                inner = [name for name in folders if wanted(os.path.join(place, name))]
                folders[:] = []
                for name in inner:
                    path = os.path.join(place, name)
                    target = os.path.realpath(path)
                    if target == os.path.join(real, name):
                        folders.append(name)
                    elif Path(target) not in Path(real).parents:  # else it leads back up
                        linked.append(path)
        waiting = sorted(linked)
    return found


def check_folder(path: str | Path) -> None:
    """Refuse an output whose folder is missing or cannot be written to: before the work for it.

    On Windows also one that is open in another program, or read-only, and so cannot be replaced.

    Raises:
        ReadError: it is.
    """
    if str(path) == STANDARD or os.path.exists(path):
        if sys.platform == "win32" and os.path.isfile(path):
            try:
                os.close(os.open(path, os.O_RDWR))
            except OSError as error:
                raise _unreplaced(path, error) from None
        return
    folder = os.path.dirname(os.path.realpath(path))
    fault = 0 if os.access(folder, os.W_OK | os.X_OK) else errno.EACCES
    if not os.path.isdir(folder):
        fault = errno.ENOTDIR if os.path.exists(folder) else errno.ENOENT
    if fault:
        raise ReadError(f"{path}: cannot be written: {os.strerror(fault)}.")


@contextmanager
def whole_output(path: str | Path) -> Iterator[BinaryIO]:
    """Open an output that appears at `path` whole or not at all; `-` is standard output.

    The bytes go to a temporary file in the same folder that takes the path's name at the
    end; when the block fails, the temporary file is removed and `path` is as it was.

    Raises:
        ReadError: the folder is missing or cannot be written to, the disk is full, or the file
            is open in another program, where such a file cannot be replaced.
    """
    try:
        with _opened(path) as stream:
            yield stream
    except OSError as error:
        if not no_room(error):  # not of the output: the block's own
            raise
        raise ReadError(f"{output_name(path)}: cannot be written: {error.strerror}.") from None


def no_room(error: OSError) -> bool:
    """Tell whether an error says that what is written to is full, or damaged."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def _opened(path: str | Path) -> Iterator[BinaryIO]:
    if str(path) == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        target = Path(path)
        if target.is_dir():
            raise ReadError(f"{path}: this is a folder, a file to write was expected.")
        if target.exists() and not target.is_file():  # /dev/null, a pipe: nothing to replace
            handle, temporary = os.open(path, os.O_WRONLY), ""
        else:
            target = target.resolve()  # through a link to the file that it names
            # `tempfile` tries for ever on Windows where a folder takes no files.
            temporary = f"{target.parent / f'.{target.name[:40]}'}.{os.urandom(4).hex()}"
            handle = os.open(temporary, _NEW, 0o600)
    except OSError as error:
        raise ReadError(f"{path}: cannot be written: {error.strerror}.") from None
    if not temporary:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):  # a disk that keeps no permissions
            os.chmod(temporary, _mode(target))
        try:
            os.replace(temporary, target)
        except OSError as error:
            raise _unreplaced(path, error) from None
    except BaseException:
        with suppress(OSError):  # Windows removes nothing that is read-only
            os.chmod(temporary, 0o600)
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _unreplaced(path: str | Path, error: OSError) -> ReadError:
    """What to raise where an output cannot take its name, as Windows has it of an open file."""
    told = f"{path}: cannot be written: {error.strerror}"
    if not isinstance(error, PermissionError):
        return ReadError(f"{told}.")
    return ReadError(
        f"{told}; a file that is not read-only, nor open in another program, was expected."
    )


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
