"""Dates as TMX has them, and the time that outputs carry."""

from __future__ import annotations

import os
import re
import time

from align.errors import UsageError

FORM = "YYYYMMDDThhmmssZ"
"""The form that TMX 1.4b recommends for dates (ISO 8601, basic, UTC), the only one here."""

EPOCH = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for now, as reproducible-builds.org specifies it."""

_FORMAT = "%Y%m%dT%H%M%SZ"
_DIGITS = re.compile(r"\d{8}T\d{6}Z", re.ASCII)  # strptime takes shorter numbers too


def is_date(text: str) -> bool:
    """Whether a text is a date of FORM.

    >>> is_date("20261127T190000Z"), is_date("20261327T190000Z"), is_date("2026112T030405Z")
    (True, False, False)
    """
    if not _DIGITS.fullmatch(text):
        return False
    try:
        time.strptime(text, _FORMAT)
    except ValueError:
        return False
    return True


def now() -> time.struct_time:
    """Return the time in UTC that outputs carry: SOURCE_DATE_EPOCH where it is set.

    Raises:
        UsageError: it is not a whole number of seconds.
    """
    given = os.environ.get(EPOCH, "")
    if not given:
        return time.gmtime()
    try:
        if not (given.isascii() and given.isdigit()):
            raise ValueError
        found = time.gmtime(int(given))
        if found.tm_year > 9999:  # FORM has four digits for it
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"{EPOCH}={given}: a whole number of seconds, before the year 10000, was expected."
        ) from None
    return found


def created() -> str:
    """Return the time that outputs carry, in FORM."""
    return time.strftime(_FORMAT, now())


def changed() -> str:
    """Return the time of a change that a person makes now, in FORM."""
    return time.strftime(_FORMAT, time.gmtime())
