"""Languages: which one a document, a block and a segment is in."""

from __future__ import annotations

from align.languages.detection import detect_language, identify
from align.languages.routing import Router, choose_languages, relabel, route

__all__ = ["Router", "choose_languages", "detect_language", "identify", "relabel", "route"]
