"""Weights that grow: the network computes the same, and its new units learn."""

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from trainer import RUN, call, weights_of
from training.checkpoint import read_weights
from training.network import load_network
from training.weights import feed_forward_width, mean_weights, widen_feed_forward


def logits(network):
    source = torch.arange(24).reshape(3, 8) % 9 + 2
    with torch.no_grad():
        return network.eval()(input_ids=source, decoder_input_ids=source[:, :5]).logits


def test_a_wider_network_computes_the_same(whole):
    weights = read_weights(whole, which="best")
    pieces = len(weights["model.shared.weight"]) - 1
    assert feed_forward_width(weights) == 64
    wide = widen_feed_forward(weights, 96)
    assert feed_forward_width(wide) == 96
    assert wide["model.encoder.layers.0.fc1.weight"][64:].std() > 0
    before = load_network(whole, weights, pieces=pieces)
    after = load_network(whole, wide, pieces=pieces, ff=96)
    torch.testing.assert_close(logits(after), logits(before))


def test_a_run_that_begins_wider_trains_its_new_units_and_goes_on(place, whole, tmp_path):
    at = RUN.index("--ff") + 1
    wider = [*RUN[:at], 96, *RUN[at + 1 :]]
    begin = [place / "work", tmp_path / "run", "--init", whole, *wider]
    assert "goes on" not in call("train", *begin, "--steps", 5).stderr
    first = weights_of(tmp_path / "run")["model.encoder.layers.0.fc2.weight"]
    assert first.shape == (32, 96)
    assert (first[:, 64:] != 0).any()
    assert "goes on at step 5" in call("train", *begin, "--steps", 8).stderr


def test_a_mean_is_as_wide_as_its_widest(place, whole, tmp_path):
    at = RUN.index("--ff") + 1
    wider = [*RUN[:at], 96, *RUN[at + 1 :]]
    call("train", place / "work", tmp_path / "wide", "--init", whole, *wider, "--steps", 1)
    found = mean_weights([whole, tmp_path / "wide", whole])
    assert feed_forward_width(found) == 96
    name = "model.encoder.layers.0.fc1.weight"
    grown = widen_feed_forward(read_weights(whole), 96)[name]
    torch.testing.assert_close(found[name], (2 * grown + read_weights(tmp_path / "wide")[name]) / 3)
    call("export", place / "work", whole, tmp_path / "m", "--mean", tmp_path / "wide",
         "--score", place / "dev")  # fmt: skip
    assert '"encoder_ffn_dim": 96' in (tmp_path / "m" / "config.json").read_text()
