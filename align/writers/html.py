"""A page to read: the pairs side by side, streamed, with nothing loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from align.records import CorpusHeader, Origin, TranslationUnit, Written
from align.writers.characters import language_tag, xml_attribute, xml_text

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
h1, p { overflow-wrap: anywhere } p.n { font-size: .8rem; color: #666; margin: .25rem 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-top: 1.5rem }
td, th { text-align: start; vertical-align: top; padding: .4rem .6rem;
  border-top: 1px solid #8884; overflow-wrap: anywhere; white-space: pre-line }
col.n { width: 8rem } td.n { font-size: .8rem; color: #666; white-space: normal }
tr.machine td:nth-child(3), tr.machine-source td:nth-child(2) { background: #ffa50022 }
tr.null td { background: #8881 }
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block } thead { display: none }
  td { padding: .2rem .6rem } td + td { border: 0 } td:nth-child(3) { padding-left: 1.6rem }
}
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #eee } td.n, p.n { color: #aaa }
}
"""
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\dZ")


class HtmlWriter:
    """Writes a row a unit, nulls included; machine translations are marked as such."""

    holds = frozenset(
        (
            "source", "target", "source_lang", "target_lang", "bead", "origin", "position",
            "score", "signature", "notes", "machine_source",
        )
    )  # fmt: skip

    def write(
        self, units: Iterable[TranslationUnit], stream: BinaryIO, *, header: CorpusHeader
    ) -> Written:
        """Write all units; characters that HTML forbids become U+FFFD and are counted."""
        languages = (language_tag(header.source_lang), language_tag(header.target_lang))
        stream.write(_head(header, languages).encode())
        written = replaced = 0
        for unit in units:
            written += 1
            source, first = xml_text(unit.source)
            target, second = xml_text(unit.target)
            replaced += first + second
            tags = [
                xml_attribute(own or whole)
                for own, whole in zip((unit.source_lang, unit.target_lang), languages, strict=True)
            ]
            kind = "-source" if unit.machine_source else ""
            kind = "" if unit.origin is Origin.HUMAN else f' class="machine{kind}"'
            kind = kind if unit.source and unit.target else ' class="null"'
            stream.write(
                f'<tr{kind}><td class="n">{_facts(unit, written)}</td>'
                f'<td lang="{tags[0]}" dir="auto">{source}</td>'
                f'<td lang="{tags[1]}" dir="auto">{target}</td></tr>\n'.encode()
            )
        stream.write(b"</tbody></table>\n</body>\n</html>\n")
        return Written(written, replaced=replaced)


def _head(header: CorpusHeader, languages: tuple[str, str]) -> str:
    title = xml_text(header.document or "Pairs")[0]
    made = _DATE.sub(r"\1-\2-\3 \4:\5 UTC", header.created)
    lines = "".join(f"<p>{xml_text(note)[0]}</p>\n" for note in header.notes if note)
    facts = (str(header.signature), made)
    lines += "".join(f'<p class="n">{xml_text(fact)[0]}</p>\n' for fact in facts if fact)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{lines}"
        '<table><colgroup><col class="n"><col><col></colgroup>\n<thead><tr><th></th>'
        f"<th>Source ({languages[0]})</th><th>Target ({languages[1]})</th></tr></thead>\n<tbody>\n"
    )


def _facts(unit: TranslationUnit, number: int) -> str:
    score = unit.score
    if score is not None and score < 1:
        score = min(score, 0.99)  # 1.00 is for what is certain
    facts = [str(number), unit.bead, "" if score is None else f"{score:.2f}"]
    facts += [unit.position, "machine" if unit.origin is Origin.MACHINE else ""]
    return " · ".join(xml_text(fact)[0] for fact in facts if fact)
