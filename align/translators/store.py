"""Translations kept in one SQLite file that several processes share."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from align.errors import MarialignWarning
from align.files import cache_folder
from align.records import Translation
from align.translators.lock import alone, identity

LARGEST = 512 * 2**20
"""Bytes that the file may grow to; then the oldest tenth of the translations is dropped."""

_TABLE = """
CREATE TABLE IF NOT EXISTS translations (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL,
    engine TEXT NOT NULL,
    flags TEXT NOT NULL
)
"""
_KIND = "SELECT type FROM sqlite_master WHERE name = 'translations'"
_COLUMNS = ["id", "key", "text", "engine", "flags"]
_AT_ONCE = 500  # keys in one query; SQLite takes 999 at least
_PATIENCE = 30.0  # seconds to wait for other processes
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


class CacheWarning(MarialignWarning):
    """The cache cannot be used, or was set aside; translating goes on."""


def cache_file() -> Path:
    """Return where translations are kept."""
    return cache_folder() / "translations.sqlite"


def clear_translations() -> int:
    """Remove the file, and what was set aside; return how many bytes that freed."""
    file = cache_file()
    freed = 0
    with alone(file, patience=_PATIENCE):
        for path in sorted(file.parent.glob(f"{file.name}*")):  # the lock is the last
            with suppress(OSError):  # gone, or in use where such a file cannot be removed
                size = path.stat().st_size
                path.unlink()
                freed += size
    return freed


class Store:
    """The file: translations by a hash of the translator's signature and the text.

    It is made when first needed, read and written by several processes and threads at once
    (WAL), and never a reason to fail: a broken file, or one with another table, is set aside,
    and without a file that can be written nothing is kept; either is said once, by a
    `CacheWarning`.

    Args:
        path: of the file; None is the user's cache.
        largest: bytes that the file may grow to.
    """

    def __init__(self, path: Path | None = None, *, largest: int = LARGEST) -> None:
        """Open the file, or make it."""
        self.path = (cache_file() if path is None else path).absolute()
        self._largest = largest
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None  # of the file that the connection is to
        self._turn = threading.RLock()
        self._open()

    def close(self) -> None:
        """Close the file; what was put is there already."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def get(self, signature: str, texts: Sequence[str]) -> list[tuple[str, str, str] | None]:
        """Return text, engine and flags of each translation that is there, else None."""
        keys = [_key(signature, text) for text in texts]
        found: dict[bytes, tuple[str, str, str]] = {}

        def read(connection: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, text, engine, flags FROM translations WHERE key IN ({marks})"
                for key, text, engine, flags in connection.execute(query, part):
                    found[key] = (text, engine, flags)

        self._attempt(read)
        return [found.get(key) for key in keys]

    def put(self, signature: str, rows: Iterable[tuple[str, Translation]]) -> None:
        """Keep translations of texts, in one transaction; those already there stay as they are."""
        values = [
            (_key(signature, text), found.text, found.engine, " ".join(found.flags))
            for text, found in rows
        ]
        insert = "INSERT OR IGNORE INTO translations (key, text, engine, flags) VALUES (?, ?, ?, ?)"

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(insert, values)
            self._shrink(connection)

        with self._turn:
            if self._connection is not None and self._replaced():
                self.close()
                self._open()
            self._attempt(write)

    def _open(self) -> None:
        self._identity = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.path, patience=_PATIENCE):
                try:
                    self._connect()
                except sqlite3.DatabaseError as error:
                    if not _broken(error):
                        raise
                    self._renew(error)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _connect(self) -> None:
        """Open the file and make it what it must be; what is busy is waited for."""
        # SQLite's own patience leaves out the change to WAL. Threads take turns by `_turn`.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, check_same_thread=False)
        weakref.finalize(self, connection.close)
        try:
            deadline = time.monotonic() + _PATIENCE
            while not _prepared(connection, deadline):
                time.sleep(0.02)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._identity = identity(self.path)

    def _replaced(self) -> bool:
        """Tell whether another process has cleared the file, or set it aside."""
        return self._identity != identity(self.path)

    def _attempt(self, work: Callable[[sqlite3.Connection], None], *, again: bool = True) -> None:
        """Do some work on the file, unless there is none; a broken one is then set aside."""
        with self._turn:
            if self._connection is None:
                return
            try:
                work(self._connection)
            except sqlite3.Error as error:
                if again and self._replaced():  # cleared in the middle of it
                    self.close()
                    self._open()
                    self._attempt(work, again=False)
                    return
                if not _broken(error):
                    self._give_up(error)
                    return
                self.close()
                try:
                    with alone(self.path, patience=_PATIENCE):
                        self._renew(error)
                except (OSError, sqlite3.Error) as second:
                    self._give_up(second)

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop the oldest tenth once the file is full; SQLite fills the room again."""
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        if (pages - free) * size < self._largest:
            return
        with connection:
            connection.execute(
                "DELETE FROM translations WHERE id <= (SELECT id FROM translations ORDER BY id "
                "LIMIT 1 OFFSET (SELECT count(*) / 10 FROM translations))"
            )

    def _give_up(self, error: Exception) -> None:
        self.close()
        warnings.warn(
            f"{self.path}: the cache cannot be used ({error}); translations are not kept.",
            CacheWarning,
            stacklevel=2,
        )

    def _renew(self, error: Exception) -> None:
        """Give a broken file another name, unless another process was first; open the new one."""
        aside = self.path.with_name(f"{self.path.name}.broken-{time.time_ns()}")
        first = self._identity is None or not self._replaced()
        if first:
            for ending in ("-wal", "-shm", ""):  # the new file must never find the old one's log
                with suppress(FileNotFoundError):
                    os.replace(f"{self.path}{ending}", f"{aside}{ending}")
        self._connect()
        if first:
            warnings.warn(
                f"{self.path}: the cache was broken ({error}) and is now {aside.name}; "
                "a new one was begun.",
                CacheWarning,
                stacklevel=2,
            )


def _key(signature: str, text: str) -> bytes:
    return hashlib.sha256(f"{signature}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def _prepared(connection: sqlite3.Connection, deadline: float) -> bool:
    """Make a file ready for use; False where another process is at it and there is time left."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        with connection:
            connection.execute(_TABLE)
        (kind,) = connection.execute(_KIND).fetchone()
        found = [name for _, name, *_ in connection.execute("PRAGMA table_info(translations)")]
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_ERROR:  # the name is an index's, or whatever
            raise _ForeignTableError(str(error)) from None
        if _code(error) not in _BUSY or time.monotonic() > deadline:
            raise
        return False
    if (kind, found) != ("table", _COLUMNS):
        raise _ForeignTableError(f"it has a {kind} of {', '.join(found)} in place of ours")
    return True


class _ForeignTableError(sqlite3.DatabaseError):
    """The file is a database, but not one of ours."""


def _broken(error: sqlite3.Error) -> bool:
    return isinstance(error, _ForeignTableError) or _code(error) in _DAMAGED


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for what Python's own side of it raises."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
