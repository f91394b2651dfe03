"""An Excel workbook for people who review without a CAT tool."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any, BinaryIO

from align.errors import DataError, MissingExtraError
from align.records import CorpusHeader, TranslationUnit, Written
from align.writers.characters import encodable

STATUSES = {"": "new", "accepted": "accepted", "edited": "corrected", "rejected": "rejected"}
"""What a sheet calls the reviews of `align.records.REVIEWS`."""

_WIDTH = 70  # of a column of text, in characters
_ROWS = 1_048_576  # of a sheet, by the format
_CHARACTERS = 32_767  # of a cell, in units of UTF-16, as Excel counts: 😀 is two
# Written as Excel does: `_x000B_`; and what looks like such an escape is escaped itself.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class XlsxWriter:
    """Writes source, target, score, status and origin, nulls included; rows go to disk.

    Every text is a text: a cell that starts with `=` is no formula. What is wider than its column
    wraps. The status of what nobody has reviewed is `new`; reviewers choose another from the list.
    """

    holds = frozenset(("source", "target", "score", "origin", "review"))

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units, on a further sheet when one is full.

        Raises:
            DataError: a text is longer than a cell can be.
            MissingExtraError: openpyxl is not installed.
        """
        try:
            openpyxl: Any = import_module("openpyxl")
        except ImportError:
            raise MissingExtraError(feature="Writing XLSX", extra="xlsx") from None
        book = openpyxl.Workbook(write_only=True)
        try:
            written, replaced = _fill(openpyxl, book, units, header)
        except BaseException:
            for sheet in book.worksheets:  # or their open files complain when collected
                sheet.close()
            raise
        # Where a stream takes no more, the destructor of openpyxl's zip file would complain.
        held = io.BytesIO()
        book.save(held)
        stream.write(held.getbuffer())
        return Written(written, replaced=replaced)


def _fill(
    openpyxl: Any, book: Any, units: Iterable[TranslationUnit], header: CorpusHeader
) -> tuple[int, int]:
    top = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    sheet = _sheet(openpyxl, book, header)
    written = replaced = 0
    for unit in units:
        if written and written % (_ROWS - 1) == 0:
            sheet = _sheet(openpyxl, book, header)
        written += 1
        cells = []
        for text in (unit.source, unit.target):
            value, count = encodable(text)
            replaced += count
            cells.append(_cell(openpyxl, sheet, value, written))
        score = None if unit.score is None else round(unit.score, 4)
        row = [*cells, score, STATUSES[unit.review], unit.origin.value]
        if max(len(unit.source), len(unit.target)) > _WIDTH:
            row = [_styled(openpyxl, sheet, value, alignment=top) for value in row]
        sheet.append(row)
    return written, replaced


def _styled(openpyxl: Any, sheet: Any, value: Any, **styles: Any) -> Any:
    held = isinstance(value, openpyxl.cell.Cell)
    cell = value if held else openpyxl.cell.WriteOnlyCell(sheet, value=value)
    for name, style in styles.items():
        setattr(cell, name, style)
    return cell


def _sheet(openpyxl: Any, book: Any, header: CorpusHeader) -> Any:
    validation: Any = import_module("openpyxl.worksheet.datavalidation")
    sheet = book.create_sheet(f"Pairs {len(book.worksheets) + 1}")
    for column, width in zip("ABCDE", (_WIDTH, _WIDTH, 10, 12, 10), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    statuses = validation.DataValidation(type="list", formula1=f'"{",".join(STATUSES.values())}"')
    statuses.add(f"D2:D{_ROWS}")
    sheet.data_validations.append(statuses)  # add_data_validation is missing here
    titles: tuple[str, ...] = (f"Source ({header.source_lang})", f"Target ({header.target_lang})")
    bold = openpyxl.styles.Font(bold=True)
    titles = (*titles, "Score", "Status", "Origin")
    sheet.append([_styled(openpyxl, sheet, title, font=bold) for title in titles])
    return sheet


def _cell(openpyxl: Any, sheet: Any, text: str, number: int) -> Any:
    text = _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    size = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if size > _CHARACTERS:  # openpyxl would cut it, or Excel
        raise DataError(
            f"Unit {number} has a text of {size:,} characters; a cell of XLSX holds "
            f"{_CHARACTERS:,}."
        )
    if not text.startswith(("=", "+", "-", "@", "#")):
        return text
    cell = openpyxl.cell.WriteOnlyCell(sheet, value="")
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"  # stays a text when someone edits it
    return cell
