"""Marialign: translate and align; French and English texts become a parallel corpus.

Importing is free: no model, no torch. The command line is `align --help`.
"""

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
