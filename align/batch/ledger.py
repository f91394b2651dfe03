"""What was done, on disk: one SQLite file beside the outputs, one transaction a document.

A document counts as done while its inputs have the size and time that they had, the options are
the same, and its output is there with the size it had; else it is done again. Those that
failed are tried again. The file is locked while a batch uses it, and the lock ends with its
process, however that ends.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path

from align.batch.entries import Entry, shard_name
from align.batch.storage import joined, size_of
from align.batch.worker import Outcome, entry_stamp
from align.errors import DataError, ReadError

NAME = ".ledger.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    output TEXT NOT NULL,
    options TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (source, target)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left to do of a list: `pending`, in its order.

    `again` of them were done before, but with other options, or their inputs or outputs are not
    what they were.
    """

    pending: tuple[Entry, ...]
    again: int


class Ledger:
    """Opens the ledger, and locks it.

    Args:
        path: of the file; made where it is missing.

    Raises:
        DataError: another batch holds it, or it is no ledger.
        ReadError: it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        """Open and lock the file."""
        self.path = path
        self._unwritten: dict[tuple[str, str], tuple[str, str, str]] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=1, isolation_level=None)
        except OSError as error:
            raise ReadError(f"{path.parent}: cannot be made: {error.strerror}.") from None
        except sqlite3.Error as error:
            raise ReadError(f"{path}: cannot be written ({error}).") from None
        try:
            for line in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
                self._connection.execute(f"PRAGMA {line}").fetchall()
            self._connection.execute(_TABLE)
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._connection.close()
            if "locked" in str(error):
                raise DataError(
                    f"{path.parent}: another batch is at work in this folder."
                ) from None
            if isinstance(error, sqlite3.OperationalError):
                raise ReadError(f"{path}: cannot be written ({error}).") from None
            raise DataError(f"{path}: this is no ledger of a batch ({error}).") from None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def plan(self, entries: Sequence[Entry], *, folder: str, options: str, shard: int = 0) -> Plan:
        """Compare a list with what was done.

        Args:
            entries: the list.
            folder: where outputs are.
            options: the digest of the settings.
            shard: documents in a shard, which is done as a whole; 0 for no shards.
        """
        pending: list[Entry] = []
        again = 0
        for _, together in groupby(
            (entry for entry in entries if not entry.skipped),
            key=lambda entry: entry.index // (shard or 1),
        ):
            group = list(together)
            states = [self._state(e, folder=folder, options=options, shard=shard) for e in group]
            if shard and set(states) != {"done"}:  # a shard is whole
                pending += group
            else:
                pending += [e for e, state in zip(group, states, strict=True) if state != "done"]
            again += states.count("changed")
        return Plan(tuple(pending), again)

    def _state(self, entry: Entry, *, folder: str, options: str, shard: int) -> str:
        """`done`, `changed` since it was, or `new`: never done, or failed."""
        row = self._row(entry)
        if row is None or row[2].state != "done":
            return "new"
        output, before, outcome = row
        if (output, before, outcome.stamp) != (entry.output, options, entry_stamp(entry)):
            return "changed"
        if size_of(joined(folder, output)) != outcome.size:
            return "changed"
        if not shard:
            return "done"
        wanted = shard_name(entry.index // shard, shard)
        there = outcome.shard == wanted and size_of(joined(folder, wanted)) > 0
        return "done" if there else "changed"

    def record(self, outcomes: Iterable[tuple[Entry, Outcome]], *, options: str) -> None:
        """Keep outcomes, in one transaction that is on disk when this returns.

        Where the disk is full they are kept in memory, and written with the next ones.
        """
        for entry, outcome in outcomes:
            told = json.dumps(asdict(replace(outcome, warnings=(), index=0)), ensure_ascii=False)
            self._unwritten[entry.source, entry.target] = (entry.output, options, told)
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
                [(*key, *row) for key, row in self._unwritten.items()],
            )
            self._connection.execute("COMMIT")
            self._unwritten.clear()
        except sqlite3.OperationalError:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None

    @property
    def unwritten(self) -> int:
        """The documents that the disk had no room to record."""
        return len(self._unwritten)

    def outcomes(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Outcome | None]]:
        """Yield what is known of each entry, in the order given."""
        for entry in entries:
            row = None if entry.skipped else self._row(entry)
            yield entry, None if row is None else replace(row[2], index=entry.index)

    def outputs(self) -> dict[tuple[str, str], str]:
        """Return where the output of each source and target was to go."""
        try:
            rows = self._connection.execute("SELECT source, target, output FROM documents")
            return {(source, target): output for source, target, output in rows}
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None

    def _row(self, entry: Entry) -> tuple[str, str, Outcome] | None:
        """Output, options and outcome of an entry."""
        row = self._unwritten.get((entry.source, entry.target))
        if row is None:
            try:
                row = self._connection.execute(
                    "SELECT output, options, told FROM documents WHERE source = ? AND target = ?",
                    (entry.source, entry.target),
                ).fetchone()
            except sqlite3.DatabaseError as error:
                raise self._damaged(error) from None
        if row is None:
            return None
        try:
            told = json.loads(row[2])
            told |= {"notes": tuple(told["notes"]), "warnings": ()}
            return row[0], row[1], Outcome(**told)
        except (ValueError, TypeError, KeyError):  # as another version told it: done again
            return None

    def _damaged(self, error: sqlite3.DatabaseError) -> DataError:
        return DataError(
            f"{self.path}: the ledger is damaged ({error}); move it away, and all documents are "
            "done again."
        )
