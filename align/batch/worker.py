"""Do one document: run it, write its output, and say what came of it."""

from __future__ import annotations

import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from align.batch.entries import Entry
from align.batch.settings import Settings
from align.batch.storage import fetch, joined, size_of, stamp, whole_at
from align.errors import MarialignError, MarialignWarning, TranslationsUnused
from align.output import kept_of, write
from align.pipeline import run
from align.protocols import Translator
from align.records import Origin, TranslationUnit
from align.translating import TranslatorFactory
from align.translators import guard, open_engine, open_tongue
from align.translators.seam import Streaming

OpenEngine = Callable[[str, str], Streaming]
"""Opens the engine from one language into another, or what stands for it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an entry: `state` is `done` or `failed`.

    `kind` and `reason` say why it failed; `stamp` is what its inputs were, `size` the bytes of
    its output; `sentences` counts source segments, `units` what was written, `filtered` what the
    filters left out, `pairs` and `machine` the written pairs by people and by the engine;
    `others` the lines in other languages, in no unit. `notes` are about the document, `warnings`
    about the machine that did it, and so the same of many.
    `seconds` are wall time, `shard` is the file that holds its units too, where there is one.
    """

    index: int
    state: str
    kind: str = ""
    reason: str = ""
    stamp: str = ""
    size: int = -1
    sentences: int = 0
    pairs: int = 0
    machine: int = 0
    units: int = 0
    filtered: int = 0
    others: int = 0
    source_lang: str = ""
    target_lang: str = ""
    signature: str = ""
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shard: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell that is no outcome: one sentence."""

    text: str


class Worker:
    """Does documents one after the other with the translators that it has opened.

    Args:
        settings: what to do with each.
        folder: where outputs go, a path or URL.
        open_engine: opens an engine for two languages; kept for the next document.
    """

    def __init__(self, *, settings: Settings, folder: str, open_engine: OpenEngine) -> None:
        """Take what all documents share."""
        self._settings = settings
        self._folder = folder
        self._opener: TranslatorFactory = _kept_open(settings, open_engine)

    def do(self, entry: Entry) -> tuple[Outcome, tuple[TranslationUnit, ...]]:
        """Do a document; whatever is wrong with it is in the outcome, never raised."""
        begin = time.monotonic()
        seen = entry_stamp(entry)
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always", MarialignWarning)
            try:
                outcome, units = self._done(entry, seen)
            except MarialignError as error:
                outcome, units = _failed(entry, type(error).__name__, str(error)), ()
            except MemoryError:
                why = f"{entry.name}: there is not enough memory for it."
                outcome, units = _failed(entry, "MemoryError", why), ()
            except Exception as error:  # a fault of ours, or of a library: the others go on
                outcome, units = _failed(entry, type(error).__name__, _told(entry, error)), ()
        heard = [note for note in noted if issubclass(note.category, MarialignWarning)]
        own = [note for note in heard if issubclass(note.category, TranslationsUnused)]
        outcome = replace(
            outcome, seconds=time.monotonic() - begin, stamp=seen,
            notes=tuple(str(note.message) for note in own),
            warnings=tuple(str(note.message) for note in heard if note not in own),
        )  # fmt: skip
        return outcome, units

    def _done(self, entry: Entry, seen: str) -> tuple[Outcome, tuple[TranslationUnit, ...]]:
        settings = self._settings
        result = run(
            entry.source, entry.target or None, open_translator=self._opener,
            source_lang=settings.source_lang, target_lang=settings.target_lang,
            pairs=settings.pairs, model=settings.model, fetch=fetch,
        )  # fmt: skip
        kept = kept_of(result, settings.filters)
        place = joined(self._folder, entry.output)
        with whole_at(place) as stream:
            write(result, kept.units, stream, format=settings.format, project=settings.project)
        full = [unit for unit in kept.units if unit.source and unit.target]
        machine = sum(unit.origin is Origin.MACHINE for unit in full)
        outcome = Outcome(
            entry.index, "done", stamp=seen, size=size_of(place),
            sentences=len(result.alignment.source), pairs=len(full) - machine, machine=machine,
            units=len(kept.units), filtered=kept.removed.total(), others=len(result.others),
            source_lang=result.source_lang, target_lang=result.target_lang,
            signature=str(result.signature),
        )  # fmt: skip
        return outcome, kept.units


def entry_stamp(entry: Entry) -> str:
    """Return what changes when one of an entry's files does."""
    return f"{stamp(entry.source)} {stamp(entry.target)}".strip()


def engine_opener(settings: Settings, *, threads: int, replicas: int = 1) -> OpenEngine:
    """Return what opens the engine that the settings name, here in this process."""

    def opened(source_lang: str, target_lang: str) -> Streaming:
        return open_engine(
            model=settings.model, engine=settings.translator, revision=settings.revision,
            device=settings.device, threads=threads, beam=settings.beam, replicas=replicas,
            source_lang=source_lang, target_lang=target_lang,
        )  # fmt: skip

    return opened


def killed(entry: Entry, how: str) -> Outcome:
    """Return the outcome of a document that took its worker down twice."""
    return _failed(entry, "WorkerKilled", f"{entry.name}: its worker was killed twice ({how}).")


def _kept_open(settings: Settings, open_engine: OpenEngine) -> TranslatorFactory:
    known: dict[tuple[str, str], Translator] = {}

    def opened(source_lang: str, target_lang: str) -> Translator:
        langs = source_lang, target_lang
        if langs not in known:
            cached = settings.cache and settings.translator != "fake"
            engine = open_engine(*langs)  # what the hub has is fetched then
            tongue = open_tongue(
                model=settings.model,
                engine=settings.translator,
                revision=settings.revision,
                source_lang=langs[0],
                target_lang=langs[1],
            )
            known[langs] = guard(engine, cache=cached, tongue=tongue)
        return known[langs]

    return opened


def _failed(entry: Entry, kind: str, reason: str) -> Outcome:
    return Outcome(entry.index, "failed", kind=kind, reason=reason)


def _told(entry: Entry, error: Exception) -> str:
    """An error that nobody foresaw, on one line, with the line of code that raised it."""
    message = " ".join(str(error).split()).rstrip(".")
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"{entry.name}: {type(error).__name__} in {where}: {message or 'no message'}."
