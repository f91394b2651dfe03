"""Count the lines of made bilingual documents that are taken for the other language.

    python eval/short_lines.py ../shared/data/train [--share .15]

Every forty pairs of a corpus give a document: twenty French lines, each followed by its English
where that is shorter than 25 characters, else with the probability SHARE. Blocks get their
languages as `align run` gives them, and once more with each line looked at by itself.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from align.aligners.renderings import rendering
from align.languages import Router
from align.records import Block, Kind

LINES, EVERY, SHORT = 20, 40, 25
Line = tuple[str, str]  # a text and its language


def documents(file: Path, share: float) -> Iterator[list[Line]]:
    """Yield documents made of a file's pairs."""
    with lzma.open(file, "rt", encoding="utf-8") as stream:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in stream]
    dice = random.Random(4)
    for start in range(0, len(pairs) - LINES, EVERY):
        lines: list[Line] = []
        for french, english in pairs[start : start + LINES]:
            if french == english:
                continue
            lines.append((french, "fr"))
            if dice.random() < share or len(english) < SHORT:
                lines.append((english, "en"))
        yield lines


def languages(lines: Sequence[Line], *, compared: bool) -> list[str]:
    """Return the language that each line is given."""
    text, blocks = "", []
    for line, _ in lines:
        blocks.append(Block(Kind.PARAGRAPH, "", len(text), len(text) + len(line)))
        text += f"{line}\n\n"
    router = Router(("fr", "en"), renders=rendering if compared else None)
    router.add(text, blocks)
    return [lang for lang, _, _ in router.routed()]


def main() -> None:
    """Print a row for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=0.15)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.tsv.xz"))
    if not files:
        sys.exit(f"short_lines: {options.folder}: files *.tsv.xz were expected there.")
    print(
        "| corpus | lines | English taken for French | French taken for English | by themselves |"
    )
    print("| --- | --- | --- | --- | --- |")
    for file in files:
        wrong = {True: [0, 0], False: [0, 0]}
        count = 0
        for lines in documents(file, options.share):
            count += len(lines)
            for compared, counts in wrong.items():
                for (_, lang), found in zip(
                    lines, languages(lines, compared=compared), strict=True
                ):
                    counts[lang == "fr"] += found != lang
        (english, french), alone = wrong[True], wrong[False]
        name = file.name.split(".")[0]
        print(f"| {name} | {count:,} | {english} | {french} | {alone[0]}, {alone[1]} |", flush=True)


if __name__ == "__main__":
    main()
