"""Time, memory and F1 of the aligners as texts grow, and of a peer on the same text, in one run.

    python eval/aligner_scale.py ../shared/data/train/europarl.fr-en.tsv.xz

The text is made of the first N pairs: of every hundred, some five are merged with the next one on
the French side, five on the English one, four French lines and three English lines are missing,
at random from a fixed seed, so that gold has 1:2, 2:1 and null beads. Where translations are given
they are the English lines with a quarter of the words gone and the rest in another order. Pairs
of a debate stand in order already, so the F1 is that of an easy text; it is for comparing.

Each measurement is a process of its own on one thread, warmed up on 300 segments; CPU seconds
(user and system) are of reading, aligning and writing. `pair` is the command `align pair
--aligner lexical`, with the start of the interpreter and all imports.

Peers: NLTK's Gale-Church (`nltk`). It takes time and memory with the square of the text, and
refuses more than some thousand lines, so on more than 250 pairs it is helped: the text is handed
to it in blocks of 250 pairs with their true borders. Bleualign is not on PyPI (tried in November
2026 with pip, `bleualign`), so it is not compared.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import memory

from align.beadfile import format_bead
from align.files import read_lines
from align.metrics.counts import LinkDocument
from align.metrics.links import score_links
from align.records import Bead
from align.registry import load

BLOCK = 250  # pairs
ONE_THREAD = {f"{who}_NUM_THREADS": "1" for who in ("OMP", "OPENBLAS", "MKL", "NUMBA")}


@dataclass
class Made:
    """A text with gold beads, and where each block of pairs begins on both sides."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    gold: list[Bead] = field(default_factory=list)
    borders: list[tuple[int, int]] = field(default_factory=list)

    def add(self, french: list[str], english: list[str], rough: list[str]) -> None:
        """Add a bead."""
        at = len(self.source), len(self.target)
        self.source += french
        self.target += english
        self.translations += rough
        ends = len(self.source), len(self.target)
        self.gold.append(Bead(*(tuple(range(a, b)) for a, b in zip(at, ends, strict=True))))


