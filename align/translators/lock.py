"""One process at a time at a shared file: a lock beside it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def alone(path: Path, *, patience: float) -> Iterator[None]:
    """Let no other process make, clear or set aside a file meanwhile, where there are locks.

    After `patience` seconds of waiting for the others, the work is done beside them.
    """
    lock = None
    with suppress(OSError):  # a folder that cannot be written to; a disk without locks
        deadline = time.monotonic() + patience
        # Windows keeps what is open, and may number it otherwise by its path.
        while lock is None or (
            sys.platform != "win32" and identity(Path(lock.name)) != identity(lock.fileno())
        ):
            if lock is not None:  # who had it has cleared it too: it keeps no one out any more
                lock.close()
            lock = open(f"{path}.lock", "ab")  # noqa: SIM115
            while not _locked(lock.fileno()) and time.monotonic() < deadline:
                time.sleep(0.02)
    try:
        yield
    finally:
        if lock is not None:
            lock.close()  # and with it goes the lock


def _locked(file: int) -> bool:
    """Take a file's lock if it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def identity(file: Path | int) -> tuple[int, int] | None:
    """Return the numbers of a file, by its path or handle, that a new one of its name lacks."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_dev, status.st_ino
