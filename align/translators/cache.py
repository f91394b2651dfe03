"""Translations kept for the next time, in one SQLite file that several processes share."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import warnings
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from align.errors import MarialignWarning
from align.files import cache_folder
from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.seam import Streaming

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
_AT_ONCE = 500  # keys in one query; SQLite takes 999 at least


class CacheWarning(MarialignWarning):
    """The cache cannot be used, or was set aside; translating goes on."""


def cache_file() -> Path:
    """Return where translations are kept."""
    return cache_folder() / "translations.sqlite"


class Store:
    """The file: translations by a hash of the translator's signature and the text.

    It is made when first needed, read and written by several processes at once (WAL), and
    never a reason to fail: a broken file is set aside, and without a file that can be
    written nothing is kept; either is said once, by a `CacheWarning`.

    Args:
        path: of the file; None is the user's cache.
        largest: bytes that the file may grow to.
    """

    def __init__(self, path: Path | None = None, *, largest: int = LARGEST) -> None:
        """Open the file, or make it."""
        self.path = cache_file() if path is None else path
        self._largest = largest
        self._connection: sqlite3.Connection | None = None
        self._open()

    def close(self) -> None:
        """Close the file; what was put is there already."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, signature: str, texts: Sequence[str]) -> list[tuple[str, str, str] | None]:
        """Return text, engine and flags of each translation that is there, else None."""
        keys = [_key(signature, text) for text in texts]
        found: dict[bytes, tuple[str, str, str]] = {}
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, text, engine, flags FROM translations WHERE key IN ({marks})"
            for key, text, engine, flags in self._run(query, part):
                found[key] = (text, engine, flags)
        return [found.get(key) for key in keys]

    def put(self, signature: str, rows: Iterable[tuple[str, Translation]]) -> None:
        """Keep translations of texts, in one transaction; those already there stay as they are."""
        values = [
            (_key(signature, text), found.text, found.engine, " ".join(found.flags))
            for text, found in rows
        ]
        insert = "INSERT OR IGNORE INTO translations (key, text, engine, flags) VALUES (?, ?, ?, ?)"
        self._run_many(insert, values)
        self._shrink()

    def _open(self) -> None:
        seen = _identity(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connect()
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error, seen)
        except OSError as error:
            self._give_up(error)

    def _connect(self) -> None:
        connection = sqlite3.connect(self.path, timeout=30)
        weakref.finalize(self, connection.close)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                connection.execute(_TABLE)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _run(self, query: str, values: Sequence[object]) -> list[tuple[bytes, str, str, str]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error, _identity(self.path))
        return []

    def _run_many(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        if self._connection is None:
            return
        try:
            with self._connection:
                self._connection.executemany(query, rows)
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error, _identity(self.path))

    def _shrink(self) -> None:
        """Drop the oldest tenth once the file is full; SQLite fills the room again."""
        if self._connection is None:
            return
        try:
            (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
            (size,) = self._connection.execute("PRAGMA page_size").fetchone()
            (free,) = self._connection.execute("PRAGMA freelist_count").fetchone()
            if (pages - free) * size < self._largest:
                return
            with self._connection:
                self._connection.execute(
                    "DELETE FROM translations WHERE id <= (SELECT id FROM translations ORDER BY id "
                    "LIMIT 1 OFFSET (SELECT count(*) / 10 FROM translations))"
                )
        except sqlite3.DatabaseError as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.close()
        warnings.warn(
            f"{self.path}: the cache cannot be used ({error}); translations are not kept.",
            CacheWarning,
            stacklevel=2,
        )

    def _set_aside(self, error: Exception, seen: tuple[int, int] | None) -> None:
        """Give a broken file another name and begin a new one."""
        self.close()
        aside = self.path.with_name(f"{self.path.name}.broken-{time.time_ns()}")
        try:
            if seen == _identity(self.path):  # else another process was first
                os.replace(self.path, aside)
                for ending in ("-wal", "-shm"):
                    with suppress(FileNotFoundError):
                        os.unlink(f"{self.path}{ending}")
            self._connect()
        except (OSError, sqlite3.Error) as second:
            self._give_up(second)
            return
        warnings.warn(
            f"{self.path}: the cache was broken ({error}) and is now {aside.name}; "
            "a new one was begun.",
            CacheWarning,
            stacklevel=2,
        )


class CachedTranslator:
    """Wraps a translator: what is in the store is not translated again.

    Batches are stored as they finish, so that what is stopped, by Ctrl-C or for good, goes
    on where it was.
    """

    def __init__(self, engine: Streaming, store: Store) -> None:
        """Take the engine and the store."""
        self._engine = engine
        self._store = store

    @property
    def signature(self) -> Signature:
        """The engine's."""
        return self._engine.signature

    def safer(self) -> CachedTranslator:
        """Return the same with the decoding that a second try uses, over the same store."""
        return CachedTranslator(self._engine.safer(), self._store)

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield what is known first, then what the engine makes of the rest."""
        signature = str(self.signature)
        known, missing = [], []
        for index, row in enumerate(self._store.get(signature, texts)):
            if row is None:
                missing.append(index)
            else:
                text, engine, flags = row
                known.append(Translation(index, text, engine, tuple(flags.split())))
        if known:
            yield known
        if not missing:
            return
        for batch in self._engine.stream([texts[index] for index in missing]):
            found = [
                Translation(missing[made.segment], made.text, made.engine, made.flags)
                for made in batch
            ]
            self._store.put(signature, ((texts[made.segment], made) for made in found))
            yield found

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield what is known first, then what the engine makes of the rest."""
        signature = f"score {self.signature}"
        texts = ["\0".join(("\1".join(source), "\1".join(target))) for source, target in pairs]
        rows = self._store.get(signature, texts)
        known = [(k, _read(row)) for k, row in enumerate(rows) if row is not None]
        if known:
            yield known
        missing = [k for k, row in enumerate(rows) if row is None]
        if not missing:
            return
        for batch in self._engine.score([pairs[k] for k in missing]):
            found = [(missing[k], made) for k, made in batch]
            self._store.put(signature, ((texts[k], _rendered(made)) for k, made in found))
            yield found


def _rendered(found: Likelihood) -> Translation:
    """A likelihood as a row of the store."""
    numbers = [found.end, *found.nats, *found.pieces]
    return Translation(0, " ".join(map(repr, numbers)), "score")


def _read(row: tuple[str, str, str]) -> Likelihood:
    end, *rest = row[0].split()
    half = len(rest) // 2
    return Likelihood(tuple(map(float, rest[:half])), tuple(map(int, rest[half:])), float(end))


def _key(signature: str, text: str) -> bytes:
    return hashlib.sha256(f"{signature}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
