"""`train_model.py train --then`: an epoch on each of several corpora, in turn."""

import signal

import numpy as np
import pytest
import train_model
import training.run
from trainer import DROPPED, call, same, weights_of
from training.checkpoint import CHECKPOINT, read_checkpoint
from training.corpus import open_corpus
from training.gradient import take_gradient

from align.errors import UsageError


@pytest.fixture
def drawn(place, tmp_path):
    """The same pairs, drawn with another seed and cut by the same pieces; half of them."""
    vocabulary = ["--vocabulary", place / "work" / "joint.model"]
    call("prepare", tmp_path / "drawn", f"{place / 'train.tsv'}@0.5", *vocabulary, "--seed", 8)
    return tmp_path / "drawn"


def test_each_epoch_is_on_the_next_corpus(place, drawn, tmp_path, statuses, monkeypatch):
    met = []

    def seen(network, corpus, *rest, **options):
        if not met or met[-1] != len(corpus):
            met.append(len(corpus))
        return take_gradient(network, corpus, *rest, **options)

    monkeypatch.setattr(training.run, "take_gradient", seen)
    call("train", place / "work", tmp_path / "run", "--then", drawn, *DROPPED)
    sizes = [len(open_corpus(folder)) for folder in (place / "work", drawn)]
    assert sizes[1] < sizes[0]
    assert met[:3] == [*sizes, sizes[0]]


def test_it_goes_on_where_it_stopped(place, drawn, tmp_path, monkeypatch):
    """Bit for bit, in the middle of the second corpus; without that one it does not go on."""

    def stop(told):
        if told.step == 9:
            signal.raise_signal(signal.SIGTERM)

    options = ["--then", drawn, *DROPPED]
    monkeypatch.setattr(train_model, "_tell", lambda told: None)
    call("train", place / "work", tmp_path / "whole", *options)
    monkeypatch.setattr(train_model, "_tell", stop)
    call("train", place / "work", tmp_path / "run", *options)
    assert read_checkpoint(tmp_path / "run" / CHECKPOINT)["epoch"] == 1
    with pytest.raises(UsageError, match="other data"):
        call("train", place / "work", tmp_path / "run", *DROPPED)
    call("train", place / "work", tmp_path / "run", *options)
    assert same(weights_of(tmp_path / "whole"), weights_of(tmp_path / "run"))


def test_corpora_of_other_pieces_are_refused(place, tmp_path, statuses):
    call("prepare", tmp_path / "other", place / "train.tsv", "--pieces", 40)
    with pytest.raises(UsageError, match=r"pieces are others than those of .*--vocabulary"):
        call("train", place / "work", tmp_path / "run", "--then", tmp_path / "other", *DROPPED)


def test_a_gradient_that_is_none_ends_the_run_at_the_next_line(
    place, tmp_path, statuses, monkeypatch
):
    """Steps are not waited for, so it is found a little later; the checkpoint stays."""
    call("train", place / "work", tmp_path / "run", *DROPPED[:-4], "--steps", 2, "--log", 3)
    before = weights_of(tmp_path / "run")
    monkeypatch.setattr(
        "training.gradient.batch_loss",
        lambda network, *_, **__: network.model.shared.weight.sum() * np.inf,
    )
    with pytest.raises(training.run.DataError, match="at step 3 or shortly before"):
        call("train", place / "work", tmp_path / "run", *DROPPED[:-4], "--steps", 9, "--log", 3)
    assert same(before, weights_of(tmp_path / "run"))
