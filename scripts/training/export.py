"""From a run to the folder that ships: averaged, scored, described, and no worse than before."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from align.errors import DataError, UsageError
from align.files import read_text
from align.translators import DEFAULT_BEAM
from training.card import Card, render, same_set, stated_sets
from training.corpus import Corpus
from training.folder import (
    MANTISSA,
    keep_others,
    packed_size,
    settle,
    swap_in,
    taught_length,
    write_model,
)
from training.history import stages
from training.network import load_network
from training.scores import EvaluationSet, Scored, score_model
from training.weights import feed_forward_width, mean_weights

LARGEST = 38_000_000  # bytes of a wheel: that of the package stays under 40 MB


@dataclass(frozen=True, slots=True)
class Exported:
    """The new model's scores, those of the model that it took the place of, and its sizes."""

    scores: tuple[Scored, ...]
    before: tuple[Scored, ...]
    size: int  # bytes, installed
    packed: int  # bytes, in a wheel


def export_model(
    corpus: Corpus,
    runs: Sequence[Path],
    folder: Path,
    *,
    sets: Sequence[EvaluationSet],
    which: str = "best",
    limit: int = 0,
    mantissa: int = MANTISSA,
    beams: Sequence[int] = (1, DEFAULT_BEAM),
    notes: str = "",
    licence: str,
    force: bool = False,
    threads: int = 0,
) -> Exported:
    """Write a model's folder; one that is there is replaced only by a better one.

    Args:
        corpus: that it was trained on.
        runs: a run's folder, one of `save_pretrained`, a checkpoint; the mean of several.
        folder: where to put it; files there that are not a model's stay.
        sets: to score on.
        which: of a run's weights: `best`, `average` or `last`.
        limit: most pieces of a source before it is split; 0 takes what the corpus taught.
        mantissa: bits that the numbers of matrices keep; fewer make a smaller wheel.
        beams: to score with; the last one decides.
        notes: a paragraph for the README.
        licence: a sentence for the README.
        force: replace also a better model, and write one that is too large for the package.
        threads: for scoring, 0 for all.

    Raises:
        DataError: the model that is there scores higher on one of the sets, or the new one is
            too large.
        UsageError: a model is there, and a set is missing that its README states scores on, or
            there is none to compare on at all.
    """
    folder = folder.resolve()  # a link stays one: what it names is replaced
    settle(folder)
    there = (folder / "config.json").is_file()
    if there and not force:
        demand_sets(folder, sets)
    weights = mean_weights(runs, which=which)
    ff = feed_forward_width(weights) if len(runs) > 1 else None
    network = load_network(runs[0], weights, pieces=corpus.pieces, ff=ff)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    made = beside / folder.name
    try:
        write_model(network, corpus, made, limit=limit, mantissa=mantissa)
        keep_others(folder, made)
        packed = packed_size(made)
        if packed > LARGEST and not force:
            raise DataError(
                f"{folder}: {packed / 1e6:.1f} MB of a wheel, and a package under 40 MB has room "
                f"for {LARGEST / 1e6:.1f}; give --mantissa 5 for a smaller one, or --force."
            )
        scores = [
            one for beam in beams for one in score_model(made, sets, beam=beam, threads=threads)
        ]
        before = (
            score_model(folder, sets, beam=beams[-1], threads=threads) if there and sets else []
        )
        if not force:
            refuse_worse(scores, before, folder)
        card = Card(
            about=corpus.about,
            parameters=sum(w.numel() for w in network.parameters() if w.requires_grad),
            config=network.config.to_dict(), limit=limit or taught_length(corpus),
            mantissa=mantissa, histories=[stages(run, which=which) for run in runs],
            scores=scores, notes=notes, licence=licence,
        )  # fmt: skip
        (made / "README.md").write_text(render(card), "utf-8")
        size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
        swap_in(made, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Exported(tuple(scores), tuple(before), size, packed)


def demand_sets(folder: Path, sets: Sequence[EvaluationSet]) -> None:
    """Ask for a score on every set that the README of the model that is there tells of.

    Raises:
        UsageError: one is missing, or none is given at all.
    """
    readme = folder / "README.md"
    stated = stated_sets(read_text(readme)) if readme.is_file() else ()
    lacking = [name for name in stated if not any(same_set(name, one.name) for one in sets)]
    if lacking:
        raise UsageError(
            f"{folder}: the README of the model there states scores on {' and '.join(lacking)}; "
            "give --score for each of its sets, or --force."
        )
    if not sets:
        raise UsageError(
            f"{folder}: a model is there already; give --score to compare with it, or --force."
        )


def refuse_worse(new: Sequence[Scored], old: Sequence[Scored], folder: Path) -> None:
    """Let a model through only if it is at least as good on every set, by BLEU and by chrF.

    Raises:
        DataError: it is not.
    """
    for before in old:
        now = next(one for one in new if (one.name, one.beam) == (before.name, before.beam))
        for metric, is_now, was in (
            ("BLEU", now.bleu, before.bleu),
            ("chrF", now.chrf, before.chrf),
        ):
            if is_now < was:
                raise DataError(
                    f"{folder}: the model there scores higher on {before.name}, {metric} "
                    f"{was:.2f} against {is_now:.2f} (beam {before.beam}); it stays, unless "
                    "--force is given."
                )
