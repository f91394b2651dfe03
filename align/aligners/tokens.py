"""Words of both sides as IBM model 1 takes them: types with distributions, counts, chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from align.aligners.lexicon import Lexicon
from align.aligners.words import Texts, TokenIds, read_texts

TRUST = 0.8  # how much of one side the other is taken to explain
UNKNOWN = 0.5  # p(t | w) of the same string, for a word that the lexicon lacks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Source words with their distributions, and target words with their counts.

    Source segment i has the word types `source[source_offsets[i]:source_offsets[i + 1]]`; a type's
    distribution is `row_words`, `row_p` in `row_offsets[type]:row_offsets[type + 1]`. Target
    segment j has the words `target` with `counts`. `chance` is p(t).
    """

    source_offsets: Ints
    source: Ints
    row_offsets: Ints
    row_words: Ints
    row_p: Floats
    target_offsets: Ints
    target: Ints
    counts: Floats
    chance: Floats


def tokens(
    source: Sequence[str],
    target: Sequence[str],
    *,
    lexicon: Lexicon | None,
    translations: Sequence[str] | None,
) -> Tokens:
    """Look up the words of both sides."""
    return tokens_of(read_texts(source, target, translations), lexicon)


def tokens_of(texts: Texts, lexicon: Lexicon | None) -> Tokens:
    """Look up the words of texts that are tokenized already."""
    word_of, words = texts.word_of, texts.words
    target, target_offsets = _words_of(texts.target, word_of)
    totals = np.bincount(target, minlength=len(words)).astype(np.float64)
    present = np.flatnonzero(totals)
    number = np.full(len(words) + 1, -1, np.int64)  # a word's number among the target's; none last
    number[present] = np.arange(len(present))
    totals = totals[present] if len(present) else np.zeros(1)
    counted = csr_array(
        (np.ones(len(target)), number[target], target_offsets),
        shape=(len(target_offsets) - 1, len(totals)),
    )
    counted.sum_duplicates()
    # Types of the source's words come first, then those of a translation's words.
    parts, rows = [], []
    if lexicon is not None:
        parts.append(_words_of(texts.source, word_of))
        lengths, links, p, meant = lexicon.links_of(words)
        ids = dict(zip(words, range(len(words)), strict=True))
        of = np.fromiter((ids.get(w, -1) for w in meant), np.int64, len(meant))
        missing = np.flatnonzero(lengths == 0)
        rows.append(
            (
                np.concatenate([np.repeat(np.arange(len(words)), lengths), missing]),
                np.concatenate([number[of[links]], number[missing]]),
                np.concatenate([p, np.full(len(missing), UNKNOWN)]),
            )
        )
    if texts.translations is not None:
        spoken, offsets = _words_of(texts.translations, word_of)
        first = len(words) if rows else 0
        parts.append((spoken + first, offsets))
        rows.append((first + np.arange(len(words)), number[: len(words)], np.ones(len(words))))
    row, column, value = (
        np.concatenate(x) for x in (zip(*rows, strict=True) if rows else [[np.empty(0)]] * 3)
    )
    kept = column >= 0
    table = csr_array(
        (value[kept], (row[kept].astype(np.int64), column[kept].astype(np.int64))),
        shape=(len(rows) * len(words) or 1, len(totals)),
    )
    source, source_offsets = _one_after_the_other(parts, len(texts.source.offsets))
    return Tokens(
        source_offsets, source, table.indptr.astype(np.int64), table.indices.astype(np.int64),
        table.data, counted.indptr.astype(np.int64), counted.indices.astype(np.int64),
        counted.data, (totals + 0.5) / (totals.sum() + 0.5 * len(totals)),
    )  # fmt: skip


def _words_of(side: TokenIds, word_of: Ints) -> tuple[Ints, Ints]:
    """A side's words, marks left out, and where each segment's begin."""
    words = word_of[side.ids]
    kept = words >= 0
    before = np.concatenate([[0], np.cumsum(kept)])
    return words[kept], before[side.offsets]


def _one_after_the_other(parts: list[tuple[Ints, Ints]], count: int) -> tuple[Ints, Ints]:
    """Each segment's words of all parts; `count` offsets."""
    if not parts:
        return np.empty(0, np.int64), np.zeros(count, np.int64)
    if len(parts) == 1:
        return parts[0]
    segment = [np.repeat(np.arange(count - 1), np.diff(offsets)) for _, offsets in parts]
    order = np.argsort(np.concatenate(segment), kind="stable")
    words = np.concatenate([words for words, _ in parts])[order]
    return words, sum((offsets for _, offsets in parts), np.zeros(count, np.int64))
