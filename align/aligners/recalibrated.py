"""An aligner whose probabilities are read anew: what reviewers found decides how sure it may be."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from align.errors import DataError
from align.files import display_name, read_text
from align.protocols import Aligner, Scorer
from align.records import Bead
from align.signature import Signature

_SUREST = 0.9999
"""A score is rounded to four figures: 1.0 stands for about this much."""
_HIGHEST = 700.0  # what exp takes


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A line through the log-odds of scores (Platt 1999); slope 1 and offset 0 change nothing."""

    slope: float
    offset: float

    def probability(self, score: float) -> float:
        """Return what a score means, between 0 and 1.

        >>> round(Recalibration(slope=0.5, offset=0.0).probability(0.9), 3)
        0.75
        """
        odds = self.slope * log_odds(score) + self.offset
        return 1 / (1 + math.exp(min(-odds, _HIGHEST)))


def log_odds(score: float) -> float:
    """Return a score's log-odds, those of 0 and 1 kept finite."""
    held = min(max(score, 1 - _SUREST), _SUREST)
    return math.log(held / (1 - held))


def write_recalibration(found: Recalibration, **facts: object) -> str:
    """Return a recalibration as JSON, with facts for people beside it."""
    return json.dumps(asdict(found) | facts, indent=1) + "\n"


def read_recalibration(path: str | Path) -> Recalibration:
    """Read what `scripts/refit_calibration.py` wrote.

    Raises:
        DataError: the file is no JSON object with a slope above 0 and an offset.
    """
    try:
        held = json.loads(read_text(path))
        slope, offset = float(held["slope"]), float(held["offset"])
        if not (slope > 0 and math.isfinite(slope) and math.isfinite(offset)):
            raise ValueError
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise DataError(
            f"{display_name(path)}: a JSON object with a slope above 0 and an offset was expected, "
            "as scripts/refit_calibration.py writes it."
        ) from None
    return Recalibration(slope, offset)


class RecalibratedAligner:
    """Pairs as another aligner does; only the probabilities differ, and their order does not."""

    def __init__(self, aligner: Aligner, recalibration: Recalibration) -> None:
        """Take the aligner and what its scores mean."""
        self._aligner = aligner
        self._recalibration = recalibration

    @property
    def signature(self) -> Signature:
        """The aligner's, with the two figures."""
        held = self._recalibration
        return self._aligner.signature | Signature.of(
            calibration=f"{held.slope:.4g} {held.offset:+.4g}"
        )

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        fixed: Sequence[Bead] = (),
        scorer: Scorer | None = None,
    ) -> tuple[Bead, ...]:
        """Return the aligner's beads with their probabilities; what is fixed stays certain."""
        beads = self._aligner.align(
            source, target, translations=translations, reverse=reverse, fixed=fixed, scorer=scorer
        )
        certain = {(bead.sources, bead.targets) for bead in fixed}
        return tuple(
            bead
            if bead.score is None or (bead.sources, bead.targets) in certain
            else replace(bead, score=round(self._recalibration.probability(bead.score), 4))
            for bead in beads
        )
