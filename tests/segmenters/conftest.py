"""What several tests of this folder share: memory, measured in a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STATUS = Path("/proc/self/status")
# `getrusage` would tell our own peak where it is higher: a process begins in its parent's memory.
PEAK = f"""
import re
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("{STATUS}").read())[1])
"""


@pytest.fixture
def measured() -> Callable[..., tuple[int, int]]:
    """Run code that prints a count; return the count and its process's peak of memory in KB."""
    if not STATUS.exists():
        pytest.skip("only Linux tells a process's own peak of memory")

    def run(code: str, *arguments: object) -> tuple[int, int]:
        command = [sys.executable, "-c", code + PEAK, *map(str, arguments)]
        made = subprocess.run(command, capture_output=True, text=True, check=True)
        count, peak = map(int, made.stdout.split())
        return count, peak

    return run
