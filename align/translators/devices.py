"""Where a model runs, and how much of a text it is given at once there."""

from __future__ import annotations

import os
from collections.abc import Callable

from align.errors import MarialignWarning, UsageError

BATCH_PIECES = {"cpu": 512, "cuda": 16_384}
"""Pieces in a batch, padding included: on CPUs more is no faster, on GPUs it fills them.

A beam of 4 takes some 0.2 MB a piece with a model of OPUS-MT's size, so that this fits into 4 GB;
an engine halves what does not fit, and stays with what did.
"""

_PIECE = 250_000  # bytes


class DeviceWarning(MarialignWarning):
    """A GPU is there and cannot be used."""


def fitting(device: str, *, free: Callable[[], int]) -> int:
    """Return the pieces of a first batch: what suits the device, less where its memory is full.

    Args:
        device: `cpu` or `cuda`.
        free: returns the bytes that a GPU has left; asked only there.
    """
    most = BATCH_PIECES[device]
    return most if device == "cpu" else max(256, min(most, free() // _PIECE))


def check_threads(threads: int) -> None:
    """Refuse a number of threads that no machine has the cores for.

    Raises:
        UsageError: it is negative, or far beyond this machine's cores.
    """
    most = max(64, 4 * cores_here())
    if not 0 <= threads <= most:
        raise UsageError(f"--threads {threads}: 0 (all cores) to {most} was expected.")


def pick_device(wanted: str, *, cuda: Callable[[], bool]) -> str:
    """Return `cpu` or `cuda`; `auto` is a GPU where there is one.

    Args:
        wanted: `auto`, `cpu` or `cuda`.
        cuda: tells whether the engine sees a GPU; asked only if it matters.

    Raises:
        UsageError: there is no such device.
    """
    check_device(wanted)
    if wanted == "cpu":
        return "cpu"
    if cuda():
        return "cuda"
    if wanted == "cuda":
        raise UsageError("--device cuda: no CUDA device is there; pass cpu or auto.")
    return "cpu"


def check_device(wanted: str) -> None:
    """Refuse a device's name that is none.

    Raises:
        UsageError: it is not `auto`, `cpu` or `cuda`.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise UsageError(f"--device {wanted}: auto, cpu or cuda was expected.")


def cores_here() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
