"""What is said in subtitles, turn by turn, joined into sentences."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

from align.readers.draft import Entry
from align.readers.marks import ends_sentence
from align.records import Kind

_DASH = re.compile(r"[-‐–—]\s*(?=[^\s\d-])")
_GOES_ON = re.compile(r"(?:…|\.\.\.)?\s*[^\W\d_A-ZÀ-ÖØ-ÞŒŸ]")
_SHORT_WORD = re.compile(r"(?:^|\W)[A-ZÀ-Þ][a-zé]{0,2}\.\Z")  # perhaps "M." or "Dr."
# What is heard and not said ends like a sentence: "[MUSIQUE]", "(rires)", "♪ Au clair ♪".
_SOUND = re.compile(r"(?:\A|(?:[.!?…\])—–]|--)[\s»”\"]*)[\[(][^\[\]()]*[\])]\Z|[♪♫]\Z")
_SOUND_ENDS = ("]", ")", "♪", "♫")
_ALONE = re.compile(r"[\[(][^\[\]()]*[\])]\Z")
_NOTES = ("♪", "♫")  # around what is sung
_PAUSE = 5000  # milliseconds between cues that end a sentence without a stop
_LONG = 400  # characters after which no more cues are joined; speech without any stop
_DUAL, _ALIKE, _STOPS, _FEWEST = 0.6, 0.9, 0.3, 6
"""Of all cues, those with lines for either language; of these, where both ends are alike, and
where both are stops; and how many such cues it takes."""
_SHARED = 0.17
"""Of the words of one language, those that the other has too. Of 200 files made of WMT 2013, 99 in
100 in French and English have .16 or less with 6 cues, .11 with 100; in one language half have more
than .18, 99 in 100 more than .43."""
_TOLD = 1.0  # nats by which a line's words are of one language
_WORD = re.compile(r"[^\W\d_]+")
_LONE = 2  # the stream of a line that may be in either language
Line = tuple[str, str]
"""Who speaks, "" where that is not told, and what."""


@dataclass(slots=True)
class Turn:
    """What one speaker says, over one cue or several; times in milliseconds."""

    start: int
    end: int
    text: str
    mark: str = ""
    voice: str = ""
    stream: int = 0
    apart: bool = False  # what is only heard, and no words go on behind it

    @property
    def place(self) -> str:
        """The time from its start to its end."""
        return f"{_clock(self.start)} --> {_clock(self.end)}"


class Sides:
    """The words of the upper and of the lower language of subtitles that have two."""

    def __init__(self, cues: Iterable[Sequence[Line]]) -> None:
        """Count those of rows that are in one of them for sure: the first and the last halves."""
        self._upper, self._lower = Counter[str](), Counter[str]()
        for lines in cues:
            half = len(lines) // 2
            self._upper.update(_words(lines[:half]))
            self._lower.update(_words(lines[len(lines) - half :] if half else ()))

    @property
    def differ(self) -> bool:
        """Whether few words are on both, as names are."""
        upper, lower = self._upper.total() or 1, self._lower.total() or 1
        shared = (
            min(count / upper, self._lower[word] / lower) for word, count in self._upper.items()
        )
        return sum(shared) < _SHARED

    def cut(self, lines: Sequence[Line]) -> int:
        """Return how many lines of a cue are the upper ones, 0 where that is not known.

        Of an odd number the middle one may be on either side: its words tell, or else which of the
        lines before the last end as that does.
        """
        half = len(lines) // 2
        if len(lines) % 2 == 0:
            return half
        if not half:
            return 0
        totals = self._upper.total() or 1, self._lower.total() or 1
        odds = sum(
            log((self._upper[word] + 0.5) / totals[0]) - log((self._lower[word] + 0.5) / totals[1])
            for word in _words(lines[half : half + 1])
            if word in self._upper or word in self._lower
        )
        if abs(odds) > _TOLD:
            return half + (odds > 0)
        middle, above, last = (ends_sentence(lines[place][1]) for place in (half, half - 1, -1))
        return 0 if middle == above else half + (middle == last)


def _words(lines: Iterable[Line]) -> list[str]:
    return [word.lower() for _, line in lines for word in _WORD.findall(line)]


def sides_of(cues: Sequence[Sequence[Line]]) -> Sides | None:
    """Return what tells the languages of cues that have their text in two, one below the other.

    Then most have as many lines for each, or one more, and one ends with a stop where the other
    does; in one language, a line before the last seldom does, but the last often. But for those of
    two speakers, which dashes open: these tell nothing. Nor has one language many of the other's
    words. None where they are in one language.

    Args:
        cues: the lines of some cues.
    """
    said = sum(map(bool, cues))
    halved = [lines for lines in cues if len(lines) % 2 == 0]
    # Of an odd number of lines, each place where the upper ones may end counts.
    if not (_end_alike(halved, said) or _end_alike(cues, said)):
        return None
    sides = Sides(cues)
    return sides if sides.differ else None


def _end_alike(cues: Iterable[Sequence[Line]], said: int) -> bool:
    """Whether the upper and the lower lines of some cues, of `said` in all, end in like manner."""
    ends = [
        (_ends_above(lines), ends_sentence(lines[-1][1]))
        for lines in cues
        if len(lines) > 1 and not all(_DASH.match(line) for _, line in lines)
    ]
    alike = sum(first == second for first, second in ends)
    return (
        len(ends) >= max(_FEWEST, _DUAL * said)
        and alike >= _ALIKE * len(ends)
        and sum(map(all, ends)) >= _STOPS * len(ends)
    )


def _ends_above(lines: Sequence[Line]) -> bool:
    """Whether the upper language's lines of a cue end with a stop, where it may be two."""
    half = len(lines) // 2
    upper = lines[half - 1 : half + len(lines) % 2]
    return any(ends_sentence(line) for _, line in upper)


