"""A run: steps over epochs of batches, validated and saved now and then, stopped at any moment."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from align.errors import DataError, UsageError
from align.files import whole_output
from training.batches import ORDER, epoch_batches
from training.checkpoint import (
    CHECKPOINT,
    Average,
    Progress,
    best_told,
    read_checkpoint,
    save_best,
    save_checkpoint,
)
from training.corpus import Corpus, Numbers
from training.folder import write_model
from training.gradient import take_gradient
from training.history import Stage
from training.layers import Layers
from training.network import Machine, load_network
from training.optimiser import make_optimisers
from training.plan import Plan, Split, Status, Tell, Validated
from training.risk import Risk
from training.scores import EvaluationSet, score_model

LATER = ("vocabulary", "rules of order")
"""Settings that the first runs did not keep: they go on without."""


class Run:
    """Trains a network on corpora, in a folder that holds all that a restart needs.

    Args:
        corpora: what to train on, an epoch on each in turn; all of one vocabulary.
        folder: of the run; where it has a checkpoint, the run goes on from there.
        network: that a new run begins with.
        plan: rate, batches, length, intervals.
        machine: what to compute on.
        validation: to score averages on, the best of which is kept.
        tell: called with what happens.
        began: how the network's weights came about, where the run is new.

    Raises:
        UsageError: the checkpoint is of a run with other data, batches or seed, or the network
            is none that the plan's risk can be taken of.
    """

    def __init__(
        self, corpora: Sequence[Corpus], folder: Path, network: Any, *, plan: Plan,
        machine: Machine, validation: EvaluationSet | None, tell: Tell,
        began: Sequence[Stage] = (),
    ) -> None:  # fmt: skip
        """Set up, and restore where there is a checkpoint."""
        self._corpora, self._folder, self._plan, self._machine = corpora, folder, plan, machine
        self._validation, self._tell = validation, tell
        self.network: Any = network
        self.network.to(machine.device)
        self.network.train()
        config, fast = self.network.config, machine.device == "cuda"
        layers = Layers(self.network, machine=machine) if Layers.fit(config) else None
        if plan.risk and layers is None:
            raise UsageError(
                "--risk: the network has layers that cannot be drawn from; relu, one dropout and "
                "as many heads in the encoder as in the decoder were expected."
            )
        self._states_of = layers.states if layers is not None and fast else None
        self._risk = (
            Risk(layers, plan.risk, plan.draws) if layers is not None and plan.risk else None
        )
        self._optimisers = make_optimisers(
            self.network, lr=plan.schedule.peak, decay=plan.decay, dtype=machine.dtype
        )
        self.average = Average(self.network, decay=plan.average)
        self.progress = Progress(
            hardware=machine.name,
            settings={
                "data": "+".join(corpus.key for corpus in corpora), "seed": plan.seed,
                "tokens": plan.tokens, "vocabulary": corpora[0].vocabulary, "rules of order": ORDER,
            },
            began=[asdict(stage) for stage in began],
        )  # fmt: skip
        self._parts = 1  # that a step is taken in
        self._norms = torch.zeros((), device=machine.device)  # of gradients, added up
        goes_on = (folder / CHECKPOINT).is_file()
        if goes_on:
            self._restore()
        else:
            torch.manual_seed(plan.seed)
        self._saved = self._clock = time.monotonic()
        if not goes_on or not (folder / "config.json").is_file():
            with whole_output(folder / "config.json") as out:
                out.write(self.network.config.to_json_string().encode())

    def go(self, *, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Train to the end of the plan, or until `stopped`; return whether the end was reached.

        Raises:
            DataError: the gradient is no number any more.
        """
        since, sums, pieces, count = time.monotonic(), torch.zeros(2), 0, 0
        self._clock = since
        while self._plan.done(self.progress) < 1 and not stopped():
            batches = self._batches()
            while self.progress.position < len(batches):
                told, seen = self._step(batches[self.progress.position])
                sums, pieces, count = sums.to(told.device) + told, pieces + seen, count + 1
                self.progress.position += 1
                self._count_time()
                if self.progress.step % self._plan.log_every == 0:
                    self._log(sums / count, pieces / (time.monotonic() - since))
                    since, sums, pieces, count = time.monotonic(), torch.zeros(2), 0, 0
                if self._plan.done(self.progress) >= 1 or stopped():
                    break
                every = self._plan.validate_every
                if every and self.progress.step % every == 0:
                    self._validate()
                    self._count_time()
                if time.monotonic() - self._saved > 60 * self._plan.save_minutes:
                    self.save()
            else:
                self.progress.epoch, self.progress.position = self.progress.epoch + 1, 0
        ended = self._plan.done(self.progress) >= 1
        self.save()
        if ended and best_told(self._folder).get("step") != self.progress.step:
            self._validate()
        return ended

    def save(self) -> None:
        """Write the checkpoint.

        Raises:
            DataError: the gradient was no number since the last one, which stays.
        """
        self._check()
        save_checkpoint(
            self._folder, network=self.network, average=self.average,
            optimisers=self._optimisers, progress=self.progress,
        )  # fmt: skip
        self._saved = time.monotonic()

    def _count_time(self) -> None:
        now = time.monotonic()
        self.progress.spent += now - self._clock
        self._clock = now

    @property
    def _corpus(self) -> Corpus:
        """The corpus of this epoch."""
        return self._corpora[self.progress.epoch % len(self._corpora)]

    def _batches(self) -> list[Numbers]:
        return epoch_batches(
            self._corpus, epoch=self.progress.epoch, tokens=self._plan.tokens, seed=self._plan.seed
        )

    def _step(self, chosen: Numbers) -> tuple[Tensor, int]:
        """Take one step; return its loss and likeness, and how many target pieces it saw."""
        gradient = take_gradient(
            self.network, self._corpus, chosen, machine=self._machine,
            smoothing=self._plan.smoothing, agreement=self._plan.agreement, parts=self._parts,
            states_of=self._states_of, risk=self._risk,
        )  # fmt: skip
        if gradient.parts > self._parts:
            self._parts = gradient.parts
            self._tell(Split(self.progress.step + 1, self._parts))
        self._norms += torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        done = self._plan.done(self.progress)
        self.progress.step += 1
        rate = self._plan.schedule.rate(self.progress.step, done=done)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.average.update(self.progress.step)
        self.progress.pieces += gradient.pieces
        return torch.stack([gradient.loss, gradient.likeness]), gradient.pieces

    def _check(self) -> None:
        """Refuse to go on with weights that are none; not at each step, where a GPU would wait."""
        if not torch.isfinite(self._norms):
            raise DataError(
                f"The gradient is no number at step {self.progress.step} or shortly before; go on "
                "from the last checkpoint with a lower --lr."
            )

    def _log(self, told: Tensor, speed: float) -> None:
        self._check()
        done = self._plan.done(self.progress)
        rate = self._plan.schedule.rate(self.progress.step, done=done)
        loss, likeness = told.tolist()
        self._tell(
            Status(
                self.progress.step, self.progress.epoch, loss, rate, speed, min(1.0, done),
                likeness,
            )
        )  # fmt: skip

    def _validate(self) -> None:
        """Score the averaged weights in the form in which they would ship; keep the best."""
        self._check()
        weights = self.average.model(self.network)
        counted = self.progress
        told: dict[str, object] = {
            "step": counted.step, "pieces": counted.pieces, "spent": counted.spent,
            "hardware": counted.hardware, "began": counted.began,
            "vocabulary": self._corpus.vocabulary,
        }  # fmt: skip
        best = True
        if self._validation is not None:
            made = self._folder / "validated"
            shutil.rmtree(made, ignore_errors=True)
            twin = load_network(
                self._folder, {name: w.cpu() for name, w in weights.items()},
                pieces=self._corpus.pieces,
            )  # fmt: skip
            cores = torch.get_num_threads()
            try:
                write_model(twin, self._corpus, made)
                (scored,) = score_model(
                    made, [self._validation], beam=1, threads=self._plan.threads
                )
            finally:
                shutil.rmtree(made, ignore_errors=True)
            torch.set_num_threads(cores)  # CTranslate2 sets OpenMP's number for torch as well, to 1
            best = scored.chrf >= best_told(self._folder).get("chrf", -1.0)
            told |= {"chrf": scored.chrf, "bleu": scored.bleu, "set": scored.name}
            self._tell(Validated(self.progress.step, scored.chrf, scored.bleu, best))
        if best:
            save_best(self._folder, weights, told)

    def _restore(self) -> None:
        kept = read_checkpoint(self._folder / CHECKPOINT)
        if "average" not in kept:
            raise UsageError(
                f"{self._folder}: this checkpoint is another trainer's; begin a new run with "
                f"--init {self._folder}."
            )
        for name, wanted in self.progress.settings.items():
            if kept["settings"].get(name, wanted if name in LATER else None) != wanted:
                raise UsageError(
                    f"{self._folder}: this run began with other {name}; begin another, with "
                    f"--init {self._folder} if it shall start from these weights."
                )
        self.network.load_state_dict(kept["m"], strict=False)
        self.average.restore(kept["average"])
        for optimiser, state in zip(self._optimisers, kept["o"], strict=True):
            optimiser.load_state_dict(state)
        torch.set_rng_state(kept["random"])
        if self._machine.device == "cuda" and kept["cuda"]:
            torch.cuda.set_rng_state(kept["cuda"][0])
        for name in ("step", "epoch", "position", "spent", "pieces"):
            setattr(self.progress, name, kept[name])
        self.progress.began = kept.get("began", [])
        machines = [*filter(None, kept["hardware"].split(", then ")), self.progress.hardware]
        self.progress.hardware = ", then ".join(dict.fromkeys(machines))
