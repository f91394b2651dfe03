"""Roman numerals: which of a source its translation lacks."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from align.translators.mends.numbers import rendered_values

# But for those that are words too.
NUMERAL = re.compile(
    r"\b(?!(?:DIX|MIL|MI|DI|CIVIL|VIL|[CDLM])\b)(?=[A-Z])"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b(?!['’])"
)
# Of two letters and more, below ninety: CD, CV and CDI are none.
_SMALL = r"(?<![^\W_])(?=[IVXL]{2})((?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
_GIVEN = re.compile(rf"(?<!['’.]){_SMALL}(e|è?me|ᵉ)?(?![^\W_]|['’])")
_MADE = re.compile(rf"{_SMALL}(?![A-Z])")  # XIXth, IIa
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50}


def missing_numerals(source: str, target: str) -> list[re.Match[str]]:
    """Return the source's Roman numerals that the target lacks: group 2 is an ordinal's ending.

    A translation may have the same, or their values in figures or words: XIXe is 19th, too.

    >>> [found[1] for found in missing_numerals("Chapitres XXIII et IV", "Chapters 21II and 4")]
    ['XXIII']
    """
    given = list(_GIVEN.finditer(source))
    if not given:
        return []
    same = Counter(_MADE.findall(target))
    values = rendered_values(target)
    lacking = []
    for found in given:
        meant = Decimal(value(found[1]))
        if same[found[1]]:
            same[found[1]] -= 1
        elif values[meant]:
            values[meant] -= 1
        else:
            lacking.append(found)
    return lacking


def value(numeral: str) -> int:
    """Return what a Roman numeral below ninety stands for."""
    letters = [_LETTERS[letter] for letter in numeral]
    return sum(
        -one if one < other else one for one, other in zip(letters, [*letters[1:], 0], strict=True)
    )
