"""Words become features that both languages share: expected target words, names, numbers.

A sentence is the sum of its words' rows in a table, so that a product of sparse matrices makes
the bags of any number of sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.bags import Ids
from align.aligners.lexicon import Lexicon
from align.matching.documents import Contents

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]
"""Rows (source, target), or a column of them: numbers of documents."""

IDF_POWER = 0.7
LEAST = 0.05  # idf of what is everywhere: in a folder of two short files that is every word
LEXICON = 0.65  # its share of a sentence's expected words where there is a translation too
ALONE = 0.2  # that of the source's words as they are, where there is no lexicon
NAME, NUMBER, LETTERS = "A", "#", "4"
SHARES = {"w": 1.0, NAME: 0.5, NUMBER: 1.5, LETTERS: 0.5}
"""What a feature weighs by its kind: a word, a capitalised word, a number, four letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The documents of one side, end to end.

    Document d has the sentences `documents[d]:documents[d + 1]`, sentence s the words
    `tokens[sentences[s]:sentences[s + 1]]`.
    """

    tokens: NDArray[np.int32]
    sentences: NDArray[np.int64]
    documents: NDArray[np.int64]

    @classmethod
    def of(cls, contents: Sequence[Contents]) -> Side:
        """Lay documents end to end."""
        tokens = [c.tokens for c in contents]
        starts = np.cumsum([0] + [len(t) for t in tokens])
        ends = [c.ends.astype(np.int64) + s for c, s in zip(contents, starts, strict=False)]
        return cls(
            np.concatenate([np.empty(0, np.int32), *tokens]),
            np.concatenate([np.zeros(1, np.int64), *ends]),
            np.cumsum([0] + [len(c.ends) for c in contents]),
        )

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self.documents) - 1

    def spans(self, documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the sentences of some documents, and where each document's begin in them."""
        sizes = np.diff(self.documents)[documents]
        begins = np.cumsum(np.append(0, sizes))
        return _ranges(self.documents[documents], sizes), begins

    def rows(self, sentences: NDArray[np.int64], width: int) -> csr_array:
        """Return the words of some sentences as rows of counts."""
        sizes = np.diff(self.sentences)[sentences]
        columns = self.tokens[_ranges(self.sentences[sentences], sizes)]
        offsets = np.cumsum(np.append(0, sizes))
        shape = (len(sentences), width)
        return csr_array((np.ones(len(columns), np.float32), columns, offsets), shape=shape)

    def document_rows(self, width: int, block: slice) -> csr_array:
        """Return the words of a run of documents as rows of counts."""
        bounds = self.sentences[self.documents[block.start : block.stop + 1]]
        columns = self.tokens[bounds[0] : bounds[-1]]
        shape = (len(bounds) - 1, width)
        out = csr_array(
            (np.ones(len(columns), np.float32), columns, bounds - bounds[0]), shape=shape
        )
        out.sum_duplicates()
        return out


