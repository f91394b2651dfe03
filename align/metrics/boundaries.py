"""Precision, recall and F1 of sentence boundaries, by offsets.

A boundary is a sentence's last character that is not white space. Its offset is counted
in such characters alone, so that texts which differ in line breaks or in the space between
sentences compare; the end of a document is given, and no boundary to be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from align.errors import DataError, shortened
from align.metrics.resampling import Array, Plan, blocks, bounds, f1, ratios, resampled_sums
from align.records import Score
from align.signature import Signature, package_version

BOUNDARY_FIGURES = ("boundary_precision", "boundary_recall", "boundary_f1")
_GAP = 32  # characters of markup (bullets, heading marks) that a system may leave out in a row
_WORD = re.compile(r"[^\W\d_]{3}")  # what markup has not
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Split:
    """One document's sentences: the system's and gold's, over the same text.

    `given` are numbers of gold sentences after which the boundary is given, not to be found:
    where texts were put one after the other. The last sentence's always is. `places` says where
    each of the system's sentences stands, for messages: a file and a line.
    """

    name: str
    system: tuple[str, ...]
    gold: tuple[str, ...]
    given: tuple[int, ...] = ()
    places: tuple[str, ...] = ()

    def place(self, number: int) -> str:
        """Return where the system's sentence of this number, from 1, stands; 0 is the document."""
        if number and self.places:
            return self.places[number - 1]
        return f"{self.name}, system sentence {number}" if number else self.name


@dataclass(frozen=True, slots=True)
class Confusion:
    """A boundary that the system `missed`, or a `spurious` one, with the text around it.

    `offset` counts the characters of the document that are not white space; `token` is the
    last word before the boundary, what confusions are tallied by.
    """

    kind: str
    document: str
    offset: int
    before: str
    after: str

    @property
    def token(self) -> str:
        """The last word before the boundary."""
        return self.before.split()[-1] if self.before.split() else ""


@dataclass(frozen=True, slots=True)
class BoundaryScores:
    """Figures over all documents, by document, and every confusion."""

    micro: tuple[Score, ...]
    documents: tuple[tuple[str, tuple[Score, ...]], ...]
    confusions: tuple[Confusion, ...]
    signature: Signature

    def tally(self) -> tuple[tuple[str, str, int], ...]:
        """Return kind, token and number of the confusions, the most frequent first."""
        counted = Counter((confusion.kind, confusion.token) for confusion in self.confusions)
        return tuple(
            (kind, token, number)
            for (kind, token), number in sorted(counted.items(), key=lambda p: (-p[1], p[0]))
        )


def score_boundaries(documents: Sequence[Split], *, plan: Plan | None = None) -> BoundaryScores:
    """Score the boundaries of documents.

    The count behind a precision is of proposed boundaries, behind a recall or F1 of gold ones.

    Raises:
        DataError: a system's text is not gold's text.
    """
    plan = plan or Plan(block=20)
    counts: list[Array] = []
    confusions: list[Confusion] = []
    for document in documents:
        table, found = _compare(document, plan.block)
        counts.append(table)
        confusions += found
    totals = np.stack([table.sum(axis=0) for table in counts])
    within = [resampled_sums(table, plan=plan, stream=n) for n, table in enumerate(counts)]
    if plan.by_documents(len(documents)):
        samples = resampled_sums(totals, plan=plan, stream=len(documents))
    else:
        samples = np.sum(within, axis=0)
    signature = Signature.of(
        metric="boundaries", documents=len(documents), version=package_version()
    ) | plan.signature(len(documents), items="gold sentences")
    return BoundaryScores(
        micro=_scores(totals.sum(axis=0), samples, signature),
        documents=tuple(
            (document.name, _scores(total, sample, signature))
            for document, total, sample in zip(documents, totals, within, strict=True)
        ),
        confusions=tuple(confusions),
        signature=signature,
    )


def _compare(document: Split, size: int) -> tuple[Array, list[Confusion]]:
    """Proposed, gold and right boundaries by block of gold sentences; and the confusions."""
    gold = _ends(document.gold)
    text = "".join(_bare(sentence) for sentence in document.gold)
    system = _located(document, text)
    ahead = [0, *accumulate(len(_bare(sentence)) for sentence in document.gold)]
    given = {len(text), *(ahead[number] for number in document.given)}
    table = np.zeros((max(1, blocks(document.gold, size)), 3))
    true, proposed = set(gold) - given, set(system) - given
    ordered = np.array(gold)
    shown = _Text(document.gold)
    confusions = []
    for offset in sorted(true | proposed):
        block = int(np.searchsorted(ordered, offset)) // size
        hit = (offset in proposed, offset in true, offset in true and offset in proposed)
        table[min(block, len(table) - 1)] += hit
        if not hit[2]:
            before, after = shown.around(offset)
            kind = "missed" if hit[1] else "spurious"
            confusions.append(Confusion(kind, document.name, offset, before, after))
    return table, confusions


def _ends(sentences: Sequence[str]) -> list[int]:
    ends, at = [], 0
    for sentence in sentences:
        length = len(_bare(sentence))
        at += length
        if length:
            ends.append(at)
    return ends


def _located(document: Split, text: str) -> list[int]:
    """Where the system's sentences end in gold's text, over what they leave out as markup."""
    ends, at = [], 0
    for number, sentence in enumerate(document.system, start=1):
        bare = _bare(sentence)
        if not bare:
            continue
        found = text.find(bare, at, at + len(bare) + _GAP)
        if found < 0 or _WORD.search(text, at, found):
            raise DataError(
                f"{document.place(number)}: {shortened(sentence, 40)!r} does not continue "
                f"gold's text, which goes on with {text[at : at + 40]!r}."
            )
        at = found + len(bare)
        ends.append(at)
    if len(text) - at > _GAP or _WORD.search(text, at):
        raise DataError(
            f"{document.place(len(document.system))}: the system's sentences end here, "
            f"{len(text) - at} characters before gold's, which go on with "
            f"{text[at : at + 40]!r}."
        )
    if ends:
        ends[-1] = len(text)
    return ends


class _Text:
    """Gold's sentences joined by one space, found by offsets that count no white space."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.text = " ".join(sentences)
        self.places = [n for n, char in enumerate(self.text) if not char.isspace()]

    def around(self, offset: int) -> tuple[str, str]:
        at = self.places[offset - 1] + 1
        return (
            " ".join(self.text[max(0, at - _AROUND) : at].split()),
            " ".join(self.text[at : at + _AROUND].split()),
        )


def _scores(counts: Array, samples: Array, signature: Signature) -> tuple[Score, ...]:
    value = _figures(counts)
    low, high = bounds(_figures(samples, empty=np.nan))
    return tuple(
        Score(name, float(value[n]), float(low[n]), float(high[n]), int(behind), signature)
        for n, (name, behind) in enumerate(
            zip(BOUNDARY_FIGURES, (counts[0], counts[1], counts[1]), strict=True)
        )
    )


def _figures(counts: Array, *, empty: float = 0.0) -> Array:
    precision = ratios(counts[..., 2], counts[..., 0], empty=empty)
    recall = ratios(counts[..., 2], counts[..., 1], empty=empty)
    return np.stack([precision, recall, f1(precision, recall)], axis=-1)


def _bare(text: str) -> str:
    return "".join(text.split())
