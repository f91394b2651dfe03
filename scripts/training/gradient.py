"""A batch's gradient, taken in as many parts as memory asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import MarianMTModel

from align.translators.engine import out_of_memory
from training.batches import padded
from training.corpus import Corpus, Numbers
from training.loss import States, batch_loss
from training.network import Machine
from training.risk import Risk


@dataclass(frozen=True, slots=True)
class Gradient:
    """What a batch told beside its gradient, which lies in the network's weights."""

    loss: Tensor  # mean over the target pieces
    pieces: int  # target pieces, end marks included
    parts: int  # that it was taken in
    likeness: Tensor  # of drawn translations to their references; 0 where none are drawn


def take_gradient(
    network: MarianMTModel, corpus: Corpus, chosen: Numbers, *, machine: Machine,
    smoothing: float, agreement: float = 0.0, parts: int = 1, states_of: States | None = None,
    risk: Risk | None = None,
) -> Gradient:  # fmt: skip
    """Leave the gradient of a batch's mean loss in weights that have none yet.

    Where memory runs out it is taken again in twice as many parts, down to one pair each. A part's
    mean loss weighs as much as its share of the target pieces, so the sum is the whole batch's; of
    drawn translations, which are others each time, nearly so.

    Args:
        network: to take it of.
        corpus: where the pairs are.
        chosen: numbers of the batch's pairs.
        machine: what to compute on.
        smoothing: of labels.
        agreement: weight of the divergence between two reads; 0 reads a batch once.
        parts: to begin with.
        states_of: computes the network's states in place of its own modules.
        risk: adds what translations lack that are drawn from the network.

    Raises:
        RuntimeError, MemoryError: the engine's own, when one pair is too large.
    """
    while True:
        parts = min(parts, len(chosen))
        try:
            split = np.array_split(chosen, parts)
            return _in_parts(network, corpus, split, machine, smoothing, agreement, states_of, risk)
        except (RuntimeError, MemoryError) as error:
            if parts == len(chosen) or not out_of_memory(error):
                raise
        network.zero_grad(set_to_none=True)  # out of the handler: the error held on to tensors
        if machine.device == "cuda":
            torch.cuda.empty_cache()
        parts *= 2


def _in_parts(
    network: MarianMTModel, corpus: Corpus, parts: Sequence[Numbers], machine: Machine,
    smoothing: float, agreement: float, states_of: States | None,
    risk: Risk | None,
) -> Gradient:  # fmt: skip
    at = corpus.target_at
    counts = [int((at[part + 1] - at[part] + 1).sum()) for part in parts]
    total = torch.zeros((), device=machine.device)
    likeness = torch.zeros_like(total)
    for part, count in zip(parts, counts, strict=True):
        source, target = (
            torch.from_numpy(padded(pieces, begin, part, pad=corpus.pad))
            for pieces, begin in ((corpus.source, corpus.source_at), (corpus.target, at))
        )
        loss = batch_loss(
            network, source, target, machine=machine, smoothing=smoothing, agreement=agreement,
            states_of=states_of,
        )  # fmt: skip
        share = count / sum(counts)  # 1.0, exactly, where there is one part
        loss = loss * share
        loss.backward()  # type: ignore[no-untyped-call]
        total += loss.detach()
        if risk is not None:
            lacking, alike = risk.loss(source, target)
            (lacking * share).backward()  # type: ignore[no-untyped-call]
            likeness += alike * share
    return Gradient(total, sum(counts), len(parts), likeness)
