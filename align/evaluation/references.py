"""Score a run against pairs that people trust: find their texts in it, compare links and targets.

The reference may hold more than the run's documents, or only a part of them, and may split
them elsewhere: its texts are looked up by letters and digits, from word to word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from align.beadfile import parse_bead
from align.errors import DataError
from align.evaluation.locate import letters
from align.evaluation.lookup import Lookup, Runs, Span
from align.metrics.calibration import Calibration, calibration
from align.metrics.counts import LinkDocument, judge
from align.metrics.links import score_links
from align.metrics.resampling import Plan
from align.metrics.text import score_texts
from align.records import Alignment, Bead, Origin, Score, TranslationUnit
from align.signature import Signature


@dataclass(frozen=True, slots=True)
class ReferenceScores:
    """What a reference says of a run.

    `links` are strict, lax and null figures over the beads that share text with the reference,
    `texts` BLEU and chrF of what a machine wrote; either is empty where nothing can be compared.
    `compared` are (hypothesis, reference), `notes` say what the figures rest on. `flattering`
    says that an aligner chose the reference's pairs by translations. `calibration` holds the
    scores of the pairs that share text with the reference against whether they are right.
    """

    links: tuple[Score, ...]
    texts: tuple[Score, ...]
    compared: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    flattering: bool = False
    calibration: Calibration | None = None


def score_run(
    alignment: Alignment,
    units: Sequence[TranslationUnit],
    reference: Iterable[TranslationUnit],
    *,
    name: str,
    signature: Signature | None = None,
    plan: Plan | None = None,
) -> ReferenceScores:
    """Score the units of a run that were kept against a reference; `signature` is the latter's.

    A bead counts where it shares text with a reference pair whose two texts are both in the
    documents. A machine's targets count where the reference translates the same source text.

    Raises:
        DataError: the reference is empty, or holds nothing about these documents.
    """
    plan = plan or Plan()
    source = _Side([segment.text for segment in alignment.source])
    target = _Side([segment.text for segment in alignment.target])
    machine = _machine_targets(alignment, units)
    gold: list[tuple[Span | None, Span | None]] = []
    compared: list[tuple[str, str]] = []
    total = 0
    for pair in reference:
        total += 1
        mine = source.find(pair.source)
        theirs = target.find(pair.target)
        written = _written(source, mine, machine) if mine and pair.target.strip() else ""
        if written:
            compared.append((written, pair.target))
        linked = (mine or not letters(pair.source)) and (theirs or not letters(pair.target))
        if linked and (mine or theirs):
            gold.append((mine, theirs))
        if mine and (linked or written):
            source.take(mine)
        if theirs and linked:
            target.take(theirs)
    if not total:
        raise DataError(f"{name}: there is no pair in this file, a reference was expected.")
    proposed = _proposed(alignment, units)
    if proposed is None:  # only a machine's pairs were asked for
        gold = []
    if not gold and not compared:
        raise DataError(
            f"{name}: none of its {total:,} pairs is about these documents; pairs of the same "
            "texts were expected."
        )
    document = _document(source, target, proposed or [], gold)
    links = score_links([document], plan=plan).micro if gold else ()
    note = (
        f"Against {name} (pairs in it: {total:,}): pairs with both texts in these documents: "
        f"{len(gold):,}, beads that share text with them: {len(document.system):,}; machine "
        f"targets whose source the reference translates: {len(compared):,}."
    )
    notes = [note]
    aligner = dict(signature.parts if signature else ()).get("aligner", "")
    if aligner:
        notes.append(
            f"{name} was itself aligned by machine (aligner:{aligner}): agreement with it is no "
            "proof of being right."
        )
    flattering = bool(compared) and aligner not in ("", "length", "lexical")
    judged = (one for one in judge(document) if not one.bead.null)
    return ReferenceScores(
        links, _text_scores(compared, plan), tuple(compared), tuple(notes), flattering,
        calibration(judged),
    )  # fmt: skip


def _text_scores(compared: Sequence[tuple[str, str]], plan: Plan) -> tuple[Score, ...]:
    """BLEU and chrF of what a machine wrote, where there is any to compare."""
    if not compared:
        return ()
    hypotheses, references = zip(*compared, strict=True)
    found = score_texts(
        {"run": hypotheses}, references, metrics=("bleu", "chrf"), resamples=plan.resamples,
        seed=plan.seed,
    )  # fmt: skip
    return found[0].scores


def _machine_targets(alignment: Alignment, units: Sequence[TranslationUnit]) -> dict[int, str]:
    """What a machine wrote, by the place of its source segment in the alignment."""
    place = {segment.index: n for n, segment in enumerate(alignment.source)}
    made = {}
    for unit in units:
        if unit.origin is Origin.MACHINE and unit.target:
            for index in parse_bead(unit.position, where=unit.document).sources:
                made[place[index]] = unit.target
    return made


def _proposed(alignment: Alignment, units: Sequence[TranslationUnit]) -> list[Bead] | None:
    """The beads that were written, and the nulls; None where no link was asked for."""
    kept = {unit.position for unit in units if unit.origin is Origin.HUMAN}
    x, y = alignment.source, alignment.target
    full = [
        bead
        for bead in alignment.beads
        if not bead.null
        and f"{[x[i].index for i in bead.sources]}:{[y[j].index for j in bead.targets]}" in kept
    ]
    if not full and any(not bead.null for bead in alignment.beads):
        return None
    return full + [bead for bead in alignment.beads if bead.null]


def _written(side: _Side, span: Span, machine: dict[int, str]) -> str:
    """What a machine wrote for a span of whole segments, "" where it did not write for all."""
    segments = side.whole_segments(span)
    with_letters = [n for n in segments if side.starts[n] < side.starts[n + 1]]
    if not with_letters or any(n not in machine for n in with_letters):
        return ""
    return " ".join(machine[n] for n in segments if n in machine)


def _document(
    source: _Side,
    target: _Side,
    proposed: Sequence[Bead],
    gold: Sequence[tuple[Span | None, Span | None]],
) -> LinkDocument:
    """Renumber both by the parts that segments and reference can be cut into."""
    x = _Parts(source, [mine for mine, _ in gold if mine])
    y = _Parts(target, [theirs for _, theirs in gold if theirs])
    true = [Bead(x.of(mine), y.of(theirs)) for mine, theirs in gold]
    known = {i for bead in true for i in bead.sources}, {j for bead in true for j in bead.targets}
    system = []
    for bead in proposed:
        sources = tuple(n for i in bead.sources for n in x.of(source.span(i)))
        targets = tuple(n for j in bead.targets for n in y.of(target.span(j)))
        if not known[0].isdisjoint(sources) or not known[1].isdisjoint(targets):
            system.append(Bead(tuple(sorted(sources)), tuple(sorted(targets)), score=bead.score))
    return LinkDocument("run", tuple(system), tuple(true))


class _Side:
    """One side's letters and digits as one text, and where words and segments begin and end."""

    def __init__(self, segments: Sequence[str]) -> None:
        self.starts = [0]
        edges = {0}
        parts: list[str] = []
        at = 0
        for segment in segments:
            for word in segment.split():
                parts.append(letters(word))
                at += len(parts[-1])
                edges.add(at)
            self.starts.append(at)
        text = "".join(parts)
        self._borders = set(self.starts)
        self._lookup = Lookup(text, Runs(text, self.starts), Runs(text, edges))

    def span(self, segment: int) -> Span:
        """Where a segment stands."""
        return self.starts[segment], self.starts[segment + 1]

    def whole_segments(self, span: Span) -> range:
        """The segments that a span holds, none where it cuts one.

        A dash beside it has no letters, so that nothing tells whether the span holds it too.
        """
        if not self._borders.issuperset(span):
            return range(0)
        return range(bisect_right(self.starts, span[0]) - 1, bisect_left(self.starts, span[1]))

    def find(self, text: str) -> Span | None:
        """Find a text from word to word: whole segments first, then in the reference's order."""
        bare = letters(text)
        return self._lookup.find(bare) if bare else None

    def take(self, span: Span) -> None:
        """Keep other pairs from finding this place; the next one is looked for behind it."""
        self._lookup.take(span)


class _Parts:
    """The finest parts of a side, numbered."""

    def __init__(self, side: _Side, spans: Sequence[Span]) -> None:
        cuts = sorted({*side.starts, *(cut for span in spans for cut in span)})
        self.number = {start: n for n, (start, _) in enumerate(pairwise(cuts))}
        self.number[cuts[-1]] = len(cuts) - 1

    def of(self, span: Span | None) -> tuple[int, ...]:
        return () if span is None else tuple(range(self.number[span[0]], self.number[span[1]]))
