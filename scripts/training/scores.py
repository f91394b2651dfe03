"""Scores of a model in the form in which it is shipped, on sets of sources with references."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sacrebleu import BLEU, CHRF

from align.errors import DataError
from align.files import read_lines
from align.translators import open_translator


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Sentences and one reference for each."""

    name: str
    sources: tuple[str, ...]
    references: tuple[str, ...]

    @classmethod
    def read(cls, prefix: Path, *, source_lang: str, target_lang: str) -> EvaluationSet:
        """Read `PREFIX.fr` and `PREFIX.en`, a sentence a line.

        Raises:
            ReadError: a file is missing.
            DataError: the two differ in length, or are empty.
        """
        files = [prefix.with_name(f"{prefix.name}.{lang}") for lang in (source_lang, target_lang)]
        sources, references = (tuple(read_lines(str(file))) for file in files)
        if not sources or len(sources) != len(references):
            raise DataError(
                f"{files[0]} has {len(sources)} lines and {files[1]} {len(references)}: as many "
                "were expected, and one at least."
            )
        return cls(prefix.name, sources, references)


@dataclass(frozen=True, slots=True)
class Scored:
    """A model's corpus scores on a set, 0 to 100, with what they depend on."""

    name: str
    sentences: int
    beam: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


def score_model(
    folder: Path, sets: Sequence[EvaluationSet], *, beam: int, threads: int = 0
) -> list[Scored]:
    """Translate sets as `align translate` does, by CTranslate2 in int8, and score them."""
    found = []
    with _own_cache():
        translator = open_translator(
            model=str(folder), engine="ctranslate2", device="cpu", threads=threads, beam=beam,
            cache=False,
        )  # fmt: skip
        for one in sets:
            texts = [made.text for made in translator.translate(one.sources)]
            metrics = BLEU(), CHRF()  # sacrebleu's own: a young model's empty texts count too
            bleu, chrf = (m.corpus_score(texts, [list(one.references)]).score for m in metrics)
            signatures = (str(metric.get_signature()) for metric in metrics)
            found.append(Scored(one.name, len(texts), beam, bleu, chrf, *signatures))
    return found


@contextmanager
def _own_cache() -> Iterator[None]:
    """Convert models into a folder that goes away: a run makes hundreds."""
    before = os.environ.get("MARIALIGN_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARIALIGN_CACHE"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["MARIALIGN_CACHE"]
            else:
                os.environ["MARIALIGN_CACHE"] = before
