"""The network that a run begins or goes on with: its own, another run's, a model's, a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from transformers import MarianMTModel

from align.errors import UsageError
from training.checkpoint import CHECKPOINT, read_weights, vocabulary_of
from training.corpus import Corpus
from training.history import Stage, stages
from training.network import PRESETS, Machine, Shape, load_network, new_network
from training.vectors import start_vectors
from training.weights import feed_forward_width, widen_feed_forward

DEFAULT = "small"  # preset


@dataclass(frozen=True, slots=True)
class Start:
    """A network, and how the weights came about that a new run begins with."""

    network: MarianMTModel
    began: tuple[Stage, ...] = ()


def start_network(
    corpus: Corpus, out: Path, init: Path | None, *, preset: str | None, sizes: Mapping[str, Any],
    machine: Machine, seed: int, say: Callable[[str], None],
) -> Start:  # fmt: skip
    """Make the network of a run.

    Args:
        corpus: that it will train on.
        out: the run's folder; a checkpoint there goes before `init`.
        init: a model, a run, or a file of either, to begin with; none begins with start vectors.
        preset: name of a shape; None is `small`, or whatever the weights have.
        sizes: what was asked for in place of the preset's, by the name in Shape, None where not;
            the weights of `init` are widened where `ff` is more than theirs.
        machine: where it will run.
        seed: of new weights.
        say: is told what takes its time.

    Raises:
        UsageError: no such preset, or the weights are of another shape (but for `ff`) or
            for other pieces.
        ReadError, ModelError: what is there cannot be read, or is no such network.
    """
    if preset is not None and preset not in PRESETS:
        raise UsageError(f"--preset {preset}: {' or '.join(PRESETS)} was expected.")
    asked = {name: value for name, value in sizes.items() if value is not None}
    place = out if (out / CHECKPOINT).is_file() else init
    if place is None:
        shape = replace(PRESETS[preset or DEFAULT], **asked)
        say("computing start vectors")
        torch.manual_seed(seed)
        vectors = start_vectors(corpus, width=shape.d, seed=seed)
        return Start(new_network(shape, pieces=corpus.pieces, vectors=vectors, machine=machine))
    _check_own_pieces(place, corpus)
    weights = read_weights(place, which="last" if place == out else "best")
    ff = asked.get("ff", 0)
    grows = place != out and ff > feed_forward_width(weights)
    network = load_network(
        place, widen_feed_forward(weights, ff) if grows else weights,
        pieces=corpus.pieces, machine=machine, dropout=asked.get("dropout"),
        ff=ff if grows else None,
    )  # fmt: skip
    kept = vocabulary_of(place)
    if place != out and kept not in ("", corpus.vocabulary):
        raise UsageError(
            f"--init {place}: it was trained with other pieces than the corpus's; prepare that "
            "with --vocabulary and the joint.model of the corpus that it was trained on."
        )
    _check_shape(place, network, preset, asked)
    return Start(network, stages(place) if place != out else ())


def _check_own_pieces(place: Path, corpus: Corpus) -> None:
    own = (place if place.is_dir() else place.parent) / "source.spm"
    if own.is_file() and own.read_bytes() != (corpus.folder / "joint.model").read_bytes():
        raise UsageError(
            f"--init {place}: its pieces are others than the corpus's; prepare that with "
            f"--vocabulary {own}."
        )


def _check_shape(
    place: Path, network: MarianMTModel, preset: str | None, asked: Mapping[str, Any]
) -> None:
    """Refuse sizes that the weights do not have; dropout, where asked for, may change."""
    config = network.config
    has = Shape(
        d=config.d_model, ff=config.encoder_ffn_dim, enc=config.encoder_layers,
        dec=config.decoder_layers, heads=config.encoder_attention_heads, dropout=config.dropout,
    )  # fmt: skip
    wanted = {**(asdict(PRESETS[preset]) if preset else {}), **asked}
    for name, value in wanted.items():
        if getattr(has, name) != value:
            option = (
                f"--{name} {value}" if name in asked else f"--preset {preset} (--{name} {value})"
            )
            raise UsageError(
                f"{option}: the weights of {place} have {getattr(has, name)}; leave the option "
                "out, or begin without them."
            )
