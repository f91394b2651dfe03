"""A Marian checkpoint as numpy arrays, which fit what its configuration tells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.errors import ModelError

Weights = dict[str, NDArray[Any]]
_INDEX = ".index.json"
WEIGHTS = (
    "model.safetensors", f"model.safetensors{_INDEX}", "pytorch_model.bin",
    f"pytorch_model.bin{_INDEX}",
)  # fmt: skip
"""Where a model's weights may be, in the order in which transformers looks."""

_LAYER = re.compile(r"model\.(encoder|decoder)\.layers\.(\d+)\.(?:\w+\.)?(\w+)\.(weight|bias)")


def weight_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the files that hold a model's weights; none where there are none.

    An index comes before the files that it names, which need not be there.

    Raises:
        ModelError: an index is damaged.
    """
    name = next((name for name in WEIGHTS if (folder / name).is_file()), None)
    if name is None:
        return ()
    return (name, *_shards(folder / name)) if name.endswith(_INDEX) else (name,)


def read_weights(folder: Path) -> Weights:
    """Read the first of `WEIGHTS` that is there, in float16 or float32; .bin takes torch.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    files = [folder / name for name in weight_files(folder) if not name.endswith(_INDEX)]
    if not files:
        raise ModelError(f"{folder}: none of {', '.join(WEIGHTS)} is there.")
    found: Weights = {}
    for file in files:
        if not file.is_file():
            raise ModelError(f"{file}: there is no such file, and the weights' index names it.")
        found |= _read_tensors(file) if file.suffix == ".safetensors" else _read_pickled(file)
    return {
        name: value if value.dtype == np.float16 else value.astype(np.float32, copy=False)
        for name, value in found.items()
    }


def _shards(index: Path) -> list[str]:
    """The files that an index names, each in its own folder."""
    try:
        shards = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        if shards and all(Path(shard).name == shard for shard in shards):
            return shards
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ModelError(f"{index}: a weight_map, from each weight to its file, was expected.")


def _read_pickled(file: Path) -> Weights:
    import torch

    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
        return {
            name: (value.float() if value.dtype == torch.bfloat16 else value).numpy()
            for name, value in state.items()
        }
    except Exception as error:  # torch raises many kinds for a damaged file
        raise ModelError(f"{file}: damaged: {type(error).__name__}.") from None


def _read_tensors(file: Path) -> Weights:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return dict(load_file(file))
    except SafetensorError as error:
        raise ModelError(f"{file}: damaged: {error}.") from None
    except (KeyError, TypeError, AttributeError):  # bfloat16, which numpy lacks
        from safetensors.torch import load_file as load_torch

        return {name: value.float().numpy() for name, value in load_torch(file).items()}


def check_weights(
    weights: Weights, config: dict[str, Any], folder: Path, *, source: int, target: int
) -> None:
    """Refuse weights of another network than a configuration and vocabularies tell of.

    What is missing is left to who needs it.

    Args:
        weights: by name.
        config: of the model, checked by itself.
        folder: for messages.
        source: tokens of the source's vocabulary.
        target: tokens of the target's.

    Raises:
        ModelError: there is a layer too many, a weight of another shape, or a number that is none.
    """
    width = config["d_model"]
    tables = {
        "model.shared.weight": max(source, target), "model.encoder.embed_tokens.weight": source,
        "model.decoder.embed_tokens.weight": target, "lm_head.weight": target,
    }  # fmt: skip
    for name, least in tables.items():
        shape = weights[name].shape if name in weights else (least, width)
        if len(shape) != 2 or shape[0] < least or shape[1] != width:
            raise ModelError(
                f"{folder}: {name}: at least {least} rows, as the vocabulary has tokens, of "
                f"{width} numbers (d_model) were expected, its shape is {_written(shape)}."
            )
    bias = weights.get("final_logits_bias")
    if bias is not None and bias.size < target:
        raise ModelError(
            f"{folder}: final_logits_bias: a number for each of {target} tokens was expected, "
            f"there are {bias.size}."
        )
    for name, value in weights.items():
        banned = np.isneginf(value) if name == "final_logits_bias" else False  # tokens, for good
        if not (np.isfinite(value) | banned).all():
            raise ModelError(not_finite(folder, name))
        if found := _LAYER.fullmatch(name):
            _check_layer(weights, config, folder, name, value.shape, found)


def not_finite(folder: Path, name: str) -> str:
    """Return what to say of a weight with numbers that are not finite."""
    return f"{folder}: {name}: finite numbers were expected, some are infinite or none at all."


def _check_layer(
    weights: Weights, config: dict[str, Any], folder: Path, name: str, shape: tuple[int, ...],
    found: re.Match[str],
) -> None:  # fmt: skip
    side, layer, part, kind = found.groups()
    count, width = config[f"{side}_layers"], config["d_model"]
    if int(layer) >= count:
        raise ModelError(f"{folder}: config.json tells of {count} {side} layers, there are more.")
    first = weights.get(f"model.{side}.layers.{layer}.fc1.weight")
    if first is None:
        return  # what is missing is told in its turn
    inside = len(first)
    rows = inside if part == "fc1" else width
    flat = kind == "bias" or part.endswith("norm")
    expected = (rows,) if flat else (rows, inside if part == "fc2" else width)
    if shape != expected:
        raise ModelError(
            f"{folder}: {name}: a shape of {_written(expected)} was expected, it is "
            f"{_written(shape)}."
        )


def _written(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "none"
