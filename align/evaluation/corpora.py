"""Find a corpus's files: in the folders given, in the cache, or where the manifest says.

The manifest is TOML; each `[[file]]` has a `path`, a `sha256`, and for public corpora a
`url`, with `licence` and `origin` for people.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.errors import DataError
from align.files import read_text

_TIMEOUT = 60  # seconds
_SCHEMES = ("https://", "http://", "file://")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says about a file."""

    sha256: str
    url: str
    licence: str
    origin: str


class Finder:
    """Finds files by their path in the data."""

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        manifest: Mapping[str, Entry] | None = None,
        cache: Path | None = None,
        offline: bool = False,
    ) -> None:
        """Look in `folders`, then in `cache`, then fetch into it unless `offline`."""
        self.folders = tuple(folders)
        self.manifest = manifest or {}
        self.cache = cache
        self.offline = offline

    def find(self, path: str) -> tuple[Path | None, str]:
        """Return a file's place, or None and why there is none.

        Raises:
            DataError: a file that was fetched is not the one that the manifest describes.
        """
        places = [*self.folders, *([self.cache] if self.cache else [])]
        for folder in places:
            if (folder / path).is_file():
                return folder / path, ""
        entry = self.manifest.get(path)
        if entry is None or not entry.url:
            origin = f" It comes from: {entry.origin}." if entry and entry.origin else ""
            return None, f"{path} is in no folder given with --data.{origin}"
        if self.offline or self.cache is None:
            return None, f"{path} is in no folder given with --data, and fetching is off."
        try:
            return _fetch(entry, self.cache / path), ""
        except (urllib.error.URLError, OSError) as error:
            return None, f"{path} cannot be fetched from {entry.url}: {error}."

    def altered(self, path: str, place: Path) -> bool:
        """Whether a file differs from what the manifest describes."""
        entry = self.manifest.get(path)
        return bool(entry and entry.sha256 and _digest(place.read_bytes()) != entry.sha256)


def read_manifest(path: Path | None) -> dict[str, Entry]:
    """Return the files that a manifest describes, by path; none where there is no manifest.

    Raises:
        DataError: it is no TOML, or an entry lacks its path or its sha256.
    """
    if path is None or not path.is_file():
        return {}
    try:
        table = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: this is no TOML: {error}.") from None
    found = {}
    for number, entry in enumerate(table.get("file", ()), start=1):
        if not entry.get("path") or (entry.get("url") and not entry.get("sha256")):
            raise DataError(f"{path}, file {number}: a path and a sha256 were expected.")
        url = str(entry.get("url", ""))
        if url and not url.startswith(_SCHEMES):
            raise DataError(f"{path}, file {number}: '{url}' is no address that can be fetched.")
        found[str(entry["path"])] = Entry(
            sha256=str(entry.get("sha256", "")).lower(),
            url=url,
            licence=str(entry.get("licence", "")),
            origin=str(entry.get("origin", "")),
        )
    return found


def default_cache() -> Path:
    """Return the folder for fetched corpora in the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("marialign") / "corpora"


def _fetch(entry: Entry, place: Path) -> Path:
    with urllib.request.urlopen(entry.url, timeout=_TIMEOUT) as answer:
        data: bytes = answer.read()
    if _digest(data) != entry.sha256:
        raise DataError(
            f"{entry.url}: the file fetched has the sha256 {_digest(data)}, "
            f"{entry.sha256} was expected."
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    os.replace(temporary, place)
    return place


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
