"""How a batch and its workers stop, whatever Python is doing when the signal comes.

A handler's exception is raised wherever Python is. Inside a finalizer (`__del__`, the callback of
a weak reference) it would be printed and forgotten, and the work go on; there it is raised once
more a moment later.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_MOMENT = 0.001  # seconds
_AGAIN: int | None = getattr(signal, "SIGALRM", None)  # what raises once more, where there is one
_STOPS = {signal.SIGINT, signal.SIGTERM} | ({signal.SIGALRM} if _AGAIN is not None else set())


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM stop what runs here as Ctrl-C does, with a KeyboardInterrupt."""
    before = {number: signal.getsignal(number) for number in _STOPS}
    hook = sys.unraisablehook
    try:
        for number in _STOPS:
            signal.signal(number, _interrupt)
    except ValueError:  # not the main thread: nobody sends it a signal
        yield
        return
    _insist(KeyboardInterrupt)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def end_cleanly() -> None:
    """Let SIGTERM end this process by unwinding it, so that half an output is removed."""
    for number in _STOPS - {signal.SIGINT}:
        signal.signal(number, _exit)
    _insist(SystemExit)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait, so that what is done here is done whole or not at all.

    A process that begins here waits too, until it calls `disturbed`.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def disturbed() -> None:
    """Let signals through in a process that knows what to do with them."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _exit(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def _insist(stop: type[BaseException]) -> None:
    """Raise an exception of this kind again where a finalizer swallowed it."""
    before = sys.unraisablehook

    def hook(swallowed: sys.UnraisableHookArgs) -> None:
        if _AGAIN is not None and isinstance(swallowed.exc_value, stop):
            signal.setitimer(signal.ITIMER_REAL, _MOMENT)
        else:
            before(swallowed)

    sys.unraisablehook = hook
