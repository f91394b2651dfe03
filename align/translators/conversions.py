"""Models converted for CTranslate2, kept in the user's cache: each one whole, or made again."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from align.errors import ModelError, one_line
from align.files import cache_folder
from align.translators.convert import FORMAT, convert, read_json
from align.translators.models import LocalModel

ORIGIN = "origin.json"
"""The file beside a converted model that says what it was made from, and what its files hold."""

_ABANDONED = 600.0  # seconds without a new file: nobody is at it any more


def converted_folder() -> Path:
    """Return where converted models are kept, one folder each, named by their content.

    What is being written has a dot before its name.
    """
    return cache_folder() / "converted"


def load_converted(local: LocalModel, **options: Any) -> Any:
    """Return CTranslate2's translator for a model, converting first if this is its first use.

    Args:
        local: the model.
        options: of `ctranslate2.Translator`.

    Raises:
        ModelError: the model cannot be converted, or CTranslate2 cannot load it.
    """
    _sweep()
    folder = converted_folder() / f"{local.key}-{FORMAT}"
    if _whole(folder):
        with suppress(ModelError):  # another process clears the cache
            return _open(folder, **options)
    files = _converted(local)
    if _store(files, folder):
        with suppress(ModelError):
            return _open(folder, **options)
    opened = {name: BytesIO(data) for name, data in files.items()}
    return _open(local.folder, files=opened, **options)


def _converted(local: LocalModel) -> dict[str, bytes]:
    files = convert(local.folder)
    told = {
        "name": local.name,
        "source_lang": local.source_lang,
        "target_lang": local.target_lang,
        "crc32": {name: zlib.crc32(data) for name, data in files.items()},
    }
    return {ORIGIN: json.dumps(told, ensure_ascii=False).encode()} | files


def _open(path: Path, **options: Any) -> Any:
    import ctranslate2

    try:
        return ctranslate2.Translator(str(path), **options)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{path}: CTranslate2 cannot load the model: {one_line(error)}.") from None


def _whole(folder: Path) -> bool:
    """Tell whether a conversion is there, each file as it was written."""
    try:
        sums = read_json(folder / ORIGIN).get("crc32")
        return isinstance(sums, dict) and all(
            _crc32(folder / name) == number for name, number in sums.items()
        )
    except (ModelError, OSError):
        return False


def _crc32(path: Path) -> int:
    number = 0
    with path.open("rb") as stream:
        while data := stream.read(1 << 20):
            number = zlib.crc32(data, number)
    return number


def _store(files: Mapping[str, bytes], folder: Path) -> bool:
    """Write a converted model under its name whole; False where the cache cannot be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError:
        return False
    try:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        if folder.is_dir() and not _whole(folder):
            shutil.rmtree(folder, ignore_errors=True)  # it would be in the way
        temporary.rename(folder)
    except OSError:  # the disk is full, or another process was first, which is as good
        return _whole(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    key = folder.name.removesuffix(f"-{FORMAT}")
    for earlier in range(1, FORMAT):
        shutil.rmtree(folder.with_name(f"{key}-{earlier}"), ignore_errors=True)
    return True


def _sweep() -> None:
    """Remove what conversions left that were killed. One that is only slow does without a file."""
    for path in converted_folder().glob(".*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
