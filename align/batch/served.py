"""One process holds the model and translates for all workers; they hold a line to it.

A request is a tuple: `("open", langs)` is answered by the engine's two signatures,
`("stream", langs, safer, texts)` by batches of translations and None, `("score", langs, safer,
pairs)` by batches of likelihoods and None. An error is answered by its class's name and message.
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from multiprocessing import current_process
from multiprocessing.connection import Client, Connection, Listener
from typing import Any

from align import errors
from align.batch.settings import Settings
from align.batch.worker import OpenEngine, engine_opener
from align.errors import MarialignError, MarialignWarning, ModelError
from align.protocols import SegmentPair
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators.seam import Streaming


class TranslatorLost(BaseException):
    """The process that translates is gone; no fault of the document, so no `Exception`."""


class ServedEngine:
    """Stands for the engine of another process, in one direction of translation."""

    def __init__(
        self, line: Connection, langs: tuple[str, str], *, safer: bool, signed: tuple[Any, Any]
    ) -> None:
        """Take the line, the languages, and the signatures of the engine and its safer twin."""
        self._line = line
        self._langs = langs
        self._safer = safer
        self._signed = signed

    @property
    def signature(self) -> Signature:
        """The engine's."""
        found: Signature = self._signed[self._safer]
        return found

    def safer(self) -> ServedEngine:
        """Return the same with the decoding that a second try uses."""
        return ServedEngine(self._line, self._langs, safer=True, signed=self._signed)

    def stream(self, texts: Sequence[str]) -> Iterator[list[Translation]]:
        """Yield translations batch by batch, as the engine does.

        Raises:
            ModelError: the model fails.
        """
        _send(self._line, ("stream", self._langs, self._safer, list(texts)))
        while (batch := _answer(self._line)) is not None:
            yield batch

    def score(self, pairs: Sequence[SegmentPair]) -> Iterator[list[tuple[int, Likelihood]]]:
        """Yield likelihoods batch by batch, as the engine does.

        Raises:
            ModelError: the model fails.
        """
        _send(self._line, ("score", self._langs, self._safer, list(pairs)))
        while (batch := _answer(self._line)) is not None:
            yield batch


def remote_opener(address: str) -> OpenEngine:
    """Return what opens engines in the process that listens at an address."""
    line = Client(address, authkey=current_process().authkey)

    def opened(source_lang: str, target_lang: str) -> Streaming:
        langs = source_lang, target_lang
        _send(line, ("open", langs))
        return ServedEngine(line, langs, safer=False, signed=_answer(line))

    return opened


def serve(address_to: Connection, settings: Settings, *, threads: int, replicas: int) -> None:
    """Translate for whoever calls, until the line to the batch closes.

    Args:
        address_to: told the address to call; its end is the end.
        settings: say which model and engine.
        threads: cores for one caller.
        replicas: callers that are served at once.
    """
    desk = _Desk(engine_opener(settings, threads=threads, replicas=replicas), settings)
    # An abstract socket leaves no file behind when its process is killed; only Linux has them.
    name = f"\0marialign-{secrets.token_hex(8)}" if sys.platform == "linux" else None
    with Listener(name, backlog=replicas + 8, authkey=current_process().authkey) as listener:
        threading.Thread(target=_accept, args=(listener, desk), daemon=True).start()
        address_to.send(listener.address)
        parent = os.getppid()
        with suppress(EOFError, OSError):
            while os.getppid() == parent:
                if address_to.poll(2) and address_to.recv() is None:
                    return


class _Desk:
    """The engines that were opened, each once, whoever asks."""

    def __init__(self, open_engine: OpenEngine, settings: Settings) -> None:
        self._open = open_engine
        self._engines: dict[tuple[str, str], tuple[Streaming, Streaming]] = {}
        self._lock = threading.Lock()
        # CTranslate2 queues what comes from several threads; torch and its tokenizers do not.
        self.turn: Any = threading.Lock() if settings.translator == "transformers" else None

    def engines(self, langs: tuple[str, str]) -> tuple[Streaming, Streaming]:
        with self._lock:
            if langs not in self._engines:
                with warnings.catch_warnings():  # the command has told what there was to tell
                    warnings.simplefilter("ignore", MarialignWarning)
                    engine = self._open(*langs)
                self._engines[langs] = engine, engine.safer()
            return self._engines[langs]


def _accept(listener: Listener, desk: _Desk) -> None:
    while True:
        with suppress(OSError, EOFError):  # a caller that is gone already
            line = listener.accept()
            threading.Thread(target=_converse, args=(line, desk), daemon=True).start()


def _converse(line: Connection, desk: _Desk) -> None:
    with line, suppress(EOFError, OSError):
        while True:
            request = line.recv()
            try:
                engines = desk.engines(request[1])
                if request[0] == "open":
                    line.send(("ok", tuple(engine.signature for engine in engines)))
                    continue
                with desk.turn or nullcontext():
                    engine = engines[request[2]]
                    work = engine.score if request[0] == "score" else engine.stream
                    for batch in work(request[3]):
                        line.send(("ok", batch))
                line.send(("ok", None))
            except MarialignError as error:
                line.send((type(error).__name__, str(error)))
            except (EOFError, OSError):
                raise
            except Exception as error:
                line.send(("ModelError", f"The translator failed: {type(error).__name__}: {error}"))


def _send(line: Connection, request: tuple[Any, ...]) -> None:
    try:
        line.send(request)
    except OSError:
        raise TranslatorLost from None


def _answer(line: Connection) -> Any:
    try:
        kind, value = line.recv()
    except (EOFError, OSError):
        raise TranslatorLost from None
    if kind == "ok":
        return value
    known = getattr(errors, kind, ModelError)
    raise (ModelError if known is errors.MissingExtraError else known)(value)
