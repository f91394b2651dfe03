"""The engine of one machine: processes that do documents, and one that translates for them."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from align.batch.entries import Entry
from align.batch.processes import (
    LOST,
    how_ended,
    serve_process,
    start_method,
    warm,
    work_process,
)
from align.batch.settings import Settings
from align.batch.stopping import undisturbed
from align.batch.worker import Notice, Outcome, killed
from align.errors import ModelError
from align.translators.devices import cores_here

_MOST_ON_WINDOWS = 31  # jobs: it waits for 63 things at once, and a job is two
_PATIENCE = 3  # deaths of the translator in a row, without a document done between


@dataclass(slots=True)
class _Hand:
    """A worker's process, the line to it, and what it is doing."""

    process: Any
    line: Connection
    entry: Entry | None = None


class LocalEngine:
    """Does documents in processes; a document that kills its worker takes no other with it.

    With more than one job, a process of its own holds the only copy of the model and
    translates for all; each job has `threads / jobs` cores.

    Args:
        settings: what to do with each document.
        folder: where outputs go.
        jobs: processes that do documents.
        start: how processes start, as `multiprocessing` names it; None takes what suits.
    """

    def __init__(
        self, *, settings: Settings, folder: str, jobs: int, start: str | None = None
    ) -> None:
        """Take the options; nothing starts before the first outcome is asked for."""
        self._settings = settings
        self._folder = folder
        self.jobs = min(jobs, _MOST_ON_WINDOWS) if sys.platform == "win32" else jobs
        cores = settings.threads or cores_here()
        self._threads = max(1, cores // self.jobs)
        self._context: Any = multiprocessing.get_context(start or start_method(settings))
        self._hands: list[_Hand] = []
        self._suspects: deque[Entry] = deque()
        self._translator: Any = None
        self._control: Connection | None = None
        self._address = ""
        self._deaths = 0

    def processes(self) -> dict[str, int]:
        """Return the process ids by role, `translator` and `worker 1`, ..., for measuring."""
        found = {f"worker {n}": hand.process.pid for n, hand in enumerate(self._hands, 1)}
        if self._translator is not None:
            found["translator"] = self._translator.pid
        return found

    def outcomes(self, entries: Iterable[Entry]) -> Generator[Outcome | Notice]:
        """Yield an outcome for each entry, in the order in which they are ready.

        A document whose worker was killed is done again at the end, alone; if its worker is
        killed again, it has failed.

        Raises:
            ModelError: the process that translates is killed again and again.
        """
        waiting = iter(entries)
        try:
            self._prepare()
            self._start_translator()
            self._hands = [self._hire() for _ in range(self.jobs)]
            yield from self._all(waiting)
            yield from self._alone()
        finally:
            self._dismiss()

    def _all(self, waiting: Iterator[Entry]) -> Iterator[Outcome | Notice]:
        while True:
            for hand in self._hands:
                if hand.entry is None and (entry := next(waiting, None)) is not None:
                    self._give(hand, entry)
            if not any(hand.entry for hand in self._hands):
                return
            yield from self._events(alone=False)

    def _alone(self) -> Iterator[Outcome | Notice]:
        while self._suspects:
            entry = self._suspects.popleft()
            for hand in self._hands[1:]:
                _fire(hand)
            del self._hands[1:]
            self._give(self._hands[0], entry)
            while any(hand.entry for hand in self._hands):
                yield from self._events(alone=True)

    def _events(self, *, alone: bool) -> Iterator[Outcome | Notice]:
        """Wait until something happens, and deal with it."""
        busy = [hand for hand in self._hands if hand.entry is not None]
        signals = [thing for hand in busy for thing in (hand.line, hand.process.sentinel)]
        if self._translator is not None:
            signals.append(self._translator.sentinel)
        ready = set(wait(signals))
        for hand in busy:
            if hand.line in ready or hand.process.sentinel in ready:
                with suppress(EOFError, OSError):
                    if hand.line.poll():
                        outcome: Outcome = hand.line.recv()
                        hand.entry = None
                        self._deaths = 0
                        yield outcome
                        continue
                hand.process.join()
                if hand.process.exitcode == LOST:
                    yield from self._translator_died(alone=alone)
                    return
                yield from self._worker_died(hand, alone=alone)
        if self._translator is not None and not self._translator.is_alive():
            yield from self._translator_died(alone=alone)

    def _worker_died(self, hand: _Hand, *, alone: bool) -> Iterator[Outcome | Notice]:
        entry, how = hand.entry, how_ended(hand.process.exitcode)
        hand.line.close()
        self._hands[self._hands.index(hand)] = self._hire()
        if entry is not None:
            yield from self._suspected(entry, f"its worker was killed ({how})", how, alone=alone)

    def _translator_died(self, *, alone: bool) -> Iterator[Outcome | Notice]:
        """Begin anew with all processes; the documents in flight are suspects."""
        self._translator.join(timeout=5)
        how = how_ended(self._translator.exitcode)
        self._deaths += 1
        if self._deaths >= _PATIENCE:
            raise ModelError(
                f"The process that holds the model was killed {self._deaths} times in a row "
                f"({how})."
            )
        flying = [hand.entry for hand in self._hands if hand.entry is not None]
        count = len(self._hands)
        self._dismiss()
        self._start_translator()
        self._hands = [self._hire() for _ in range(count)]
        for entry in flying:
            why = f"the process that translated it was killed ({how})"
            yield from self._suspected(entry, why, how, alone=alone)

    def _suspected(
        self, entry: Entry, why: str, how: str, *, alone: bool
    ) -> Iterator[Outcome | Notice]:
        if alone:
            yield killed(entry, how)
            return
        self._suspects.append(entry)
        yield Notice(f"{entry.name}: {why}; it is done again at the end, alone.")

    def _prepare(self) -> None:
        """Load what workers need before they are forked, so that they share its memory."""
        if self.jobs > 1 and self._context.get_start_method() == "fork":
            warm()

    def _start_translator(self) -> None:
        if self.jobs == 1:
            return
        ours, theirs = self._context.Pipe()
        self._translator = self._process(
            serve_process, theirs, self._settings, self._threads, self.jobs, name="translator"
        )
        theirs.close()
        self._control = ours
        try:
            self._address = ours.recv()
        except (EOFError, OSError):
            self._translator.join(timeout=5)
            how = how_ended(self._translator.exitcode)
            raise ModelError(
                f"The process that holds the model ended at its start ({how})."
            ) from None

    def _hire(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._process(
            work_process,
            theirs,
            self._settings,
            self._folder,
            self._address,
            self._threads,
            name="worker",
        )
        theirs.close()
        return _Hand(process, ours)

    def _process(self, target: Any, *arguments: Any, name: str) -> Any:
        made = self._context.Process(
            target=target, args=(os.getcwd(), *arguments), name=name, daemon=True
        )
        with undisturbed(), warnings.catch_warnings():
            # Python 3.12 warns of threads at a fork; the only ones are those of BLAS, which
            # knows forks.
            warnings.filterwarnings("ignore", "This process .* multi-threaded", DeprecationWarning)
            made.start()
        return made

    def _give(self, hand: _Hand, entry: Entry) -> None:
        hand.entry = entry
        with suppress(OSError):  # it is dead: `_events` sees that
            hand.line.send(entry)

    def _dismiss(self) -> None:
        """End all processes; what they were writing does not appear."""
        for hand in self._hands:
            hand.process.terminate()
        for hand in self._hands:
            _fire(hand)
        self._hands = []
        if self._translator is not None:
            if self._control is not None:
                self._control.close()
            _end(self._translator)
            self._translator = self._control = None


def _fire(hand: _Hand) -> None:
    _end(hand.process)
    hand.line.close()


def _end(process: Any) -> None:
    process.terminate()
    process.join(timeout=5)
    if process.is_alive():
        process.kill()
        process.join()
