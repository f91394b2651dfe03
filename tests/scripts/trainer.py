"""`scripts/train_model.py` called in this process, on a corpus of numbers and their words."""

import random
import sys
from pathlib import Path

from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import train_model
from training.checkpoint import CHECKPOINT, read_checkpoint

FRENCH, ENGLISH = (
    line.split()
    for line in (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
        "zero one two three four five six seven eight nine ten eleven twelve",
    )
)
SHAPE = ["--d", 32, "--ff", 64, "--enc", 2, "--dec", 1, "--heads", 2, "--tokens", 512]
RUN = [*SHAPE, "--lr", 8e-3, "--warmup", 20, "--log", 20, "--average", 0.97, "--threads", 1]
DROPPED = [*RUN, "--dropout", 0.1, "--steps", 15, "--log", 1]


class Killed(BaseException):
    """Ends what it is raised in as kill -9 does: nothing more is saved."""


def numbers(count, seed):
    rng = random.Random(seed)
    found = {tuple(rng.randrange(13) for _ in range(rng.randint(1, 3))) for _ in range(2 * count)}
    chosen = sorted(found)
    rng.shuffle(chosen)
    return [(" ".join(FRENCH[i] for i in n), " ".join(ENGLISH[i] for i in n)) for n in chosen]


def call(*arguments):
    result = CliRunner().invoke(train_model.app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def weights_of(folder, name="m"):
    return read_checkpoint(folder / CHECKPOINT)[name]


def same(first, second):
    return first.keys() == second.keys() and all((first[k] == second[k]).all() for k in first)
