"""Signs around a text that no model has to read: bullets, arrows, notes of music, emoji."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_BULLETS = frozenset("•‣⁃∙")
_ARROWS = ("\u2190", "\u21ff")
_TONES = ("\U0001f3fb", "\U0001f3ff")  # of skin, after an emoji
_JOINING = frozenset("\ufe0e\ufe0f\u200d\u20e3")


class Peeled(NamedTuple):
    """A text without the signs around it, and these, with the spaces beside them."""

    before: str
    text: str
    after: str


def peeled(text: str) -> Peeled:
    """Part a text from the signs that it begins and ends with.

    A model that has no piece for a sign drops it, or takes it for a word. A text of signs alone,
    or of none, is left whole.

    >>> peeled("♪ Quand il me parle ♪")
    Peeled(before='♪ ', text='Quand il me parle', after=' ♪')
    """
    begin, end = _run(text), len(text) - _run(text[::-1])
    if begin >= end:
        return Peeled("", text, "")
    return Peeled(text[:begin], text[begin:end], text[end:])


def _run(text: str) -> int:
    """Return the length of the signs that a text begins with, spaces after them included."""
    length, signs = 0, False
    for place, character in enumerate(text):
        if _is_sign(character):
            signs = True
        elif not character.isspace() and character not in _JOINING:
            break
        length = place + 1
    return length if signs else 0


def _is_sign(character: str) -> bool:
    return character > "~" and (
        unicodedata.category(character) == "So"
        or character in _BULLETS
        or _ARROWS[0] <= character <= _ARROWS[1]
        or _TONES[0] <= character <= _TONES[1]
    )
