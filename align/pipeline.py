"""Read, segment, translate, align: from one or two documents to translation units."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from align import translators
from align.aligners import open_aligner
from align.aligners.recalibrated import Recalibration
from align.errors import DataError, UsageError
from align.files import read_bytes
from align.languages import detect_language
from align.lines import whole_words
from align.protocols import Translator
from align.reading import Fetch, read_document, segmented
from align.records import (
    Alignment,
    Bead,
    Document,
    Kind,
    Segment,
    Translation,
    TranslationUnit,
)
from align.reviewed import FixedBeads, placed, with_reviews
from align.signature import Signature, package_version
from align.tags import partner_of
from align.translating import (
    Stage,
    Tags,
    TranslatorFactory,
    as_given,
    both_in,
    for_aligner,
    no_progress,
    open_either,
    plain,
    runs_back,
    scorer_of,
    translated,
    undoubted,
)
from align.units import check_pairs, units_of

__all__ = ["Run", "run"]


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run made.

    `alignment` holds the beads over all segments to be paired; `translations` those that were
    made, by the source segment's index in its document. `left_source` and `left_target` are
    the segments that people did not translate, or that translate nothing; `meta` the lines of
    dates, numbers and separators, which are not paired, and `others` a document's lines that are
    neither in the language of its text nor of its captions.
    """

    documents: tuple[Document, ...]
    source_lang: str
    target_lang: str
    alignment: Alignment
    translations: dict[int, Translation]
    units: tuple[TranslationUnit, ...]
    left_source: tuple[Segment, ...]
    left_target: tuple[Segment, ...]
    meta: tuple[Segment, ...]
    others: tuple[Segment, ...]
    signature: Signature


def run(
    source: str | Path,
    target: str | Path | None = None,
    *,
    open_translator: TranslatorFactory | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
    pairs: str | None = None,
    model: str = "bundled",
    fixed: FixedBeads | None = None,
    recalibration: Recalibration | None = None,
    stage: Stage = no_progress,
    fetch: Fetch = read_bytes,
) -> Run:
    """Do the main job: one document with its captions, or a document and its translation.

    Args:
        source: the document to align, `-` for standard input.
        target: its translation; without it, the source's own segments in the target language.
        open_translator: opens the translator for two languages; by default `model`, with the cache.
        source_lang: detected where left out; with a region too, such as `fr-CA`, which the units
            keep.
        target_lang: the same.
        pairs: one of `units.PAIRS`; by default `all` for one document and `aligned` for two.
        model: the one that is opened: the bundled one runs from French alone.
        fixed: beads of two documents that stay as they are, their units as they were reviewed.
        recalibration: what the scores of two documents' beads mean.
        stage: shows the progress of long stages.
        fetch: brings a file's bytes.

    Raises:
        DataError: nothing to align in the documents, or `fixed` speaks of others.
        UsageError: `pairs` is none of them.
    """
    check_pairs(pairs)
    langs = plain((source_lang, target_lang))

    def opened(one: str, other: str) -> Translator:
        one, other = as_given((one, other), (source_lang, target_lang))
        if open_translator is not None:
            return open_translator(one, other)
        return translators.open_translator(model=model, source_lang=one, target_lang=other)

    if target is None:
        if fixed is not None:
            raise UsageError(f"{fixed.name}: --fixed goes with a document and its translation.")
        if recalibration is not None:
            raise UsageError("--calibration goes with a document and its translation.")
        document = read_document(source, fetch=fetch)
        made = _run_captions(document, *langs, pairs or "all", opened, stage)
        return _tagged(made, (source_lang, target_lang))
    if str(source) == str(target) == "-":
        raise UsageError("Standard input can be the source or the target, not both.")
    documents = read_document(source, fetch=fetch), read_document(target, fetch=fetch)
    made = _run_documents(
        documents, *langs, pairs or "aligned", opened, model, fixed, recalibration, stage
    )
    return _tagged(made, (source_lang, target_lang))


def _tagged(made: Run, tags: Tags) -> Run:
    """Give a run's units the languages as the user wrote them."""
    langs = made.source_lang, made.target_lang
    one, other = as_given(langs, tags)
    if (one, other) == langs:
        return made
    units = tuple(replace(unit, source_lang=one, target_lang=other) for unit in made.units)
    return replace(made, source_lang=one, target_lang=other, units=units)


def _run_captions(
    document: Document, source_lang: str | None, target_lang: str | None, pairs: str,
    open_translator: TranslatorFactory, stage: Stage,
) -> Run:  # fmt: skip
    document, segments, third = segmented(document, source_lang, target_lang)
    _require_prose(document)
    into = target_lang or partner_of(source_lang)
    meta, prose = _apart(document, segments)
    others = tuple(s for s in prose if s.lang in third)
    captions = tuple(s for s in prose if s.lang == into)
    texts = tuple(s for s in prose if s.lang != into and s.lang not in third)
    if not texts:
        found = ", ".join(f"'{lang}'" for lang in sorted({s.lang for s in prose} or {into}))
        raise DataError(
            f"{document.id}: all of its text is in {found}, so there is nothing to translate; "
            "--source-lang and --target-lang say which languages to expect."
        )
    langs = Counter(s.lang for s in texts)
    come_from = source_lang or langs.most_common(1)[0][0]
    translator = open_translator(come_from, into)
    made = _translated(translator, texts, stage)
    from align.aligners.captions import CaptionAligner

    aligner = CaptionAligner(source_lang=come_from, target_lang=into)
    order = [s.index for s in texts]
    # Blocks part the text: a caption renders neighbours that stand in one of them.
    beads = aligner.align(
        [whole_words(s.text) for s in texts], [whole_words(s.text) for s in captions],
        translations=[undoubted(made[s.index]) or " " * len(s.text) for s in texts],  # for lengths
        groups=[s.block for s in texts],
        at=[bisect(order, s.index) for s in captions],
        scorer=scorer_of(translator, stage),
    )  # fmt: skip
    signature = _signature(aligner.signature, translator.signature)
    alignment = Alignment(texts, captions, beads, signature)
    units = tuple(units_of(alignment, made, pairs, (document, document), come_from, into))
    return _finished((document,), come_from, into, alignment, made, units, meta, others)


