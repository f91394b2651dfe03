"""Files of pairs: the format that a path names, and the units that are in them."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.errors import UsageError
from align.files import STANDARD, display_name, open_input, output_name, read_lines
from align.gzipped import GZIP, ending_of, without_gzip
from align.registry import ENDINGS, READ_ENDINGS, load, names
from align.tags import DEFAULT_LANGS

if TYPE_CHECKING:
    from align.bitexts.bitext import Bitext

BEADS = ("beads", "xces")
"""The formats that number segments whose texts are in files of their own."""

_CODE = re.compile(r"[a-zA-Z]{2}(?:-[a-zA-Z0-9]+)?")  # of a language, in a file's ending


def format_of(
    path: str,
    given: str | None,
    *,
    option: str,
    stage: str = "bitext",
    langs: tuple[str | None, str | None] = DEFAULT_LANGS,
    beads: bool = False,
) -> str:
    """Return the format that is given, or that the path's ending tells.

    `option` gives the format, and is empty where none does; `stage` is `bitext` for formats that
    can be read, `writer` for those that can be written; `beads` says that beads can be read too,
    their segments being given.

    Raises:
        UsageError: there is no such format.
    """
    known = (*names(stage), *BEADS) if beads else names(stage)
    ending = Path(path).suffix.lower()
    if stage == "bitext":
        ending = ending_of(path) or ending
    language = ending[1:] in {*DEFAULT_LANGS, *(code.lower() for code in langs if code)}
    endings = READ_ENDINGS if stage == "bitext" else ENDINGS
    name = given or endings.get(ending) or ("moses" if language else None)
    if name in known:
        return name
    if name is None:
        where = f"{path}: the ending '{ending}' is unknown"
        if path == STANDARD:
            stream = display_name(path) if stage == "bitext" else output_name(path)
            where = f"{stream}: a stream has no ending"
        wanted = f"give {option}, one of {', '.join(known)}"
        if not option:
            ends = ", ".join(end for end, named in endings.items() if named in known)
            wanted = f"one of {ends} was expected"
        raise UsageError(f"{where}; {wanted}.")
    where = f"{path}: '{name}' cannot be {'read' if stage == 'bitext' else 'written'} as pairs"
    if given:
        where = f"{option}: '{name}' is not known"
    elif name in BEADS and stage == "bitext" and option:  # whose command has these two
        where = f"{path}: beads are read with --source and --target, the segments that they number"
    raise UsageError(f"{where}; one of {', '.join(known)} was expected.")


def read_pairs(
    path: str,
    name: str,
    langs: tuple[str | None, str | None],
    stack: ExitStack,
    *,
    segments: tuple[str | None, str | None] = (None, None),
) -> Bitext:
    """Open a file of pairs in a format; `stack` closes it, `segments` are the texts of beads."""
    options: dict[str, Any] = {}
    path, *others = places_of(path, name, langs, packed=True)
    stream = stack.enter_context(open_input(path))
    if others:
        options["target"] = stack.enter_context(open_input(others[0]))
        if Path(others[1]).exists():
            options["scores"] = stack.enter_context(open_input(others[1]))
    if name in BEADS:
        from align.cli.beads import BeadsReader

        source, target = (read_lines(side or "") for side in segments)
        reader: Any = BeadsReader(source=source, target=target, xces=name == "xces")
    else:
        reader = load("bitext", name)(**options)
    bitext: Bitext = reader.read(
        stream, name=display_name(path), source_lang=langs[0], target_lang=langs[1]
    )
    return bitext


def places_of(
    path: str, name: str, langs: tuple[str | None, str | None], *, packed: bool = False
) -> tuple[str, ...]:
    """Return the files that hold pairs of a format: both sides' and the scores' of Moses.

    Where they may be `packed`, the ending of gzip comes after each one's own; those beside the
    file that is named are found with it or without.

    Raises:
        UsageError: Moses' path is a stream's, or ends in the code of another language.
    """
    if name != "moses":
        return (path,)
    if path == STANDARD:
        raise UsageError("Moses is two files and cannot be a stream; give a path.")
    codes = [(code or usual).lower() for code, usual in zip(langs, DEFAULT_LANGS, strict=True)]
    short = [code.split("-")[0] for code in codes]
    if short[0] != short[1]:  # corpus.fr for fr-CA
        codes = short
    whole, end = without_gzip(path) if packed else (path, "")
    base, mark, ending = whole.rpartition(".")
    if ending.lower() not in codes:
        if mark and _CODE.fullmatch(ending):
            raise UsageError(
                f"{path}: the pairs are in {' and '.join(codes)}, an ending of one of these "
                "languages was expected."
            )
        base = whole
    places = (f"{base}.{last}" for last in (*codes, "scores"))
    if packed:
        places = (_beside(place, end) if f"{place}{end}" != path else path for place in places)
    return tuple(str(Path(place)) for place in places)


def _beside(place: str, end: str) -> str:
    """The file that lies at a place, packed as its neighbour is, or else the other way."""
    names = [f"{place}{last}" for last in dict.fromkeys((end, "", GZIP))]
    return next(filter(os.path.exists, names), names[0])
