"""Reports: what they hold (`contents`), and the renderers that make text of it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from align.errors import UsageError
from align.reports.contents import Report

ENDINGS = (".html", ".md", ".json")


class Renderer(Protocol):
    """Makes text of a report."""

    def render(self, report: Report) -> str:
        """Return the whole report."""


def reporter_for(path: str) -> Renderer:
    """Return the renderer that a file's ending asks for.

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
