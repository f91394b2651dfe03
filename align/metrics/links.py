"""Strict, lax and null precision, recall and F1 of alignments against gold beads.

Strict and lax are those of Sennrich and Volk (2011, "Iterative, MT-based sentence
alignment of parallel texts"), counted as Vecalign's scorer counts them: summed over
documents; null beads count in precision, where a null is right if it is exactly a gold
bead, and are left out of recall. That scorer takes nothing from a system that leaves out
every null bead, so nulls are also scored here by themselves, one segment at a time: a bead
`[3, 4]:[]` is two nulls, and precision and recall are over segments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.metrics.counts import ALL, NULL, TYPES, LinkDocument, link_counts
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
from align.records import Score
from align.signature import Signature, package_version

FIGURES = ("precision", "recall", "f1")
LINK_FIGURES = tuple(f"{kind}_{figure}" for kind in ("strict", "lax", "null") for figure in FIGURES)


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


def score_links(documents: Sequence[LinkDocument], *, plan: Plan | None = None) -> LinkScores:
    """Score documents; a figure's count is of proposed beads for precision, else of gold ones.

    A figure over no beads has the value 0 and the count 0; a mean is over the documents that have
    beads for it, and counts those.
    """
    plan = plan or Plan()
    types = _types(documents)
    counts = [link_counts(document, types, plan.block) for document in documents]
    signature = _signature(documents, plan)
    totals = np.stack([part.sum(axis=0) for part in counts])
    within = [resampled_sums(part, plan=plan, stream=n) for n, part in enumerate(counts)]
    micro, macro = _samples(totals, within, plan)
    low, high = bounds(_figures(micro, empty=np.nan))
    whole, whole_counts = _figures(totals.sum(axis=0)), totals.sum(axis=0)
    macro_low, macro_high = bounds(macro)
    each = _figures(totals, empty=np.nan)
    macro_counts = np.zeros_like(whole_counts)  # of documents, where counts are of beads:
    macro_counts[..., [0, 3]] = (~np.isnan(each)).sum(axis=0)[..., :2]  # proposed, gold
    parts = []
    for document, total, sample in zip(documents, totals, within, strict=True):
        bottom, top = bounds(_figures(sample, empty=np.nan))
        parts.append((document.name, _overall(_figures(total), bottom, top, total, signature, "")))
    return LinkScores(
        micro=_overall(whole, low, high, whole_counts, signature, ""),
        macro=_overall(
            np.nan_to_num(_mean(each)), macro_low, macro_high, macro_counts, signature, "macro_",
        ),
        types=tuple(
            (
                name,
                _scores(
                    whole[group], low[group], high[group], whole_counts[group], signature,
                    ("strict_", "lax_"),
                ),
            )
            for group, name in enumerate(types, start=TYPES)
        ),
        documents=tuple(parts),
        signature=signature,
    )  # fmt: skip


def compare_links(
    first: Sequence[LinkDocument], second: Sequence[LinkDocument], *, plan: Plan | None = None
) -> tuple[Comparison, ...]:
    """Test two systems on the same gold, figure by figure, with the same resamples.

    There is no p over fewer documents, or blocks of beads, than make documents the units: drawn
    from two or three, differences hardly vary, and any would pass for significant. There is no
    interval where every document is one block, which all resamples repeat.
    """
    plan = plan or Plan()
    samples, values = [], []
    sizes = [blocks(document.gold, plan.block) for document in first]
    by_documents = plan.by_documents(len(first))
    units = len(first) if by_documents else sum(sizes)
    varied = by_documents or max(sizes, default=0) > 1
    for documents in (first, second):
        counts = [link_counts(document, (), plan.block) for document in documents]
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
            low=float(low[n]) if varied else None,
            high=float(high[n]) if varied else None,
            p_value=paired_p(samples[0][:, n], samples[1][:, n], float(values[1][n] - values[0][n]))
            if units >= plan.documents
            else None,
            signature=signature,
        )
        for n, name in enumerate(LINK_FIGURES)
    )


def _types(documents: Sequence[LinkDocument]) -> tuple[str, ...]:
    """All bead types, the commonest in gold first."""
    tally = Counter(bead.type for document in documents for bead in document.gold)
    tally.update({bead.type: 0 for document in documents for bead in document.system})
    return tuple(sorted(tally, key=lambda name: (-tally[name], name)))


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
        macro = _mean(np.stack([_figures(part, empty=np.nan) for part in within]))
        return np.sum(within, axis=0), macro
    figures = _figures(totals, empty=np.nan)
    columns = [totals, np.nan_to_num(figures), ~np.isnan(figures)]
    drawn = resampled_sums(np.concatenate(columns, axis=-1), plan=plan, stream=len(totals))
    counts, sums, behind = np.split(drawn, 3, axis=-1)
    return counts, ratios(sums, behind, empty=np.nan)


def _mean(figures: Array) -> Array:
    """The mean over documents, the first axis; NaN, nothing counted, is left out."""
    behind = (~np.isnan(figures)).sum(axis=0)
    return ratios(np.nan_to_num(figures).sum(axis=0), behind, empty=np.nan)


def _flat(figures: Array) -> Array:
    """The nine overall figures on the last axis, in the order of LINK_FIGURES."""
    return np.concatenate([figures[..., ALL, :], figures[..., NULL, :3]], axis=-1)


def _overall(
    value: Array, low: Array, high: Array, counts: Array, signature: Signature, prefix: str
) -> tuple[Score, ...]:
    every = _scores(
        value[ALL], low[ALL], high[ALL], counts[ALL], signature,
        (f"{prefix}strict_", f"{prefix}lax_"),
    )  # fmt: skip
    return every + _scores(
        value[NULL][:3], low[NULL][:3], high[NULL][:3], counts[NULL], signature,
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
