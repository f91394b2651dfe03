"""Gold that people made by review: what they decided is gold, and only that is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from align.errors import DataError
from align.records import Bead
from align.reviewed import FIXING


@dataclass(frozen=True, slots=True)
class ReviewedPart:
    """The beads that are scored, and a sentence on what was left out, "" where nothing was."""

    system: tuple[Bead, ...]
    gold: tuple[Bead, ...]
    note: str


def reviewed_part(
    system: Sequence[Bead], gold: Sequence[Bead], reviews: Sequence[str], *, name: str
) -> ReviewedPart:
    """Keep gold's accepted and edited beads, and the system's beads that touch their segments.

    A bead that was rejected says what is wrong, not what is right: it is no gold. A null bead
    of the system counts segment by segment, so it is cut to the segments that were reviewed.

    Args:
        system: the system's beads.
        gold: all beads of the reviewed file.
        reviews: what was decided of each of these.
        name: the reviewed file's, for messages.

    Raises:
        DataError: none of gold's beads is accepted or edited.
    """
    true = tuple(bead for bead, review in zip(gold, reviews, strict=True) if review in FIXING)
    if not true:
        raise DataError(f"{name}: none of its units is accepted or edited, so there is no gold.")
    sources = {i for bead in true for i in bead.sources}
    targets = {j for bead in true for j in bead.targets}
    kept = []
    for bead in system:
        if bead.null:
            part = replace(
                bead, sources=tuple(i for i in bead.sources if i in sources),
                targets=tuple(j for j in bead.targets if j in targets),
            )  # fmt: skip
            if part.sources or part.targets:
                kept.append(part)
        elif sources.intersection(bead.sources) or targets.intersection(bead.targets):
            kept.append(bead)
    if len(true) == len(gold) and len(kept) == len(system):
        return ReviewedPart(tuple(system), true, "")
    return ReviewedPart(
        tuple(kept), true,
        f"{name} is gold where it was reviewed: {len(true):,} of its {len(gold):,} beads are "
        f"accepted or edited, with {len(sources):,} source and {len(targets):,} target segments. "
        f"Only the {len(kept):,} of the system's {len(system):,} beads that touch these are "
        "scored.",
    )  # fmt: skip
