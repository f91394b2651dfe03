"""A bilingual lexicon: for a source word, its likeliest target words with p(target | source)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from align.errors import ModelError

_MODELS = Path(__file__).parent.parent / "models"


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Rows of translations in compressed form.

    `source` maps a word to its row; row i's target words are `target[columns[k]]` with
    probability `p[k]` for k in `offsets[i]:offsets[i + 1]`.
    """

    source: Mapping[str, int]
    target: tuple[str, ...]
    offsets: NDArray[np.int32]
    columns: NDArray[np.int32]
    p: NDArray[np.float32]

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[tuple[str, float]]]) -> Lexicon:
        """Make a lexicon from `{source word: [(target word, probability), ...]}`."""
        target = tuple(sorted({word for row in rows.values() for word, _ in row}))
        index = {word: i for i, word in enumerate(target)}
        offsets = np.zeros(len(rows) + 1, np.int32)
        np.cumsum([len(row) for row in rows.values()], out=offsets[1:])
        return cls(
            source={word: i for i, word in enumerate(rows)},
            target=target,
            offsets=offsets,
            columns=np.array([index[w] for row in rows.values() for w, _ in row], np.int32),
            p=np.array([p for row in rows.values() for _, p in row], np.float32),
        )

    @property
    def size(self) -> int:
        """The number of source words."""
        return len(self.source)

    @property
    def links(self) -> int:
        """The number of word pairs."""
        return len(self.columns)

    def links_of(
        self, words: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], list[str]]:
        """Return how many links each word has, all their target words and p, and the words meant.

        The target words are numbers of those that are meant, the last of the four.
        """
        rows = np.fromiter((self.source.get(word, -1) for word in words), np.int64, len(words))
        first = self.offsets[rows].astype(np.int64)  # of the last row where there is none
        lengths = np.where(rows < 0, 0, self.offsets[rows + 1] - first)
        links = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        columns = self.columns[links]
        number = np.zeros(len(self.target), np.int64)
        number[columns] = 1
        meant = [self.target[c] for c in np.flatnonzero(number).tolist()]
        number = np.cumsum(number) - 1
        return lengths, number[columns], self.p[links].astype(np.float64), meant


def write_lexicon(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon as a compressed .npz; probabilities are kept to 1/255."""
    order = sorted(range(lexicon.size), key=list(lexicon.source).__getitem__)
    names = list(lexicon.source)
    counts = np.diff(lexicon.offsets)
    take = np.concatenate(
        [np.arange(lexicon.offsets[i], lexicon.offsets[i + 1]) for i in order] or [np.empty(0, int)]
    ).astype(int)
    np.savez_compressed(
        path,
        source=_packed([names[i] for i in order]),
        target=_packed(lexicon.target),
        counts=counts[order].astype(np.uint8),
        columns=lexicon.columns[take].astype(np.uint16 if len(lexicon.target) < 65536 else int),
        p=np.maximum(1, np.round(255 * lexicon.p[take])).astype(np.uint8),
    )


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon that `write_lexicon` wrote.

    Raises:
        ModelError: the file is missing or no lexicon.
    """
    try:
        with path.open("rb") as stream, NpzFile(stream) as z:
            source, target = (_unpacked(z[key]) for key in ("source", "target"))
            counts, columns, p = z["counts"], z["columns"], z["p"]
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise ModelError(f"{path}: no lexicon could be read from it: {error}.") from None
    if not (len(source) == len(counts) and counts.sum() == len(columns) == len(p)):
        raise ModelError(f"{path}: a lexicon was expected, but its parts do not fit together.")
    offsets = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=offsets[1:])
    return Lexicon(
        source={word: i for i, word in enumerate(source)},
        target=target,
        offsets=offsets,
        columns=columns.astype(np.int32),
        p=p.astype(np.float32) / np.float32(255),
    )


@cache
def bundled_lexicon(source_lang: str, target_lang: str) -> Lexicon | None:
    """Return the lexicon that ships with a bundled model, None where there is none."""
    path = _MODELS / f"{source_lang}-{target_lang}" / "lexicon.npz"
    return read_lexicon(path) if path.is_file() else None


def _packed(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _unpacked(names: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(bytes(names).decode().split("\n")) if len(names) else ()
