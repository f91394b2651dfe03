"""How long the command line takes from start to end, against python itself, in one run.

    python eval/startup.py ../shared/data/press/*.txt

With a document: the whole of `align run` on it, translations included (`--no-cache`), against
`import torch, transformers`, which it needs neither of. The commands take turns, medians are shown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HEAVY = "import torch, transformers"
ALIGN = ["-c", "from align.cli import main; main()"]


@dataclass(frozen=True)
class Timed:
    """A command's seconds: the first time, and the median of the later ones; the latter's CPU."""

    command: str
    first: float
    median: float
    cpu: float


def time_commands(document: Path | None = None, *, repeats: int = 9) -> list[Timed]:
    """Run each command in turn, once to warm up and then `repeats` times."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "python -c pass": ["-c", "pass"],
            "import align": ["-c", "import align"],
            "align --help": [*ALIGN, "--help"],
            HEAVY: ["-c", HEAVY],
        }
        if document is not None:
            out = ["-o", str(Path(folder) / "out.tmx")]
            commands["align run"] = [*ALIGN, "run", str(document), "--no-cache", *out]
            commands["align run, again"] = [*ALIGN, "run", str(document), *out]
        environment = os.environ | {"MARIALIGN_CACHE": str(Path(folder) / "cache")}
        wall: dict[str, list[float]] = {name: [] for name in commands}
        cpu: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(repeats + 1):
            for name, arguments in commands.items():
                begin, used = time.perf_counter(), os.times()
                subprocess.run(
                    [sys.executable, *arguments], env=environment, capture_output=True, check=True
                )
                wall[name].append(time.perf_counter() - begin)
                now = os.times()
                cpu[name].append(
                    now.children_user + now.children_system
                    - used.children_user - used.children_system
                )  # fmt: skip
    return [
        Timed(name, wall[name][0], statistics.median(wall[name][1:]),
              statistics.median(cpu[name][1:]))
        for name in commands
    ]  # fmt: skip


def render(rows: list[Timed]) -> str:
    """Lay the rows out as a Markdown table; ratios are to `import torch, transformers`."""
    heavy = next(row for row in rows if row.command == HEAVY)
    lines = ["| command | s | times import | cpu s | times import (cpu) | first, s |",
             "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    lines += [
        f"| {row.command} | {row.median:.2f} | {row.median / heavy.median:.2f} | {row.cpu:.2f} "
        f"| {row.cpu / heavy.cpu:.2f} | {row.first:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("document", type=Path, nargs="?", help="what `align run` shall align")
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    print(render(time_commands(options.document, repeats=options.repeats)))


if __name__ == "__main__":
    main()
