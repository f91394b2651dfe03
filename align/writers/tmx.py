"""TMX 1.4 as validators see it: UTF-8 without a mark, one `tu` for each pair, streamed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from align.errors import DataError
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.signature import package_version
from align.writers.characters import language_tag, xml_attribute, xml_text

MACHINE_NOTE = (
    "Units whose x-origin is machine have a target that an engine wrote, not a person; "
    'their creationid is "MT:" and the engine\'s name.'
)
"""For `CorpusHeader.notes` wherever a unit of machine origin can occur."""

_DATE = "YYYYMMDDThhmmssZ"


class TmxWriter:
    """Writes TMX 1.4 (LISA OSCAR, 2005); null beads are skipped, since a TU needs both sides."""

    holds = frozenset(
        (
            "source", "target", "source_lang", "target_lang", "bead", "origin", "position",
            "document", "score", "crossing", "engine", "flags", "header",
        )
    )  # fmt: skip

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units that have both sides.

        Characters that XML forbids become U+FFFD and are counted.

        Raises:
            DataError: a language code or the date is not what TMX can hold.
        """
        source_lang = language_tag(header.source_lang)
        target_lang = language_tag(header.target_lang)
        stream.write(_head(header, source_lang).encode())
        written = skipped = replaced = 0
        tags: dict[str, str] = {"": ""}
        for unit in units:
            if not (unit.source.strip() and unit.target.strip()):
                skipped += 1
                continue
            for code in (unit.source_lang, unit.target_lang):
                if code not in tags:
                    tags[code] = language_tag(code)
            source, first = xml_text(unit.source)
            target, second = xml_text(unit.target)
            written += 1
            replaced += first + second
            source_tag = tags[unit.source_lang] or source_lang
            target_tag = tags[unit.target_lang] or target_lang
            own = "" if source_tag == source_lang else f' srclang="{source_tag}"'
            stream.write(
                f'<tu tuid="{written}"{own}>\n{_props(unit)}'
                f'<tuv xml:lang="{source_tag}"><seg>{source}</seg></tuv>\n'
                f'<tuv xml:lang="{target_tag}"{_author(unit)}><seg>{target}</seg></tuv>\n'
                "</tu>\n".encode()
            )
        stream.write(b"</body>\n</tmx>\n")
        return Written(written, skipped=skipped, replaced=replaced)


def _head(header: CorpusHeader, source_lang: str) -> str:
    _check_date(header.created)
    date = f' creationdate="{header.created}"' if header.created else ""
    props = (("x-signature", str(header.signature)), ("x-document", header.document))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="marialign" creationtoolversion="{xml_attribute(package_version())}"'
        ' segtype="sentence" o-tmf="marialign" adminlang="en"'
        f' srclang="{source_lang}" datatype="plaintext"{date}>\n'
        + "".join(f"<note>{xml_text(note)[0]}</note>\n" for note in header.notes)
        + "".join(_prop(name, value) for name, value in props if value)
        + "</header>\n<body>\n"
    )


def _check_date(date: str) -> None:
    """Refuse what is no date of TMX; "" stands for none."""
    try:
        if date and datetime.strptime(date, "%Y%m%dT%H%M%SZ") and len(date) != len(_DATE):
            raise ValueError
    except ValueError:
        raise DataError(f"'{date}' is not a date as TMX has it, {_DATE}.") from None


def _props(unit: TranslationUnit) -> str:
    """The unit's `prop`s: what is computed needs no escape, what is free text gets one."""
    lines = f'<prop type="x-origin">{unit.origin.value}</prop>\n'
    if unit.score is not None:
        lines += f'<prop type="x-score">{unit.score:.4f}</prop>\n'
    if unit.bead:
        lines += _prop("x-bead", unit.bead)
    if unit.position:
        lines += _prop("x-position", unit.position)
    if unit.crossing:
        lines += _prop("x-crossing", "true")
    if unit.document:
        lines += _prop("x-document", unit.document)
    if unit.engine:
        lines += _prop("x-engine", unit.engine)
    if unit.flags:
        lines += _prop("x-flags", " ".join(unit.flags))
    return lines


def _prop(name: str, value: str) -> str:
    return f'<prop type="{name}">{xml_text(value)[0]}</prop>\n'


def _author(unit: TranslationUnit) -> str:
    """Attributes that mark a target as an engine's, where TMX tools look for the author."""
    if unit.origin is not Origin.MACHINE:
        return ""
    author = xml_attribute(f"MT:{unit.engine or 'unknown'}")
    return f' creationid="{author}" changeid="{author}"'
