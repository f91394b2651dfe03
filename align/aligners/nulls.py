"""Neighbours that are left alone on the same side are one bead: a passage that was left out.

Corpora that people aligned count so (BAF, TransRead), and whoever reviews an alignment judges what
was left out once. A longer run, such as the contents of a book that only one side has, stays one
bead a segment: nobody judges it in one look.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from align.aligners.fixed import neighbours
from align.records import Bead


def joined_nulls(
    beads: Sequence[Bead], source: Sequence[str], target: Sequence[str], *,
    fixed: Collection[Bead] = (), largest: int,
) -> tuple[Bead, ...]:  # fmt: skip
    """Make one bead of the nulls of up to `largest` neighbours that stand after one another.

    Blank segments and `fixed` beads stay by themselves. A run's probability is the product of its
    nulls', which on the novels came closer to the share that gold has than the path's own did;
    None where one of them has none.
    """
    certain = set(fixed)

    def free(bead: Bead) -> bool:
        if not bead.null or bead in certain:
            return False
        return all(source[i].strip() for i in bead.sources) and all(
            target[j].strip() for j in bead.targets
        )

    runs: list[list[Bead]] = []
    before = False
    for bead in beads:
        alone = free(bead)
        if alone and before and _follows(runs[-1][-1], bead):
            runs[-1].append(bead)
        else:
            runs.append([bead])
        before = alone
    sizes = [sum(len(bead.sources) + len(bead.targets) for bead in run) for run in runs]
    return tuple(
        bead
        for run, size in zip(runs, sizes, strict=True)
        for bead in ([_one(run)] if len(run) > 1 and size <= largest else run)
    )


def _follows(before: Bead, bead: Bead) -> bool:
    """Whether a null holds the segments right after another's, on the same side."""
    return bool(before.sources) == bool(bead.sources) and all(
        map(neighbours, (before.sources + bead.sources, before.targets + bead.targets))
    )


def _one(run: Sequence[Bead]) -> Bead:
    scores = [bead.score for bead in run if bead.score is not None]
    return replace(
        run[0],
        sources=tuple(i for bead in run for i in bead.sources),
        targets=tuple(j for bead in run for j in bead.targets),
        score=round(math.prod(scores), 4) if len(scores) == len(run) else None,
    )