def turns_of(lines: Sequence[Line], start: int, end: int, *, sides: Sides | None) -> Iterator[Turn]:
    """Yield the turns of a cue; a line that a dash opens is another speaker's.

    Args:
        lines: what is said.
        start: when the cue begins, in milliseconds.
        end: when it ends.
        sides: what tells the upper lines from the lower ones, where they are in two languages.
    """
    if sides is None:
        yield from _turns(lines, start, end, 0)
    elif cut := sides.cut(lines):
        yield from _turns(lines[:cut], start, end, 0)
        yield from _turns(lines[cut:], start, end, 1)
    else:
        for line in lines:
            yield from _turns([line], start, end, _LONE)


def _turns(lines: Sequence[Line], start: int, end: int, stream: int) -> list[Turn]:
    turns: list[Turn] = []
    sound = False
    for voice, line in lines:
        dash = _DASH.match(line)
        sung = line[:1] in _NOTES and bool(turns) and turns[-1].text[-1:] in _NOTES
        heard, sound = sound, _is_sound(line)
        other = bool(turns) and _differ(turns[-1].voice, voice)
        if dash or sung or heard or other or _ALONE.match(line) or not turns:
            mark = dash[0] if dash else ""
            turns.append(Turn(start, end, line[len(mark) :], mark, voice, stream))
        else:
            turns[-1].text = f"{turns[-1].text} {line}"
            turns[-1].voice = voice or turns[-1].voice
    return turns


def _differ(voice: str, other: str) -> bool:
    return bool(voice and other) and voice != other


def joined(turns: Iterable[Turn]) -> Iterator[Entry]:
    """Join the turns of each stream that go on with a sentence; each keeps its time."""
    streams = _Sentences(), _Sentences()
    for turn in turns:
        if turn.stream == _LONE:
            for sentences in streams:
                sentences.finish()
            yield from _merged(streams)
            streams[0].add(turn)
            streams[0].finish()
        else:
            streams[turn.stream].add(turn)
        yield from _merged(streams)
    for sentences in streams:
        sentences.finish()
    yield from _merged(streams)


def _merged(streams: Sequence[_Sentences]) -> Iterator[Entry]:
    """Yield what is complete, as far as nothing that began before it is still open."""
    while (first := min(streams, key=lambda sentences: sentences.start)).complete:
        yield _entry(*first.complete.popleft())


class _Sentences:
    """Joins the turns of one stream."""

    def __init__(self) -> None:
        self.complete: deque[tuple[Turn, list[tuple[str, str]]]] = deque()
        self._open: Turn | None = None
        self._parts: list[tuple[str, str]] = []
        self._next: Turn | None = None  # which the one after it may set apart

    @property
    def start(self) -> float:
        """When the first begins that was not taken yet."""
        first = self.complete[0][0] if self.complete else self._open or self._next
        return inf if first is None else first.start

    def add(self, turn: Turn) -> None:
        """Take the next turn."""
        before, self._next = self._next, turn
        if before is not None:
            before.apart = bool(_ALONE.match(before.text)) and not _GOES_ON.match(turn.text)
            self._join(before)

    def finish(self) -> None:
        """Complete what is open."""
        if self._next is not None:
            self._next.apart = bool(_ALONE.match(self._next.text))
            self._join(self._next)
        if self._open is not None:
            self.complete.append((self._open, self._parts))
        self._open = self._next = None

    def _join(self, turn: Turn) -> None:
        said = turn.text, turn.place
        before = self._open
        if before is not None and _goes_on(before, turn):
            before.text = f"{before.text} {turn.text}"
            before.end = max(before.end, turn.end)
            before.voice = turn.voice or before.voice
            self._parts.append(said)
            return
        if before is not None:
            self.complete.append((before, self._parts))
        self._open, self._parts = turn, [said]


def _entry(turn: Turn, parts: Sequence[tuple[str, str]]) -> Entry:
    return Entry(Kind.PARAGRAPH, turn.text, turn.place, turn.mark, parts)


def _goes_on(before: Turn, turn: Turn) -> bool:
    if turn.mark or turn.apart or _differ(before.voice, turn.voice):
        return False
    if turn.start - before.end > _PAUSE or len(before.text) > _LONG:
        return False
    if turn.text[0] in _NOTES and before.text[0] not in _NOTES:
        return False
    written = before.text.isupper() and len(before.text) > 2 and before.text[-1] != ","
    if written and turn.text[0].isupper() and not turn.text.isupper():
        return False  # "PARIS, 1942" is written on the picture; no "I", "À", "ATTENTION,"
    if _is_sound(before.text):
        return bool(_GOES_ON.match(turn.text))
    if _ALONE.match(turn.text) or not ends_sentence(before.text):
        return True
    if _SHORT_WORD.search(before.text[-6:]):
        return True
    return before.text[-1] in ".…" and bool(_GOES_ON.match(turn.text))


def _is_sound(text: str) -> bool:
    return text[-1:] in _SOUND_ENDS and _SOUND.search(text) is not None


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
