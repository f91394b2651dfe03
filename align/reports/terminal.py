"""The report's tables as aligned columns of plain text, for a terminal."""

from __future__ import annotations

from align.records import Score
from align.reports.contents import Cell, Report, Table
from align.reports.figures import cell, with_interval

_ROWS = 40
_WIDE = 60


class TerminalReporter:
    """Renders a report's warnings and tables; charts and long lists are left to the page."""

    def render(self, report: Report) -> str:
        """Return the text."""
        parts = [*report.summary, *(f"Mind: {warning}" for warning in report.warnings)]
        for section in report.sections:
            parts += [_table(item) for item in section.items if isinstance(item, Table)]
        parts += [f"{name}: {signature}" for name, signature in report.signatures]
        return "\n\n".join(parts) + "\n"


def _table(item: Table) -> str:
    rows = [list(item.columns), *([_cell(value) for value in row] for row in item.rows[:_ROWS])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(item.columns))]
    right = [
        n > 0
        and all(isinstance(row[n], (int, float, Score)) or row[n] is None for row in item.rows)
        for n in range(len(item.columns))
    ]
    lines = [item.caption]
    for row in rows:
        padded = [
            text.rjust(width) if side else text.ljust(width)
            for text, width, side in zip(row, widths, right, strict=True)
        ]
        lines.append("  " + "  ".join(padded).rstrip())
    if len(item.rows) > _ROWS:
        lines.append(f"  … and {len(item.rows) - _ROWS} more")
    return "\n".join(lines)


def _cell(value: Cell) -> str:
    if isinstance(value, Score):
        return with_interval(value)
    text = " ".join(cell(value).split())
    return text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
