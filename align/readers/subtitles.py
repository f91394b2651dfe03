"""Subtitles: SubRip and WebVTT, their cues joined into sentences."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from align.encodings import decode
from align.errors import ReadError
from align.readers.draft import Entry, document_of
from align.readers.turns import Line, Sides, Turn, joined, sides_of, turns_of
from align.readers.wrapping import Pieces
from align.records import Document

# Hours or thousandths may be left out; without both, 12:30 is a time of day. Machine translation
# puts blanks in times and shortens arrows.
_TIME = r"(?:(\d{1,4})\s?:\s?)?(\d{1,2})\s?:\s?(\d{1,2})(?:\s?[.,:;]\s?(\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*--?\s?>\s*{_TIME}")
_CLOCK = re.compile(r"\s*-?\d+\s?:")
_NUMBER = re.compile(r"\s*\d{1,9}\s*\Z")  # of a cue
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.]+>|</>|\{\\[^{}]*\}")
_WORD_TIME = re.compile(r"<[\d:]+\.\d{3}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^\s<>][^<>]*)>")  # who speaks, in WebVTT
_MAX_LINES = 100_000  # of one cue; each may be another speaker's
_BATCH = 1 << 16  # characters of cues that pysubs2 gets at once


class SubtitleReader:
    """Reads .srt and .vtt through pysubs2."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Join the cues into blocks that begin and end with a sentence.

        A place is the time from the first cue's start to the last one's end,
        `00:01:02.500 --> 00:01:04.000`; a cue that ends before it starts has no length. Notes,
        styles and cue names are left out. Where cues have their text in two languages, each is
        joined by itself.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, has no cue, one with times that are none, or one of
                more than 100,000 lines.
        """
        text = decode(data, name=name)
        return document_of(self.entries(lambda: (text,), name=name), name=name)

    def entries(self, pieces: Pieces, *, name: str) -> Iterator[Entry]:
        """Yield the blocks of subtitles that come in pieces of whole lines, as `read` has them."""
        return joined(_turns(_lines(pieces()), name))


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for line in io.StringIO(piece, newline=None):
            yield line.removesuffix("\n")


def _turns(lines: Iterator[str], name: str) -> Iterator[Turn]:
    """Yield what is said, cue by cue."""
    numbered = enumerate(lines, 1)
    first = next((found for found in numbered if found[1].strip()), None)
    if first is None:
        return
    web = first[1].lstrip().startswith("WEBVTT")
    sides: Sides | None = None
    known = False  # whether they are in two languages
    batch: list[tuple[str, str]] = []
    size = 0
    cues = _unrolled(_cues(chain([first], numbered), web=web, name=name))
    for cue in chain(cues, [None]):
        if cue is not None:
            batch.append(cue)
            size += len(cue[0]) + len(cue[1])
            if size <= _BATCH:
                continue
        spoken = _spoken(batch, web=web, name=name)
        if not known:
            if not batch:
                raise ReadError(f"{name}: has no line such as 00:01:02.500 --> 00:01:04.000.")
            sides, known = sides_of([said for _, _, said in spoken]), True
        for start, end, said in spoken:
            yield from turns_of(said, start, end, sides=sides)
        batch, size = [], 0


def _unrolled(cues: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield cues without the rows that roll-up captions, timed word by word, show once more."""
    rolling, shown = False, ""
    for times, body in cues:
        body, timed = _WORD_TIME.subn("", body)  # pysubs2 takes two in a line for a cue's
        rolling = rolling or timed > 0
        if rolling:
            rows = []
            for row in body.split("\n"):
                plain = _TAG.sub("", row).strip()
                if plain != shown:
                    rows.append(row)
                shown = plain or shown
            body = "\n".join(rows)
        yield times, body


def _spoken(
    cues: Sequence[tuple[str, str]], *, web: bool, name: str
) -> list[tuple[int, int, list[Line]]]:
    """Return when some cues begin and end, and the lines that are said in them."""
    from pysubs2 import SSAFile

    # pysubs2 takes all up to the next times as a cue's text, notes and names too, and a last
    # line that is a number for the next cue's; so it gets cues alone, each with a number.
    plain = "".join(f"{times}\n{body}\n\n1\n" for times, body in cues)
    events = SSAFile.from_string(plain, format_="vtt" if web else "srt", keep_html_tags=True)
    if len(events) != len(cues):
        raise ReadError(f"{name}: a time stands where the text of a cue was expected.")
    return [
        # made by hand, some end before they start
        (event.start, max(event.start, event.end), list(_rows(event.text, web=web)))
        for event in events
    ]


def _rows(cue: str, *, web: bool) -> Iterator[Line]:
    """Yield the lines of a cue that say something, without tags, and who speaks, "" if untold."""
    voice = ""
    for index, part in enumerate(_VOICE.split(cue.replace(r"\N", "\n").replace(r"\h", " "))):
        if index % 2:
            voice = part.strip()
            continue
        said = _TAG.sub("", part)
        for line in (html.unescape(said) if web else said).split("\n"):
            if line := " ".join(line.split(" ")).strip():
                yield voice, line


def _cues(lines: Iterable[tuple[int, str]], *, web: bool, name: str) -> Iterator[tuple[str, str]]:
    """Yield each cue's times, as pysubs2 knows them, and its text without blank lines."""
    times = last = counter = ""
    body: list[str] = []
    ended = apart = False
    blank = True
    for number, line in lines:
        if ">" in line and (timing := _times(line)):
            counter = last if not web and _NUMBER.match(last) else ""
            if times:
                if counter:
                    body.pop()
                yield times, "\n".join(body)
            times, body, last = timing, [], ""
            ended = blank = apart = False
            continue
        if not line.strip():
            if line and web and times and not body:
                continue  # a row of roll-up captions that is empty yet
            ended, blank = web, True  # a note or the next cue's name follows
            continue
        if "-->" in line and _opens_cue(line, last, blank=blank, apart=apart, web=web):
            raise ReadError(
                f"{name}, line {number}: a cue begins here, but its times cannot be read; such as "
                "00:01:02.500 --> 00:01:04.000 were expected."
            )
        last, apart, blank = line, blank, False
        if times and not ended:
            body.append(line)
            if len(body) > _MAX_LINES:
                raise ReadError(
                    f"{name}: the cue at {times} has more than {_MAX_LINES:,} lines, too many "
                    "for a subtitle."
                )
    if times:
        if counter and apart and _NUMBER.match(last) and int(last) == int(counter) + 1:
            body.pop()  # of the next cue, whose times were cut off
        yield times, "\n".join(body)


def _opens_cue(line: str, last: str, *, blank: bool, apart: bool, web: bool) -> bool:
    """Whether a line with an arrow, which is no timing, stands where a cue's times do.

    `last` is the last line that is not blank; `blank` and `apart` say whether a blank line stands
    before the line and before `last`.
    """
    clock = bool(_CLOCK.match(line))
    if web:
        return clock and (blank or apart)
    return bool(_NUMBER.match(last)) and (clock or (apart and not blank))


def _times(line: str) -> str:
    """The times that a line begins with, as `00:00:01.500 --> 00:00:02.000`; "" for none."""
    match = _TIMING.match(line)
    if match is None:
        return ""
    clocks = match.groups()[:4], match.groups()[4:]
    if any(hours is None and part is None for hours, _, _, part in clocks):
        return ""
    return " --> ".join(
        f"{int(hours or 0):02}:{int(minutes):02}:{int(seconds):02}.{(part or '').ljust(3, '0')}"
        for hours, minutes, seconds, part in clocks
    )