def _ranges(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of several ranges, end to end."""
    offsets = np.repeat(starts - np.append(0, np.cumsum(sizes)[:-1]), sizes)
    out: NDArray[np.int64] = np.arange(len(offsets), dtype=np.int64) + offsets
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """What each word stands for on either side, and what each feature weighs.

    `words` and `cognates` are tables from the source's words to features: the words expected in
    the target, and what both languages share; `target` is the table of the target's words,
    `told` that of a translation's, `own` the share of `words` where there is one. `weight` is
    idf by how often a feature is met or expected, `kinds` the first character of each feature.
    """

    words: csr_array
    cognates: csr_array
    target: csr_array
    told: csr_array
    own: float
    weight: NDArray[np.float32]
    kinds: NDArray[np.str_]

    @property
    def width(self) -> int:
        """The number of words."""
        return int(self.words.shape[0])

    def source_bags(self, counts: csr_array, told: csr_array | None = None) -> csr_array:
        """Return what the source's words stand for; `told` counts the translations' words."""
        words = counts @ self.words
        if told is not None:
            share = np.where(np.diff(told.indptr) > 0, self.own, 1.0).astype(np.float32)
            words = _times(words, share) + (told @ self.told) * np.float32(1 - self.own)
        return csr_array(words + counts @ self.cognates)

    def target_bags(self, counts: csr_array) -> csr_array:
        """Return what the target's words stand for."""
        return csr_array(counts @ self.target)

    def weighted(self, bags: csr_array) -> csr_array:
        """Weigh features by idf, and scale each bag to length 1."""
        data = bags.data * self.weight[bags.indices]
        return unit(csr_array((data, bags.indices, bags.indptr), shape=bags.shape))


def unit(bags: csr_array) -> csr_array:
    """Scale each row to length 1; an empty one stays empty."""
    squares = np.append(np.cumsum(np.square(bags.data, dtype=np.float64)), 0)
    squares = np.append(0, squares[:-1])
    norms = np.sqrt(np.maximum(squares[bags.indptr[1:]] - squares[bags.indptr[:-1]], 1e-12))
    return _times(bags, (1 / norms).astype(np.float32))


def _times(bags: csr_array, factors: NDArray[np.float32]) -> csr_array:
    """Multiply each row by a number."""
    data = bags.data * np.repeat(factors, np.diff(bags.indptr))
    return csr_array((data, bags.indices, bags.indptr), shape=bags.shape)


def make_space(
    ids: Ids, source: Side, target: Side, *, lexicon: Lexicon | None, letters: bool
) -> Space:
    """Make the tables for the words met.

    Args:
        ids: the words of both sides, and of translations.
        source: its documents.
        target: its documents.
        lexicon: what the source's words become; without one they stand for themselves.
        letters: whether runs of four letters are features, for words that nothing translates.
    """
    features = Ids()
    plain = [_plain(token) for token in ids]
    shared = [_shared(token, letters=letters) for token in ids]
    both = [one + other for one, other in zip(plain, shared, strict=True)]
    target_rows = _rows(both, features)
    shared_rows = _rows(shared, features)
    plain_rows = _rows(plain, features)
    expected = plain_rows if lexicon is None else _expected(ids, lexicon, features)
    width = max(1, len(features))
    words, cognates, own, told = (
        _table(*rows, width) for rows in (expected, shared_rows, target_rows, plain_rows)
    )
    seen = [np.bincount(side.tokens, minlength=len(ids)) for side in (source, target)]
    often = (words + cognates).T @ seen[0] + own.T @ seen[1]
    total = len(source.sentences) + len(target.sentences)
    kinds = np.array([name[0] for name in features] or ["w"])
    share = np.ones(width)
    for kind, value in SHARES.items():
        share[kinds == kind] = value
    weight = np.maximum(np.log((total + 1) / (often + 0.5)), LEAST) ** IDF_POWER * share
    return Space(
        words, cognates, own, told, ALONE if lexicon is None else LEXICON,
        weight.astype(np.float32), kinds,
    )  # fmt: skip


def _plain(token: str) -> list[str]:
    """A word itself; numbers are shared, not translated."""
    return [] if token[0].isdigit() else ["w" + token.lower()]


def _shared(token: str, *, letters: bool) -> list[str]:
    """What two languages may write alike: numbers, names, and runs of four letters."""
    if token[0].isdigit():
        return [NUMBER + token]
    low = token.lower()
    found = [NAME + low] if token[0].isupper() else []
    if letters:
        framed = f"^{low}$"
        found += [LETTERS + framed[i : i + 4] for i in range(len(framed) - 3)]
    return found


def _rows(
    names: Sequence[Sequence[str]], features: Ids
) -> tuple[list[int], list[int], list[float]]:
    """The ids of features, row by row: where each row ends, columns, values."""
    ends, columns = [0], []
    for row in names:
        columns += [features[name] for name in row]
        ends.append(len(columns))
    return ends, columns, [1.0] * len(columns)


def _expected(
    ids: Ids, lexicon: Lexicon, features: Ids
) -> tuple[list[int], list[int], list[float]]:
    """The words that a lexicon expects; a word without a row is expected as it is."""
    ends: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    known = [features["w" + word] for word in lexicon.target]
    for token in ids:
        low = token.lower()
        row = lexicon.source.get(low)
        if row is not None and not token[0].isdigit():
            part = slice(lexicon.offsets[row], lexicon.offsets[row + 1])
            columns += [known[c] for c in lexicon.columns[part]]
            values += lexicon.p[part].tolist()
        elif not token[0].isdigit():
            columns.append(features["w" + low])
            values.append(1.0)
        ends.append(len(columns))
    return ends, columns, values


def _table(
    ends: Sequence[int], columns: Sequence[int], values: Sequence[float], width: int
) -> csr_array:
    return csr_array(
        (np.array(values, np.float32), np.array(columns, np.int32), np.array(ends, np.int64)),
        shape=(len(ends) - 1, width),
    )
