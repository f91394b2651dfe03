"""Open an input as a stream of bytes, for commands that read files too large for memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from align.errors import ReadError
from align.files import STANDARD


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
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise ReadError(f"{path}: this is a folder, a file was expected.") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}.") from None
    with stream:
        yield cast(BinaryIO, stream)
