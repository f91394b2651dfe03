"""The report as JSON: the same contents as the page, for machines."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from align.reports.contents import Report
from align.signature import Signature


class JsonReporter:
    """Renders a report as JSON."""

    def render(self, report: Report) -> str:
        """Return the whole report; each item says its `type`."""
        return json.dumps(plain(report), ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """Return records as dictionaries and signatures as their text, for `json`."""
    if isinstance(value, Signature):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__} | {
            part.name: plain(getattr(value, part.name)) for part in fields(value)
        }
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value
