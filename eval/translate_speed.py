"""How fast each engine translates, against a plain transformers loop in the same run.

    python eval/translate_speed.py                          all that is claimed, 1,000 sentences
    python eval/translate_speed.py --sentences 50 --opus 8 --repeats 1     to see that it works

Two models: the bundled one, and one of OPUS-MT's size with random weights, which writes as many
pieces as it reads. The baseline is what a first script does: batches of 16 in document order,
beam 4, float32. Prints one table of rates and ratios, one of start-up, and what is claimed beside
what was measured; exits with 1 if a claim does not hold. Compare ratios, not seconds: all rows come
from one run on one machine. `cpu` is processor time, which says more than wall time where others
use the machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from startup import HEAVY, time_commands
from startup import render as render_startup
from translate_plain import BUNDLED, Capped, opus_sized, plain_loop, timed

from align.files import read_lines
from align.translators import DEFAULT_BEAM, open_translator
from align.translators.clauses import split_long
from align.translators.ctranslate import END, CTranslate2Translator
from align.translators.decoding import Decoding
from align.translators.engine import by_length
from align.translators.marian import MarianTranslator

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
BASELINE = "transformers, plain loop, beam 4, float32"
BARE = f"bare CTranslate2 loop, beam {DEFAULT_BEAM}, int8"
SHIPPED = f"align translate (guards, cache), beam {DEFAULT_BEAM}, int8"
ENGINE = f"ctranslate2, beam {DEFAULT_BEAM}, int8, all threads"
System = Callable[[], tuple[list[str], float, float]]  # texts, wall seconds, processor seconds


@dataclass(frozen=True)
class Row:
    """One system's figures, medians where it ran more than once; ratios are to the baseline."""

    model: str
    system: str
    sentences: int
    rate: float  # sentences a second of wall time
    ratio: float
    cpu: float  # seconds of processor time
    cpu_ratio: float
    chrf: float | None
    bleu: float | None


