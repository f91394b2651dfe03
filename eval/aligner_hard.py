"""The aligner where texts do not match: what is invented, and what is still found.

    python eval/aligner_hard.py ../shared/data/mt/flores-dev

Cases are made of the lines of PREFIX.fr and PREFIX.en: lines replaced by others, left out on one
side or on both, blocks and chapters in another order, an abridged translation, tables of numbers.
For each: links that are right, of how many; links that are wrong, and how many of those the aligner
takes for likelier right than not, and for sure.
"""

from __future__ import annotations

import argparse
import random
import warnings
from collections.abc import Callable, Sequence

from align.aligners.lexical import LexicalAligner
from align.aligners.translation import TranslationAligner
from align.files import read_lines
from align.records import Bead
from align.translators import open_translator

Order = Sequence[int]


def cases(size: int) -> dict[str, tuple[Order, Order]]:
    """Return the lines of the source and of the target; links join what both have."""
    every, text = list(range(size)), list(range(200))
    rng = random.Random(7)
    out: dict[str, tuple[Order, Order]] = {
        "60 lines missing": (text, [*text[:70], *text[130:]]),
        "50 missing on either side, same place": (
            [*every[:100], *every[150:300]], [*every[:150], *every[200:300]],
        ),
        "nothing in common": (every[:100], every[500:600]),
        "blocks of 20 exchanged": (text, exchanged(text, 20, 100, 20)),
        "blocks of 3 exchanged": (text[:60], exchanged(text[:60], 3, 15, 3)),
        "four chapters in reverse order": (
            every[:100], [k for first in (75, 50, 25, 0) for k in range(first, first + 25)],
        ),
    }  # fmt: skip
    blocks = [list(range(first, first + 40)) for first in range(0, 400, 40)]
    rng.shuffle(blocks)
    out["ten blocks shuffled"] = every[:400], [k for block in blocks for k in block]
    for share in (0.5, 0.3, 0.15):
        out[f"abridged to {share:.0%}"] = text, [k for k in text if rng.random() < share]
    for run in (1, 3, 8):
        replaced = {k + d for k in range(10, 190, 8 if run == 1 else 40) for d in range(run)}
        out[f"runs of {run} replaced"] = text, [k + 500 if k in replaced else k for k in text]
    notes = list(range(200, 212))
    inserted = [k for j in range(12) for k in (*range(8 * j, 8 * j + 8), notes[j])]
    out["notes in the text, or at its end"] = inserted, [*range(96), *notes]
    return out


def exchanged(lines: Order, one: int, gap: int, other: int) -> Order:
    """Exchange two blocks after the first 20 lines, with a gap between them."""
    a, b, c, d = 20, 20 + one, 20 + one + gap, 20 + one + gap + other
    return [*lines[:a], *lines[c:d], *lines[b:c], *lines[a:b], *lines[d:]]


def shown(beads: Sequence[Bead], true: set[tuple[int, int]]) -> str:
    """Return how many links are right, of how many, and how many are wrong, likely, sure."""
    links = [bead for bead in beads if not bead.null]
    right = {
        (b.sources[0], b.targets[0]) for b in links if len(b.sources) == len(b.targets) == 1
    } & true
    wrong = [
        bead.score or 0.0
        for bead in links
        if bead.type != "1:1" or (bead.sources[0], bead.targets[0]) not in true
    ]
    likely, sure = (sum(score >= least for score in wrong) for least in (0.5, 0.9))
    return f"{len(right)} of {len(true)} | {len(wrong)} ({likely}, {sure})"


def main() -> None:
    """Print a row a case."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("prefix", help="of PREFIX.fr and PREFIX.en")
    prefix = parser.parse_args().prefix
    fr, en = (read_lines(f"{prefix}.{lang}") for lang in ("fr", "en"))
    translator = open_translator()

    def translated(x: Sequence[str], y: Sequence[str]) -> Sequence[Bead]:
        given = [made.text for made in translator.translate(x)]
        return TranslationAligner().align(x, y, translations=given, scorer=translator.score)

    aligners: list[Callable[[Sequence[str], Sequence[str]], Sequence[Bead]]] = [
        translated, LexicalAligner().align,
    ]  # fmt: skip
    print("| case | right | wrong (p >= .5, p >= .9) | lexical: right | wrong |")
    print("| --- | --- | --- | --- | --- |")
    rows = [
        (name, [fr[i] for i in one], [en[j] for j in other], linked(one, other))
        for name, (one, other) in cases(len(fr)).items()
    ]
    rng = random.Random(1)
    for largest in (30, 99):
        numbers = [str(rng.randint(1, largest)) for _ in range(100)]
        same = {(k, k) for k in range(100)}
        rows.append((f"100 numbers up to {largest}", numbers, numbers, same))
    for name, x, y, true in rows:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [shown(align(x, y), true) for align in aligners]
        print(f"| {name} | {' | '.join(found)} |", flush=True)


def linked(one: Order, other: Order) -> set[tuple[int, int]]:
    """Return which places of two lists hold the same line."""
    place = {line: j for j, line in enumerate(other)}
    return {(i, place[line]) for i, line in enumerate(one) if line in place}


if __name__ == "__main__":
    main()
