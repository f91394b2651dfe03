"""A corpus, and a run on it that reached its end, for all tests of the trainer."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "scripts")]


@pytest.fixture(scope="module", autouse=True)
def threads_as_before():
    import torch

    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A folder with a prepared corpus, a validation set, and a run that reached its end."""
    from trainer import RUN, call, numbers

    folder = tmp_path_factory.mktemp("training")
    pairs = numbers(500, seed=1)
    (folder / "train.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in pairs[40:440]), "utf-8")
    (folder / "dev.fr").write_text("".join(f"{a}\n" for a, _ in pairs[:40]), "utf-8")
    (folder / "dev.en").write_text("".join(f"{b}\n" for _, b in pairs[:40]), "utf-8")
    call("prepare", folder / "work", folder / "train.tsv", "--pieces", 48)
    call("train", folder / "work", folder / "run", *RUN, "--steps", 160, "--validate",
         folder / "dev", "--every", 80)  # fmt: skip
    call("export", folder / "work", folder / "run", folder / "model", "--score", folder / "dev",
         "--licence", "ours.")  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def whole(place):
    """A run with dropout that nothing disturbed."""
    from trainer import DROPPED, call

    call("train", place / "work", place / "whole", *DROPPED)
    return place / "whole"


@pytest.fixture
def statuses(monkeypatch):
    """What a run tells."""
    import train_model

    seen = []
    monkeypatch.setattr(train_model, "_tell", seen.append)
    return seen
