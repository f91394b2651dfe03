"""Compare the contents of two sides: candidates, then log-odds for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from align.aligners.bags import Ids
from align.aligners.lexicon import Lexicon
from align.matching.assignment import copies, near_copies, with_copies
from align.matching.bags import Floats, Pairs, Side, Space, make_space
from align.matching.bimax import bimax
from align.matching.documents import Contents, packed, token_ids
from align.matching.index import document_bags, nearest
from align.matching.scores import (
    exclusive,
    logits,
    pair_features,
    probabilities,
    tallies,
    told_features,
)
from align.translating import Stage

CANDIDATES, BACK = 10, 3
"""Candidates of a source document, and those that a target document adds."""
DOUBT = (0.02, 0.98)
"""Between these probabilities the lexicon's answer is not enough, and the source is translated."""
TOLD, TOLD_ALONE = 24, 64
"""Sentences translated of a document, spread over it: with a lexicon and without one."""

Translate = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Features of some pairs, with the kind of weights that fit them.

    `alone` are the same where near copies of a document are no rivals of it.
    """

    pairs: Pairs
    features: Floats
    alone: Floats
    kind: str


class Comparison:
    """Two sides' contents, and what is known of their words.

    Args:
        source: the documents, with their texts if they may be translated.
        target: the documents.
        ids: the numbers of all their words; translations add to it.
        lexicon: from the source's language to the target's, if there is one.
        translate: turns sentences of the source into the target's language.
        stage: shows the progress of long stages.

    `groups` number the documents of either side, copies of one text alike, `near` near copies too;
    `fits` are the probabilities by contents of the pairs that `logits` returned, where near copies
    do not share one; `translated` is the number of sentences translated so far.
    """

    def __init__(
        self, source: Sequence[Contents], target: Sequence[Contents], ids: Ids, *,
        lexicon: Lexicon | None, translate: Translate | None, stage: Stage,
    ) -> None:  # fmt: skip
        """Lay the documents end to end."""
        self._contents = source, target
        self._source, self._target = Side.of(source), Side.of(target)
        self._ids, self._lexicon = ids, lexicon
        self._translate, self._stage = translate, stage
        self.groups = copies([c.digest for c in source]), copies([c.digest for c in target])
        self.near = self.groups
        self.fits = np.empty(0)
        self.translated = 0

    def logits(self, named: Pairs) -> tuple[Pairs, Floats]:
        """Return candidate pairs, sorted, and their log-odds by contents, each by itself.

        Args:
            named: pairs to look at besides those that contents find.
        """
        if not (self._source.count and self._target.count):
            return np.empty((0, 2), np.int64), np.empty(0)
        first = self.evidence(named)
        found = logits(first.features, first.kind)
        self.fits = probabilities(logits(first.alone, first.kind))
        if self._lexicon is None or self._translate is None:
            return first.pairs, found
        again = self.told_evidence(first, self.doubted(first.pairs, found))
        if len(again.pairs):
            rows = np.isin(first.pairs[:, 0], again.pairs[:, 0])
            found[rows] = logits(again.features, again.kind)
            self.fits[rows] = probabilities(logits(again.alone, again.kind))
        return first.pairs, found

    def evidence(self, named: Pairs) -> Evidence:
        """Find candidates and compare them sentence by sentence.

        By the lexicon alone where there is one, else by translations, else by cognates.
        """
        told, kind = None, "lexicon" if self._lexicon is not None else "cognates"
        if self._lexicon is None and self._translate is not None:
            told, kind = self._told(np.arange(self._source.count), TOLD_ALONE), "translation"
        space = self._space()
        x, y = self._document_bags(space, told)
        pairs = self._candidates(x, y, named)
        means = self._bimax(pairs, space, told)
        i, j, total = pairs[:, 0], pairs[:, 1], means.sum(axis=1)
        self.near = (
            near_copies(self.groups[0], x, j, i, total),
            near_copies(self.groups[1], y, i, j, total),
        )
        counted = (
            tallies(self._source, space, [c.characters for c in self._contents[0]]),
            tallies(self._target, space, [c.characters for c in self._contents[1]]),
        )
        features, alone = (
            pair_features(pairs, means, *counted, groups, kind=kind)
            for groups in (self.groups, self.near)
        )
        return Evidence(pairs, features, alone, kind)

    def doubted(self, pairs: Pairs, found: Floats) -> Pairs:
        """Return the source documents that have a candidate of which the first look is unsure."""
        chances = probabilities(exclusive(pairs, found, self.groups))
        return np.unique(pairs[(chances > DOUBT[0]) & (chances < DOUBT[1]), 0])

    def told_evidence(self, first: Evidence, documents: Pairs) -> Evidence:
        """Translate some source documents and compare their candidates anew."""
        rows = np.isin(first.pairs[:, 0], documents)
        pairs = first.pairs[rows]
        if not len(pairs):
            return Evidence(pairs, np.empty((0, 0)), np.empty((0, 0)), "both")
        told = self._told(documents, TOLD)
        means = self._bimax(pairs, self._space(), told)
        features, alone = (
            np.concatenate([known[rows], told_features(pairs, means, groups)], axis=1)
            for known, groups in ((first.features, self.groups), (first.alone, self.near))
        )
        return Evidence(pairs, features, alone, "both")

    def _space(self) -> Space:
        return make_space(
            self._ids, self._source, self._target, lexicon=self._lexicon,
            letters=self._lexicon is None,
        )  # fmt: skip

    def _document_bags(self, space: Space, told: Side | None) -> tuple[csr_array, csr_array]:
        x = document_bags(
            self._source, space,
            lambda counts, block: space.source_bags(
                counts, None if told is None else told.document_rows(space.width, block)
            ),
        )  # fmt: skip
        y = document_bags(self._target, space, lambda counts, block: space.target_bags(counts))
        return x, y

    def _candidates(self, x: csr_array, y: csr_array, named: Pairs) -> Pairs:
        with self._stage("First look", x.shape[0] + y.shape[0]) as advance:
            found = [
                nearest(x, y, CANDIDATES, progress=advance),
                nearest(y, x, BACK, progress=advance)[:, ::-1],
                named,
            ]
        return with_copies(np.unique(np.concatenate(found), axis=0), self.groups)

    def _bimax(self, pairs: Pairs, space: Space, told: Side | None) -> Floats:
        with self._stage("Second look", len(pairs)) as advance:
            return bimax(pairs, self._source, self._target, space, told=told, progress=advance)

    def _told(self, documents: Pairs, most: int) -> Side:
        """Translate sentences of some documents; the others of the source stay without words."""
        assert self._translate is not None
        wanted = {int(d): _spread(self._contents[0][d], most) for d in documents}
        texts = [self._contents[0][d].texts[k] for d, rows in wanted.items() for k in rows]
        self.translated += len(texts)
        made = iter(self._translate(texts))
        sides = []
        for d, own in enumerate(self._contents[0]):
            rows: list[list[int]] = [[] for _ in own.ends]
            for k in wanted.get(d, ()):
                rows[k] = token_ids(next(made), self._ids)
            tokens, ends = packed(rows)
            sides.append(Contents(tokens, ends, 0, b""))
        return Side.of(sides)


def _spread(contents: Contents, most: int) -> list[int]:
    """Sentences with words, spread evenly over a document."""
    sizes = np.diff(np.append(0, contents.ends))
    rows = np.flatnonzero(sizes)
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(int)]
    return [int(row) for row in rows]
