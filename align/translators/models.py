"""Where models are: bundled with the package, in a folder, or in the Hugging Face cache or hub."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from align.errors import ModelError
from align.translators.convert import check_marian, read_json, read_vocabulary
from align.translators.weights import WEIGHTS, weight_files

BUNDLED = "bundled"
_BUNDLED_FOLDER = Path(__file__).parent.parent / "models" / "fr-en"
_NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
KNOWN = "known.txt.xz"
"""Lists the words of a model's training data: of the source language in lower case, of the target
language with a capital."""
_OPTIONAL = ("generation_config.json", "tokenizer_config.json", "target_vocab.json", KNOWN)
_NAMED = re.compile(r"opus-mt-(?:tc-(?:\w+-)+?)?([a-z_A-Z]+)-([a-z_A-Z]+)$")
_PATIENCE = 10  # seconds that the hub has to answer


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A Marian model on this machine.

    `key` is a hash of its content; `source_lang` and `target_lang` are what the model says
    of itself, "" where it says nothing; `targets` are its target tokens (`>>fra<<`).
    """

    name: str
    folder: Path
    key: str
    source_lang: str
    target_lang: str
    targets: tuple[str, ...]
    positions: int  # the longest text it can hold, in pieces, end mark included
    pieces: int  # the longest that its tokenizer says it reads well, not more than that


def find_model(name: str = BUNDLED, *, revision: str | None = None) -> LocalModel:
    """Return the model called `bundled`, in a folder, or on the hub (cached or downloaded).

    Raises:
        ModelError: it is nowhere to be found, or is no Marian model.
    """
    return _describe(name, _folder_of(name, revision))


def stated_langs(name: str = BUNDLED, *, revision: str | None = None) -> tuple[str, str]:
    """Return the codes of the languages that a model says it is for, "" where it says nothing.

    Raises:
        ModelError: the model is nowhere to be found.
    """
    return _langs(name, _folder_of(name, revision))


def model_folder(name: str = BUNDLED, *, revision: str | None = None) -> Path:
    """Return where a model is, if it is whole; its weights are not read.

    Raises:
        ModelError: it is nowhere to be found, is no Marian model, or lacks a file.
    """
    folder = _folder_of(name, revision)
    _checked_config(folder)
    return folder


def _folder_of(name: str, revision: str | None) -> Path:
    if name == BUNDLED:
        folder = _BUNDLED_FOLDER
    elif name.strip() and Path(name).is_dir():  # an empty path is this folder
        folder = Path(name)
    elif re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name) and not name.startswith("."):
        return _from_hub(name, revision)
    else:
        shown = name if name.strip() else f"--model {name!r}"
        raise ModelError(f"{shown}: there is no such folder, and it is no name on a hub either.")
    if revision is not None:
        raise ModelError(f"{name}: a revision goes with a model on a hub, this is a folder.")
    return folder


def _langs(name: str, folder: Path) -> tuple[str, str]:
    settings = folder / "tokenizer_config.json"
    told = read_json(settings) if settings.is_file() else {}
    named = _NAMED.search(name.rstrip("/\\")) or ("", "", "")
    return str(told.get("source_lang") or named[1]), str(told.get("target_lang") or named[2])


def _checked_config(folder: Path) -> dict[str, Any]:
    """Return a model's configuration, if the folder lacks nothing."""
    config = read_json(folder / "config.json")
    check_marian(config, folder)
    if missing := _missing(folder):
        raise ModelError(f"{folder}: the model lacks {', '.join(missing)}.")
    return config


def _missing(folder: Path) -> list[str]:
    """What a model's folder lacks, but for its configuration's contents."""
    weights = weight_files(folder)
    missing = [part for part in (*_NEEDED, *weights) if not (folder / part).is_file()]
    return missing if weights else [*missing, f"its weights ({' or '.join(WEIGHTS)})"]


