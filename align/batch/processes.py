"""The processes of one machine: how they start, what each does first, and how they end."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection

from align.batch.served import TranslatorLost, remote_opener, serve
from align.batch.settings import Settings
from align.batch.stopping import disturbed, end_cleanly
from align.batch.worker import Worker, engine_opener
from align.errors import MarialignWarning
from align.pipeline import run
from align.translators import check_device

LOST = 75
"""The exit code of a worker whose translator is gone."""


def start_method(settings: Settings) -> str:
    """Return `fork` where it is safe, since forked processes share what was loaded before.

    The threads of an engine that has run in this process (OpenMP's) would not be there in a
    fork, and its own engine would wait for them.
    """
    ran = settings.translator != "fake" and {"ctranslate2", "torch"} & sys.modules.keys()
    return "fork" if sys.platform == "linux" and not ran else "spawn"


def check_gpu(settings: Settings) -> None:
    """Refuse a device that is not here once, not of each document.

    A process of its own looks: what has used a GPU must not be forked.

    Raises:
        UsageError: there is no GPU.
    """
    if settings.device != "cuda":
        return
    spawn = multiprocessing.get_context("spawn")
    with suppress(BrokenProcessPool), ProcessPoolExecutor(1, mp_context=spawn) as pool:
        pool.submit(check_device, settings.translator, settings.device).result()


def warm() -> None:
    """Run a pair of one sentence, which loads the code and tables that all documents need."""
    from align.translators import guard
    from align.translators.fake import FakeTranslator

    texts = {"warm.fr.txt": "Le chat dort. Il est dix heures.", "warm.en.txt": "The cat sleeps."}
    with warnings.catch_warnings():  # of a document that nobody gave
        warnings.simplefilter("ignore", MarialignWarning)
        run(
            *texts, open_translator=lambda one, other: guard(FakeTranslator(), cache=False),
            source_lang="fr", target_lang="en", fetch=lambda path: texts[str(path)].encode(),
        )  # fmt: skip
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, what is shared


def how_ended(code: int | None) -> str:
    """Say what an exit code says, the usual suspect named."""
    if code is None or code >= 0:
        return f"exit code {code}"
    number = -code
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name


def _begin(place: str) -> None:
    """What a process does first: Ctrl-C is the batch's business, an end is clean.

    `place` is where relative paths begin; a spawned process is elsewhere.
    """
    os.chdir(place)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_cleanly()
    disturbed()


def serve_process(
    place: str, line: Connection, settings: Settings, threads: int, replicas: int
) -> None:
    """Translate for the workers until the batch is gone."""
    _begin(place)
    if sys.platform == "linux":  # elsewhere a socket in a folder of its own would be left
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    serve(line, settings, threads=threads, replicas=replicas)


def work_process(
    place: str, line: Connection, settings: Settings, folder: str, address: str, threads: int
) -> None:
    """Do what comes over the line until it ends, or until the batch is gone."""
    _begin(place)
    parent = os.getppid()
    try:
        opener = remote_opener(address) if address else engine_opener(settings, threads=threads)
        worker = Worker(settings=settings, folder=folder, open_engine=opener)
        with suppress(EOFError, OSError):
            while os.getppid() == parent:
                if line.poll(2):
                    line.send(worker.do(line.recv())[0])
    except (TranslatorLost, ConnectionError, EOFError):
        os._exit(LOST)
