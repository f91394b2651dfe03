"""The trainer where memory runs out: the same gradient, in parts."""

import numpy as np
import pytest
import torch
from test_training_parts import corpus_of
from trainer import RUN, call
from training.gradient import take_gradient
from training.loss import batch_loss
from training.network import CPU, Shape, new_network
from training.plan import Split, Status

from align.errors import ModelError

CUDA = "CUDA out of memory. Tried to allocate 2.00 GiB."
PLAIN = "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate"


@pytest.fixture
def room(monkeypatch):
    """Let memory have room for so many pairs at a time; sizes tried are in the list."""
    tried = []

    def make(pairs, error=None):
        def limited(network, source, *rest, **options):
            tried.append(len(source))
            if len(source) > pairs:
                raise error or torch.OutOfMemoryError(CUDA)
            return batch_loss(network, source, *rest, **options)

        monkeypatch.setattr("training.gradient.batch_loss", limited)
        return tried

    return make


LENGTHS = [(3, 1), (2, 9), (7, 2), (1, 1), (4, 30), (2, 2), (9, 5)]


def gradient_of(parts=1):
    corpus = corpus_of(LENGTHS)
    torch.manual_seed(3)
    shape = Shape(d=16, ff=32, enc=1, dec=1, heads=2)
    vectors = np.random.default_rng(1).normal(size=(9, 16)).astype(np.float32)
    network = new_network(shape, pieces=9, vectors=vectors, machine=CPU)
    network.train()
    chosen = np.arange(len(LENGTHS))
    found = take_gradient(network, corpus, chosen, machine=CPU, smoothing=0.1, parts=parts)
    slopes = {name: w.grad for name, w in network.named_parameters() if w.grad is not None}
    return found, slopes


@pytest.mark.parametrize(
    ("pairs", "sizes", "parts"),
    [(7, [7], 1), (6, [7, 4, 3], 2), (2, [7, 4, 2, 2, 2, 1], 4), (1, [7, 4, 2, *7 * [1]], 7)],
)
def test_a_batch_in_parts_has_the_gradient_of_the_whole(room, pairs, sizes, parts):
    whole, wanted = gradient_of()
    tried = room(pairs)
    found, slopes = gradient_of()
    assert tried == sizes
    assert (found.parts, found.pieces) == (parts, sum(target + 1 for _, target in LENGTHS))
    assert torch.allclose(found.loss, whole.loss, atol=1e-6)
    assert slopes.keys() == wanted.keys()
    for name, slope in slopes.items():
        assert torch.allclose(slope, wanted[name], atol=1e-6), name


def test_what_fitted_is_tried_first_the_next_time(room):
    tried = room(4)
    assert gradient_of(parts=2)[0].parts == 2
    assert tried == [4, 3]


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError(CUDA), RuntimeError(PLAIN), MemoryError()]
)
def test_training_goes_on_in_parts(place, tmp_path, statuses, room, error):
    arguments = [*RUN, "--steps", 3, "--log", 1]
    call("train", place / "work", tmp_path / "whole", *arguments)
    before = len(statuses)
    tried = room(40, error)
    call("train", place / "work", tmp_path / "parts", *arguments)
    assert max(tried) > 40  # one at least was too large
    told = statuses[before:]
    parts = [one.parts for one in told if isinstance(one, Split)]
    assert parts
    assert parts == sorted(set(parts))  # what did not fit is not tried again
    losses = [[one.loss for one in seen if isinstance(one, Status)]
              for seen in (statuses[:before], told)]  # fmt: skip
    assert losses[1] == pytest.approx(losses[0], rel=0.01)


def test_no_room_for_one_pair_is_one_sentence(place, tmp_path, room, statuses):
    tried = room(0)
    with pytest.raises(ModelError, match="a pair at a time") as caught:
        call("train", place / "work", tmp_path / "out", *RUN, "--steps", 1)
    assert "\n" not in str(caught.value)
    assert tried[-1] == 1


def test_another_error_is_not_tried_again(room):
    tried = room(0, RuntimeError("the shapes do not fit"))
    with pytest.raises(RuntimeError, match="shapes"):
        gradient_of()
    assert tried == [7]
