"""A model's folder as `MarianMTModel` and `MarianTokenizer` load it, in float16."""

from __future__ import annotations

import copy
import json
import os
import shutil
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from transformers import MarianMTModel, MarianTokenizer

from align.errors import ReadError
from training.corpus import END, Corpus, open_pieces

LONGEST_OUTPUT = 256
MANTISSA = 10  # bits that float16 has


def write_model(
    network: MarianMTModel, corpus: Corpus, folder: Path, *, limit: int = 0,
    mantissa: int = MANTISSA,
) -> None:  # fmt: skip
    """Write weights, pieces, vocabulary and configurations into an empty folder.

    The row of `<pad>` is zero and its logit banned, decoding has a limit of length.

    Args:
        network: on any device; stays as it is.
        corpus: whose pieces it was trained with, and whose languages it translates.
        folder: to be made.
        limit: most pieces of a source, longer ones are split; 0 takes what the corpus taught.
        mantissa: bits that the numbers of matrices keep.

    Raises:
        ReadError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_pieces(corpus, folder, limit=limit or taught_length(corpus))
        _write_weights(network, corpus.pad, folder, mantissa=mantissa)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise ReadError(f"{folder}: cannot be written: {reason}.") from None


def _write_pieces(corpus: Corpus, folder: Path, *, limit: int) -> None:
    pieces, pad = open_pieces(corpus.folder / "joint.model"), corpus.pad
    vocabulary = {pieces.id_to_piece(number): number for number in range(pad)} | {"<pad>": pad}
    (folder / "vocab.json").write_text(
        json.dumps(vocabulary, ensure_ascii=False, indent=0), "utf-8"
    )
    for side in ("source", "target"):
        shutil.copyfile(corpus.folder / "joint.model", folder / f"{side}.spm")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Recommended: pip install sacremoses")
        MarianTokenizer(
            str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json"),
            source_lang=corpus.about.source_lang, target_lang=corpus.about.target_lang,
            model_max_length=limit,
        ).save_pretrained(folder)  # fmt: skip


def _write_weights(network: MarianMTModel, pad: int, folder: Path, *, mantissa: int) -> None:
    weights = {
        name: rounded(w.detach().cpu(), mantissa if w.ndim == 2 else MANTISSA)
        for name, w in network.state_dict().items()
        if "embed_positions" not in name
    }
    weights["model.shared.weight"][-1].zero_()
    twin: Any = MarianMTModel(copy.deepcopy(network.config))
    twin.to(torch.float16)
    twin.load_state_dict(weights, strict=False)
    twin.generation_config.update(
        max_length=LONGEST_OUTPUT, num_beams=4, bad_words_ids=[[pad]], decoder_start_token_id=pad,
        pad_token_id=pad, eos_token_id=END, forced_eos_token_id=END,
    )  # fmt: skip
    twin.save_pretrained(folder)


def taught_length(corpus: Corpus) -> int:
    """Return the length in pieces that 19 in 20 sources do not pass, end mark included.

    A model translates what is longer than nearly all it saw worse than the same text in parts.
    """
    return int(np.percentile(np.diff(corpus.source_at), 95)) + 1


def rounded(weights: torch.Tensor, bits: int) -> torch.Tensor:
    """Return weights in float16 whose mantissa keeps so many of its ten bits: the rest deflates.

    With 5 bits the bundled model's matrices take .67 of their bytes in a wheel. The error is .66%
    of the weights' root mean square; that of int8, with a scale a row, is .77%.
    """
    if bits >= MANTISSA:
        return weights.to(torch.float16)
    fraction, exponent = np.frexp(weights.float().numpy())
    whole = np.ldexp(np.round(np.ldexp(fraction, bits + 1)), exponent - bits - 1)
    return torch.from_numpy(whole).to(torch.float16)


def packed_size(folder: Path) -> int:
    """Return how many bytes a folder's files take in a wheel, which deflates each."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sum(len(zlib.compress(file.read_bytes())) for file in files)


def keep_others(folder: Path, made: Path) -> None:
    """Copy into a new folder what the one whose place it takes has beside it, a lexicon say."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.copytree(path, made / path.name, symlinks=True, dirs_exist_ok=True)
        elif not (made / path.name).exists():
            shutil.copy2(path, made / path.name)


def swap_in(made: Path, folder: Path) -> None:
    """Put a folder in another's place: never a mix of both, and `settle` ends what a kill left."""
    for file in made.rglob("*.safetensors"):
        file.chmod(0o644)  # safetensors lets nobody else read what it writes
    there = folder.is_dir()
    if there:
        shutil.copymode(folder, made)
        os.rename(folder, _aside(folder))
    try:
        os.rename(made, folder)
    except OSError:
        if there:
            os.rename(_aside(folder), folder)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Bring back, or do away with, the folder that `swap_in` set aside."""
    aside = _aside(folder)
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
    elif aside.exists():
        os.rename(aside, folder)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before")
