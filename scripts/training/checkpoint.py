"""What a run needs to go on, and running averages of its weights; files change whole or not."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn

from align.errors import ModelError, ReadError

CHECKPOINT, BEST = "checkpoint.pt", "best.safetensors"
Weights = dict[str, Tensor]
TIED = ("lm_head.", "model.encoder.embed_tokens.", "model.decoder.embed_tokens.")


@dataclass
class Progress:
    """How far a run is; `spent` in seconds of work, over all its starts."""

    step: int = 0
    epoch: int = 0
    position: int = 0  # batches of the epoch that are done
    spent: float = 0.0
    pieces: int = 0  # target pieces seen
    hardware: str = ""
    settings: dict[str, Any] = field(default_factory=dict)  # what must not change between starts
    began: list[dict[str, str]] = field(default_factory=list)  # how its first weights came about


class Average:
    """An exponential moving average of trained weights, short at first so that it starts well."""

    def __init__(self, network: nn.Module, *, decay: float) -> None:
        """Begin with the network's weights; a decay of 0 follows them."""
        self._decay = decay
        self._live = [w for w in network.parameters() if w.requires_grad]
        self._names = [name for name, w in network.named_parameters() if w.requires_grad]
        self._mean = [w.detach().clone() for w in self._live]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after a step, counted from 1."""
        decay = min(self._decay, step / (step + 10))
        torch._foreach_lerp_(self._mean, [w.detach() for w in self._live], 1 - decay)

    def weights(self) -> Weights:
        """Return the averages by name."""
        return dict(zip(self._names, self._mean, strict=True))

    def model(self, network: nn.Module) -> Weights:
        """Return a whole model: the averages, and what is not trained as it is."""
        return untied(network.state_dict()) | self.weights()

    @torch.no_grad()
    def restore(self, weights: Weights) -> None:
        """Go on from averages that were kept."""
        for name, mean in zip(self._names, self._mean, strict=True):
            mean.copy_(weights[name])


def untied(weights: Weights) -> Weights:
    """Leave out the second and third names of the embedding."""
    return {name: w for name, w in weights.items() if not name.startswith(TIED)}


def save_checkpoint(
    folder: Path, *, network: nn.Module, average: Average,
    optimisers: Sequence[torch.optim.Optimizer], progress: Progress,
) -> None:  # fmt: skip
    """Write all that a restart needs; the file before stays until the new one is whole.

    Raises:
        ReadError: it cannot be written.
    """
    kept = {
        "m": untied(network.state_dict()),
        "average": average.weights(),
        "o": [optimiser.state_dict() for optimiser in optimisers],
        "random": torch.get_rng_state(),
        # of the GPU in use: the next start may have fewer of them
        "cuda": [torch.cuda.get_rng_state()] if torch.cuda.is_initialized() else [],
        **{part.name: getattr(progress, part.name) for part in fields(progress)},
    }
    data = BytesIO()
    torch.save(kept, data)
    with data.getbuffer() as written:
        _replace(folder / CHECKPOINT, written)


def read_checkpoint(file: Path) -> dict[str, Any]:
    """Read a checkpoint, also one of the first trainer's (weights `m`, step, spent).

    Raises:
        ReadError: it is missing or damaged.
    """
    try:
        kept: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises many kinds for a damaged file
        raise ReadError(f"{file}: no checkpoint can be read: {type(error).__name__}.") from None
    if not isinstance(kept, dict) or "m" not in kept or "step" not in kept:
        raise ReadError(f"{file}: a checkpoint with weights and step was expected.")
    return kept


def save_best(folder: Path, weights: Weights, told: dict[str, Any]) -> None:
    """Keep the weights that validated best, with their scores in the same file.

    Raises:
        ReadError: it cannot be written.
    """
    data = save(
        {name: w.detach().float().cpu().contiguous() for name, w in weights.items()},
        metadata={"told": json.dumps(told)},
    )
    _replace(folder / BEST, data)


def _replace(file: Path, data: bytes | memoryview) -> None:
    """Put data in a file's place; what is there stays until all of it is on disk."""
    new = file.with_name(f"{file.name}.new")
    try:
        with new.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(new, file)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise ReadError(f"{file}: cannot be written: {error.strerror}.") from None


def best_told(folder: Path) -> dict[str, Any]:
    """Return what was said of the best weights so far; empty where there are none."""
    return told_of(folder / BEST) if (folder / BEST).is_file() else {}


def told_of(file: Path) -> dict[str, Any]:
    """Return what `save_best` was told of the weights in a file; empty for any other file.

    Raises:
        ReadError: it is damaged.
    """
    if file.suffix != ".safetensors":
        return {}
    try:
        with safe_open(file, "pt") as opened:
            told: dict[str, Any] = json.loads((opened.metadata() or {}).get("told", "{}"))
    except (SafetensorError, OSError, ValueError) as error:
        raise ReadError(f"{file}: damaged: {error}.") from None
    return told


def weights_file(place: Path, *, which: str = "best") -> Path:
    """Return the file that `read_weights` reads.

    Raises:
        ReadError: there is no such place.
        ModelError: a folder has no weights.
    """
    if not place.exists():
        raise ReadError(f"{place}: there is no such folder or file.")
    if not place.is_dir():
        return place
    names = (BEST, CHECKPOINT, "model.safetensors")
    for name in names if which == "best" else names[1:]:
        if (place / name).is_file():
            return place / name
    raise ModelError(f"{place}: {CHECKPOINT}, {BEST} or model.safetensors was expected there.")


def read_weights(place: Path, *, which: str = "best") -> Weights:
    """Return weights from a run's folder, a folder of `save_pretrained`, or a file of either.

    Args:
        place: folder, checkpoint, or safetensors file.
        which: `best` in validation, the `average` at the end, or the `last`, where a run's folder
            has them; what is missing falls to the next.

    Raises:
        ReadError: there is no such place, or it is damaged.
        ModelError: there are no weights.
    """
    file = weights_file(place, which=which)
    if file.suffix == ".safetensors":
        try:
            found = load_file(file)
        except (SafetensorError, OSError) as error:
            raise ReadError(f"{file}: damaged: {error}.") from None
    else:
        kept = read_checkpoint(file)
        found = dict(kept["m"])
        if which != "last":
            found |= kept.get("average", {})
    return {name: w.float() for name, w in untied(found).items()}


def vocabulary_of(place: Path) -> str:
    """Return the hash of the pieces that weights were trained with, "" where none was kept."""
    file = weights_file(place)
    told = told_of(file)
    if not told and file.suffix != ".safetensors":
        told = read_checkpoint(file).get("settings", {})
    return str(told.get("vocabulary", ""))
