"""Learn the weights of `align match`: what of its evidence makes a pair of documents likely.

    python scripts/train_matching.py ../shared/data align/matching/calibration.json

The documents are cut from the first part of each corpus, of one line to forty: some with lines
missing on one side, some without partner, some that share most of their lines with others.
`eval/match_quality.py` measures on other ones. Logistic regression with a small penalty, over all
candidates that the first look finds, one set of weights for each kind of evidence; what says more
for a pair may not count against it. Learn `lexicon` before `both`, which is for what it leaves in
doubt.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.append(str(Path(__file__).parents[1] / "eval"))
from match_quality import Cut, Pair, cut, letters, lines

from align.aligners.bags import Ids
from align.aligners.lexicon import bundled_lexicon
from align.matching.comparison import Comparison
from align.matching.documents import Contents, contents
from align.matching.scores import FEATURES, KINDS, TOLD
from align.registry import load
from align.translating import no_progress
from align.translators import open_translator

RIDGE = 0.0002
SIZES = ((1, 2), (2, 6), (5, 20), (10, 40))
DROPPED = (0.0, 0.3)
BELOW = frozenset({"length"})  # the more of it, the less likely
FREE = frozenset({"one", "size"})
DOCUMENTS = 100


def read(texts: Sequence[list[str]], lang: str, ids: Ids) -> list[Contents]:
    """Read documents from lines."""
    reader = load("reader", "text")()
    return [
        contents(reader.read("\n".join(t).encode(), name="x"), lang, ids, keep_texts=True)
        for t in texts
    ]


def examples(sides: tuple[Cut, Cut], kind: str, translator: object) -> tuple[np.ndarray, ...]:
    """Return features and truth of all candidates."""
    ids = Ids()
    source, target = (
        read([text for _, text in side], lang, ids)
        for side, lang in zip(sides, ("fr", "en"), strict=True)
    )

    def translate(texts: Sequence[str]) -> list[str]:
        return [made.text for made in translator.translate(list(texts))]

    comparison = Comparison(
        source, target, ids,
        lexicon=bundled_lexicon("fr", "en") if kind in ("lexicon", "both") else None,
        translate=translate if kind in ("translation", "both") else None, stage=no_progress,
    )  # fmt: skip
    found = comparison.evidence(np.empty((0, 2), np.int64))
    if kind == "both":  # of what is translated: the documents that the lexicon leaves in doubt
        from align.matching.scores import logits

        doubted = comparison.doubted(found.pairs, logits(found.features, "lexicon"))
        found = comparison.told_evidence(found, doubted)
    numbers = [np.array([number for number, _ in side]) for side in sides]
    right = numbers[0][found.pairs[:, 0]] == numbers[1][found.pairs[:, 1]]
    return found.features, right


def learnt(features: np.ndarray, right: np.ndarray, names: Sequence[str]) -> dict[str, float]:
    """Fit the weights."""
    scale = np.maximum(features.std(axis=0), 1e-6)
    scale[list(names).index("one")] = 1.0
    x, sign = features / scale, np.where(right, 1.0, -1.0)
    penalty = RIDGE * np.array([name != "one" for name in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w)
        value = np.logaddexp(0, -margin).mean() + (penalty * w) @ w / 2
        grad = -(sign / (1 + np.exp(np.clip(margin, -50, 50)))) @ x / len(x) + penalty * w
        return value, grad

    bounds = [(None, None) if n in FREE else (None, 0) if n in BELOW else (0, None) for n in names]
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds)
    return {n: round(float(w), 4) for n, w in zip(names, found.x / scale, strict=True)}


def corpora(data: Path) -> list[list[Pair]]:
    """Return the lines to learn on: the first part of each corpus."""
    return [
        lines(data, "europarl", 0, 120_000),
        lines(data, "laws", 0, 40_000), lines(data, "news", 0, 11_000),
    ]  # fmt: skip


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    options = parser.parse_args()
    found = json.loads(options.weights.read_text()) if options.weights.exists() else {}
    translator = open_translator(source_lang="fr", target_lang="en")
    for kind in options.kinds:
        rng = random.Random(5)
        sets: list[tuple[Cut, Cut]] = []
        count = DOCUMENTS // 2 if kind == "translation" else DOCUMENTS
        for pairs in corpora(options.data):
            for sizes in SIZES:
                if kind == "translation" and sizes[1] > 6:
                    continue  # cost; long documents leave no doubt
                for dropped in DROPPED[: 1 if kind == "translation" else None]:
                    start = rng.randrange(max(1, len(pairs) - DOCUMENTS * sizes[1]))
                    sides = cut(pairs[start:], count, sizes, rng, lone=0.15, dropped=dropped)
                    sets.append(sides)
            sets.append(letters(pairs, count, rng, lone=0.15))
        made = [examples(sides, kind, translator) for sides in sets]
        x = np.concatenate([features for features, _ in made if features.size])
        y = np.concatenate([right for _, right in made])
        found[kind] = learnt(x, y, [*FEATURES, *TOLD] if kind == "both" else FEATURES)
        print(kind, len(y), f"{y.mean():.3f}", found[kind], flush=True)
        options.weights.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
