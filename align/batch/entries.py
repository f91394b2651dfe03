"""The list: which documents are to be done, and where each one's output goes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path

from align.batch.storage import files_below, joined, local_path
from align.errors import DataError, UsageError, counted
from align.files import STANDARD, folded
from align.gzipped import without_gzip

RESERVED = ("done.jsonl", "failures.jsonl", "skipped.jsonl", "shards")
"""Names in the output folder that are the batch's own."""

_LONGEST = 200  # bytes of a file name, the format's ending not counted
_IDLE = re.compile(r"//|(?:^|/)\.(?:/|$)|/$")  # `//` and `/./` in a path, and `file://`
_CODES = {"fr": ("fr", "fra", "fre"), "en": ("en", "eng")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: a document with its translation, or one alone (`target` is "").

    `output` is the path of its output within the output folder; `skipped` says why it is not
    done, "" where it is.
    """

    index: int
    source: str
    target: str
    output: str = ""
    skipped: str = ""

    @property
    def name(self) -> str:
        """The document as messages name it."""
        return self.source or self.target


def read_list(lines: Sequence[str], *, name: str) -> list[Entry]:
    """Read a list as `align match` writes it: source, target and more, between tabs.

    The first line may be a header: `source` and `target`, whatever their case, or `source` alone.
    A list of one column names documents that are done alone; else a line with an empty side is
    skipped.

    Raises:
        DataError: a line has another number of columns than the first; the list is empty.
    """
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    first = rows[0][1] if rows else []
    alone = len(first) == 1
    if first == ["source"] or [cell.lower() for cell in first[:2]] == ["source", "target"]:
        del rows[0]
    if not rows:
        raise DataError(f"{name}: the list is empty, a line for each document was expected.")
    around = ' "' if sys.platform == "win32" else None  # its Explorer copies paths with quotes
    entries: list[Entry] = []
    for number, cells in rows:
        if alone != (len(cells) == 1):
            raise DataError(
                f"{name}, line {number}: {counted(len(cells), 'column')}, where the first "
                f"line has {'one' if alone else 'more'}."
            )
        source, target = cells[0].strip(around), "" if alone else cells[1].strip(around)
        if not (source or target):
            raise DataError(f"{name}, line {number}: neither a source nor a target is named.")
        lone = not alone and not (source and target)
        why = "it has no partner in the list" if lone else ""
        entries.append(Entry(len(entries), source, target, skipped=why))
    return entries


def pair_folders(
    sources: str, targets: str, *, source_lang: str | None, target_lang: str | None,
    output: str = "", merge: str | None = None,
) -> list[Entry]:  # fmt: skip
    """Pair the files of two folders by their names within them, language codes taken out.

    `sub/report.txt` goes with `sub/report.txt`, else `report.fr.txt` with `report.en.txt`,
    else with `report.en.pdf`. What has no partner, or several, is skipped, and so is a path that
    is not UTF-8. Folders may be URLs; what lies in `output`, where outputs go, is no document,
    nor `merge`, the joined file of the last time, nor in one folder what lies in the other.

    Raises:
        DataError: one is no folder, or both are empty.
        UsageError: both are one folder, or outputs would go in one of them, where the next call
            took them for documents.
    """
    folders = sources, targets
    names = []
    for folder, opposite in zip(folders, folders[::-1], strict=True):
        if output and _inner(output, folder) == ".":
            raise UsageError(
                f"--output {output}: all files in this folder are read as documents, another "
                "folder was expected."
            )
        without = [place for place in (output, merge) if place]
        without += [opposite] if local_path(opposite) else []  # a link in one may lead to the other
        names.append(files_below(folder, without=without))
    if _inner(sources, targets) == ".":  # or each document were its own translation
        raise UsageError(
            f"{sources} {targets}: these are one folder, two were expected; align match lists the "
            "pairs of a folder that holds both languages."
        )
    if not any(names):
        raise DataError(f"{folders[0]} and {folders[1]}: there is no file in these folders.")
    codes = {code for lang in ("fr", "en") for code in _CODES[lang]}
    codes |= {lang.lower() for lang in (source_lang, target_lang) if lang}
    partner, unclear = _partners((names[0], names[1]), codes)
    taken = set(partner.values())
    pairs = [(name, partner.get(name, "")) for name in names[0]]
    pairs += [("", name) for name in names[1] if name not in taken]
    entries: list[Entry] = []
    for source, target in pairs:
        several = source in unclear[0] or target in unclear[1]
        one, other = source and joined(sources, source), target and joined(targets, target)
        why = _why(one, other, several=several)
        entries.append(Entry(len(entries), one, other, skipped=why))
    return entries


def _partners(
    names: tuple[Sequence[str], Sequence[str]], codes: set[str]
) -> tuple[dict[str, str], tuple[set[str], set[str]]]:
    """The files of two folders that go together by their names, and those that several could."""
    left = [set(found) for found in names]
    partner: dict[str, str] = {}
    unclear: tuple[set[str], set[str]] = (set(), set())
    keys = (lambda name: name, lambda name: _bare(name, codes), lambda name: _stem(name, codes))
    for key in keys:
        groups: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
        for side in (0, 1):
            for name in sorted(left[side]):
                groups[side].setdefault(key(name), []).append(name)
        for shared in groups[0].keys() & groups[1].keys():
            one, other = groups[0][shared], groups[1][shared]
            if len(one) == len(other) == 1:
                partner[one[0]] = other[0]
                left[0].discard(one[0])
                left[1].discard(other[0])
            else:
                unclear[0].update(one)
                unclear[1].update(other)
    return partner, unclear


def named(
    entries: Iterable[Entry], *, ending: str, known: Mapping[tuple[str, str], str] | None = None
) -> list[Entry]:
    """Give each entry that is to be done an output path of its own, and skip repetitions.

    The path is the source's below the folder that all sources share, and `ending`; what would
    be the same where case and composition do not count gets a number. `known` are the outputs that
    sources and targets had before: they keep them, since a longer list may share another folder.
    """
    entries = list(entries)
    known = {key: path for key, path in (known or {}).items() if path.endswith(ending)}
    known = {
        (e.source, e.target): known[e.source, e.target]
        for e in entries
        if not e.skipped and (e.source, e.target) in known
    }
    paths = {e.source: _parts(e.source) for e in entries if not e.skipped}
    common = _common([parts[:-1] for parts in paths.values()])
    relative = {source: tuple(map(_short, p[len(common) :])) for source, p in paths.items()}
    folders = {
        folded("/".join(parts[:depth]))
        for parts in (*relative.values(), *(path.split("/") for path in known.values()))
        for depth in range(1, len(parts))
    }
    taken = folders | set(map(folded, RESERVED))
    held = set(map(folded, known.values()))
    first: dict[tuple[str, str], int] = {}
    found = []
    for entry in entries:
        if entry.skipped:
            found.append(entry)
            continue
        earlier = first.setdefault((_plain(entry.source), _plain(entry.target)), entry.index)
        if earlier != entry.index:
            why = f"it repeats document {earlier + 1} of the list"
            found.append(replace(entry, skipped=why))
            continue
        stem = "/".join(relative[entry.source])
        output, number = known.get((entry.source, entry.target), ""), 1
        if not output or folded(output) in taken:
            output = f"{stem}{ending}"
            while folded(output) in taken or folded(output) in held:
                number += 1
                output = f"{stem}.{number}{ending}"
        taken.add(folded(output))
        found.append(replace(entry, output=output))
    return found


def keep_apart(
    entries: Iterable[Entry], folder: str, *, listed: str = STANDARD, merge: str | None = None
) -> None:
    """Refuse outputs in the place of an input, of the list, or of each other.

    Args:
        entries: with output paths.
        folder: where outputs go.
        listed: the list's file.
        merge: the file that all are joined in.

    Raises:
        UsageError: the batch would write over what it reads, or the joined file over its others.
    """
    entries = list(entries)
    resolved = cache(os.path.realpath)  # of folders: few, where documents are many

    def place(path: str) -> str:
        local = local_path(path)
        if local is None:
            return path
        parent, name = os.path.split(local)
        found = os.path.join(resolved(parent), name)
        found = os.path.realpath(found) if os.path.islink(found) else found
        return folded(found) if sys.platform in ("win32", "darwin") else found

    names = (*RESERVED, *(entry.output for entry in entries if entry.output))
    written = {place(shown): shown for shown in (joined(folder, name) for name in names)}
    if merge is not None:
        if place(merge) in written:
            raise UsageError(
                f"--merge {merge}: the batch itself writes this file in {folder}, a file of its "
                "own was expected."
            )
        written[place(merge)] = f"--merge {merge}"
    for path in (listed, *(p for entry in entries for p in (entry.source, entry.target) if p)):
        if path != STANDARD and (shown := written.get(place(path))):
            raise UsageError(
                f"{shown}: this output would replace {'the list' if path == listed else 'an input'}"
                "; another folder or name was expected."
            )


def shard_name(number: int, size: int) -> str:
    """Return where a shard is in the folder: its size is in its name, since it cuts the list."""
    return f"shards/units-{size}-{number:06}.parquet"


def _inner(place: str, folder: str) -> str:
    """A place as a path below a folder, `.` for the folder itself, `..` for any elsewhere."""
    here, there = local_path(place), local_path(folder)
    if here is None or there is None:
        return joined(place, "").removeprefix(joined(folder, "")).rstrip("/") or "."
    one, other = Path(os.path.realpath(here)), Path(os.path.realpath(there))
    return one.relative_to(other).as_posix() if one.is_relative_to(other) else ".."


def _bare(name: str, codes: set[str]) -> str:
    """A relative path without the language codes in it, in lower case, composed (NFC)."""
    parts = (
        ".".join(word for word in re.split(r"[._-]", part) if word not in codes)
        for part in unicodedata.normalize("NFC", name.lower()).split("/")
    )
    return "/".join(filter(None, parts))


def _stem(name: str, codes: set[str]) -> str:
    """The same without the file's ending."""
    return _bare(str(Path(without_gzip(name)[0]).with_suffix("")), codes)


def _why(source: str, target: str, *, several: bool) -> str:
    """Why a pair of paths is not done, of which one may be ""; "" where it is."""
    try:
        f"{source}{target}".encode()
    except UnicodeEncodeError:  # neither the ledger nor an output can name it
        return "the path is not UTF-8; rename it"
    if source and target:
        return ""
    if several:
        return "several files could be its partner by their names"
    return "no file has its name in the other folder"


def _plain(path: str) -> str:
    """A local path without what stands for nothing in it; a URL as it is."""
    local = local_path(path) if _IDLE.search(path) else None  # few: a Path takes its time
    return path if local is None else str(local)


def _parts(path: str) -> tuple[str, ...]:
    """The parts of an absolute path, or of a URL: scheme, host and path."""
    scheme, mark, rest = path.partition("://")
    if mark and scheme not in ("file", "local"):
        return (scheme, *(part for part in rest.split("/") if part not in ("", ".", "..")))
    return Path(os.path.abspath(rest if mark else path)).parts


def _common(folders: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest beginning that all have."""
    pairs = zip(min(folders, default=()), max(folders, default=()), strict=False)
    return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _short(part: str) -> str:
    """A name that leaves room for the ending, cut ones told apart by a hash."""
    part = part.replace(":", "_").replace("\\", "_")
    data = part.encode("utf-8", "surrogateescape")
    if len(data) <= _LONGEST:
        return part
    mark = hashlib.sha256(data).hexdigest()[:12]
    return f"{data[: _LONGEST - 13].decode('utf-8', 'ignore')}~{mark}"
