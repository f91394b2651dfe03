"""Signs in and around a text that no model has to read: bullets, arrows, emoji, tabs of tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from align.translators.clauses import blank

_BULLETS = frozenset("•‣⁃∙")
_ARROWS = ("\u2190", "\u21ff")
_TONES = ("\U0001f3fb", "\U0001f3ff")  # of skin, after an emoji
_JOINING = frozenset("\ufe0e\ufe0f\u200d\u20e3")


_PICTOGRAPH = "[\u2600-\u27bf\U0001f000-\U0001faff]"
# With the spaces around it, and what ends the clause that it stands in. The spaces look back, else
# the search would begin anew at each of a run.
_INNER = re.compile(
    rf"((?:(?<!\s)\s+)?{_PICTOGRAPH}(?:{_PICTOGRAPH}|[{''.join(sorted(_JOINING))}\s])*"
    r"(?:[,.;:!?…]+(?=\s|$)\s*)?"
    r"|(?:(?<!\s)\s+)?\t\s*|(?:(?<!\s)\s+)?(?<!\.)(?:\.{4,}|…{2,})\s*(?=[€$£]?\d))"
)


class Parted(NamedTuple):
    """Texts, and the signs before, between and after them: one run of signs more than texts."""

    signs: tuple[str, ...]
    texts: tuple[str, ...]

    def joined(self, texts: Sequence[str]) -> str:
        """Return other texts with the same signs, which frame nothing that came out empty."""
        if any(self.texts) and not any(texts):
            return ""
        return self.signs[0] + "".join(
            text + signs for text, signs in zip(texts, self.signs[1:], strict=True)
        )


def parted(text: str) -> Parted:
    r"""Part a text from the signs around it, and at pictographs, tabs and dotted lines inside it.

    A model that has no piece for a sign drops it, or takes it for a word, and a row of a table for
    a sentence. Of a text without a letter or digit it reads nothing: it makes `Is it?` of `?`.

    >>> parted("♪ Quand il me parle ♪")
    Parted(signs=('♪ ', ' ♪'), texts=('Quand il me parle',))
    >>> parted("À demain 🙂, dit-il.")
    Parted(signs=('', ' 🙂, ', ''), texts=('À demain', 'dit-il.'))
    >>> parted("Maths\tLundi")
    Parted(signs=('', '\t', ''), texts=('Maths', 'Lundi'))
    """
    begin, end = _run(text), len(text) - _run(text[::-1])
    pieces = [*_INNER.split(text[begin:end]), text[end:]] if begin < end else []
    signs, texts = [text[:begin]], []
    for words, run in zip(pieces[::2], pieces[1::2], strict=True):
        if any(map(str.isalnum, words)):
            texts.append(words)
            signs.append(run)
        else:
            signs[-1] += words + run
    if texts:
        return Parted(tuple(signs), tuple(texts))
    return Parted(("", ""), (text,)) if blank(text) else Parted((text, ""), ("",))


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
