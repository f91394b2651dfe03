"""`train_model.py train --risk`: a trained model goes on with translations of its own."""

import signal

import pytest
import train_model
from trainer import RUN, call, same, weights_of

from align.errors import UsageError

RISK = ["--tokens", 512, "--lr", 2e-3, "--warmup", 1, "--average", 0, "--threads", 1, "--log", 1,
        "--risk", 40, "--draws", 8]  # fmt: skip


def test_what_it_writes_grows_like_the_references(place, tmp_path, statuses):
    call("train", place / "work", tmp_path / "run", "--init", place / "run", *RISK, "--steps", 12)
    likeness = [told.likeness for told in statuses]
    assert len(likeness) == 12
    assert all(0 < one < 1 for one in likeness)
    assert sum(likeness[-4:]) > sum(likeness[:4])


def test_it_goes_on_where_it_stopped(place, tmp_path, monkeypatch):
    """Bit for bit: what is drawn is part of it."""

    def stop(told):
        if told.step == 3:
            signal.raise_signal(signal.SIGTERM)

    options = ["--init", place / "run", *RISK, "--steps", 6]
    monkeypatch.setattr(train_model, "_tell", lambda told: None)
    call("train", place / "work", tmp_path / "whole", *options)
    monkeypatch.setattr(train_model, "_tell", stop)
    call("train", place / "work", tmp_path / "run", *options)
    call("train", place / "work", tmp_path / "run", *options)
    assert same(weights_of(tmp_path / "whole"), weights_of(tmp_path / "run"))


def test_the_likeness_is_told(place, tmp_path):
    told = call(
        "train", place / "work", tmp_path / "run", "--init", place / "run", *RISK, "--steps", 1
    )
    assert " likeness 0." in told.stderr


def test_no_number_is_refused(place, tmp_path):
    with pytest.raises(UsageError, match="--risk -1"):
        call("train", place / "work", tmp_path / "run", *RUN, "--steps", 1, "--risk", -1)


def test_other_layers_are_refused(place, tmp_path, monkeypatch):
    monkeypatch.setattr("training.layers.Layers.fit", staticmethod(lambda config: False))
    with pytest.raises(UsageError, match="--risk: the network has layers"):
        call("train", place / "work", tmp_path / "run", "--init", place / "run", *RISK,
             "--steps", 1)  # fmt: skip
