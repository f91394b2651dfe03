"""A prepared corpus: SentencePiece model, pairs as piece numbers, and what they were made from.

A folder `WORK` of three files: `joint.model`, `train.npz` (arrays s, so, t, to: pieces of all
sources in a row and where each begins, the same for targets; a hash of the model that cut them),
and `about.json`. Each changes whole or not at all, and what is left of two corpora is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from align.errors import DataError, ReadError, UsageError
from align.files import whole_output
from training.pairs import Pair

END, UNKNOWN = 0, 1  # numbers of `</s>` and `<unk>`; `<pad>` is the last
TAG = "<bt>"
"""Begins a source that a machine wrote; a control piece, which no text can contain."""

Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class About:
    """What a corpus was made from: shown in the exported model's README."""

    source_lang: str = "fr"
    target_lang: str = "en"
    pairs: int = 0
    files: tuple[tuple[str, int], ...] = ()  # name, pairs taken
    dropped: tuple[tuple[str, int], ...] = ()  # reason, pairs
    varied: bool = False
    joined: float = 0.0  # share of pairs that were joined with those after them
    sampled: float = 0.0  # the power of pieces' probabilities that sources were cut by; 0: the best


@dataclass(frozen=True)
class Corpus:
    """Pairs as piece numbers; `source_at[i]:source_at[i + 1]` is the i-th source."""

    folder: Path
    source: Numbers
    source_at: Numbers
    target: Numbers
    target_at: Numbers
    pieces: int  # in the vocabulary, without `<pad>`
    about: About

    @property
    def pad(self) -> int:
        """The number of `<pad>`, which also starts the decoder."""
        return self.pieces

    @cached_property
    def key(self) -> str:
        """Return a hash of pieces and pairs: a run goes on only with the data it began with."""
        digest = hashlib.sha256((self.folder / "joint.model").read_bytes())
        for part in (self.source, self.source_at, self.target, self.target_at):
            digest.update(np.ascontiguousarray(part).data)
        return digest.hexdigest()[:16]

    @cached_property
    def vocabulary(self) -> str:
        """Return a hash of the SentencePiece model: weights fit one vocabulary only."""
        return vocabulary_hash(self.folder / "joint.model")

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.source_at) - 1


def learn_pieces(pairs: Sequence[Pair], model: Path, *, pieces: int) -> None:
    """Learn a joint unigram vocabulary from both sides of up to 400,000 pairs.

    Raises:
        DataError: the texts are too few for that many pieces.
    """
    import sentencepiece

    sample = pairs[:400_000]  # they come shuffled
    try:
        with whole_output(model) as out:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=chain.from_iterable((p.source, p.target) for p in sample),
                model_writer=out,
                vocab_size=pieces,
                character_coverage=0.9998,
                model_type="unigram",
                num_threads=2,
                bos_id=-1,
                eos_id=END,
                unk_id=UNKNOWN,
                pad_id=-1,
                control_symbols=[TAG],
                max_sentence_length=10_000,
                minloglevel=2,
            )
    except RuntimeError as error:
        reason = " ".join(str(error).split())
        raise DataError(f"--pieces {pieces}: SentencePiece cannot learn them: {reason}") from None


