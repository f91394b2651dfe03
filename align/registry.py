"""Names of implementations, looked up lazily: `load("aligner", "length")` imports one module.

What files' endings name stands here too.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Any

from align.errors import UsageError

IMPLEMENTATIONS: dict[str, dict[str, str]] = {
    "reader": {
        "text": "align.readers.text:TextReader",
        "markdown": "align.readers.markdown:MarkdownReader",
        "html": "align.readers.html:HtmlReader",
        "docx": "align.readers.docx:DocxReader",
        "subtitles": "align.readers.subtitles:SubtitleReader",
        "epub": "align.readers.epub:EpubReader",
        "pdf": "align.readers.pdf:PdfReader",
    },
    "segmenter": {
        "rules": "align.segmenters.rules:RuleSegmenter",
    },
    "translator": {
        "ctranslate2": "align.translators.ctranslate:CTranslate2Translator",
        "transformers": "align.translators.marian:MarianTranslator",
        "fake": "align.translators.fake:FakeTranslator",
    },
    "aligner": {
        "translation": "align.aligners.translation:TranslationAligner",
        "lexical": "align.aligners.lexical:LexicalAligner",
        "length": "align.aligners.length:LengthAligner",
    },
    "writer": {
        "tmx": "align.writers.tmx:TmxWriter",
        "tsv": "align.writers.tsv:TsvWriter",
        "jsonl": "align.writers.jsonl:JsonlWriter",
        "moses": "align.writers.moses:MosesWriter",
        "beads": "align.writers.vecalign:VecalignWriter",
        "xces": "align.writers.xces:XcesWriter",
        "xliff": "align.writers.xliff:XliffWriter",
        "xlsx": "align.writers.xlsx:XlsxWriter",
        "html": "align.writers.html:HtmlWriter",
        "parquet": "align.writers.parquet:ParquetWriter",
    },
    "bitext": {
        "tmx": "align.bitexts.tmx:TmxReader",
        "tsv": "align.bitexts.tsv:TsvReader",
        "jsonl": "align.bitexts.jsonl:JsonlReader",
        "moses": "align.bitexts.moses:MosesReader",
        "xliff": "align.bitexts.xliff:XliffReader",
        "xlsx": "align.bitexts.xlsx:XlsxReader",
        "parquet": "align.bitexts.parquet:ParquetReader",
    },
}

ENDINGS = {
    ".tmx": "tmx",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
    ".beads": "beads",
    ".links": "beads",
    ".xces": "xces",
}
"""What the ending of a file to write says of its format."""

READ_ENDINGS = ENDINGS | dict.fromkeys((".sdlxliff", ".mqxliff", ".mxliff"), "xliff")
"""What that of a file to read says: Trados, memoQ and Phrase have endings of their own."""


def names(stage: str) -> tuple[str, ...]:
    """Return the implementations of a stage (`reader`, `segmenter`, ...), by name."""
    return tuple(IMPLEMENTATIONS[stage])


def read_endings(formats: Collection[str]) -> dict[str, str]:
    """Return the endings of files to read that name one of some formats, with the format."""
    return {ending: name for ending, name in READ_ENDINGS.items() if name in formats}


def load(stage: str, name: str) -> Any:
    """Import and return the class behind a name.

    Raises:
        UsageError: the stage has no implementation of that name.
    """
    try:
        path = IMPLEMENTATIONS[stage][name]
    except KeyError:
        known = ", ".join(IMPLEMENTATIONS.get(stage, {}))
        raise UsageError(f"There is no {stage} '{name}'; there are: {known}.") from None
    module, _, attribute = path.partition(":")
    return getattr(import_module(module), attribute)
