"""`align translate`: a document, or a list of lines, in the other language."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING

import typer

from align.cli.console import Model, Output, SourceLang, TargetLang, check_output, progress, say
from align.errors import DataError, counted
from align.lines import on_one_line
from align.tags import partner_of
from align.translators import DEFAULT_BEAM

if TYPE_CHECKING:
    from align.protocols import Translator
    from align.records import Segment, Translation
    from align.translating import Tags, TranslatorFactory

Revision = typer.Option(
    None, "--revision", metavar="NAME", help="A branch, tag or commit of a model on the hub."
)
Engine = typer.Option(
    None, "--engine", metavar="NAME", help="ctranslate2 or transformers; the faster one there is."
)
Device = typer.Option("auto", "--device", metavar="NAME", help="auto, cpu or cuda.")
Threads = typer.Option(0, "--threads", metavar="N", help="Cores to use; 0 is all.")
Beam = typer.Option(
    DEFAULT_BEAM, "--beam", metavar="N", show_default=False,
    help="Width of the search; 1 is greedy.",
)  # fmt: skip
Precision = typer.Option(
    None, "--precision", metavar="TYPE", help="int8, float32, ...; the engine's own if left out."
)
NoCache = typer.Option(False, "--no-cache", help="Neither use nor keep earlier translations.")

_TELLING = 60  # letters that tell a language


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(name="translate", epilog="Example: align translate --lines french.txt -o en.txt")(
        translate
    )


def translate(
    file: str = typer.Argument(..., metavar="FILE", help="What to translate; - is standard input."),
    lines: bool = typer.Option(
        False,
        "--lines",
        help="One line out for each line in; an empty line stays empty, and one in the target "
        "language already stays as it is.",
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
    beam: int = Beam,
    precision: str | None = Precision,
    no_cache: bool = NoCache,
    output: str = Output,
) -> None:
    """Translate a document, a sentence a line, or a text line by line.

    Sentences and lines that are in the target language already stay as they are, and so do a
    document's date lines. Text in another language than the model's is refused, unless there is
    too little to tell. What looks wrong is tried again, and counted on stderr if it still does.
    """
    from align.files import whole_output
    from align.output import to_look_at
    from align.translating import plain
    from align.translators import open_translator

    check_output("--output", output, file)
    stated = _stated(model, revision, engine)
    variant = target_lang  # what a model of many targets is asked for
    source_lang, target_lang = plain((source_lang, target_lang))
    if lines:
        texts, wanted = _lines(file, source_lang, target_lang, stated, model)
    else:
        texts, wanted, source_lang, target_lang = _document(file, source_lang, target_lang, stated)
    with notes():
        translator = open_translator(
            model=model, engine=engine, revision=revision, device=device, threads=threads,
            beam=beam, precision=precision, cache=not no_cache,
            source_lang=source_lang, target_lang=variant or target_lang,
        )  # fmt: skip
        made = _translated(translator, texts, wanted)
    with whole_output(output) as stream:
        for index, text in enumerate(texts):
            line = _line(text, made.get(index), as_json)
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    if told := to_look_at(made.values()):
        say(f"align: {told} (--json shows which).")


def _stated(model: str, revision: str | None, engine: str | None) -> tuple[str, str]:
    """The languages that a model says it is for, "" where it leaves them open."""
    from align.translators.models import stated_langs
    from align.translators.targets import only_language

    if engine == "fake":
        return "fr", "en"
    one, other = map(only_language, stated_langs(model, revision=revision))
    return one, other


def _into(source_lang: str | None, target_lang: str | None, stated: tuple[str, str]) -> str:
    """The language of what comes out: as asked, as the model has it, or the likelier one."""
    if target_lang or stated[1] not in ("", source_lang):
        return target_lang or stated[1]
    return partner_of(source_lang)


def _lines(
    file: str, source_lang: str | None, target_lang: str | None, stated: tuple[str, str], model: str
) -> tuple[list[str], list[int]]:
    """Return a file's lines, and which of them to translate."""
    from align.files import display_name, read_lines
    from align.languages import choose_languages, detect_language, relabel
    from align.output import in_other_languages
    from align.records import Block, Document, Kind, Segment

    texts, name = read_lines(file), display_name(file)
    if not texts:
        raise DataError(f"{name}: the file is empty.")
    text = "\n".join(texts)
    if sum(map(str.isalpha, text)) < _TELLING:  # too little to tell by
        return texts, list(range(len(texts)))
    document = Document(name, text, (Block(Kind.PARAGRAPH, "", 0, len(text)),))
    reads, into = stated[0], _into(source_lang, target_lang, stated)
    main = source_lang or detect_language(document)
    if main not in (into, reads or main) and source_lang is None:
        raise DataError(
            f"{name}: the lines are in '{main}', and {model} translates from '{reads}'; pass "
            "--model with one for that direction, or --source-lang if they are not."
        )
    ends = accumulate(len(line) + 1 for line in texts)
    come_from = main if main != into else reads or partner_of(into)
    segments = [  # a line that is too short to tell is to be translated
        Segment(k, 0, come_from, end - len(line) - 1, end - 1, line)
        for k, (line, end) in enumerate(zip(texts, ends, strict=True))
    ]
    langs = choose_languages(document, source_lang=come_from, target_lang=into)
    if source_lang is not None:  # which is believed
        langs = langs[:2]
    found = relabel(segments, document, langs=langs)
    others = [s for s in found if s.lang in langs[2:]]
    wanted = [s.index for s in found if s.lang not in (into, *langs[2:]) or not s.text.strip()]
    if kept := len(texts) - len(wanted) - len(others):
        say(f"align: {counted(kept, 'line')} in '{into}' already: left as in the input.")
    if others:
        say(f"align: {in_other_languages(others)}: left as in the input.")
    if not any(found[k].text.strip() for k in wanted):
        raise _nothing(name, into, others)
    return texts, wanted


