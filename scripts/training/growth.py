"""Trained weights made wider, so that training goes on with more room and loses nothing."""

from __future__ import annotations

import torch
from torch import Tensor

from training.checkpoint import Weights


def feed_forward_width(weights: Weights) -> int:
    """Return the units of the widest feed-forward layer, 0 where there is none."""
    return max((len(w) for name, w in weights.items() if name.endswith("fc1.weight")), default=0)


def widen_feed_forward(weights: Weights, ff: int, *, seed: int) -> Weights:
    """Return weights with `ff` hidden units a feed-forward layer that compute the same.

    New units read as strongly as the old ones and write nothing yet: their columns in the layer's
    second matrix are zero. (Net2Net, Chen et al. 2016, copies old units instead; a copy gets the
    gradient of its original and has to be told apart from it by noise.)

    Args:
        weights: of a network, by name.
        ff: at least as wide as its feed-forward layers are.
        seed: of what the new units read.
    """
    random = torch.Generator().manual_seed(seed)
    return {name: _widened(name, kept, ff, random) for name, kept in weights.items()}


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
