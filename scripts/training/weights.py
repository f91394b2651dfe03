"""Trained weights made wider, so that training goes on with more room, and their means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

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
    if name.endswith(("fc1.weight", "fc1.bias")):  # [units, width], [units]
        wide = torch.zeros(ff, *kept.shape[1:], dtype=kept.dtype)
        if kept.ndim == 2:
            spread = float(kept.float().std())
            wide.copy_(torch.randn(wide.shape, generator=random) * spread)
        wide[: len(kept)] = kept
        return wide
    if name.endswith("fc2.weight"):  # [width, units]
        wide = torch.zeros(len(kept), ff, dtype=kept.dtype)
        wide[:, : kept.shape[1]] = kept
        return wide
    return kept


def mean_weights(places: Sequence[Path], *, which: str = "best") -> Weights:
    """Return the plain mean of several weights, all made as wide as the widest.

    Raises:
        ModelError: they are not of one network.
    """
    widest = max(feed_forward_width(read_weights(place, which=which)) for place in places)
    total: Weights = {}
    for place in places:
        found = widen_feed_forward(read_weights(place, which=which), widest)
        shapes = {name: w.shape for name, w in found.items() if "embed_positions" not in name}
        if total and shapes != {n: w.shape for n, w in total.items()}:
            raise ModelError(f"{place}: weights of another network cannot be averaged with these.")
        for name in shapes:
            total[name] = total[name] + found[name] if name in total else found[name].clone()
    return {name: w / len(places) for name, w in total.items()}
