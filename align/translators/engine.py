"""What every engine does around its model: split, sort into batches, decode, join, in order."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Self, TypeVar

from align.errors import ModelError, one_line
from align.protocols import Progress, SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.clauses import blank, glued, split_long
from align.translators.decoding import Decoding, Output

RULES = 4
"""Raise it when what engines do around their model changes (splitting, joining, restoring what a
model has no piece for, where it is stopped): it is part of the signature, and so of the cache's
key."""

Pieces = list[str]
T = TypeVar("T")


class Engine(ABC):
    """A translator without guardrails or cache; subclasses bring the model.

    `limit` is the longest input in pieces, `batch_pieces` what a batch may hold, padding
    included, `workers` how many batches the model takes at once. Results come back in batches
    as they finish, by `stream`, or all at once and in order, by `translate`. `score` has batches
    alone: a whole `Translator` is what `guard` makes of an engine.
    """

    name = ""

    def __init__(
        self, *, limit: int, batch_pieces: int, decoding: Decoding, workers: int = 1
    ) -> None:
        """Set the options that all engines share."""
        self.limit = limit
        self.workers = workers
        self.batch_pieces = batch_pieces
        self.decoding = decoding
        self._positions = 512  # that the model knows
        self._origin = Signature()  # of all but the decoding

    @property
    def signature(self) -> Signature:
        """Model, engine, decoding options."""
        return self._origin | Signature.of(decoding=self.decoding)

    def safer(self) -> Self:
        """Return the same model with the decoding that a second try uses."""
        twin = copy.copy(self)
        twin.decoding = self.decoding.safer()
        return twin

    @abstractmethod
    def _encode(self, texts: Sequence[str]) -> list[Pieces]:
        """Cut texts into pieces, without end mark and without limit."""

    @abstractmethod
    def _decode(self, batch: Sequence[Pieces]) -> list[Output]:
        """Translate one batch into pieces, end mark excluded."""

    @abstractmethod
    def _encode_target(self, texts: Sequence[str]) -> list[Pieces]:
        """Cut target texts into pieces, without end mark and without limit."""

    @abstractmethod
    def _forced(self, batch: Sequence[tuple[Pieces, Pieces]]) -> list[list[float]]:
        """Return the log-probabilities of each target's pieces and end, given its source."""

    @abstractmethod
    def _text(self, source: Pieces, pieces: Pieces) -> str:
        """Join the pieces written for `source` into a text."""

    def translate(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> list[Translation]:
        """Return one translation a text, in the order given; an empty text stays empty."""
        done: list[Translation | None] = [None] * len(texts)
        for batch in self.stream(texts):
            for translation in batch:
                done[translation.segment] = translation
            if progress is not None:
                progress(len(batch))
        return [translation for translation in done if translation is not None]

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield translations batch by batch, longest texts first; each text comes once.

        Raises:
            ModelError: the model fails, or a single text does not fit into memory.
        """
        empty = [index for index, text in enumerate(texts) if blank(text)]
        if empty:
            yield [Translation(index, "", self.name) for index in empty]
        without = set(empty)
        full = [index for index in range(len(texts)) if index not in without]
        pieces, owners, joints = self._parts(texts, full)
        outputs: dict[int, Output] = {}  # of texts that are not finished
        missing = dict.fromkeys(full, 0)
        members: dict[int, list[int]] = {index: [] for index in full}
        for part, owner in enumerate(owners):
            missing[owner] += 1
            members[owner].append(part)

        def decode(batch: list[int]) -> list[Output]:
            return self._decode([pieces[part] for part in batch])

        for batch, decoded in self._batches([len(p) for p in pieces], decode):
            finished = []
            for part, output in zip(batch, decoded, strict=True):
                outputs[part] = output
                owner = owners[part]
                missing[owner] -= 1
                if not missing[owner]:
                    mine = [(joints[p], pieces[p], outputs.pop(p)) for p in members[owner]]
                    finished.append(self._join(owner, mine))
            if finished:
                yield finished

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield each pair's number and likelihood once, batch by batch, the longest first.

        Raises:
            ModelError: the model fails, or a single pair does not fit into memory.
        """
        sides = [dict.fromkeys(text for pair in pairs for text in pair[side]) for side in (0, 1)]
        known = (
            dict(zip(sides[0], self._encode(list(sides[0])), strict=True)),
            dict(zip(sides[1], self._encode_target(list(sides[1])), strict=True)),
        )
        most = self._positions - 2
        pieces = [
            tuple(
                [piece for text in texts for piece in side[text]][:most]
                for texts, side in zip(pair, known, strict=True)
            )
            for pair in pairs
        ]
        lengths = [len(source) + len(target) for source, target in pieces]

        def forced(batch: list[int]) -> list[list[float]]:
            return self._forced([(pieces[k][0], pieces[k][1]) for k in batch])

        for batch, scored in self._batches(lengths, forced):
            yield [
                (number, _likelihood([len(known[1][text]) for text in pairs[number][1]], logs))
                for number, logs in zip(batch, scored, strict=True)
            ]

    def _parts(
        self, texts: Sequence[str], full: Sequence[int]
    ) -> tuple[list[Pieces], list[int], list[str]]:
        """Split what is longer than the model reads.

        Returns the parts, whose they are, and what stands before each when they are joined.
        """
        parts: list[Pieces] = []
        owners, joints = [], []
        for index, pieces in zip(full, self._encode([texts[i] for i in full]), strict=True):
            cut, before = [pieces], [""]
            if len(pieces) > self.limit:
                split = split_long(texts[index], self.limit, self.counts)
                kept = [k for k, part in enumerate(split) if not blank(part)]
                cut = self._encode([split[k] for k in kept])
                before = ["" if k == 0 or glued(split[k - 1], split[k]) else " " for k in kept]
            parts += cut
            owners += [index] * len(cut)
            joints += before
        return parts, owners, joints

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Return how many pieces each text has, without limit."""
        return [len(pieces) for pieces in self._encode(texts)]

    def _join(self, owner: int, parts: Sequence[tuple[str, Pieces, Output]]) -> Translation:
        flags = []
        if len(parts) > 1:
            flags.append("split")
        if not all(output.finished for _, _, output in parts):
            flags.append("truncated")
        text = ""
        for joint, source, output in parts:
            made = self._text(source, output.pieces)
            text += f"{joint}{made}" if text and made else made
        return Translation(owner, text, self.name, tuple(flags))

    def _batches(
        self, lengths: Sequence[int], work: Callable[[list[int]], list[T]]
    ) -> Iterator[tuple[list[int], list[T]]]:
        """Work in length-sorted batches; one that does not fit into memory is halved.

        The engine then stays with half of what did not fit, so that not every batch fails once.
        Batches come back in their order, and hold the same whatever the number of workers.
        """
        waiting = deque(by_length(lengths, budget=self.batch_pieces))
        begun: deque[tuple[list[int], Callable[[], list[T]]]] = deque()
        ahead = 1 if self.workers == 1 else 2 * self.workers  # so that none waits for the caller
        with _beginner(self.workers, work) as begin:
            while waiting or begun:
                while waiting and len(begun) < ahead:
                    batch = waiting.popleft()
                    if len(batch) > 1 and _padded(batch, lengths) > self.batch_pieces:
                        waiting.extendleft(reversed(_halves(batch)))
                    else:
                        begun.append((batch, begin(batch)))
                batch, result = begun.popleft()
                try:
                    done = result()
                except (RuntimeError, ValueError, MemoryError) as error:
                    if not out_of_memory(error):
                        raise ModelError(
                            f"{self.name}: the model failed: {one_line(error)[:300]}."
                        ) from error
                    if len(batch) == 1:
                        raise ModelError(
                            f"{self.name}: out of memory on a single text of "
                            f"{lengths[batch[0]]} pieces."
                        ) from None
                    self.batch_pieces = min(self.batch_pieces, _padded(batch, lengths)) // 2
                    waiting.appendleft(batch)
                    continue
                yield batch, done


@contextmanager
def _beginner(
    workers: int, work: Callable[[list[int]], list[T]]
) -> Iterator[Callable[[list[int]], Callable[[], list[T]]]]:
    """Give a function that begins with a batch and returns another that waits for its result."""
    if workers == 1:  # in the caller's own thread: torch keeps its settings by thread
        yield lambda batch: partial(work, batch)
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="translate")
    try:
        yield lambda batch: pool.submit(work, batch).result
    finally:
        pool.shutdown(cancel_futures=True)


def _padded(batch: list[int], lengths: Sequence[int]) -> int:
    return (lengths[batch[0]] + 1) * len(batch)


def _likelihood(pieces: Sequence[int], logs: Sequence[float]) -> Likelihood:
    """Sum log-probabilities by segment; thousandths are enough, and the same in every batch."""
    nats, begin = [], 0
    for count in pieces:
        nats.append(round(sum(logs[begin : min(begin + count, len(logs) - 1)]), 3))
        begin += count
    return Likelihood(tuple(nats), tuple(pieces), round(logs[-1], 3))


def _halves(batch: list[int]) -> tuple[list[int], list[int]]:
    half = len(batch) // 2
    return batch[:half], batch[half:]


def by_length(lengths: Sequence[int], *, budget: int) -> list[list[int]]:
    """Group items of like length, longest first; a group's longest times its size fits `budget`.

    >>> by_length([3, 9, 4, 8], budget=18)
    [[1], [3, 2], [0]]
    """
    batches: list[list[int]] = []
    room = 0
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if room == 0:
            batches.append([])
            room = max(1, budget // (lengths[index] + 1))
        batches[-1].append(index)
        room -= 1
    return batches


_FULL = (
    "out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory",
    "failed to allocate", "bad_alloc", "alloc_failed", "memoryallocation",
)  # fmt: skip


def out_of_memory(error: BaseException) -> bool:
    """Tell whether an engine's error means that a batch was too large."""
    message = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in message for sign in _FULL)
