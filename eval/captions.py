"""Captions: put English lines of some sentences, and of none, between French ones, and find them.

    python eval/captions.py ../shared/data/mt          precision and recall of the links
    python eval/captions.py ../shared/data/mt --fit    fit the weights on the sets' first halves

A document is 8 to 30 neighbouring French sentences of one set and three English lines: each is
the translation of one sentence (70%), of two neighbours joined (10%), or of a sentence that is
not in the document (20%; half of these stand just before or after it, and so tell of the same).
A link is right when its source segments are exactly those. Real captions are looser than
translations, so a second series cuts a part of each line, or adds a part of another sentence to
it; the weights are fitted on both.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.aligners import captions
from align.aligners.captions import CaptionAligner
from align.files import read_lines
from align.translators import open_translator

LINES = 3
BESIDE = 10  # sentences before and after a document that lines are taken from


def documents(fr: list[str], en: list[str], mt: list[str], count: int, *, loose: bool):
    """Yield (source, translations, lines, truth); truth holds source indices, empty for none."""
    rng = random.Random(7)
    for _ in range(count):
        n = rng.randint(8, 30)
        begin = rng.randrange(len(fr) - n)
        free = list(range(n))
        lines, truth = [], []
        for _ in range(LINES):
            kind = rng.random()
            if kind < 0.2:
                beside = range(max(0, begin - BESIDE), min(len(en), begin + n + BESIDE))
                among = range(len(en)) if rng.random() < 0.5 else beside
                k = rng.choice([i for i in among if not begin <= i < begin + n])
                lines.append(en[k])
                truth.append(())
                continue
            size = 2 if kind < 0.3 else 1
            starts = [i for i in free if all(i + d in free for d in range(size))]
            i = rng.choice(starts)
            for d in range(size):
                free.remove(i + d)
            lines.append(" ".join(en[begin + i + d] for d in range(size)))
            truth.append(tuple(range(i, i + size)))
        if loose:
            lines = [loosened(line, rng.choice(en), rng) for line in lines]
        yield fr[begin : begin + n], mt[begin : begin + n], lines, truth


def loosened(line: str, other: str, rng: random.Random) -> str:
    """Cut up to a third of a line's words from one end, or add up to as many of another's."""
    words, foreign = line.split(), other.split()
    size = rng.randint(1, max(1, len(words) // 3))
    if rng.random() < 0.5:
        return " ".join(words + foreign[:size])
    return " ".join(words[size:] if rng.random() < 0.5 else words[:-size]) or line


def measure(docs, aligner: CaptionAligner, scorer) -> tuple[float, float, int, int]:
    """Return precision, recall, links made and links true."""
    right = made = true = 0
    for source, mt, lines, truth in docs:
        beads = aligner.align(source, lines, translations=mt, scorer=scorer)
        links = {b.targets[0]: b.sources for b in beads if b.sources and b.targets}
        right += sum(truth[j] == s for j, s in links.items())
        made += len(links)
        true += sum(bool(t) for t in truth)
    return right / max(made, 1), right / max(true, 1), made, true


def fit(docs, aligner: CaptionAligner, scorer=None, near=None) -> np.ndarray:
    """Return the weights of the multinomial logit, "none" included; the second look's by scorer.

    A Gaussian prior holds them around 0, or around `near`, and there the more: weights that are
    learnt from one good model alone believe none whose likelihoods are less sharp.
    """
    x, line, right = [], [], []
    lines = 0
    for source, mt, targets, truth in docs:
        places = aligner.places(source, targets, translations=mt)
        features = [place.features for place in places]
        if scorer is not None:
            places = captions.possible(places, captions.probabilities(places))
            features = captions.second_features(places, source, targets, scorer)
        x += features
        for place in places:
            line.append(lines + place.target)
            window = tuple(range(place.start, place.start + place.size))
            right.append(truth[place.target] == window)
        lines += len(targets)
    x, line, right = np.array(x), np.array(line), np.array(right)
    middle, prior = (np.zeros(x.shape[1]), 0.1) if near is None else (np.array(near), 10.0)

    def loss(w):
        e = np.exp(np.clip(x @ w, -50, 50))
        total = 1 + np.bincount(line, weights=e, minlength=lines)
        p = e / total[line]
        away = w - middle
        value = np.log(total).sum() - (x @ w)[right].sum() + prior / 2 * away @ away
        return value, x.T @ (p - right) + prior * away

    return minimize(loss, middle, jac=True, method="L-BFGS-B").x


def main() -> None:
    """Measure, and fit where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--first-look", action="store_true", help="never ask the model twice")
    options = parser.parse_args()
    sets = {}
    translator = open_translator()
    scorer = None if options.first_look else translator.score
    for name in ("flores-dev", "wmt13"):
        fr, en = (read_lines(options.folder / f"{name}.{lang}") for lang in ("fr", "en"))
        mt = [t.text for t in translator.translate(fr)]
        half = len(fr) // 2
        for part, k in (("first half", slice(half)), ("second half", slice(half, None))):
            for loose in (False, True):
                made = documents(fr[k], en[k], mt[k], options.count, loose=loose)
                sets[f"{name}, {part}{', loose' * loose}"] = list(made)
    aligner = CaptionAligner()
    if options.fit:
        first = [d for name, docs in sets.items() if "first" in name for d in docs]
        captions.WEIGHTS = tuple(np.round(fit(first, aligner), 3).tolist())
        near = captions.SECOND_WEIGHTS
        captions.SECOND_WEIGHTS = tuple(np.round(fit(first, aligner, scorer, near), 3).tolist())
        print("weights", captions.WEIGHTS, captions.SECOND_WEIGHTS)
    for name, docs in sets.items():
        for title, asked in (("first look", None), ("second", scorer))[: 2 if scorer else 1]:
            p, r, made, true = measure(docs, aligner, asked)
            print(
                f"{name}, {title}: precision {p:.4f} recall {r:.4f} "
                f"({made} links made, {true} true)",
                flush=True,
            )


if __name__ == "__main__":
    main()
