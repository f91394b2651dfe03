"""How fast each engine translates, against a plain transformers loop in the same run.

    python eval/translate_speed.py                     the bundled model, 1,000 sentences
    python eval/translate_speed.py --opus 100          an OPUS-MT-sized model, random weights
    python eval/translate_speed.py --start             start-up of `align translate`

The baseline is what a first script does: batches of 16 in document order, beam 4, float32.
Compare ratios, not seconds: both columns of a row come from one run on one machine. `cpu` is
processor time, which says more than wall time where others use the machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.translators import DEFAULT_BEAM, open_translator
from align.translators.ctranslate import END, CTranslate2Translator
from align.translators.decoding import Decoding
from align.translators.engine import Engine, by_length
from align.translators.marian import MarianTranslator

FLORES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "mt" / "flores-dev"
BUNDLED = Path(__file__).resolve().parent.parent / "align" / "models" / "fr-en"
BASELINE = "transformers, plain loop, beam 4, float32"


class Capped(Decoding):
    """Writes as many pieces as it reads: random weights never end a sentence."""

    __slots__ = ()

    def longest(self, pieces: int, *, positions: int) -> int:
        """Return the most pieces to write."""
        return min(positions - 1, pieces)


@dataclass(frozen=True)
class Row:
    """One system's figures."""

    system: str
    rate: float  # sentences a second of wall time
    ratio: float  # times the baseline's
    cpu: float  # seconds of processor time
    cpu_ratio: float
    chrf: float | None
    bleu: float | None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--opus", type=int, metavar="N", help="an OPUS-MT-sized model, N sentences")
    parser.add_argument("--start", action="store_true", help="start-up only")
    parser.add_argument("--only", default="", help="systems whose name has this, and the baseline")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.start:
        print(start_up())
        return
    texts = _lines("fr")[: options.opus or options.sentences]
    references = None if options.opus else _lines("en")[: len(texts)]
    with tempfile.TemporaryDirectory() as folder:
        model = str(_opus_sized(Path(folder))) if options.opus else "bundled"
        os.environ["MARIALIGN_CACHE"] = folder
        rows = measure(
            texts, references, model=model, threads=options.threads, only=options.only,
            decoding=Capped if options.opus else Decoding,
        )  # fmt: skip
    if options.json:
        print(json.dumps([vars(row) for row in rows], indent=1))
    else:
        print(f"{len(texts)} sentences, {options.threads} threads, model {model}")
        print(render(rows))


def measure(
    texts: Sequence[str],
    references: Sequence[str] | None,
    *,
    model: str,
    threads: int,
    only: str,
    decoding: type[Decoding],
) -> list[Row]:
    """Time the baseline, then each engine, beam and precision."""
    systems: dict[str, Callable[[], list[str]]] = {
        BASELINE: lambda: plain_loop(texts, model=model, threads=threads, decoding=decoding(4))
    }

    def engine(kind: type[Engine], beam: int, precision: str, cores: int) -> None:
        name = f"{kind.name}, beam {beam}, {precision}, {cores} threads"
        options = {"model": model, "precision": precision, "threads": cores}

        def run() -> list[str]:
            made = kind(**options, decoding=decoding(beam))  # type: ignore[call-arg]
            return _timed(lambda: [found.text for found in made.translate(texts)])

        systems[name] = run

    def bare() -> list[str]:
        made = CTranslate2Translator(model=model, threads=threads, decoding=decoding(DEFAULT_BEAM))
        return _timed(lambda: bare_loop(made, texts))

    def guarded() -> list[str]:
        whole = open_translator(threads=threads, cache=True)
        return _timed(lambda: [found.text for found in whole.translate(texts)])

    systems[f"bare CTranslate2 loop, beam {DEFAULT_BEAM}, int8"] = bare
    if references is not None:  # random weights would all be tried again
        systems[f"align translate (guards, cache), beam {DEFAULT_BEAM}, int8"] = guarded
    for beam in (1, 2, 3, 4):
        for precision in ("int8", "float32"):
            engine(CTranslate2Translator, beam, precision, threads)
    if threads > 1:
        engine(CTranslate2Translator, DEFAULT_BEAM, "int8", 1)
    for beam in (1, 4):
        engine(MarianTranslator, beam, "float32", threads)
    rows: list[Row] = []
    for name, run in systems.items():
        if name != BASELINE and only not in name:
            continue
        hypotheses = run()
        wall, cpu = _last
        first = rows[0] if rows else None
        rate = len(texts) / wall
        rows.append(
            Row(
                name,
                rate,
                rate / (first.rate if first else rate),
                cpu,
                (first.cpu if first else cpu) / cpu,
                *_quality(hypotheses, references),
            )
        )
        print(f"{rate:8.1f}/s  {name}", file=sys.stderr, flush=True)
    return rows


