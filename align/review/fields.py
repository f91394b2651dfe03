"""Rows as JSON: compact in the journal, whole for the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, asdict, fields
from typing import Any

from align.records import Origin, Reasons, TranslationUnit
from align.review.rows import Piece, Row, Side, joined
from align.review.steps import Splice

_DEFAULTS = {
    field.name: field.default for field in fields(TranslationUnit) if field.default is not MISSING
}
_NAMES = tuple(field.name for field in fields(TranslationUnit))


def unit_json(unit: TranslationUnit) -> str:
    """Return a unit as JSON of ASCII; fields that hold what they hold by default are left out."""
    return json.dumps(_unit(unit), separators=(",", ":"))


def unit_from(text: str) -> TranslationUnit:
    """Return the unit that `unit_json` wrote."""
    return _unit_from(json.loads(text))


def _unit(unit: TranslationUnit) -> dict[str, object]:
    held: dict[str, object] = {}
    for name in _NAMES:
        value = getattr(unit, name)
        if name not in _DEFAULTS or value != _DEFAULTS[name]:
            held[name] = asdict(value) if isinstance(value, Reasons) else value
    return held


def _unit_from(held: dict[str, Any]) -> TranslationUnit:
    held["origin"] = Origin(held["origin"])
    for name in ("flags", "prior"):
        if name in held:
            held[name] = tuple(held[name])
    if "cuts" in held:
        held["cuts"] = tuple(map(tuple, held["cuts"]))
    if "reasons" in held:
        held["reasons"] = Reasons(**held["reasons"])
    return TranslationUnit(**held)


def splices_json(splices: Sequence[Splice]) -> str:
    """Return splices as the journal holds them, with the rows before and after."""
    return json.dumps(
        [[s.at, [_row(r) for r in s.before], [_row(r) for r in s.after]] for s in splices],
        separators=(",", ":"),
    )


def splices_from(text: str) -> tuple[Splice, ...]:
    """Return the splices that `splices_json` wrote."""
    return tuple(
        Splice(at, tuple(map(_row_from, before)), tuple(map(_row_from, after)))
        for at, before, after in json.loads(text)
    )


def _row(row: Row) -> list[object]:
    cut = row.cut and [
        [[p.text, p.gap, p.indices, p.start, p.end, p.length, p.edited, p.place] for p in side]
        for side in row.cut
    ]
    return [row.id, _unit(row.unit), cut]


def _row_from(held: list[Any]) -> Row:
    number, unit, cut = held
    return Row(number, _unit_from(unit), cut and (_side(cut[0]), _side(cut[1])))


def _side(held: list[list[Any]]) -> Side:
    return tuple(Piece(text, gap, tuple(indices), *rest) for text, gap, indices, *rest in held)


def page_row(row: Row) -> dict[str, object]:
    """Return a row as the page takes it."""
    unit = row.unit
    source, target = row.sides
    return {
        "id": row.id,
        "source": [piece.text for piece in source],
        "target": [piece.text for piece in target],
        "source_text": joined(source),
        "target_text": joined(target),
        "score": unit.score,
        "origin": unit.origin.value,
        "status": unit.review,
        "crossing": unit.crossing,
        "note": unit.note,
        "reasons": unit.reasons and asdict(unit.reasons),
        "engine": unit.engine,
        "flags": list(unit.flags),
        "changed_by": unit.changed_by,
        "changed_at": _iso(unit.changed_at),
    }


def _iso(date: str) -> str:
    """A date of TMX, 20250131T235959Z, as ISO 8601 writes it for people."""
    if len(date) != 16 or not (date[:8] + date[9:15]).isdigit():
        return date
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[9:11]}:{date[11:13]}:{date[13:15]}Z"
