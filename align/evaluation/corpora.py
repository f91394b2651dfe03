"""Find a corpus's files: in the folders given, in the cache, or where the manifest says.

The manifest is TOML; each `[[file]]` has a `path` and a `sha256`, with `licence` and `origin`
for people. A file that can be fetched has a `url`: its own, or that of the archive of one of
sacrebleu's test sets, which `sacrebleu`, `langpair` and `field` name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from align.errors import DataError
from align.evaluation.fetching import Entry, digest, fetch_file, fetch_set
from align.evaluation.suite import Suite, read_toml
from align.files import cache_folder, unread

_SCHEMES = ("https://", "http://", "file://")
_SET = ("sacrebleu", "langpair", "field")
_KEYS = ("path", "sha256", "url", "licence", "origin", *_SET)


class Finder:
    """Finds files by their path in the data."""

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        manifest: Mapping[str, Entry] | None = None,
        cache: Path | None = None,
        offline: bool = False,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Look in `folders`, then in `cache`, then fetch into it unless `offline`.

        `say` hears what is being fetched.
        """
        self.folders = tuple(folders)
        self.manifest = manifest or {}
        self.cache = cache
        self.offline = offline
        self.say = say

    def places(self, path: str) -> list[Path]:
        """Where a file is looked for."""
        return [folder / path for folder in (*self.folders, self.cache) if folder is not None]

    def find(self, path: str) -> tuple[Path | None, str]:
        """Return a file's place, or None and why there is none.

        A file that is not the one that the manifest describes is none, wherever it lies.

        Raises:
            ReadError: it is there and cannot be read.
        """
        entry = self.manifest.get(path)
        for place in self.places(path):
            if place.is_file():
                why = _altered(place, entry)
                return (None, why) if why else (place, "")
        missing = f"{path} is in no folder given with --data"
        if entry is None or not entry.url:
            told = f"; it comes from {entry.origin} ({entry.licence})" if entry else ""
            return None, f"{missing}{told}."
        if self.offline or self.cache is None:
            return None, f"{missing}, and fetching is off; it is at {entry.url} ({entry.licence})."
        try:
            self._fetch(path, entry, self.cache)
        except DataError as error:
            return None, str(error)
        return self.cache / path, ""

    def _fetch(self, path: str, entry: Entry, cache: Path) -> None:
        if not entry.sacrebleu:
            self.say(f"fetching {path} from {entry.url}")
            fetch_file(entry, cache / path)
            return
        self.say(f"fetching {entry.sacrebleu} from {entry.url}")
        fetch_set(
            {
                cache / other: held
                for other, held in self.manifest.items()
                if held.sacrebleu == entry.sacrebleu and not (cache / other).exists()
            }
        )


def read_manifest(path: Path | None) -> dict[str, Entry]:
    """Return the files that a manifest describes, by path; none where there is no manifest.

    Raises:
        DataError: it is no TOML, or an entry lacks what it needs or leads out of the cache.
    """
    if path is None or not path.exists():  # `unchecked` says so
        return {}
    files = read_toml(path).get("file", [])
    if not isinstance(files, list) or not all(isinstance(entry, dict) for entry in files):
        raise DataError(f"{path}: 'file' is not written as [[file]].")
    found = {}
    for number, entry in enumerate(files, start=1):
        name, held = _entry(entry, f"{path}, file {number}")
        found[name] = held
    return found


def unchecked(suite: Suite) -> tuple[str, ...]:
    """Say that the manifest that a suite names is not there; nothing where it is, or none is named.

    A suite that was copied alone runs on the files at hand, but nobody vouches for them.
    """
    if suite.manifest is None or suite.manifest.exists():
        return ()
    told = (
        f"There is no manifest at {suite.manifest}, which the suite names: no file is fetched, and "
        "none is checked by its sha256."
    )
    return (told,)


def default_cache() -> Path:
    """Return the folder for fetched corpora in the cache of Marialign."""
    return cache_folder() / "corpora"


def _entry(table: Mapping[str, Any], where: str) -> tuple[str, Entry]:
    texts = {key: str(table.get(key, "")) for key in _KEYS}
    name, url = texts.pop("path"), texts["url"]
    if not name or not texts["sha256"]:
        raise DataError(f"{where}: a path and a sha256 were expected.")
    if "\0" in name or any(part in ("", ".", "..") for part in name.split("/")):
        raise DataError(
            f"{where}: the path is {name!r}; one of a file below a folder was expected, without "
            "'..', since what is fetched is kept in the cache under it."
        )
    if url and not url.startswith(_SCHEMES):
        raise DataError(f"{where}: '{url}' is no address that can be fetched.")
    if any(texts[key] for key in _SET) and not (url and all(texts[key] for key in _SET)):
        raise DataError(f"{where}: {', '.join(_SET)} and url go together.")
    return name, Entry(**texts | {"sha256": texts["sha256"].lower()})


def _altered(place: Path, entry: Entry | None) -> str:
    """Say how a file differs from what the manifest describes; nothing where it does not."""
    if entry is None:
        return ""
    try:
        found = digest(place.read_bytes())  # as it lies there, packed or not
    except OSError as error:
        raise unread(place, error) from None
    if found == entry.sha256:
        return ""
    return (
        f"{place} is not the file that the manifest describes: its sha256 is {found[:12]}…, "
        f"{entry.sha256[:12]}… was expected."
    )