def _describe(name: str, folder: Path) -> LocalModel:
    config = _checked_config(folder)
    settings = folder / "tokenizer_config.json"
    told = read_json(settings) if settings.is_file() else {}
    source_lang, target_lang = _langs(name, folder)
    vocabulary = read_vocabulary(folder / "vocab.json")
    positions: int = config.get("max_position_embeddings", 512)
    longest = told.get("model_max_length") or positions  # 1e30, where the tokenizer knows none
    if not isinstance(longest, int | float) or longest < 3:
        raise ModelError(
            f"{settings}: model_max_length: a number from 3 on was expected, there is {longest!r}."
        )
    return LocalModel(
        name=name,
        folder=folder,
        key=_fingerprint(folder),
        source_lang=source_lang,
        target_lang=target_lang,
        targets=tuple(t for t in vocabulary if t.startswith(">>") and t.endswith("<<")),
        positions=positions,
        pieces=int(min(positions, longest)),
    )


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for part in (*_NEEDED, *_OPTIONAL, *weight_files(folder)):
        path = folder / part
        if path.is_file():
            with path.open("rb") as stream:
                digest.update(part.encode() + hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:20]


def _from_hub(name: str, revision: str | None) -> Path:
    """Return the folder of a model in the Hugging Face cache, after a download if need be."""
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import (
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    wanted = [*_NEEDED, *_OPTIONAL]
    try:
        # without patterns it would miss the files of the repository that we never asked for
        folder = Path(
            snapshot_download(name, revision=revision, local_files_only=True, allow_patterns=wanted)
        )
        if not _missing(folder):
            return folder
    except (LocalEntryNotFoundError, ValueError):
        pass
    at = name if revision is None else f"{name} at revision {revision}"
    try:
        with _quiet_hub():
            info = HfApi().model_info(name, revision=revision, timeout=_PATIENCE)
            wanted += _weights_wanted({file.rfilename for file in info.siblings or ()})
            # by its name: a commit's number would leave the cache without a note of which it is
            return Path(snapshot_download(name, revision=revision, allow_patterns=wanted))
    except (RepositoryNotFoundError, RevisionNotFoundError):
        reason = "the hub has no such model or revision"
    except Exception as error:  # the hub's client raises its transport's errors, of many kinds
        told = error.strerror if isinstance(error, OSError) else None  # the hub's own have none
        if told and not isinstance(error, ConnectionError | TimeoutError):
            raise ModelError(f"{at}: the download cannot be kept: {told}.") from None
        reason = f"the hub cannot be reached ({type(error).__name__})"
    raise ModelError(
        f"{at} is neither a folder nor in the Hugging Face cache, and {reason}; "
        "pass --model bundled, or a folder with the model, or download it once while online."
    ) from None


def _weights_wanted(files: set[str]) -> list[str]:
    """Patterns of the files to download for the weights: those that transformers would read."""
    first = next((name for name in WEIGHTS if name in files), WEIGHTS[0])
    kind, ending, *index = first.split(".")
    return [first, *([f"{kind}-*.{ending}"] if index else [])]


def hub_models() -> Iterator[tuple[str, Path]]:
    """Yield name and folder of each Marian model in the Hugging Face cache."""
    from huggingface_hub import constants

    for folder in sorted(Path(constants.HF_HUB_CACHE).glob("models--*/snapshots/*")):
        try:
            kind = read_json(folder / "config.json").get("model_type")
        except ModelError:  # others' models are in that cache too, whole or not
            continue
        if kind == "marian":
            name = folder.parent.parent.name.removeprefix("models--").replace("--", "/")
            yield name, folder


@contextmanager
def _quiet_hub() -> Iterator[None]:
    """Keep the hub's progress bars off the terminal for a while."""
    bars: Any = import_module("huggingface_hub.utils")

    before = bars.are_progress_bars_disabled()
    bars.disable_progress_bars()
    try:
        yield
    finally:
        if not before:
            bars.enable_progress_bars()
