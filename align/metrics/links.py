"""Strict, lax and null precision, recall and F1 of alignments against gold beads.

Strict and lax are those of Sennrich and Volk (2011, "Iterative, MT-based sentence
alignment of parallel texts"), counted as Vecalign's scorer counts them: summed over
documents; null beads count in precision, where a null is right if it is exactly a gold
bead, and are left out of recall. That scorer takes nothing from a system that leaves out
every null bead, so nulls are also scored here by themselves, one segment at a time: a bead
`[3, 4]:[]` is two nulls, and precision and recall are over segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from align.metrics.resampling import (
    Array,
    Comparison,
    Plan,
    blocks,
    bounds,
    f1,
    paired_p,
    ratios,
    resampled_sums,
)
from align.records import Bead, Score
from align.signature import Signature, package_version

FIGURES = ("precision", "recall", "f1")
LINK_FIGURES = tuple(f"{kind}_{figure}" for kind in ("strict", "lax", "null") for figure in FIGURES)
_ALL, _NULL, _TYPES = 0, 1, 2  # groups of counts: all beads, null segments, then the types


@dataclass(frozen=True, slots=True)
class LinkDocument:
    """A system's beads and the gold beads of one document; `texts` are for reports."""

    name: str
    system: tuple[Bead, ...]
    gold: tuple[Bead, ...]
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Figures over all documents (`micro`), their mean (`macro`), and the parts.

    `types` maps a bead type to strict and lax figures (precision over proposed beads of
    the type, recall over gold ones); `documents` maps a document's name to its figures.
    """

    micro: tuple[Score, ...]
    macro: tuple[Score, ...]
    types: tuple[tuple[str, tuple[Score, ...]], ...]
    documents: tuple[tuple[str, tuple[Score, ...]], ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Judgement:
    """A proposed bead, whether it is right (`strict`, `lax` or `wrong`), and gold's beads.

    `gold` holds the gold beads that share a segment with it.
    """

    bead: Bead
    verdict: str
    gold: tuple[Bead, ...]


def judge(document: LinkDocument) -> tuple[Judgement, ...]:
    """Judge every proposed bead of a document, in the system's order."""
    gold = _Index(document.gold)
    return tuple(
        Judgement(bead, gold.verdict(bead), gold.touching(bead)) for bead in document.system
    )


def score_links(documents: Sequence[LinkDocument], *, plan: Plan | None = None) -> LinkScores:
    """Score documents; a figure's count is of proposed beads for precision, else of gold ones.

    A figure over no beads has the value 0 and the count 0.
    """
    plan = plan or Plan()
    types = _types(documents)
    counts = [_counts(document, types, plan.block) for document in documents]
    signature = _signature(documents, plan)
    totals = np.stack([part.sum(axis=0) for part in counts])
    within = [resampled_sums(part, plan=plan, stream=n) for n, part in enumerate(counts)]
    micro, macro = _samples(totals, within, plan)
    low, high = bounds(_figures(micro, empty=np.nan))
    whole, whole_counts = _figures(totals.sum(axis=0)), totals.sum(axis=0)
    macro_low, macro_high = bounds(macro)
    macro_value = _figures(totals).mean(axis=0)
    parts = []
    for document, total, sample in zip(documents, totals, within, strict=True):
        bottom, top = bounds(_figures(sample, empty=np.nan))
        parts.append((document.name, _overall(_figures(total), bottom, top, total, signature, "")))
    return LinkScores(
        micro=_overall(whole, low, high, whole_counts, signature, ""),
        macro=_overall(
            macro_value, macro_low, macro_high, np.full_like(whole_counts, len(documents)),
            signature, "macro_",
        ),
        types=tuple(
            (
                name,
                _scores(
                    whole[group], low[group], high[group], whole_counts[group], signature,
                    ("strict_", "lax_"),
                ),
            )
            for group, name in enumerate(types, start=_TYPES)
        ),
        documents=tuple(parts),
        signature=signature,
    )  # fmt: skip


