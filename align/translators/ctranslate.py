"""The fast engine: CTranslate2 and SentencePiece, neither torch nor transformers."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from sys import intern
from typing import Any

from align.errors import ModelError, UsageError, one_line
from align.signature import Signature
from align.translators.conversions import load_converted
from align.translators.convert import read_json
from align.translators.decoding import Decoding, Output
from align.translators.devices import BATCH_PIECES, DeviceWarning, cores_here, pick_device
from align.translators.engine import RULES, Engine, Pieces
from align.translators.models import BUNDLED, LocalModel, find_model
from align.translators.targets import target_token
from align.translators.unknown import UNKNOWN, restore_unknown

END = "</s>"


class CTranslate2Translator(Engine):
    """Translates with a Marian model that CTranslate2 runs, converted once on first use.

    Args:
        model: `bundled`, a folder, or a name on the hub.
        revision: of a hub model.
        source_lang: what the texts are in, checked against the model where given.
        target_lang: what they shall become; picks the target token of a multilingual model.
        device: `auto`, `cpu` or `cuda`.
        threads: cores to use, 0 for all.
        decoding: beam and brakes.
        precision: `int8`, `float32`, or what else CTranslate2 has on the device; None is int8
            where it has that.
        limit: longest input in pieces before it is split.
        batch_pieces: pieces in a batch, padding included; None takes what suits the device.
        replicas: callers that may translate at once, over one copy of the weights.

    Raises:
        ModelError: no such model, or one for other languages.
        UsageError: a device that is not there, or a precision that it has not.
    """

    name = "ctranslate2"

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
        precision: str | None = None,
        limit: int = 128,
        batch_pieces: int | None = None,
        replicas: int = 1,
    ) -> None:
        """Find, convert if need be, and load the model."""
        import ctranslate2

        where = pick_device(device, cuda=self.sees_gpu)
        local = find_model(model, revision=revision)
        if device == "auto" and where == "cuda" and not _gpu_computes(local):
            where = "cpu"
        there = ctranslate2.get_supported_compute_types(where)
        if precision is None:  # not all GPUs multiply int8
            precision = "int8" if "int8" in there else "float32"
        if precision not in there:
            known = ", ".join(sorted(there))
            raise UsageError(f"--precision {precision}: ctranslate2 has {known} on {where}.")
        workers = (threads or cores_here()) if where == "cpu" else 1
        super().__init__(
            limit=min(limit, local.pieces - 2),
            batch_pieces=batch_pieces or BATCH_PIECES[where],
            decoding=decoding or Decoding(),
            workers=workers,
        )
        self._prefix = target_token(local, source_lang=source_lang, target_lang=target_lang)
        self._positions = local.positions
        self._folder = local.folder
        self._known: set[str] = set()  # the vocabulary, read when a model writes <unk>
        self._model = _load(local, device=where, precision=precision, workers=workers * replicas)
        self._source = _cutter(local.folder / "source.spm")
        self._target = _cutter(local.folder / "target.spm")
        self._origin = Signature.of(
            model=local.name, content=local.key, engine=f"{self.name} {ctranslate2.__version__}",
            precision=self._model.compute_type, device=where, limit=self.limit, rules=RULES,
            target=" ".join(self._prefix) or "-",
        )  # fmt: skip

    @staticmethod
    def sees_gpu() -> bool:
        """Tell whether there is a GPU, by its driver."""
        import ctranslate2

        return bool(ctranslate2.get_cuda_device_count() > 0)

    def _encode(self, texts: Sequence[str]) -> list[Pieces]:
        return _pieces(self._source, texts)

    def _decode(self, batch: Sequence[Pieces]) -> list[Output]:
        source = [[*self._prefix, *pieces, END] for pieces in batch]
        # The model stops a batch as one; each is cut by its own length, whatever stands beside it.
        limits = [self.decoding.longest(len(row), positions=self._positions) for row in source]
        results = self._model.translate_batch(
            source,
            beam_size=self.decoding.beam,
            no_repeat_ngram_size=self.decoding.no_repeat,
            max_input_length=0,
            max_decoding_length=max(limits),
            return_end_token=True,
        )
        best = [result.hypotheses[0] for result in results]
        outputs = [
            Output(pieces[:-1], True) if pieces[-1:] == [END] else Output(pieces, False)
            for pieces in best
        ]
        return [output.cut(most) for output, most in zip(outputs, limits, strict=True)]

    def _encode_target(self, texts: Sequence[str]) -> list[Pieces]:
        return _pieces(self._target, texts)

    def _forced(self, batch: Sequence[tuple[Pieces, Pieces]]) -> list[list[float]]:
        results = self._model.score_batch(
            [[*self._prefix, *source, END] for source, _ in batch],
            [target for _, target in batch],
            max_input_length=0,
        )
        return [list(result.log_probs) for result in results]

    def _text(self, source: Pieces, pieces: Pieces) -> str:
        if UNKNOWN in pieces:
            if not self._known:
                self._known.update(read_json(self._folder / "vocab.json"))
            pieces = restore_unknown(source, pieces, self._known)
        return str(self._target.decode_pieces(pieces)).strip()


def _gpu_computes(local: LocalModel) -> bool:
    """Tell whether a GPU that is there can be used; warn if not.

    CTranslate2 sees a GPU by its driver, and looks for CUDA's libraries at the first batch: they
    come with CUDA or a torch for GPUs, which a machine with a driver need not have.
    """
    try:
        model = _load(local, device="cuda", precision="float32", workers=1)
        model.translate_batch([[END]], max_decoding_length=1)
    except (RuntimeError, ValueError, ModelError) as error:
        warnings.warn(
            f"--device auto: the GPU cannot be used ({one_line(error)}), so the CPU is.",
            DeviceWarning,
            stacklevel=3,
        )
        return False
    return True


def _load(local: LocalModel, *, device: str, precision: str, workers: int) -> Any:
    # A core a batch: cores that share a batch wait for each other at every layer, several times
    # as long as they compute where the machine has other work too.
    return load_converted(
        local, device=device, compute_type=precision, intra_threads=1, inter_threads=workers
    )


def _cutter(path: Path) -> Any:
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor()
    try:  # the bytes, since some of its builds for Windows open no path with an é in it
        model.LoadFromSerializedProto(path.read_bytes())
    except (RuntimeError, OSError) as error:  # of bytes it tells only where its own code stands
        why = getattr(error, "strerror", "") or "it is damaged, cut short or of another kind"
        raise ModelError(f"{path}: SentencePiece cannot read the model: {why}.") from None
    return model


def _pieces(model: Any, texts: Sequence[str]) -> list[Pieces]:
    """Cut texts into pieces one by one: a list starts threads, which take longer than they save.

    A piece is one string however often it occurs: a large text has millions.
    """
    return [list(map(intern, model.encode(text, out_type=str))) for text in texts]
