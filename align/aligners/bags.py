"""Segments as sparse bags in one space for both languages.

Two blocks: words of the target language (the target's own, and those that the lexicon or a
translation expects of the source), and cognates (character 4-grams, numbers, capitalised words,
punctuation) that need no knowledge of either language. Vectors add up: the bag of a bead is the
sum of its segments' bags, so no bead needs a vector of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.lexicon import Lexicon
from align.aligners.words import Texts, TokenIds, read_texts

_SAME = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"'})
IDF_POWER = 0.7
COGNATES = 0.2  # their share of a vector's squared length where there is a lexicon
COGNATES_ALONE = 0.4  # and where there are translations only, whose forms may be wrong
LEXICON = 0.65  # the lexicon's share of the expected words where there is a translation too

Ints = NDArray[np.int64]
Entries = tuple[Ints, Ints, NDArray[np.float64]]  # rows, columns and values of a table


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """Sparse rows in compressed form: row i is `columns[k], values[k]`, k in its `offsets`."""

    offsets: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    width: int
    texts: Texts | None = None  # what both sides were made of

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.offsets) - 1

    def rows(self, kind: type[np.float32] | type[np.float64] = np.float64) -> csr_array:
        """Return the rows as a sparse matrix of floats of a kind."""
        values = self.values.astype(kind, copy=False)
        return csr_array((values, self.columns, self.offsets), shape=(self.count, self.width))

    def part(self, run: range) -> Bags:
        """Return the rows of a run."""
        begin, end = self.offsets[run.start], self.offsets[run.stop]
        offsets = self.offsets[run.start : run.stop + 1] - begin
        return Bags(offsets, self.columns[begin:end], self.values[begin:end], self.width)


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
    texts = read_texts(source, target, translations)
    ids, word_of = Ids(zip(texts.words, range(len(texts.words)), strict=True)), texts.word_of
    cognates, start = _cognates(texts.types, word_of)
    given = lexicon is not None or texts.translations is not None
    itself = themselves(word_of, start) if given else None
    expected = _expected(word_of, lexicon, ids, start) if lexicon is not None else None
    width = start + len(ids)
    trust = 1.0 if texts.translations is None else LEXICON if lexicon is not None else 0.0
    y = counted(texts.target, _table(len(word_of), width, cognates, itself))
    x = counted(texts.source, _table(len(word_of), width, cognates, expected, share=trust))
    if texts.translations is not None:
        # Names stand in the source as the target has them, or as the translation does.
        table = _table(len(word_of), width, cognates, itself, share=1 - trust)
        x = x + counted(texts.translations, table)
    share = 1.0 if not given else COGNATES if lexicon is not None else COGNATES_ALONE
    columns = idf(x, y)
    columns[start:] **= IDF_POWER
    for side in (x, y):
        _weigh(side, columns, start, share)
    return _bags(x, texts), _bags(y, texts)


def themselves(word_of: Ints, start: int) -> Entries:
    """Return entries by which each token type's word stands for itself; marks have none."""
    rows = np.flatnonzero(word_of >= 0)
    return rows, start + word_of[rows], np.ones(len(rows))


def _expected(word_of: Ints, lexicon: Lexicon, ids: Ids, start: int) -> Entries:
    """p(target word | source word) for the types' words.

    A word without a row stands for itself: a name, a number, or nothing the target has.
    """
    words = list(ids)
    lengths, links, p, meant = lexicon.links_of(words)
    target = np.fromiter((ids[w] for w in meant), np.int64, len(meant))
    missing = np.flatnonzero(lengths == 0)
    by_word = csr_array(
        (
            np.concatenate([p, np.ones(len(missing))]),
            (
                np.concatenate([np.repeat(np.arange(len(words)), lengths), missing]),
                np.concatenate([target[links], missing]),
            ),
        ),
        shape=(len(words), len(ids)),
    )
    rows = np.flatnonzero(word_of >= 0)
    found = by_word[word_of[rows]].tocoo()
    return rows[found.row], start + found.col.astype(np.int64), found.data


