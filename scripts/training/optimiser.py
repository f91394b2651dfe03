"""Muon for the hidden matrices, AdamW for the rest, and the rate over a run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

_QUINTIC = (
    3.4445,
    -4.7750,
    2.0315,
)  # Jordan et al. 2024, https://kellerjordan.github.io/posts/muon


class Muon(torch.optim.Optimizer):
    """Momentum made orthogonal by Newton and Schulz, scaled to AdamW's root mean square.

    As torch.optim.Muon with `match_rms_adamw`, except that the caller says in which precision the
    iteration runs (its bfloat16 is slow on CPUs without AMX), and that matrices of one shape go
    through it together, which is what keeps a GPU busy.

    Args:
        params: matrices.
        lr: rate.
        dtype: what the iteration computes in.
    """

    def __init__(
        self, params: Iterable[Tensor], *, lr: float, dtype: torch.dtype, momentum: float = 0.95,
        weight_decay: float = 0.01,
    ) -> None:  # fmt: skip
        """Take the matrices."""
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self._dtype = dtype

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Change the matrices by one step."""
        for group in self.param_groups:
            alike: dict[torch.Size, list[Tensor]] = defaultdict(list)
            for matrix in group["params"]:
                if matrix.grad is not None:
                    alike[matrix.shape].append(matrix)
            for shape, weights in alike.items():
                slopes = [matrix.grad for matrix in weights]
                momenta = [self._momentum(matrix) for matrix in weights]
                torch._foreach_lerp_(momenta, slopes, 1 - group["momentum"])
                nesterov = torch.stack(torch._foreach_lerp(slopes, momenta, group["momentum"]))
                updates = orthogonal(nesterov.to(self._dtype)).to(nesterov.dtype)
                rate = 0.2 * math.sqrt(max(shape)) * group["lr"]
                torch._foreach_mul_(weights, 1 - group["lr"] * group["weight_decay"])
                torch._foreach_add_(weights, updates.unbind(), alpha=-rate)

    def _momentum(self, matrix: Tensor) -> Tensor:
        state = self.state[matrix]
        if not state:
            state["momentum"] = torch.zeros_like(matrix)
        momentum: Tensor = state["momentum"]
        return momentum


def orthogonal(matrices: Tensor, *, rounds: int = 5) -> Tensor:
    """Return about U V' for each matrix U S V' of a stack; singular values come near 1."""
    a, b, c = _QUINTIC
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(rounds):
        square = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x


def make_optimisers(
    network: nn.Module, *, lr: float, decay: float, dtype: torch.dtype
) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices of layers, which decay, AdamW for embedding, norms, biases."""
    trained = [(name, w) for name, w in network.named_parameters() if w.requires_grad]
    hidden = [w for name, w in trained if w.ndim == 2 and ("fc" in name or "proj" in name)]
    inside = {id(w) for w in hidden}
    rest = [w for _, w in trained if id(w) not in inside]
    return [
        Muon(hidden, lr=lr, dtype=dtype, weight_decay=decay),
        torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True),
    ]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rate: up over `warmup` steps, level or falling by the root, then linearly to zero.

    `cooldown` is the share of the run, by steps or by time, over which it falls to zero: 0 never,
    1 from the start.
    """

    peak: float
    warmup: int
    kind: str = "constant"  # or inverse-sqrt
    cooldown: float = 0.4

    def rate(self, step: int, *, done: float) -> float:
        """Return the rate of a step, counted from 1, when `done` of the run (0 to 1) is over."""
        rate = self.peak * min(1.0, step / max(1, self.warmup))
        if self.kind == "inverse-sqrt":
            rate *= min(1.0, math.sqrt(max(1, self.warmup) / step))
        if self.cooldown > 0:
            rate *= min(1.0, max(0.0, 1 - done) / self.cooldown)
        return rate
