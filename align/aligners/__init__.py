"""Segments and translations become beads. One file an implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align.registry import load

if TYPE_CHECKING:
    from align.aligners.recalibrated import Recalibration
    from align.protocols import Aligner


def open_aligner(
    name: str = "translation",
    *,
    source_lang: str,
    target_lang: str,
    recalibration: Recalibration | None = None,
    **options: Any,
) -> Aligner:
    """Make an aligner for two languages.

    Args:
        name: as the registry has it.
        source_lang: the source's language.
        target_lang: the target's.
        recalibration: what its scores mean; None: what they say.
        options: its own.

    Raises:
        UsageError: there is none of that name, or an option is out of range.
    """
    made: Aligner = load("aligner", name)(
        source_lang=source_lang, target_lang=target_lang, **options
    )
    if recalibration is None:
        return made
    from align.aligners.recalibrated import RecalibratedAligner

    return RecalibratedAligner(made, recalibration)
