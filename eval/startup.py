"""How long the command line takes to answer, against python itself, in one run.

python eval/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import align": ["-c", "import align"],
    "align --help": ["-c", "from align.cli import main; main()", "--help"],
    "import torch, transformers": ["-c", "import torch, transformers"],
}


def main() -> None:
    """Run each command nine times in turn and print medians in milliseconds."""
    seen: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(9):
        for name, arguments in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
            seen[name].append(1000 * (time.perf_counter() - begin))
    base = statistics.median(seen["python -c pass"])
    for name, times in seen.items():
        middle = statistics.median(times)
        print(f"{name:28} {middle:7.0f} ms  {middle / base:5.1f} x python -c pass")


if __name__ == "__main__":
    main()