def text(path: str, n: int) -> Made:
    """Return a text made of the first `n` pairs."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in islice(lines, n)]
    rng = random.Random(3)

    def rough(english: str) -> str:
        words = english.split()
        return " ".join(rng.sample(words, len(words) - len(words) // 4))

    made = Made()
    k = 0
    while k < len(pairs):
        if k // BLOCK >= len(made.borders):
            made.borders.append((len(made.source), len(made.target)))
        (f, e), chance = pairs[k], rng.random()
        k += 1
        if chance < 0.10 and k < len(pairs):  # two pairs, merged on one side
            g, d = pairs[k]
            k += 1
            if chance < 0.05:
                made.add([f"{f} {g}"], [e, d], [rough(f"{e} {d}")])
            else:
                made.add([f, g], [f"{e} {d}"], [rough(e), rough(d)])
        elif 0.10 <= chance < 0.14:
            made.add([], [e], [])
        elif 0.14 <= chance < 0.17:
            made.add([f], [], [rough(e)])
        else:
            made.add([f], [e], [rough(e)])
    made.borders.append((len(made.source), len(made.target)))
    return made


def measure(path: str, n: int, name: str) -> dict[str, float]:
    """Return CPU seconds, peak memory, F1 and how many segments there were."""
    made = text(path, n)
    if name == "nltk":
        return nltk(made)
    with tempfile.TemporaryDirectory() as folder:
        files = {part: Path(folder, part) for part in ("x", "y", "mt", "out")}
        for part, lines in (("x", made.source), ("y", made.target), ("mt", made.translations)):
            files[part].write_text("\n".join(lines) + "\n", encoding="utf-8")
        if name == "pair":
            return command(made, files)
        aligner = load("aligner", name)()
        given = name == "translation"
        warm = {"translations": made.translations[:300]} if given else {}
        aligner.align(made.source[:300], made.target[:300], **warm)
        begin = time.process_time()
        x, y, mt = (read_lines(files[p]) for p in ("x", "y", "mt"))
        beads = aligner.align(x, y, **({"translations": mt} if given else {}))
        files["out"].write_text("".join(f"{format_bead(b)}\n" for b in beads))
        return report(time.process_time() - begin, made, beads)


def command(made: Made, files: dict[str, Path]) -> dict[str, float]:
    """Measure the command as people run it."""
    from align.beadfile import parse_beads

    sides = str(files["x"]), str(files["y"])
    run = ("pair", *sides, "--aligner", "lexical", "-o", str(files["out"]))
    memory.align(*run)  # to warm up numba's cache
    seconds, megabytes = memory.align(*run)
    beads = parse_beads(files["out"].read_text(), name="out")
    return report(seconds, made, beads) | {"megabytes": megabytes}


def nltk(made: Made) -> dict[str, float]:
    """Align by NLTK's Gale-Church, block by block."""
    from nltk.translate import gale_church

    beads = []
    begin = time.process_time()
    for (i, j), (h, k) in zip(made.borders, made.borders[1:], strict=False):
        lengths = [len(t) for t in made.source[i:h]], [len(t) for t in made.target[j:k]]
        groups: list[tuple[set[int], set[int]]] = []
        for a, b in sorted(gale_church.align_blocks(*lengths)):
            if groups and (a in groups[-1][0] or b in groups[-1][1]):
                groups[-1][0].add(a)
                groups[-1][1].add(b)
            else:
                groups.append(({a}, {b}))
        for side, other in groups:
            beads.append(
                Bead(tuple(a + i for a in sorted(side)), tuple(b + j for b in sorted(other)))
            )
    seconds = time.process_time() - begin
    linked = {i for b in beads for i in b.sources}, {j for b in beads for j in b.targets}
    beads += [Bead((i,), ()) for i in range(len(made.source)) if i not in linked[0]]
    beads += [Bead((), (j,)) for j in range(len(made.target)) if j not in linked[1]]
    return report(seconds, made, beads)


def report(seconds: float, made: Made, beads: list[Bead] | tuple[Bead, ...]) -> dict[str, float]:
    """Return the figures of this process."""
    megabytes = memory.peak_megabytes()  # scoring is not counted
    document = LinkDocument("made", system=tuple(beads), gold=tuple(made.gold))
    scores = {s.name: s.value for s in score_links([document]).micro}
    return {
        "segments": len(made.source), "targets": len(made.target), "seconds": seconds,
        "megabytes": megabytes, "strict": scores["strict_f1"], "null": scores["null_f1"],
    }  # fmt: skip


def main() -> None:
    """Print a row for each aligner and size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pairs", help="TSV of pairs, source and target, .xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument(
        "--aligners", nargs="+", default=["nltk", "length", "lexical", "translation", "pair"]
    )
    parser.add_argument("--one", nargs=2, metavar=("N", "NAME"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.pairs, int(options.one[0]), options.one[1])))
        return
    print(
        "aligner       source x target   CPU s  segments/s  peak MB  strict F1  null F1  "
        "time a segment, relative"
    )
    for name in options.aligners:
        first = None
        for n in options.sizes:
            if name == "nltk" and n > 10_000:
                continue
            done = subprocess.run(
                [sys.executable, __file__, options.pairs, "--one", str(n), name],
                capture_output=True, text=True, env=os.environ | ONE_THREAD,
            )  # fmt: skip
            if done.returncode:
                print(f"{name:12} {n:7}  {done.stderr.strip().splitlines()[-1]}")
                continue
            row = json.loads(done.stdout)
            each = row["seconds"] / row["segments"]
            first = first or each
            print(
                f"{name:12} {row['segments']:7} x {row['targets']:6} {row['seconds']:7.2f} "
                f"{1 / each:11.0f} {row['megabytes']:8.0f} {row['strict']:10.3f} "
                f"{row['null']:8.3f}  {each / first:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
