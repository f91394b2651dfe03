"""The errors that a user can meet.

    MarialignError                 exit code 1
    ├── DataError                  the input is wrong: file, line, what was expected
    │   └── ReadError              a file that cannot be read or decoded
    ├── ModelError                 a model that cannot be found, loaded or run
    │   └── DirectionError         a model for other languages
    └── UsageError                 exit code 2: the command or call is wrong
        └── MissingExtraError      a feature whose extra is not installed

Each message is one sentence that says where, what, and what was expected.
"""

from __future__ import annotations

import sys


class MarialignError(Exception):
    """The root: catch this one to catch them all."""

    exit_code = 1


class DataError(MarialignError):
    """The input is wrong."""


class ReadError(DataError):
    """A file cannot be read or decoded."""


class ModelError(MarialignError):
    """A model cannot be found, loaded or run."""


class DirectionError(ModelError):
    """A model is for other languages than those asked for."""


class UsageError(MarialignError):
    """The command or call is wrong."""

    exit_code = 2


class MissingExtraError(UsageError):
    """A feature needs an extra that is not installed."""

    def __init__(self, *, feature: str, extra: str) -> None:
        """Name the feature and the extra that brings it."""
        quote = '"' if sys.platform == "win32" else "'"  # cmd.exe knows only these
        super().__init__(f"{feature} needs an extra: pip install {quote}marialign[{extra}]{quote}.")


class MarialignWarning(UserWarning):
    """Something goes on in another way than was asked for; the command line says so."""


class TranslationsUnused(MarialignWarning):
    """The translations were no help to align by, so the segments were aligned without them."""


def shortened(text: str, most: int) -> str:
    """Return a text as a message quotes it, in at most so many characters.

    >>> shortened("Le chat dort", 8)
    'Le chat…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def counted(number: int, noun: str) -> str:
    """Return a number of things as a message has it.

    >>> counted(1, "pair"), counted(1200, "pair")
    ('1 pair', '1,200 pairs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def one_line(error: BaseException) -> str:
    """Return what an error says on one line, without its full stop; its class if it says nothing.

    >>> one_line(OSError("no such  file.")), one_line(EOFError())
    ('no such file', 'EOFError')
    """
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
