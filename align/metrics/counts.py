"""Which proposed beads are right, and the counts that all figures of links are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from align.metrics.resampling import Array, blocks
from align.records import Bead

ALL, NULL, TYPES = 0, 1, 2
"""The groups of counts: all beads, null segments one by one, then the bead types."""


@dataclass(frozen=True, slots=True)
class LinkDocument:
    """A system's beads and the gold beads of one document; the texts and notes are for reports."""

    name: str
    system: tuple[Bead, ...]
    gold: tuple[Bead, ...]
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


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


def link_counts(document: LinkDocument, types: tuple[str, ...], size: int) -> Array:
    """Counts by block of gold beads and by group.

    The columns are: proposed, of those strictly right, laxly right; gold, of those found
    strictly, found laxly.
    """
    rows = {name: group for group, name in enumerate(types, start=TYPES)}
    counts = np.zeros((max(1, blocks(document.gold, size)), TYPES + len(types), 6))
    place = _Places(document.gold, size)
    gold, system = _Index(document.gold), _Index(document.system)
    for bead in _distinct(document.system):
        verdict = gold.verdict(bead)
        hit = np.array([1, verdict == "strict", verdict != "wrong", 0, 0, 0], dtype=np.float64)
        block = place.of(bead)
        counts[block, ALL] += hit
        if types:
            counts[block, rows[bead.type]] += hit
    for bead in _distinct(document.gold):
        verdict = system.verdict(bead)
        hit = np.array([0, 0, 0, 1, verdict == "strict", verdict != "wrong"], dtype=np.float64)
        block = place.of(bead)
        if not bead.null:
            counts[block, ALL] += hit
        if types:
            counts[block, rows[bead.type]] += hit
    proposed, expected = _nulls(document.system), _nulls(document.gold)
    for side, index in proposed | expected:
        said, true = (side, index) in proposed, (side, index) in expected
        both = said and true
        counts[place.at(side, index), NULL] += (said, both, both, true, both, both)
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