def encode(
    pairs: Sequence[Pair], folder: Path, *, longest: int, about: About, seed: int = 0
) -> Corpus:
    """Cut texts into the pieces of `folder`/joint.model, drop longer ones, and write the corpus.

    Where `about.sampled` is not 0, sources are cut at random, each way with its probability to
    the power of that (Kudo 2018): the model learns to read words that it knows no piece for.

    Raises:
        UsageError: machine-written sources are given, and the vocabulary has no tag for them.
        DataError: nothing is left.
    """
    model = open_pieces(folder / "joint.model")
    tag = model.piece_to_id(TAG)
    if tag == UNKNOWN and any(pair.tagged for pair in pairs):
        raise UsageError(
            f"--tagged: the vocabulary has no piece {TAG}; learn a new one with --pieces, or give "
            "these files without the tag."
        )
    texts = [pair.source for pair in pairs]
    if about.sampled:
        import sentencepiece

        sentencepiece.set_random_generator_seed(seed)
        sources = model.encode(  # a thread has numbers of its own: one, so that all come again
            texts, enable_sampling=True, alpha=about.sampled, nbest_size=-1, num_threads=1
        )
    else:
        sources = model.encode(texts, num_threads=2)
    targets = model.encode([pair.target for pair in pairs], num_threads=2)
    for pair, source in zip(pairs, sources, strict=True):
        if pair.tagged:
            source.insert(0, tag)
    kept = [
        place
        for place in range(len(pairs))
        if 0 < len(sources[place]) <= longest and 0 < len(targets[place]) <= longest
    ]
    if not kept:
        raise DataError("No pair is left to train on; what was dropped, and why, is listed above.")
    dropped = (*about.dropped, (f"over {longest} pieces", len(pairs) - len(kept)))
    told = {**asdict(about), "pairs": len(kept), "dropped": dropped}
    kind = np.uint16 if model.get_piece_size() < 2**16 else np.int32
    s, so = _flat([sources[place] for place in kept], kind)
    t, to = _flat([targets[place] for place in kept], kind)
    vocabulary = np.array(vocabulary_hash(folder / "joint.model"))
    with whole_output(folder / "train.npz") as out:
        np.savez(out, s=s, so=so, t=t, to=to, vocabulary=vocabulary)
    with whole_output(folder / "about.json") as out:
        out.write(json.dumps(told, ensure_ascii=False, indent=1).encode())
    return open_corpus(folder)


def vocabulary_hash(model: Path) -> str:
    """Return what tells one SentencePiece model from another."""
    return hashlib.sha256(model.read_bytes()).hexdigest()[:16]


def open_corpus(folder: Path) -> Corpus:
    """Read what `encode` wrote.

    Raises:
        ReadError: a file is missing or damaged.
    """
    pieces = int(open_pieces(folder / "joint.model").get_piece_size())
    try:
        with (folder / "train.npz").open("rb") as stream, np.load(stream) as arrays:
            s, so, t, to = (arrays[name] for name in ("s", "so", "t", "to"))
            cut_by = str(arrays["vocabulary"]) if "vocabulary" in arrays else ""
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise ReadError(
            f"{folder}/train.npz: a prepared corpus was expected, prepare it again: {error}."
        ) from None
    if cut_by and cut_by != vocabulary_hash(folder / "joint.model"):
        raise ReadError(
            f"{folder}/train.npz: the pieces of another joint.model are in it; prepare it again."
        )
    about = _read_about(folder / "about.json")
    if about.pairs not in (0, len(so) - 1):
        raise ReadError(
            f"{folder}/about.json: it tells of {about.pairs:,} pairs and train.npz has "
            f"{len(so) - 1:,}; prepare them again."
        )
    about = replace(about, pairs=len(so) - 1)
    return Corpus(folder, s, so, t, to, pieces=pieces, about=about)


def _read_about(notes: Path) -> About:
    if not notes.is_file():
        return About()
    try:
        told: dict[str, Any] = json.loads(notes.read_text("utf-8"))
        for name in ("files", "dropped"):
            told[name] = tuple((str(a), int(b)) for a, b in told.get(name, ()))
        return About(**told)
    except (ValueError, TypeError, AttributeError) as error:
        raise ReadError(f"{notes}: what `prepare` writes was expected: {error}.") from None


def open_pieces(model: Path) -> Any:
    """Open a SentencePiece model, `</s>` 0 and `<unk>` 1.

    Raises:
        ReadError: it is missing, damaged, or numbers these two otherwise.
    """
    import sentencepiece

    if not model.is_file():
        raise ReadError(f"{model}: there is no such SentencePiece model.")
    try:
        opened = sentencepiece.SentencePieceProcessor(str(model))
    except (RuntimeError, OSError) as error:
        raise ReadError(f"{model}: no SentencePiece model: {error}.") from None
    if (opened.eos_id(), opened.unk_id()) != (END, UNKNOWN):
        raise ReadError(f"{model}: </s> as piece 0 and <unk> as piece 1 were expected.")
    return opened


def _flat(rows: Sequence[Sequence[int]], kind: Any) -> tuple[Numbers, Numbers]:
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    at = np.concatenate([[0], np.cumsum(lengths)])
    return np.fromiter(chain.from_iterable(rows), kind, int(at[-1])), at
