"""Translations drawn from a network, how like their references they are, and training on that."""

from collections import Counter

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny import PIECES, tiny_network
from training.layers import Layers
from training.network import CPU
from training.risk import Risk, piece_likeness
from training.sampling import draw


@pytest.fixture
def network():
    return tiny_network().train()


def rows(lengths, seed, width=None):
    """Give rows of pieces with their end marks, filled up."""
    random = torch.Generator().manual_seed(seed)
    made = torch.randint(2, PIECES, (len(lengths), width or max(lengths) + 1), generator=random)
    for row, length in zip(made, lengths, strict=True):
        row[length], row[length + 1 :] = 0, PIECES
    return made


def test_the_likeliest_pieces_are_those_that_transformers_takes(network):
    source = rows((8, 3, 5, 1, 8), seed=4)
    longest = 10 + source.shape[1] * 3 // 2
    theirs = network.eval().generate(
        input_ids=source, attention_mask=(source != PIECES).long(), num_beams=1, do_sample=False,
        max_new_tokens=longest, bad_words_ids=[[PIECES]], forced_eos_token_id=None,
    )[:, 1:]  # fmt: skip
    ours = draw(Layers(network, machine=CPU), source)
    width = min(ours.shape[1], theirs.shape[1])
    assert torch.equal(ours[:, :width], theirs[:, :width])
    assert (ours[:, width:] == PIECES).all()
    assert (theirs[:, width:] == PIECES).all()


def test_drawn_translations_end_once_and_differ(network):
    source = rows((6, 2), seed=5)
    torch.manual_seed(6)
    made = draw(Layers(network, machine=CPU), source, copies=20, best=PIECES)
    assert len(made) == 40
    assert len({tuple(row.tolist()) for row in made[:20]}) > 1
    for row in made.tolist():
        ends = [at for at, piece in enumerate(row) if piece == 0]
        assert len(ends) <= 1
        assert all(piece == PIECES for piece in row[ends[0] + 1 :]) if ends else PIECES not in row


def test_a_piece_beyond_the_best_is_never_drawn(network):
    with torch.no_grad():
        network.final_logits_bias[0, :3] = 50.0
    source = rows((6, 2), seed=5)
    made = draw(Layers(network, machine=CPU), source, copies=50, best=3)
    assert set(made.flatten().tolist()) <= {0, 1, 2, PIECES}


def test_nothing_is_drawn_beyond_the_last_place(network):
    with torch.no_grad():
        network.final_logits_bias[0, 0] = -50.0  # it never ends
    made = draw(Layers(network, machine=CPU), rows((400,), seed=5))
    assert made.shape == (1, network.config.max_position_embeddings)


def plainly(made, wanted):
    """Count n-grams one by one."""
    found = []
    for order in range(1, 5):
        first, second = (
            Counter(tuple(row[at : at + order]) for at in range(len(row) - order + 1))
            for row in (made, wanted)
        )
        if second:
            both = sum((first & second).values())
            found.append(2 * both / (first.total() + second.total()))
    return sum(found) / len(found) if found else 0.0


TEXTS = st.lists(st.integers(1, 5), max_size=9)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.integers(0, 3))
def test_likeness_is_dice_of_the_grams(pairs, more):
    sides = [
        torch.tensor(
            [
                [*row, 0, *[PIECES] * (max(map(len, side)) + more - len(row))]
                for row in side
            ]
        )
        for side in zip(*pairs, strict=True)
    ]  # fmt: skip
    found = piece_likeness(*sides, pad=PIECES)
    expected = [plainly(made, wanted) for made, wanted in pairs]
    assert found.tolist() == pytest.approx(expected, abs=1e-6)


def test_the_gradient_makes_what_is_like_the_reference_likelier(network):
    """Steps along it, from nothing else, raise the mean likeness of what is drawn."""
    source, target = rows((6, 2, 4), seed=5), rows((4, 3, 5), seed=6)
    risk = Risk(Layers(network, machine=CPU), weight=1.0, draws=64, best=PIECES)
    optimiser = torch.optim.Adam([w for w in network.parameters() if w.requires_grad], lr=0.01)
    torch.manual_seed(7)
    seen = []
    for _ in range(40):
        optimiser.zero_grad()
        loss, likeness = risk.loss(source, target)
        loss.backward()
        optimiser.step()
        seen.append(likeness.item())
    assert sum(seen[-5:]) / 5 > 1.5 * sum(seen[:5]) / 5


def test_each_translation_weighs_what_it_is_better_than_the_others(network, monkeypatch):
    source, target, made = rows((3, 6), seed=8), rows((4, 2), seed=9), rows((2, 4, 1, 3), seed=9)
    made[0, :2] = target[0, :2]
    monkeypatch.setattr("training.risk.draw", lambda *_, **__: made)
    layers = Layers(network, machine=CPU)
    loss, mean = Risk(layers, weight=3.0, draws=2).loss(source, target)
    likeness = piece_likeness(made, target.repeat_interleave(2, 0), pad=PIECES)
    assert mean.item() == pytest.approx(likeness.mean().item())
    better = likeness - torch.tensor([likeness[:2].mean()] * 2 + [likeness[2:].mean()] * 2)
    assert better[0] > 0
    logits = network(
        input_ids=source.repeat_interleave(2, 0), decoder_input_ids=torch.cat(
            [torch.full_like(made[:, :1], PIECES), made[:, :-1]], 1
        ), attention_mask=(source != PIECES).long().repeat_interleave(2, 0),
    ).logits[:, :, :PIECES]  # fmt: skip
    real = made != PIECES
    hit = logits.log_softmax(2).gather(2, torch.where(real, made, 0)[..., None])[..., 0]
    wanted = -3.0 * (better[:, None] * hit * real).sum() / real.sum()
    assert loss.item() == pytest.approx(wanted.item(), rel=1e-5)
    slopes = [torch.autograd.grad(one, layers.table, retain_graph=True) for one in (loss, wanted)]
    torch.testing.assert_close(slopes[0][0][:-1], slopes[1][0][:-1], rtol=1e-4, atol=1e-6)


def test_a_source_is_read_once_for_all_its_translations(network):
    source, made = rows((6, 2, 4), seed=5), rows((4, 3, 5, 2, 1, 4), seed=6)
    shifted = torch.cat([torch.full_like(made[:, :1], PIECES), made[:, :-1]], 1)
    layers = Layers(network, machine=CPU)
    together = layers.states(source, shifted)
    apart = layers.states(source.repeat_interleave(2, 0), shifted)
    torch.testing.assert_close(together, apart)
