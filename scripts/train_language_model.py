"""Learn the French-or-English weights that `align/languages/bilingual.py` reads.

Run from the checkout: `python scripts/train_language_model.py FOLDER OUT`. FOLDER holds
`*.fr-en.tsv.xz`, French TAB English. The model is a logistic regression on cuts of one to six
words of both sides, by Adagrad with an L1 pull to zero, so that names, which stand on both sides,
weigh nothing. Takes about one minute on one core.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
from pathlib import Path

import numpy as np

from align.languages.bilingual import BUCKETS, SCALE, features, tokens

PER_CORPUS = 60_000  # pairs
CUTS = 2  # a side of a pair
BATCH = 512


NAME = re.compile(
    r"(?<=[a-zé,] )[A-ZÀ-Þ][\w’'-]+(?:(?: (?:de|du|la|le|of|the|von|van|der))? [A-ZÀ-Þ][\w’'-]+)*"
)


def cuts(line: str, names: list[str], rng: random.Random) -> list[str]:
    """Return cuts of one to six words, now and then in capitals, or with others' names in them."""
    words = line.split()
    result = []
    for _ in range(CUTS):
        size = rng.choice((1, 2, 2, 3, 3, 3, 4, 6))
        start = rng.randrange(max(1, len(words) - size + 1))
        cut = words[start : start + size]
        if names and rng.random() < 0.3:
            for _ in range(rng.choice((1, 1, 2, 2, 3))):
                cut.insert(rng.randrange(len(cut) + 1), rng.choice(names))
        text = " ".join(cut)
        if rng.random() < 0.02:
            text = text.upper() if rng.random() < 0.5 else text.title()
        result.append(text)
    return result


def samples(folder: Path, rng: random.Random) -> tuple[list[list[str]], list[int]]:
    """Return the words of each cut, and 1 for French, 0 for English."""
    texts: list[list[str]] = []
    labels: list[int] = []
    for path in sorted(folder.glob("*.fr-en.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            lines = stream.read().split("\n")
        lines = rng.sample(lines, min(PER_CORPUS, len(lines)))
        names = [
            name
            for french, tab, english in (line.partition("\t") for line in lines)
            for name in NAME.findall(french)
            if name in english  # else it may be a word that one language capitalises
        ]
        for line in lines:
            french, tab, english = line.partition("\t")
            if not tab or french == english:
                continue
            for label, side in ((1, french), (0, english)):
                for cut in cuts(side, names, rng):
                    words = tokens(cut)
                    if words:
                        texts.append(words)
                        labels.append(label)
    return texts, labels


def train(texts: list[list[str]], labels: list[int], epochs: int) -> np.ndarray:
    """Return the weights as log-odds."""
    cache: dict[str, np.ndarray] = {}
    for words in texts:
        for word in words:
            if word not in cache:
                cache[word] = np.array(features(word), dtype=np.int32)
    weights = np.zeros(BUCKETS)
    squares = np.full(BUCKETS, 1e-2)
    order = np.arange(len(texts))
    generator = np.random.default_rng(7)
    truth = np.array(labels, dtype=float)
    for epoch in range(epochs):
        generator.shuffle(order)
        loss = 0.0
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            parts = [cache[word] for i in batch for word in texts[i]]
            sizes = np.array([sum(len(cache[word]) for word in texts[i]) for i in batch])
            flat = np.concatenate(parts)
            rows = np.repeat(np.arange(len(batch)), sizes)
            score = np.bincount(rows, weights=weights[flat], minlength=len(batch))
            guess = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
            error = guess - truth[batch]
            loss += float(np.abs(error).sum())
            gradient = np.bincount(flat, weights=error[rows], minlength=BUCKETS) / 8
            squares += gradient**2
            rate = 0.15 / np.sqrt(squares)
            weights -= rate * gradient
            pull = 2e-5 * rate * (gradient != 0)
            weights = np.sign(weights) * np.maximum(np.abs(weights) - pull, 0)
        print(f"epoch {epoch + 1}: mean error {loss / len(order):.4f}", flush=True)
    return weights


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    texts, labels = samples(options.folder, random.Random(7))
    print(f"{len(texts):,} cuts")
    weights = train(texts, labels, options.epochs)
    stored = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    options.out.write_bytes(stored.tobytes())
    print(f"{np.count_nonzero(stored):,} of {BUCKETS:,} weights are not zero")


if __name__ == "__main__":
    main()
