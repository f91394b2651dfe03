"""Boundary F1 of the segmenter on the treebanks' documents, beside other libraries.

Run from the checkout: `python eval/segment_quality.py [FOLDER]`. FOLDER holds `*.json`, each a
list of documents, each a list of gold sentences (default: ../shared/data/segment). Sentences
are joined by one space; a boundary is the offset of a sentence's last character that is not
white space; each document's last one is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

Splitter = Callable[[str, str], list[str]]


def ends_of(sentences: list[str], text: str) -> set[int]:
    """Return the offsets of each sentence's last character, the text's last one excluded."""
    ends, position = set(), 0
    for sentence in sentences:
        core = sentence.strip()
        if not core:
            continue
        found = text.find(core, position)
        if found < 0:
            continue
        position = found + len(core)
        ends.add(position - 1)
    ends.discard(len(text.rstrip()) - 1)
    return ends


def f1(documents: list[list[str]], lang: str, split: Splitter) -> tuple[float, float, float]:
    """Return boundary precision, recall and F1 over documents."""
    right = found = gold = 0
    for sentences in documents:
        text = " ".join(sentences)
        truth = ends_of(sentences, text)
        mine = ends_of(split(text, lang), text)
        right, found, gold = right + len(truth & mine), found + len(mine), gold + len(truth)
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return precision, recall, 2 * right / max(found + gold, 1)


def ours(text: str, lang: str) -> list[str]:
    """Split with the project's own rules."""
    from align.segmenters.rules import split

    return [text[start:end] for start, end in split(text, lang)]


def by_sentencex(text: str, lang: str) -> list[str]:
    """Split with sentencex."""
    from sentencex import segment

    return list(segment(lang, text))


def by_syntok(text: str, lang: str) -> list[str]:
    """Split with syntok."""
    from syntok.segmenter import process

    return [
        text[sentence[0].offset : sentence[-1].offset + len(sentence[-1].value)]
        for paragraph in process(text)
        for sentence in paragraph
    ]


def by_pysbd(text: str, lang: str) -> list[str]:
    """Split with pysbd."""
    from pysbd import Segmenter

    return [str(sentence) for sentence in Segmenter(language=lang, clean=False).segment(text)]


def main() -> None:
    """Print one line a treebank and library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/data/segment")
    parser.add_argument("--peers", action="store_true", help="measure the libraries too")
    options = parser.parse_args()
    files = sorted(Path(options.folder).glob("*.json"))
    if not files:
        sys.exit(f"{options.folder}: no .json files.")
    splitters = [("marialign", ours)]
    if options.peers:
        splitters += [("sentencex", by_sentencex), ("syntok", by_syntok), ("pysbd", by_pysbd)]
    for path in files:
        documents = json.loads(path.read_text())
        for name, split in splitters:
            scores = f1(documents, path.name[:2], split)
            print(f"{path.stem:20} {name:10} P {scores[0]:.3f} R {scores[1]:.3f} F {scores[2]:.4f}")


if __name__ == "__main__":
    main()
