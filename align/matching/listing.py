"""The list of matches as a TSV with a header: source, target, score; one line a match."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from align.errors import DataError, UsageError
from align.matching.matches import Matching

HEADER = "source\ttarget\tscore"


def render(matching: Matching) -> str:
    """Return the list; a document without a partner has the other fields empty."""
    lines = [HEADER]
    for match in matching.matches:
        score = "" if match.score is None else f"{match.score:.4f}"
        lines.append(f"{_cell(match.source)}\t{_cell(match.target)}\t{score}")
    return "\n".join(lines) + "\n"


def require_listable(path: str) -> None:
    """Refuse a path that cannot stand in the list as it is.

    Raises:
        DataError: it holds a tab or a line break, begins or ends with a space, or is not UTF-8.
    """
    wrong = ""
    if any(character in path for character in "\t\n\r"):
        wrong = "holds a tab or a line break"
    elif path != path.strip():  # people write lists too: spaces around a path are none of it
        wrong = "begins or ends with a space"
    if wrong:
        raise DataError(f"{path!r}: the path {wrong} and cannot stand in a list; rename it.")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise DataError(f"{path!r}: the path is not UTF-8; rename it.") from None


def refuse_document(output: str, folders: Sequence[str]) -> None:
    """Refuse to write the list in the place of a file of the folders that is no list.

    Raises:
        UsageError: it would replace one.
    """
    place = Path(output).resolve()
    within = any(Path(folder).resolve() in place.parents for folder in folders)
    if within and place.is_file() and not _is_list(place):
        raise UsageError(
            f"--output {output}: this is a file of the folders that are matched, and no list of "
            "matches; another file was expected."
        )


def _is_list(path: Path) -> bool:
    """Whether a file is a list of ours, or empty; a table editor may have put a mark before it."""
    try:
        with path.open("rb") as stream:
            head = stream.read(64).removeprefix(codecs.BOM_UTF8)
    except OSError:
        return False
    return not head or head.startswith(HEADER.encode())


def _cell(path: str) -> str:
    """A path; one that cannot stand in the list is written with escapes."""
    try:
        require_listable(path)
    except DataError:
        return repr(path)[1:-1]
    return path
