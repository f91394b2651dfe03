"""Reports: what they hold (`contents`), and the reporters that make text of it."""

from __future__ import annotations

from pathlib import Path

from align.errors import UsageError
from align.protocols import Reporter
from align.reports.contents import Report

ENDINGS = (".html", ".md", ".json")


def reporter_for(path: str) -> Reporter[Report]:
    """Return the reporter that a file's ending asks for.

    Raises:
        UsageError: the ending is none of ENDINGS.
    """
    ending = Path(path).suffix.lower()
    if ending in (".html", ".htm"):
        from align.reports.html import HtmlReporter

        return HtmlReporter()
    if ending == ".md":
        from align.reports.markdown import MarkdownReporter

        return MarkdownReporter()
    if ending == ".json":
        from align.reports.data import JsonReporter

        return JsonReporter()
    raise UsageError(f"{path}: a report ends in {', '.join(ENDINGS)}.")
