"""Training on what a network writes itself: drawn translations, each weighed by how good it is.

Cross entropy asks for the reference, piece by piece, after the reference's own beginning. Here the
network goes on after what it wrote itself, and what is asked for is the expected likeness of whole
translations to their reference, as in minimum risk training (Shen et al. 2016) and, with the mean
of a sentence's translations as the baseline, in policy gradients (Ranzato et al. 2016; Kool, van
Hoof and Welling 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.corpus import END
from training.layers import Layers
from training.loss import ROWS, TiedCrossEntropy
from training.sampling import draw

LONGEST = 4  # pieces of an n-gram that is compared


@dataclass(frozen=True, slots=True)
class Risk:
    """Adds to a batch's loss the likeness that its drawn translations lack, on average.

    Args:
        layers: of the network.
        weight: of this loss, beside the cross entropy of the references.
        draws: translations of each source, two at least.
        best: how many of the likeliest pieces each piece is drawn from.
    """

    layers: Layers
    weight: float
    draws: int = 16
    best: int = 5

    def loss(self, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Return a loss whose descent raises the expected likeness, and the mean likeness.

        Its gradient is an estimate: translations are drawn from the likeliest pieces and without
        dropout, what makes them likelier is taken of all pieces and with it.

        Args:
            source: pieces, [n, s], filled up with `<pad>`, on the CPU.
            target: of the references, [n, t], likewise.
        """
        layers, pad = self.layers, self.layers.pad
        source, target = layers.machine.put(source), layers.machine.put(target)
        made = draw(layers, source, copies=self.draws, best=self.best)
        likeness = piece_likeness(made, target.repeat_interleave(self.draws, 0), pad=pad)
        grouped = likeness.unflatten(0, (-1, self.draws))
        better = (grouped - grouped.mean(1, keepdim=True)).flatten()
        real = torch.ne(made, pad)
        at = real.flatten().nonzero()[:, 0]
        shares = (better[:, None] * real).flatten()[at] * (self.weight / len(at))
        shifted = torch.cat([torch.full_like(made[:, :1], pad), made[:, :-1]], 1)
        states = layers.states(source, shifted).flatten(0, 1).index_select(0, at)
        loss: Tensor = TiedCrossEntropy.apply(  # type: ignore[no-untyped-call]
            states[None].to(layers.machine.dtype), layers.table,
            layers.network.final_logits_bias, made.flatten()[at], 0.0,
            ROWS[layers.machine.device], 0.0, shares,
        )  # fmt: skip
        return loss, likeness.mean()


def piece_likeness(made: Tensor, wanted: Tensor, *, pad: int) -> Tensor:
    """Return how like their references translations are, [n], from 0 to 1.

    The mean of Dice's coefficients of their n-grams of pieces, up to four pieces, as far as the
    reference has that many: twice the n-grams in common over those of both sides. End marks and
    padding do not count.

    Args:
        made: pieces, [n, t].
        wanted: pieces of the references, [n, r].
        pad: number of `<pad>`; the numbers of all other pieces are less.
    """
    total = torch.zeros(len(made), device=made.device)
    orders = torch.zeros_like(total)
    first, second = _Grams.of(made, pad), _Grams.of(wanted, pad)
    for _ in range(min(LONGEST, wanted.shape[1])):
        counts = first.real.sum(1) + second.real.sum(1)
        there = second.real.any(1)
        total += torch.where(there, 2 * first.shared(second) / counts.clamp(min=1), 0.0)
        orders += there
        first, second = first.longer(), second.longer()
    return total / orders.clamp(min=1)


@dataclass(frozen=True, slots=True)
class _Grams:
    """The n-grams of some rows of pieces, as numbers; real where all their pieces are."""

    pieces: Tensor  # [n, t]
    keys: Tensor  # [n, t - order + 1], int64: room for four pieces of 16 bits less one
    real: Tensor
    base: int

    @classmethod
    def of(cls, pieces: Tensor, pad: int) -> _Grams:
        return cls(pieces, pieces, (pieces != pad) & (pieces != END), pad + 1)

    def longer(self) -> _Grams:
        """Return the n-grams of one piece more."""
        order = self.pieces.shape[1] - self.keys.shape[1] + 1
        after = self.pieces[:, order:]
        real = (after != self.base - 1) & (after != END)
        return _Grams(
            self.pieces, self.keys[:, : after.shape[1]] * self.base + after,
            self.real[:, : after.shape[1]] & real, self.base,
        )  # fmt: skip

    def shared(self, other: _Grams) -> Tensor:
        """Count what both have, each as often as the side that has it less often."""
        same = (self.keys[:, :, None] == self.keys[:, None]) & self.real[:, None]
        before = same.tril(-1).sum(2)
        there = ((self.keys[:, :, None] == other.keys[:, None]) & other.real[:, None]).sum(2)
        return ((before < there) & self.real).sum(1)