def compare_links(
    first: Sequence[LinkDocument], second: Sequence[LinkDocument], *, plan: Plan | None = None
) -> tuple[Comparison, ...]:
    """Test two systems on the same gold, figure by figure, with the same resamples."""
    plan = plan or Plan()
    samples, values = [], []
    for documents in (first, second):
        counts = [_counts(document, (), plan.block) for document in documents]
        totals = np.stack([part.sum(axis=0) for part in counts])
        within = [resampled_sums(part, plan=plan, stream=n) for n, part in enumerate(counts)]
        samples.append(_flat(_figures(_samples(totals, within, plan)[0])))
        values.append(_flat(_figures(totals.sum(axis=0))))
    low, high = bounds(samples[1] - samples[0])
    signature = _signature(first, plan) | Signature.of(test="paired bootstrap, two-sided")
    return tuple(
        Comparison(
            name=name,
            first=float(values[0][n]),
            second=float(values[1][n]),
            difference=float(values[1][n] - values[0][n]),
            low=float(low[n]),
            high=float(high[n]),
            p_value=paired_p(
                samples[0][:, n], samples[1][:, n], float(values[1][n] - values[0][n])
            ),
            signature=signature,
        )
        for n, name in enumerate(LINK_FIGURES)
    )


class _Index:
    """Gold beads by what a proposed bead is looked up with."""

    def __init__(self, beads: Iterable[Bead]) -> None:
        self.exact = {(bead.sources, bead.targets) for bead in beads}
        self.by_source: dict[int, list[Bead]] = {}
        self.by_target: dict[int, list[Bead]] = {}
        for bead in beads:
            for index in bead.sources:
                self.by_source.setdefault(index, []).append(bead)
            for index in bead.targets:
                self.by_target.setdefault(index, []).append(bead)

    def verdict(self, bead: Bead) -> str:
        if (bead.sources, bead.targets) in self.exact:
            return "strict"
        targets = set(bead.targets)
        for index in bead.sources:
            if any(not targets.isdisjoint(gold.targets) for gold in self.by_source.get(index, ())):
                return "lax"
        return "wrong"

    def touching(self, bead: Bead) -> tuple[Bead, ...]:
        found: dict[Bead, None] = {}
        for index in bead.sources:
            found.update(dict.fromkeys(self.by_source.get(index, ())))
        for index in bead.targets:
            found.update(dict.fromkeys(self.by_target.get(index, ())))
        return tuple(found)


def _types(documents: Sequence[LinkDocument]) -> tuple[str, ...]:
    """All bead types, the commonest in gold first."""
    tally: dict[str, int] = {}
    for document in documents:
        for bead in document.gold:
            tally[bead.type] = tally.get(bead.type, 0) + 1
        for bead in document.system:
            tally.setdefault(bead.type, 0)
    return tuple(sorted(tally, key=lambda name: (-tally[name], name)))


def _counts(document: LinkDocument, types: tuple[str, ...], size: int) -> Array:
    """Counts by block of gold beads and by group.

    The columns are: proposed, of those strictly right, laxly right; gold, of those found
    strictly, found laxly.
    """
    rows = {name: group for group, name in enumerate(types, start=_TYPES)}
    counts = np.zeros((max(1, blocks(document.gold, size)), _TYPES + len(types), 6))
    place = _Places(document.gold, size)
    gold, system = _Index(document.gold), _Index(document.system)
    for bead in _distinct(document.system):
        verdict = gold.verdict(bead)
        hit = np.array([1, verdict == "strict", verdict != "wrong", 0, 0, 0], dtype=np.float64)
        block = place.of(bead)
        counts[block, _ALL] += hit
        if types:
            counts[block, rows[bead.type]] += hit
    for bead in _distinct(document.gold):
        verdict = system.verdict(bead)
        hit = np.array([0, 0, 0, 1, verdict == "strict", verdict != "wrong"], dtype=np.float64)
        block = place.of(bead)
        if not bead.null:
            counts[block, _ALL] += hit
        if types:
            counts[block, rows[bead.type]] += hit
    proposed, expected = _nulls(document.system), _nulls(document.gold)
    for side, index in proposed | expected:
        said, true = (side, index) in proposed, (side, index) in expected
        both = said and true
        counts[place.at(side, index), _NULL] += (said, both, both, true, both, both)
    return counts


