"""Decode an XML file piece by piece, and find each character that XML forbids.

Forbidden characters and references to them are replaced, length for length, so that a parser
can go on behind them; each is reported at its line and column.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_PIECE = 1 << 16
_LONGEST = 16  # no token of _TOKENS is longer
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_TOKENS = re.compile(
    rf"[{_ILLEGAL}]|&#(?:x([0-9a-fA-F]{{1,12}})|([0-9]{{1,12}}));|<!\[CDATA\[|\]\]>|<!--|-->"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_UNICODE = ("utf-8", "utf-16", "us-ascii")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that XML forbids, at a line from 1 and a column from 0."""

    line: int
    column: int
    message: str


def pieces(stream: BinaryIO) -> Iterator[tuple[str, tuple[Fault, ...]]]:
    """Yield the file's text with LF line ends, each piece with the faults in it."""
    head = stream.read(_PIECE)
    encoding, skip, message = _encoding(head)
    if message:
        yield "", (Fault(1, 0, message),)
    errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(encoding)(errors), translate=True
    )
    scanner = _Scanner(encoding)
    data = head[skip:]
    while True:
        last = not data
        try:
            text = decoder.decode(data, final=last)
        except UnicodeError as error:
            yield scanner.scan("", last=True)
            fault = f"The text breaks off inside a character ({error})."
            yield "", (Fault(scanner.line, scanner.column, fault),)
            return
        yield scanner.scan(text, last=last)
        if last:
            return
        data = stream.read(_PIECE)


class _Scanner:
    """Replaces what is forbidden; holds the end of each piece back, where a token may be cut."""

    def __init__(self, encoding: str) -> None:
        self.line, self.column = 1, 0
        self._encoding = encoding
        self._held = ""
        self._literal = ""  # what ends the CDATA section or comment that is open

    def scan(self, text: str, *, last: bool) -> tuple[str, tuple[Fault, ...]]:
        text = self._held + text
        end = len(text) if last else max(0, len(text) - _LONGEST)
        parts: list[str] = []
        faults: list[Fault] = []
        done = 0
        for match in _TOKENS.finditer(text):
            if match.start() >= end:
                break
            end = max(end, match.end())
            message = self._message(match)
            if message:
                self._advance(text, done, match.start())
                faults.append(Fault(self.line, self.column, message))
                parts += text[done : match.start()], "\ufffd" * len(match[0])
                self.column += len(match[0])
                done = match.end()
        self._advance(text, done, end)
        parts.append(text[done:end])
        self._held = text[end:]
        return "".join(parts), tuple(faults)

    def _message(self, match: re.Match[str]) -> str:
        token = match[0]
        if len(token) == 1:
            return self._character(ord(token))
        if self._literal:
            if token == self._literal:
                self._literal = ""
        elif token.startswith("&"):
            code = int(match[1], 16) if match[1] else int(match[2])
            if not _legal(code):
                return f"The reference {token} stands for a character that XML forbids."
        else:
            self._literal = {"<![CDATA[": "]]>", "<!--": "-->"}.get(token, "")
        return ""

    def _character(self, code: int) -> str:
        if 0xDC80 <= code <= 0xDCFF and not self._encoding.startswith("utf-16"):
            return f"The byte 0x{code - 0xDC00:02X} is not valid {self._encoding.upper()}."
        return f"The character U+{code:04X} is forbidden in XML."

    def _advance(self, text: str, start: int, end: int) -> None:
        lines = text.count("\n", start, end)
        if lines:
            self.line += lines
            self.column = end - text.rfind("\n", start, end) - 1
        else:
            self.column += end - start


def _legal(code: int) -> bool:
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def _encoding(head: bytes) -> tuple[str, int, str]:
    """Return the encoding, the length of the byte order mark, and what is wrong with them."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            declared = _declared(head[len(mark) :].decode(encoding, "replace").encode())
            if declared and not encoding.startswith(declared):
                name = encoding.upper()
                return encoding, len(mark), (
                    f"The file declares {declared.upper()} but begins with the mark of {name}."
                )  # fmt: skip
            return encoding, len(mark), ""
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(start):
            return encoding, 0, "A file in UTF-16 has to begin with a byte order mark."
    declared = _declared(head) or "utf-8"
    if declared.startswith("utf-16"):
        return "utf-8", 0, "The file declares UTF-16 but is not in UTF-16."
    try:
        codecs.getincrementaldecoder(declared)
        b"<".decode(declared)  # some codecs are no encodings of text
    except (LookupError, UnicodeError):
        return "utf-8", 0, f"The declared encoding {declared.upper()} is unknown."
    if declared not in _UNICODE:
        return declared, 0, (
            f"TMX is in UTF-8, UTF-16 or US-ASCII, and this file is in {declared.upper()}."
        )  # fmt: skip
    return ("ascii" if declared == "us-ascii" else declared), 0, ""


def _declared(head: bytes) -> str:
    found = _DECLARED.match(head)
    return found[1].decode().lower() if found else ""
