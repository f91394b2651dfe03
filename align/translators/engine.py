"""What every engine does around its model: split, sort into batches, decode, join, in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence

from align.errors import ModelError
from align.protocols import Progress
from align.records import Translation
from align.signature import Signature
from align.translators.clauses import split_long
from align.translators.decoding import Decoding, Output

Pieces = list[str]


class Engine(ABC):
    """A translator without guardrails or cache; subclasses bring the model.

    `limit` is the longest input in pieces, `batch_pieces` what a batch may hold, padding
    included. Results come back in batches as they finish, by `stream`, or all at once and in
    order, by `translate`.
    """

    name = ""

    def __init__(self, *, limit: int, batch_pieces: int, decoding: Decoding) -> None:
        """Set the options that all engines share."""
        self.limit = limit
        self.batch_pieces = batch_pieces
        self.decoding = decoding

    @property
    @abstractmethod
    def signature(self) -> Signature:
        """Model, engine, decoding options."""

    @abstractmethod
    def safer(self) -> Engine:
        """Return the same model with the decoding that a second try uses."""

    @abstractmethod
    def _encode(self, texts: Sequence[str]) -> list[Pieces]:
        """Cut texts into pieces, without end mark and without limit."""

    @abstractmethod
    def _decode(self, batch: Sequence[Pieces]) -> list[Output]:
        """Translate one batch into pieces, end mark excluded."""

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
        empty = [index for index, text in enumerate(texts) if not text.strip()]
        if empty:
            yield [Translation(index, "", self.name) for index in empty]
        full = [index for index, text in enumerate(texts) if text.strip()]
        parts, owners = self._parts(texts, full)
        pieces = self._encode(parts)
        outputs: list[Output | None] = [None] * len(parts)
        missing = dict.fromkeys(full, 0)
        members: dict[int, list[int]] = {index: [] for index in full}
        for part, owner in enumerate(owners):
            missing[owner] += 1
            members[owner].append(part)
        for batch, decoded in self._batches(pieces):
            finished = []
            for part, output in zip(batch, decoded, strict=True):
                outputs[part] = output
                owner = owners[part]
                missing[owner] -= 1
                if not missing[owner]:
                    mine = [(pieces[p], outputs[p]) for p in members[owner]]
                    finished.append(self._join(owner, mine))
            if finished:
                yield finished

    def _parts(self, texts: Sequence[str], full: Sequence[int]) -> tuple[list[str], list[int]]:
        """Split what is longer than the model reads; return the parts and whose they are."""
        lengths = self._count([texts[index] for index in full])
        parts, owners = [], []
        for index, length in zip(full, lengths, strict=True):
            text = texts[index]
            cut = [text] if length <= self.limit else split_long(text, self.limit, self._count)
            cut = [part for part in cut if part.strip()]
            parts += cut
            owners += [index] * len(cut)
        return parts, owners

    def _count(self, texts: Sequence[str]) -> list[int]:
        return [len(pieces) for pieces in self._encode(texts)]

    def _join(self, owner: int, parts: Sequence[tuple[Pieces, Output | None]]) -> Translation:
        known = [output for _, output in parts if output is not None]
        flags = []
        if len(known) > 1:
            flags.append("split")
        if not all(output.finished for output in known):
            flags.append("truncated")
        texts = [self._text(source, output.pieces) for source, output in parts if output]
        return Translation(owner, " ".join(filter(None, texts)), self.name, tuple(flags))

    def _batches(self, pieces: Sequence[Pieces]) -> Iterator[tuple[list[int], list[Output]]]:
        """Decode in length-sorted batches; one that does not fit into memory is halved."""
        waiting = deque(by_length([len(p) for p in pieces], budget=self.batch_pieces))
        while waiting:
            batch = waiting.popleft()
            try:
                decoded = self._decode([pieces[part] for part in batch])
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise ModelError(f"{self.name}: the model failed: {_line(error)}.") from error
                if len(batch) == 1:
                    raise ModelError(
                        f"{self.name}: out of memory on a single text of "
                        f"{len(pieces[batch[0]])} pieces."
                    ) from None
                half = len(batch) // 2
                waiting.extendleft((batch[half:], batch[:half]))
                continue
            yield batch, decoded


def by_length(lengths: Sequence[int], *, budget: int) -> list[list[int]]:
    """Group items of like length, longest first; a group's longest times its size fits `budget`.

    >>> by_length([3, 9, 4, 8], budget=16)
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


def out_of_memory(error: BaseException) -> bool:
    """Tell whether an engine's error means that a batch was too large."""
    message = str(error).lower()
    return isinstance(error, MemoryError) or any(
        sign in message for sign in ("out of memory", "can't allocate memory", "bad_alloc")
    )


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")[:300] or type(error).__name__