def _cognates(types: Sequence[str], word_of: Ints) -> tuple[Entries, int]:
    """What two languages share: 4-grams of `^word$`, words, capitals, numbers, `?!:;"()`.

    Returns the entries and how many features there are.
    """
    letters = [k for k, t in enumerate(types) if t[0].isalnum() and not t[0].isdigit()]
    rows, columns, width = _grams([types[k].lower() for k in letters])
    parts = [(np.array(letters, np.int64)[rows], columns)]
    capital = np.array([k for k in letters if types[k][0].isupper()], np.int64)
    count = int(word_of.max(initial=-1)) + 1
    parts.append((np.array(letters, np.int64), width + word_of[letters]))
    parts.append((capital, width + count + word_of[capital]))
    width += 2 * count
    ids = Ids()
    rest: list[tuple[int, int]] = []
    for k, token in enumerate(types):
        if not token[0].isalnum():
            rest.append((k, width + ids["." + token.translate(_SAME)]))
        elif token[0].isdigit():  # counts twice: the strongest evidence there is
            number = "#" + token
            rest += [(k, width + ids[number]), (k, width + ids[number + "'"])]
    pairs = np.array(rest, np.int64).reshape(-1, 2)
    parts.append((pairs[:, 0], pairs[:, 1]))
    rows, columns = (np.concatenate(side) for side in zip(*parts, strict=True))
    return (rows, columns, np.ones(len(rows))), width + len(ids)


def _grams(words: Sequence[str]) -> tuple[Ints, Ints, int]:
    """4-grams of `^word$` as (word, id) pairs, and the number of ids."""
    framed = "".join([f"^{word}$" for word in words])
    codes = np.frombuffer(framed.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
    of = np.repeat(np.arange(len(words)), lengths)
    if len(codes) < 4:
        return np.empty(0, np.int64), np.empty(0, np.int64), 0
    first = np.flatnonzero(of[3:] == of[:-3])
    seen = np.zeros(int(codes.max()) + 1, np.int64)
    seen[codes] = 1
    letter = (np.cumsum(seen) - 1)[codes]
    base = int(seen.sum())
    keys = letter[first]
    for k in range(1, 4):
        keys = keys * base + letter[first + k]  # exact up to 55,000 different letters
    known, columns = np.unique(keys, return_inverse=True)
    return of[first], columns, len(known)


def _table(
    rows: int, width: int, cognates: Entries, words: Entries | None, *, share: float = 1.0
) -> csr_array:
    """A row a token type: its cognate features, and words that count `share`."""
    row, column, value = cognates
    if words is not None and share > 0:
        row, column = np.concatenate([row, words[0]]), np.concatenate([column, words[1]])
        value = np.concatenate([value, share * words[2]])
    return csr_array((value.astype(np.float32), (row, column)), shape=(rows, width))


def counted(side: TokenIds, table: csr_array) -> csr_array:
    """Return the sums of the table's rows, one a token type, over each segment's tokens."""
    ones = np.ones(len(side.ids), np.float32)
    shape = (len(side.offsets) - 1, table.shape[0])
    return csr_array((ones, side.ids, side.offsets), shape=shape) @ table


def idf(x: csr_array, y: csr_array) -> NDArray[np.float64]:
    """Return log inverse document frequency over both sides; an expectation counts up to 1."""
    df = sum(
        np.bincount(side.indices, np.minimum(side.data, 1.0), side.shape[1]) for side in (x, y)
    )
    out: NDArray[np.float64] = np.log((x.shape[0] + y.shape[0] + 1) / (df + 0.5))
    return np.maximum(out, 0.0)


def _weigh(side: csr_array, columns: NDArray[np.float64], start: int, share: float) -> None:
    """Weigh by column, and scale to a mean squared length of `share` before `start`, 1 in all."""
    side.data *= columns.astype(np.float32)[side.indices]
    squares = np.bincount(side.indices >= start, side.data.astype(np.float64) ** 2, 2)
    scales = [
        np.sqrt(part * side.shape[0] / total) if total > 0 else 0.0
        for part, total in zip((share, 1 - share), squares, strict=True)
    ]
    factor = np.repeat(np.array(scales, np.float32), (start, side.shape[1] - start))
    side.data *= factor[side.indices]


def _bags(side: csr_array, texts: Texts) -> Bags:
    return Bags(
        side.indptr.astype(np.int64), side.indices.astype(np.int32), side.data, side.shape[1], texts
    )
