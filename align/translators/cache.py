"""A translator that keeps what it translates for the next time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.seam import Streaming
from align.translators.store import Store


class CachedTranslator:
    """Wraps a translator: what is in the store is not translated again.

    Batches are stored as they finish, so that what is stopped, by Ctrl-C or for good, goes
    on where it was.
    """

    def __init__(self, engine: Streaming, store: Store) -> None:
        """Take the engine and the store."""
        self._engine = engine
        self._store = store

    @property
    def signature(self) -> Signature:
        """The engine's."""
        return self._engine.signature

    def safer(self) -> CachedTranslator:
        """Return the same with the decoding that a second try uses, over the same store."""
        return CachedTranslator(self._engine.safer(), self._store)

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield what is known first, then what the engine makes of the rest."""
        signature = str(self.signature)
        known, missing = [], []
        for index, row in enumerate(self._store.get(signature, texts)):
            if row is None:
                missing.append(index)
            else:
                text, engine, flags = row
                known.append(Translation(index, text, engine, tuple(flags.split())))
        if known:
            yield known
        if not missing:
            return
        for batch in self._engine.stream([texts[index] for index in missing]):
            found = [
                Translation(missing[made.segment], made.text, made.engine, made.flags)
                for made in batch
            ]
            self._store.put(signature, ((texts[made.segment], made) for made in found))
            yield found

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield what is known first, then what the engine makes of the rest."""
        signature = f"score {self.signature}"
        texts = ["\0".join(("\1".join(source), "\1".join(target))) for source, target in pairs]
        rows = self._store.get(signature, texts)
        known = [(k, _read(row)) for k, row in enumerate(rows) if row is not None]
        if known:
            yield known
        missing = [k for k, row in enumerate(rows) if row is None]
        if not missing:
            return
        for batch in self._engine.score([pairs[k] for k in missing]):
            found = [(missing[k], made) for k, made in batch]
            self._store.put(signature, ((texts[k], _rendered(made)) for k, made in found))
            yield found


def _rendered(found: Likelihood) -> Translation:
    """A likelihood as a row of the store."""
    numbers = [found.end, *found.nats, *found.pieces]
    return Translation(0, " ".join(map(repr, numbers)), "score")


def _read(row: tuple[str, str, str]) -> Likelihood:
    end, *rest = row[0].split()
    half = len(rest) // 2
    return Likelihood(tuple(map(float, rest[:half])), tuple(map(int, rest[half:])), float(end))
