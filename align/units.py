"""Beads and translations become units: which pairs come out, and who wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from align.errors import UsageError
from align.lines import on_one_line
from align.places import place_of, spanned
from align.quoted import without_quotes
from align.records import Alignment, Document, Origin, Segment, Translation, TranslationUnit

PAIRS = ("aligned", "machine", "all")
"""Which units come out: pairs that people wrote, pairs that the engine wrote, or both."""


def check_pairs(pairs: str | None) -> None:
    """Check a name of PAIRS; None is for what goes without saying.

    Raises:
        UsageError: it is none.
    """
    if pairs is not None and pairs not in PAIRS:
        raise UsageError(f"--pairs {pairs}: one of {', '.join(PAIRS)} was expected.")


def units_of(
    alignment: Alignment, made: dict[int, Translation], pairs: str,
    documents: tuple[Document, Document], source_lang: str, target_lang: str,
) -> Iterator[TranslationUnit]:  # fmt: skip
    """Yield the units in the source's order, target-only ones where they stand.

    Nulls are units with an empty side: no source text is lost on the way to a writer, nor is any
    target text that was asked for.

    Args:
        alignment: the beads and their segments.
        made: translations by the source segment's index.
        pairs: one of PAIRS.
        documents: those that the two sides are segments of; the first one's name is the units'.
        source_lang: the language of the source side.
        target_lang: the language of the target side.
    """
    one, other = documents
    for bead in alignment.beads:
        xs = [alignment.source[i] for i in bead.sources]
        ys = [alignment.target[j] for j in bead.targets]
        unit = TranslationUnit(
            source=_joined(xs), target=_joined(ys), source_lang=source_lang,
            target_lang=target_lang, bead=bead.type, origin=bead.origin,
            position=f"{[s.index for s in xs]}:{[s.index for s in ys]}", document=one.id,
            score=bead.score, crossing=bead.crossing, reasons=bead.reasons,
            source_place=_place(xs, one), target_place=_place(ys, other),
            cuts=(_cuts(xs), _cuts(ys)),
        )  # fmt: skip
        machine = pairs == "machine" or (
            pairs == "all" and not ys and any(s.index in made for s in xs)
        )
        if not machine:
            yield unit
            continue
        for s in xs:
            if s.index not in made:
                yield replace(
                    unit, source=_joined([s]), target="", bead="1:0", position=f"[{s.index}]:[]",
                    score=None, source_place=_place([s], one), target_place="", cuts=((), ()),
                )  # fmt: skip
                continue
            translation = made[s.index]
            yield TranslationUnit(
                source=_joined([s]), target=translation.text, source_lang=source_lang,
                target_lang=target_lang, bead="1:1" if translation.text else "1:0",
                origin=Origin.MACHINE, position=f"[{s.index}]:[]", document=one.id,
                engine=translation.engine, flags=translation.flags,
                source_place=_place([s], one),
            )  # fmt: skip


def _joined(segments: Sequence[Segment]) -> str:
    """The texts of neighbouring segments, line breaks and marks of quoted mail read as spaces."""
    return " ".join(on_one_line(without_quotes(s.text)) for s in segments)


def _cuts(segments: Sequence[Segment]) -> tuple[int, ...]:
    return cuts_of([_joined([s]) for s in segments])


def cuts_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Return where those after the first begin when texts are joined by spaces.

    >>> cuts_of(["Il pleut.", "Oui.", "Non."])
    (10, 15)
    """
    return tuple(accumulate(len(text) + 1 for text in texts[:-1]))


def _place(segments: Sequence[Segment], document: Document) -> str:
    """Where neighbouring segments stood in the document's file."""
    return spanned([place_of(document.blocks[s.block], s.start, s.end) for s in segments])
