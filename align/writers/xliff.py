"""XLIFF 2.1, streamed: a `unit` with one `segment` each, its metadata in the module for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from align.errors import DataError
from align.records import CorpusHeader, TranslationUnit, Written
from align.writers import OF_CORPORA, OF_UNITS
from align.writers.characters import (
    encodable,
    language_tag,
    reasons_text,
    xml_attribute,
    xml_text,
)

# XLIFF has an element for the characters that XML forbids; only surrogates are not characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class XliffWriter:
    """Writes XLIFF 2.1 (OASIS, 2018), nulls included, in one pair of languages."""

    holds = (OF_UNITS - {"source_lang", "target_lang"}) | OF_CORPORA

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units; control characters become `cp` elements, lone surrogates U+FFFD.

        Raises:
            DataError: a unit is not in the header's languages, which XLIFF has only once.
        """
        languages = (language_tag(header.source_lang), language_tag(header.target_lang))
        stream.write(_head(header, languages).encode())
        written = replaced = 0
        for unit in units:
            written += 1
            _check_languages(unit, header, written)
            source, first = _content(unit.source)
            target, second = _content(unit.target)
            noted, third = xml_text(unit.note)
            replaced += first + second + third
            state = _state(unit)
            note = f"<notes><note>{noted}</note></notes>\n" if unit.note else ""
            side = f"<target>{target}</target>" if unit.target else ""
            stream.write(
                f'<unit id="u{written}">\n{_metadata(_pairs(unit))}{note}'
                f'<segment state="{state}"><source>{source}</source>{side}</segment>\n'
                "</unit>\n".encode()
            )
        # A file needs a unit by the schema, an empty corpus too.
        empty = b"" if written else b'<unit id="u0"><segment><source/></segment></unit>\n'
        stream.write(empty + b"</file>\n</xliff>\n")
        return Written(written, replaced=replaced)


def _head(header: CorpusHeader, languages: tuple[str, str]) -> str:
    pairs = [
        ("x-signature", str(header.signature)),
        ("x-created", header.created),
        ("x-document", header.document),
        ("x-project", header.project),
    ]
    notes = "".join(f"<note>{xml_text(note)[0]}</note>" for note in header.notes)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"'
        ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1"'
        f' srcLang="{languages[0]}" trgLang="{languages[1]}">\n'
        f'<file id="f1" xml:space="preserve">\n{_metadata(pairs)}'
        + (f"<notes>{notes}</notes>\n" if notes else "")
    )


def _state(unit: TranslationUnit) -> str:
    """The state of XLIFF 2 (section 4.3.1.32): what was rejected is still to be translated."""
    if unit.review == "rejected" or not unit.target:
        return "initial"
    return "reviewed" if unit.review else "translated"


def _check_languages(unit: TranslationUnit, header: CorpusHeader, number: int) -> None:
    for own, whole in (
        (unit.source_lang, header.source_lang),
        (unit.target_lang, header.target_lang),
    ):
        if own and own.split("-")[0].lower() != whole.split("-")[0].lower():
            raise DataError(
                f"Unit {number} is in {own}, and an XLIFF file holds one pair of languages, "
                f"here {header.source_lang} and {header.target_lang}."
            )


def _pairs(unit: TranslationUnit) -> list[tuple[str, str]]:
    """Name the unit's metadata as the `prop`s of TMX are named."""
    return [
        ("x-origin", unit.origin.value),
        ("x-score", "" if unit.score is None else f"{unit.score:.4f}"),
        ("x-bead", unit.bead),
        ("x-position", unit.position),
        ("x-crossing", "true" if unit.crossing else ""),
        ("x-document", unit.document),
        ("x-engine", unit.engine),
        ("x-flags", " ".join(unit.flags)),
        ("x-review", unit.review),
        ("x-changeid", unit.changed_by),
        ("x-changedate", unit.changed_at),
        ("x-source-place", unit.source_place),
        ("x-target-place", unit.target_place),
        ("x-source-cuts", " ".join(map(str, unit.cuts[0]))),
        ("x-target-cuts", " ".join(map(str, unit.cuts[1]))),
        ("x-prior", " ".join(f"{score:.4f}" for score in unit.prior)),
        ("x-reasons", reasons_text(unit.reasons) if unit.reasons else ""),
        ("x-machine-source", "true" if unit.machine_source else ""),
    ]


def _metadata(pairs: list[tuple[str, str]]) -> str:
    items = "".join(
        f'<mda:meta type="{xml_attribute(name)}">{xml_text(value)[0]}</mda:meta>'
        for name, value in pairs
        if value
    )
    if not items:
        return ""
    return (
        f'<mda:metadata><mda:metaGroup category="marialign">{items}'
        "</mda:metaGroup></mda:metadata>\n"
    )


def _content(text: str) -> tuple[str, int]:
    text, replaced = encodable(text)
    if not _CONTROLS.search(text):
        return xml_text(text)[0], replaced
    parts = (xml_text(part)[0] for part in _CONTROLS.split(text))
    codes = (f'<cp hex="{ord(code):04X}"/>' for code in _CONTROLS.findall(text))
    content = next(parts) + "".join(code + part for code, part in zip(codes, parts, strict=True))
    return content, replaced
