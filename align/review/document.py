"""A document under review: its rows in memory, each step on disk before it is in them."""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from align.dates import changed
from align.errors import DataError
from align.output import recounted
from align.records import CorpusHeader
from align.review.journal import Counters, Journal
from align.review.rows import Row
from align.review.steps import SIDES, Splice, Step, StepError, step

KINDS = {"a": "accepted", "e": "edited", "r": "rejected", "o": "open"}
_ALIKE = {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\u00a0": " ", "\u202f": " "}
Realigner = Callable[[Sequence[Row], Callable[[], int]], tuple[Splice, ...]]
"""Aligns what is not fixed: rows, and what numbers new ones, to splices."""


class StaleError(DataError):
    """A step on another version of the document than the present one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step did: the version after it, its splices, and the row to look at."""

    version: int
    splices: tuple[Splice, ...]
    focus: int | None


class ReviewDocument:
    """Rows, and the steps that change them; safe to call from several threads."""

    def __init__(self, journal: Journal, *, user: str) -> None:
        """Take up the review where its journal stands."""
        self._header = journal.header()
        self._journal = journal
        self._user = user
        self._lock = threading.RLock()
        self._at = journal.counters()
        self._last = journal.last()
        self.rows: list[Row] = [Row(number, unit) for number, unit in journal.originals()]
        self._counts = _counts(self.rows)
        self._began = self._counts.copy()
        for splices in journal.steps(upto=self._at.done):
            self._apply(splices)

    @property
    def header(self) -> CorpusHeader:
        """What is true of the whole file; what it says of segments left alone follows the steps."""
        more = {side: self._counts[side] - self._began[side] for side in SIDES}
        return recounted(self._header, **more)

    @property
    def version(self) -> int:
        """Grows with each step, undo and redo."""
        return self._at.version

    @property
    def undo(self) -> bool:
        """Whether a step can be taken back."""
        return self._at.done > 0

    @property
    def redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return self._at.done < self._last

    @property
    def counts(self) -> dict[str, int]:
        """Rows by status; those with one side, and those of a machine, beside that."""
        names = (*KINDS.values(), "unaligned", "machine")
        return {name: self._counts[name] for name in names}

    @property
    def kept(self) -> bool:
        """Whether the journal is still where it was opened."""
        return self._journal.in_place

    def snapshot(self) -> tuple[int, list[Row]]:
        """Return the version and its rows."""
        with self._lock:
            return self.version, self.rows.copy()

    def search(self, text: str) -> list[int]:
        """Return the rows that hold a text on either side, in text order.

        Upper and lower case are one, and so is what one keyboard writes in place of the other's:
        apostrophes, spaces, letters and their accents in one character or in two.
        """
        wanted = _folded(text)
        if not wanted:
            return []
        _, rows = self.snapshot()
        return [
            row.id
            for row in rows
            if wanted in _folded(row.unit.source) or wanted in _folded(row.unit.target)
        ]

    def step(self, op: str, arguments: Mapping[str, object], *, version: int) -> Change:
        """Do a step, or undo or redo one; it is on disk when this returns.

        Raises:
            StaleError: `version` is not the present one.
            StepError: the step makes no sense.
        """
        with self._lock:
            self._check(version)
            if op in ("undo", "redo"):
                return self._again(op)
            number = arguments.get("id")
            at = next((i for i, row in enumerate(self.rows) if row.id == number), None)
            if at is None:
                raise StepError(f"There is no bead {number}.")
            ids = _Numbers(self._at.next_id)
            made = step(self.rows, at, op, arguments, numbers=ids)
            return self._done(op, made, ids.next)

    def realign(self, realigner: Realigner, *, version: int) -> Change:
        """Align again what no one accepted or edited: one step that can be undone.

        Reading goes on meanwhile; a step that is made meanwhile makes this one stale.
        """
        with self._lock:
            self._check(version)
            rows, ids = self.rows.copy(), _Numbers(self._at.next_id)
        splices = realigner(rows, ids)
        with self._lock:
            self._check(version)
            if not splices:
                raise StepError("The alignment stays as it is: nothing changes.")
            return self._done("realign", Step(splices, _first(splices)), ids.next)

    def close(self) -> None:
        """Close the journal, so that another process may open the review."""
        with self._lock:
            self._journal.close()

    def _check(self, version: int) -> None:
        if version != self.version:
            raise StaleError(
                f"The document is at version {self.version}, this step was made on {version}."
            )

    def _done(self, op: str, made: Step, next_id: int) -> Change:
        now = changed()
        # What the aligner made, no person signs.
        splices = made.splices if op == "realign" else _signed(made.splices, self._user, now)
        at = Counters(self.version + 1, self._at.done + 1, next_id)
        self._journal.append(op, splices, at, by=self._user, at=now)
        self._last = at.done
        return self._take(splices, at, made.focus)

    def _again(self, op: str) -> Change:
        if not (self.undo if op == "undo" else self.redo):
            raise StepError(f"There is nothing to {op}.")
        done = self._at.done
        if op == "undo":
            splices = tuple(s.undone for s in reversed(self._journal.step(done)))
            at = replace(self._at, version=self.version + 1, done=done - 1)
        else:
            splices = self._journal.step(done + 1)
            at = replace(self._at, version=self.version + 1, done=done + 1)
        self._journal.point(at)
        return self._take(splices, at, _first(splices))

    def _take(self, splices: tuple[Splice, ...], at: Counters, focus: int | None) -> Change:
        self._at = at
        self._apply(splices)
        return Change(at.version, splices, focus)

    def _apply(self, splices: Sequence[Splice]) -> None:
        for splice in splices:
            self.rows[splice.at : splice.at + len(splice.before)] = splice.after
            self._counts.subtract(_counts(splice.before))
            self._counts.update(_counts(splice.after))


class _Numbers:
    """Numbers for new rows."""

    def __init__(self, start: int) -> None:
        self.next = start

    def __call__(self) -> int:
        self.next += 1
        return self.next - 1


def _folded(text: str) -> str:
    """What a search compares; `fold` in elements.js marks the same."""
    text = unicodedata.normalize("NFC", text.casefold())
    for written, other in _ALIKE.items():
        text = text.replace(written, other)
    return text


def _first(splices: Sequence[Splice]) -> int | None:
    """The first row of the text that splices bring, in whatever order they are done.

    One that only takes rows away brings none.
    """
    ordered = sorted(splices, key=lambda splice: splice.at)
    return next((splice.after[0].id for splice in ordered if splice.after), None)


def _signed(splices: Sequence[Splice], by: str, at: str) -> tuple[Splice, ...]:
    return tuple(
        replace(
            splice,
            after=tuple(
                replace(row, unit=replace(row.unit, changed_by=by, changed_at=at))
                for row in splice.after
            ),
        )
        for splice in splices
    )


def _counts(rows: Sequence[Row]) -> Counter[str]:
    found = Counter(KINDS[row.kind] for row in rows)
    found["unaligned"] = sum(row.null for row in rows)
    found["machine"] = sum(row.machine for row in rows)
    for side, left in zip(SIDES, zip(*(row.left for row in rows), strict=True), strict=False):
        found[side] = sum(left)
    return found
