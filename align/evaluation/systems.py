"""Run a suite's systems: one function a kind, from a document's files to a system's output.

What goes wrong is told without the system's name, which the runner puts before it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from align.errors import DataError, UsageError
from align.evaluation.suite import Corpus, System
from align.files import read_lines
from align.records import Bead, Block, Document, Kind
from align.registry import load, names
from align.signature import Signature
from align.translating import ForAligner, for_aligner, translated, undoubted


@dataclass(frozen=True, slots=True)
class Pairing:
    """An aligner at work: its beads, and what they depend on, translations included."""

    beads: tuple[Bead, ...]
    signature: Signature


def pair(
    system: System, files: Mapping[str, Path], *, corpus: Corpus, translator: Any = None
) -> Pairing:
    """Run an aligner over a document's two files of segments.

    `translator` is asked where the system's translations are `bundled`.

    Raises:
        DataError: the corpus has no translations for a system that takes them from a file.
        UsageError: there is no translator for a system that needs one.
    """
    # First, so that a wrong option costs no translating.
    langs = {"source_lang": corpus.source_lang, "target_lang": corpus.target_lang}
    aligner = made("aligner", system, defaults=langs)
    source, target = read_lines(files["source"]), read_lines(files["target"])
    given: ForAligner = {}
    signature: Signature = aligner.signature
    if system.translations == "file":
        if "translations" not in files:
            raise DataError("the corpus names no 'translations' file.")
        given["translations"] = read_lines(files["translations"])
        if "reverse" in files:
            given["reverse"] = read_lines(files["reverse"])
        signature |= Signature.of(translations="file")
    elif system.translations == "bundled":
        if translator is None:
            raise UsageError("a suite of this kind translates nothing.")
        texts = [undoubted(one) for one in translated(translator, source)]
        given = for_aligner(translator, texts, exchanged=False)
        signature |= translator.signature
    return Pairing(tuple(aligner.align(source, target, **given)), signature)


def translate(translator: Any, lines: Sequence[str]) -> list[str]:
    """Translate lines, one for one."""
    return [one.text for one in translator.translate(lines)]


def segment(system: System, texts: Sequence[str], *, lang: str) -> tuple[tuple[str, ...], ...]:
    """Split texts, each one paragraph."""
    segmenter = made("segmenter", system)
    documents = (
        Document(str(n), text, (Block(Kind.PARAGRAPH, lang, 0, len(text)),))
        for n, text in enumerate(texts)
    )
    return tuple(tuple(part.text for part in segmenter.segment(document)) for document in documents)


def run_whole(system: System, files: Mapping[str, Path], *, corpus: Corpus, output: Path) -> None:
    """Run `align run` on a document and its translation.

    An option `k = v` becomes `--k v`; true becomes `--k`, false leaves it out.

    Raises:
        DataError: the command failed; its last line says why.
    """
    options = [
        part
        for key, value in system.options.items()
        if value is not False
        for part in (f"--{key}", *([] if value is True else [str(value)]))
    ]
    command = [
        sys.executable, "-c", "from align.cli import main; main()", "run",
        str(files["source"]), str(files["target"]), "-o", str(output), "--pairs", "aligned",
        "--source-lang", corpus.source_lang, "--target-lang", corpus.target_lang, *options,
    ]  # fmt: skip
    plain = os.environ | {"TYPER_USE_RICH": "0"}  # whose last line is a frame's
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise DataError(f"align run failed: {last}")


def open_system_translator(system: System, corpus: Corpus) -> Any:
    """Open a translator: `use` is an engine of the registry, else a model."""
    from align.translators import open_translator

    names_engine = system.use in names("translator")
    options: dict[str, Any] = {
        "engine" if names_engine else "model": system.use,
        "source_lang": corpus.source_lang,
        "target_lang": corpus.target_lang,
        **system.options,
    }
    _check_options(system, open_translator)
    try:
        return open_translator(**options)
    except TypeError as error:
        raise UsageError(f"{error}.") from None


def bundled_translator(corpus: Corpus) -> Any:
    """Open the bundled model for an aligner's translations."""
    return open_system_translator(System("bundled", use="bundled"), corpus)


def made(stage: str, system: System, *, defaults: Mapping[str, Any] | None = None) -> Any:
    """Make a registered implementation with the system's options; they replace the defaults.

    Raises:
        UsageError: there is none of that name, or it takes no such option.
    """
    implementation = load(stage, system.use)
    _check_options(system, implementation)
    try:
        return implementation(**{**(defaults or {}), **system.options})
    except TypeError as error:
        raise UsageError(f"{error}.") from None


def _check_options(system: System, maker: Callable[..., Any]) -> None:
    known = list(signature(maker).parameters)
    for name in system.options:
        if name not in known:
            raise UsageError(f"there is no option '{name}'; there are: {', '.join(known)}.")
