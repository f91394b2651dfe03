"""What a score or an output depends on, printed as sacrebleu prints it: `key:value|key:value`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """Ordered `key:value` parts; equal signatures mean comparable numbers.

    >>> str(Signature.of(aligner="length", version="0.1.0"))
    'aligner:length|version:0.1.0'
    """

    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **parts: object) -> Signature:
        """Make a signature from keyword arguments; an underscore in a key becomes a hyphen."""
        return cls(tuple((key.replace("_", "-"), _plain(value)) for key, value in parts.items()))

    @classmethod
    def from_mapping(cls, parts: Mapping[str, str]) -> Signature:
        """Make a signature from a mapping, in its order."""
        return cls(tuple((key, _plain(value)) for key, value in parts.items()))

    def __or__(self, other: Signature) -> Signature:
        """Join two signatures; the right one replaces keys that both have."""
        return Signature.from_mapping(dict(self.parts) | dict(other.parts))

    def __str__(self) -> str:
        """Render as `key:value|key:value`."""
        return "|".join(f"{key}:{value}" for key, value in self.parts)


def _plain(value: object) -> str:
    """A value without the two separators and without line breaks."""
    return " ".join(str(value).split()).replace("|", "/")


def package_version() -> str:
    """Return the installed version of Marialign, or `unknown` in a bare checkout."""
    from importlib.metadata import PackageNotFoundError, version  # 40 ms that --help need not wait

    try:
        return version("marialign")
    except PackageNotFoundError:
        return "unknown"
