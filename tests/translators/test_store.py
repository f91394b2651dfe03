"""The file of translations under several processes, threads, and other people's tables."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from align.records import Translation
from align.translators import lock as locking
from align.translators import store as room
from align.translators.store import CacheWarning, Store, clear_translations

BROKEN = b"not a database at all, but a text" * 9


def made(text):
    return Translation(0, text, "x")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "translations.sqlite"


def started(work):
    """Run some work in a thread; returns the thread and the list that its result goes to."""
    results = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    return thread, results


def test_a_new_file_that_another_process_is_making_is_waited_for(path):
    """SQLite's own patience does not reach the change to WAL."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    thread, found = started(lambda: Store(path))
    thread.join(0.5)
    assert thread.is_alive()
    other.execute("COMMIT")
    other.close()
    thread.join(30)
    found[0].put("s", [("a", made("b"))])
    assert Store(path).get("s", ["a"]) == [("b", "x", "")]


def test_a_file_that_stays_locked_is_given_up_and_stays(path, monkeypatch):
    monkeypatch.setattr(room, "_PATIENCE", 0.2)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.warns(CacheWarning, match=r"locked\); translations are not kept"):
            Store(path)
        other.execute("COMMIT")
    other.close()
    assert not list(path.parent.glob("*.broken-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="flock is not there")
def test_a_broken_file_that_another_process_sets_aside_is_its_business(path, monkeypatch):
    import fcntl

    path.write_bytes(BROKEN)
    with open(f"{path}.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            thread, found = started(lambda: Store(path))
            thread.join(0.5)
            assert thread.is_alive()
            assert path.read_bytes() == BROKEN
            path.unlink()  # the other process has put a new one there, with a row
            monkeypatch.setattr(room, "alone", lambda _, patience: warnings.catch_warnings())
            Store(path).put("s", [("a", made("b"))])
            monkeypatch.undo()
            fcntl.flock(lock, fcntl.LOCK_UN)
            thread.join(30)
    assert found[0].get("s", ["a"]) == [("b", "x", "")]
    assert not list(path.parent.glob("*.broken-*"))


STARTED = """
import sys, time
from pathlib import Path
from align.records import Translation
from align.translators.store import Store
while time.time() < float(sys.argv[2]):
    pass
store = Store(Path(sys.argv[1]))
store.put("s", [(sys.argv[3], Translation(0, "x", "x"))])
"""


@pytest.mark.parametrize("data", [None, BROKEN], ids=["fresh", "broken"])
def test_processes_that_begin_at_once_lose_nothing(path, data):
    if data is not None:
        path.write_bytes(data)
    begin = str(time.time() + 2)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", STARTED, str(path), begin, str(n)], stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(Path.cwd())}, text=True,
        )
        for n in range(6)
    ]  # fmt: skip
    told = "".join(process.communicate()[1] for process in processes)
    assert None not in Store(path).get("s", [str(n) for n in range(6)])
    assert told.count("the cache was broken") == (data is not None)
    assert "not kept" not in told
    assert len(list(path.parent.glob("*.broken-*"))) == (data is not None)


def test_another_thread_may_use_it(path):
    store = Store(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        threads = [
            started(lambda n=n: store.put("s", [(f"{n} {k}", made("y")) for k in range(50)]))[0]
            for n in range(4)
        ]
        for thread in threads:
            thread.join()
        thread, found = started(lambda: store.get("s", ["0 0", "3 49"]))
        thread.join()
    assert found == [[("y", "x", "")] * 2]
    assert not list(path.parent.glob("*.broken-*"))


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE TABLE translations (source TEXT, target TEXT)",
        "CREATE TABLE translations (id INTEGER PRIMARY KEY, key BLOB, text TEXT)",
        "CREATE TABLE other (x); CREATE VIEW translations AS SELECT x FROM other",
        "CREATE TABLE other (x); CREATE INDEX translations ON other (x)",
    ],
)
def test_a_file_with_another_table_is_set_aside(path, foreign):
    connection = sqlite3.connect(path)
    connection.executescript(foreign)
    connection.close()
    with pytest.warns(CacheWarning, match="a new one was begun"):
        store = Store(path)
    store.put("s", [("a", made("b"))])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Store(path).get("s", ["a"]) == [("b", "x", "")]
    (aside,) = path.parent.glob("*.broken-*")
    connection = sqlite3.connect(aside)  # someone else's data is all there
    assert connection.execute(
        "SELECT name FROM sqlite_master WHERE name = 'translations'"
    ).fetchone()
    connection.close()


def test_a_cache_that_was_cleared_is_begun_again(path):
    store = Store(path)
    store.put("s", [("a", made("b"))])
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    store.put("s", [("c", made("d"))])
    assert Store(path).get("s", ["a", "c"]) == [None, ("d", "x", "")]


def test_clearing_takes_turns_with_opening(tmp_path, monkeypatch):
    """A file that goes away while it is opened was a disk's error, and ended a process's cache."""
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path))
    ended = threading.Event()

    def clear():
        freed = 0
        while not ended.wait(0.001):
            freed += clear_translations()
        return freed

    thread, freed = started(clear)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for number in range(40):
                store = Store()
                store.put("s", [(str(number), made("x"))])
                store.close()
    finally:
        ended.set()
        thread.join()
    assert freed[0] > 0  # none if clearing had failed
    store = Store()
    store.put("s", [("a", made("x"))])
    assert Store().get("s", ["a"]) == [("x", "x", "")]


def test_a_file_that_is_cleared_in_the_middle_of_work_is_begun_again(path):
    store = Store(path)
    tries = []

    def work(connection):
        tries.append(connection)
        if len(tries) == 1:
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink()
            raise sqlite3.OperationalError("disk I/O error")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store._attempt(work)
        store.put("s", [("a", made("b"))])
    assert len(set(tries)) == 2
    assert Store(path).get("s", ["a"]) == [("b", "x", "")]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_lock_that_was_cleared_keeps_no_one_out(path):
    """Who waited for it would else be alone beside who made a new one."""
    inside = []

    def enter():
        with locking.alone(path, patience=30.0):
            inside.append(True)

    with locking.alone(path, patience=30.0):
        waiting, _ = started(enter)
        waiting.join(0.2)
        Path(f"{path}.lock").unlink()
        new = open(f"{path}.lock", "ab")  # noqa: SIM115
        assert locking._locked(new.fileno())
    waiting.join(0.3)
    assert not inside
    new.close()
    waiting.join(30)
    assert inside


def test_windows_keeps_the_file_of_a_lock(path, monkeypatch):
    """Its numbers of a file by path and by handle may differ: the loop would have no end."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(locking, "_locked", lambda file: True)
    monkeypatch.setattr(locking, "identity", lambda file: (1, isinstance(file, Path)))
    with locking.alone(path, patience=30.0):
        assert Path(f"{path}.lock").exists()


def test_a_relative_path_stays_where_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = Store(Path("t.sqlite"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    store.put("s", [("a", made("b"))])
    assert Store(tmp_path / "t.sqlite").get("s", ["a"]) == [("b", "x", "")]
