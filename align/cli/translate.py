"""`align translate`: a document, or a list of lines, in the other language."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from align.cli.console import Model, Output, SourceLang, TargetLang, progress, say
from align.errors import DataError

if TYPE_CHECKING:
    from align.protocols import Translator
    from align.records import Translation

Revision = typer.Option(
    None, "--revision", metavar="NAME", help="A branch, tag or commit of a model on the hub."
)
Engine = typer.Option(
    None, "--engine", metavar="NAME", help="ctranslate2 or transformers; the faster one there is."
)
Device = typer.Option("auto", "--device", metavar="NAME", help="auto, cpu or cuda.")
Threads = typer.Option(0, "--threads", metavar="N", help="Cores to use; 0 is all.")
Beam = typer.Option(None, "--beam", metavar="N", help="Width of the search; 1 is greedy.")
Precision = typer.Option(
    None, "--precision", metavar="TYPE", help="int8, float32, ...; the engine's own if left out."
)
NoCache = typer.Option(False, "--no-cache", help="Neither use nor keep earlier translations.")

_BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(name="translate", epilog="Example: align translate --lines french.txt -o en.txt")(
        translate
    )


def translate(
    file: str = typer.Argument(..., metavar="FILE", help="What to translate; - is standard input."),
    lines: bool = typer.Option(
        False, "--lines", help="One line out for each line in; an empty line stays empty."
    ),
    as_json: bool = typer.Option(
        False, "--json", help="One object a line: source, text, engine, flags (what was noticed)."
    ),
    source_lang: str | None = SourceLang,
    target_lang: str | None = TargetLang,
    model: str = Model,
    revision: str | None = Revision,
    engine: str | None = Engine,
    device: str = Device,
    threads: int = Threads,
    beam: int | None = Beam,
    precision: str | None = Precision,
    no_cache: bool = NoCache,
    output: str = Output,
) -> None:
    """Translate a document, a sentence a line, or a text line by line.

    Sentences of a document that are in the target language already stay as they are, and so
    do date lines. What looks wrong is tried again, and counted on stderr if it still does.
    """
    from align.files import display_name, read_lines, whole_output
    from align.translators import DEFAULT_BEAM, open_translator

    if lines:
        texts: Sequence[str] = read_lines(file)
        wanted: list[int] = list(range(len(texts)))
        if not texts:
            raise DataError(f"{display_name(file)}: the file is empty.")
    else:
        texts, wanted, source_lang, target_lang = _document(file, source_lang, target_lang)
    with notes():
        translator = open_translator(
            model=model, engine=engine, revision=revision, device=device, threads=threads,
            beam=DEFAULT_BEAM if beam is None else beam, precision=precision,
            cache=not no_cache, source_lang=source_lang, target_lang=target_lang,
        )  # fmt: skip
        made = _translated(translator, texts, wanted)
    with whole_output(output) as stream:
        for index, text in enumerate(texts):
            line = _line(text, made.get(index), as_json)
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    _count_flags(made.values())


def _document(
    file: str, source_lang: str | None, target_lang: str | None
) -> tuple[list[str], list[int], str, str]:
    """Return a document's segments, which of them to translate, and both languages."""
    from align.files import display_name
    from align.pipeline import read_segments
    from align.records import Kind

    document, segments = read_segments(file, source_lang, target_lang)
    into = target_lang or ("fr" if source_lang == "en" else "en")
    wanted = [
        place
        for place, segment in enumerate(segments)
        if segment.lang != into and document.blocks[segment.block].kind != Kind.META
    ]
    if not wanted:
        raise DataError(
            f"{display_name(file)}: nothing to translate, there is only text in '{into}'."
        )
    found = Counter(segments[place].lang for place in wanted if segments[place].lang)
    return (
        [segment.text for segment in segments],
        wanted,
        source_lang or (found.most_common(1)[0][0] if found else "fr"),
        into,
    )


def _translated(
    translator: Translator, texts: Sequence[str], wanted: Sequence[int]
) -> dict[int, Translation]:
    with progress("Translating", len(wanted)) as advance:
        made = translator.translate([texts[index] for index in wanted], progress=advance)
    return dict(zip(wanted, made, strict=True))


def _line(text: str, made: Translation | None, as_json: bool) -> str:
    written = _BREAK.sub(" ", text if made is None else made.text)
    if not as_json:
        return written
    return json.dumps(
        {
            "source": text,
            "text": written,
            "engine": made.engine if made else "",
            "flags": list(made.flags) if made else [],
        },
        ensure_ascii=False,
    )


def _count_flags(made: Iterable[Translation]) -> None:
    # A text that was split is no fault: its parts were read whole.
    flags = Counter(flag for made_ in made for flag in made_.flags if flag != "split")
    if flags:
        parts = ", ".join(f"{flag} {count}" for flag, count in sorted(flags.items()))
        say(f"align: translations to look at: {parts} (--json shows which).")


@contextmanager
def notes() -> Iterator[None]:
    """Say on stderr, once each, what went on in another way than was asked for."""
    from align.errors import MarialignWarning

    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", MarialignWarning)
        yield
    told = [str(note.message) for note in noted if issubclass(note.category, MarialignWarning)]
    for message in dict.fromkeys(told):
        say(f"align: {message}")
