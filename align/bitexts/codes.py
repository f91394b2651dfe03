"""Texts without their native codes, and by marked segments; a break of the line is a blank."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BREAKS = frozenset(("lb", "pb", "cb", "xlf:lb", "xlf:pb"))  # as TMX and XLIFF call them
# A line break or a tab, as HTML, Word, OpenDocument, memoQ, RTF and strings of programs have it.
_BREAK = re.compile(
    r"\s*(?:</?(?:br|w:br|w:tab|text:line-break|text:tab)\d*(?=[\s/>])"
    r"|<mq:ch\s+val=\"(?:\s|&\#(?:9|10|13|x0?[9ad]);)+\""
    r"|\{?\\(?:line|par|tab)(?![a-z])|\\[nt](?![a-z]))|[\r\n\t]+\Z",
    re.I,
)
# Phrase writes codes into the text: `{1}`, `{1>of a pair<1}`, `{b>bold<b}`.
_BRACES = re.compile(
    r"\{(?:(?P<alone>\d+)\}|(?P<open>\d+|[A-Za-z]{1,2}|[_^])>)"
    r"|<(?P<close>\d+|[A-Za-z]{1,2}|[_^])\}"
)
_BLANKS = " \t\r\n"
_CLOSING = ".,;:!?…)]}"


class SegmentText:
    """A segment's text in the making; what stands in codes, however nested, is no part of it."""

    def __init__(self) -> None:
        """Begin without any text."""
        self._lines: list[list[str]] = [[]]
        self._depth = 0  # of open codes
        self._kind = ""
        self._code: list[str] = []

    def open_code(self, kind: str) -> None:
        """Begin a code, of the kind that the file says it is (`lb`), "" where it says none."""
        if not self._depth:
            self._kind, self._code = kind, []
        self._depth += 1

    def close_code(self) -> None:
        """End a code."""
        self._depth -= 1
        if not self._depth and (self._kind in _BREAKS or _BREAK.match("".join(self._code))):
            self._lines.append([])

    def add(self, data: str) -> None:
        """Take characters, of a code where one is open."""
        (self._code if self._depth else self._lines[-1]).append(data)

    def __str__(self) -> str:
        """Return the text so far."""
        first, *others = map("".join, self._lines)
        if not others:
            return first
        text = first.strip(_BLANKS)
        for part in filter(None, (other.strip(_BLANKS) for other in others)):
            text += f"{' ' if text and part[0] not in _CLOSING else ''}{part}"
        return text


class MarkedText(SegmentText):
    """A text whose segments are marked, as CAT tools part a paragraph: theirs, by name, too."""

    def __init__(self) -> None:
        """Begin without any text."""
        super().__init__()
        self._parts: list[tuple[str, SegmentText]] = []
        self._part: SegmentText | None = None  # while inside a mark

    def open_mark(self, name: str) -> None:
        """Begin a segment; in a code there is none."""
        if not self._depth:
            self._part = SegmentText()
            self._parts.append((name, self._part))

    def close_mark(self) -> None:
        """End a segment."""
        self._part = None

    def open_code(self, kind: str) -> None:
        """Begin a code, in the segment too."""
        super().open_code(kind)
        if self._part is not None:
            self._part.open_code(kind)

    def close_code(self) -> None:
        """End a code, in the segment too."""
        super().close_code()
        if self._part is not None:
            self._part.close_code()

    def add(self, data: str) -> None:
        """Take characters, of the segment too."""
        super().add(data)
        if self._part is not None:
            self._part.add(data)

    @property
    def segments(self) -> dict[str, str] | None:
        """The segments' texts by name; None where they are not all of the text, each once."""
        texts = {name: str(part) for name, part in self._parts}
        held, whole = ("".join(text.split()) for text in ("".join(texts.values()), str(self)))
        return texts if held == whole and len(texts) == len(self._parts) else None


def without_braces(text: str, codes: Mapping[str, str]) -> tuple[str, int]:
    """Return a text of Phrase without the codes that it has in braces, and how many these are.

    Args:
        text: as it is in the file; what only looks like a code stays.
        codes: what stands for the codes of a number, as `m:mark` says; those of a letter are
            formats of characters, which come in pairs.
    """
    found = list(_BRACES.finditer(text))
    pairs = {match["open"] for match in found} & {match["close"] for match in found} - {None}
    read, end, count = SegmentText(), 0, 0
    for match in found:
        name = match["alone"] or match["open"] or match["close"]
        if name not in (codes if name.isdigit() else pairs):
            continue
        read.add(text[end : match.start()])
        read.open_code("")
        read.add(codes.get(name, ""))
        read.close_code()
        end, count = match.end(), count + 1
    read.add(text[end:])
    return str(read), count
