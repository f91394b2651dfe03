"""Words as the aligner sees them: lower case, apostrophes and hyphens split, digits apart."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


def words(text: str) -> list[str]:
    """Return a text's words in order, lower-cased.

    >>> words("L’aide : 12,5 % aux États-Unis")
    ['l', 'aide', '12,5', 'aux', 'états', 'unis']
    """
    return _WORD.findall(text.lower())
