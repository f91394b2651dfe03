"""A Marian transformer's layers as functions that a compiler fuses, for GPUs.

They compute what transformers' MarianModel computes, from its own weights. Each addition, norm and
dropout is a trip through the GPU's memory otherwise: compiled, with the loss, a gradient took 40 ms
instead of 90 on an H100 (25 million parameters, 1,024 pairs of 48 pieces). Activations are kept in
the machine's type, sums and norms are taken in float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import MarianConfig, MarianMTModel

from training.network import Machine

_EPSILON = 1e-5  # of a norm
_OUTSIDE = -1e9  # added to the logits of what is not attended to
Weights = list[Tensor]


class Layers:
    """The states of a network's decoder, by functions that are compiled where that is worth it.

    Args:
        network: whose weights and dropout are used, as they are at each call.
        machine: what to compute on; functions are compiled on a GPU.
    """

    def __init__(self, network: MarianMTModel, *, machine: Machine) -> None:
        """Collect the weights, layer by layer."""
        model, config = network.model, network.config
        self.table, self.heads = model.shared.weight, config.encoder_attention_heads
        self.places = model.encoder.embed_positions.weight, model.decoder.embed_positions.weight
        self.network, self.machine, self.pad = network, machine, int(config.pad_token_id or 0)
        self.encoder = [
            _flat(_attention(x.self_attn, x.self_attn_layer_norm), _feed_forward(x))
            for x in model.encoder.layers
        ]
        self.decoder = [
            _flat(
                _attention(x.self_attn, x.self_attn_layer_norm),
                _attention(x.encoder_attn, x.encoder_attn_layer_norm), _feed_forward(x),
            )
            for x in model.decoder.layers
        ]  # fmt: skip
        self._functions: tuple[Callable[..., Tensor], ...] = embed, encoder_layer, decoder_layer
        if machine.device == "cuda":
            self._functions = tuple(torch.compile(one) for one in self._functions)

    @staticmethod
    def fit(config: MarianConfig) -> bool:
        """Tell whether these layers compute all that a configuration asks for."""
        others = (
            config.attention_dropout, config.activation_dropout, config.encoder_layerdrop,
            config.decoder_layerdrop,
        )  # fmt: skip
        alike = config.encoder_attention_heads == config.decoder_attention_heads
        return config.activation_function == "relu" and not any(others) and alike

    def states(self, source: Tensor, shifted: Tensor) -> Tensor:
        """Return the decoder's last states [n, t, d].

        Args:
            source: pieces, [n, s], filled up with `<pad>`.
            shifted: target pieces, [n, t], each row begun by `<pad>`; with [n * k, t], k targets
                for each source, one after the other.
        """
        put, encode, decode = self._functions
        dropout = self.network.config.dropout if self.network.training else 0.0
        common, kind = (self.heads, dropout), self.machine.dtype
        outside = padding(source, self.pad)
        self._mark(source, shifted)
        self._mark(outside, dims=(0, 3))
        x = put(self.table, self.places[0], source, dropout, kind)
        for weights in self.encoder:
            self._mark(x)
            x = encode(x, outside, *common, weights)
        if len(shifted) > len(source):
            x, outside = (
                one.repeat_interleave(len(shifted) // len(source), 0) for one in (x, outside)
            )
            self._mark(outside, dims=(0, 3))
        y = put(self.table, self.places[1], shifted, dropout, kind)
        for weights in self.decoder:
            self._mark(x, y)
            y = decode(y, x, outside, *common, weights)
        return y

    def _mark(self, *tensors: Tensor, dims: Iterable[int] = (0, 1)) -> None:
        """Say which sizes differ from batch to batch, so that one compilation serves all."""
        if self.machine.device == "cuda":
            for one in tensors:
                for dim in dims:
                    torch._dynamo.maybe_mark_dynamic(one, dim)  # type: ignore[no-untyped-call]


def padding(source: Tensor, pad: int) -> Tensor:
    """Return what is added to the logits of attention to sources [n, s], [n, 1, 1, s]."""
    return torch.where(source != pad, 0.0, _OUTSIDE)[:, None, None, :]


def embed(table: Tensor, places: Tensor, pieces: Tensor, dropout: float, kind: Any) -> Tensor:
    """Return vectors of pieces, scaled by the root of their width, with their places' added."""
    found = functional.embedding(pieces, table, padding_idx=len(table) - 1)  # which is not trained
    x = found * math.sqrt(table.shape[1]) + places[: pieces.shape[1]]
    return functional.dropout(x, dropout).to(kind)


