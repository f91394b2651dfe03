"""Measure writers and readers of pairs: speed against a peer in the same run, and peak memory.

The peer is the least that any writer has to do: both texts escaped for XML, a line each. TMX
against it is measured in turns in one process, on units made before. Each of the other figures
comes from a process of its own, makes its units as it goes, and its memory is the peak of that
process, interpreter and libraries included.

    python eval/formats_speed.py                    # a million units, TMX, TSV and JSONL
    python eval/formats_speed.py --units 100000 --formats xlsx parquet
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from memory import peak_megabytes

sys.path.insert(0, str(Path(__file__).parents[1]))

from align.records import CorpusHeader, Origin, TranslationUnit
from align.registry import load
from align.signature import Signature

HEADER = CorpusHeader("fr", "en", Signature.of(eval="formats"), "20260102T030405Z", "a.txt")
LIMITS = {"memory_mb": 100, "tmx_relative_speed": 1 / 3}


def units(count: int) -> Iterator[TranslationUnit]:
    """Make units as an aligned text has them: 130 characters a side, some to be escaped."""
    for number in range(count):
        yield TranslationUnit(
            f"La séance nº {number}, reprise à 9 h & levée à 11 h, a été « ouverte » par la "
            "présidente, qui a rappelé l’ordre du jour de l’assemblée.",
            f"Sitting no. {number}, resumed at 9 & closed at 11, was “opened” by the president, "
            "who recalled the agenda of the assembly to those present.",
            "fr", "en", "1:1", Origin.HUMAN, f"[{number}]:[{number}]", "a.txt", 0.9321,
        )  # fmt: skip


def tmx_relative_speed(rounds: int = 40, count: int = 5_000) -> float:
    """Return the speed of TMX over the peer's: the median of short turns next to each other."""
    ready = list(units(count))
    ratios = []
    with open(os.devnull, "wb") as stream:
        for _ in range(rounds):
            begin = time.process_time()
            for unit in ready:
                stream.write(f"{escape(unit.source)}\t{escape(unit.target)}\n".encode())
            between = time.process_time()
            load("writer", "tmx")().write(ready, stream, header=HEADER)
            ratios.append((between - begin) / (time.process_time() - between))
    return statistics.median(ratios)


def write_plain(count: int, path: Path) -> None:
    """Write the peer."""
    with path.open("wb") as stream:
        for unit in units(count):
            stream.write(f"{escape(unit.source)}\t{escape(unit.target)}\n".encode())


def write_format(count: int, path: Path, name: str) -> None:
    """Write a format."""
    with path.open("wb") as stream, open(os.devnull, "wb") as other:
        sides: dict[str, Any] = {"target": other, "scores": other} if name == "moses" else {}
        load("writer", name)(**sides).write(units(count), stream, header=HEADER)


def read_format(count: int, path: Path, name: str) -> None:
    """Read a format back, keeping nothing."""
    with path.open("rb") as stream:
        bitext = load("bitext", name)().read(stream, name=name)
        assert sum(1 for _ in bitext.units) == count, name


def validate(count: int, path: Path) -> None:
    """Check a TMX."""
    from align.validation.tmx import validate_tmx

    with path.open("rb") as stream:
        result = validate_tmx(stream, report=print)
    assert result.valid
    assert result.units == count


def measured(job: Any, *arguments: Any) -> dict[str, float]:
    """Run a job in a new process; return its seconds and its peak memory in MB."""
    context = multiprocessing.get_context("spawn")  # a forked child starts with our memory
    queue = context.Queue()
    process = context.Process(target=_child, args=(queue, job, arguments))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{job.__name__} {arguments[2:]} failed.")
    return dict(queue.get())


def _child(queue: Any, job: Any, arguments: Any) -> None:
    begin = time.process_time()  # others may work on the machine meanwhile
    job(*arguments)
    seconds = time.process_time() - begin
    queue.put({"seconds": seconds, "memory_mb": peak_megabytes()})


def main() -> int:
    """Measure, print a table or JSON; return 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", default=["tmx", "tsv", "jsonl"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out")
        empty = measured(write_plain, 0, path)
        rows["plain"] = measured(write_plain, options.units, path)
        for name in options.formats:
            rows[f"write {name}"] = measured(write_format, options.units, path, name)
            rows[f"write {name}"]["file_mb"] = path.stat().st_size / 1e6
            if name == "tmx":
                rows["validate tmx"] = measured(validate, options.units, path)
            if name not in ("html", "beads", "xces", "moses"):
                rows[f"read {name}"] = measured(read_format, options.units, path, name)
    for row in rows.values():
        row["relative_speed"] = rows["plain"]["seconds"] / row["seconds"]
    ratio = tmx_relative_speed()
    if options.json:
        result = {"units": options.units, "empty_memory_mb": empty["memory_mb"]}
        print(json.dumps(result | {"tmx_relative_speed": ratio, "rows": rows}, indent=1))
    else:
        print(f"{options.units:,} units; an idle process has {empty['memory_mb']:.0f} MB")
        print(f"TMX is written at {ratio:.2f} of the speed of plain escaped text")
        for name, row in rows.items():
            print(
                f"{name:14} {options.units / row['seconds']:>10,.0f} units/s   "
                f"{row['relative_speed']:5.2f} of plain   {row['memory_mb']:4.0f} MB"
            )
    slow = ratio < LIMITS["tmx_relative_speed"]
    large = [name for name, row in rows.items() if row["memory_mb"] > LIMITS["memory_mb"]]
    if slow or large:
        sys.stderr.write(f"Beyond the limits: {', '.join([*large, *['TMX speed'] * slow])}.\n")
    return int(slow or bool(large))


if __name__ == "__main__":
    sys.exit(main())
