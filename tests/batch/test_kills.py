"""Stopped at any moment, and by whatever: the same command again ends as if nothing had been."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from align.batch.worker import Outcome

JOBS = 2
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from align.cli import main; main()", "batch"]
OPTIONS = ["--jobs", str(JOBS), "--translator", "fake"]

KILLER = """
import json, os, random, signal, sqlite3, sys, time
from contextlib import closing
from pathlib import Path
from align.cli import main
from align.batch.processes import warm

warm()  # so that each batch, a fork of this process, begins at once
arguments, out, kills, seed = sys.argv[1:-3], Path(sys.argv[-3]), int(sys.argv[-2]), sys.argv[-1]
chance = random.Random(seed)

def begin():
    pid = os.fork()
    if not pid:
        os.setsid()
        sys.argv = ["align", *arguments]
        try:
            main()
        except SystemExit as end:
            os._exit(end.code or 0)
        os._exit(0)
    return pid

def written():
    return {str(path.relative_to(out)) for path in out.rglob("[!.]*.tmx")}

def recorded():
    if not (out / ".ledger.sqlite").exists():
        return set()
    with closing(sqlite3.connect(out / ".ledger.sqlite")) as ledger:
        try:
            rows = ledger.execute("SELECT output, told FROM documents").fetchall()
        except sqlite3.OperationalError:  # killed before there was a table
            rows = []
    return {output for output, told in rows if json.loads(told)["state"] == "done"}

lost = []
for _ in range(kills):
    before = len(written())
    pid = begin()
    wanted, end = before + chance.randint(0, 5), time.monotonic() + 30
    while len(written()) < wanted and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.03)
    os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the batch had ended before it was killed"
    time.sleep(0.02)  # its children die with it, but not at once
    lost.append([len(written() - recorded()), len(recorded())])
