"""A Marian checkpoint as numpy arrays, which fit what its configuration tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.errors import ModelError

Weights = dict[str, NDArray[Any]]
_LAYER = re.compile(r"model\.(encoder|decoder)\.layers\.(\d+)\.(?:\w+\.)?(\w+)\.(weight|bias)")


def read_weights(folder: Path) -> Weights:
    """Read model.safetensors, else pytorch_model.bin (with torch), in float16 or float32.

    Raises:
        ModelError: there is neither, or it is damaged.
    """
    tensors, pickled = folder / "model.safetensors", folder / "pytorch_model.bin"
    if tensors.is_file():
        found = _read_tensors(tensors)
    elif pickled.is_file():
        import torch

        try:
            state = torch.load(pickled, map_location="cpu", weights_only=True)
        except Exception as error:  # torch raises many kinds for a damaged file
            raise ModelError(f"{pickled}: damaged: {type(error).__name__}.") from None
        found = {
            name: (value.float() if value.dtype == torch.bfloat16 else value).numpy()
            for name, value in state.items()
        }
    else:
        raise ModelError(f"{folder}: neither model.safetensors nor pytorch_model.bin is there.")
    return {
        name: value if value.dtype == np.float16 else value.astype(np.float32, copy=False)
        for name, value in found.items()
    }


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
        ModelError: there is a layer too many, or a weight of another shape.
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
        if found := _LAYER.fullmatch(name):
            _check_layer(weights, config, folder, name, value.shape, found)


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
