"""Trained weights made wider, so that training goes on with more room, and their means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import pad

from align.errors import ModelError
from training.checkpoint import Weights, read_weights


def feed_forward_width(weights: Weights) -> int:
    """Return the units of the widest feed-forward layer, 0 where there is none."""
    return max((len(w) for name, w in weights.items() if name.endswith("fc1.weight")), default=0)


def widen_feed_forward(weights: Weights, ff: int) -> Weights:
    """Return weights with `ff` hidden units a feed-forward layer that compute the same.

    New units read as strongly as the old ones and write nothing yet: their columns in the layer's
    second matrix are zero. (Net2Net, Chen et al. 2016, copies old units instead; a copy gets the
    gradient of its original and has to be told apart from it by noise.)

    Args:
        weights: of a network, by name.
        ff: at least as wide as its feed-forward layers are.
    """
    random = torch.Generator().manual_seed(0)  # all grow alike, whatever their order: for means
    return {name: _widened(name, weights[name], ff, random) for name in sorted(weights)}


def _widened(name: str, kept: Tensor, ff: int, random: torch.Generator) -> Tensor:
    if name.endswith("fc1.weight"):  # [units, width]
        new = torch.randn(ff - len(kept), kept.shape[1], generator=random)
        return torch.cat([kept, (new * kept.float().std()).to(kept.dtype)])
    if name.endswith(("fc1.bias", "fc2.weight")):  # [units], [width, units]
        return pad(kept, (0, ff - kept.shape[-1]))
    return kept


def mean_weights(places: Sequence[Path], *, which: str = "best") -> Weights:
    """Return the plain mean of several weights, all made as wide as the widest.

    Raises:
        ModelError: they are not of one network.
    """
    every = [read_weights(place, which=which) for place in places]
    widest = max(map(feed_forward_width, every))
    total: Weights = {}
    for place, own in zip(places, every, strict=True):
        found = widen_feed_forward(own, widest)
        shapes = {name: w.shape for name, w in found.items() if "embed_positions" not in name}
        if total and shapes != {n: w.shape for n, w in total.items()}:
            raise ModelError(f"{place}: weights of another network cannot be averaged with these.")
        for name in shapes:
            total[name] = total[name] + found[name] if name in total else found[name]
    return {name: w / len(places) for name, w in total.items()}
