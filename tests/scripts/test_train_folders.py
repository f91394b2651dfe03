"""The trainer's folders: killed at any moment, used by two, begun by an older trainer."""

import fcntl
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from trainer import DROPPED, RUN, Killed, call, numbers, same, weights_of
from training.checkpoint import BEST, CHECKPOINT, best_told, read_checkpoint
from training.corpus import open_corpus

from align.errors import MarialignError, ModelError, ReadError, UsageError


def older(folder):
    """Make a run's folder one of the trainer before: without what was not kept then."""
    kept = read_checkpoint(folder / CHECKPOINT)
    kept.pop("began", None)
    kept["settings"] = {name: kept["settings"][name] for name in ("data", "seed", "tokens")}
    torch.save(kept, folder / CHECKPOINT)


def bytes_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_going_on_leaves_the_configuration_alone(place, tmp_path, statuses):
    call("train", place / "work", tmp_path, *RUN, "--steps", 1)
    file = tmp_path / "config.json"
    before = file.stat()
    call("train", place / "work", tmp_path, *RUN, "--steps", 2)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_start_that_was_killed_leaves_no_shape_behind(place, tmp_path, statuses, monkeypatch):
    """Neither half a configuration, nor that of a run of which nothing was saved."""
    monkeypatch.setattr("training.run.Run.go", lambda *_, **__: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        call("train", place / "work", tmp_path, *RUN, "--steps", 1)
    monkeypatch.undo()
    monkeypatch.setattr("train_model._tell", lambda told: None)
    for steps in (1, 2):
        call("train", place / "work", tmp_path, *RUN, "--enc", 1, "--steps", steps)
    assert not any("encoder.layers.1" in name for name in weights_of(tmp_path))


@pytest.mark.parametrize("begun", [False, True])
def test_two_trainers_do_not_share_a_folder(place, tmp_path, statuses, begun):
    if begun:
        call("train", place / "work", tmp_path, *RUN, "--steps", 1)
    before = bytes_of(tmp_path)
    with (tmp_path / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another trainer is at work") as caught:
            call("train", place / "work", tmp_path, *RUN, "--steps", 2)
    assert "\n" not in str(caught.value)
    assert {**bytes_of(tmp_path), "lock": b""} == {**before, "lock": b""}
    call("train", place / "work", tmp_path, *RUN, "--steps", 2)


def test_an_older_run_goes_on_as_if_nothing_had_changed(place, whole, tmp_path, monkeypatch):
    """Bit for bit; and from then on its folder has what was not kept before."""

    def disturb(told):
        if told.step == 11:
            raise Killed

    monkeypatch.setattr("train_model._tell", disturb)
    with pytest.raises(Killed):
        call("train", place / "work", tmp_path, *DROPPED, "--save", 0)
    older(tmp_path)
    monkeypatch.setattr("train_model._tell", lambda told: None)
    assert call("train", place / "work", tmp_path, *DROPPED).exit_code == 0
    for name in ("m", "average"):
        assert same(weights_of(whole, name), weights_of(tmp_path, name))
    assert weights_of(tmp_path, "settings") == weights_of(whole, "settings")


def test_batches_in_another_order_are_refused(place, tmp_path, statuses, monkeypatch):
    call("train", place / "work", tmp_path, *RUN, "--steps", 1)
    monkeypatch.setattr("training.run.ORDER", 3)
    with pytest.raises(UsageError, match="other rules of order"):
        call("train", place / "work", tmp_path, *RUN, "--steps", 2)


@pytest.mark.parametrize(
    "options",
    [["--d", 64], ["--ff", 32], ["--enc", 3], ["--dec", 2], ["--heads", 1], ["--preset", "small"],
     ["--preset", "gpu", "--d", 32], ["--preset", "small", "--dropout", 0.2]],
)  # fmt: skip
@pytest.mark.parametrize("where", ["model", "run", "run/checkpoint.pt", "itself"])
def test_a_shape_that_the_weights_do_not_have_is_refused(place, tmp_path, options, where):
    out = place / "run" if where == "itself" else tmp_path / "out"
    init = [] if where == "itself" else ["--init", place / where]
    with pytest.raises(UsageError, match=f"{options[0]}.*the weights of .* have") as caught:
        call("train", place / "work", out, "--steps", 1, "--tokens", 512, *init, *options)
    assert "\n" not in str(caught.value)


def test_a_shape_that_the_weights_have_may_be_named(place, tmp_path, statuses):
    shape = ["--preset", "gpu", "--d", 32, "--ff", 64, "--enc", 2, "--dec", 1, "--heads", 2]
    call("train", place / "work", tmp_path, *shape, "--dropout", 0.3, "--steps", 1,
         "--init", place / "run")  # fmt: skip
    assert '"dropout": 0.3' in (tmp_path / "config.json").read_text()


@pytest.mark.parametrize("where", ["run", "run/checkpoint.pt", "run/best.safetensors"])
def test_a_run_on_other_pieces_is_no_beginning(place, tmp_path, statuses, where):
    pairs = "".join(f"{b}\t{a}\n" for a, b in numbers(300, seed=9))
    (tmp_path / "other.tsv").write_text(pairs, "utf-8")
    call("prepare", tmp_path / "other", tmp_path / "other.tsv", "--pieces", 48)
    with pytest.raises(UsageError, match=r"other pieces than the corpus's.*--vocabulary"):
        call("train", tmp_path / "other", tmp_path / "out", "--steps", 1, "--init", place / where)
    shutil.copytree(place / "run", tmp_path / "older")
    older(tmp_path / "older")
    (tmp_path / "older" / BEST).unlink()
    call("train", tmp_path / "other", tmp_path / "out", *RUN, "--steps", 1,
         "--init", tmp_path / "older")  # fmt: skip


@pytest.fixture
def work(place, tmp_path):
    return Path(shutil.copytree(place / "work", tmp_path / "work"))


PREPARE = ["--pieces", 48, "--seed", 5]


@pytest.mark.parametrize("writes", ["joint.model", "train.npz", "about.json"])
def test_a_killed_prepare_leaves_a_corpus_or_one_sentence(place, work, monkeypatch, writes):
    """Never half a file, nor pieces of one vocabulary numbered by another."""
    key = open_corpus(work).key
    replaced = os.replace

    def killed(made, target):
        if Path(target).name == writes:
            raise Killed
        replaced(made, target)

    shorter = work.parent / "shorter.tsv"
    shorter.write_text("".join((place / "train.tsv").read_text("utf-8").splitlines(True)[:300]))
    monkeypatch.setattr("align.files.os.replace", killed)
    with pytest.raises(Killed):
        call("prepare", work, shorter, *PREPARE)
    monkeypatch.undo()
    if writes == "joint.model":
        assert open_corpus(work).key == key
    else:
        with pytest.raises(ReadError, match=r"prepare it again|prepare them again"):
            open_corpus(work)
    call("prepare", work, shorter, *PREPARE)
    assert len(open_corpus(work)) == 300


def damage(file, how):
    data = file.read_bytes()
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "changed":
        middle = len(data) // 2
        file.write_bytes(data[:middle] + bytes(64) + data[middle + 64 :])
    elif how == "empty":
        file.write_bytes(b"")
    else:
        file.write_bytes(b'["another", "file"]')


@pytest.mark.parametrize("name", ["train.npz", "about.json"])
@pytest.mark.parametrize("how", ["cut", "changed", "empty", "another"])
def test_a_damaged_corpus_is_one_sentence(work, tmp_path, name, how):
    damage(work / name, how)
    with pytest.raises(ReadError, match=name) as caught:
        call("train", work, tmp_path / "out", "--steps", 1)
    assert "\n" not in str(caught.value)


def test_pieces_of_another_vocabulary_are_one_sentence(place, work, tmp_path):
    pairs = "".join(f"{b}\t{a}\n" for a, b in numbers(300, seed=9))
    (tmp_path / "other.tsv").write_text(pairs, "utf-8")
    call("prepare", tmp_path / "other", tmp_path / "other.tsv", "--pieces", 48)
    shutil.copyfile(tmp_path / "other" / "joint.model", work / "joint.model")
    with pytest.raises(ReadError, match=r"another joint\.model"):
        open_corpus(work)
    with np.load(place / "work" / "train.npz") as arrays:  # as the trainer before wrote it
        np.savez(work / "train.npz", **{name: arrays[name] for name in ("s", "so", "t", "to")})
    shutil.copyfile(place / "work" / "joint.model", work / "joint.model")
    assert open_corpus(work).key == open_corpus(place / "work").key


def test_the_best_weights_have_the_counters_of_their_step(place):
    told, kept = best_told(place / "run"), read_checkpoint(place / "run" / CHECKPOINT)
    assert told["hardware"] == kept["hardware"] != ""
    assert told["vocabulary"] == open_corpus(place / "work").vocabulary
    share = told["step"] / kept["step"]
    assert told["pieces"] == pytest.approx(share * kept["pieces"], rel=0.05)
    assert 0 < told["spent"] <= kept["spent"]


def test_a_run_on_two_machines_tells_of_both(place, tmp_path, statuses, monkeypatch):
    for steps, name in enumerate(("one", "one", "another", "one"), start=1):
        monkeypatch.setattr("training.network.Machine.name", name)
        call("train", place / "work", tmp_path, *RUN, "--steps", steps)
    assert weights_of(tmp_path, "hardware") == "one, then another"


def test_an_init_without_weights_is_one_sentence(place, tmp_path):
    with pytest.raises(ModelError, match="was expected there") as caught:
        call("train", place / "work", tmp_path / "out", "--steps", 1, "--init", place / "work")
    assert isinstance(caught.value, MarialignError)
