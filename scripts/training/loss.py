"""The loss of a batch: label-smoothed cross entropy through the tied output layer.

Where a batch is read twice, with other units dropped, what both reads say shall agree (R-Drop,
Liang et al. 2021): the mean of the two cross entropies, and of the two Kullback-Leibler
divergences.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import MarianMTModel

from training.network import Machine

States = Callable[[Tensor, Tensor], Tensor]
"""Gives the decoder's last states [n, t, d] of sources and of targets shifted by a `<pad>`."""
ROWS = {"cpu": 256, "cuda": 8192}
"""Whose logits are in memory at once."""
_COMPILED = {"cuda"}


class TiedCrossEntropy(torch.autograd.Function):
    """Label-smoothed cross entropy through the tied output layer, some rows at a time.

    The logits of a whole batch would be the largest tensor of a step: here they live for `rows`
    rows only, and the gradient is taken beside the value. `<pad>`, the last piece, has no column,
    so that it is never predicted and its row gets no gradient.
    """

    @staticmethod
    def forward(
        ctx: Any, states: Tensor, table: Tensor, bias: Tensor, labels: Tensor,
        smoothing: float, rows: int, agreement: float = 0.0, shares: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """Return the mean over labels; states [reads, n, d], table [v, d], bias [v], labels [n].

        There are two reads where `agreement`, the weight of their divergence, is not 0. With
        `shares` [n] it is their sum, each times its share.
        """
        (reads, count, _), real = states.shape, len(table) - 1
        output, bias = table.detach()[:real].to(states.dtype), bias.reshape(-1)[:real]
        if shares is None:
            shares = torch.full((count,), 1 / count, device=states.device)
        slopes, rows = slopes_in_place, rows // reads
        if states.device.type in _COMPILED:  # in chunks of one size, for one compilation
            slopes, extra = _compiled_slopes(), -count % rows
            states = functional.pad(states, (0, 0, 0, extra))
            labels, shares = (functional.pad(one, (0, extra)) for one in (labels, shares))
        to_states, to_table = torch.empty_like(states), torch.zeros_like(table)
        total = torch.zeros((), device=states.device)
        for begin in range(0, count, rows):
            part = slice(begin, begin + rows)
            here = states[:, part].flatten(0, 1)
            loss, slope = slopes(
                here, output, bias, labels[part], shares[part], smoothing, agreement
            )
            total += loss
            to_states[:, part] = (slope @ output).unflatten(0, (reads, -1))
            to_table[:real] += (slope.T @ here).float()
        ctx.save_for_backward(to_states[:, :count], to_table)
        return total

    @staticmethod
    def backward(ctx: Any, above: Tensor) -> Any:
        """Hand the gradients out that `forward` took."""
        to_states, to_table = ctx.saved_tensors
        return to_states * above, to_table * above, None, None, None, None, None, None


def slopes_in_place(
    states: Tensor, output: Tensor, bias: Tensor, labels: Tensor, shares: Tensor,
    smoothing: float, agreement: float,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return the loss of some rows, each times its share, and its gradient by their logits.

    Args:
        states: [reads * n, d], one read after the other.
        output: [v, d], the table without `<pad>`.
        bias: [v].
        labels: [n].
        shares: [n], of the batch's mean; 0 where a row is there to fill up.
        smoothing: of labels.
        agreement: weight of the divergence between two reads; 0 where there is one.
    """
    reads, real = len(states) // len(labels), len(output)
    label, weight = labels.repeat(reads)[:, None], shares.repeat(reads) / reads
    logs = ((states @ output.T).float() + bias).log_softmax(1)
    hit = logs.gather(1, label)
    loss = -(1 - smoothing) * (weight @ hit[:, 0]) - smoothing / real * (weight @ logs.sum(1))
    apart = None
    if agreement:
        divergence, apart = _disagreement(logs)
        loss = loss + agreement * (shares @ divergence)
        apart *= agreement * shares.repeat(reads)[:, None]
    slope = logs.exp_().sub_(smoothing / real)
    slope.scatter_add_(1, label, torch.full_like(hit, smoothing - 1))
    slope.mul_(weight[:, None])
    return loss, (slope if apart is None else slope.add_(apart)).to(states.dtype)


def slopes_fused(
    states: Tensor, output: Tensor, bias: Tensor, labels: Tensor, shares: Tensor,
    smoothing: float, agreement: float,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return what `slopes_in_place` does, written for a compiler: no gather, no scatter."""
    reads, real = len(states) // len(labels), len(output)
    label, weight = labels.repeat(reads)[:, None], shares.repeat(reads) / reads
    logits = (states @ output.T).float() + bias
    logs = logits - torch.logsumexp(logits, 1, keepdim=True)
    hit = torch.arange(real, device=output.device) == label
    wanted = torch.where(hit, logs, 0.0).sum(1)
    loss = -(weight @ ((1 - smoothing) * wanted + smoothing / real * logs.sum(1)))
    slope = logs.exp() - smoothing / real - torch.where(hit, 1 - smoothing, 0.0)
    slope = slope * weight[:, None]
    if agreement:
        divergence, apart = _disagreement(logs)
        loss = loss + agreement * (shares @ divergence)
        slope = slope + apart * (agreement * shares.repeat(reads)[:, None])
    return loss, slope.to(states.dtype)


def _disagreement(logs: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean of both Kullback-Leibler divergences of two reads, [n], and its gradient.

    Args:
        logs: log probabilities, [2 * n, v], one read after the other; the gradient is by the
            logits that they come from.
    """
    p, q = logs.exp().chunk(2)
    change = torch.sub(*logs.chunk(2))
    forward, backward = (p * change).sum(1, keepdim=True), -(q * change).sum(1, keepdim=True)
    first = p * (change - forward) + p - q
    second = q * (-change - backward) + q - p
    return (forward + backward)[:, 0] / 2, torch.cat([first, second]) / 2


@cache
def _compiled_slopes() -> Callable[..., tuple[Tensor, Tensor]]:
    return torch.compile(slopes_fused)


def begun(target: Tensor, pad: int) -> Tensor:
    """Return what the decoder reads to write a target [n, t]: `<pad>`, then all but its last."""
    return torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)


def batch_loss(
    network: MarianMTModel, source: Tensor, target: Tensor, *, machine: Machine, smoothing: float,
    agreement: float = 0.0, states_of: States | None = None,
) -> Tensor:  # fmt: skip
    """Return the mean loss of a batch's target pieces, end marks included, padding not.

    Where `agreement` is not 0 the batch is read twice, and it is the weight of the divergence
    between what the reads say. `states_of` computes the states in place of the network's own
    modules. Sources [n, s] and targets [n, t] lie on the CPU: which places are padding is counted
    there, since a GPU would be waited for, and have nothing to do until it is told the next step.
    """
    pad, reads = int(network.config.pad_token_id or 0), 2 if agreement else 1
    real = torch.ne(target, pad).flatten().nonzero()[:, 0]
    labels, real = machine.put(target.flatten()[real]), machine.put(real)
    source, target = (machine.put(side).repeat(reads, 1) for side in (source, target))
    shifted = begun(target, pad)
    if states_of is not None:
        states = states_of(source, shifted)
    else:
        with machine.autocast():
            states = network.model(
                input_ids=source, attention_mask=torch.ne(source, pad).long(),
                decoder_input_ids=shifted, use_cache=False,
            ).last_hidden_state  # fmt: skip
    loss: Tensor = TiedCrossEntropy.apply(  # type: ignore[no-untyped-call]
        states.unflatten(0, (reads, -1)).flatten(1, 2).index_select(1, real).to(machine.dtype),
        network.model.shared.weight, network.final_logits_bias, labels, smoothing,
        ROWS[machine.device], agreement,
    )  # fmt: skip
    return loss
