r"""Marialign: translate and align; French and English texts become a parallel corpus.

`run` does the main job, `write` makes a file of it:

    import align

    made = align.run("novel.fr.txt", "novel.en.txt")
    for unit in made.units:
        print(unit.source, unit.target, unit.score, sep="\t")
    with open("novel.tmx", "wb") as stream:
        align.write(made, made.units, stream, format="tmx")

Importing is free: no model, no torch; a name below is brought when it is asked for. The command
line is `align --help`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

_HOMES = {
    "align.errors": ("MarialignError",),
    "align.output": ("write",),
    "align.pipeline": ("Run", "run"),
    "align.records": (
        "Alignment", "Bead", "Block", "CorpusHeader", "Document", "Kind", "Origin", "Score",
        "Segment", "Translation", "TranslationUnit",
    ),
    "align.signature": ("Signature", "package_version"),
}  # fmt: skip
__all__ = [
    "Alignment",
    "Bead",
    "Block",
    "CorpusHeader",
    "Document",
    "Kind",
    "MarialignError",
    "Origin",
    "Run",
    "Score",
    "Segment",
    "Signature",
    "Translation",
    "TranslationUnit",
    "package_version",
    "run",
    "write",
]

if TYPE_CHECKING:
    from align.errors import MarialignError
    from align.output import write
    from align.pipeline import Run, run
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
        home = next((module for module, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(home), name)

    def __dir__() -> list[str]:
        """Return the public names."""
        return __all__
