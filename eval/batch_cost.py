"""What `align batch` costs: speed, overhead, memory, and from those a million documents.

python eval/batch_cost.py [--documents 200] [--data ../shared/data/train] [-o eval/batch_cost.md]

Documents are runs of 5 to 15 lines of Europarl, nothing is kept of them. All systems run over
the same documents in one run of this script, without a translation cache. CPU time and memory
(PSS: shared pages divided among those who share them) are read from /proc for all processes of
a system, so this runs on Linux only. Where the machine has other work, wall time says little;
CPU time and ratios hold.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALIGN = "from align.cli import main; main()"
BARE = """
import sys
from pathlib import Path
from align import output, pipeline
from align.translators import open_translator

translator = open_translator(threads=1, cache=False)
for line in open(sys.argv[1]):
    source, target = line.rstrip("\\n").split("\\t")
    run = pipeline.run(source, target, open_translator=lambda one, other: translator)
    with output.whole_file(Path(sys.argv[2]) / f"{Path(source).name}.tmx") as stream:
        output.write(run, run.units, stream, format="tmx", project="")
"""
CORES, PRICE = 8, 0.04  # of a machine, and of a core for an hour, in dollars: assumed
ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """What was seen of a system's processes; memory in MB."""

    wall: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)
    memory: dict[int, float] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    root: int = 0

    @property
    def seconds(self) -> float:
        """CPU time of all processes."""
        return sum(self.cpu.values())


def main() -> None:
    """Run all systems over the same documents, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "train")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "eval" / "batch_cost.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sentences = cut(options.data / "europarl.fr-en.tsv.xz", options.documents, work)
        warm_up(work)
        found: dict[str, list[Seen]] = {}
        for name, command in systems(work):
            shutil.rmtree(work / "out", ignore_errors=True)
            (work / "out").mkdir()
            seen = watched(command, work)
            found.setdefault(name, []).append(seen)
            print(f"{name}: {seen.wall:.0f} s, {seen.seconds:.1f} s of CPU", flush=True)
    page = rendered(found, options.documents, sentences)
    options.output.write_text(page, encoding="utf-8")
    print(page)


def cut(corpus: Path, count: int, work: Path) -> int:
    """Write documents and their list; return the number of source lines."""
    chance, total, rows = random.Random(9), 0, []
    with lzma.open(corpus, "rt", encoding="utf-8") as stream:
        for _ in range(100_000):
            next(stream)
        for number in range(count):
            pairs = [next(stream).rstrip("\n").split("\t") for _ in range(chance.randint(5, 15))]
            total += len(pairs)
            for side, lang in enumerate(("fr", "en")):
                path = work / lang / f"{number:04}.txt"
                path.parent.mkdir(exist_ok=True)
                path.write_text("".join(f"{p[side]}\n" for p in pairs), encoding="utf-8")
            rows.append(f"{work}/fr/{number:04}.txt\t{work}/en/{number:04}.txt")
    (work / "list.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return total


def systems(work: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield names and commands: the two that are compared to a few per cent in turn, then all."""
    listed, out = str(work / "list.tsv"), str(work / "out")
    batch = [sys.executable, "-c", ALIGN, "batch", listed, "-o", out, "--no-cache"]
    one, two = ["--jobs", "1", "--threads", "1"], ["--jobs", "2", "--threads", "2"]
    ray = ["--engine", "ray", "--shard", "8"]
    for _ in range(ROUNDS):
        yield "pipeline alone", [sys.executable, "-c", BARE, listed, out]
        yield "batch, 1 process", [*batch, *one]
    yield "batch, 2 processes", [*batch, *two]
    yield "batch, Ray, 1 process", [*batch, *ray, *one]
    yield "batch, Ray, 2 processes", [*batch, *ray, *two]


def warm_up(work: Path) -> None:
    """Convert the model and compile what is compiled once, so that no system pays for it."""
    first = (work / "list.tsv").read_text(encoding="utf-8").split("\n")[0].split("\t")
    command = [sys.executable, "-c", ALIGN, "run", *first, "-o", str(work / "warm.tmx")]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def watched(command: list[str], work: Path) -> Seen:
    """Run a command and look at its processes, found by a mark in their environment."""
    mark = secrets.token_hex(8)
    seen = Seen()
    begin = time.monotonic()
    environment = {**os.environ, "BATCH_COST": mark}
    with (work / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stderr=said, stdout=subprocess.DEVNULL
        )
        seen.root = process.pid
        while process.poll() is None:
            look(mark, seen)
            time.sleep(0.25)
    seen.wall = time.monotonic() - begin
    if process.returncode:
        sys.exit((work / "said.txt").read_text())
    return seen


