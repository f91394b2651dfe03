"""Time and memory of the aligners as texts grow, and against peers, in one run.

    python eval/aligner_scale.py ../shared/data/train/europarl.fr-en.tsv.xz

The text is the first N pairs, with every twentieth French and every thirtieth English line taken
out, so that there are nulls; the English lines, words shuffled, stand for translations. Each
measurement is a process of its own, warmed up on 300 segments; CPU seconds are of the alignment
alone, reading and writing included for `pair`. The peer is NLTK's Gale-Church where `nltk` is
installed, on 1,000 segments, since it takes time with their square.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from align.beadfile import format_bead
from align.registry import load


def texts(path: str, n: int) -> tuple[list[str], list[str], list[str]]:
    """Return source, target and translations."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in islice(lines, n)]
    rng = random.Random(3)
    source = [(f, e) for k, (f, e) in enumerate(pairs) if k % 20 != 7]
    target = [e for k, (_, e) in enumerate(pairs) if k % 30 != 11]
    translations = [" ".join(rng.sample(e.split(), len(e.split()))) for _, e in source]
    return [f for f, _ in source], target, translations


def measure(path: str, n: int, name: str) -> dict[str, float]:
    """Return CPU seconds, peak memory and how many segments there were."""
    x, y, mt = texts(path, n)
    if name == "nltk":
        from nltk.translate import gale_church

        begin = time.process_time()
        gale_church.align_blocks([len(t) for t in x], [len(t) for t in y])
        return report(begin, x)
    given = {"translations": mt} if name == "translation" else {}
    aligner = load("aligner", name)()
    aligner.align(x[:300], y[:300], **{k: v[:300] for k, v in given.items()})
    with tempfile.TemporaryDirectory() as folder:
        for part, lines in (("x", x), ("y", y)):
            Path(folder, part).write_text("\n".join(lines) + "\n", encoding="utf-8")
        begin = time.process_time()
        x, y = (Path(folder, p).read_text(encoding="utf-8").split("\n")[:-1] for p in "xy")
        beads = aligner.align(x, y, **given)
        Path(folder, "out").write_text("".join(f"{format_bead(b)}\n" for b in beads))
        return report(begin, x)


def report(begin: float, x: list[str]) -> dict[str, float]:
    """Return the figures of this process."""
    seconds = time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"segments": len(x), "seconds": seconds, "megabytes": memory}


def main() -> None:
    """Print a row for each aligner and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", help="TSV of pairs, source and target, .xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument(
        "--aligners", nargs="+", default=["nltk", "length", "lexical", "translation"]
    )
    parser.add_argument("--one", nargs=2, metavar=("N", "NAME"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.pairs, int(options.one[0]), options.one[1])))
        return
    print("aligner        segments   CPU s   segments/s   peak MB   time a segment, relative")
    for name in options.aligners:
        first = None
        for n in options.sizes[:1] if name == "nltk" else options.sizes:
            done = subprocess.run(
                [sys.executable, __file__, options.pairs, "--one", str(n), name],
                capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode:
                print(f"{name:14} {n:8}   {done.stderr.strip().splitlines()[-1]}")
                continue
            row = json.loads(done.stdout)
            each = row["seconds"] / row["segments"]
            first = first or each
            print(
                f"{name:14} {row['segments']:8} {row['seconds']:7.2f} {1 / each:12.0f} "
                f"{row['megabytes']:9.0f}   {each / first:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
