"""Learn where sentences end without a stop: the tables that `align/segmenters/stopless.py` reads.

Run from the checkout: `python scripts/train_boundaries.py TREEBANKS CORPORA OUT`. TREEBANKS
holds `fr_*.json` and `en_*.json`, lists of documents, each a list of gold sentences; CORPORA
holds `*.fr-en.tsv.xz`, French TAB English, one line a segment, headings without a stop among
them. OUT gets `fr.boundaries` and `en.boundaries`. A logistic regression by Adagrad with an
L1 pull; short words that are whole have a row that weighs nothing. `--folds 5` reports boundary
F1 by cross-validation over the treebanks' documents first.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np

from align.segmenters.abbreviations import SHORT
from align.segmenters.rules import LANGUAGES, boundaries, stop_ends
from align.segmenters.stopless import PLACE, REACH, StoplessEnds, features

Example = tuple[list[str], int, float]
SHARES = {"news": 24_000, "europarl": 24_000, "laws": 6_000, "tatoeba": 8_000, "captions": 2_000}
SYNTHETIC = 12  # sentences a document
TREEBANK_WEIGHT = 2.0
LINES = 150_000  # of each corpus, in which words are counted
SEEN = 10  # times that a word is seen which no typing error made
_WORD = re.compile(r"(?<![\w.’'-])([a-zà-öø-ÿœ]{2,5})(?![\w'’-])(\.\s+[a-zà-ÿ0-9])?")


def joined(sentences: list[str]) -> tuple[str, set[int]]:
    """Return sentences as one text, and where each ends in it."""
    text = " ".join(sentences)
    ends, position = set(), 0
    for sentence in sentences:
        position = text.index(sentence, position) + len(sentence)
        ends.add(position)
    return text, ends


def examples(sentences: list[str], lang: str, weight: float) -> list[Example]:
    """Describe every place of a document at which a sentence could end without a stop."""
    text, gold = joined(sentences)
    found = []
    begin = 0
    stops = set(stop_ends(text, LANGUAGES[lang]))
    marks = sorted(stops | gold)
    k = 0
    for match in PLACE.finditer(text):
        place = match.start()
        if place in stops:
            continue
        while k < len(marks) and marks[k] < place:
            begin = marks[k]
            k += 1
        before = text[max(begin, place - REACH) : place]
        described = features(before, text[place : place + REACH], place - begin)
        found.append((described, int(place in gold), weight))
    return found


def damaged(line: str, rng: random.Random) -> str:
    """Now and then take a line's full stop, or its first capital, away."""
    if line[-1] == "." and rng.random() < 0.03:
        return line[:-1]
    return line[0].lower() + line[1:] if rng.random() < 0.01 else line


def synthetic(folder: Path, side: int, lang: str, rng: random.Random) -> list[Example]:
    """Make documents of the corpora's lines, headings among them."""
    found: list[Example] = []
    for name, count in SHARES.items():
        with lzma.open(folder / f"{name}.fr-en.tsv.xz", "rt", encoding="utf-8") as stream:
            lines = [line.split("\t")[side] for line in stream.read().split("\n") if "\t" in line]
        begin = rng.randrange(max(1, len(lines) - count))
        lines = [" ".join(line.split()) for line in lines[begin : begin + count]]
        lines = [line for line in lines if line]
        rng.shuffle(lines)
        for i in range(0, len(lines), SYNTHETIC):
            found += examples([damaged(x, rng) for x in lines[i : i + SYNTHETIC]], lang, 1.0)
    return found


def whole_words(folder: Path, side: int, lang: str) -> dict[str, float]:
    """Return a row without weight for each short word that full stops seldom follow."""
    seen, stopped = Counter[str](), Counter[str]()
    for name in SHARES:
        with lzma.open(folder / f"{name}.fr-en.tsv.xz", "rt", encoding="utf-8") as stream:
            for line in islice(stream, LINES):
                for match in _WORD.finditer(line.rstrip("\n").split("\t")[side]):
                    seen[match[1]] += 1
                    stopped[match[1]] += match[2] is not None
    language = LANGUAGES[lang]
    listed = language.starters | language.abbreviations
    return {
        f"p={word}": 0.0
        for word, count in seen.items()
        if count >= SEEN and stopped[word] * 20 < count and SHORT.fullmatch(word)
        if word not in listed
    }


