"""Segments as sparse bags in one space for both languages.

Two blocks: words of the target language (the target's own, and those that the lexicon or a
translation expects of the source), and cognates (character 4-grams, numbers, capitalised words,
punctuation) that need no knowledge of either language. Vectors add up: the bag of a bead is the
sum of its segments' bags, so no bead needs a vector of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.aligners.lexicon import Lexicon
from align.aligners.words import words

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[?!:;\"()«»]")
_SAME = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"'})
IDF_POWER = 0.7
COGNATES = 0.2  # their share of a vector's squared length
LEXICON = 0.65  # the lexicon's share of the expected words where there is a translation too

Rows = list[dict[int, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """Sparse rows in compressed form: row i is `columns[k], values[k]`, k in its `offsets`."""

    offsets: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    width: int

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.offsets) - 1


class Ids(dict[str, int]):
    """Gives each new string the next id."""

    def __missing__(self, key: str) -> int:
        """Return a new id."""
        self[key] = value = len(self)
        return value


def word_counts(texts: Iterable[str], ids: Ids) -> Rows:
    """Count the words of each text."""
    rows: Rows = []
    for text in texts:
        row: dict[int, float] = {}
        for word in words(text):
            k = ids[word]
            row[k] = row.get(k, 0.0) + 1.0
        rows.append(row)
    return rows


def expected_counts(texts: Iterable[str], lexicon: Lexicon, ids: Ids) -> Rows:
    """Count the target words that the lexicon expects of each text.

    A word without a row stands for itself: a name, a number, or nothing the target has.
    """
    cache: dict[str, list[tuple[int, float]]] = {}
    rows: Rows = []
    for text in texts:
        row: dict[int, float] = {}
        for word in words(text):
            links = cache.get(word)
            if links is None:
                i = lexicon.source.get(word)
                if i is None:
                    links = [(ids[word], 1.0)]
                else:
                    part = slice(lexicon.offsets[i], lexicon.offsets[i + 1])
                    links = [
                        (ids[lexicon.target[c]], float(p))
                        for c, p in zip(lexicon.columns[part], lexicon.p[part], strict=True)
                    ]
                cache[word] = links
            for k, p in links:
                row[k] = row.get(k, 0.0) + p
        rows.append(row)
    return rows


def cognate_counts(texts: Iterable[str], ids: Ids) -> Rows:
    """Count what two languages share: 4-grams of `^word$`, words, capitals, numbers, `?!:;"()`."""
    cache: dict[str, list[int]] = {}
    rows: Rows = []
    for text in texts:
        row: dict[int, float] = {}
        for token in _TOKEN.findall(text.translate(_SAME)):
            features = cache.get(token)
            if features is None:
                cache[token] = features = [ids[f] for f in _cognate_features(token)]
            for k in features:
                row[k] = row.get(k, 0.0) + 1.0
        rows.append(row)
    return rows


def _cognate_features(token: str) -> list[str]:
    if not token[0].isalnum():
        return ["." + token]
    if token[0].isdigit():
        return ["#" + token.replace(",", "."), "#" + token.replace(",", ".") + "'"]
    low = token.lower()
    framed = f"^{low}$"
    features = [framed[i : i + 4] for i in range(len(framed) - 3)]
    features.append("=" + low)
    if token[0].isupper():
        features.append("A" + low)
    return features


def mixed(first: Rows, second: Rows, share: float) -> Rows:
    """Add up two lists of rows, `share` of the first and the rest of the second."""
    out: Rows = []
    for a, b in zip(first, second, strict=True):
        row = {k: share * v for k, v in a.items()}
        for k, v in b.items():
            row[k] = row.get(k, 0.0) + (1 - share) * v
        out.append(row)
    return out


def weighted(source: Rows, target: Rows, *, width: int, power: float) -> tuple[Rows, Rows]:
    """Weigh by idf^power over both sides, and scale to a mean squared length of 1 each.

    The document frequency is the mean of both sides', a feature's expectation capped at 1.
    """
    df = np.zeros(width)
    for rows in (source, target):
        for row in rows:
            for k, v in row.items():
                df[k] += v if v < 1 else 1.0
    n = len(source) + len(target)
    idf = np.log((n + 1) / (df + 0.5))
    np.maximum(idf, 0.0, out=idf)
    weight = (idf**power).tolist()
    out = []
    for rows in (source, target):
        scaled = [{k: v * weight[k] for k, v in row.items()} for row in rows]
        total = sum(v * v for row in scaled for v in row.values())
        scale = (len(rows) / total) ** 0.5 if total > 0 else 0.0
        out.append([{k: v * scale for k, v in row.items()} for row in scaled])
    return out[0], out[1]


def stacked(blocks: Sequence[tuple[Rows, float, int]]) -> Bags:
    """Put blocks side by side; each is (rows, share of the squared length, width)."""
    count = len(blocks[0][0])
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum([sum(len(rows[i]) for rows, _, _ in blocks) for i in range(count)], out=offsets[1:])
    columns: list[int] = []
    values: list[float] = []
    for i in range(count):
        shift = 0
        for rows, share, width in blocks:
            root = share**0.5
            for k, v in rows[i].items():
                columns.append(k + shift)
                values.append(v * root)
            shift += width
    return Bags(
        offsets, np.array(columns, np.int32), np.array(values, np.float32),
        sum(width for _, _, width in blocks),
    )  # fmt: skip