_last = (0.0, 0.0)


def _timed(work: Callable[[], list[str]]) -> list[str]:
    """Run, and leave wall and processor seconds in `_last`; loading is not counted."""
    global _last
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    _last = (time.perf_counter() - wall, time.process_time() - cpu)
    return result


def plain_loop(texts: Sequence[str], *, model: str, threads: int, decoding: Decoding) -> list[str]:
    """Translate as a first script does."""
    import torch
    from transformers import MarianMTModel, MarianTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    folder = BUNDLED if model == "bundled" else Path(model)
    tokenizer = MarianTokenizer.from_pretrained(folder)
    network = MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()

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

    return _timed(work)


def bare_loop(made: CTranslate2Translator, texts: Sequence[str]) -> list[str]:
    """Translate with CTranslate2 and nothing else, over the same sorted batches."""
    pieces = [[*known, END] for known in made._source.encode(list(texts), out_type=str)]
    written = [""] * len(texts)
    for batch in by_length([len(known) - 1 for known in pieces], budget=made.batch_pieces):
        source = [pieces[index] for index in batch]
        results = made._model.translate_batch(
            source, beam_size=made.decoding.beam,
            max_decoding_length=made.decoding.longest(
                max(map(len, source)), positions=made._positions
            ),
        )  # fmt: skip
        for index, result in zip(batch, results, strict=True):
            written[index] = made._target.decode_pieces(result.hypotheses[0])
    return written


def start_up(repeats: int = 3) -> str:
    """Time `align translate` on a small text against importing torch and transformers."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("\n".join(_lines("fr")[:12]) + "\n", encoding="utf-8")
        environment = os.environ | {"MARIALIGN_CACHE": folder}
        commands = {
            "import torch, transformers": ["-c", "import torch, transformers"],
            "align translate, 12 sentences, not cached": [
                "-c", "from align.cli import main; main()", "translate", "--lines", "--no-cache",
                str(text),
            ],
        }  # fmt: skip
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(repeats + 1):  # the first converts the model and warms the disk
            for name, command in commands.items():
                begin = time.perf_counter()
                subprocess.run(
                    [sys.executable, *command], env=environment, check=True, capture_output=True
                )
                times[name].append(time.perf_counter() - begin)
    return "\n".join(
        f"{name}: {statistics.median(seconds[1:]):.2f} s (first {seconds[0]:.2f} s)"
        for name, seconds in times.items()
    )


def render(rows: Sequence[Row]) -> str:
    """Lay the rows out as a Markdown table."""
    lines = [
        "| system | sentences/s | times baseline | cpu s | times baseline (cpu) | chrF | BLEU |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        quality = "| |" if row.chrf is None else f"{row.chrf:.1f} | {row.bleu:.1f} |"
        lines.append(
            f"| {row.system} | {row.rate:.1f} | {row.ratio:.1f} | {row.cpu:.1f} "
            f"| {row.cpu_ratio:.1f} | {quality}"
        )
    return "\n".join(lines)


def _quality(
    hypotheses: Sequence[str], references: Sequence[str] | None
) -> tuple[float | None, float | None]:
    if references is None:
        return None, None
    import sacrebleu

    return (
        sacrebleu.corpus_chrf(hypotheses, [references]).score,
        sacrebleu.corpus_bleu(hypotheses, [references]).score,
    )


def _lines(language: str) -> list[str]:
    path = FLORES.with_name(f"{FLORES.name}.{language}")
    if not path.is_file():
        raise SystemExit(f"{path}: the development data is not here.")
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _opus_sized(folder: Path) -> Path:
    """Make a model of OPUS-MT's size with random weights and the bundled model's pieces."""
    import shutil

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


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
