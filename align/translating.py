"""What aligning needs of a translator: which way it runs, and which translations count."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from align.errors import DirectionError
from align.records import Translation

T = TypeVar("T")

DOUBTED = frozenset(("truncated", "repeated", "empty", "copied", "length"))
"""Flags of translations that say little of the text, or mislead; a missing number does neither."""


def runs_back(model: str, langs: tuple[str, str]) -> bool:
    """Tell whether a model is known to translate only from the second language to the first."""
    return model == "bundled" and langs == ("en", "fr")


def open_either(
    open_translator: Callable[[str, str], T], langs: tuple[str, str], *, model: str
) -> tuple[T, bool]:
    """Open the translator between two languages; say whether it runs back, from the second.

    A model that is for the other direction alone serves to align as well, from that side.

    Raises:
        DirectionError: the model is for neither direction.
    """
    if runs_back(model, langs):
        return open_translator(*langs[::-1]), True
    try:
        return open_translator(*langs), False
    except DirectionError as refused:
        try:
            return open_translator(*langs[::-1]), True
        except DirectionError:
            raise refused from None


def counted(made: Translation) -> str:
    """Return what the aligner reads of a translation: nothing where it is doubted."""
    return "" if DOUBTED.intersection(made.flags) else made.text
