"""Load what a corpus is made of, and check it before a system runs.

A file that is missing leaves its corpus out; one that is there and broken is an error, or the
figures of a suite would rest on fewer corpora than its author believes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from align.errors import DataError, counted
from align.evaluation.links import load_document
from align.evaluation.segments import read_split
from align.evaluation.suite import Corpus
from align.files import read_lines
from align.metrics.counts import LinkDocument
from align.metrics.text import check_parallel

Files = Mapping[str, Mapping[str, Path]]
"""Each document's files by role."""


def check_corpus(kind: str, corpus: Corpus, files: Files) -> None:
    """Read all files of a corpus for a suite of some kind.

    Raises:
        DataError: one cannot be read, is no gold, or does not go with the others.
    """
    if kind == "text":
        load_texts(files)
        return
    for name, places in files.items():
        if kind == "segments":
            read_split(str(places["gold"]))
            continue
        if kind != "speed":
            load_links(corpus, name, places, system=places["gold"])
        for side, role in (("source", "translations"), ("target", "reverse")):
            expected = len(read_lines(places[side]))
            found = len(read_lines(places[role])) if role in places else expected
            if found != expected:
                raise DataError(
                    f"{places[role]}: {counted(found, 'line')} for the {expected:,} of "
                    f"{places[side]}, one for each was expected."
                )


def load_texts(files: Files) -> tuple[list[str], dict[str, list[str]]]:
    """Load the sources of all documents, one after the other, and each document's references."""
    references = {name: read_lines(places["reference"]) for name, places in files.items()}
    sources = {name: places["source"] for name, places in files.items()}
    return joined(sources, references), references


def joined(places: Mapping[str, Path], references: Mapping[str, Sequence[str]]) -> list[str]:
    """Join the documents' lines, each document as long as its reference.

    Raises:
        DataError: one is not.
    """
    lines = []
    for name, place in places.items():
        read = read_lines(place)
        true = f"the reference of {name}"
        check_parallel(read, references[name], name=str(place), reference_name=true)
        lines += read
    return lines


def load_links(
    corpus: Corpus, name: str, files: Mapping[str, Path], *, system: Path
) -> LinkDocument:
    """Load a document's alignment and its gold, of any format, over the document's segments."""
    return load_document(
        str(system), str(files["gold"]), name=name,
        source=str(files["source"]), target=str(files["target"]),
        source_lang=corpus.source_lang, target_lang=corpus.target_lang,
    )  # fmt: skip
