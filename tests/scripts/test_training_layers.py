"""The functions that a GPU runs compute what transformers' modules compute."""

import pytest
import torch
from tiny import PIECES, tiny_network
from training.layers import Layers, decoder_layer, embed, encoder_layer
from training.loss import batch_loss
from training.network import CPU, Machine


@pytest.fixture
def network():
    made = tiny_network()
    with torch.no_grad():  # norms and biases as training leaves them
        for weights in made.parameters():
            if weights.requires_grad and weights.ndim == 1:
                weights += 0.1 * torch.randn_like(weights)
    return made.train()


@pytest.fixture
def batch():
    """Give sources and targets of several lengths, each with its end mark."""
    random = torch.Generator().manual_seed(4)
    source, target = (torch.randint(2, PIECES, (5, n), generator=random) for n in (9, 7))
    for rows, ends in ((source, (8, 3, 5, 1, 8)), (target, (4, 6, 1, 6, 2))):
        for row, end in zip(rows, ends, strict=True):
            row[end], row[end + 1 :] = 0, PIECES
    return source, target


def gradients(network, batch, states_of=None, agreement=0.0):
    network.zero_grad(set_to_none=True)
    loss = batch_loss(
        network, *batch, machine=CPU, smoothing=0.1, agreement=agreement, states_of=states_of
    )
    loss.backward()
    return loss.item(), {
        n: w.grad.clone() for n, w in network.named_parameters() if w.requires_grad
    }


def test_loss_and_gradients_are_those_of_transformers(network, batch):
    theirs, slopes = gradients(network, batch)
    ours, same = gradients(network, batch, Layers(network, machine=CPU).states)
    assert ours == pytest.approx(theirs, rel=1e-6)
    assert same.keys() == slopes.keys()
    for name, slope in slopes.items():
        torch.testing.assert_close(same[name], slope, rtol=1e-4, atol=1e-6, msg=name)


def test_padding_changes_nothing(network, batch):
    source, target = batch
    wider = [torch.nn.functional.pad(side, (0, 5), value=PIECES) for side in batch]
    layers = Layers(network, machine=CPU)
    found, padded = (layers.states(s, t) for s, t in ((source, target), wider))
    torch.testing.assert_close(padded[:, : target.shape[1]], found)


def test_dropout_is_the_networks_own(network, batch):
    layers = Layers(network, machine=CPU)
    plain = layers.states(*batch)
    network.config.dropout = 0.5
    assert not torch.allclose(layers.states(*batch), plain)
    torch.testing.assert_close(Layers(network.eval(), machine=CPU).states(*batch), plain)


@pytest.mark.parametrize("own", [False, True])
def test_two_reads_alike_are_as_one(network, batch, own):
    states_of = Layers(network, machine=CPU).states if own else None
    once, slopes = gradients(network, batch, states_of)
    twice, same = gradients(network, batch, states_of, agreement=2.0)  # without dropout
    assert twice == pytest.approx(once, rel=1e-6)
    for name, slope in slopes.items():
        torch.testing.assert_close(same[name], slope, rtol=1e-4, atol=1e-6, msg=name)
    network.config.dropout = 0.5
    for module in network.modules():
        if hasattr(module, "dropout"):
            module.dropout = 0.5
    torch.manual_seed(5)
    apart, _ = gradients(network, batch, states_of, agreement=2.0)
    torch.manual_seed(5)
    nearer, _ = gradients(network, batch, states_of, agreement=1.0)
    assert apart > nearer


def test_in_bfloat16_the_loss_is_near(network, batch):
    exact, _ = gradients(network, batch)
    near, _ = gradients(network, batch, Layers(network, machine=Machine("cpu", True)).states)
    assert near == pytest.approx(exact, rel=0.01)
    assert near != exact


@pytest.mark.filterwarnings("ignore:The .grad attribute")  # the compiler's own look at tensors
def test_a_compiler_takes_the_functions_whole(network, batch):
    source, target = batch
    layers = Layers(network, machine=CPU)
    plain = layers.states(source, target)
    traced = [
        torch.compile(one, backend="eager", fullgraph=True)
        for one in (embed, encoder_layer, decoder_layer)
    ]
    layers._functions = tuple(traced)
    torch.testing.assert_close(layers.states(source, target), plain)


@pytest.mark.parametrize(
    ("name", "value"),
    [("activation_function", "swish"), ("attention_dropout", 0.1), ("decoder_layerdrop", 0.1)],
)
def test_other_networks_keep_their_own_modules(network, name, value):
    assert Layers.fit(network.config)
    setattr(network.config, name, value)
    assert not Layers.fit(network.config)
