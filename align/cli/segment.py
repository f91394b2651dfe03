"""`align segment`: the sentences of a document, one a line."""

from __future__ import annotations

import json
import re

import typer

from align.cli.console import Output, SourceLang, TargetLang
from align.errors import DataError, UsageError

_BREAK = re.compile(r"[^\S ]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\t][^\S\u00a0\u202f]*")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(name="segment", epilog="Example: align segment press-release.txt --json")(segment)


def segment(
    file: str = typer.Argument(..., metavar="FILE", help="The document; - is standard input."),
    as_json: bool = typer.Option(
        False, "--json", help="One object a line: start, end, text, lang, kind."
    ),
    lang: str | None = typer.Option(
        None, "--lang", metavar="CODE", help="The language of the whole document, as in: --lang fr."
    ),
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    output: str = Output,
) -> None:
    """Split a document into sentences, one a line.

    Offsets are characters of the decoded text, a byte order mark not counted, line ends as in
    the file; of a format with markup, they count the text that was read, and `place` says where
    in the file it stood. A line break inside a sentence is printed as a space.
    """
    from align.files import display_name, read_bytes, whole_output
    from align.languages import relabel, route
    from align.readers import reader_for
    from align.registry import load

    for code in (lang, source_lang, target_lang):
        if code is not None and not _LANG.match(code):
            raise UsageError(f"'{code}' is no language code; a code such as fr was expected.")
    if lang and (source_lang or target_lang):
        raise UsageError("--lang says the language of all; leave --source-lang and --target-lang.")
    data = read_bytes(file)
    document = load("reader", reader_for(file))().read(data, name=display_name(file))
    fixed = lang is not None
    document = route(
        document, source_lang=lang or source_lang, target_lang=lang if fixed else target_lang
    )
    segments = load("segmenter", "rules")().segment(document)
    if not fixed:
        segments = relabel(segments, document)
    if not segments:
        raise DataError(f"{display_name(file)}: there is no text in it.")
    with whole_output(output) as stream:
        for item in segments:
            if as_json:
                block = document.blocks[item.block]
                row = {
                    "start": item.start,
                    "end": item.end,
                    "text": item.text,
                    "lang": item.lang,
                    "kind": str(block.kind),
                }
                if block.place:
                    row["place"] = block.place
                line = json.dumps(row, ensure_ascii=False)
            else:
                line = _BREAK.sub(" ", item.text)
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))
