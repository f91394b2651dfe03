"""Positions as units carry them, in Vecalign's form, read for what links segments by number."""

from __future__ import annotations

import re

_LIST = r"\[((?:\d{1,18}(?:, ?\d{1,18})*)?)\]"
_POSITION = re.compile(f"{_LIST}:{_LIST}", re.ASCII)

Sides = tuple[tuple[int, ...], tuple[int, ...]]


def read_position(position: str) -> Sides | None:
    """Return a position's source and target segments from 0; None where it is none.

    >>> read_position("[3]:[4, 5]"), read_position("[3]:[x]")
    (((3,), (4, 5)), None)
    """
    found = _POSITION.fullmatch(position)
    if found is None:
        return None
    one, other = (tuple(map(int, side.split(","))) if side else () for side in found.groups())
    return (one, other) if one or other else None
