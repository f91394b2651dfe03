"""Open an input as a stream of bytes, for commands that read files too large for memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from align.files import STANDARD, unread


@contextmanager
def open_input(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for `-`.

    Raises:
        ReadError: the file is missing, a folder, or not readable.
    """
    if str(path) == STANDARD:
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise unread(path, error) from None
    with stream:
        yield cast(BinaryIO, stream)