def _document(
    file: str, source_lang: str | None, target_lang: str | None, stated: tuple[str, str]
) -> tuple[list[str], list[int], str, str]:
    """Return a document's segments, which of them to translate, and both languages."""
    from align.files import display_name
    from align.output import in_other_languages
    from align.reading import read_document, segmented
    from align.records import Kind

    document, segments, third = segmented(read_document(file), source_lang, target_lang)
    third -= {stated[0]}
    others = [s for s in segments if s.lang in third]
    into = _into(source_lang, target_lang, stated)
    wanted = [
        place
        for place, segment in enumerate(segments)
        if segment.lang != into
        and segment.lang not in third
        and document.blocks[segment.block].kind != Kind.META
    ]
    if not wanted:
        raise _nothing(display_name(file), into, others)
    if others:
        say(f"align: {in_other_languages(others)}: left as in the input.")
    tally = Counter(segments[place].lang for place in wanted if segments[place].lang)
    return (
        [segment.text for segment in segments],
        wanted,
        source_lang or (tally.most_common(1)[0][0] if tally else "fr"),
        into,
    )


def _nothing(name: str, into: str, others: Sequence[Segment]) -> DataError:
    langs = ", ".join(f"'{lang}'" for lang in sorted({into, *(s.lang for s in others)}))
    return DataError(f"{name}: nothing to translate, there is only text in {langs}.")


def _translated(
    translator: Translator, texts: Sequence[str], wanted: Sequence[int]
) -> dict[int, Translation]:
    from align.translating import translated

    made = translated(translator, [texts[index] for index in wanted], progress)
    return dict(zip(wanted, made, strict=True))


def _line(text: str, made: Translation | None, as_json: bool) -> str:
    written = on_one_line(text if made is None else made.text)
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


def opener(
    *, model: str, revision: str | None, engine: str | None, device: str, threads: int, beam: int,
    no_cache: bool, tags: Tags = (None, None),
) -> TranslatorFactory:  # fmt: skip
    """Return what opens the translator that a command's options ask for, once there is work for it.

    `tags` are the languages as they were given: a model is asked for `en-GB` by that name.
    """

    def opened(one: str, other: str) -> Translator:
        from align.translating import as_given
        from align.translators import open_translator

        one, other = as_given((one, other), tags)
        return open_translator(
            model=model, engine=engine, revision=revision, device=device, threads=threads,
            beam=beam, cache=not no_cache, source_lang=one, target_lang=other,
        )  # fmt: skip

    return opened


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
