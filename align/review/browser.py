"""Open the page in the user's browser, its token out of sight of the machine's other users."""

from __future__ import annotations

import os
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}">
<title>align review</title>
<p><a href="{address}">Go to the review</a></p>
</html>
"""


@contextmanager
def opened_in_browser(address: str) -> Iterator[Path]:
    """Open an address in the browser while the block runs, through a file that leads there.

    What a browser is started with, all users of a machine can list; the file, which is removed
    at the end, only its owner can read. Yields the file's path.
    """
    handle, name = tempfile.mkstemp(  # readable and writable by its owner only
        prefix="align-review-", suffix=".html", dir=_folder()
    )
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(_PAGE.format(address=escape(address)))
        # some browsers only return when they are closed
        threading.Thread(target=webbrowser.open, args=(path.as_uri(),), daemon=True).start()
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def _folder() -> str | None:
    """The user's runtime folder where there is one, which is gone when they log out; else None."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return folder if folder and os.access(folder, os.W_OK | os.X_OK) else None
