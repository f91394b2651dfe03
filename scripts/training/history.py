"""How weights came about: what a run counted, what a README tells, back to the first start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from align.files import read_text
from training.checkpoint import CHECKPOINT, read_checkpoint, told_of, weights_file

_SECTION = re.compile(r"^## Training\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stage:
    """One training: its folder's name and what is told of it, as Markdown; "" where nothing is."""

    name: str
    told: str


def stages(place: Path, *, which: str = "best") -> tuple[Stage, ...]:
    """Return how the weights that `read_weights` reads came about, the last training first.

    Args:
        place: a run's folder, a checkpoint, or a model's folder, whose README is read.
        which: of a run's weights.

    Raises:
        ReadError: there is no such place, or a file in it is damaged.
        ModelError: there are no weights.
    """
    file = weights_file(place, which=which)
    folder = file.parent.resolve()
    name = folder.name if place.is_dir() else f"{folder.name}/{file.name}"
    best = told_of(file)
    if file.suffix == ".safetensors" and not best:  # a model's, not a run's
        return (Stage(name, _readme(folder)),)
    whole = folder / CHECKPOINT if best else file
    kept = read_checkpoint(whole) if whole.is_file() else {}
    before = tuple(Stage(**one) for one in best.get("began", kept.get("began", ())))
    told = _counted(best, kept)
    if before:
        told += f" It began with the weights of `{before[0].name}`."
    return (Stage(name, fill(told, 100)), *before)


def _counted(best: Mapping[str, Any], kept: Mapping[str, Any]) -> str:
    """State a run's counters when its weights were kept.

    The first trainers kept no counters beside the best weights: those of the whole run are told,
    as what they are.
    """
    counters = best if "spent" in best else kept
    step, end = (int(told.get("step", 0)) for told in (best or kept, counters))
    pieces = int(counters.get("pieces", 0))
    seen = f" ({pieces / 1e6:.1f} million target pieces)" if pieces else ""
    hardware = f" on {counters['hardware']}" if counters.get("hardware") else ""
    spent = f"{seen} in {float(counters.get('spent', 0)) / 60:.0f} minutes{hardware}."
    if not counters:
        return f"{step:,} steps."
    if step == end:
        return f"{step:,} steps{spent}"
    return f"The weights of step {step:,}; the whole run took {end:,} steps{spent}"


def _readme(folder: Path) -> str:
    """Return the section on training of a model's README; "" where there is none."""
    file = folder / "README.md"
    found = _SECTION.search(read_text(file)) if file.is_file() else None
    return found.group(1).strip() if found else ""
