"""Units as named fields, for formats of records: JSON Lines and Parquet."""

from __future__ import annotations

import dataclasses
import math

from align.bitexts.bitext import bead_of, cuts_in, review_of, tmx_date
from align.records import Origin, Reasons, TranslationUnit
from align.tags import DEFAULT_LANGS, tag_of

_TEXTS = (
    "source", "target", "source_lang", "target_lang", "bead", "origin", "position", "document",
    "engine", "signature", "created", "creationdate", "creationtool", "creationtoolversion",
    "project", "documents", "review", "changeid", "changedate", "note", "source_place",
    "target_place",
)  # fmt: skip
FIELDS = frozenset(
    (
        *_TEXTS, "score", "crossing", "flags", "notes", "prior", "reasons", "cuts",
        "machine_source",
    )
)  # fmt: skip
_REASONS = tuple(field.name for field in dataclasses.fields(Reasons))


def unit_of(
    fields: dict[str, object], *, source_lang: str | None, target_lang: str | None
) -> TranslationUnit:
    """Make a unit of named fields, checking the type of each.

    The languages given stand in where the fields name none.

    Raises:
        ValueError: a field is missing or of another type; the message says which.
    """
    texts = {name: _text(fields, name) for name in _TEXTS}
    for name in ("source", "target"):
        if name not in fields:
            raise ValueError(f"there is no field '{name}'")
    machine = bool(texts["engine"])
    try:
        origin = Origin(texts["origin"] or (Origin.MACHINE if machine else Origin.HUMAN))
    except ValueError:
        raise ValueError(
            f"the field 'origin' is '{texts['origin']}'; allowed are human, machine"
        ) from None
    return TranslationUnit(
        texts["source"],
        texts["target"],
        tag_of(texts["source_lang"]) or source_lang or DEFAULT_LANGS[0],
        tag_of(texts["target_lang"]) or target_lang or DEFAULT_LANGS[1],
        texts["bead"] or bead_of(texts["source"], texts["target"]),
        origin,
        texts["position"],
        texts["document"],
        _score(fields.get("score")),
        _truth(fields, "crossing"),
        texts["engine"],
        texts_of(fields, "flags"),
        review_of(texts["review"]),
        texts["changeid"],
        tmx_date(texts["changedate"]),
        texts["note"],
        _prior(fields.get("prior")),
        _reasons(fields.get("reasons")),
        texts["source_place"],
        texts["target_place"],
        _cuts(fields.get("cuts"), (texts["source"], texts["target"])),
        _truth(fields, "machine_source") and origin is Origin.MACHINE,
    )


def texts_of(fields: dict[str, object], name: str) -> tuple[str, ...]:
    """Return a field that is a list of texts, empty where it is missing.

    Raises:
        ValueError: it is something else.
    """
    held = fields.get(name) or []
    if not isinstance(held, list) or not all(isinstance(part, str) for part in held):
        raise ValueError(f"the field '{name}' is not a list of texts")
    return tuple(held)


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"the field '{name}' is not a text")
    return value


def _truth(fields: dict[str, object], name: str) -> bool:
    value = fields.get(name) or False
    if not isinstance(value, bool):
        raise ValueError(f"the field '{name}' is not true or false")
    return value


def _score(value: object) -> float | None:
    found = _number(value)
    if value is not None and found is None:
        raise ValueError("the field 'score' is not a finite number")
    return found


def _prior(value: object) -> tuple[float, ...]:
    parts = [_number(part) for part in value] if isinstance(value, list) else [None]
    if value is not None and None in parts:
        raise ValueError("the field 'prior' is not a list of finite numbers")
    return tuple(part for part in parts if part is not None)


def _cuts(value: object, texts: tuple[str, str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places as far as they are places of the texts, which another tool may have changed."""
    if value is None:
        return (), ()
    sides = value if isinstance(value, list) else []
    if len(sides) != 2 or not all(isinstance(side, list) for side in sides):
        raise ValueError("the field 'cuts' is not two lists of places")
    if any(type(place) is not int for side in sides for place in side):
        raise ValueError("the field 'cuts' has a place that is not a whole number")
    return cuts_in(texts[0], sides[0]), cuts_in(texts[1], sides[1])


def _reasons(value: object) -> Reasons | None:
    if value is None:
        return None
    parts = [_number(value.get(name)) for name in _REASONS] if isinstance(value, dict) else [None]
    if None in parts:
        raise ValueError(f"the field 'reasons' is not an object of {', '.join(_REASONS)}")
    return Reasons(*(part for part in parts if part is not None))


def _number(value: object) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # JSON has whole numbers of any length
        return None
    return number if math.isfinite(number) else None