class _Places:
    """Finds the block of gold beads that a bead or a segment belongs to.

    A segment that gold does not mention goes with the nearest one before it.
    """

    def __init__(self, gold: Sequence[Bead], size: int) -> None:
        self.blocks: dict[str, dict[int, int]] = {"source": {}, "target": {}}
        for number, bead in enumerate(gold):
            for index in bead.sources:
                self.blocks["source"].setdefault(index, number // size)
            for index in bead.targets:
                self.blocks["target"].setdefault(index, number // size)
        self.known = {side: np.array(sorted(of)) for side, of in self.blocks.items()}

    def of(self, bead: Bead) -> int:
        if bead.sources:
            return self.at("source", bead.sources[0])
        return self.at("target", bead.targets[0]) if bead.targets else 0

    def at(self, side: str, index: int) -> int:
        found = self.blocks[side].get(index)
        if found is not None:
            return found
        before = int(np.searchsorted(self.known[side], index)) - 1
        return self.blocks[side][int(self.known[side][before])] if before >= 0 else 0


def _distinct(beads: Iterable[Bead]) -> Iterable[Bead]:
    """Each bead once, and none that is empty on both sides, as Vecalign's scorer has it."""
    seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    for bead in beads:
        key = (bead.sources, bead.targets)
        if key not in seen and (bead.sources or bead.targets):
            seen.add(key)
            yield bead


def _nulls(beads: Iterable[Bead]) -> set[tuple[str, int]]:
    """The segments in null beads, one by one."""
    found: set[tuple[str, int]] = set()
    for bead in beads:
        if bead.null:
            found.update(("source", index) for index in bead.sources)
            found.update(("target", index) for index in bead.targets)
    return found


def _figures(counts: Array, *, empty: float = 0.0) -> Array:
    """From six counts to strict precision, recall, F1 and lax precision, recall, F1.

    `empty` is the ratio over nothing: 0 in a figure, as Vecalign's scorer has it, and NaN in
    a resample, so that the interval leaves it out.
    """
    proposed, gold = counts[..., 0], counts[..., 3]
    figures = []
    for right, found in ((1, 4), (2, 5)):
        precision = ratios(counts[..., right], proposed, empty=empty)
        recall = ratios(counts[..., found], gold, empty=empty)
        figures += [precision, recall, f1(precision, recall)]
    return np.stack(figures, axis=-1)


def _samples(totals: Array, within: Sequence[Array], plan: Plan) -> tuple[Array, Array]:
    """Resampled sums over all documents, and resampled means of the documents' figures."""
    if not plan.by_documents(len(totals)):
        macro: Array = np.mean([_figures(part) for part in within], axis=0)
        return np.sum(within, axis=0), macro
    stream = len(totals)
    both = np.concatenate([totals, _figures(totals)], axis=-1)
    drawn = resampled_sums(both, plan=plan, stream=stream)
    return drawn[..., :6], drawn[..., 6:] / len(totals)


def _flat(figures: Array) -> Array:
    """The nine overall figures on the last axis, in the order of LINK_FIGURES."""
    return np.concatenate([figures[..., _ALL, :], figures[..., _NULL, :3]], axis=-1)


def _overall(
    value: Array, low: Array, high: Array, counts: Array, signature: Signature, prefix: str
) -> tuple[Score, ...]:
    every = _scores(
        value[_ALL], low[_ALL], high[_ALL], counts[_ALL], signature,
        (f"{prefix}strict_", f"{prefix}lax_"),
    )  # fmt: skip
    return every + _scores(
        value[_NULL][:3], low[_NULL][:3], high[_NULL][:3], counts[_NULL], signature,
        (f"{prefix}null_",),
    )  # fmt: skip


def _scores(
    value: Array,
    low: Array,
    high: Array,
    counts: Array,
    signature: Signature,
    prefixes: tuple[str, ...],
) -> tuple[Score, ...]:
    names = [prefix + figure for prefix in prefixes for figure in FIGURES]
    behind = [counts[0], counts[3], counts[3]] * len(prefixes)
    return tuple(
        Score(name, float(v), float(a), float(b), int(n), signature)
        for name, v, a, b, n in zip(names, value, low, high, behind, strict=True)
    )


def _signature(documents: Sequence[LinkDocument], plan: Plan) -> Signature:
    base = Signature.of(metric="links", documents=len(documents), version=package_version())
    return base | plan.signature(len(documents), items="gold beads")
