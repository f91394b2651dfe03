"""Keep the pairs of a corpus that are most like another one, to train the bundled model on.

    python scripts/select_pairs.py CORPUS.tsv.xz 320000 OUT.tsv --like NEWS.tsv.xz --vocabulary SPM

SPM is a SentencePiece model, such as align/models/fr-en/source.spm.

A pair's score is the difference of cross-entropies a piece between a model of the corpus and one
of what it shall be like, both sides added (Moore and Lewis 2010; Axelrod, He and Gao 2011). The
models are of pairs of pieces, smoothed by single ones, and learnt from about as many pairs. The
order of the corpus stays. `train_model.py prepare` reads OUT.tsv.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from training.pairs import read_pairs

SMOOTHING = 5.0  # what a piece's own frequency weighs, in occurrences of the piece before it
EDGE = 0  # </s>, before and after a text
_TABLE = 1 << 21  # places for pairs of pieces; two may share one


@dataclass(frozen=True, slots=True)
class Bigrams:
    """Counts of pieces and of pairs of pieces."""

    one: NDArray[np.float64]
    two: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[NDArray[np.int64]], *, pieces: int) -> Bigrams:
        """Count the pieces of texts; each piece occurs once more than it does."""
        flow = np.concatenate(texts)
        return cls(
            np.bincount(flow, minlength=pieces) + 1.0,
            np.bincount(_place(flow[:-1], flow[1:]), minlength=_TABLE).astype(float),
        )

    def log_probability(self, text: NDArray[np.int64]) -> float:
        """Return the mean log probability of a text's pieces, in nats."""
        before, here = text[:-1], text[1:]
        alone = SMOOTHING * self.one[here] / self.one.sum()
        found = self.two[_place(before, here)] + alone
        return float(np.log(found / (self.one[before] + SMOOTHING)).mean())


def likeness(
    corpus: Sequence[Sequence[int]], model: Sequence[Sequence[int]], *, pieces: int, seed: int = 0
) -> NDArray[np.float64]:
    """Return for each text of a corpus how much more it is like the model's than like its own.

    Args:
        corpus: texts as pieces.
        model: likewise, what they shall be like.
        pieces: size of the vocabulary.
        seed: of the drawing of the corpus that its own counts are made from, twice the model's
            size.
    """
    texts, wanted = ([np.array([EDGE, *t, EDGE]) for t in side] for side in (corpus, model))
    drawn = np.random.default_rng(seed).permutation(len(texts))[: 2 * len(wanted)]
    inside = Bigrams.of(wanted, pieces=pieces)
    outside = Bigrams.of([texts[k] for k in drawn], pieces=pieces)
    return np.array([inside.log_probability(t) - outside.log_probability(t) for t in texts])


def _place(before: NDArray[np.int64], here: NDArray[np.int64]) -> NDArray[np.int64]:
    return (before * 8191 + here) % _TABLE


def main() -> None:
    """Score, select, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("count", type=int, help="pairs to keep")
    parser.add_argument("output", type=Path)
    parser.add_argument("--like", type=Path, required=True, help="pairs that they shall be like")
    parser.add_argument("--vocabulary", type=Path, required=True, help="a SentencePiece model")
    options = parser.parse_args()
    cutter = SentencePieceProcessor(str(options.vocabulary))
    corpus, like = ([*read_pairs(file)] for file in (options.corpus, options.like))
    total = np.zeros(len(corpus))
    for side in (0, 1):
        total += likeness(
            *(cutter.encode([pair[side] for pair in pairs]) for pairs in (corpus, like)),
            pieces=cutter.get_piece_size(), seed=side,
        )  # fmt: skip
    kept = np.sort(np.argsort(-total, kind="stable")[: options.count])
    with options.output.open("w", encoding="utf-8") as out:
        out.writelines(f"{corpus[k][0]}\t{corpus[k][1]}\n" for k in kept)
    print(f"{options.output}: {len(kept):,} of {len(corpus):,} pairs")


if __name__ == "__main__":
    main()
