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
from torch.nn import functional

from training.corpus import END
from training.layers import Layers
from training.loss import ROWS, TiedCrossEntropy, begun
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
        states = layers.states(source, begun(made, pad)).flatten(0, 1).index_select(0, at)
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
    sides = [functional.pad(side, (0, LONGEST - 1), value=pad) for side in (made, wanted)]
    total = torch.zeros(len(made), device=made.device)
    orders = torch.zeros_like(total)
    for order in range(1, LONGEST + 1):
        (keys, real), (others, there) = (_grams(side, order, pad) for side in sides)
        same = (keys[:, :, None] == keys[:, None]) & real[:, None]
        before = same.tril(-1).sum(2)  # a gram counts as often as the side that has it less often
        found = ((keys[:, :, None] == others[:, None]) & there[:, None]).sum(2)
        shared = ((before < found) & real).sum(1)
        counts = real.sum(1) + there.sum(1)
        has = there.any(1)
        total += torch.where(has, 2 * shared / counts.clamp(min=1), 0.0)
        orders += has
    return total / orders.clamp(min=1)


def _grams(pieces: Tensor, order: int, pad: int) -> tuple[Tensor, Tensor]:
    """Return the n-grams of rows of pieces as numbers, and which are of the text alone.

    int64 has room for four pieces of 16 bits less one.
    """
    windows = pieces.unfold(1, order, 1)
    keys = windows[..., 0]
    for place in range(1, order):
        keys = keys * (pad + 1) + windows[..., place]
    return keys, ((windows != pad) & (windows != END)).all(2)
