"""How a run of training goes, and what it tells on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.checkpoint import Progress
from training.optimiser import Schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes; it ends after `steps`, or `minutes` of work, whichever comes first."""

    schedule: Schedule
    steps: int = 0  # 0: no bound
    minutes: float = 0.0
    tokens: int = 4096  # in a batch, padding included
    decay: float = 0.01  # of the layers' matrices, times the rate, a step
    smoothing: float = 0.1
    agreement: float = 0.0  # weight of the divergence between two reads of a batch (R-Drop)
    risk: float = 0.0  # weight of what drawn translations lack
    draws: int = 16  # of each source, where there is such a weight
    average: float = 0.999  # decay of the weights' moving average, a step
    seed: int = 1
    log_every: int = 100  # steps
    validate_every: int = 0  # steps; 0 at the end only
    save_minutes: float = 5.0
    threads: int = 0

    def done(self, progress: Progress) -> float:
        """Return the share of the run that is over, 1 at its end."""
        by_steps = progress.step / self.steps if self.steps else 0.0
        by_time = progress.spent / (60 * self.minutes) if self.minutes else 0.0
        return max(by_steps, by_time)


@dataclass(frozen=True, slots=True)
class Status:
    """What is told every `log_every` steps: the mean loss since then, target pieces a second."""

    step: int
    epoch: int
    loss: float
    rate: float
    speed: float
    done: float
    likeness: float = 0.0  # of drawn translations, mean; 0 where none are drawn


@dataclass(frozen=True, slots=True)
class Validated:
    """Scores of the averaged weights; `best` where none before had a higher chrF."""

    step: int
    chrf: float
    bleu: float
    best: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Memory ran out in a step: it and those after it are taken in so many parts."""

    step: int
    parts: int


Tell = Callable[[Status | Validated | Split], None]
