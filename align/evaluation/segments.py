"""Load two segmentations of the same texts, and lay out the report of their boundaries.

A segmentation is JSON, a list of documents as lists of sentences (or one such list), the
lines of `align segment --json`, or plain text with one sentence a line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from align.errors import DataError, counted
from align.files import display_name, read_text
from align.gzipped import stem_of
from align.lines import split_lines
from align.metrics.boundaries import BoundaryScores, Split
from align.reports.contents import Cell, Item, Pair, Pairs, Report, Section, Table
from align.reports.figures import named

_CONFUSIONS = 500


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A segmentation as read: the sentences of each document, and where each of them stands."""

    name: str
    documents: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]


def load_splits(system: str, gold: str) -> tuple[Split, ...]:
    """Load the two segmentations of the same documents.

    A system's single document stands for all of gold's, one after the other; where one of
    them ends is then no boundary to be found.

    Raises:
        DataError: a file is missing, empty or no segmentation, or their documents differ.
    """
    mine, true = read_split(system), read_split(gold)
    stem = stem_of(true.name)
    if len(mine.documents) == 1 and len(true.documents) > 1:
        gold_sentences = tuple(part for document in true.documents for part in document)
        ends = tuple(accumulate(len(document) for document in true.documents))
        return (Split(stem, mine.documents[0], gold_sentences, ends[:-1], mine.places[0]),)
    if len(mine.documents) != len(true.documents):
        raise DataError(
            f"{mine.name} has {len(mine.documents)} documents and {true.name} has "
            f"{len(true.documents)}; as many were expected."
        )
    several = len(true.documents) > 1
    return tuple(
        Split(f"{stem} {number}" if several else stem, system_part, gold_part, (), places)
        for number, (system_part, gold_part, places) in enumerate(
            zip(mine.documents, true.documents, mine.places, strict=True), start=1
        )
    )


def read_split(path: str) -> SplitFile:
    """Read a segmentation; its first character tells its form.

    Raises:
        DataError: the file is empty or no segmentation.
    """
    name = display_name(path)
    text = read_text(path)
    if not text.strip():
        raise DataError(f"{name}: the file is empty; sentences were expected.")
    first = text.lstrip()[0]
    if first == "{":
        return _by_lines(name, _lines(text, name))
    if first == "[" and (documents := _documents(text, name)) is not None:
        places = tuple(
            tuple(f"{name}, document {n}, sentence {m}" for m in range(1, len(part) + 1))
            for n, part in enumerate(documents, start=1)
        )
        return SplitFile(name, documents, places)
    lines = enumerate(split_lines(text), start=1)
    return _by_lines(name, [(number, line) for number, line in lines if line.strip()])


def _by_lines(name: str, numbered: Sequence[tuple[int, str]]) -> SplitFile:
    """One document of sentences with the numbers of their lines."""
    sentences = tuple(sentence for _, sentence in numbered)
    places = tuple(f"{name}, line {number}" for number, _ in numbered)
    return SplitFile(name, (sentences,), (places,))


def boundary_report(scores: BoundaryScores) -> Report:
    """Lay out figures, the tally of confusions, and the confusions themselves."""
    items: list[Item] = [
        Table(
            "All documents together",
            ("", "value", "boundaries"),
            tuple((named(score.name), score, score.count) for score in scores.micro),
        )
    ]
    if 1 < len(scores.documents) <= 40:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (name, *part, part[1].count) for name, part in scores.documents
        )
        columns = ("document", "precision", "recall", "F1", "in gold")
        items.append(Table("By document", columns, rows))
    sections = [Section("Scores", tuple(items))]
    if scores.confusions:
        sections.append(Section("Confusions", confusions(scores, most=50)))
    gold = scores.micro[1].count
    found = f"{gold:,} boundar{'y' if gold == 1 else 'ies'} to be found"
    summary = f"{counted(len(scores.documents), 'document')} with {found}."
    return Report(
        title="Sentence boundaries against gold",
        summary=(summary,),
        sections=tuple(sections),
        signatures=(("boundaries", scores.signature),),
    )


def confusions(scores: BoundaryScores, *, most: int) -> tuple[Table, Pairs]:
    """Return the tally of the confusions, `most` rows, and the texts before and after each."""
    shown = scores.confusions[:_CONFUSIONS]
    tally = Table(
        f"{counted(len(scores.confusions), 'confusion')} by the last word before the boundary",
        ("word", "what", "number"),
        tuple((token, kind, number) for kind, token, number in scores.tally()[:most]),
    )
    return tally, Pairs(
        f"{len(shown)} of {len(scores.confusions)} confusions: what is left and right of the "
        "boundary that was missed or is spurious",
        tuple(
            Pair(str(one.offset), one.before, one.after, tags=(one.kind,), document=one.document)
            for one in shown
        ),
    )


def _documents(text: str, name: str) -> tuple[tuple[str, ...], ...] | None:
    """The documents of a JSON file, None where a text only begins with a bracket."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[1:].lstrip()[:1] in ("[", '"', "]"):
            # without a line where it is nested too deeply, or a number is too long
            line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise DataError(
                f"{name}{line}: this is no JSON ({getattr(error, 'msg', error)}); a list of "
                "documents as lists of sentences was expected."
            ) from None
        return None
    if value and all(isinstance(item, str) for item in value):
        return (tuple(value),)
    for number, item in enumerate(value, start=1):
        if not isinstance(item, list) or not all(isinstance(part, str) for part in item):
            raise DataError(f"{name}: item {number} is no list of sentences.")
    if not any(part.strip() for item in value for part in item):
        raise DataError(f"{name}: there is no sentence in this file.")
    return tuple(tuple(item) for item in value)


def _lines(text: str, name: str) -> list[tuple[int, str]]:
    """The texts of JSON lines as `align segment --json` prints them, with their lines' numbers."""
    found: list[tuple[int, int, str, int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            value: Any = json.loads(line)
            found.append((int(value["start"]), int(value["end"]), str(value["text"]), number))
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise DataError(
                f"{where}: an object with start, end and text was expected, as `align segment "
                "--json` prints them."
            ) from None
    end = 0
    for start, stop, sentence, number in found:
        if start < end or stop - start != len(sentence):
            raise DataError(
                f"{name}, line {number}: start {start} and end {stop} do not fit the text or "
                f"overlap what came before, which ends at {end}."
            )
        end = stop
    return [(number, sentence) for _, _, sentence, number in found]
