"""Words of both sides as IBM model 1 takes them: types with distributions, counts, chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.aligners.lexicon import Lexicon
from align.aligners.words import words

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
    ids: dict[str, int] = {}
    texts = [words(text) for text in target]
    for text in texts:
        for word in text:
            ids.setdefault(word, len(ids))
    rows: list[list[tuple[int, float]]] = []
    known: dict[tuple[str, bool], int] = {}

    def type_of(word: str, *, translated: bool) -> int:
        key = (word, translated)
        if key not in known:
            known[key] = len(rows)
            row = lexicon.source.get(word) if lexicon and not translated else None
            if row is None:
                links = [(word, 1.0 if translated else UNKNOWN)]
            else:
                assert lexicon is not None
                part = slice(lexicon.offsets[row], lexicon.offsets[row + 1])
                links = [
                    (lexicon.target[c], float(p))
                    for c, p in zip(lexicon.columns[part], lexicon.p[part], strict=True)
                ]
            rows.append([(ids[w], p) for w, p in links if w in ids])
        return known[key]

    types: list[list[int]] = []
    for i, segment in enumerate(source):
        of = [type_of(w, translated=False) for w in words(segment)] if lexicon else []
        if translations is not None:
            of += [type_of(w, translated=True) for w in words(translations[i])]
        types.append(of)
    counted: list[dict[int, float]] = []
    totals = np.zeros(max(1, len(ids)))
    for text in texts:
        count: dict[int, float] = {}
        for word in text:
            k = ids[word]
            count[k] = count.get(k, 0.0) + 1
            totals[k] += 1
        counted.append(count)
    return Tokens(
        _offsets([len(x) for x in types]), np.array([k for x in types for k in x], np.int64),
        _offsets([len(x) for x in rows]), np.array([k for x in rows for k, _ in x], np.int64),
        np.array([p for x in rows for _, p in x], np.float64),
        _offsets([len(x) for x in counted]), np.array([k for x in counted for k in x], np.int64),
        np.array([v for x in counted for v in x.values()], np.float64),
        (totals + 0.5) / (totals.sum() + 0.5 * len(totals)),
    )  # fmt: skip


def _offsets(lengths: list[int]) -> Ints:
    out = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=out[1:])
    return out
