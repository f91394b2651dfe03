"""Read pairs from an Excel workbook: source, target, score, status, origin."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from importlib import import_module
from itertools import zip_longest
from typing import Any, BinaryIO

from align.bitexts.bitext import (
    Bitext,
    bead_of,
    guarded,
    langs_of,
    oriented,
    peeked,
    read_score,
)
from align.bitexts.titles import titled
from align.errors import MissingExtraError, ReadError, one_line
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature

_OTHERS: tuple[str, ...] = ("score", "status", "origin")  # the titles of further columns
_REVIEWS = {"accepted": "accepted", "corrected": "edited", "rejected": "rejected"}
_WORDS = {"status": {"", "new", *_REVIEWS}, "origin": {"", *Origin}}
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_PIECE = 1 << 20
_EXPECTED = "a number was expected"
_TITLES = ", or titles of languages, as Source (fr) and Target (en), over the first two columns"
_UNKNOWN = object()
"""Stands for the value of a formula that nobody has worked out."""


class XlsxReader:
    """Reads what `XlsxWriter` writes, corrected by people, or any two columns of pairs.

    A first row of titles, `Source (fr)` and `Target (en)` or `French` and `English`, names the
    languages, and which further columns are score, status and origin; without titles they go
    by their places. Columns of other titles are counted.
    """

    def read(
        self,
        stream: BinaryIO,
        *,
        name: str,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Bitext:
        """Read `stream` (wholly first, where it cannot seek); `name` is for messages.

        Raises:
            ReadError: no workbook, a score that is no number, or a formula without its value.
            MissingExtraError: openpyxl is not installed.
        """
        try:
            openpyxl: Any = import_module("openpyxl")
        except ImportError:
            raise MissingExtraError(feature="Reading XLSX", extra="xlsx") from None
        data = stream if stream.seekable() else io.BytesIO(stream.read())
        try:
            book = openpyxl.load_workbook(data, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(data, read_only=True) if _has_formulas(data) else None
        except Exception as error:  # openpyxl lets zipfile's, its own and XML's errors through
            raise ReadError(f"{name}: this is no XLSX workbook ({one_line(error)}).") from None
        losses: Counter[str] = Counter()
        wanted = (source_lang, target_lang)
        first, units = peeked(_units(book, formulas, name, wanted, losses))
        return Bitext(CorpusHeader(*langs_of(first, wanted), Signature()), units, losses)


def _has_formulas(data: BinaryIO) -> bool:
    """Whether some part of a workbook holds a formula: few do, and reading twice takes time."""
    with zipfile.ZipFile(data) as parts:
        for part in parts.namelist():
            if not part.endswith(".xml") or part.endswith("sharedStrings.xml"):
                continue
            with parts.open(part) as stream:
                before = b""
                while piece := stream.read(_PIECE):
                    if _FORMULA.search(before + piece):
                        return True
                    before = piece[-99:]
    return False


def _rows(sheet: Any, formulas: Any) -> Iterator[tuple[object, ...]]:
    """Yield the values of each row; `formulas` is the same sheet with formulas in their place."""
    sheet.reset_dimensions()  # which some tools write wrong, and rows and columns beyond are lost
    if formulas is None:
        yield from sheet.iter_rows(values_only=True)
        return
    formulas.reset_dimensions()
    for row, written in zip(sheet.iter_rows(), formulas.iter_rows(), strict=True):
        yield tuple(
            # Of type `str`, no value is the empty text, as formulas for the rest of a column give.
            _UNKNOWN
            if cell.value is None and formula.data_type == "f" and cell.data_type != "str"
            else cell.value
            for cell, formula in zip(row, written, strict=True)
        )


def _units(
    book: Any,
    formulas: Any,
    name: str,
    wanted: tuple[str | None, str | None],
    losses: Counter[str],
) -> Iterator[TranslationUnit]:
    for index, sheet in enumerate(book.worksheets):
        languages = langs_of(None, wanted)
        others = _OTHERS
        values = _rows(sheet, formulas and formulas.worksheets[index])
        for number, row in enumerate(guarded(values, f"{name}: the workbook is damaged"), 1):
            where = f"{name}, sheet {sheet.title}"
            for column, (value, title) in enumerate(zip(row, ("", "", *others), strict=False), 1):
                if value is _UNKNOWN and title in ("", *_OTHERS):
                    letter = import_module("openpyxl.utils").get_column_letter(column)
                    raise ReadError(
                        f"{where}, cell {letter}{number}: the value of this formula is not in the "
                        "file; open it in a spreadsheet program and save it."
                    )
            source, target, *rest = (_text(value) for value in (*row, *(None,) * (2 - len(row))))
            if number == 1 and (named := titled(source, target)):
                languages = (named[0] or languages[0], named[1] or languages[1])
                titles = [title.strip().lower() for title in rest]
                usual = ("" if title in titles else title for title in _OTHERS)
                others = tuple(a or b for a, b in zip_longest(titles, usual, fillvalue=""))
                unknown = set(others) - {*_OTHERS, ""}
                if unknown:
                    losses["columns of other tools"] += len(unknown)
                continue
            if not (source or target):
                losses["empty rows"] += 1
                continue
            held = dict(zip(others, rest, strict=False))
            for title, words in _WORDS.items():
                if _word(held, title) not in words:
                    losses[f"{title} of other words than ours"] += 1
            unit = TranslationUnit(
                source,
                target,
                *languages,
                bead_of(source, target),
                Origin.MACHINE if _word(held, "origin") == Origin.MACHINE else Origin.HUMAN,
                "",
                score=read_score(
                    held.get("score"),
                    f"{where}, row {number}",
                    wanted=_EXPECTED + (_TITLES if number == 1 else ""),
                ),
                review=_REVIEWS.get(_word(held, "status"), ""),
            )
            kept = oriented(unit, *wanted, losses)
            if kept:
                yield kept


def _word(held: Mapping[str, str], title: str) -> str:
    return held.get(title, "").strip().lower()


def _text(value: object) -> str:
    """A cell's text; Excel writes control characters as `_x000B_`, and knows no date but a time."""
    if value is None or value is _UNKNOWN:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))
