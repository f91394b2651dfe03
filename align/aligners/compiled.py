"""Compiled functions, kept in the user's cache folder so that only the first run compiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

from align.files import cache_folder


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function by numba when it is first called with some types.

    Left to itself numba writes beside the source, where an uninstall leaves its files behind and
    they hide what is installed next. NUMBA_CACHE_DIR goes before our folder. Where nothing can be
    written, as in a read-only container, each run compiles for itself.
    """
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = before or str(cache_folder() / "compiled")
    try:
        made: Callable[..., Any]
        try:
            made = numba.njit(cache=True, error_model="numpy")(function)
        except RuntimeError:  # no folder to keep it in
            made = numba.njit(error_model="numpy")(function)
        return made
    finally:
        settings.CACHE_DIR = before
