"""The list of matches as a TSV with a header: source, target, score; one line a match."""

from __future__ import annotations

from align.matching.match import Matching

HEADER = "source\ttarget\tscore"


def render(matching: Matching) -> str:
    """Return the list; a document without a partner has the other fields empty."""
    lines = [HEADER]
    for match in matching.matches:
        score = "" if match.score is None else f"{match.score:.4f}"
        lines.append(f"{match.source}\t{match.target}\t{score}")
    return "\n".join(lines) + "\n"
