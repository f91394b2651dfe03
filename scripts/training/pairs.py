"""Pairs of sentences from TSV files: read, weighed, filtered, varied."""

from __future__ import annotations

import lzma
import random
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.errors import ReadError, UsageError

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_QUOTED = re.compile(r'(?<![\w"])"([^"]{1,200}?)"(?![\w"])')
_BEFORE_SIGN = re.compile(r" (?=[;:?!»])")
_AFTER_OPENING = re.compile(r"(?<=«) ")


@dataclass(frozen=True, slots=True)
class Source:
    """A TSV file, how often each of its pairs is taken, and whether a machine wrote its source.

    A weight of 4 takes each pair four times, one of 0.3 takes three in ten.
    """

    path: Path
    weight: float = 1.0
    tagged: bool = False

    @classmethod
    def parse(cls, text: str, *, tagged: bool = False) -> Source:
        """Read `FILE` or `FILE@WEIGHT`.

        Raises:
            UsageError: the weight is no number above 0.
        """
        path, mark, weight = text.rpartition("@")
        if not mark:
            return cls(Path(text), tagged=tagged)
        try:
            value = float(weight)
        except ValueError:
            value = 0.0
        if not 0 < value < 1000:
            raise UsageError(f"{text}: a weight above 0 was expected after @, such as @4 or @0.3.")
        return cls(Path(path), value, tagged)


@dataclass(frozen=True, slots=True)
class Pair:
    """A source text, its translation, and whether a machine wrote the source."""

    source: str
    target: str
    tagged: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was taken from which file, and what was left out for which reason."""

    kept: list[Pair]
    taken: dict[str, int]
    dropped: dict[str, int]


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the first two columns of a TSV file, packed with xz or not, white space made plain.

    Raises:
        ReadError: the file is missing, damaged or no UTF-8, or a line has one column.
    """
    try:
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, start=1):
                columns = line.rstrip("\r\n").split("\t")
                if len(columns) < 2:
                    raise ReadError(f"{path}, line {number}: SOURCE TAB TARGET was expected.")
                yield " ".join(columns[0].split()), " ".join(columns[1].split())
    except (OSError, lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as TSV: {error}.") from None


def gather(
    sources: Sequence[Source],
    *,
    longest: int,
    ratio: float,
    held_out: Container[str] = frozenset(),
    join: float = 0.0,
    seed: int,
) -> Pairs:
    """Read all files; drop what teaches nothing, and repeats; weigh, shuffle.

    Args:
        sources: files with their weights.
        longest: most words on a side.
        ratio: most characters on one side for a character of the other, 10 given to both.
        held_out: source or target texts that must not be trained on.
        join: share of pairs that are joined with the one after them in their file, and a quarter
            of these with the next, where both sides stay within `longest`: a model that sees no
            long texts cuts them off (Kondo et al. 2021).
        seed: of the draws for weights and joints, and of the order.
    """
    rng = random.Random(seed)
    kept: list[Pair] = []
    taken: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for file in sources:
        fresh: list[Pair] = []
        for source, target in read_pairs(file.path):
            fault = _fault(source, target, longest=longest, ratio=ratio)
            if not fault and (source in held_out or target in held_out):
                fault = "held out"
            if not fault and (source, target) in seen:
                fault = "repeated"
            if fault:
                dropped[fault] += 1
                continue
            seen.add((source, target))
            fresh.append(Pair(source, target, file.tagged))
        for place, pair in enumerate(fresh):
            times = int(file.weight) + (rng.random() < file.weight % 1)
            kept += [
                _joined(fresh, place, longest, rng) if join and rng.random() < join else pair
                for _ in range(times)
            ]
            taken[str(file.path)] += times
    rng.shuffle(kept)
    return Pairs(kept, dict(taken), dict(dropped))


def _joined(pairs: Sequence[Pair], place: int, longest: int, rng: random.Random) -> Pair:
    """Join a pair with the one after it, or the two, as far as both sides stay short enough."""
    for count in range(3 if rng.random() < 0.25 else 2, 1, -1):
        part = pairs[place : place + count]
        source, target = " ".join(p.source for p in part), " ".join(p.target for p in part)
        if not _is_long(source, target, longest):
            return Pair(source, target, part[0].tagged)
    return pairs[place]


def _fault(source: str, target: str, *, longest: int, ratio: float) -> str:
    """Say why a pair teaches nothing; "" where it may."""
    if not source or not target:
        return "empty"
    if _is_long(source, target, longest):
        return "long"
    a, b = len(source) + 10, len(target) + 10
    if max(a / b, b / a) > ratio:
        return "ratio"
    if source == target and source.count(" ") >= 3:
        return "copied"
    return ""


def _is_long(source: str, target: str, longest: int) -> bool:
    return max(source.count(" "), target.count(" ")) >= longest


def vary(text: str, rng: random.Random) -> str:
    """Write French as typesetters do, in part of the cases.

    Corpora have straight apostrophes, plain spaces and straight quotation marks; real French has
    `’`, no-break spaces (wide or narrow) before `; : ? ! »` and after `«`, and guillemets.
    """
    if rng.random() < 0.4:
        text = text.replace("'", "’")
    if '"' in text and rng.random() < 0.5:
        text = _QUOTED.sub(r"« \1 »", text)
    if rng.random() < 0.4:
        space = NARROW if rng.random() < 0.3 else NO_BREAK
        text = _AFTER_OPENING.sub(space, _BEFORE_SIGN.sub(space, text))
    return text


def varied(pairs: Sequence[Pair], *, source_lang: str, seed: int) -> list[Pair]:
    """Vary each French source, a repeated pair each time anew; targets get straight apostrophes."""
    rng = random.Random(seed)
    french = source_lang == "fr"
    return [
        Pair(
            vary(pair.source, rng) if french else pair.source,
            pair.target.replace("’", "'"),
            pair.tagged,
        )
        for pair in pairs
    ]
