"""What a batch came to: counts as a table, and a file each for done, failed and skipped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from align.batch.entries import Entry
from align.batch.worker import Outcome
from align.errors import counted


@dataclass(slots=True)
class Tally:
    """Counts that grow while a batch runs; `seconds` are wall time.

    `earlier` were done by an earlier run of the same command; sentences, pairs, machine, filtered
    and others (lines in other languages) count all that is done, `fresh` the sentences of this run.
    """

    total: int
    done: int = 0
    failed: int = 0
    skipped: int = 0
    earlier: int = 0
    fresh: int = 0
    sentences: int = 0
    pairs: int = 0
    machine: int = 0
    filtered: int = 0
    others: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count a document of this run."""
        if outcome.state == "done":
            self.fresh += outcome.sentences
            self.keep(outcome)
        else:
            self.failed += 1
            self.kinds[outcome.kind] += 1

    def keep(self, outcome: Outcome) -> None:
        """Count a document that is done."""
        self.done += 1
        self.sentences += outcome.sentences
        self.pairs += outcome.pairs
        self.machine += outcome.machine
        self.filtered += outcome.filtered
        self.others += outcome.others

    @property
    def rate(self) -> float:
        """Sentences a second in this run."""
        return self.fresh / self.seconds if self.seconds > 0 else 0.0


def progress_line(tally: Tally) -> str:
    """Say how far a batch is: documents, sentences a second, time left."""
    ended = tally.done + tally.failed
    wanted = tally.total - tally.skipped
    now = ended - tally.earlier
    left = "-:--:--" if not now else _clock(tally.seconds / now * (wanted - ended))
    failed = f", {tally.failed:,} failed" if tally.failed else ""
    return (
        f"{ended:,} of {wanted:,} documents{failed} · {tally.rate:,.1f} sentences/s · {left} left"
    )


def table(tally: Tally) -> str:
    """Render the summary: each input in one row, what the documents hold, what filters took."""
    rows: list[tuple[str, ...]] = [
        ("", "documents", "sentences", "pairs", "machine-translated"),
        ("done", *(f"{n:,}" for n in (tally.done, tally.sentences, tally.pairs, tally.machine))),
        ("  by an earlier run", f"{tally.earlier:,}", "", "", ""),
        ("failed", f"{tally.failed:,}", "", "", ""),
        *((f"  {kind}", f"{count:,}", "", "", "") for kind, count in sorted(tally.kinds.items())),
        ("skipped", f"{tally.skipped:,}", "", "", ""),
        ("in the list", f"{tally.total:,}", "", "", ""),
    ]
    rows = [row for row in rows if tally.earlier or not row[0].endswith("earlier run")]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    documents = tally.done + tally.failed - tally.earlier
    each = documents / tally.seconds if tally.seconds else 0.0
    speed = f"{each:,.2f} documents/s, {tally.rate:,.1f} sentences/s"
    if tally.others:
        lines.append(f"left out: {counted(tally.others, 'line')} in other languages")
    if tally.filtered:
        lines.append(f"filtered out: {counted(tally.filtered, 'unit')}")
    return "\n".join([*lines, f"time {_clock(tally.seconds)}, {speed}"])


def done_lines(found: Iterable[tuple[Entry, Outcome]]) -> Iterable[bytes]:
    """Render a line for each document that is done: where its output is, what it holds."""
    for entry, outcome in found:
        yield _line(
            source=entry.source, target=entry.target, output=entry.output,
            sentences=outcome.sentences, pairs=outcome.pairs, machine=outcome.machine,
            filtered=outcome.filtered, others=outcome.others, notes=outcome.notes,
        )  # fmt: skip


def failure_lines(found: Iterable[tuple[Entry, Outcome]]) -> Iterable[bytes]:
    """Render a line for each document that failed, with its reason."""
    for entry, outcome in found:
        yield _line(
            source=entry.source, target=entry.target, kind=outcome.kind, reason=outcome.reason
        )


def skipped_lines(entries: Iterable[Entry]) -> Iterable[bytes]:
    """Render a line for each input that was not to be done, with its reason."""
    for entry in entries:
        yield _line(source=entry.source, target=entry.target, reason=entry.skipped)


def _line(**told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
