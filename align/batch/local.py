"""The engine of one machine: processes that do documents, and one that translates for them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, NoReturn

from align.batch.entries import Entry
from align.batch.served import TranslatorLost, remote_opener, serve
from align.batch.settings import Settings
from align.batch.worker import Notice, Outcome, Worker, engine_opener, killed
from align.errors import ModelError
from align.pipeline import run

LOST = 75  # the exit code of a worker whose translator is gone
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
    """

    def __init__(self, *, settings: Settings, folder: str, jobs: int) -> None:
        """Take the options; nothing starts before the first outcome is asked for."""
        self._settings = settings
        self._folder = folder
        self.jobs = jobs
        cores = settings.threads or cores_here()
        self._threads = max(1, cores // jobs)
        # Forked processes share what was loaded before; elsewhere each loads its own.
        self._context: Any = multiprocessing.get_context(
            "fork" if sys.platform == "linux" else "spawn"
        )
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
                _end(hand)
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
        entry, how = hand.entry, _how(hand.process.exitcode)
        hand.line.close()
        self._hands[self._hands.index(hand)] = self._hire()
        if entry is not None:
            yield from self._suspected(entry, f"its worker was killed ({how})", how, alone=alone)

    def _translator_died(self, *, alone: bool) -> Iterator[Outcome | Notice]:
        """Begin anew with all processes; the documents in flight are suspects."""
        self._translator.join(timeout=5)
        how = _how(self._translator.exitcode)
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
            _serve, theirs, self._settings, self._threads, self.jobs, name="translator"
        )
        theirs.close()
        self._control = ours
        try:
            self._address = ours.recv()
        except (EOFError, OSError):
            self._translator.join(timeout=5)
            how = _how(self._translator.exitcode)
            raise ModelError(
                f"The process that holds the model ended at its start ({how})."
            ) from None

    def _hire(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._process(
            _work, theirs, self._settings, self._folder, self._address, self._threads, name="worker"
        )
        theirs.close()
        return _Hand(process, ours)

    def _process(self, target: Any, *arguments: Any, name: str) -> Any:
        made = self._context.Process(target=target, args=arguments, name=name, daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of threads at a fork; the only ones are those of BLAS, which
            # knows forks.
            warnings.simplefilter("ignore", DeprecationWarning)
            made.start()
        return made

    def _give(self, hand: _Hand, entry: Entry) -> None:
        hand.entry = entry
        with suppress(OSError):  # it is dead: `_events` sees that
            hand.line.send(entry)

    def _dismiss(self) -> None:
        """End all processes; what they were writing does not appear."""
        for hand in self._hands:
            _end(hand)
        self._hands = []
        if self._translator is not None:
            if self._control is not None:
                self._control.close()
            self._translator.terminate()
            self._translator.join(timeout=5)
            if self._translator.is_alive():
                self._translator.kill()
                self._translator.join()
            self._translator = self._control = None


def cores_here() -> int:
    """Return the cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def warm() -> None:
    """Run a pair of one sentence, which loads the code and tables that all documents need."""
    from align.translators import guard
    from align.translators.fake import FakeTranslator

    texts = {"warm.fr.txt": "Le chat dort. Il est dix heures.", "warm.en.txt": "The cat sleeps."}
    run(
        *texts, open_translator=lambda one, other: guard(FakeTranslator(), cache=False),
        source_lang="fr", target_lang="en", fetch=lambda path: texts[str(path)].encode(),
    )  # fmt: skip
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, what is shared


def _end(hand: _Hand) -> None:
    hand.process.terminate()
    hand.process.join(timeout=5)
    if hand.process.is_alive():
        hand.process.kill()
        hand.process.join()
    hand.line.close()


def _how(code: int | None) -> str:
    """What an exit code says, the usual suspect named."""
    if code is None or code >= 0:
        return f"exit code {code}"
    number = -code
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)  # unwinds, so that half an output is removed


def _begin() -> None:
    """What a process does first: Ctrl-C is the batch's business, an end is clean."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _serve(line: Connection, settings: Settings, threads: int, replicas: int) -> None:
    _begin()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # it writes nothing that could be left in half
    serve(line, settings, threads=threads, replicas=replicas)


def _work(line: Connection, settings: Settings, folder: str, address: str, threads: int) -> None:
    """Do what comes over the line until it ends, or until the batch is gone."""
    _begin()
    parent = os.getppid()
    try:
        opener = remote_opener(address) if address else engine_opener(settings, threads=threads)
        worker = Worker(settings=settings, folder=folder, open_engine=opener)
        with suppress(EOFError, OSError):
            while os.getppid() == parent:
                if line.poll(2):
                    line.send(worker.do(line.recv())[0])
    except (TranslatorLost, ConnectionError, EOFError):
        os._exit(LOST)
