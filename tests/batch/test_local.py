"""Workers, and all that can happen to them; one document's misfortune is no other's."""

import multiprocessing.util
import os
import signal
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from align.batch import processes, served
from align.batch.batch import known_outputs, remove_leftovers
from align.batch.entries import Entry, named
from align.batch.local import LocalEngine
from align.batch.worker import Notice, Outcome, Worker
from align.errors import DataError, ModelError
from align.files import whole_output

forked = pytest.mark.skipif(sys.platform != "linux", reason="the fault is inherited by a fork")


def states(heard):
    return {e.index: e.state for e in heard if isinstance(e, Outcome)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_document_has_one_outcome(listed, finish, tmp_path, jobs):
    heard, tally = finish(listed(5), tmp_path / "out", jobs=jobs)
    assert states(heard) == dict.fromkeys(range(5), "done")
    assert (tally.done, tally.failed, tally.total) == (5, 0, 5)
    assert sorted(p.name for p in (tmp_path / "out").glob("*.tmx")) == [
        f"d{n:03}.txt.tmx" for n in range(5)
    ]


def test_what_was_done_is_not_done_again(listed, finish, tmp_path):
    entries = listed(4)
    finish(entries, tmp_path / "out")
    heard, tally = finish(entries, tmp_path / "out")
    assert heard == []
    assert (tally.done, tally.earlier) == (4, 4)


def test_a_changed_input_output_or_option_is_done_again(listed, finish, settings, tmp_path):
    from dataclasses import replace

    entries, out = listed(4), tmp_path / "out"
    finish(entries, out)
    (tmp_path / "fr" / "d001.txt").write_text("Bonjour le monde. Le chat dort.\n")
    (out / "d002.txt.tmx").unlink()
    assert states(finish(entries, out)[0]) == {1: "done", 2: "done"}
    changed = replace(settings, project="other")
    assert len(finish(entries, out, settings=changed)[0]) == 4
    assert finish(entries, out, settings=replace(changed, threads=1, cache=False))[0] == []


def test_a_bad_document_fails_alone_and_is_tried_again(listed, finish, tmp_path):
    entries = listed(3)
    path = tmp_path / "fr" / "d001.txt"
    good = path.read_bytes()
    path.write_bytes(b"")
    heard, tally = finish(entries, tmp_path / "out")
    assert states(heard) == {0: "done", 1: "failed", 2: "done"}
    [failed] = [e for e in heard if e.state == "failed"]
    assert failed.kind == "DataError"
    assert failed.reason == f"{path}: the file holds no text, a document was expected."
    assert dict(tally.kinds) == {"DataError": 1}
    path.write_bytes(good)
    assert states(finish(entries, tmp_path / "out")[0]) == {1: "done"}


def test_an_input_that_vanishes_fails_alone(listed, finish, tmp_path):
    last = tmp_path / "fr" / "d005.txt"
    heard, _ = finish(listed(6), tmp_path / "out", during=lambda *_: last.unlink(missing_ok=True))
    assert states(heard) == {**dict.fromkeys(range(5), "done"), 5: "failed"}
    assert [e.reason for e in heard if e.state == "failed"] == [f"{last}: there is no such file."]


def killing(monkeypatch, fault):
    """Let `fault` run before each document, in its worker."""
    do = Worker.do

    def faulty(self, entry):
        fault(entry)
        return do(self, entry)

    monkeypatch.setattr(Worker, "do", faulty)


@forked
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_worker_takes_no_other_document_along(listed, finish, tmp_path, monkeypatch, jobs):
    entries, marks = listed(6), tmp_path / "tries"

    def fault(entry):
        if entry.index == 2:
            with marks.open("a") as stream:
                stream.write("x")
            os.kill(os.getpid(), signal.SIGKILL)

    killing(monkeypatch, fault)
    heard, _ = finish(entries, tmp_path / "out", jobs=jobs)
    assert states(heard) == {**dict.fromkeys((0, 1, 3, 4, 5), "done"), 2: "failed"}
    [notice] = [e for e in heard if isinstance(e, Notice)]
    assert "killed (SIGKILL, perhaps for want of memory)" in notice.text
    assert isinstance(heard[-1], Outcome)
    assert heard[-1].index == 2  # after all others, alone
    assert heard[-1].kind == "WorkerKilled"
    assert "killed twice (SIGKILL, perhaps for want of memory)" in heard[-1].reason
    assert marks.read_text() == "xx"


@forked
def test_the_half_that_a_killed_worker_wrote_goes_away(listed, finish, tmp_path, monkeypatch):
    def fault(entry):
        if entry.index == 1:
            with whole_output(tmp_path / "out" / entry.output) as stream:
                stream.write(b"<tmx")
                os.kill(os.getpid(), signal.SIGKILL)

    killing(monkeypatch, fault)
    heard, _ = finish(listed(2), tmp_path / "out")
    assert states(heard) == {0: "done", 1: "failed"}
    assert [path.name for path in (tmp_path / "out").rglob(".d*")] == []


@forked
def test_a_document_that_fits_when_alone_is_done(listed, finish, tmp_path, monkeypatch):
    entries, mark = listed(3), tmp_path / "tried"

    def fault(entry):
        if entry.index == 0 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    killing(monkeypatch, fault)
    heard, tally = finish(entries, tmp_path / "out")
    assert states(heard) == dict.fromkeys(range(3), "done")
    assert tally.failed == 0


@forked
def test_a_fault_of_ours_is_one_sentence_with_its_place(listed, finish, tmp_path, monkeypatch):
    import align.batch.worker

    def broken(*arguments, **options):
        raise RecursionError("too\ndeep")

    monkeypatch.setattr(align.batch.worker, "run", broken)
    [outcome] = finish(listed(1), tmp_path / "out")[0]
    assert outcome.kind == "RecursionError"
    assert outcome.reason == (
        f"{tmp_path}/fr/d000.txt: RecursionError in test_local.py:"
        f"{broken.__code__.co_firstlineno + 1}: too deep."
    )


def test_a_killed_translator_is_started_anew(listed, finish, tmp_path):
    killed = []

    def during(event, engine):
        if not killed:
            killed.append(engine.processes()["translator"])
            os.kill(killed[0], signal.SIGKILL)

    heard, tally = finish(listed(8), tmp_path / "out", during=during)
    assert states(heard) == dict.fromkeys(range(8), "done")
    assert tally.done == 8
    assert len([e for e in heard if isinstance(e, Outcome)]) == 8


@forked
def test_a_translator_that_never_lives_ends_the_batch(listed, finish, tmp_path, monkeypatch):
    import align.batch.processes

    def dies(*arguments, **options):
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(align.batch.processes, "serve", dies)
    with pytest.raises(ModelError, match="ended at its start \\(SIGKILL"):
        finish(listed(2), tmp_path / "out")


def test_two_batches_do_not_share_a_folder(listed, finish, settings, tmp_path):
    from align.batch.batch import Batch

    entries = listed(1)
    first = Batch(entries, folder=str(tmp_path / "out"), settings=settings)
    try:
        with pytest.raises(DataError, match="another batch is at work"):
            finish(entries, tmp_path / "out")
    finally:
        first.close()
    assert len(finish(entries, tmp_path / "out")[0]) == 1


def test_no_process_outlives_the_batch(listed, finish, tmp_path):
    pids = {}
    finish(listed(3), tmp_path / "out", during=lambda _, engine: pids.update(engine.processes()))
    assert len(pids) == 3
    for pid in pids.values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_and_translator_are_these_processes(listed, settings, tmp_path):
    """One job has no process for the translator: its worker holds the model."""
    engine = LocalEngine(settings=settings, folder=str(tmp_path), jobs=1)
    for _ in engine.outcomes(listed(1)):
        assert set(engine.processes()) == {"worker 1"}
    assert engine.processes() == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_may_be_spawned(listed, settings, tmp_path, monkeypatch, jobs):
    """As where an engine has run before, or where there is no fork; relative paths hold."""
    monkeypatch.chdir(tmp_path)
    listed(2)
    rows = [f"{lang}/d00{n}.txt" for n in range(2) for lang in ("fr", "en")]
    entries = named([Entry(n, *rows[2 * n : 2 * n + 2]) for n in range(2)], ending=".tmx")
    engine = LocalEngine(settings=settings, folder="out", jobs=jobs, start="spawn")
    assert states(engine.outcomes(entries)) == {0: "done", 1: "done"}
    assert len(list((tmp_path / "out").glob("*.tmx"))) == 2


@forked
def test_no_socket_is_left_where_it_has_a_file(listed, settings, tmp_path, monkeypatch):
    """As on macOS; the platform is inherited by a fork."""
    for module in (processes, served):
        monkeypatch.setattr(module, "sys", SimpleNamespace(platform="darwin", modules={}))
    with tempfile.TemporaryDirectory() as short:  # a socket's path has at most a hundred letters
        monkeypatch.setattr(multiprocessing.util, "get_temp_dir", lambda: short)
        engine = LocalEngine(settings=settings, folder=str(tmp_path), jobs=2, start="fork")
        seen = [os.listdir(short) for _ in engine.outcomes(listed(2))]
        assert all(seen)
        assert os.listdir(short) == []


def test_windows_waits_for_so_many_jobs(settings, tmp_path, monkeypatch):
    """For 63 things: two of each job and the translator."""
    assert LocalEngine(settings=settings, folder=str(tmp_path), jobs=64).jobs == 64
    monkeypatch.setattr(sys, "platform", "win32")
    assert LocalEngine(settings=settings, folder=str(tmp_path), jobs=64).jobs == 31
    assert LocalEngine(settings=settings, folder=str(tmp_path), jobs=4).jobs == 4


def test_a_closed_folder_has_no_outputs_that_are_known(tmp_path, monkeypatch):
    """Whoever opens its ledger to write is told why not."""

    def refuse(*arguments, **named):
        raise PermissionError

    with monkeypatch.context() as closed:  # root may read all
        closed.setattr(os, "stat", refuse)
        assert known_outputs(str(tmp_path)) == {}


def test_a_leftover_that_is_held_stays(tmp_path, monkeypatch):
    """On Windows by a scanner of viruses, say."""
    (tmp_path / ".a.txt.tmx.12345678").touch()

    def refuse(self, missing_ok=False):
        raise PermissionError

    with monkeypatch.context() as held:
        held.setattr(Path, "unlink", refuse)
        remove_leftovers(str(tmp_path), ["a.txt.tmx"])
    assert os.listdir(tmp_path) == [".a.txt.tmx.12345678"]
    remove_leftovers(str(tmp_path), ["a.txt.tmx"])
    assert os.listdir(tmp_path) == []