def train(data: list[Example], epochs: int = 6, least: int = 3) -> dict[str, float]:
    """Return the weights of the features seen often enough."""
    counts = Counter(name for names, _, weight in data if weight == 1.0 for name in set(names))
    common = {name for name, count in counts.items() if count >= 2}
    counts = Counter(name for names, _, _ in data for name in names)
    for name in list(counts):  # a word that only a treebank has is a name, most often
        if (
            name[:2] in ("n=", "p=", "s=")
            and name.replace("/", "|").partition("|")[0] not in common
        ):
            del counts[name]
    index = {name: i for i, (name, c) in enumerate(counts.items()) if c >= least}
    index = {name: i for i, name in enumerate(index)}
    rows = [np.array([index[n] for n in names if n in index]) for names, _, _ in data]
    truth = np.array([label for _, label, _ in data], dtype=float)
    weight = np.array([w for _, _, w in data])
    w = np.zeros(len(index))
    squares = np.full(len(index), 1e-1)
    order = np.arange(len(rows))
    generator = np.random.default_rng(3)
    for _ in range(epochs):
        generator.shuffle(order)
        for begin in range(0, len(order), 256):
            batch = order[begin : begin + 256]
            flat = np.concatenate([rows[i] for i in batch])
            which = np.repeat(np.arange(len(batch)), [len(rows[i]) for i in batch])
            score = np.bincount(which, weights=w[flat], minlength=len(batch))
            guess = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
            error = (guess - truth[batch]) * weight[batch]
            gradient = np.bincount(flat, weights=error[which], minlength=len(w))
            squares += gradient**2
            rate = 0.2 / np.sqrt(squares)
            w -= rate * gradient
            pull = 0.02 * rate * (gradient != 0)
            w = np.sign(w) * np.maximum(np.abs(w) - pull, 0)
    return {name: float(w[i]) for name, i in index.items() if abs(w[i]) >= 0.1}


def f1(documents: list[list[str]], lang: str, stopless: StoplessEnds, bar: float) -> np.ndarray:
    """Return counts of right, found and gold boundaries."""
    total = np.zeros(3, dtype=int)
    for sentences in documents:
        text, gold = joined(sentences)
        gold.discard(len(text))
        found = set(boundaries(text, LANGUAGES[lang], stopless=stopless, bar=bar)) - {len(text)}
        total += [len(gold & found), len(found), len(gold)]
    return total


def main() -> None:
    """Cross-validate if asked, then train on everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--lang", default="fr,en")
    options = parser.parse_args()
    for lang in options.lang.split(","):
        side = 0 if lang == "fr" else 1
        made = synthetic(options.corpora, side, lang, random.Random(5))
        whole = whole_words(options.corpora, side, lang)
        banks = {
            path.stem: json.loads(path.read_text())
            for path in sorted(options.treebanks.glob(f"{lang}_*.json"))
        }
        print(lang, f"{len(made):,} made examples", flush=True)
        if options.folds:
            validate(made, whole, banks, lang, options.folds)
        data = made + [
            example
            for documents in banks.values()
            for document in documents
            for example in examples(document, lang, TREEBANK_WEIGHT)
        ]
        table = whole | train(data)
        rows = sorted(table.items(), key=lambda row: (-abs(row[1]), row[0]))
        text = "".join(f"{name}\t{weight:.2f}\n" for name, weight in rows)
        (options.out / f"{lang}.boundaries").write_text(text, encoding="utf-8")
        print(lang, f"{len(rows):,} weights, {len(text):,} bytes", flush=True)


def validate(
    made: list[Example],
    whole: dict[str, float],
    banks: dict[str, list[list[str]]],
    lang: str,
    n: int,
) -> None:
    """Print each treebank's F1 without and with the table, by cross-validation."""
    bars = (-0.4, 0.0, 0.5, 1.0, 99.0)
    totals = {(name, bar): np.zeros(3, dtype=int) for name in banks for bar in bars}
    for fold in range(n):
        data = list(made)
        for documents in banks.values():
            for i, document in enumerate(documents):
                if i % n != fold:
                    data += examples(document, lang, TREEBANK_WEIGHT)
        stopless = StoplessEnds(whole | train(data))
        for name, documents in banks.items():
            for bar in bars:
                held = [document for i, document in enumerate(documents) if i % n == fold]
                totals[name, bar] += f1(held, lang, stopless, bar)
    for (name, bar), (right, found, gold) in totals.items():
        f = 2 * right / (found + gold)
        print(f"{name:15} bar {bar:5} P {right / found:.3f} R {right / gold:.3f} F {f:.4f}")


if __name__ == "__main__":
    main()
