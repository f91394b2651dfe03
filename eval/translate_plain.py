"""What `translate_speed.py` compares with: a first script's loop, and a model of OPUS-MT's size."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from align.translators.decoding import Decoding

BUNDLED = Path(__file__).resolve().parent.parent / "align" / "models" / "fr-en"


class Capped(Decoding):
    """Writes as many pieces as it reads: random weights never end a sentence."""

    __slots__ = ()

    def longest(self, pieces: int, *, positions: int) -> int:
        """Return the most pieces to write."""
        return min(positions - 1, pieces)


def timed(work: Callable[[], list[str]]) -> tuple[list[str], float, float]:
    """Run; return texts, wall and processor seconds. What is loaded before is not counted."""
    wall, cpu = time.perf_counter(), time.process_time()
    written = work()
    return written, time.perf_counter() - wall, time.process_time() - cpu


def plain_loop(
    texts: Sequence[str], *, model: str, threads: int, decoding: Decoding
) -> tuple[list[str], float, float]:
    """Translate as a first script does."""
    import torch
    from transformers import MarianMTModel, MarianTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    tokenizer = MarianTokenizer.from_pretrained(model)
    network = MarianMTModel.from_pretrained(model, dtype=torch.float32).eval()

    def work() -> list[str]:
        written: list[str] = []
        for start in range(0, len(texts), 16):
            batch = tokenizer(list(texts[start : start + 16]), return_tensors="pt", padding=True)
            with torch.no_grad():
                ids = network.generate(
                    **batch, num_beams=decoding.beam, max_length=None,
                    max_new_tokens=decoding.longest(batch["input_ids"].shape[1], positions=512),
                )  # fmt: skip
            written += tokenizer.batch_decode(ids, skip_special_tokens=True)
        return written

    return timed(work)


def opus_sized(folder: Path) -> Path:
    """Make a model of OPUS-MT's size with random weights and the bundled model's pieces."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    vocabulary = json.loads((BUNDLED / "vocab.json").read_text(encoding="utf-8"))
    pad = 59513
    vocabulary.pop("<pad>")
    vocabulary |= {f"<{number}>": number for number in range(len(vocabulary), pad)}
    vocabulary["<pad>"] = pad
    torch.manual_seed(1)
    config = MarianConfig(
        vocab_size=pad + 1, d_model=512, encoder_layers=6, decoder_layers=6,
        encoder_attention_heads=8, decoder_attention_heads=8, encoder_ffn_dim=2048,
        decoder_ffn_dim=2048, activation_function="swish", scale_embedding=True,
        pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0, forced_eos_token_id=0,
        max_position_embeddings=512,
    )  # fmt: skip
    network = MarianMTModel(config)
    network.generation_config.bad_words_ids = [[pad]]
    target = folder / "opus-sized"
    network.save_pretrained(target)
    (target / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    for name in ("source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copy(BUNDLED / name, target / name)
    settings = json.loads((target / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings.pop("added_tokens_decoder", None)
    (target / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return target
