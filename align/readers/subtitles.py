"""Subtitles: SubRip and WebVTT, their cues joined into sentences."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from align.encodings import decode
from align.errors import ReadError
from align.readers.draft import Entry, document_of
from align.readers.marks import ends_sentence
from align.readers.text import Pieces
from align.records import Document, Kind

# Hours or thousandths may be left out; without both, 12:30 is a time of day. Machine translation
# puts blanks in times and shortens arrows.
_TIME = r"(?:(\d{1,4})\s?:\s?)?(\d{1,2})\s?:\s?(\d{1,2})(?:\s?[.,:;]\s?(\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*--?\s?>\s*{_TIME}")
_CLOCK = re.compile(r"\s*-?\d+\s?:")
_NUMBER = re.compile(r"\s*\d{1,9}\s*\Z")  # of a cue
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.]+>|</>|\{\\[^{}]*\}")
_WORD_TIME = re.compile(r"<[\d:]+\.\d{3}>")
_DASH = re.compile(r"[-‐–—]\s*(?=[^\s\d-])")
_GOES_ON = re.compile(r"(?:…|\.\.\.)?\s*[^\W\d_A-ZÀ-ÖØ-ÞŒŸ]")
_SHORT_WORD = re.compile(r"(?:^|\W)[A-ZÀ-Þ][a-zé]{0,2}\.\Z")  # perhaps "M." or "Dr."
# What is heard and not said ends like a sentence: "[MUSIQUE]", "(rires)", "♪ Au clair ♪".
_SOUND = re.compile(r"(?:\A|(?:[.!?…\])—–]|--)[\s»”\"]*)[\[(][^\[\]()]*[\])]\Z|[♪♫]\Z")
_ALONE = re.compile(r"[\[(][^\[\]()]*[\])]\Z")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^\s<>][^<>]*)>")  # who speaks, in WebVTT
_NOTES = ("♪", "♫")  # around what is sung
_PAUSE = 5000  # milliseconds between cues that end a sentence without a stop
_LONG = 400  # characters after which no more cues are joined; speech without any stop
_MAX_LINES = 100_000  # of one cue; each may be another speaker's
_BATCH = 1 << 16  # characters of cues that pysubs2 gets at once


@dataclass(slots=True)
class _Turn:
    """What one speaker says, over one cue or several; times in milliseconds."""

    start: int
    end: int
    text: str
    mark: str = ""
    voice: str = ""
    apart: bool = False  # what is only heard, and no words go on behind it

    @property
    def place(self) -> str:
        return f"{_clock(self.start)} --> {_clock(self.end)}"


class SubtitleReader:
    """Reads .srt and .vtt through pysubs2."""

    def read(self, data: bytes, *, name: str) -> Document:
        """Join the cues into blocks that begin and end with a sentence.

        A place is the time from the first cue's start to the last one's end,
        `00:01:02.500 --> 00:01:04.000`; a cue that ends before it starts has no length. Notes,
        styles and cue names are left out.

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
        return _joined(_turns(_lines(pieces()), name))


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for line in io.StringIO(piece, newline=None):
            yield line.removesuffix("\n")


def _turns(lines: Iterator[str], name: str) -> Iterator[_Turn]:
    """Yield what is said, cue by cue; a line that a dash opens is another speaker's."""
    numbered = enumerate(lines, 1)
    first = next((found for found in numbered if found[1].strip()), None)
    if first is None:
        return
    web = first[1].lstrip().startswith("WEBVTT")
    found = False
    batch: list[tuple[str, str]] = []
    size = 0
    for cue in _unrolled(_cues(chain([first], numbered), web=web, name=name)):
        found = True
        batch.append(cue)
        size += len(cue[0]) + len(cue[1])
        if size > _BATCH:
            yield from _parsed(batch, web=web, name=name)
            batch, size = [], 0
    if not found:
        raise ReadError(f"{name}: has no line such as 00:01:02.500 --> 00:01:04.000.")
    yield from _parsed(batch, web=web, name=name)


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


