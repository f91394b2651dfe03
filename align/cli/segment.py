"""`align segment`: the sentences of a document, one a line."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

import typer

from align.cli.console import Output, SourceLang, TargetLang, progress
from align.cli.inputs import open_input
from align.errors import DataError, UsageError

if TYPE_CHECKING:
    from align.protocols import Progress
    from align.streaming import Part

_BREAK = re.compile(r"[^\S ]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\t][^\S\u00a0\u202f]*")
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\t]")  # whether there is any, fast
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_OBJECT = json.JSONEncoder(ensure_ascii=False)


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
    in the file it stood. A line break inside a sentence is printed as a space. A plain text may
    be larger than the memory.
    """
    from align.files import whole_output
    from align.readers import reader_for

    for code in (lang, source_lang, target_lang):
        if code is not None and not _LANG.match(code):
            raise UsageError(f"'{code}' is no language code; a code such as fr was expected.")
    if lang and (source_lang or target_lang):
        raise UsageError("--lang says the language of all; leave --source-lang and --target-lang.")
    langs = (lang, lang) if lang else (source_lang, target_lang)
    opened = _text_parts if reader_for(file) == "text" else _whole
    render = _objects if as_json else _lines
    with ExitStack() as stack:
        parts = opened(file, *langs, fixed=lang is not None, stack=stack)
        stream = stack.enter_context(whole_output(output))
        for part in parts:
            stream.write("".join(render(part)).encode("utf-8", "backslashreplace"))


def _text_parts(
    file: str, source: str | None, target: str | None, *, fixed: bool, stack: ExitStack
) -> Iterable[Part]:
    """The parts of a plain text, made one after the other."""
    from align.files import display_name
    from align.streaming import StreamedText

    stream = stack.enter_context(_seekable(file))
    size = stream.seek(0, 2)
    advance: Progress = stack.enter_context(progress("Segmenting", 2 * size))
    return StreamedText(
        stream, name=display_name(file), source_lang=source, target_lang=target, fixed=fixed,
        progress=advance,
    ).parts()  # fmt: skip


@contextmanager
def _seekable(file: str) -> Iterator[BinaryIO]:
    """Open a file; what comes through a pipe goes to a temporary file, removed at the end."""
    with open_input(file) as stream:
        if stream.seekable() and file != "-":
            yield stream
            return
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(stream, spool)
            yield cast(BinaryIO, spool)


def _whole(
    file: str, source: str | None, target: str | None, *, fixed: bool, stack: ExitStack
) -> Iterable[Part]:
    """A document of any other format, as one part."""
    from align.files import display_name, read_bytes
    from align.languages import relabel, route
    from align.readers import reader_for
    from align.registry import load
    from align.streaming import Part

    name = display_name(file)
    document = load("reader", reader_for(file))().read(read_bytes(file), name=name)
    document = route(document, source_lang=source, target_lang=target)
    segments = load("segmenter", "rules")().segment(document)
    if not segments:
        raise DataError(f"{name}: there is no text in it.")
    return [Part(document, segments if fixed else relabel(segments, document), 0)]


def _lines(part: Part) -> Iterator[str]:
    for item in part.segments:
        text = item.text
        yield f"{_BREAK.sub(' ', text) if _BREAKS.search(text) else text}\n"


def _objects(part: Part) -> Iterator[str]:
    for item in part.segments:
        block = part.document.blocks[item.block]
        row = {
            "start": part.base + item.start,
            "end": part.base + item.end,
            "text": item.text,
            "lang": item.lang,
            "kind": str(block.kind),
        }
        if block.place:
            row["place"] = block.place
        yield f"{_OBJECT.encode(row)}\n"
