"""Does `align match` find which document translates which, without looking at names?

    python eval/match_quality.py --data ../shared/data

Documents are runs of lines from the corpora, their files shuffled, a tenth of each side without
partner. Precision is over the pairs proposed, recall over the true ones, means over the seeds;
the calibration error is of all pairs that an assignment of every document makes, however
improbable. The second half of Europarl's lines is for this script; the weights were learnt on the
first (`scripts/train_matching.py`). The bundled lexicon and model were learnt on all of the
corpora in `train/`, not on WMT 2013 and FLORES. (The lines of TICO-19's TMX are no gold: in one
article they are paired wrongly.)
"""

from __future__ import annotations

import argparse
import lzma
import random
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from align.files import read_lines

Pair = tuple[str, str]
Cut = list[tuple[int, list[str]]]
HALF = 320_000  # Europarl's lines before this are for learning
SETS = (
    "europarl",
    "europarl-short",
    "europarl-letters",
    "laws",
    "news",
    "wmt13",
    "wmt13-short",
    "flores",
)


def lines(data: Path, name: str, start: int = 0, count: int | None = None) -> list[Pair]:
    """Return pairs of a training corpus."""
    stop = None if count is None else start + count
    with lzma.open(data / "train" / f"{name}.fr-en.tsv.xz", "rt", encoding="utf-8") as stream:
        rows = (line.rstrip("\n").split("\t") for line in islice(stream, start, stop))
        return [(row[0], row[1]) for row in rows]


def held_out(data: Path, name: str) -> list[Pair]:
    """Return pairs of a corpus that neither lexicon nor model was learnt on."""
    stem = {"wmt13": "wmt13", "flores": "flores-dev"}[name]
    french, english = (read_lines(data / "mt" / f"{stem}.{lang}") for lang in ("fr", "en"))
    return [(f, e) for f, e in zip(french, english, strict=True) if f and e]


def cut(
    pairs: Sequence[Pair], count: int, sizes: tuple[int, int], rng: random.Random,
    *, lone: float = 0.1, dropped: float = 0.0,
) -> tuple[Cut, Cut]:  # fmt: skip
    """Cut runs of lines into documents of both sides, each numbered, in random order.

    Args:
        pairs: the lines.
        count: documents, before some of them lose a side.
        sizes: the least and the most lines of a document.
        rng: what decides.
        lone: share of each side without partner.
        dropped: share of lines that are missing on one side of a pair.
    """
    sides: tuple[Cut, Cut] = ([], [])
    start = 0
    for number in range(count):
        run = pairs[start : (start := start + rng.randint(*sizes))]
        if not run:
            break
        fate = rng.random()
        for side in (0, 1):
            if not side * lone <= fate < (side + 1) * lone:
                text = [pair[side] for pair in run if rng.random() >= dropped]
                sides[side].append((number, text or [run[0][side]]))
    for side in (0, 1):
        rng.shuffle(sides[side])
    return sides


def letters(
    pairs: Sequence[Pair], count: int, rng: random.Random, *, lone: float = 0.1
) -> tuple[Cut, Cut]:
    """Return documents of which several share most of their lines, as form letters do."""
    rest = iter(pairs)
    sides: tuple[Cut, Cut] = ([], [])
    number = 0
    while number < count:
        shared = [next(rest) for _ in range(rng.randint(1, 12))]
        for _ in range(rng.randint(2, 6)):
            own = [next(rest) for _ in range(rng.randint(1, 3))]
            place = rng.randint(0, len(shared))
            run, fate = shared[:place] + own + shared[place:], rng.random()
            for side in (0, 1):
                if not side * lone <= fate < (side + 1) * lone:
                    sides[side].append((number, [pair[side] for pair in run]))
            number += 1
    for found in sides:
        rng.shuffle(found)
    return sides


def documents(data: Path, name: str, seed: int, count: int) -> tuple[Cut, Cut]:
    """Return both sides of a set of documents; a seed has lines of its own where there are enough.

    `count` documents a side have 11/10 as many runs, of which each side lacks a tenth.
    """
    rng = random.Random(seed)
    short = name.endswith("-short")
    sizes = (1, 4) if short else (10, 40)
    base = name.partition("-")[0]
    if base in ("europarl", "laws", "news"):
        first = {"europarl": HALF, "laws": 45_000, "news": 12_000}[base]
        pairs = lines(data, base, first + seed % 20 * 16_000 * (base == "europarl"), 16_000)
    else:
        pairs = held_out(data, base)
    if name.endswith("-letters"):
        return letters(pairs, round(count / 0.9), rng)
    return cut(pairs, round(count / 0.9), sizes, rng)


def write(sides: tuple[Cut, Cut], folder: Path) -> set[tuple[str, str]]:
    """Write the documents; the names say nothing. Returns the true pairs of paths."""
    paths: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for side, (lang, found) in enumerate(zip(("fr", "en"), sides, strict=True)):
        (folder / lang).mkdir(parents=True)
        for place, (number, text) in enumerate(found):
            path = folder / lang / f"{place:05}.txt"
            path.write_text("\n".join(text) + "\n", encoding="utf-8")
            paths[side][number] = str(path)
    return {(paths[0][n], paths[1][n]) for n in paths[0].keys() & paths[1].keys()}


def measure(sides: tuple[Cut, Cut], *, fast: bool) -> dict[str, float]:
    """Match written documents and count."""
    from align.matching.match import match
    from align.metrics.calibration import calibrate
    from align.translators import open_translator

    with tempfile.TemporaryDirectory() as name:
        gold = write(sides, Path(name))

        def opened(one: str, other: str):  # type: ignore[no-untyped-def]
            return open_translator(source_lang=one, target_lang=other, cache=False)

        begin, cpu = time.perf_counter(), time.process_time()
        made = match(
            f"{name}/fr", f"{name}/en", open_translator=None if fast else opened, names=False,
            min_score=0.0,
        )  # fmt: skip
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    found = [m for m in made.matches if m.score is not None]
    right = [(m.source, m.target) in gold for m in found]
    kept = [r for m, r in zip(found, right, strict=True) if m.score >= 0.5]
    error = calibrate([m.score for m in found], right)
    return {
        "precision": sum(kept) / max(1, len(kept)), "recall": sum(kept) / len(gold),
        "calibration error": 0.0 if error is None else error.error.value,
        "pairs": len(gold), "documents": len(sides[0]) + len(sides[1]),
        "translated": made.translated, "seconds": seconds, "cpu": cpu,
    }  # fmt: skip


def main() -> None:
    """Print a row for each set and mode."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--documents", type=int, default=300, help="of a side")
    options = parser.parse_args()
    names = ("precision", "recall", "calibration error", "documents", "translated", "cpu")
    print("| documents | mode | " + " | ".join(names) + " |")
    print("| --- " * (len(names) + 2) + "|")
    for name in options.sets:
        cuts = [documents(options.data, name, seed, options.documents) for seed in options.seeds]
        for fast in (True, False):
            rows = [measure(sides, fast=fast) for sides in cuts]
            means = [sum(row[n] for row in rows) / len(rows) for n in names]
            shown = [f"{m:.4f}" for m in means[:3]] + [f"{m:.0f}" for m in means[3:]]
            mode = "--fast" if fast else "default"
            print(f"| {name} | {mode} | " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    main()
