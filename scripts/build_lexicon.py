"""Learn the aligner's lexicon p(target word | source word) from sentence pairs.

    python scripts/build_lexicon.py ../shared/data/train align/models/fr-en/lexicon.npz

Reads every `*.tsv` and `*.tsv.xz` of the folder (source TAB target). IBM model 1 (Brown et al.
1993) with a NULL word, five EM rounds over the pairs of words that meet often enough.
"""

from __future__ import annotations

import argparse
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np

from align.aligners.lexicon import Lexicon, write_lexicon
from align.aligners.words import words
from align.errors import DataError, MarialignError, ReadError

TOO_FEW = "No lexicon can be learnt: words that meet in two pairs at least were expected."


def pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the source and target texts of all TSV files, in the order of their names."""
    for path in sorted(folder.glob("*.tsv*")):
        with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                source, tab, target = line.rstrip("\n").partition("\t")
                if tab:
                    yield source, target.partition("\t")[0]


def encode(texts: list[list[str]], known: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return word ids, each once a text, and the offsets of the texts in them."""
    rows = [sorted({known[w] for w in text if w in known}) for text in texts]
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.fromiter((w for row in rows for w in row), np.int32, offsets[-1]), offsets


@numba.njit(cache=True)
def _pair_keys(s, so, t, to, width, begin, end):  # type: ignore[no-untyped-def]
    total = 0
    for k in range(begin, end):
        total += (so[k + 1] - so[k]) * (to[k + 1] - to[k])
    keys = np.empty(total, np.int64)
    n = 0
    for k in range(begin, end):
        for i in range(so[k], so[k + 1]):
            for j in range(to[k], to[k + 1]):
                keys[n] = s[i] * width + t[j]
                n += 1
    return keys


@numba.njit(cache=True)
def _em_round(s, so, t, to, row, column, p, null):  # type: ignore[no-untyped-def]
    """One EM round of model 1; `row` indexes `column` and `p` by source word, sorted."""
    counts = np.zeros_like(p)
    null_counts = np.zeros_like(null)
    where = np.empty(256, np.int64)
    for k in range(len(so) - 1):
        for j in range(to[k], to[k + 1]):
            z = null[t[j]]
            n = 0
            for i in range(so[k], min(so[k + 1], so[k] + 256)):
                lo, hi = row[s[i]], row[s[i] + 1]
                while lo < hi:
                    mid = (lo + hi) // 2
                    if column[mid] < t[j]:
                        lo = mid + 1
                    else:
                        hi = mid
                if lo < row[s[i] + 1] and column[lo] == t[j]:
                    where[n] = lo
                    z += p[lo]
                    n += 1
            null_counts[t[j]] += null[t[j]] / z
            for i in range(n):
                counts[where[i]] += p[where[i]] / z
    for word in range(len(row) - 1):
        total = counts[row[word] : row[word + 1]].sum()
        if total > 0:
            for c in range(row[word], row[word + 1]):
                p[c] = counts[c] / total
    null[:] = null_counts / null_counts.sum()


def learn(
    source: list[list[str]], target: list[list[str]], *, size: int, best: int, least: float,
    rounds: int = 5,
) -> Lexicon:  # fmt: skip
    """Return the lexicon of the `size` most frequent source words, `best` translations each.

    Raises:
        DataError: no two words meet often enough.
    """
    vocabularies = []
    for texts, limit in ((source, size), (target, 60_000)):
        seen = Counter(w for text in texts for w in set(text))
        vocabularies.append([w for w, n in seen.most_common(limit) if n >= 2])
    if not all(vocabularies):
        raise DataError(TOO_FEW)
    known = [{w: i for i, w in enumerate(v)} for v in vocabularies]
    (s, so), (t, to) = encode(source, known[0]), encode(target, known[1])
    width = len(vocabularies[1])
    df = np.bincount(s, minlength=len(vocabularies[0]))
    keys = np.empty(0, np.int64)
    counts = np.empty(0, np.int64)
    step = 50_000
    for begin in range(0, len(so) - 1, step):  # merged as they come, to bound the memory
        part, n = np.unique(
            _pair_keys(s, so, t, to, width, begin, min(begin + step, len(so) - 1)),
            return_counts=True,
        )
        keys = np.concatenate([keys, part])
        counts = np.concatenate([counts, n])
        keys, inverse = np.unique(keys, return_inverse=True)
        counts = np.bincount(inverse, weights=counts).astype(np.int64)
    keep = counts >= np.maximum(2, 0.002 * df[keys // width])
    keys = keys[keep]
    if not keys.size:
        raise DataError(TOO_FEW)
    row = np.searchsorted(keys // width, np.arange(len(vocabularies[0]) + 1))
    column = (keys % width).astype(np.int32)
    p = np.full(len(keys), 1 / width)
    null = np.full(width, 1 / width)
    for _ in range(rounds):
        _em_round(s, so, t, to, row, column, p, null)
    return _pruned(vocabularies, row, column, p, best=best, least=least)


def _pruned(vocabularies, row, column, p, *, best, least):  # type: ignore[no-untyped-def]
    rows: dict[str, list[tuple[str, float]]] = {}
    for i, word in enumerate(vocabularies[0]):
        part = slice(row[i], row[i + 1])
        order = np.argsort(-p[part], kind="stable")[:best]
        links = [(vocabularies[1][column[part][k]], float(p[part][k])) for k in order]
        links = [(w, q) for w, q in links if q >= least]
        if links:
            rows[word] = links
    return Lexicon.from_rows(rows)


def main() -> None:
    """Build a lexicon; errors become one sentence on stderr and an exit code of 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--size", type=int, default=40_000, help="source words kept")
    parser.add_argument("--best", type=int, default=8, help="translations kept a word")
    parser.add_argument("--least", type=float, default=0.01, help="smallest probability kept")
    options = parser.parse_args()
    try:
        build(options)
    except MarialignError as error:
        print(f"build_lexicon: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


def build(options: argparse.Namespace) -> None:
    """Read the pairs, learn, write, and say how large the lexicon is.

    Raises:
        DataError: there are no pairs, or too few.
    """
    begin = time.time()
    texts = [(words(a), words(b)) for a, b in pairs(options.folder)]
    if not texts:
        raise ReadError(
            f"{options.folder}: SOURCE TAB TARGET in files *.tsv or *.tsv.xz was expected there."
        )
    source, target = [a for a, _ in texts], [b for _, b in texts]
    print(f"{len(texts)} pairs, {time.time() - begin:.0f} s")
    lexicon = learn(source, target, size=options.size, best=options.best, least=options.least)
    write_lexicon(lexicon, options.output)
    print(
        f"{lexicon.size} source words, {lexicon.links} links, "
        f"{options.output.stat().st_size / 1e6:.2f} MB, {time.time() - begin:.0f} s"
    )


if __name__ == "__main__":
    main()
