"""What a format has no place for, counted as units go out, so that nothing is lost unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from align.records import CorpusHeader, Origin, TranslationUnit


def counting_losses(
    units: Iterator[TranslationUnit],
    header: CorpusHeader,
    holds: Collection[str],
    *,
    lost: Counter[str],
) -> Iterator[TranslationUnit]:
    """Pass units on and count the fields that the format to write has no place for.

    Args:
        units: those that go out.
        header: of the file.
        holds: the fields that the format's writer holds.
        lost: takes the counts, by what a message calls the field.
    """
    for unit in units:
        present = {
            "the texts": "source" not in holds,
            "scores": "score" not in holds and unit.score is not None,
            "bead types": "bead" not in holds and unit.bead not in ("1:1", "1:0", "0:1", ""),
            "machine origin": "origin" not in holds and unit.origin is Origin.MACHINE,
            "which side an engine wrote": "machine_source" not in holds
            and "origin" in holds  # or else told with it
            and unit.machine_source,
            "positions": "position" not in holds and bool(unit.position),
            "document names": "document" not in holds and bool(unit.document),
            "crossings": "crossing" not in holds and unit.crossing,
            "engines": "engine" not in holds and bool(unit.engine),
            "flags": "flags" not in holds and bool(unit.flags),
            "reviews": "review" not in holds and bool(unit.review),
            "cuts between segments": "cuts" not in holds
            and any(unit.cuts)
            and not ("position" in holds and unit.position),  # which numbers the segments
            "earlier scores": "prior" not in holds and bool(unit.prior),
            "reasons of scores": "reasons" not in holds and unit.reasons is not None,
            "authors and dates of changes": "changed_by" not in holds
            and not (unit.review and "review" not in holds)  # told with the review
            and bool(unit.changed_by or unit.changed_at),
            "places in files": "source_place" not in holds
            and bool(unit.source_place or unit.target_place),
            "notes on units": "note" not in holds and bool(unit.note),
            "languages of their own": "source_lang" not in holds
            and (
                (bool(unit.source) and unit.source_lang != header.source_lang)
                or (bool(unit.target) and unit.target_lang != header.target_lang)
            ),
        }
        for name, absent in present.items():
            if absent:
                lost[name] += 1
        yield unit


def count_header_losses(
    header: CorpusHeader, holds: Collection[str], *, lost: Counter[str]
) -> None:
    """Count what is said of a whole corpus that the format to write has no place for."""
    if "signature" not in holds and str(header.signature):
        lost["the signature"] += 1
    if "project" not in holds and header.project:
        lost["the project"] += 1
    if "notes" not in holds and header.notes:
        lost["notes"] += len(header.notes)


def listed(counts: Counter[str]) -> str:
    """Write counts as a message has them.

    >>> listed(Counter({"scores": 1200, "notes": 2}))
    'scores (1,200), notes (2)'
    """
    return ", ".join(f"{name} ({count:,})" for name, count in counts.items())
