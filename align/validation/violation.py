"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Where the broken rule stands."""

    XML = "xml"  # XML 1.0: characters, encoding, well-formedness
    DTD = "dtd"  # the content model of TMX 1.4
    SPEC = "spec"  # what the specification's text asks beyond the model


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: `line` from 1, `unit` the number of the TU from 1, None outside TUs."""

    line: int
    unit: int | None
    rule: Rule
    message: str

    def __str__(self) -> str:
        """Render as `line 12, TU 3: the sentence`."""
        where = f"line {self.line}" if self.unit is None else f"line {self.line}, TU {self.unit}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Validation:
    """How many units were read and how many violations were reported."""

    units: int
    violations: int

    @property
    def valid(self) -> bool:
        """Whether nothing was wrong."""
        return self.violations == 0
