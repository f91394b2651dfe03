"""One trainer at a time in a run's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from align.errors import UsageError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; it goes with the process, however that ends.

    Where the system or the file system has no such locks, nothing is held.

    Raises:
        UsageError: another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (folder / "lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"{folder}: another trainer is at work there; wait for its end, or name another "
                "folder."
            ) from None
        except OSError:
            pass  # a file system without locks
        yield
