"""Time and peak memory of `align match --fast` as folders grow.

    python eval/match_scale.py --data ../shared/data --sizes 5000 20000

N documents a side are runs of 10 to 40 lines of Europarl, then laws and news, a tenth of each side
without partner; names are left out. Each size is a process of its own; seconds are CPU seconds of
its stages.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from match_quality import cut, lines, write
from memory import peak_megabytes


def measure(folder: Path) -> dict[str, float]:
    """Match written documents; return CPU seconds by stage and the peak memory in GB."""
    from align.matching.match import match

    seconds: dict[str, float] = {}

    @contextmanager
    def stage(label: str, total: int) -> Iterator[object]:
        begin = time.process_time()
        yield lambda done: None
        seconds[label.lower()] = seconds.get(label.lower(), 0.0) + time.process_time() - begin

    made = match(str(folder / "fr"), str(folder / "en"), names=False, stage=stage)
    gold = {tuple(pair) for pair in json.loads((folder / "gold.json").read_text())}
    found = [(m.source, m.target) for m in made.matches if m.score is not None]
    right = len(gold & set(found))
    return {
        "documents": len(made.matches) + len(found), **seconds, "all": time.process_time(),
        "GB": peak_megabytes() / 1024,
        "precision": right / max(1, len(found)), "recall": right / len(gold),
    }  # fmt: skip


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20_000])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    pairs = [p for name in ("europarl", "laws", "news") for p in lines(options.data, name)]
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            sides = cut(pairs, round(size / 0.9), (10, 40), random.Random(1))
            gold = sorted(write(sides, Path(name)))
            Path(name, "gold.json").write_text(json.dumps(gold))
            del sides
            command = [sys.executable, __file__, "--one", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        row = json.loads(done.stdout)
        print(" | ".join(f"{key} {value:.4g}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