def _run_documents(
    documents: tuple[Document, Document], source_lang: str | None, target_lang: str | None,
    pairs: str, open_translator: TranslatorFactory, model: str, fixed: FixedBeads | None,
    recalibration: Recalibration | None, stage: Stage,
) -> Run:  # fmt: skip
    for document in documents:
        _require_prose(document)
    detected = detect_language(documents[0]), detect_language(documents[1])
    langs = source_lang or detected[0], target_lang or detected[1]
    if langs[0] == langs[1]:
        raise both_in(langs[0], documents[0].id, documents[1].id)
    if langs == detected[::-1]:
        raise DataError(
            f"{documents[0].id} is in '{detected[0]}' and {documents[1].id} in '{detected[1]}', "
            "though --source-lang and --target-lang say the reverse; exchange the files."
        )
    (one, x, _), (other, y, _) = (
        segmented(document, lang, second, third=False)
        for document, lang, second in zip(documents, langs, langs[::-1], strict=True)
    )
    (x_meta, x), (y_meta, y) = _apart(one, x), _apart(other, y)
    segments = ({s.index: s.text for s in side} for side in (x, y))
    certain = placed(fixed, *segments) if fixed else ()
    exchanged = False
    if pairs == "aligned":  # a model that runs the other way will do
        translator, exchanged = open_either(open_translator, langs, model=model)
    elif runs_back(model, langs):
        raise UsageError(
            f"--pairs {pairs}: there is no model from 'en' to 'fr' that could write them; "
            "exchange the two files, or use --pairs aligned."
        )
    else:
        translator = open_translator(*langs)
    read, lang = (y, langs[1]) if exchanged else (x, langs[0])
    made = _translated(translator, _in(lang, read), stage)
    texts = _aligner_texts(read, made)
    aligner = open_aligner(source_lang=langs[0], target_lang=langs[1], recalibration=recalibration)
    beads = aligner.align(
        [whole_words(s.text) for s in x], [whole_words(s.text) for s in y], fixed=certain,
        **for_aligner(translator, texts, exchanged=exchanged, stage=stage),
    )  # fmt: skip
    if exchanged:
        made = {}  # they are the target's
    signature = _signature(aligner.signature, translator.signature)
    alignment = Alignment(x, y, beads, signature)
    units = tuple(with_reviews(units_of(alignment, made, pairs, (one, other), *langs), fixed))
    return _finished((one, other), *langs, alignment, made, units, x_meta + y_meta)


def _require_prose(document: Document) -> None:
    if all(block.kind is Kind.META for block in document.blocks):
        raise DataError(f"{document.id}: there are only date lines in it, prose was expected.")


def _apart(
    document: Document, segments: Sequence[Segment]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Date lines and separators, and the rest."""
    is_meta = [document.blocks[s.block].kind is Kind.META for s in segments]
    meta = tuple(s for s, m in zip(segments, is_meta, strict=True) if m)
    return meta, tuple(s for s, m in zip(segments, is_meta, strict=True) if not m)


def _in(lang: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments in a language: those in another are not the translator's business."""
    return tuple(s for s in segments if s.lang == lang)


def _translated(
    translator: Translator, segments: Sequence[Segment], stage: Stage
) -> dict[int, Translation]:
    made = translated(translator, [s.text for s in segments], stage)
    return {s.index: t for s, t in zip(segments, made, strict=True)}


def _aligner_texts(segments: Sequence[Segment], made: dict[int, Translation]) -> list[str]:
    """What the aligner takes for translations: what was not translated stands for itself."""
    return [undoubted(made[s.index]) if s.index in made else whole_words(s.text) for s in segments]


def _signature(aligner: Signature, translator: Signature) -> Signature:
    """Aligner and translator beside each other, the translator's key renamed where both have it."""
    parts = dict(aligner.parts)
    for key, value in translator.parts:
        parts[key if key not in parts else f"translator-{key}"] = value
    parts["version"] = package_version()
    return Signature.from_mapping(parts)


def _finished(
    documents: tuple[Document, ...], source_lang: str, target_lang: str, alignment: Alignment,
    made: dict[int, Translation], units: tuple[TranslationUnit, ...], meta: tuple[Segment, ...],
    others: tuple[Segment, ...] = (),
) -> Run:  # fmt: skip
    """Make a run, with the segments that are in no bead of two sides."""
    beads: Sequence[Bead] = alignment.beads
    lone_x = {i for b in beads if not b.targets for i in b.sources}
    lone_y = {j for b in beads if not b.sources for j in b.targets}
    return Run(
        documents, source_lang, target_lang, alignment, made, units,
        tuple(alignment.source[i] for i in sorted(lone_x)),
        tuple(alignment.target[j] for j in sorted(lone_y)), meta, others, alignment.signature,
    )  # fmt: skip
