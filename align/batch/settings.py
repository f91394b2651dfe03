"""What a batch does with each document: the options that `align run` has, in one record."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass, field, replace

from align.dates import EPOCH
from align.filters import Filters
from align.signature import package_version
from align.translators import DEFAULT_BEAM


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a batch; each means what it means for `align run`.

    `ending` is that of output files, `threads` the cores for all jobs together (0: all),
    `content` a hash of the model.
    """

    format: str = "tmx"
    ending: str = ".tmx"
    pairs: str | None = None
    filters: Filters = field(default_factory=Filters)
    project: str = ""
    source_lang: str | None = None
    target_lang: str | None = None
    model: str = "bundled"
    revision: str | None = None
    translator: str | None = None
    device: str = "auto"
    beam: int = DEFAULT_BEAM
    cache: bool = True
    threads: int = 0
    content: str = ""

    def digest(self) -> str:
        """Return a hash of all that an output depends on beside its inputs."""
        told = asdict(replace(self, cache=True, threads=0))
        told |= {"version": package_version(), "epoch": os.environ.get(EPOCH, "")}
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:20]
