"""A signal stops, even where it comes while Python runs a finalizer."""

# ruff: noqa: PT012 (the signal comes between the statements)

import signal
import subprocess
import sys
import time
import weakref

import pytest

from align.batch.stopping import disturbed, stoppable, undisturbed


class Signals:
    """Something whose end is the moment at which the signal comes."""

    def __init__(self, number):
        self.number = number

    def __del__(self):
        signal.raise_signal(self.number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_finalizer_swallows_no_stop(number):
    handlers = signal.getsignal(number), signal.getsignal(signal.SIGALRM), sys.unraisablehook
    with pytest.raises(KeyboardInterrupt), stoppable():
        Signals(number)
        time.sleep(5)
        pytest.fail("nothing stopped")
    now = signal.getsignal(number), signal.getsignal(signal.SIGALRM), sys.unraisablehook
    assert now == handlers


def test_nor_does_the_callback_of_a_weak_reference():
    class Kept:
        pass

    kept = Kept()
    seen = weakref.ref(kept, lambda _: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(KeyboardInterrupt), stoppable():
        del kept
        time.sleep(5)
    assert seen() is None


def test_a_worker_unwinds():
    code = """
import signal, time
from align.batch.stopping import end_cleanly
class Signals:
    def __del__(self): signal.raise_signal(signal.SIGTERM)
end_cleanly()
try:
    Signals()
    time.sleep(5)
finally:
    print("unwound")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (143, "unwound\n", "")


def test_what_is_undisturbed_ends_first():
    done = []
    with pytest.raises(KeyboardInterrupt), stoppable(), undisturbed():
        signal.raise_signal(signal.SIGTERM)
        time.sleep(0.01)
        done.append(1)
    assert done == [1]
    with pytest.raises(KeyboardInterrupt), stoppable(), undisturbed():
        signal.raise_signal(signal.SIGTERM)
        disturbed()
        pytest.fail("the signal waited")


def test_other_exceptions_of_finalizers_are_still_told(capsys, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda swallowed: told.append(swallowed.exc_value))

    class Broken:
        def __del__(self):
            raise ValueError("broken")

    with stoppable():
        Broken()
    assert [str(error) for error in told] == ["broken"]