@dataclass(frozen=True)
class Claim:
    """What is claimed, and whether it was so; `least` or `most` is the bound."""

    what: str
    measured: float
    least: float = float("-inf")
    most: float = float("inf")

    @property
    def holds(self) -> bool:
        """Tell whether the figure lies within the bounds."""
        return self.least <= self.measured <= self.most


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--opus", type=int, default=1000, metavar="N",
                        help="sentences for the OPUS-MT-sized model; 0 leaves it out")  # fmt: skip
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--repeats", type=int, default=3, help="of what is compared closely")
    parser.add_argument("--only", default="", help="systems whose name has this, and those claimed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts, references = sentences("fr"), sentences("en")
    shape = {"threads": options.threads, "repeats": options.repeats, "only": options.only}
    count = options.sentences
    rows = measure("bundled", str(BUNDLED), texts[:count], references[:count], **shape)
    if options.opus:
        with tempfile.TemporaryDirectory() as folder:
            model = str(opus_sized(Path(folder)))
            rows += measure("OPUS-MT-sized", model, texts[: options.opus], None, **shape)
    press = sorted((SHARED / "press").glob("*.txt"))
    started = time_commands(press[0] if press else None, repeats=max(3, options.repeats))
    found = claims(rows, {row.command: row.median for row in started})
    if options.json:
        told = {
            "rows": [asdict(row) for row in rows],
            "start": [asdict(row) for row in started],
            "claims": [asdict(claim) | {"holds": claim.holds} for claim in found],
        }
        print(json.dumps(told, indent=1))
    else:
        print(f"{options.threads} threads, medians of {options.repeats}\n")
        print(render(rows), render_startup(started), render_claims(found), sep="\n\n")
    sys.exit(0 if all(claim.holds for claim in found) else 1)


def measure(
    name: str, model: str, texts: Sequence[str], references: Sequence[str] | None, *,
    threads: int, repeats: int, only: str,
) -> list[Row]:  # fmt: skip
    """Time the baseline, then each engine, beam, precision and number of threads, on one model."""
    # random weights never end a sentence, and would all be tried again
    decoding = Decoding if references is not None else Capped
    options: dict[str, Any] = {"model": model}
    systems: dict[str, System] = {
        BASELINE: lambda: plain_loop(texts, model=model, threads=threads, decoding=decoding(4))
    }
    fast = CTranslate2Translator(**options, threads=threads, decoding=decoding(DEFAULT_BEAM))
    close = [BARE, SHIPPED if references is not None else ENGINE]
    systems[BARE] = lambda: bare_loop(fast, texts)
    if references is not None:
        systems[SHIPPED] = lambda: shipped(texts, threads=threads)
    for beam in (1, 3, DEFAULT_BEAM):
        for precision in ("int8", "float32"):
            for cores in sorted({1, threads}, reverse=True):
                told = "all threads" if cores == threads else f"{cores} thread"
                systems[f"ctranslate2, beam {beam}, {precision}, {told}"] = _engine(
                    CTranslate2Translator, texts, threads=cores, precision=precision,
                    decoding=decoding(beam), **options,
                )  # fmt: skip
    for beam in (1, 4):
        systems[f"transformers, beam {beam}, float32, all threads"] = _engine(
            MarianTranslator, texts, threads=threads, decoding=decoding(beam), **options
        )
    runs: dict[str, list[tuple[float, float]]] = {}
    written: dict[str, list[str]] = {}
    for turn in range(repeats):  # what is compared closely takes turns
        for system, work in systems.items():
            if turn and system not in close:
                continue
            if system not in (BASELINE, *close) and only not in system:
                continue
            written[system], wall, cpu = work()
            runs.setdefault(system, []).append((wall, cpu))
            print(f"{len(texts) / wall:8.1f}/s  {name}: {system}", file=sys.stderr, flush=True)
    return _rows(name, runs, written, len(texts), references)


def _rows(
    name: str, runs: dict[str, list[tuple[float, float]]], written: dict[str, list[str]],
    count: int, references: Sequence[str] | None,
) -> list[Row]:  # fmt: skip
    rows: list[Row] = []
    for system, times in runs.items():
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        rate = count / wall
        first = rows[0] if rows else None
        rows.append(
            Row(
                name, system, count, rate, rate / (first.rate if first else rate), cpu,
                (first.cpu if first else cpu) / cpu, *_quality(written[system], references),
            )
        )  # fmt: skip
    return rows


def claims(rows: Sequence[Row], started: dict[str, float]) -> list[Claim]:
    """Set what is claimed beside what was measured."""
    known = {(row.model, row.system): row for row in rows}
    found = []
    for model in dict.fromkeys(row.model for row in rows):
        ours = known.get((model, SHIPPED)) or known[model, ENGINE]
        plain, bare = known[model, BASELINE], known[model, BARE]
        found.append(
            Claim(f"{model}: times the plain loop's sentences/s, as it ships", ours.ratio, 5)
        )
        found.append(
            Claim(f"{model}: share of the bare loop's sentences/s", ours.rate / bare.rate, 0.9)
        )
        if ours.chrf is not None and plain.chrf is not None:
            found.append(
                Claim(f"{model}: chrF above the plain loop's", ours.chrf - plain.chrf, -0.5)
            )
    if "align run" in started:
        share = started["align run"] / started[HEAVY]
        found.append(Claim(f"align run on the press release, times `{HEAVY}`", share, most=1))
    return found


@contextmanager
def _fresh_cache() -> Iterator[None]:
    """Keep translations where there are none yet, and converted models for this run only."""
    before = os.environ.get("MARIALIGN_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARIALIGN_CACHE"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["MARIALIGN_CACHE"]
            else:
                os.environ["MARIALIGN_CACHE"] = before


def _engine(kind: Any, texts: Sequence[str], **options: Any) -> System:
    def run() -> tuple[list[str], float, float]:
        made = kind(**options)
        return timed(lambda: [found.text for found in made.translate(texts)])

    return run


def shipped(texts: Sequence[str], *, threads: int) -> tuple[list[str], float, float]:
    """Translate as the command does: guards and second tries, and a cache that is empty yet."""
    with _fresh_cache():
        whole = open_translator(threads=threads)
        return timed(lambda: [found.text for found in whole.translate(texts)])


def bare_loop(made: CTranslate2Translator, texts: Sequence[str]) -> tuple[list[str], float, float]:
    """Translate with CTranslate2 and nothing else, over the same parts in the same batches."""
    parts = [part for text in texts for part in split_long(text, made.limit, made._count)]

    def work() -> list[str]:
        pieces = [[*known, END] for known in made._source.encode(parts, out_type=str)]
        written = [""] * len(parts)

        def decode(source: list[list[str]]) -> Any:
            return made._model.translate_batch(
                source, beam_size=made.decoding.beam,
                max_decoding_length=made.decoding.longest(
                    max(map(len, source)), positions=made._positions
                ),
            )  # fmt: skip

        batches = by_length([len(known) - 1 for known in pieces], budget=made.batch_pieces)
        with ThreadPoolExecutor(made.workers) as pool:
            tried = pool.map(decode, ([pieces[index] for index in batch] for batch in batches))
            for batch, results in zip(batches, tried, strict=True):
                for index, result in zip(batch, results, strict=True):
                    written[index] = made._target.decode_pieces(result.hypotheses[0])
        return written

    return timed(work)


def render(rows: Sequence[Row]) -> str:
    """Lay the rows out as a Markdown table."""
    lines = [
        "| model | system | sentences/s | times | cpu s | times (cpu) | chrF | BLEU |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        quality = "| |" if row.chrf is None else f"{row.chrf:.1f} | {row.bleu:.1f} |"
        lines.append(
            f"| {row.model}, {row.sentences:,} | {row.system} | {row.rate:.1f} | {row.ratio:.2f} "
            f"| {row.cpu:.1f} | {row.cpu_ratio:.2f} | {quality}"
        )
    return "\n".join(lines)


def render_claims(found: Sequence[Claim]) -> str:
    """Lay the claims out as a Markdown table."""
    lines = ["| claim | bound | measured | holds |", "| --- | --- | --- | --- |"]
    for claim in found:
        bound = f"≥ {claim.least:g}" if claim.least > float("-inf") else f"≤ {claim.most:g}"
        answer = "yes" if claim.holds else "**no**"
        lines.append(f"| {claim.what} | {bound} | {claim.measured:.2f} | {answer} |")
    return "\n".join(lines)


def _quality(
    hypotheses: Sequence[str], references: Sequence[str] | None
) -> tuple[float | None, float | None]:
    if references is None or len(hypotheses) != len(references):  # the bare loop joins no parts
        return None, None
    import sacrebleu

    return (
        sacrebleu.corpus_chrf(hypotheses, [references]).score,
        sacrebleu.corpus_bleu(hypotheses, [references]).score,
    )


def sentences(language: str) -> list[str]:
    """Return FLORES dev's 997 sentences, and the first of WMT 2013 to make them 1,000."""
    found: list[str] = []
    for name in ("flores-dev", "wmt13"):
        path = SHARED / "mt" / f"{name}.{language}"
        if not path.is_file():
            raise SystemExit(f"{path}: the development data is not here.")
        found += read_lines(path)
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with _fresh_cache():
        main()
