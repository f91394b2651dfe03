"""`align segment`: the sentences of a document, one a line."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

import typer

from align.cli.console import Output, SourceLang, TargetLang, check_output, language, progress
from align.errors import UsageError
from align.lines import on_one_line
from align.quoted import without_quotes

if TYPE_CHECKING:
    from align.protocols import Progress
    from align.streaming import Part

_STREAMED = ("text", "markdown", "subtitles")
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
        None, "--lang", metavar="CODE", callback=language,
        help="The language of the whole document, as in: --lang fr.",
    ),
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    output: str = Output,
) -> None:  # fmt: skip
    """Split a document into sentences, one a line.

    Offsets are characters of the decoded text, a byte order mark not counted, line ends as in
    the file; of a format with markup, they count the text that was read, and `place` says where
    in the file it stood. A line break inside a sentence is printed as a space. Plain text,
    Markdown and subtitles may be larger than the memory.
    """
    from align.files import whole_output
    from align.readers import reader_for
    from align.translating import plain

    check_output("--output", output, file)
    if lang and (source_lang or target_lang):
        raise UsageError("--lang says the language of all; leave --source-lang and --target-lang.")
    langs = plain((lang, lang) if lang else (source_lang, target_lang))
    opened = _streamed if reader_for(file) in _STREAMED else _whole
    render = _objects if as_json else _lines
    with ExitStack() as stack:
        parts = opened(file, *langs, stack=stack)
        stream = stack.enter_context(whole_output(output))
        for part in parts:
            stream.write("".join(render(part)).encode("utf-8", "backslashreplace"))


def _streamed(
    file: str, source: str | None, target: str | None, *, stack: ExitStack
) -> Iterable[Part]:
    """The parts of a document whose format allows to make one after the other."""
    from align.files import display_name
    from align.readers import reader_for
    from align.streaming import StreamedMarkup, StreamedText

    stream = stack.enter_context(_seekable(file))
    size = stream.seek(0, 2)
    advance: Progress = stack.enter_context(progress("Segmenting", 2 * size))
    name, reader = display_name(file), reader_for(file)
    if reader == "text":
        return StreamedText(
            stream, name=name, source_lang=source, target_lang=target,
            progress=advance,
        ).parts()  # fmt: skip
    spool = stack.enter_context(_temporary())
    return StreamedMarkup(
        stream, spool, reader=reader, name=name, source_lang=source, target_lang=target,
        progress=advance,
    ).parts()  # fmt: skip


@contextmanager
def _seekable(file: str) -> Iterator[BinaryIO]:
    """Open a file; what is packed, or comes through a pipe, goes to a temporary file first."""
    from align.files import open_input

    with open_input(file) as stream:
        if stream.seekable() and file != "-":
            yield stream
            return
        with _temporary() as spool:
            shutil.copyfileobj(stream, spool)
            yield spool


@contextmanager
def _temporary() -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as stream:
        yield cast(BinaryIO, stream)


def _whole(
    file: str, source: str | None, target: str | None, *, stack: ExitStack
) -> Iterable[Part]:
    """A document of any other format, as one part."""
    from align.reading import read_segments
    from align.streaming import Part

    document, segments = read_segments(file, source, target)
    return [Part(document, segments, 0)]


def _lines(part: Part) -> Iterator[str]:
    for item in part.segments:
        text = on_one_line(without_quotes(item.text)).replace("\t", " ")
        yield f"{text}\n"


def _objects(part: Part) -> Iterator[str]:
    from align.places import place_of

    for item in part.segments:
        block = part.document.blocks[item.block]
        row = {
            "start": part.base + item.start,
            "end": part.base + item.end,
            "text": item.text,
            "lang": item.lang,
            "kind": str(block.kind),
        }
        if place := place_of(block, item.start, item.end):
            row["place"] = place
        yield f"{_OBJECT.encode(row)}\n"
