"""The network: a Marian transformer, its sizes, its start, and the machine it runs on."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from align.errors import ModelError, UsageError
from align.translators.convert import check_marian, read_json
from align.translators.devices import check_device
from training.checkpoint import TIED, Weights
from training.corpus import END

POSITIONS = 512
_POSITIONS = ("model.encoder.embed_positions.", "model.decoder.embed_positions.")


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network; the vocabulary comes on top."""

    d: int = 256  # width
    ff: int = 1024  # width of the feed-forward layers
    enc: int = 6  # layers
    dec: int = 2
    heads: int = 4
    dropout: float = 0.0


PRESETS = {
    "small": Shape(),  # 9.2 million parameters with 8,000 pieces: hours on two CPU cores
    # 25.1 million with 16,000: 50 MB in float16, 35 MB of a wheel with 5 bits of mantissa
    "gpu": Shape(d=384, ff=1536, enc=8, dec=2, heads=6, dropout=0.15),
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run computes on: `cpu` or `cuda`, and whether in bfloat16."""

    device: str
    bf16: bool

    @classmethod
    def choose(cls, *, device: str, precision: str) -> Machine:
        """Pick for `auto`: a GPU where there is one; bfloat16 where that multiplies it itself.

        Raises:
            UsageError: no such device or precision, or the device is not there.
        """
        check_device(device)
        if precision not in ("auto", "bf16", "float32"):
            raise UsageError(f"--precision {precision}: auto, bf16 or float32 was expected.")
        there = torch.cuda.is_available()
        if device == "cuda" and not there:
            raise UsageError("--device cuda: no CUDA device is there; pass cpu or auto.")
        chosen = "cuda" if there and device != "cpu" else "cpu"
        if precision == "auto":
            return cls(chosen, _multiplies_bf16(chosen))
        return cls(chosen, precision == "bf16")

    @property
    def name(self) -> str:
        """Return the hardware in words, for the model's README."""
        if self.device == "cuda":
            return torch.cuda.get_device_name()
        with contextlib.suppress(OSError):
            for line in Path("/proc/cpuinfo").read_text("utf-8").split("\n"):
                if line.startswith("model name"):
                    return f"{line.partition(':')[2].strip()}, {torch.get_num_threads()} threads"
        return f"CPU, {torch.get_num_threads()} threads"

    def put(self, tensor: Tensor) -> Tensor:
        """Copy a tensor of the CPU's to the device; a GPU goes on with what it is at meanwhile."""
        if self.device == "cpu":
            return tensor
        return tensor.pin_memory().to(self.device, non_blocking=True)

    def autocast(self) -> torch.autocast:
        """Return the context that a forward pass runs in."""
        return torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bf16)

    @property
    def dtype(self) -> torch.dtype:
        """Return what matrices are multiplied in."""
        return torch.bfloat16 if self.bf16 else torch.float32


CPU = Machine("cpu", False)


def _multiplies_bf16(device: str) -> bool:
    """Tell whether a device multiplies bfloat16 itself; elsewhere it is slower than float32.

    GPUs do from Ampere on. A CPU's step took .62 of float32's time on an AMD EPYC with avx512_bf16
    and no AMX.
    """
    if device == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    with contextlib.suppress(OSError):
        told = Path("/proc/cpuinfo").read_text("utf-8")
        return "amx_bf16" in told or "avx512_bf16" in told
    return False


def new_network(
    shape: Shape, *, pieces: int, vectors: NDArray[np.float32], machine: Machine
) -> MarianMTModel:
    """Make a network with start vectors for its pieces.

    Raises:
        UsageError: the heads do not divide the width evenly.
    """
    if shape.d % (2 * shape.heads):
        raise UsageError(f"--d {shape.d}: a multiple of 2 x --heads ({shape.heads}) was expected.")
    config = MarianConfig(
        vocab_size=pieces + 1, decoder_vocab_size=pieces + 1, d_model=shape.d,
        encoder_layers=shape.enc, decoder_layers=shape.dec, encoder_ffn_dim=shape.ff,
        decoder_ffn_dim=shape.ff, encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads, max_position_embeddings=POSITIONS,
        scale_embedding=True, pad_token_id=pieces, eos_token_id=END, bos_token_id=None,
        decoder_start_token_id=pieces, forced_eos_token_id=END, activation_function="relu",
        dropout=shape.dropout, attention_dropout=0.0, activation_dropout=0.0,
        tie_word_embeddings=True, share_encoder_decoder_embeddings=True, use_cache=True,
        init_std=0.02,
    )  # fmt: skip
    network = _network(config, machine)
    with torch.no_grad():
        network.model.shared.weight[:pieces] = torch.from_numpy(vectors)
    return _ready(network)


def load_network(
    place: Path,
    weights: Weights,
    *,
    pieces: int,
    machine: Machine = CPU,
    dropout: float | None = None,
    ff: int | None = None,
) -> MarianMTModel:
    """Make the network that a folder's config.json describes, with weights in it.

    Args:
        place: a folder of `save_pretrained`, a run's folder, or a file in either.
        weights: by name; those that are tied may be missing.
        pieces: how many the corpus has.
        machine: where it will run.
        dropout: in place of the one that it was trained with.
        ff: width of its feed-forward layers, where `weights` were widened.

    Raises:
        ModelError: no config.json, one of another kind of model or for other pieces, or weights
            that do not fit it.
    """
    folder = place if place.is_dir() else place.parent
    found = [at for at in (folder, folder / "hf") if (at / "config.json").is_file()]
    if not found:
        raise ModelError(f"{folder}: a config.json was expected there.")
    told = read_json(found[0] / "config.json")
    check_marian(told, found[0])
    if told["vocab_size"] != pieces + 1:
        raise ModelError(
            f"{place}: this model has {told['vocab_size'] - 1} pieces and the corpus {pieces}; "
            "prepare the corpus with the model's own vocabulary (--vocabulary)."
        )
    config = MarianConfig(**told)
    if dropout is not None:
        config.dropout = dropout
    if ff is not None:
        config.encoder_ffn_dim = config.decoder_ffn_dim = ff
    network = _network(config, machine)
    try:
        missing, strange = network.load_state_dict(weights, strict=False)
    except RuntimeError as error:
        raise ModelError(
            f"{place}: the weights do not fit its config.json: {str(error).split(chr(10))[1]}"
        ) from None
    lost = [name for name in (*missing, *strange) if not name.startswith(TIED + _POSITIONS)]
    if lost:
        raise ModelError(f"{place}: weights and config.json are of two networks: {lost[0]}.")
    return _ready(network)


def _network(config: MarianConfig, machine: Machine) -> MarianMTModel:
    logging: Any = import_module("transformers.utils.logging")  # its annotations mislead
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    # eager attention is faster than the CPU's fused kernel on short sentences
    config._attn_implementation = "sdpa" if machine.device == "cuda" else "eager"
    return MarianMTModel(config)


def _ready(network: MarianMTModel) -> MarianMTModel:
    """Fix what is not trained: the row of `<pad>` is zero, positions are sinusoids."""
    with torch.no_grad():
        network.model.shared.weight[-1].zero_()  # CTranslate2's own converter relies on it
    for name, weights in network.named_parameters():
        weights.requires_grad_("embed_positions" not in name)
    return network
