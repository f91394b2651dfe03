"""From a run to the folder that ships: averaged, scored, described, and no worse than before."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import DataError, UsageError
from training.card import Card, render
from training.checkpoint import CHECKPOINT, best_told, mean_weights, read_checkpoint
from training.corpus import Corpus
from training.folder import move_into, taught_length, write_model
from training.network import load_network
from training.scores import EvaluationSet, Scored, score_model

SHIPPED_BEAM = 3  # the default of `align translate`


@dataclass(frozen=True, slots=True)
class Exported:
    """The new model's scores, those of the model that it took the place of, and its size."""

    scores: tuple[Scored, ...]
    before: tuple[Scored, ...]
    size: int  # bytes


def export_model(
    corpus: Corpus,
    runs: Sequence[Path],
    folder: Path,
    *,
    sets: Sequence[EvaluationSet],
    which: str = "best",
    limit: int = 0,
    beams: Sequence[int] = (1, SHIPPED_BEAM),
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
        beams: to score with.
        notes: a paragraph for the README.
        licence: a sentence for the README.
        force: replace also a better model.
        threads: for scoring, 0 for all.

    Raises:
        DataError: the model that is there scores higher on one of the sets.
        UsageError: a model is there and there is no set to compare on.
    """
    there = (folder / "config.json").is_file()
    if there and not sets and not force:
        raise UsageError(
            f"{folder}: a model is there already; give --score to compare with it, or --force."
        )
    network = load_network(runs[0], mean_weights(runs, which=which), pieces=corpus.pieces)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        write_model(network, corpus, made, limit=limit)
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
            averaged=len(runs), scores=scores, notes=notes, licence=licence,
            **_history(runs[-1], which),
        )  # fmt: skip
        (made / "README.md").write_text(render(card), "utf-8")
        size = sum(file.stat().st_size for file in made.iterdir())
        move_into(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Exported(tuple(scores), tuple(before), size)


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


def _history(run: Path, which: str) -> dict[str, Any]:
    """Return what a run's checkpoint tells of it; of a bare folder nothing is known."""
    file = run / CHECKPOINT if run.is_dir() else run
    kept = read_checkpoint(file) if file.suffix == ".pt" and file.is_file() else {}
    best = best_told(run) if which == "best" and run.is_dir() else {}
    return {
        "steps": int(best.get("step", kept.get("step", 0))),
        "minutes": float(kept.get("spent", 0)) / 60,
        "pieces_seen": int(kept.get("pieces", 0)),
        "hardware": str(kept.get("hardware", "")),
    }
