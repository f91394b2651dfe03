"""Word-level differences between a hypothesis and its reference."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from align.reports.contents import Difference, Run

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LIMIT = 2_000  # words a side; beyond, the search for a best match takes too long


def difference(hypothesis: str, reference: str, *, label: str, source: str = "") -> Difference:
    """Return the runs that both have, and those that only one has, in reading order."""
    mine, true = _WORD.findall(hypothesis), _WORD.findall(reference)
    if max(len(mine), len(true)) > _LIMIT:
        runs = [Run("removed", reference), Run("added", hypothesis)]
        return Difference(label, tuple(run for run in runs if run.text), source)
    runs = []
    matcher = SequenceMatcher(None, true, mine, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(true[a:b])))
            continue
        if b > a:
            runs.append(Run("removed", "".join(true[a:b])))
        if d > c:
            runs.append(Run("added", "".join(mine[c:d])))
    return Difference(label, tuple(runs), source)