def _parsed(cues: Sequence[tuple[str, str]], *, web: bool, name: str) -> Iterator[_Turn]:
    """Yield what is said in some cues."""
    from pysubs2 import SSAFile

    # pysubs2 takes all up to the next times as a cue's text, notes and names too, and a last
    # line that is a number for the next cue's; so it gets cues alone, each with a number.
    plain = "".join(f"{times}\n{body}\n\n1\n" for times, body in cues)
    events = SSAFile.from_string(plain, format_="vtt" if web else "srt", keep_html_tags=True)
    if len(events) != len(cues):
        raise ReadError(f"{name}: a time stands where the text of a cue was expected.")
    for event in events:
        turns: list[_Turn] = []
        sound = False
        for voice, line in _rows(event.text, web=web):
            dash = _DASH.match(line)
            sung = line[:1] in _NOTES and bool(turns) and turns[-1].text[-1:] in _NOTES
            heard, sound = sound, _SOUND.search(line) is not None
            other = bool(turns) and _differ(turns[-1].voice, voice)
            if dash or sung or heard or other or _ALONE.match(line) or not turns:
                mark = dash[0] if dash else ""
                end = max(event.start, event.end)  # made by hand, some end before they start
                turns.append(_Turn(event.start, end, line[len(mark) :], mark, voice))
            else:
                turns[-1].text = f"{turns[-1].text} {line}".strip()
                turns[-1].voice = voice or turns[-1].voice
        yield from (turn for turn in turns if turn.text)


def _rows(cue: str, *, web: bool) -> Iterator[tuple[str, str]]:
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


def _differ(voice: str, other: str) -> bool:
    return bool(voice and other) and voice != other


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


def _joined(turns: Iterator[_Turn]) -> Iterator[Entry]:
    """Join the turns that go on with a sentence; each keeps its time."""
    current: _Turn | None = None
    parts: list[tuple[str, str]] = []
    for turn in _with_sounds_apart(turns):
        place = turn.place
        said = turn.text, place
        if current is not None and _goes_on(current, turn):
            current.text = f"{current.text} {turn.text}"
            current.end = max(current.end, turn.end)
            current.voice = turn.voice or current.voice
            parts.append(said)
            continue
        if current is not None:
            yield _entry(current, parts)
        current, parts = turn, [said]
    if current is not None:
        yield _entry(current, parts)


def _with_sounds_apart(turns: Iterable[_Turn]) -> Iterator[_Turn]:
    before: _Turn | None = None
    for turn in turns:
        if before is not None:
            before.apart = bool(_ALONE.match(before.text)) and not _GOES_ON.match(turn.text)
            yield before
        before = turn
    if before is not None:
        before.apart = bool(_ALONE.match(before.text))
        yield before


def _entry(turn: _Turn, parts: Sequence[tuple[str, str]]) -> Entry:
    return Entry(Kind.PARAGRAPH, turn.text, turn.place, turn.mark, parts)


def _goes_on(before: _Turn, turn: _Turn) -> bool:
    if turn.mark or turn.apart or _differ(before.voice, turn.voice):
        return False
    if turn.start - before.end > _PAUSE or len(before.text) > _LONG:
        return False
    if turn.text[0] in _NOTES and before.text[0] not in _NOTES:
        return False
    written = before.text.isupper() and len(before.text) > 2 and before.text[-1] != ","
    if written and turn.text[0].isupper() and not turn.text.isupper():
        return False  # "PARIS, 1942" is written on the picture; no "I", "À", "ATTENTION,"
    if _SOUND.search(before.text):
        return bool(_GOES_ON.match(turn.text))
    if _ALONE.match(turn.text) or not ends_sentence(before.text) or _SHORT_WORD.search(before.text):
        return True
    return before.text[-1] in ".…" and bool(_GOES_ON.match(turn.text))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
