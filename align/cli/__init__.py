"""The command line; the only place that prints.

What takes time to import stands in `command`, so that Ctrl-C ends in one line, and no traceback,
from the start.
"""

import sys

STOPPED = 128 + 2
"""The exit code after SIGINT, as shells have it."""


def main() -> None:
    """Run `align`; Ctrl-C ends it with one line."""
    try:
        from align.cli.command import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("align: stopped.\n")
        raise SystemExit(STOPPED) from None
