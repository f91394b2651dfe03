"""Read pairs from an Excel workbook: source, target, score, status, origin."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from importlib import import_module
from itertools import chain
from typing import Any, BinaryIO

from align.bitexts.bitext import (
    DEFAULT_LANGS,
    Bitext,
    bead_of,
    guarded,
    one_sentence,
    oriented,
    score_of,
)
from align.errors import MissingExtraError, ReadError
from align.records import CorpusHeader, Origin, TranslationUnit
from align.signature import Signature
from align.tags import tag_of

_TITLE = re.compile(r"\s*(source|target)\s*(?:\(([\w-]+)\))?\s*", re.IGNORECASE)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class XlsxReader:
    """Reads what `XlsxWriter` writes, corrected by people, or any two columns of pairs.

    A first row of titles, `Source (fr)` and `Target (en)`, names the languages. A row whose
    status is `rejected` is left out and counted.
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
            ReadError: no workbook, or a score that is no number.
            MissingExtraError: openpyxl is not installed.
        """
        try:
            openpyxl: Any = import_module("openpyxl")
        except ImportError:
            raise MissingExtraError(feature="Reading XLSX", extra="xlsx") from None
        data = stream if stream.seekable() else io.BytesIO(stream.read())
        try:
            book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        except Exception as error:  # openpyxl lets zipfile's, its own and XML's errors through
            raise ReadError(f"{name}: this is no XLSX workbook ({one_sentence(error)}).") from None
        losses: Counter[str] = Counter()
        units = _units(book, name, (source_lang, target_lang), losses)
        first = next(units, None)
        header = CorpusHeader(
            first.source_lang if first else source_lang or DEFAULT_LANGS[0],
            first.target_lang if first else target_lang or DEFAULT_LANGS[1],
            Signature(),
            "",
        )
        return Bitext(header, chain([first], units) if first else iter(()), losses)


def _units(
    book: Any, name: str, wanted: tuple[str | None, str | None], losses: Counter[str]
) -> Iterator[TranslationUnit]:
    for sheet in book.worksheets:
        languages = (wanted[0] or DEFAULT_LANGS[0], wanted[1] or DEFAULT_LANGS[1])
        rows = guarded(sheet.iter_rows(values_only=True), f"{name}: the workbook is damaged")
        for number, row in enumerate(rows, 1):
            source, target, score, status, origin = (
                _text(value) for value in (*row[:5], *(None,) * (5 - len(row)))
            )
            titles = _TITLE.fullmatch(source), _TITLE.fullmatch(target)
            if number == 1 and titles[0] and titles[1]:
                named = tag_of(titles[0][2] or ""), tag_of(titles[1][2] or "")
                languages = (named[0] or languages[0], named[1] or languages[1])
                continue
            if not (source or target):
                losses["empty rows"] += 1
                continue
            if status.strip().lower() == "rejected":
                losses["rejected rows"] += 1
                continue
            unit = TranslationUnit(
                source,
                target,
                *languages,
                bead_of(source, target),
                Origin.MACHINE if origin.strip().lower() == Origin.MACHINE else Origin.HUMAN,
                "",
                score=_score(score, f"{name}, sheet {sheet.title}, row {number}"),
            )
            kept = oriented(unit, *wanted, losses)
            if kept:
                yield kept


def _text(value: object) -> str:
    """A cell's text; Excel writes control characters as `_x000B_`, and knows no date but a time."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))


def _score(text: str, where: str) -> float | None:
    try:
        return score_of(text) if text.strip() else None
    except ValueError:
        raise ReadError(f"{where}: the score is '{text}'; a number was expected.") from None
