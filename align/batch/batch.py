"""A batch from start to end: plan, do, record, account for every input, merge."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from align.batch.entries import Entry, keep_apart, shard_name
from align.batch.ledger import NAME, Ledger, Plan
from align.batch.merge import Merged, merge, merged_header
from align.batch.settings import Settings
from align.batch.stopping import undisturbed
from align.batch.storage import joined, local_path, whole_at
from align.batch.summary import Tally, done_lines, failure_lines, skipped_lines
from align.batch.worker import Notice, Outcome
from align.errors import DataError
from align.files import STANDARD


class Engine(Protocol):
    """Does documents; a local one in processes, a cluster on many machines."""

    def outcomes(self, entries: Sequence[Entry]) -> Generator[Outcome | Notice]:
        """Yield an outcome for each entry, in the order in which they are ready."""


Hear = Callable[[Outcome | Notice, Tally], None]
"""Told of each outcome and notice, with the counts so far."""


class Batch:
    """A list of documents, a folder, and what was done of it.

    Args:
        entries: the list, with output paths.
        folder: where outputs go, a path or URL.
        settings: what to do with each document.
        shard: documents in a shard, for an engine that does them by shards.
        listed: the file that the list came from, `-` for none.
        merge: the file that will join all, None for none.

    Raises:
        UsageError: an output would replace an input, the list, or another output.
        DataError: another batch is at work in the folder.
    """

    def __init__(
        self, entries: Sequence[Entry], *, folder: str, settings: Settings, shard: int = 0,
        listed: str = STANDARD, merge: str | None = None,
    ) -> None:  # fmt: skip
        """Open the ledger and see what is left to do."""
        self.entries = tuple(entries)
        self.folder = folder
        self.settings = settings
        self._options = settings.digest()
        self._shard = shard
        keep_apart(self.entries, folder, listed=listed, merge=merge)
        self.ledger = Ledger(ledger_path(folder))
        try:
            remove_leftovers(folder, self._places(self.entries), merge=merge)
            self.plan: Plan = self.ledger.plan(
                self.entries, folder=folder, options=self._options, shard=shard
            )
        except BaseException:
            self.ledger.close()
            raise
        self._left = {entry.index: entry for entry in self.plan.pending}
        self.tally = Tally(len(self.entries), skipped=sum(bool(e.skipped) for e in self.entries))
        for _, outcome in self._ended("done"):
            self.tally.keep(outcome)
        self.tally.earlier = self.tally.done

    def close(self) -> None:
        """Let go of the folder."""
        self.ledger.close()

    def run(self, engine: Engine, *, hear: Hear) -> None:
        """Do what is left, recording each document as it comes; write the accounts at the end.

        The accounts (`done.jsonl`, `failures.jsonl`, `skipped.jsonl`) are written however
        this ends; failures appear in theirs as they happen.

        Raises:
            DataError: the accounts cannot be written, or not all was recorded.
        """
        begin = time.monotonic()
        try:
            self._write_accounts()
            # Closing the generator ends the engine's processes, before the accounts are made.
            with closing(engine.outcomes(self.plan.pending)) as events:
                for event in events:
                    self.tally.seconds = time.monotonic() - begin
                    if isinstance(event, Outcome):
                        with undisturbed():
                            self._ended_now(event)
                    hear(event, self.tally)
        finally:
            # Workers are stopped, or killed and done without, at any moment.
            remove_leftovers(self.folder, self._places(self.plan.pending))
            self.tally.seconds = time.monotonic() - begin
            self._write_accounts()
        if self.ledger.unwritten:
            raise DataError(
                f"{self.ledger.path}: there was no room to record {self.ledger.unwritten} "
                "documents; the same command does them again."
            )

    def merge(self, place: str, *, into: str, dedup: bool) -> Merged:
        """Join what is done into one file, in the list's order.

        Raises:
            DataError: nothing is done, an output is gone, or the file cannot be written.
        """
        if not self.tally.done:
            raise DataError(f"{place}: no document is done, so there is nothing to merge.")
        header = merged_header((o for _, o in self._ended("done")), project=self.settings.project)
        return merge(
            self._ended("done"), place, folder=self.folder, format=self.settings.format,
            into=into, dedup=dedup, header=header,
        )  # fmt: skip

    def _places(self, entries: Iterable[Entry]) -> Iterator[str]:
        """What is written for entries, and for their shards, below the folder."""
        shards = set()
        for entry in entries:
            if entry.output:
                yield entry.output
                if self._shard:
                    shards.add(entry.index // self._shard)
        yield from (shard_name(number, self._shard) for number in shards)

    def _ended_now(self, outcome: Outcome) -> None:
        entry = self._left.pop(outcome.index)
        self.ledger.record([(entry, outcome)], options=self._options)
        self.tally.add(outcome)
        accounts = local_path(joined(self.folder, "failures.jsonl"))
        if outcome.state == "failed" and accounts is not None:
            with suppress(OSError), accounts.open("ab") as stream:
                stream.writelines(failure_lines([(entry, outcome)]))

    def _ended(self, state: str) -> Iterator[tuple[Entry, Outcome]]:
        """The entries that are in a state now; what is still to be done is in none."""
        for entry, outcome in self.ledger.outcomes(self.entries):
            if outcome is not None and outcome.state == state and entry.index not in self._left:
                yield entry, outcome

    def _write_accounts(self) -> None:
        skipped = (entry for entry in self.entries if entry.skipped)
        for name, lines in (
            ("done.jsonl", done_lines(self._ended("done"))),
            ("failures.jsonl", failure_lines(self._ended("failed"))),
            ("skipped.jsonl", skipped_lines(skipped)),
        ):
            with whole_at(joined(self.folder, name)) as stream:
                stream.writelines(lines)


def known_outputs(folder: str) -> dict[tuple[str, str], str]:
    """Return the outputs that an earlier batch gave to sources and targets in a folder.

    Raises:
        DataError: another batch is at work there.
    """
    path = ledger_path(folder)
    if not os.path.exists(path):  # or in a folder that is closed, as the ledger itself will say
        return {}
    with closing(Ledger(path)) as ledger:
        return ledger.outputs()


def ledger_path(folder: str) -> Path:
    """Return where a folder's ledger is: in it, or in the user's cache for a URL."""
    path = local_path(folder)
    if path is not None:
        return path / NAME
    from hashlib import sha256

    from align.files import cache_folder

    return cache_folder() / "batches" / f"{sha256(folder.encode()).hexdigest()[:20]}.sqlite"


def remove_leftovers(folder: str, outputs: Iterable[str], *, merge: str | None = None) -> None:
    """Remove the halves of outputs that whoever was killed left in the folder, and of `merge`."""
    root = local_path(folder)
    begun: dict[Path, set[str]] = {}  # by the folders that hold them
    if root is not None:
        begun[root] = {"done.jsonl", "failures.jsonl", "skipped.jsonl"}
        for place in map(root.joinpath, outputs):
            begun.setdefault(place.parent, set()).add(place.name)
    joined_in = None if merge is None else local_path(merge)
    if joined_in is not None:
        place = joined_in.resolve()  # where `whole_output` begins it
        begun.setdefault(place.parent, set()).add(place.name)
    for where, outputs in begun.items():
        names = {f".{name[:40]}." for name in outputs}
        for path in where.glob(".*.????????"):
            if path.name[:-8] in names:
                with suppress(OSError):  # gone, or held by a scanner on Windows
                    path.unlink()