def look(mark: str, seen: Seen) -> None:
    """Add what all processes with the mark have used so far."""
    wanted = f"BATCH_COST={mark}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted not in (folder / "environ").read_bytes():
                continue
            pid = int(folder.name)
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            seen.cpu[pid] = max(seen.cpu.get(pid, 0), (int(fields[11]) + int(fields[12])) / TICK)
            for line in (folder / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    now = int(line.split()[1]) / 1024
                    seen.memory[pid] = max(seen.memory.get(pid, 0), now)
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            seen.names[pid] = command
        except (OSError, IndexError, ValueError):
            continue  # it has just ended


def roles(name: str, seen: Seen) -> dict[str, list[float]]:
    """Group the processes' memory by what they do."""
    found: dict[str, list[float]] = {}
    children = sorted(pid for pid in seen.memory if pid != seen.root)
    for place, pid in enumerate([seen.root, *children]):
        if pid == seen.root:
            role = "pipeline" if name.startswith("pipeline") else "coordinator"
        elif "Ray" in name:
            role = "worker" if "ShardActor" in seen.names[pid] else "Ray's own, together"
        else:
            role = "translator" if place == 1 and "2 processes" in name else "worker"
        found.setdefault(role, []).append(seen.memory.get(pid, 0.0))
    return found


def rendered(runs: dict[str, list[Seen]], documents: int, sentences: int) -> str:
    """Render the tables, and what follows from them."""
    # What else runs on the machine only ever adds: the least of several runs is nearest.
    found = {name: min(seen, key=lambda one: one.seconds) for name, seen in runs.items()}
    bare, one = found["pipeline alone"].seconds, found["batch, 1 process"]
    lines = [
        "# What `align batch` costs",
        "",
        (f"`python eval/batch_cost.py --documents {documents}`, {time.strftime('%Y-%m-%d')}: "
        f"{documents} pairs of documents, {sentences:,} source lines of Europarl, the bundled "
        f"model, no translation cache; {os.cpu_count()} cores, load {os.getloadavg()[2]:.1f} (15 "
        "minutes) at the end: others worked on the machine, so read the CPU columns and the "
        f"ratios, not the wall clock. The first two were run {ROUNDS} times in turn; of each the "
        "run of the least CPU time stands here."),
        "",
        ("| | documents/s (wall) | sentences/s (wall) | documents/CPU-s | sentences/CPU-s "
        "| CPU, pipeline alone = 1 |"),
        "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for name, seen in found.items():
        figures = (documents / seen.wall, sentences / seen.wall)
        each = (documents / seen.seconds, sentences / seen.seconds)
        lines.append(
            f"| {name} | {figures[0]:.2f} | {figures[1]:.1f} | {each[0]:.2f} | {each[1]:.1f} "
            f"| {seen.seconds / bare:.3f} |"
        )
    own = one.cpu.get(one.root, 0.0)
    told = {
        name: ", ".join(f"{seen.seconds:.1f}" for seen in runs[name])
        for name in ("pipeline alone", "batch, 1 process")
    }
    over = one.seconds / bare - 1
    lines += [
        "",
        (f"Overhead of `batch` with one process over the bare pipeline: {over:+.1%} of CPU time "
        f"({told['batch, 1 process']} s after {told['pipeline alone']} s); {own:.1f} s, "
        f"{own / bare:.1%}, are the coordinating process's own."),
        "",
        "Largest PSS of each process, in MB:",
        "",
        "| | by role |",
        "| --- | --- |",
    ]  # fmt: skip
    for name, seen in found.items():
        sizes = [
            f"{role}: {sum(found):.0f}" if "together" in role
            else f"{role}: {', '.join(f'{size:.0f}' for size in found)}"
            for role, found in roles(name, seen).items()
        ]  # fmt: skip
        lines.append(f"| {name} | {'; '.join(sizes)} |")
    return "\n".join([*lines, "", *a_million(found, documents, sentences), ""])


def a_million(found: dict[str, Seen], documents: int, sentences: int) -> list[str]:
    """Say what a million documents cost on a hundred machines."""
    seen = found["batch, Ray, 2 processes"]
    # What Ray's own processes and the start take does not grow with the documents.
    workers = sum(s for pid, s in seen.cpu.items() if "ShardActor" in seen.names.get(pid, ""))
    each = (workers or seen.seconds) / documents
    hours = each * 1e6 / 3600
    wall = hours / (100 * CORES)
    memory = max(roles("batch, Ray, 2 processes", seen).get("worker", [0.0]))
    return [
        "## A million documents on a hundred machines",
        "",
        (
            f"Assumed: documents like these ({sentences / documents:.0f} source sentences), the "
            f"bundled model, machines of {CORES} cores like those here, idle otherwise, an actor a "
            f"core, storage that keeps up, ${PRICE} a core and hour, actors' CPU time as measured "
            "with Ray and two processes, no machine lost."
        ),
        "",
        (
            f"- {each:.2f} s of CPU a document: {hours:,.0f} core hours, {wall:.2f} hours on "
            f"{100 * CORES} cores, about ${hours * PRICE:,.0f}."
        ),
        f"- Memory: {memory:.0f} MB an actor, {memory * CORES / 1024:.1f} GB a machine.",
        (
            "- A machine lost costs at most its actors' shards: "
            f"{CORES} of 32 documents, {CORES * 32 * each / 60:.0f} CPU minutes."
        ),
        "- Nothing of this was measured with a larger model, or on a hundred machines.",
    ]


if __name__ == "__main__":
    main()
