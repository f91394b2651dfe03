"""Segments as sparse bags in one space for both languages.

Two blocks: words of the target language (the target's own, and those that the lexicon or a
translation expects of the source), and cognates (character 4-grams, numbers, capitalised words,
punctuation) that need no knowledge of either language. Vectors add up: the bag of a bead is the
sum of its segments' bags, so no bead needs a vector of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from align.aligners.lexicon import Lexicon
from align.aligners.words import words

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[?!:;\"()«»]")
_SAME = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"'})
IDF_POWER = 0.7
COGNATES = 0.2  # their share of a vector's squared length where there is a lexicon
COGNATES_ALONE = 0.4  # and where there are translations only, whose forms may be wrong
LEXICON = 0.65  # the lexicon's share of the expected words where there is a translation too


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


def make_bags(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    translations: Sequence[str] | None = None,
) -> tuple[Bags, Bags]:
    """Return the bags of both sides: expected words of the target's language, and cognates."""
    blocks = []
    cognates = 1.0
    if lexicon is not None or translations is not None:
        cognates = COGNATES if lexicon is not None else COGNATES_ALONE
        blocks.append((_expected(source, target, lexicon, translations), 1 - cognates, IDF_POWER))
    # Names stand in the source as the target has them, or as the translation does.
    seen = source
    if translations is not None:
        seen = [f"{s} {t}" for s, t in zip(source, translations, strict=True)]
    blocks.append((_cognates(seen, target), cognates, 1.0))
    sides = zip(*(weighted(x, y, power=p, share=s) for (x, y), s, p in blocks), strict=True)
    x, y = (_bags(hstack(side, format="csr")) for side in sides)
    return x, y


def counts(texts: Iterable[str], split: Callable[[str], list[str]], ids: Ids) -> csr_array:
    """Count the tokens of each text; ids are given in the order of first sight.

    The matrix is as wide as `ids` are many at its end.
    """
    rows = [[ids[token] for token in split(text)] for text in texts]
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    columns = np.fromiter(chain.from_iterable(rows), np.int64, offsets[-1])
    out = csr_array((np.ones(len(columns)), columns, offsets), shape=(len(rows), max(1, len(ids))))
    out.sum_duplicates()
    return out


def _expected(
    source: Sequence[str], target: Sequence[str], lexicon: Lexicon | None,
    translations: Sequence[str] | None,
) -> tuple[csr_array, csr_array]:  # fmt: skip
    """The target's words, and those that lexicon and translation expect of the source."""
    ids = Ids()
    y = counts(target, words, ids)
    parts = []
    if translations is not None:
        parts.append((counts(translations, words, ids), 1 - LEXICON if lexicon else 1.0))
    if lexicon is not None:
        own = Ids()
        x = counts(source, words, own)
        links = _links(own, lexicon, ids)
        parts.append((x @ links, LEXICON if translations is not None else 1.0))
    width = len(ids) or 1
    total = sum(share * _widened(part, width) for part, share in parts)
    return csr_array(total), _widened(y, width)


def _links(own: Ids, lexicon: Lexicon, ids: Ids) -> csr_array:
    """p(target word | source word) for the document's source words.

    A word without a row stands for itself: a name, a number, or nothing the target has.
    """
    rows, columns, values = [], [], []
    for word, row in own.items():
        i = lexicon.source.get(word)
        if i is None:
            rows.append(row)
            columns.append(ids[word])
            values.append(1.0)
            continue
        part = range(lexicon.offsets[i], lexicon.offsets[i + 1])
        rows += [row] * len(part)
        columns += [ids[lexicon.target[c]] for c in lexicon.columns[part.start : part.stop]]
        values += lexicon.p[part.start : part.stop].tolist()
    shape = (max(1, len(own)), max(1, len(ids)))
    return csr_array((np.array(values), (np.array(rows, int), np.array(columns, int))), shape=shape)


def _cognates(source: Sequence[str], target: Sequence[str]) -> tuple[csr_array, csr_array]:
    """What two languages share: 4-grams of `^word$`, words, capitals, numbers, `?!:;"()`."""
    tokens, features = Ids(), Ids()
    x, y = (counts(texts, _tokens, tokens) for texts in (source, target))
    table = counts(tokens, _cognate_features, features)  # a row a token, in the order of their ids
    return _widened(x, table.shape[0]) @ table, _widened(y, table.shape[0]) @ table


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.translate(_SAME))


def _cognate_features(token: str) -> list[str]:
    if not token[0].isalnum():
        return ["." + token]
    if token[0].isdigit():
        number = "#" + token.replace(",", ".")
        return [number, number + "'"]  # counts twice: the strongest evidence there is
    low = token.lower()
    framed = f"^{low}$"
    features = [framed[i : i + 4] for i in range(len(framed) - 3)]
    features.append("=" + low)
    if token[0].isupper():
        features.append("A" + low)
    return features


def weighted(
    x: csr_array, y: csr_array, *, power: float, share: float
) -> tuple[csr_array, csr_array]:
    """Weigh by idf^power over both sides, and scale to a mean squared length of `share` each.

    A feature's document frequency is over both sides, an expectation capped at 1.
    """
    df = sum(_capped(side).sum(axis=0) for side in (x, y))
    idf = np.log((x.shape[0] + y.shape[0] + 1) / (df + 0.5))
    weight = np.maximum(idf, 0.0) ** power
    out = []
    for side in (x, y):
        side = csr_array((side.data * weight[side.indices], side.indices, side.indptr), side.shape)
        total = side.data @ side.data
        scale = (share * side.shape[0] / total) ** 0.5 if total > 0 else 0.0
        out.append(side * scale)
    return out[0], out[1]


def _capped(side: csr_array) -> csr_array:
    return csr_array((np.minimum(side.data, 1.0), side.indices, side.indptr), side.shape)


def _widened(side: csr_array, width: int) -> csr_array:
    """The same rows with room for features that only others have."""
    return csr_array((side.data, side.indices, side.indptr), shape=(side.shape[0], width))


def _bags(side: csr_array) -> Bags:
    return Bags(
        side.indptr.astype(np.int64), side.indices.astype(np.int32),
        side.data.astype(np.float32), side.shape[1],
    )  # fmt: skip
