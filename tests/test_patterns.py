"""Patterns mean the same in every Python that we support."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # no public view of a parsed pattern
from typing import Any

import align

ONE = {"ANY", "IN", "LITERAL", "NOT_LITERAL"}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns of all modules, those in tables too."""
    for found in pkgutil.walk_packages(align.__path__, "align."):
        waiting = list(vars(importlib.import_module(found.name)).values())
        while waiting:
            value = waiting.pop()
            if isinstance(value, re.Pattern):
                yield found.name, value
            elif isinstance(value, tuple | list):
                waiting.extend(value)
            elif isinstance(value, dict):
                waiting.extend(v for v in value.values() if isinstance(v, re.Pattern))


def repeated(parsed: Any) -> Iterator[list[str]]:
    """Yield what each possessive repeat repeats, by the names of its parts."""
    if isinstance(parsed, _parser.SubPattern | tuple | list):
        for part in parsed:
            if isinstance(part, tuple) and part and str(part[0]) == "POSSESSIVE_REPEAT":
                yield [str(name) for name, _ in part[1][2]]
            yield from repeated(part)


def broken(pattern: str) -> list[list[str]]:
    found = repeated(_parser.parse(pattern))
    return [parts for parts in found if len(parts) > 1 or not ONE.issuperset(parts)]


def test_what_is_broken_is_seen() -> None:
    assert broken(r"a(?:bc|d)*+")
    assert broken(r"(?>x(?:ab){0,9}+)")
    assert not broken(r"[ab]*+\d++.?+a{2}+(?>(?:bc|d)*)")


def test_possessive_repeats_are_of_one_letter() -> None:
    """Of more they crash, hang or miss in Python 3.11.0 to 3.11.4: atomic groups are right."""
    seen = list(patterns())
    assert len(seen) > 200
    for module, pattern in seen:
        if isinstance(pattern.pattern, str):
            assert not broken(pattern.pattern), (module, pattern.pattern)
