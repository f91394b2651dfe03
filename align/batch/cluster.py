"""The engine of many machines: Ray Data over shards of the list, an actor pool that does them.

A shard is a run of documents in the list's order, and the unit of work: its documents are
done one by one, as everywhere, and then all its units are written to one Parquet file. So a
machine that is lost costs the shards that it was at, which others do anew.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from align.batch.entries import Entry, shard_name
from align.batch.merge import merged_header
from align.batch.settings import Settings
from align.batch.storage import joined, whole_at
from align.batch.worker import Notice, Outcome, Worker, engine_opener, killed
from align.errors import MissingExtraError, ModelError, ReadError, counted, one_line
from align.records import TranslationUnit
from align.registry import load

_STORE = 100 * 2**20  # bytes of a local cluster's object store: only lists pass through it
_TRIES = 1  # times that a shard is done again when its actor dies, before it is taken apart


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are done together; `place` is their Parquet file, "" for none."""

    entries: tuple[Entry, ...]
    place: str


class RayEngine:
    """Does documents on a Ray cluster, or on one that is started here for the time.

    Args:
        settings: what to do with each document.
        folder: where outputs and shards go: a path that all machines have, or a URL.
        address: of the cluster; None starts one on this machine.
        jobs: actors, a core each; 0 is one for each core of the cluster.
        shard: documents in a shard.

    Raises:
        MissingExtraError: Ray is not installed.
    """

    def __init__(
        self, *, settings: Settings, folder: str, address: str | None, jobs: int, shard: int
    ) -> None:
        """Take the options; nothing starts before the first outcome is asked for."""
        for name in ("ray", "pyarrow", "pandas"):
            try:
                import_module(name)
            except ImportError:
                raise MissingExtraError(feature="--engine ray", extra="ray") from None
        self._settings = settings
        self._folder = folder
        self._address = address
        self._jobs = jobs
        self._shard = shard

    def outcomes(self, entries: Sequence[Entry]) -> Generator[Outcome | Notice]:
        """Yield an outcome for each entry, a shard at a time as they are ready.

        A shard whose actor dies twice is taken apart: its documents are done alone, those that
        kill their actor again have failed, and the others make up the shard.

        Raises:
            ModelError: there is no cluster at the address.
        """
        if not entries:
            return
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            # Ray's threads print there what they notice; standard output is not theirs.
            yield from self._outcomes(entries)

    def _outcomes(self, entries: Sequence[Entry]) -> Generator[Outcome | Notice]:
        ray = self._connected()
        try:
            shards = shards_of(entries, size=self._shard)
            lost = yield from self._done(shards)
            if not lost:
                return
            alone = [Shard((entry,), "") for shard in lost for entry in shard.entries]
            yield Notice(
                f"shards whose workers were killed held {counted(len(alone), 'document')}; each is "
                "done again alone."
            )
            back = {number for number, _ in self._results(dict(enumerate(alone)))}
            bad = {shard.entries[0] for n, shard in enumerate(alone) if n not in back}
            for entry in sorted(bad, key=lambda entry: entry.index):
                yield killed(entry, "perhaps for want of memory")
            rest = [
                replace(shard, entries=tuple(e for e in shard.entries if e not in bad))
                for shard in lost
            ]
            again = yield from self._done([shard for shard in rest if shard.entries])
            for shard in again:
                for entry in shard.entries:
                    yield killed(entry, "perhaps for want of memory")
        finally:
            ray.shutdown()

    def _connected(self) -> Any:
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what is lost, we say ourselves
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        ray: Any = import_module("ray")
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        if self._address is None:
            options |= {
                "address": "local", "include_dashboard": False, "num_cpus": self._jobs or None,
                "object_store_memory": _STORE,
            }  # fmt: skip
        else:
            _refuse_silence(self._address)
            options["address"] = self._address
        for left in (2, 1, 0):
            try:
                ray.init(**options)
                break
            except Exception as error:  # Ray raises plain ones too
                ray.shutdown()
                # A node has 30 seconds to start, which are few on a busy machine.
                if left and "timed out during startup" in str(error):
                    continue
                where, why = self._address or "this machine", one_line(error)[:200]
                raise ModelError(f"There is no Ray cluster at {where}: {why}.") from None
        return ray

    def _done(self, shards: Sequence[Shard]) -> Generator[Outcome | Notice, None, list[Shard]]:
        """Do shards on the cluster; return those whose actor died too often."""
        left = dict(enumerate(shards))
        for number, outcomes in self._results(left):
            del left[number]
            yield from outcomes
        return list(left.values())

    def _results(self, shards: dict[int, Shard]) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
        ray: Any = import_module("ray")
        data: Any = import_module("ray.data")
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # the import sets another one
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        context.max_errored_blocks = -1
        cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
        jobs = min(self._jobs or cores, cores, len(shards))
        threads = max(1, (self._settings.threads or jobs) // jobs)
        rows = [{"shard": n, "told": pickle.dumps(shard)} for n, shard in shards.items()]
        with warnings.catch_warnings():
            # The only way to bound the tries is to go in Ray 2.64.
            warnings.filterwarnings("ignore", "`ray_remote_args_fn` is deprecated")
            found = data.from_items(rows, override_num_blocks=len(rows)).map(
                ShardActor,
                fn_constructor_args=(
                    self._settings, self._folder, threads, os.getcwd(), _environment(),
                ),
                # One shard at a time: a neighbour that waits for a dying actor would lose a try
                # too. At least one actor, not all: after a loss there may be room for fewer.
                compute=data.ActorPoolStrategy(
                    min_size=1, initial_size=jobs, max_size=jobs, max_tasks_in_flight_per_actor=1
                ),
                num_cpus=1,
                ray_remote_args_fn=_retries,
            )  # fmt: skip
        for row in found.iter_rows():
            yield int(row["shard"]), pickle.loads(row["outcomes"])


class ShardActor:
    """Holds a translator, and does shards with it."""

    def __init__(
        self, settings: Settings, folder: str, threads: int, place: str, environ: dict[str, str]
    ) -> None:
        """Take what all shards share; `place` is where relative paths begin."""
        os.environ.update(environ)
        with suppress(OSError):
            os.chdir(place)
        self._folder = folder
        self._project = settings.project
        self._worker = Worker(
            settings=settings, folder=folder, open_engine=engine_opener(settings, threads=threads)
        )

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Do the documents of a shard; its file is written when all are done."""
        shard: Shard = pickle.loads(row["told"])
        outcomes: list[Outcome] = []
        units: list[TranslationUnit] = []
        for entry in shard.entries:
            outcome, made = self._worker.do(entry)
            outcomes.append(outcome)
            units += made
        if shard.place:
            outcomes = self._written(shard.place, outcomes, units)
        return {"shard": row["shard"], "outcomes": pickle.dumps(tuple(outcomes))}

    def _written(
        self, place: str, outcomes: list[Outcome], units: list[TranslationUnit]
    ) -> list[Outcome]:
        done = [outcome for outcome in outcomes if outcome.state == "done"]
        if not done:
            return outcomes
        header = merged_header(done, project=self._project)
        try:
            with whole_at(joined(self._folder, place)) as stream:
                load("writer", "parquet")().write(units, stream, header=header)
        except ReadError as error:
            return [
                replace(o, state="failed", kind="ReadError", reason=str(error))
                if o.state == "done" else o for o in outcomes
            ]  # fmt: skip
        return [replace(o, shard=place) if o.state == "done" else o for o in outcomes]


def _refuse_silence(address: str) -> None:
    """Ask whether anybody is at HOST:PORT, which takes Ray minutes to find out."""
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isdigit()):
        return
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, OverflowError) as error:
        raise ModelError(f"There is no Ray cluster at {address}: {error}.") from None


def shards_of(entries: Iterable[Entry], *, size: int) -> list[Shard]:
    """Cut a list into shards, at the same places whatever is left of it to do."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.index // size, []).append(entry)
    return [Shard(tuple(group), shard_name(n, size)) for n, group in groups.items()]


def _retries() -> dict[str, Any]:
    """An actor is started anew as often as need be, a shard is not: it may be to blame."""
    return {"max_restarts": -1, "max_task_retries": _TRIES}


def _environment() -> dict[str, str]:
    """What an actor needs of this process's environment."""
    names = ("SOURCE_DATE_EPOCH", "MARIALIGN_CACHE")
    return {name: os.environ[name] for name in names if name in os.environ}
