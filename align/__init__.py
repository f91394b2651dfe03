"""Marialign: translate and align; French and English texts become a parallel corpus.

Importing is free: no model, no torch; a name below is brought when it is asked for. The command
line is `align --help`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "Alignment",
    "Bead",
    "Block",
    "CorpusHeader",
    "Document",
    "Kind",
    "Origin",
    "Score",
    "Segment",
    "Signature",
    "Translation",
    "TranslationUnit",
    "package_version",
]

if TYPE_CHECKING:
    from align.records import (
        Alignment,
        Bead,
        Block,
        CorpusHeader,
        Document,
        Kind,
        Origin,
        Score,
        Segment,
        Translation,
        TranslationUnit,
    )
    from align.signature import Signature, package_version
else:

    def __getattr__(name: str) -> object:
        """Bring a public name."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from align import records, signature

        return getattr(records if hasattr(records, name) else signature, name)

    def __dir__() -> list[str]:
        """Return the public names."""
        return __all__
