"""Subtitles: SubRip and WebVTT, their cues joined into sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from align.errors import ReadError
from align.files import decode
from align.readers.draft import Draft
from align.readers.marks import ends_sentence
from align.records import Document, Kind

_TIME = r"\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}"
_WEB_TIME = r"(?:\d{1,4}:)?\d{2}:\d{2}[.,]\d{2,3}"
_TIMING = re.compile(rf"\s*({_TIME}\s*-->\s*{_TIME})")
_WEB_TIMING = re.compile(rf"\s*({_WEB_TIME}\s*-->\s*{_WEB_TIME})")
_NUMBER = re.compile(r"\s*\d+\s*\Z")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.]+>|</>|\{\\[^{}]*\}")
_DASH = re.compile(r"[-‐–—]\s*(?=[^\s\d-])")
_GOES_ON = re.compile(r"(?:…|\.\.\.)?\s*[^\W\d_A-ZÀ-ÖØ-ÞŒŸ]")
_SHORT_WORD = re.compile(r"(?:^|\W)[A-ZÀ-Þ][a-zé]{0,2}\.\Z")  # perhaps "M." or "Dr."
_PAUSE = 5000  # milliseconds between cues that end a sentence without a stop
_MAX_LINES = 500_000  # a film has 10,000; each cue takes a kilobyte
_LONG = 400  # characters after which no more cues are joined; speech without any stop


@dataclass(slots=True)
class _Turn:
    """What one speaker says, over one cue or several; times in milliseconds."""

    start: int
    end: int
    text: str
    mark: str = ""


class SubtitleReader:
    """Reads .srt and .vtt through pysubs2."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Join the cues into blocks that begin and end with a sentence.

        A place is the time from the first cue's start to the last one's end,
        `00:01:02.500 --> 00:01:04.000`. Notes, styles and cue names are left out.

        Args:
            data: the file's bytes.
            name: the file's name, for messages and as the document's id.

        Raises:
            ReadError: it cannot be decoded, has no cue, or more than 500,000 lines.
        """
        text = decode(data, name=name).replace("\r\n", "\n").replace("\r", "\n")
        if text.count("\n") > _MAX_LINES:
            raise ReadError(f"{name}: has more than {_MAX_LINES:,} lines, too many for subtitles.")
        draft = Draft(name)
        for turn in _joined(_turns(text, name)):
            place = f"{_clock(turn.start)} --> {_clock(turn.end)}"
            draft.add(Kind.PARAGRAPH, turn.text, place=place, mark=turn.mark)
        return draft.document(name)


def _turns(text: str, name: str) -> Iterator[_Turn]:
    """Yield what is said, cue by cue; a line that a dash opens is another speaker's."""
    from pysubs2 import SSAFile

    web = text.lstrip().startswith("WEBVTT")
    cues = list(_cues(text.split("\n"), web=web))
    if not cues:
        if text.strip():
            raise ReadError(f"{name}: has no line such as 00:01:02.500 --> 00:01:04.000.")
        return
    # pysubs2 takes all up to the next times as a cue's text, notes and names too, and a last
    # line that is a number for the next cue's; so it gets cues alone, each with a number.
    plain = "".join(f"{timing}\n{body}\n\n1\n" for timing, body in cues)
    events = SSAFile.from_string(plain, format_="vtt" if web else "srt", keep_html_tags=True)
    if len(events) != len(cues):
        raise ReadError(f"{name}: a time stands where the text of a cue was expected.")
    for event in events:
        said = _TAG.sub("", event.text.replace(r"\N", "\n").replace(r"\h", " "))
        turns: list[_Turn] = []
        for line in (html.unescape(said) if web else said).split("\n"):
            line = " ".join(line.split(" ")).strip()
            dash = _DASH.match(line)
            if dash or not turns:
                mark = dash[0] if dash else ""
                turns.append(_Turn(event.start, event.end, line[len(mark) :], mark))
            elif line:
                turns[-1].text = f"{turns[-1].text} {line}".strip()
        yield from (turn for turn in turns if turn.text)


def _cues(lines: list[str], *, web: bool) -> Iterator[tuple[str, str]]:
    """Yield each cue's line of times and its text, without blank lines."""
    timing = _WEB_TIMING if web else _TIMING
    found = [
        (i, m[1]) for i, line in enumerate(lines) if "-->" in line and (m := timing.match(line))
    ]
    ends = [i for i, _ in found[1:]] + [len(lines)]
    for (i, times), following in zip(found, ends, strict=False):
        body = lines[i + 1 : following]
        if web:  # a blank line ends a cue; a note or the next cue's name follows
            blank = next((k for k, line in enumerate(body) if not line.strip()), len(body))
            body = body[:blank]
        elif following < len(lines) and body and _NUMBER.match(body[-1]):
            body = body[:-1]
        yield times.replace(",", "."), "\n".join(line for line in body if line.strip())


def _joined(turns: Iterator[_Turn]) -> Iterator[_Turn]:
    """Join the turns that go on with a sentence."""
    current: _Turn | None = None
    for turn in turns:
        if current is not None and _goes_on(current, turn):
            current.text = f"{current.text} {turn.text}"
            current.end = max(current.end, turn.end)
            continue
        if current is not None:
            yield current
        current = turn
    if current is not None:
        yield current


def _goes_on(before: _Turn, turn: _Turn) -> bool:
    if turn.mark or turn.start - before.end > _PAUSE or len(before.text) > _LONG:
        return False
    if not ends_sentence(before.text) or _SHORT_WORD.search(before.text):
        return True
    return before.text[-1] in ".…" and bool(_GOES_ON.match(turn.text))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
