"""The report as Markdown: tables and lists, charts as tables of their numbers."""

from __future__ import annotations

from align.records import Score
from align.reports.contents import (
    Bars,
    Differences,
    DotPlot,
    Item,
    Pairs,
    Reliability,
    Report,
    Table,
)
from align.reports.figures import cell, chance, with_interval

_MARKS = {"same": ("", ""), "added": ("**", "**"), "removed": ("~~", "~~")}
_PAIRS = 50  # pairs shown; the JSON report has them all


class MarkdownReporter:
    """Renders a report as Markdown."""

    def render(self, report: Report) -> str:
        """Return the whole report."""
        parts = [f"# {_text(report.title)}"]
        if report.created:
            parts.append(f"{report.created} UTC")
        parts += [f"> **Note.** {_text(warning)}" for warning in report.warnings]
        parts += [_text(sentence) for sentence in report.summary]
        for section in report.sections:
            parts.append(f"## {_text(section.title)}")
            parts += [_text(note) for note in section.notes]
            parts += [_item(item) for item in section.items]
        if report.signatures:
            parts.append("## Signatures")
            parts.append(
                "\n".join(f"- {_text(name)}: `{sign}`" for name, sign in report.signatures)
            )
        return "\n\n".join(parts) + "\n"


def _item(item: Item) -> str:
    if isinstance(item, Table):
        rows = [[_cell(value) for value in row] for row in item.rows]
        return _table(item.caption, item.columns, rows)
    if isinstance(item, Bars):
        rows = [
            [_text(label), *(_cell(scores[n]) for _, scores in item.series)]
            for n, label in enumerate(item.labels)
        ]
        return _table(item.caption, ("", *(name for name, _ in item.series)), rows)
    if isinstance(item, Reliability):
        rows = [
            [f"{p:.3f}", f"{right:.3f} ({low:.3f} to {high:.3f})", str(count)]
            for p, right, low, high, count in item.points
        ]
        return _table(item.caption, ("mean score", "share right", "beads"), rows)
    if isinstance(item, DotPlot):
        return f"*{_text(item.caption)}* (the HTML report draws the path)."
    if isinstance(item, Pairs):
        return _pairs(item)
    return _differences(item)


def _table(caption: str, columns: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [
        f"*{_text(caption)}*",
        "",
        "| " + " | ".join(_text(column) for column in columns) + " |",
        "|" + " --- |" * len(columns),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, Score):
        return with_interval(value)
    return _text(cell(value))  # type: ignore[arg-type]


def _pairs(item: Pairs) -> str:
    lines = [f"*{_text(item.caption)}*", ""]
    for pair in item.pairs[:_PAIRS]:
        score = "" if pair.score is None else f" {chance(pair.score)}"
        tags = f" ({', '.join(pair.tags)})" if pair.tags else ""
        lines.append(f"- `{pair.position}`{score}{_text(tags)}")
        lines.append(f"  - {_text(pair.source) or '–'}")
        lines.append(f"  - {_text(pair.target) or '–'}")
        for gold in pair.gold:
            lines.append(
                f"  - gold `{gold.position}`: {_text(gold.source) or '–'} / "
                f"{_text(gold.target) or '–'}"
            )
    if len(item.pairs) > _PAIRS:
        lines.append(f"- … and {len(item.pairs) - _PAIRS} more, in the JSON and HTML reports")
    return "\n".join(lines)


def _differences(item: Differences) -> str:
    lines = [f"*{_text(item.caption)}*", ""]
    for one in item.items:
        words = "".join(_marked(_text(run.text), *_MARKS[run.kind]) for run in one.runs)
        lines.append(f"- {_text(one.label)}: {words}")
    return "\n".join(lines)


def _marked(text: str, before: str, after: str) -> str:
    """Put the marks around the words, not around the space at their ends."""
    bare = text.strip()
    if not bare or not before:
        return text
    left = text[: len(text) - len(text.lstrip())]
    right = text[len(text.rstrip()) :]
    return f"{left}{before}{bare}{after}{right}"


def _text(text: str) -> str:
    """Escape what Markdown or HTML would take for markup, on one line."""
    text = text.replace("\\", "\\\\")
    for char in "|*_`~[]<>#":
        text = text.replace(char, f"\\{char}")
    lines = " ".join(text.splitlines())
    return lines.replace("&", "&amp;")
