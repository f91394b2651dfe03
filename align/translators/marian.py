"""The reference engine: MarianMTModel and MarianTokenizer, through transformers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from align.errors import ModelError, UsageError
from align.signature import Signature
from align.translators.decoding import Decoding, Output
from align.translators.devices import fitting, pick_device
from align.translators.engine import RULES, Engine, Pieces
from align.translators.models import BUNDLED, find_model
from align.translators.targets import target_token
from align.translators.unknown import UNKNOWN, restore_unknown
from align.translators.weights import not_finite


class MarianTranslator(Engine):
    """Translates with a Marian model that transformers and torch run.

    Args:
        model: `bundled`, a folder, or a name on the hub.
        revision: of a hub model.
        source_lang: what the texts are in, checked against the model where given.
        target_lang: what they shall become; picks the target token of a multilingual model.
        device: `auto`, `cpu` or `cuda`.
        threads: cores to use, 0 for torch's own choice.
        decoding: beam and brakes.
        precision: `float32`, `bfloat16` or `float16`.
        limit: longest input in pieces before it is split.
        batch_pieces: pieces in a batch, padding included; None takes what suits the device.

    Raises:
        ModelError: no such model, or one for other languages.
        UsageError: a device that is not there.
    """

    name = "transformers"

    def __init__(
        self,
        *,
        model: str = BUNDLED,
        revision: str | None = None,
        source_lang: str | None = None,
        target_lang: str | None = None,
        device: str = "auto",
        threads: int = 0,
        decoding: Decoding | None = None,
        precision: str = "float32",
        limit: int = 128,
        batch_pieces: int | None = None,
    ) -> None:
        """Find and load the model."""
        import torch

        self._device = pick_device(device, cuda=self.sees_gpu)
        local = find_model(model, revision=revision)
        super().__init__(
            limit=min(limit, local.pieces - 2),
            batch_pieces=batch_pieces
            or fitting(self._device, free=lambda: int(torch.cuda.mem_get_info()[0])),
            decoding=decoding or Decoding(),
        )
        if precision not in ("float32", "bfloat16", "float16"):
            raise UsageError(
                f"--precision {precision}: the transformers engine has float32, bfloat16, float16."
            )
        self._prefix = target_token(local, source_lang=source_lang, target_lang=target_lang)
        self._positions = local.positions
        self._threads = threads
        with _quiet():
            transformers: Any = import_module("transformers")  # its annotations mislead

            try:
                self._tokenizer = transformers.MarianTokenizer.from_pretrained(local.folder)
                self._model, loaded = transformers.MarianMTModel.from_pretrained(
                    local.folder, dtype=getattr(torch, precision), output_loading_info=True
                )
                self._model.to(self._device).eval()
            except Exception as error:  # it raises many kinds for a damaged folder
                raise ModelError(
                    f"{local.folder}: transformers cannot load the model: "
                    f"{' '.join(str(error).split())[:300]}"
                ) from None
        self._check_whole(local.folder, loaded)
        self._origin = Signature.of(
            model=local.name, content=local.key, engine=f"{self.name} {transformers.__version__}",
            precision=precision, device=self._device, limit=self.limit, rules=RULES,
            target=" ".join(self._prefix) or "-",
        )  # fmt: skip

    def _check_whole(self, folder: Path, loaded: dict[str, Any]) -> None:
        """Refuse a model of which transformers made a part up, or left a part out."""
        for name in sorted(loaded["missing_keys"]):
            raise ModelError(f"{folder}: the model lacks {name}, which Marian has.")
        for name in sorted(loaded["unexpected_keys"]):
            if ".layers." in name:
                raise ModelError(f"{folder}: the model has {name}, more layers than it tells of.")
        for name, value in self._model.state_dict().items():
            bias = name == "final_logits_bias"
            if not (value.isfinite() | (value.isneginf() if bias else False)).all():
                raise ModelError(not_finite(folder, name))
        rows = self._model.get_input_embeddings().num_embeddings
        if rows < len(self._tokenizer.encoder):
            raise ModelError(
                f"{folder}: a row for each of {len(self._tokenizer.encoder)} tokens was expected, "
                f"there are {rows}."
            )

    @staticmethod
    def sees_gpu() -> bool:
        """Tell whether torch can compute on a GPU."""
        import torch

        return bool(torch.cuda.is_available())

    def _encode(self, texts: Sequence[str]) -> list[Pieces]:
        # not by `tokenize`, which reads `</s>` and `>>fra<<` in a text as the model's own tokens
        return [list(self._tokenizer.spm_source.encode(text, out_type=str)) for text in texts]

    def _decode(self, batch: Sequence[Pieces]) -> list[Output]:
        import torch

        tokenizer, config = self._tokenizer, self._model.config
        ids = [
            [*tokenizer.convert_tokens_to_ids([*self._prefix, *pieces]), config.eos_token_id]
            for pieces in batch
        ]
        # The model stops a batch as one; each is cut by its own length, whatever stands beside it.
        limits = [self.decoding.longest(len(row), positions=self._positions) for row in ids]
        source = self._padded(ids)
        mask = source != config.pad_token_id
        with torch.inference_mode(), _threads(self._threads), _quiet():
            written = self._model.generate(
                input_ids=source.to(self._device),
                attention_mask=mask.to(self._device),
                num_beams=self.decoding.beam,
                do_sample=False,
                no_repeat_ngram_size=self.decoding.no_repeat,
                max_length=None,
                max_new_tokens=max(limits),
                forced_eos_token_id=None,  # else a text that was cut would look finished
                bad_words_ids=[[config.pad_token_id]],
            )
        outputs = []
        rows = written[:, 1:].tolist()  # the first starts the decoder
        for row, most in zip(rows, limits, strict=True):
            finished = config.eos_token_id in row
            end = row.index(config.eos_token_id) if finished else len(row)
            kept = [token for token in row[:end] if token != config.pad_token_id]
            outputs.append(Output(tokenizer.convert_ids_to_tokens(kept), finished).cut(most))
        return outputs

    def _encode_target(self, texts: Sequence[str]) -> list[Pieces]:
        return [list(self._tokenizer.spm_target.encode(text, out_type=str)) for text in texts]

    def _forced(self, batch: Sequence[tuple[Pieces, Pieces]]) -> list[list[float]]:
        import torch

        tokenizer, config = self._tokenizer, self._model.config
        sources = [
            [*tokenizer.convert_tokens_to_ids([*self._prefix, *pieces]), config.eos_token_id]
            for pieces, _ in batch
        ]
        # what `convert_tokens_to_ids` knows is the source's vocabulary, where there are two
        known = tokenizer.target_encoder if tokenizer.separate_vocabs else tokenizer.encoder
        targets = [
            [*(known.get(piece, known[UNKNOWN]) for piece in pieces), config.eos_token_id]
            for _, pieces in batch
        ]
        source, target = (self._padded(side) for side in (sources, targets))
        begin = torch.full((len(batch), 1), config.decoder_start_token_id)
        with torch.inference_mode(), _threads(self._threads), _quiet():
            logits = self._model(
                input_ids=source.to(self._device),
                attention_mask=(source != config.pad_token_id).to(self._device),
                decoder_input_ids=torch.cat([begin, target[:, :-1]], 1).to(self._device),
            ).logits.float()
            logits[..., config.pad_token_id] = -torch.inf  # nothing may write it
            logs = logits.log_softmax(-1).gather(2, target[..., None].to(self._device))[..., 0]
        return [row[: len(ids)] for row, ids in zip(logs.tolist(), targets, strict=True)]

    def _padded(self, rows: Sequence[Sequence[int]]) -> Any:
        import torch

        padded = torch.full((len(rows), max(map(len, rows))), self._model.config.pad_token_id)
        for row, ids in enumerate(rows):
            padded[row, : len(ids)] = torch.tensor(ids)
        return padded

    def _text(self, source: Pieces, pieces: Pieces) -> str:
        known = restore_unknown(source, pieces, self._tokenizer.encoder)
        return str(self._tokenizer.convert_tokens_to_string(known))


@contextmanager
def _threads(wanted: int) -> Iterator[None]:
    """Give torch that many threads for a while; 0 leaves it as it is."""
    import torch

    before = torch.get_num_threads()
    if wanted:
        torch.set_num_threads(wanted)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers' warnings and progress bars off the terminal for a while."""
    logging: Any = import_module("transformers.utils.logging")

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
