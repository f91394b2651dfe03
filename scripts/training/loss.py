"""The loss of a batch: label-smoothed cross entropy through the tied output layer."""

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
_ROWS = {"cpu": 256, "cuda": 8192}
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
        smoothing: float, rows: int,
    ) -> Tensor:  # fmt: skip
        """Return the mean over labels; states [n, d], table [v, d], bias [v], labels [n]."""
        count, real = len(labels), len(table) - 1
        output, bias = table.detach()[:real].to(states.dtype), bias.reshape(-1)[:real]
        shares = torch.full((count,), 1 / count, device=states.device)
        slopes = slopes_in_place
        if states.device.type in _COMPILED:  # in chunks of one size, for one compilation
            slopes, extra = _compiled_slopes(), -count % rows
            states, labels, shares = (
                functional.pad(one, (0, 0) * (one.ndim - 1) + (0, extra))
                for one in (states, labels, shares)
            )
        to_states, to_table = torch.empty_like(states), torch.zeros_like(table)
        total = torch.zeros((), device=states.device)
        for begin in range(0, count, rows):
            part = slice(begin, begin + rows)
            loss, slope = slopes(states[part], output, bias, labels[part], shares[part], smoothing)
            total += loss
            to_states[part] = slope @ output
            to_table[:real] += (slope.T @ states[part]).float()
        ctx.save_for_backward(to_states[:count], to_table)
        return total

    @staticmethod
    def backward(ctx: Any, above: Tensor) -> Any:
        """Hand the gradients out that `forward` took."""
        to_states, to_table = ctx.saved_tensors
        return to_states * above, to_table * above, None, None, None, None


def slopes_in_place(
    states: Tensor, output: Tensor, bias: Tensor, labels: Tensor, shares: Tensor, smoothing: float
) -> tuple[Tensor, Tensor]:
    """Return the loss of some rows, each times its share, and its gradient by their logits.

    Args:
        states: [n, d].
        output: [v, d], the table without `<pad>`.
        bias: [v].
        labels: [n].
        shares: [n], of the batch's mean; 0 where a row is there to fill up.
        smoothing: of labels.
    """
    label, real = labels[:, None], len(output)
    logs = ((states @ output.T).float() + bias).log_softmax(1)
    hit = logs.gather(1, label)
    loss = (1 - smoothing) * (shares @ hit[:, 0]) + smoothing / real * (shares @ logs.sum(1))
    slope = logs.exp_().sub_(smoothing / real)
    slope.scatter_add_(1, label, torch.full_like(hit, smoothing - 1))
    return -loss, slope.mul_(shares[:, None]).to(states.dtype)


def slopes_fused(
    states: Tensor, output: Tensor, bias: Tensor, labels: Tensor, shares: Tensor, smoothing: float
) -> tuple[Tensor, Tensor]:
    """Return what `slopes_in_place` does, written for a compiler: no gather, no scatter."""
    logits, real = (states @ output.T).float() + bias, len(output)
    whole = torch.logsumexp(logits, 1, keepdim=True)
    hit = torch.arange(real, device=output.device) == labels[:, None]
    wanted = torch.where(hit, logits, 0.0).sum(1)
    loss = shares @ (whole[:, 0] - (1 - smoothing) * wanted - smoothing / real * logits.sum(1))
    slope = (logits - whole).exp() - smoothing / real - torch.where(hit, 1 - smoothing, 0.0)
    return loss, (slope * shares[:, None]).to(states.dtype)


@cache
def _compiled_slopes() -> Callable[..., tuple[Tensor, Tensor]]:
    return torch.compile(slopes_fused)


def batch_loss(
    network: MarianMTModel, source: Tensor, target: Tensor, *, machine: Machine, smoothing: float,
    states_of: States | None = None,
) -> Tensor:  # fmt: skip
    """Return the mean loss of a batch's target pieces, end marks included, padding not.

    `states_of` computes the states in place of the network's own modules.
    """
    pad = int(network.config.pad_token_id or 0)
    shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)
    if states_of is not None:
        states = states_of(source, shifted)
    else:
        with machine.autocast():
            states = network.model(
                input_ids=source, attention_mask=torch.ne(source, pad).long(),
                decoder_input_ids=shifted, use_cache=False,
            ).last_hidden_state  # fmt: skip
    real = torch.ne(target, pad)
    loss: Tensor = TiedCrossEntropy.apply(  # type: ignore[no-untyped-call]
        states[real].to(machine.dtype), network.model.shared.weight, network.final_logits_bias,
        target[real], smoothing, _ROWS[machine.device],
    )  # fmt: skip
    return loss
