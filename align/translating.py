"""What aligning needs of a translator: languages, direction, and which translations count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypedDict, TypeVar

from align.errors import DataError, DirectionError
from align.protocols import Progress, Scorer, SegmentPair, Translator
from align.records import Likelihood, Translation
from align.tags import tag_of
from align.translators.targets import language_of

T = TypeVar("T")
Tags = tuple[str | None, str | None]
"""Languages of source and target as they were given, such as `fr-CA`; None is to be detected."""
TranslatorFactory = Callable[[str, str], Translator]
"""Opens the translator from one language into another; called when there is work for it."""
Stage = Callable[[str, int], AbstractContextManager[Progress]]
"""Opens a stage of the work: its name and its number of items; yields what counts them."""

DOUBTED = frozenset(("truncated", "repeated", "empty", "copied", "length"))
"""Flags of translations that say little of the text, or mislead; a missing number does neither."""


class ForAligner(TypedDict, total=False):
    """What a translator gives an aligner, as `Aligner.align` takes it."""

    translations: Sequence[str] | None
    reverse: Sequence[str] | None
    scorer: Scorer | None


def no_progress(label: str, total: int) -> AbstractContextManager[Progress]:
    """Count nothing: the stage that shows no progress."""
    return nullcontext(lambda done: None)


def runs_back(model: str, langs: tuple[str, str]) -> bool:
    """Tell whether a model is known to translate only from the second language to the first."""
    return model == "bundled" and langs == ("en", "fr")


def open_either(
    open_translator: Callable[[str, str], T], langs: tuple[str, str], *, model: str
) -> tuple[T, bool]:
    """Open the translator between two languages; say whether it runs back, from the second.

    A model that is for the other direction alone serves to align as well, from that side.

    Raises:
        DirectionError: the model is for neither direction.
    """
    if runs_back(model, langs):
        return open_translator(*langs[::-1]), True
    try:
        return open_translator(*langs), False
    except DirectionError as refused:
        try:
            return open_translator(*langs[::-1]), True
        except DirectionError:
            raise refused from None


def both_in(lang: str, one: str, other: str) -> DataError:
    """Return what to raise of two texts, by their names, that are in one language."""
    return DataError(
        f"{one} and {other} are both in '{lang}', two languages were expected; --source-lang and "
        "--target-lang say otherwise."
    )


def plain(tags: Tags) -> Tags:
    """Return the languages that the work is done in: `fr` for `fr-CA`, `FR` and `fra`."""
    one, other = (tag and language_of(tag) for tag in tags)
    return one, other


def as_given(langs: tuple[str, str], tags: Tags) -> tuple[str, str]:
    """Return languages as they were given, where they were, to write and to ask a model for."""
    given = {language_of(tag): tag_of(tag) for tag in tags if tag}
    one, other = (given.get(lang, lang) for lang in langs)
    return one, other


def translated(
    translator: Translator, texts: Sequence[str], stage: Stage = no_progress
) -> list[Translation]:
    """Translate texts, one for one, as a stage of the work."""
    with stage("Translating", len(texts)) as advance:
        return translator.translate(texts, progress=advance)


def for_aligner(
    translator: Translator, made: Sequence[str], *, exchanged: bool, stage: Stage = no_progress
) -> ForAligner:
    """Return what a translator gives an aligner.

    Args:
        translator: the one that is asked again about pairs in doubt.
        made: its translations of the source's segments, one for one.
        exchanged: whether it runs back, and they are of the target's.
        stage: shows the progress of that asking.
    """
    scorer = scorer_of(translator, stage)
    if exchanged:
        return {"reverse": made, "scorer": scorer}
    return {"translations": made, "scorer": scorer}


def scorer_of(translator: Translator, stage: Stage) -> Scorer:
    """Return what asks a translator how likely targets are, and shows its progress."""

    def scored(pairs: Sequence[SegmentPair]) -> Sequence[Likelihood]:
        with stage("Weighing doubtful links", len(pairs)) as advance:
            return translator.score(pairs, progress=advance)

    return scored


def undoubted(made: Translation) -> str:
    """Return what the aligner reads of a translation: nothing where it is doubted."""
    return "" if DOUBTED.intersection(made.flags) else made.text
