"""Read XCES links as OPUS has them: numbers of segments from 1, of one pair of documents."""

from __future__ import annotations

import re
from typing import BinaryIO

from align.beads import Held, rising
from align.bitexts.bitext import read_score
from align.bitexts.markup import Markup
from align.errors import ReadError
from align.records import Bead

_NUMBERS = re.compile(r"(?:[1-9]\d{0,11}(?:\s+|$))*", re.ASCII)


def xces_beads(stream: BinaryIO, *, name: str) -> list[tuple[int, Bead]]:
    """Return the links as beads, numbered from 0 and rising, each with the number of its line.

    `certainty` is the score. `name` is for messages.

    Raises:
        ReadError: no well-formed cesAlign, links of several documents, or one that is no bead.
    """
    links = _Links(name)
    for _ in links.feed(stream):
        pass
    if links.groups != 1:
        raise ReadError(f"{name}: {links.groups} linkGrp in cesAlign, one was expected.")
    return links.beads


class _Links(Markup):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.beads: list[tuple[int, Bead]] = []
        self.groups = 0
        self._held = Held()
        self._root = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._root and name != "cesAlign":
            raise self.error(f"the root element is '{name}', 'cesAlign' was expected.")
        self._root = self._root or name
        self.groups += name == "linkGrp"
        if self.groups > 1:
            raise self.error("a second linkGrp; the links of one pair of documents were expected.")
        if name == "link":
            line, bead = self._parser.CurrentLineNumber, self._bead(attributes)
            if wrong := self._held.add(bead, where=f"line {line}", first=1):
                raise self.error(wrong)
            self.beads.append((line, rising(bead)))

    def end(self, name: str) -> None:
        """Do nothing: links are empty elements."""

    def text(self, data: str) -> None:
        """Links have no text."""

    def _bead(self, attributes: dict[str, str]) -> Bead:
        given = attributes.get("xtargets", "")
        parts = [part.strip() for part in given.split(";")]
        if len(parts) != 2 or not any(parts) or not all(map(_NUMBERS.fullmatch, parts)):
            raise self.error(
                f"xtargets is '{given[:60]}'; numbers of segments from 1 were expected, such as "
                "'1;1 2'."
            )
        source, target = (tuple(int(number) - 1 for number in part.split()) for part in parts)
        score = read_score(attributes.get("certainty"), self.where, called="certainty")
        return Bead(source, target, score=score)
