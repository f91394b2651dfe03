"""TMX 1.4 as validators see it: UTF-8 without a mark, one `tu` for each pair, streamed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO

from align.dates import FORM, is_date
from align.errors import DataError
from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.signature import package_version
from align.writers import OF_CORPORA, OF_UNITS
from align.writers.characters import (
    language_tag,
    reasons_text,
    xml_attribute,
    xml_bytes,
    xml_text,
)


class TmxWriter:
    """Writes TMX 1.4 (LISA OSCAR, 2005); null beads are skipped, since a TU needs both sides."""

    holds = OF_UNITS | OF_CORPORA

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units that have both sides.

        Characters that XML forbids become U+FFFD, and those of texts and notes are counted.

        Raises:
            DataError: a language code or the date is not what TMX can hold.
        """
        langs = language_tag(header.source_lang), language_tag(header.target_lang)
        stream.write(_head(header, langs[0]))
        written = skipped = replaced = 0
        for unit in units:
            source, target = unit.source, unit.target
            if not source or not target or source.isspace() or target.isspace():
                skipped += 1
                continue
            written += 1
            try:
                props, before, between = _frame(
                    unit.origin is Origin.MACHINE, unit.bead, unit.document, unit.engine,
                    unit.crossing, unit.flags, unit.source_lang, unit.target_lang, langs,
                    unit.changed_by if unit.review == "edited" else "", unit.machine_source,
                )  # fmt: skip
                changed = _changed(unit)
            except DataError as error:
                raise DataError(f"Unit {written + skipped}: {error}") from None
            source_text, first = xml_bytes(source)
            target_text, second = xml_bytes(target)
            note, third = xml_text(unit.note) if unit.note else ("", 0)
            replaced += first + second + third
            stream.write(
                b'<tu tuid="%d"%b%b%b%b%b<seg>%b%b%b<seg>%b</seg></tuv>\n</tu>\n'
                % (
                    written, changed, props, _own_props(unit, note),
                    before, _side_props(unit.source_place, unit.cuts[0]), source_text,
                    between, _side_props(unit.target_place, unit.cuts[1]), target_text,
                )
            )  # fmt: skip
        stream.write(b"</body>\n</tmx>\n")
        return Written(written, skipped=skipped, replaced=replaced)


def _head(header: CorpusHeader, source_lang: str) -> bytes:
    _check_date(header.created)
    date = f' creationdate="{header.created}"' if header.created else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="marialign" creationtoolversion="{xml_attribute(package_version())}"'
        ' segtype="sentence" o-tmf="marialign" adminlang="en"'
        f' srclang="{source_lang}" datatype="plaintext"{date}>\n'.encode()
        + b"".join(b"<note>%b</note>\n" % xml_bytes(note)[0] for note in header.notes)
        + _prop(b"x-signature", str(header.signature))
        + _prop(b"x-project", header.project)
        + _prop(b"x-document", header.document)
        + b"</header>\n<body>\n"
    )


def _check_date(date: str) -> None:
    """Refuse what is no date of TMX; "" stands for none."""
    if date and not is_date(date):
        raise DataError(f"'{date}' is not a date as TMX has it, {FORM}.")


@lru_cache(maxsize=1024)  # a corpus has few of these, and they are half the work
def _frame(
    machine: bool,
    bead: str,
    document: str,
    engine: str,
    crossing: bool,
    flags: tuple[str, ...],
    source_lang: str,
    target_lang: str,
    langs: tuple[str, str],
    editor: str,
    machine_source: bool,
) -> tuple[bytes, bytes, bytes]:
    """Render what many units share: the `prop`s, and what is before and between the texts.

    The attributes of a side mark it as an engine's where TMX tools look for the author: of the
    source where `machine_source`, else of the target; `editor` is who changed it since.
    """
    props = (
        (b"x-origin", "machine" if machine else "human"),
        (b"x-bead", bead),
        (b"x-crossing", "true" if crossing else ""),
        (b"x-document", document),
        (b"x-engine", engine),
        (b"x-flags", " ".join(flags)),
    )
    source_tag = language_tag(source_lang, default=langs[0])
    target_tag = language_tag(target_lang, default=langs[1])
    own = "" if source_tag == langs[0] else f' srclang="{source_tag}"'
    author = xml_attribute(f"MT:{engine or 'unknown'}")
    last = xml_attribute(editor) or author
    marks = f' creationid="{author}" changeid="{last}"' if machine else ""
    one, other = (marks, "") if machine_source else ("", marks)
    return (
        f"{own}>\n".encode() + b"".join(_prop(name, value) for name, value in props),
        f'<tuv xml:lang="{source_tag}"{one}>'.encode(),
        f'</seg></tuv>\n<tuv xml:lang="{target_tag}"{other}>'.encode(),
    )


def _changed(unit: TranslationUnit) -> bytes:
    """Render who changed a unit and when, as attributes of TMX."""
    if not (unit.changed_by or unit.changed_at):
        return b""
    _check_date(unit.changed_at)
    date = f' changedate="{unit.changed_at}"' if unit.changed_at else ""
    by = f' changeid="{xml_attribute(unit.changed_by)}"' if unit.changed_by else ""
    return f"{date}{by}".encode()


def _own_props(unit: TranslationUnit, note: str) -> bytes:
    """Render the `prop`s that each unit has for itself, and its note, which is escaped."""
    score, position = unit.score, unit.position
    lines = "" if score is None else f'<prop type="x-score">{score:.4f}</prop>\n'
    if unit.reasons:
        lines += f'<prop type="x-reasons">{reasons_text(unit.reasons)}</prop>\n'
    if unit.review or unit.prior:
        prior = " ".join(f"{held:.4f}" for held in unit.prior)
        lines += (_prop(b"x-review", unit.review) + _prop(b"x-prior", prior)).decode()
    if note:
        lines += f"<note>{note}</note>\n"
    if position.strip("[]:, 0123456789"):  # not one of ours: it may need escapes
        return lines.encode() + _prop(b"x-position", position)
    if position:
        lines += f'<prop type="x-position">{position}</prop>\n'
    return lines.encode()


def _side_props(place: str, cuts: tuple[int, ...]) -> bytes:
    if not (place or cuts):
        return b""  # fast: a plain text's pairs
    return _prop(b"x-place", place) + _prop(b"x-cuts", " ".join(map(str, cuts)))


def _prop(name: bytes, value: str) -> bytes:
    return b'<prop type="%b">%b</prop>\n' % (name, xml_bytes(value)[0]) if value else b""
