"""What there is: models bundled, cached and converted, kept translations, engines."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from align.errors import ModelError
from align.files import cache_folder
from align.translators.conversions import ORIGIN, converted_folder
from align.translators.convert import read_json
from align.translators.models import BUNDLED, hub_models, model_folder, stated_langs
from align.translators.store import cache_file, clear_translations


@dataclass(frozen=True, slots=True)
class Known:
    """A model that is on this machine; size in bytes.

    `state` is bundled, cached, converted, or unfinished: being converted, or left by a process
    that was killed at it.
    """

    name: str
    state: str
    source_lang: str
    target_lang: str
    size: int
    folder: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that `align models` shows; sizes in bytes, an engine that is missing has no version."""

    models: tuple[Known, ...]
    cache: str
    translations: int
    translations_size: int
    engines: tuple[tuple[str, str], ...]


def take_inventory() -> Inventory:
    """Look at what is bundled, cached and converted; nothing is loaded, nothing is sent."""
    file = cache_file()
    return Inventory(
        models=(*_bundled(), *_cached(), *_converted()),
        cache=str(cache_folder()),
        translations=_count(file),
        translations_size=sum(map(_bytes, file.parent.glob(f"{file.name}*"))),
        engines=tuple((name, _version(name)) for name in ("ctranslate2", "transformers", "torch")),
    )


def clear() -> int:
    """Remove converted models and kept translations; return how many bytes that freed.

    Other files in the cache folder, and models from the hub, stay.
    """
    converted = converted_folder()
    before = _size(converted)
    shutil.rmtree(converted, ignore_errors=True)  # another process may clear as well
    return clear_translations() + max(0, before - _size(converted))


def _bundled() -> Iterator[Known]:
    try:
        folder = model_folder(BUNDLED)
        langs = stated_langs(BUNDLED)
    except ModelError:  # a checkout without the model: nothing to list
        return
    yield Known(BUNDLED, "bundled", *langs, _size(folder), str(folder))


def _cached() -> Iterator[Known]:
    for name, folder in hub_models():
        try:
            langs = stated_langs(str(model_folder(str(folder))))
        except ModelError:
            continue
        yield Known(name, "cached", *langs, _size(folder), str(folder))


def _converted() -> Iterator[Known]:
    folder = converted_folder()
    for path in sorted(filter(Path.is_dir, folder.glob("*"))):
        try:
            told = read_json(path / ORIGIN)
        except ModelError:
            told = {}
        yield Known(
            str(told.get("name", "unknown")),
            "unfinished" if path.name.startswith(".") else "converted",
            str(told.get("source_lang", "")), str(told.get("target_lang", "")),
            _size(path), str(path),
        )  # fmt: skip


def _size(folder: Path) -> int:
    # not by `rglob`, which fails on a folder that goes away meanwhile
    walk = os.walk(folder)
    return sum(_bytes(Path(place, name)) for place, _, names in walk for name in names)


def _bytes(path: Path) -> int:
    """A file's size; 0 for what is none, or is gone since, as another process may clear too."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _count(file: Path) -> int:
    if not file.is_file():
        return 0
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (count,) = connection.execute("SELECT count(*) FROM translations").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:  # broken: the next translator sets it aside and says so
        return 0
    return int(count)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