def encoder_layer(x: Tensor, outside: Tensor, heads: int, dropout: float, w: Weights) -> Tensor:
    """Return a layer's states; `outside` is added to the logits of attention."""
    x = added(x, attended(*projected(x, heads, w[:6]), outside, w[6:8]), dropout, w[8:10])
    return added(x, fed_forward(x, w[10:14]), dropout, w[14:16])


def decoder_layer(
    x: Tensor, source: Tensor, outside: Tensor, heads: int, dropout: float, w: Weights
) -> Tensor:
    """Return a layer's states; each place sees those before it, and the encoder's states."""
    place = torch.arange(x.shape[1], device=x.device)
    later = torch.where(place[None] <= place[:, None], 0.0, _OUTSIDE)
    x = added(x, attended(*projected(x, heads, w[:6]), later, w[6:8]), dropout, w[8:10])
    return with_source(x, projected(source, heads, w[12:16]), outside, heads, dropout, w)


def with_source(
    x: Tensor, seen: Sequence[Tensor], outside: Tensor, heads: int, dropout: float, w: Weights
) -> Tensor:
    """Return a decoder layer's states once its places saw each other; `seen` are the source's."""
    (query,) = projected(x, heads, w[10:12])
    x = added(x, attended(query, *seen, outside, w[16:18]), dropout, w[18:20])
    return added(x, fed_forward(x, w[20:24]), dropout, w[24:26])


def projected(x: Tensor, heads: int, w: Weights) -> tuple[Tensor, ...]:
    """Multiply by several matrices at once; return each result as [n, heads, t, d / heads]."""
    together, shift = torch.cat(w[::2]).to(x.dtype), torch.cat(w[1::2]).to(x.dtype)
    parts = functional.linear(x, together, shift).chunk(len(w) // 2, -1)
    return tuple(one.unflatten(-1, (heads, -1)).transpose(1, 2) for one in parts)


def attended(query: Tensor, key: Tensor, value: Tensor, outside: Tensor, w: Weights) -> Tensor:
    """Attend and project; texts are short, so that the logits of all heads fit into memory."""
    logits = (query @ key.mT).float() * query.shape[-1] ** -0.5 + outside
    found = logits.softmax(-1).to(query.dtype) @ value
    return _linear(found.transpose(1, 2).flatten(2), w)


def fed_forward(x: Tensor, w: Weights) -> Tensor:
    """Apply the two matrices of a feed-forward layer."""
    return _linear(functional.relu(_linear(x, w[:2])), w[2:])


def added(x: Tensor, update: Tensor, dropout: float, w: Weights) -> Tensor:
    """Add an update to states and take the norm, in float32."""
    total = x.float() + functional.dropout(update.float(), dropout)
    return functional.layer_norm(total, x.shape[-1:], w[0], w[1], _EPSILON).to(x.dtype)


def _linear(x: Tensor, w: Weights) -> Tensor:
    return functional.linear(x, w[0].to(x.dtype), w[1].to(x.dtype))


def _attention(attention: Any, norm: Any) -> list[Any]:
    return [attention.q_proj, attention.k_proj, attention.v_proj, attention.out_proj, norm]


def _feed_forward(layer: Any) -> list[Any]:
    return [layer.fc1, layer.fc2, layer.final_layer_norm]


def _flat(*modules: list[Any]) -> Weights:
    return [w for module in chain(*modules) for w in (module.weight, module.bias)]
