"""A Marian model as CTranslate2 reads it, written with numpy alone: no torch, no transformers.

The layout is CTranslate2's binary format 6 with its `TransformerSpec`, revision 7. It differs
from what CTranslate2's own converter writes in two places, each so that both engines give the
same output:

- `<pad>` stays in the vocabulary and starts the decoder, as in transformers, and its logit is
  banned. CTranslate2's converter drops the row and starts from zeros, which is only right when
  the row is zero; a model trained through its tied head has something else there.
- Position encodings are computed in float32, not rounded to the checkpoint's float16.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.errors import ModelError
from align.translators.weights import Weights, check_weights, read_weights

FORMAT = 2
"""Raise it when what this module writes or refuses changes: earlier conversions are then made
again."""

_ACTIVATIONS = {"relu": 0, "gelu_new": 1, "swish": 2, "silu": 2, "gelu": 3}
_NUMBERS = (
    "d_model", "encoder_layers", "decoder_layers", "encoder_attention_heads",
    "decoder_attention_heads",
)  # fmt: skip
_IDS = ("decoder_start_token_id", "eos_token_id", "pad_token_id")
_TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")
_BANNED = -1e4  # as a logit's bias: never chosen, and still finite in float16

Array = NDArray[Any] | np.generic


def convert(folder: Path) -> dict[str, bytes]:
    """Return the files of the CTranslate2 model for the Marian model in `folder`, by name.

    Raises:
        ModelError: the folder holds no Marian model, one of another architecture, or weights that
            are not what its settings tell of.
    """
    config = read_json(folder / "config.json")
    check_marian(config, folder)
    weights = read_weights(folder)
    source = _tokens(folder / "vocab.json")
    target_file = folder / "target_vocab.json"
    target = _tokens(target_file) if target_file.is_file() else source
    start, end, _ = (
        target[whole_number(config, name, folder / "config.json", 0, len(target) - 1)]
        for name in _IDS
    )
    check_weights(weights, config, folder, source=len(source), target=len(target))
    try:
        variables = dict(_variables(weights, config, len(source), len(target)))
    except KeyError as error:
        raise ModelError(f"{folder}: the model lacks {error.args[0]}, which Marian has.") from None
    files = {
        "model.bin": _serialize(variables),
        "config.json": _dump(
            {
                "add_source_bos": False,
                "add_source_eos": False,
                "bos_token": "<s>",
                "decoder_start_token": start,
                "eos_token": end,
                "layer_norm_epsilon": None,
                "multi_query_attention": False,
                "unk_token": "<unk>",
            }
        ),
    }
    if source == target:
        files["shared_vocabulary.json"] = _dump(source)
    else:
        files["source_vocabulary.json"] = _dump(source)
        files["target_vocabulary.json"] = _dump(target)
    return files


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        ModelError: the file is missing or holds something else.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            f"{path.parent}: there is no {path.name}; a folder written by save_pretrained "
            "was expected."
        ) from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}.") from None
    if not isinstance(value, dict):
        raise ModelError(f"{path}: a JSON object was expected.")
    return value


def check_marian(config: dict[str, Any], folder: Path) -> None:
    """Refuse a model that is not a Marian translation model.

    Raises:
        ModelError: it is of another type, has an activation that Marian never has, lacks a
            number, or has heads that do not divide its width.
    """
    path = folder / "config.json"
    kind = config.get("model_type", "nothing")
    if kind != "marian":
        raise ModelError(f"{folder}: the model's type is {kind}, a marian model was expected.")
    activation = config.get("activation_function")
    if not isinstance(activation, str) or activation not in _ACTIVATIONS:
        raise ModelError(
            f"{folder}: activation {activation} is unknown; known are {', '.join(_ACTIVATIONS)}."
        )
    for name in _NUMBERS:
        whole_number(config, name, path)
    for name in ("encoder_attention_heads", "decoder_attention_heads"):
        if config["d_model"] % config[name]:
            raise ModelError(
                f"{path}: d_model: a multiple of {name} ({config[name]}) was expected, there is "
                f"{config['d_model']}."
            )
    whole_number({"max_position_embeddings": 512} | config, "max_position_embeddings", path, 3)
    for name in _IDS:
        whole_number(config, name, path, 0)


def whole_number(
    settings: dict[str, Any], name: str, path: Path, least: int = 1, most: int = 1_000_000
) -> int:
    """Return a number of a settings file.

    Raises:
        ModelError: it is not there, is something else, or out of range.
    """
    value = settings.get(name)
    if type(value) is int and least <= value <= most:
        return value
    there = json.dumps(value)[:40] if name in settings else "nothing"
    raise ModelError(
        f"{path}: {name}: a whole number from {least} to {most} was expected, there is {there}."
    )


def read_vocabulary(path: Path) -> dict[str, int]:
    """Read a vocabulary: each token and its number.

    Raises:
        ModelError: the file is missing, or a token has something else than a number.
    """
    vocabulary = read_json(path)
    for token, number in vocabulary.items():
        if type(number) is not int:
            there = json.dumps(number)[:40]
            raise ModelError(f"{path}: {token}: a whole number was expected, there is {there}.")
    return vocabulary


def positions(count: int, width: int) -> NDArray[np.float32]:
    """Return Marian's position encodings: sines in the first half, cosines in the second."""
    angle = np.arange(count)[:, None] / np.power(10000, 2 * np.arange((width + 1) // 2) / width)
    return np.concatenate([np.sin(angle), np.cos(angle[:, : width // 2])], 1).astype(np.float32)


def _tokens(path: Path) -> list[str]:
    vocabulary = read_vocabulary(path)
    if sorted(vocabulary.values()) != list(range(len(vocabulary))):  # rows would be others' words
        raise ModelError(
            f"{path}: each number from 0 to {len(vocabulary) - 1} was expected once, some are "
            "missing."
        )
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _variables(
    weights: Weights, config: dict[str, Any], source_size: int, target_size: int
) -> Iterator[tuple[str, Array | str]]:
    """Name each variable as CTranslate2 does; a string is the name of another with its value."""
    shared = weights.get("model.shared.weight")

    def embedding(name: str, size: int) -> NDArray[Any]:
        value = weights.get(name, shared)
        if value is None:
            raise KeyError(name)
        return value[:size]

    source = embedding("model.encoder.embed_tokens.weight", source_size)
    target = embedding("model.decoder.embed_tokens.weight", target_size)
    tied = config.get("tie_word_embeddings", True)
    head = target if tied else weights.get("lm_head.weight", target)[:target_size]
    bias = weights.get("final_logits_bias", np.zeros(target_size)).reshape(-1)[:target_size]
    bias = bias.astype(np.float32)
    bias[config["pad_token_id"]] = _BANNED
    width, count = config["d_model"], config.get("max_position_embeddings", 512)
    scale = math.sqrt(width) if config.get("scale_embedding") else 1.0

    yield "decoder/embeddings/weight", target
    same = source.shape == target.shape and np.array_equal(source, target)
    yield "encoder/embeddings_0/weight", "decoder/embeddings/weight" if same else source
    same = head is target or (head.shape == target.shape and np.array_equal(head, target))
    yield "decoder/projection/weight", "decoder/embeddings/weight" if same else head
    yield "decoder/projection/bias", bias
    yield "decoder/position_encodings/encodings", positions(count, width)
    yield "encoder/position_encodings/encodings", "decoder/position_encodings/encodings"
    for side in ("encoder", "decoder"):
        yield f"{side}/activation", np.int8(_ACTIVATIONS[config["activation_function"]])
        yield f"{side}/num_heads", np.int16(config[f"{side}_attention_heads"])
        yield f"{side}/pre_norm", np.int8(0)
        yield f"{side}/scale_embeddings", np.float32(scale)
        for layer in range(config[f"{side}_layers"]):
            yield from _layer(weights, side, layer)
    yield "encoder/embeddings_merge", np.int8(0)
    yield "encoder/multi_query_attention", np.int8(0)
    yield "decoder/alibi", np.int8(0)
    yield "decoder/alibi_use_positive_positions", np.int8(0)
    yield "decoder/scale_alibi", np.int8(0)
    yield "decoder/alignment_heads", np.int16(1)
    yield "decoder/alignment_layer", np.int16(-1)
    yield "decoder/start_from_zero_embedding", np.int8(0)


def _layer(weights: Weights, side: str, layer: int) -> Iterator[tuple[str, Array | str]]:
    old, new = f"model.{side}.layers.{layer}", f"{side}/layer_{layer}"

    def linear(name: str, *parts: str) -> Iterator[tuple[str, Array | str]]:
        for kind in ("weight", "bias"):
            joined = [weights[f"{old}.{part}.{kind}"] for part in parts]
            yield f"{new}/{name}/{kind}", np.concatenate(joined)

    def norm(name: str, part: str) -> Iterator[tuple[str, Array | str]]:
        yield f"{new}/{name}/layer_norm/gamma", weights[f"{old}.{part}.weight"]
        yield f"{new}/{name}/layer_norm/beta", weights[f"{old}.{part}.bias"]

    at = "self_attn"
    yield from linear("self_attention/linear_0", f"{at}.q_proj", f"{at}.k_proj", f"{at}.v_proj")
    yield from linear("self_attention/linear_1", f"{at}.out_proj")
    yield from norm("self_attention", "self_attn_layer_norm")
    if side == "decoder":
        at = "encoder_attn"
        yield from linear("attention/linear_0", f"{at}.q_proj")
        yield from linear("attention/linear_1", f"{at}.k_proj", f"{at}.v_proj")
        yield from linear("attention/linear_2", f"{at}.out_proj")
        yield from norm("attention", "encoder_attn_layer_norm")
    yield from linear("ffn/linear_0", "fc1")
    yield from linear("ffn/linear_1", "fc2")
    yield from norm("ffn", "final_layer_norm")


def _serialize(variables: dict[str, Array | str]) -> bytes:
    out = BytesIO()

    def string(value: str) -> None:
        data = value.encode()
        out.write(struct.pack("H", len(data) + 1) + data + b"\0")

    ordered = sorted(variables.items(), key=lambda item: item[0])
    arrays = [(name, value) for name, value in ordered if not isinstance(value, str)]
    aliases = [(name, value) for name, value in ordered if isinstance(value, str)]
    out.write(struct.pack("I", 6))
    string("TransformerSpec")
    out.write(struct.pack("II", 7, len(arrays)))
    for name, value in arrays:
        string(name)
        out.write(struct.pack("B", value.ndim) + struct.pack(f"{value.ndim}I", *value.shape))
        out.write(struct.pack("B", _TYPES.index(value.dtype.name)))
        out.write(struct.pack("I", value.nbytes))
        out.write(np.ascontiguousarray(value).tobytes())
    out.write(struct.pack("I", len(aliases)))
    for name, other in aliases:
        string(name)
        string(other)
    return out.getvalue()


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
