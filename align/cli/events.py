"""What `align batch` says while it is at work: failures and notices, and a line of progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from align.batch.batch import Hear
from align.batch.entries import Entry
from align.batch.summary import Tally, progress_line
from align.batch.worker import Notice, Outcome
from align.cli.console import say

_TOLD = 20  # failures, and notes, that are said as they happen; all are in the accounts


@contextmanager
def events(entries: Sequence[Entry]) -> Iterator[Hear]:
    """Say failures and notices as they come, under them one line of progress on a terminal."""
    heard: set[str] = set()
    noted = count(1)
    with _live() as (tell, show):

        def hear(event: Outcome | Notice, tally: Tally) -> None:
            if isinstance(event, Outcome):
                if event.state == "failed" and tally.failed <= _TOLD:
                    tell(f"align: {event.reason}")
                    if tally.failed == _TOLD:
                        tell("align: further failures are told in failures.jsonl only.")
                for note, number in zip(event.notes, noted, strict=False):
                    if number <= _TOLD:
                        tell(f"align: {entries[event.index].name}: {note}")
                    if number == _TOLD:
                        tell("align: further notes on documents are told in done.jsonl only.")
                for warning in event.warnings:
                    if warning not in heard:
                        tell(f"align: {warning}")
                    heard.add(warning)
            else:
                tell(f"align: {event.text}")
            show(tally)

        yield hear


@contextmanager
def _live() -> Iterator[tuple[Callable[[str], None], Callable[[Tally], None]]]:
    """Yield what prints a line and what shows progress, which needs a terminal."""
    if not sys.stderr.isatty():
        yield say, lambda tally: None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True)
    # No thread may draw beside the work: processes are forked from this one.
    with Live(
        console=console, auto_refresh=False, transient=True,
        redirect_stdout=False, redirect_stderr=False,
    ) as live:  # fmt: skip
        last = 0.0

        def show(tally: Tally) -> None:
            nonlocal last
            if time.monotonic() - last > 0.2:
                last = time.monotonic()
                live.update(Text(progress_line(tally), overflow="ellipsis"), refresh=True)

        yield lambda text: console.print(Text(text), soft_wrap=True), show
