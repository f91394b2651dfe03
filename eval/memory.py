"""Peak memory of a process, and `align` as a command that tells its own.

    python eval/memory.py segment novel.txt -o novel.sentences

runs that command and says its peak on the last line of stderr. Linux only. `getrusage` and `wait4`
would count what the parent had when it started the process, too.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Return this process's peak memory."""
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(kilobytes) / 1024


def align(*arguments: str) -> tuple[float, float]:
    """Run `align` in a process of its own; return its CPU seconds and peak megabytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"align {arguments[0]} failed: {done.stderr}")
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return seconds, float(done.stderr.rsplit("\n", 2)[-2])


def main() -> None:
    """Run `align` with this command's arguments."""
    from align.cli import main

    try:
        main()
    finally:
        print(f"{peak_megabytes():.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
