"""Translations drawn from a network piece by piece, many at a time, to train it on."""

from __future__ import annotations

import torch
from torch import Tensor

from training.corpus import END
from training.layers import (
    Layers,
    added,
    attended,
    embed,
    encoder_layer,
    padding,
    projected,
    with_source,
)

_OFTEN = 8  # pieces between two questions whether all have ended: a GPU waits for each


@torch.no_grad()
def draw(layers: Layers, source: Tensor, *, copies: int = 1, best: int = 1) -> Tensor:
    """Return translations as pieces, [n * copies, t], those of one source one after the other.

    Each ends with `</s>` and is filled up with `<pad>`; one that is not over after half as many
    pieces more than the longest source has, and ten, or at the network's last place, ends there
    without a mark.

    Args:
        layers: of the network; no unit is dropped.
        source: pieces, [n, s], filled up with `<pad>`.
        copies: translations of each source.
        best: how many of the likeliest pieces each is drawn from, by their probability (Fan et al.
            2018); 1 takes the likeliest.
    """
    table, heads, kind = layers.table, layers.heads, layers.machine.dtype
    outside = padding(source, layers.pad)
    x = embed(table, layers.places[0], source, 0.0, kind)
    for weights in layers.encoder:
        x = encoder_layer(x, outside, heads, 0.0, weights)
    rows = len(source) * copies
    longest = min(10 + source.shape[1] * 3 // 2, len(layers.places[1]))
    outside = outside.repeat_interleave(copies, 0)
    seen = [
        tuple(one.repeat_interleave(copies, 0) for one in projected(x, heads, w[12:16]))
        for w in layers.decoder
    ]
    past = [
        torch.empty(2, rows, heads, longest, x.shape[2] // heads, dtype=kind, device=x.device)
        for _ in layers.decoder
    ]
    output, bias = table[:-1].to(kind), layers.network.final_logits_bias.reshape(-1)[:-1]
    everything = torch.zeros((), device=x.device)
    made = torch.full((rows, longest), layers.pad, device=x.device)
    last, over = made[:, 0], torch.zeros(rows, dtype=torch.bool, device=x.device)
    for place in range(longest):
        y = embed(table, layers.places[1][place:], last[:, None], 0.0, kind)
        for w, kept, source_side in zip(layers.decoder, past, seen, strict=True):
            query, *new = projected(y, heads, w[:6])
            kept[:, :, :, place] = torch.stack(new)[..., 0, :]
            key, value = kept[:, :, :, : place + 1]
            y = added(y, attended(query, key, value, everything, w[6:8]), 0.0, w[8:10])
            y = with_source(y, source_side, outside, heads, 0.0, w)
        logits, number = ((y[:, 0] @ output.T).float() + bias).topk(best)
        chosen = torch.multinomial(logits.softmax(1), 1) if best > 1 else 0 * number[:, :1]
        last = torch.where(over, layers.pad, number.gather(1, chosen)[:, 0])
        made[:, place] = last
        over |= last == END
        if place % _OFTEN == _OFTEN - 1 and bool(over.all()):
            return made[:, : place + 1]
    return made
