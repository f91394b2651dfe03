"""The report of a run: what came in, what came out, what was left over, the pairs themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath

from align.errors import counted
from align.records import Origin, Score, Segment, TranslationUnit
from align.reports.contents import Bars, Differences, Item, Pair, Pairs, Report, Section, Table
from align.reports.figures import named
from align.reports.html import HtmlReporter
from align.reports.words import difference
from align.signature import Signature

SELF_FLATTERY = (
    "These pairs were aligned by the same translations that BLEU and its kin compare with them "
    "here: a pair was chosen because it is like the translation, so the scores flatter the "
    "translator, and pairs that are unlike it are missing from the count."
)
_UNCHECKED = (
    "A score is the aligner's estimate that the bead is right; without gold it is not checked here."
)
_KINDS = "dates, numbers and separators"
_LEFT_OUT = f"lines of {_KINDS}, not aligned"
_OTHERS = "other languages"
_DIFFERENCES = 50
_STEPS = 10


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What `align run` knows when it is done.

    `source_segments` and `target_segments` are numbers of segments read. `unaligned_source` and
    `unaligned_target` are the segments that no human pair holds, `left_out` lines of dates,
    numbers and separators, which are not paired, and `others` lines in other languages than the
    two, which are not either. `scores` are figures against a reference, if one was given,
    `references` its texts as (hypothesis, reference), and `reliability` shows the pairs' scores
    against it. `aligned_by_translation` says whether the aligner was guided by translations that
    the scores are then about. `notes` are sentences for the page's head, `extra` further rows of
    its table of counts. `created` is a UTC time as `YYYY-MM-DD HH:MM`.
    """

    source_name: str
    target_name: str
    source_lang: str
    target_lang: str
    source_segments: int
    target_segments: int
    units: tuple[TranslationUnit, ...]
    signature: Signature
    unaligned_source: tuple[Segment, ...] = ()
    unaligned_target: tuple[Segment, ...] = ()
    left_out: tuple[Segment, ...] = ()
    others: tuple[Segment, ...] = ()
    scores: tuple[Score, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    aligned_by_translation: bool = False
    notes: tuple[str, ...] = ()
    created: str = ""
    extra: tuple[tuple[str, int | str], ...] = ()
    reliability: Section | None = None


def render(summary: RunSummary) -> str:
    """Return the run's report as one self-contained HTML page."""
    return HtmlReporter().render(run_report(summary))


def run_report(summary: RunSummary) -> Report:
    """Lay out the run's report; HtmlReporter, MarkdownReporter and JsonReporter render it."""
    names = PurePath(summary.source_name).name
    if summary.target_name:
        names += f" and {PurePath(summary.target_name).name}"
    texts = any(score.name in {"bleu", "chrf", "chrf++", "ter"} for score in summary.scores)
    sections = [Section("Counts", (_counts(summary), *_types(summary)))]
    if summary.scores:
        sections.append(_scores(summary))
    sections += [
        section
        for section in (
            _spread(summary),
            summary.reliability,
            _flags(summary),
            _unaligned(summary),
            _left_out(summary),
        )
        if section
    ]
    sections.append(_pairs(summary))
    return Report(
        title=f"{names}: aligned",
        summary=(_sentence(summary), *summary.notes),
        warnings=(SELF_FLATTERY,) if texts and summary.aligned_by_translation else (),
        sections=tuple(sections),
        signatures=_signatures(summary),
        created=summary.created,
    )


def _sentence(summary: RunSummary) -> str:
    pairs = _full(summary)
    human = sum(unit.origin is Origin.HUMAN for unit in pairs)
    machine = len(pairs) - human
    return (
        f"{counted(len(pairs), 'pair')} ({human:,} with a human target, {machine:,} with a "
        f"machine's) from {counted(summary.source_segments, 'source segment')} "
        f"({summary.source_lang}) and {counted(summary.target_segments, 'target segment')} "
        f"({summary.target_lang}); without a human translation: "
        f"{len(summary.unaligned_source):,} and "
        f"{len(summary.unaligned_target):,}."
    )


def _full(summary: RunSummary) -> list[TranslationUnit]:
    """The pairs: units with text on both sides, a null being none."""
    return [unit for unit in summary.units if unit.source and unit.target]


def _counts(summary: RunSummary) -> Table:
    units = _full(summary)
    rows: list[tuple[str, int | str]] = [
        ("source segments", summary.source_segments),
        ("target segments", summary.target_segments),
        ("pairs", len(units)),
        ("pairs with a human target", sum(unit.origin is Origin.HUMAN for unit in units)),
        ("pairs with a machine's target", sum(unit.origin is Origin.MACHINE for unit in units)),
        ("pairs out of order", sum(unit.crossing for unit in units)),
        ("pairs with a flag", sum(bool(unit.flags) for unit in units)),
        ("source segments without a human translation", len(summary.unaligned_source)),
        ("target segments without a source", len(summary.unaligned_target)),
        *([(_LEFT_OUT, len(summary.left_out))] if summary.left_out else []),
        *([(f"lines in {_OTHERS}, not aligned", len(summary.others))] if summary.others else []),
        *summary.extra,
    ]
    return Table("What came in and what came out", ("", "number"), tuple(rows))


def _types(summary: RunSummary) -> tuple[Item, ...]:
    tally = Counter(
        unit.bead for unit in _full(summary) if unit.bead and unit.origin is Origin.HUMAN
    )
    if not tally:
        return ()
    rows = tuple(tally.most_common())
    caption = f"Bead types of the pairs with a human target: {tally.total():,}"
    return (Table(caption, ("bead", "pairs"), rows),)


def _scores(summary: RunSummary) -> Section:
    rows = tuple((named(score.name), score, score.count) for score in summary.scores)
    items: list[Item] = [Table("Scores against the reference", ("", "score", "items"), rows)]
    if summary.references:
        shown = summary.references[:_DIFFERENCES]
        items.append(
            Differences(
                f"{len(shown)} of {counted(len(summary.references), 'segment')}, word by word",
                tuple(
                    difference(hypothesis, reference, label=f"segment {n}")
                    for n, (hypothesis, reference) in enumerate(shown, start=1)
                ),
                summary.target_lang,
            )
        )
    return Section("Scores", tuple(items))


def _spread(summary: RunSummary) -> Section | None:
    """How the scores of the pairs spread."""
    scores = [unit.score for unit in _full(summary) if unit.score is not None]
    inside = [score for score in scores if 0 <= score <= 1]
    if not inside:
        return None
    steps = Counter(min(int(score * _STEPS), _STEPS - 1) for score in inside)
    heights = [steps[n] / len(inside) for n in range(_STEPS)]
    shares = [
        Score("share", height, height, height, steps[n], Signature())
        for n, height in enumerate(heights)
    ]
    labels = tuple(f"{n / _STEPS:.1f} to {(n + 1) / _STEPS:.1f}" for n in range(_STEPS))
    return Section(
        "Bead scores",
        (
            Bars(
                f"Share of the pairs by score, {counted(len(inside), 'scored pair')}",
                labels,
                (("share of pairs", tuple(shares)),),
            ),
        ),
        notes=() if summary.reliability else (_UNCHECKED,),
    )


def _flags(summary: RunSummary) -> Section | None:
    tally = Counter(flag for unit in summary.units for flag in unit.flags)
    if not tally:
        return None
    flagged = sum(bool(unit.flags) for unit in summary.units)
    return Section(
        "Flags",
        (
            Table(
                f"What was noticed in {flagged:,} of {counted(len(_full(summary)), 'pair')}",
                ("flag", "pairs"),
                tuple(tally.most_common()),
            ),
        ),
    )


def _unaligned(summary: RunSummary) -> Section | None:
    items: list[Item] = []
    for side, lang, segments in (
        ("source", summary.source_lang, summary.unaligned_source),
        ("target", summary.target_lang, summary.unaligned_target),
    ):
        if segments:
            items.append(
                Table(
                    f"{counted(len(segments), f'{side} segment')} ({lang}) without a partner",
                    ("segment", "text"),
                    tuple((str(segment.index), segment.text) for segment in segments),
                )
            )
    return Section("Left unaligned", tuple(items)) if items else None


def _left_out(summary: RunSummary) -> Section | None:
    """The lines that are in no output, so that a reader can check that nothing else is lost."""
    tables = []
    for segments, what in ((summary.left_out, f"of {_KINDS}"), (summary.others, f"in {_OTHERS}")):
        if segments:
            rows = tuple((segment.lang, segment.text) for segment in segments)
            caption = f"{counted(len(rows), 'line')} {what}"
            tables.append(Table(caption, ("language", "text"), rows))
    return Section("Left out", tuple(tables)) if tables else None


def _pairs(summary: RunSummary) -> Section:
    several = len({unit.document for unit in summary.units}) > 1
    pairs = tuple(
        Pair(
            position=unit.position,
            source=unit.source,
            target=unit.target,
            score=unit.score,
            tags=_tags(unit),
            document=unit.document if several else "",
        )
        for unit in summary.units
    )
    caption = f"{counted(len(_full(summary)), 'pair')} in the order of the source"
    if len(pairs) > len(_full(summary)):
        caption += f", and {len(pairs) - len(_full(summary)):,} without a partner"
    item = Pairs(caption, pairs, summary.source_lang, summary.target_lang)
    return Section("Pairs", (item,))


def _tags(unit: TranslationUnit) -> tuple[str, ...]:
    kind = unit.origin.value if unit.source and unit.target else "unaligned"
    return (kind, *(("crossing",) if unit.crossing else ()), *unit.flags)


def _signatures(summary: RunSummary) -> tuple[tuple[str, Signature], ...]:
    kinds = {named(score.name): score.signature for score in summary.scores}
    return (("run", summary.signature), *kinds.items())