print(json.dumps(lost))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the batches are forks of one process")
def test_killed_at_twenty_points_it_ends_as_undisturbed(listed, tree_of, tmp_path):
    listed(120, extra=[f"{tmp_path}/lone.txt\t\t"])
    (tmp_path / "fr" / "d007.txt").write_bytes(b"")
    plain, out = tmp_path / "plain", tmp_path / "out"

    def options(name):
        joined = ["--merge", str(tmp_path / f"{name}.tmx"), "--dedup"]
        return [str(tmp_path / "list.tsv"), "-o", str(tmp_path / name), *joined, *OPTIONS]

    done = subprocess.run(
        [*COMMAND, *options("plain")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    killed = subprocess.run(
        [sys.executable, "-c", KILLER, "batch", *options("out"), str(out), "20", "5"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == 0, killed.stderr
    lost = json.loads(killed.stdout)
    assert len(lost) == 20
    # Written but not recorded is what the next run repeats: never more than is in flight.
    assert max(repeated for repeated, _ in lost) <= JOBS
    assert [recorded for _, recorded in lost] == sorted(recorded for _, recorded in lost)
    assert 0 < lost[-1][1] < 119
    last = subprocess.run(
        [*COMMAND, *options("out")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert last.returncode == 1
    assert f"by an earlier run  {lost[-1][1]:9}" in last.stderr
    assert tree_of(out) == tree_of(plain)
    assert (tmp_path / "out.tmx").read_bytes() == (tmp_path / "plain.tmx").read_bytes()
    accounts = [
        json.loads(line)
        for name in ("done", "failures", "skipped")
        for line in (out / f"{name}.jsonl").read_text().splitlines()
    ]
    assert len(accounts) == 121
    assert len({a["source"] for a in accounts}) == 121


def begun(tmp_path):
    return subprocess.Popen(
        [*COMMAND, str(tmp_path / "list.tsv"), "-o", str(tmp_path / "out"), *OPTIONS],
        cwd=ROOT, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip


def until_some_are_written(out, process):
    while len(list(out.glob("[!.]*.tmx"))) < 3:
        assert process.poll() is None
        time.sleep(0.002)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_one_sentence_and_the_command_goes_on(listed, tmp_path, number):
    listed(300)
    with begun(tmp_path) as process:
        until_some_are_written(tmp_path / "out", process)
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        said = process.stderr.read()
    assert process.returncode == 130, said
    assert said.count("\n") == 1
    assert said.startswith("align: stopped with ")
    assert said.endswith(" of 300 documents done; the same command goes on from here.\n")
    assert not [p for p in (tmp_path / "out").iterdir() if p.name.startswith(".d")]
    done = int(said.split()[3])
    assert len((tmp_path / "out" / "done.jsonl").read_text().splitlines()) == done
    assert 1 <= done < 300  # of three that were written, two may be in flight


def test_workers_end_with_a_batch_that_is_killed_alone(listed, tmp_path):
    """Nobody is left to work for nobody."""
    listed(300)
    with begun(tmp_path) as process:
        until_some_are_written(tmp_path / "out", process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("a process of the batch is still there")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 300 KB, and what makes it larger."""
    place = tmp_path / "out"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("mounting a small disk needs to be root")

    def grow():
        subprocess.run(["mount", "-o", "remount,size=10m", str(place)], check=True)

    yield place, grow
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_one_sentence_a_document(listed, finish, tree_of, tmp_path, small_disk):
    entries, (out, grow) = listed(90), small_disk
    from align.errors import DataError

    heard = []
    with pytest.raises(DataError) as told:
        finish(entries, out, during=lambda event, _: heard.append(event))
    assert "\n" not in str(told.value)
    outcomes = [event for event in heard if isinstance(event, Outcome)]
    assert {e.index for e in outcomes} == set(range(90))
    failed = [e for e in outcomes if e.state == "failed"]
    assert 0 < len(failed) < 90
    for event in failed:
        assert event.reason.endswith("cannot be written: No space left on device.")
        assert "\n" not in event.reason
    grow()
    _, tally = finish(entries, out)
    assert (tally.done, tally.failed) == (90, 0)
    finish(entries, tmp_path / "plain")
    assert tree_of(out) == tree_of(tmp_path / "plain")


def test_a_ledger_that_is_torn_is_told(listed, finish, tmp_path):
    from align.errors import DataError

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".ledger.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(DataError, match="no ledger of a batch"):
        finish(listed(1), tmp_path / "out")


def test_a_page_of_the_ledger_that_is_damaged_is_told(listed, finish, tmp_path):
    from align.errors import DataError

    finish(listed(9), tmp_path / "out")
    ledger = tmp_path / "out" / ".ledger.sqlite"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DataError, match=r"the ledger is damaged \(.+\); move it away"):
        finish(listed(9), tmp_path / "out")


@pytest.mark.parametrize("told", ["no JSON", "{}", "[]", '{"notes": [], "mood": "good"}'])
def test_what_another_version_told_is_done_again(listed, finish, tmp_path, told):
    entries, out = listed(3), tmp_path / "out"
    finish(entries, out)
    with closing(sqlite3.connect(out / ".ledger.sqlite")) as ledger:
        ledger.execute("UPDATE documents SET told = ? WHERE source LIKE '%d002%'", (told,))
        ledger.commit()
    heard, tally = finish(entries, out)
    assert ([e.index for e in heard], tally.done) == ([2], 3)


def test_a_torn_last_transaction_is_forgotten(listed, finish, tmp_path):
    """SQLite drops it; its document is done again, and no other."""
    entries, out = listed(3), tmp_path / "out"
    finish(entries, out)
    ledger = out / ".ledger.sqlite"
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM documents WHERE source LIKE '%d002%'")
        connection.commit()
        log = (out / ".ledger.sqlite-wal").read_bytes()
        body = ledger.read_bytes()
    connection.close()
    ledger.write_bytes(body)
    (out / ".ledger.sqlite-wal").write_bytes(log[:-7])
    heard, _ = finish(entries, out)
    assert [e.index for e in heard] in ([], [2])
