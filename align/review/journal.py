"""The journal beside the file: the rows as they came, and every step since, in SQLite.

A step is on disk before `append` returns: write-ahead log, synced at each commit. The
connection holds the database's lock for as long as it lives, by the operating system, so that
a second process is refused and a killed one leaves nothing behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os.path import samestat
from pathlib import Path

from align.bitexts.bitext import signature_of
from align.errors import DataError
from align.records import CorpusHeader, TranslationUnit
from align.review.fields import splices_from, splices_json, unit_from, unit_json
from align.review.steps import Splice

ENDING = ".review"
LOG = "-wal"
"""What SQLite adds to a journal's name for its log, which holds the last steps."""
_FORMAT = 1
_APPLICATION = 0x616C6E72  # "alnr"
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (note TEXT NOT NULL);
CREATE TABLE originals (id INTEGER PRIMARY KEY, unit TEXT NOT NULL);
CREATE TABLE steps (
    number INTEGER PRIMARY KEY, op TEXT NOT NULL, changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL, splices TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Counters:
    """Where a review stands: it grows with each step, steps done, the next row's number."""

    version: int
    done: int
    next_id: int


class JournalError(DataError):
    """The journal cannot be opened, read or written."""


class JournalInUseError(JournalError):
    """Another process has the journal open."""


class Journal:
    """One review on disk; `close` it, or kill the process: both leave it whole."""

    def __init__(self, path: str | Path) -> None:
        """Open a journal, or make an empty one; `begin` fills it.

        Raises:
            JournalInUseError: another process reviews the same file.
            JournalError: the file is no journal, of a later version, or cannot be written.
        """
        self.path = Path(path)
        try:
            self._base = sqlite3.connect(
                self.path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise JournalError(f"{path}: the journal cannot be opened: {error}.") from None
        try:
            self._base.execute("PRAGMA locking_mode=EXCLUSIVE")
            application = self._fact("PRAGMA application_id")
            self.fresh = application == 0 and not self._fact("SELECT count(*) FROM sqlite_master")
            if not self.fresh and application != _APPLICATION:
                raise JournalError(
                    f"{path}: this is another program's file, a journal was expected."
                )
            if not self.fresh and self._fact("PRAGMA user_version") != _FORMAT:
                raise JournalError(
                    f"{path}: the journal is of another version of Marialign; update Marialign, "
                    "or move the journal away to begin anew."
                )
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            with self._transaction():  # takes the lock, which stays
                pass
            whole = self.path.resolve()
            self._files = {
                file: file.stat()
                for file in (whole, whole.with_name(f"{whole.name}{LOG}"))
                if file.exists()
            }
        except sqlite3.OperationalError as error:
            self._base.close()
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise JournalInUseError(
                    f"{self.path}: another align review has this file open; stop that one first."
                ) from None
            raise JournalError(f"{path}: the journal cannot be written: {error}.") from None
        except sqlite3.DatabaseError as error:
            self._base.close()
            raise JournalError(f"{path}: this is no journal of a review: {error}.") from None
        except BaseException:
            self._base.close()
            raise

    def begin(
        self, units: Iterable[TranslationUnit], header: CorpusHeader, facts: dict[str, str]
    ) -> None:
        """Fill an empty journal with the rows as they came."""
        held = facts | {
            "source_lang": header.source_lang, "target_lang": header.target_lang,
            "signature": str(header.signature), "created": header.created,
            "document": header.document, "project": header.project, "version": "1", "done": "0",
        }  # fmt: skip
        with self._writing() as base:
            for statement in _TABLES.split(";"):
                base.execute(statement)
            base.executemany(
                "INSERT INTO originals VALUES (?, ?)",
                ((number, unit_json(unit)) for number, unit in enumerate(units, start=1)),
            )
            count = base.execute("SELECT count(*) FROM originals").fetchone()[0]
            held["next_id"] = str(count + 1)
            base.executemany("INSERT INTO facts VALUES (?, ?)", held.items())
            base.executemany("INSERT INTO notes VALUES (?)", ((n,) for n in header.notes))
            base.execute(f"PRAGMA application_id={_APPLICATION}")
            base.execute(f"PRAGMA user_version={_FORMAT}")
        self.fresh = False

    def facts(self) -> dict[str, str]:
        """Return what was said of the review when it began."""
        with self._reading():
            return dict(self._base.execute("SELECT name, value FROM facts"))

    def header(self) -> CorpusHeader:
        """Return what is true of the whole file."""
        with self._reading():
            facts = self.facts()
            signature = signature_of(facts["signature"])
            notes = tuple(note for (note,) in self._base.execute("SELECT note FROM notes"))
            return CorpusHeader(
                facts["source_lang"], facts["target_lang"], signature, facts["created"],
                facts["document"], notes, facts["project"],
            )  # fmt: skip

    def originals(self) -> Iterator[tuple[int, TranslationUnit]]:
        """Yield the rows as they came, with their numbers."""
        with self._reading():
            for number, unit in self._base.execute("SELECT id, unit FROM originals ORDER BY id"):
                yield number, unit_from(unit)

    def counters(self) -> Counters:
        """Return where the review stands."""
        with self._reading():
            facts = self.facts()
            return Counters(int(facts["version"]), int(facts["done"]), int(facts["next_id"]))

    def steps(self, *, upto: int) -> Iterator[tuple[Splice, ...]]:
        """Yield the first steps, in order."""
        with self._reading():
            for (splices,) in self._base.execute(
                "SELECT splices FROM steps WHERE number <= ? ORDER BY number", (upto,)
            ):
                yield splices_from(splices)

    def step(self, number: int) -> tuple[Splice, ...]:
        """Return one step's splices."""
        with self._reading():
            found = self._base.execute("SELECT splices FROM steps WHERE number = ?", (number,))
            return splices_from(found.fetchone()[0])

    def last(self) -> int:
        """Return the number of the last step that can be done again, 0 where there is none."""
        with self._reading():
            return int(self._fact("SELECT coalesce(max(number), 0) FROM steps"))

    def append(
        self, op: str, splices: Sequence[Splice], counters: Counters, *, by: str, at: str
    ) -> None:
        """Commit a step, which takes the place of those that were undone.

        Raises:
            JournalError: it cannot be written, as on a full disk, or is not where it was;
                nothing has changed then.
        """
        with self._writing() as base:
            base.execute("DELETE FROM steps WHERE number >= ?", (counters.done,))
            base.execute(
                "INSERT INTO steps VALUES (?, ?, ?, ?, ?)",
                (counters.done, op, by, at, splices_json(splices)),
            )
            self._count(counters)

    def point(self, counters: Counters) -> None:
        """Commit where the review stands after an undo or a redo."""
        with self._writing():
            self._count(counters)

    @property
    def in_place(self) -> bool:
        """Whether its files are where they were opened: what is written to others is lost."""
        for file, opened in self._files.items():
            try:
                if not samestat(file.stat(), opened):
                    return False
            except OSError:
                return False
        return True

    def close(self) -> None:
        """Release the lock; the log is folded into the file."""
        self._base.close()

    def _count(self, counters: Counters) -> None:
        self._base.executemany(
            "UPDATE facts SET value = ? WHERE name = ?",
            (
                (str(counters.version), "version"),
                (str(counters.done), "done"),
                (str(counters.next_id), "next_id"),
            ),
        )

    def _fact(self, query: str) -> int:
        return int(self._base.execute(query).fetchone()[0])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise JournalError(
                f"{self.path}: the journal is damaged ({error}); put a copy of it back, or move "
                "it away to begin anew."
            ) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if not self.in_place:
            raise JournalError(
                f"{self.path}: the journal was moved, removed or replaced while it was open, and "
                "the step was not done: put it back, or export what there is."
            )
        try:
            with self._transaction() as base:
                yield base
        except sqlite3.Error as error:
            raise JournalError(
                f"{self.path}: the step could not be written and was not done: {error}."
            ) from None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield self._base
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
