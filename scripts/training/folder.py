"""A model's folder as `MarianMTModel` and `MarianTokenizer` load it, in float16."""

from __future__ import annotations

import copy
import json
import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import MarianMTModel, MarianTokenizer

from training.corpus import END, Corpus, open_pieces

LONGEST_OUTPUT = 256


def write_model(network: MarianMTModel, corpus: Corpus, folder: Path, *, limit: int = 0) -> None:
    """Write weights, pieces, vocabulary and configurations into an empty folder.

    The row of `<pad>` is zero and its logit banned, decoding has a limit of length.

    Args:
        network: on any device; stays as it is.
        corpus: whose pieces it was trained with, and whose languages it translates.
        folder: to be made.
        limit: most pieces of a source, longer ones are split; 0 takes what the corpus taught.
    """
    folder.mkdir(parents=True, exist_ok=True)
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
            model_max_length=limit or taught_length(corpus),
        ).save_pretrained(folder)  # fmt: skip
    weights = {
        name: w.detach().cpu().to(torch.float16)
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


def move_into(made: Path, folder: Path) -> None:
    """Move a folder's files into another, each whole; other files there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(made.iterdir()):
        file.chmod(0o644)  # safetensors lets nobody else read what it writes
        os.replace(file, folder / file.name)
