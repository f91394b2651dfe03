"""The main aligner: translations, lexicon, cognates and lengths in one model of beads."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Bags, make_bags
from align.aligners.band import Band
from align.aligners.chain import LARGEST, BestPath, Limits, Look, competition, find_path, weights_of
from align.aligners.crossing import in_source_order, link_crossing
from align.aligners.features import View
from align.aligners.fixed import checked, in_order, inserted, told_apart
from align.aligners.fixed_band import band_between
from align.aligners.forced import second_features
from align.aligners.guard import informative, trusted
from align.aligners.inputs import require_one_each
from align.aligners.lexicon import Lexicon, bundled_lexicon
from align.aligners.nulls import joined_nulls
from align.aligners.pool import Expert
from align.aligners.reasons import reasons
from align.aligners.views import forward_view
from align.errors import TranslationsUnused
from align.protocols import Scorer
from align.records import Bead
from align.signature import Signature, package_version

SHARE = 0.7
"""Share of the model with translations beside the one with the lexicon alone. On the novels from .4
to .8 finds more of gold's beads than 1. Without a lexicon, cognates alone have nothing to add."""


class TranslationAligner:
    """Aligns by what the source's translation and its words' translations share with the target.

    Monotone m:n beads and nulls, and crossing beads where a block changed places. Where the
    lexicon or the translations run from the target's language to the source's, the sides are
    exchanged inside; where both directions of translation are given, both are used.
    """

    name = "translation"
    translates = True

    def __init__(
        self, *, source_lang: str = "fr", target_lang: str = "en", lexicon: Lexicon | None = None,
        max_align: int = LARGEST, skip_penalty: float = 0.0,
    ) -> None:  # fmt: skip
        """Take the languages; the bundled lexicon is used unless one is given.

        `max_align` and `skip_penalty` are `Limits`.
        """
        self._limits = Limits(max_align, skip_penalty)
        self._forward = lexicon or bundled_lexicon(source_lang, target_lang)
        self._backward = None
        if self._forward is None:
            self._backward = bundled_lexicon(target_lang, source_lang)
        self._langs = f"{source_lang}-{target_lang}"

    @property
    def signature(self) -> Signature:
        """Name, version, languages, and whether a lexicon stands behind it."""
        lexicon = self._forward or self._backward
        signature = Signature.of(
            aligner=self.name, langs=self._langs, lexicon=lexicon.size if lexicon else "none",
            version=package_version(),
        )  # fmt: skip
        return signature if self._limits == Limits() else signature | self._limits.signature

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        fixed: Sequence[Bead] = (),
        scorer: Scorer | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads that hold every index of both sides exactly once, `fixed` among them.

        `scorer` is asked about beads in doubt where one direction is translated, in that one.
        """
        require_one_each(source, target, translations=translations, reverse=reverse)
        fixed = checked(fixed, len(source), len(target))
        beads = self._beads(source, target, translations, reverse, fixed, scorer)
        return joined_nulls(beads, source, target, fixed=fixed, largest=self._limits.largest)

    def _beads(
        self, source: Sequence[str], target: Sequence[str], translations: Sequence[str] | None,
        reverse: Sequence[str] | None, fixed: Sequence[Bead], scorer: Scorer | None,
    ) -> tuple[Bead, ...]:  # fmt: skip
        if not source or not target:
            nulls = [Bead((i,), ()) for i in range(len(source))]
            nulls += [Bead((), (j,)) for j in range(len(target))]
            return inserted(nulls, fixed)
        if not self.translates:
            translations = reverse = None
            scorer = None
        first = Given(self._forward, translations, scorer if reverse is None else None)
        second = Given(self._backward, reverse, scorer if translations is None else None)
        if not first and second:
            fixed = _exchanged(fixed)
            beads = _exchanged(_aligned(target, source, second, first, fixed, self._limits))
            kept = [bead for bead in beads if not bead.crossing]
            return in_source_order(kept, [bead for bead in beads if bead.crossing])
        return _aligned(source, target, first, second, fixed, self._limits)


class Given(NamedTuple):
    """What is known of one direction: a lexicon, translations of the segments, or neither."""

    lexicon: Lexicon | None
    translations: Sequence[str] | None
    scorer: Scorer | None = None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.lexicon is not None or self.translations is not None

    @property
    def kind(self) -> str:
        """The kind of evidence, as the weights name it."""
        if self.translations is None:
            return "cognates" if self.lexicon is None else "lexicon"
        return "both" if self.lexicon is not None else "translation"

    @property
    def alone(self) -> Given:
        """What is known without translations."""
        return Given(self.lexicon, None)

    def part(self, run: range) -> Given:
        """Return what is known of a run of segments."""
        if self.translations is None:
            return self
        return self._replace(translations=self.translations[run.start : run.stop])

    def look(self, source: Sequence[str], target: Sequence[str]) -> Look | None:
        """Return the second look at beads between two lists of segments, if there can be one."""
        scorer = self.scorer
        if scorer is None or self.translations is None:
            return None
        return lambda rows, scores: second_features(rows, scores, source, target, scorer)


def _exchanged(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    return tuple(replace(b, sources=b.targets, targets=b.sources) for b in beads)


class _Found(NamedTuple):
    """A path, and what it was found by."""

    path: BestPath
    view: View
    bags: tuple[Bags, Bags]
    given: Given
    back: Given


def _aligned(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given,
    fixed: Sequence[Bead], limits: Limits,
) -> tuple[Bead, ...]:  # fmt: skip
    """Align in order; then link what changed places."""
    fixed = _told_apart(source, target, given, back, fixed, limits)
    found = _trusted(source, target, given, back, fixed, limits)
    beads = inserted(_beads(found.path, source, target, found.view), fixed)

    def again(one: range, other: range) -> tuple[Bead, ...]:
        x, y = source[one.start : one.stop], target[other.start : other.stop]
        part = _searched(x, y, found.given.part(one), found.back.part(other), (), limits)
        return _beads(part.path, x, y, part.view)

    return link_crossing(beads, source, target, found.bags, again, fixed=fixed)


def _told_apart(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given,
    fixed: Sequence[Bead], limits: Limits,
) -> tuple[Bead, ...]:  # fmt: skip
    """Tell which fixed beads are anchors, and which cross the order, by a path without them."""
    if not in_order(fixed):
        return tuple(fixed)
    apart = [replace(bead, crossing=True) for bead in fixed]  # nothing holds their segments
    path = _searched(source, target, given.alone, back.alone, apart, limits).path
    return checked(told_apart(fixed, path.rows[path.sure]), len(source), len(target))


def _trusted(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given,
    fixed: Sequence[Bead], limits: Limits,
) -> _Found:  # fmt: skip
    """Search with the translations, unless they say nothing or the path with them is not trusted.

    The probabilities are calibrated, so their mean is the share of beads that one can expect to
    be right; translations that mislead make it fall.
    """
    alone = _searched(source, target, given.alone, back.alone, fixed, limits)
    if given.translations is None and back.translations is None:
        return alone
    if _informative(alone.path, source, target, given, back):

        def trusts(path: BestPath) -> bool:
            return trusted(path, alone.path)

        found = _searched(
            source, target, given, back, fixed, limits, trusts=trusts, alone=alone.bags
        )
        if trusts(found.path):
            return found
    warnings.warn(
        "an alignment is surer without the translations than with them, so it was made without.",
        TranslationsUnused, stacklevel=2,
    )  # fmt: skip
    return alone


def _informative(
    alone: BestPath, source: Sequence[str], target: Sequence[str], given: Given, back: Given
) -> bool:
    """Whether each direction's translations tell what belongs together, where a lexicon knows."""
    if given.lexicon is None and back.lexicon is None:
        return True
    exchanged = replace(alone, rows=alone.rows[:, [2, 3, 0, 1]])
    sides = ((alone, given.translations, target), (exchanged, back.translations, source))
    return all(told is None or informative(path, told, other) for path, told, other in sides)


def _searched(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given,
    fixed: Sequence[Bead], limits: Limits, *,
    trusts: Callable[[BestPath], bool] | None = None, alone: tuple[Bags, Bags] | None = None,
) -> _Found:  # fmt: skip
    """Find the best path in order; a second look is for one that `trusts` approves of.

    With translations, the model that has the lexicon alone keeps a say: it errs elsewhere. `alone`
    are its bags, where they were made already.
    """
    bags = make_bags(source, target, lexicon=given.lexicon, translations=given.translations)
    band = band_between(source, target, bags, fixed, weak=given.kind == "cognates")
    experts = [_expert(source, target, given, back, band, bags)]
    if given.kind == "both":
        other = _expert(source, target, given.alone, back.alone, band, alone)
        experts = [replace(experts[0], share=SHARE), replace(other, share=1 - SHARE)]
    blanks = (
        _barred(source, {i for b in fixed for i in b.sources}),
        _barred(target, {j for b in fixed for j in b.targets}),
    )
    look = given.look(source, target)
    path = find_path(experts, blanks, look, limits=limits, trusts=trusts)
    return _Found(path, experts[0].forward, bags, given, back)


def _expert(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given, band: Band,
    bags: tuple[Bags, Bags] | None = None,
) -> Expert:  # fmt: skip
    """What is given, as a model of the beads inside a band; bags are made where not given."""
    forward = forward_view(
        source, target, lexicon=given.lexicon, translations=given.translations, band=band, bags=bags
    )
    backward = None
    if back:
        backward = forward_view(
            target, source, lexicon=back.lexicon, translations=back.translations,
            band=band.transposed(len(target)),
        )  # fmt: skip
    return Expert(forward, weights_of(given.kind), backward)


def _barred(texts: Sequence[str], held: set[int]) -> NDArray[np.int64]:
    """How many segments that no bead may hold, blank ones and fixed ones, stand before each."""
    return np.cumsum([0] + [not text.strip() or k in held for k, text in enumerate(texts)])


def _beads(
    path: BestPath, source: Sequence[str], target: Sequence[str], view: View
) -> tuple[Bead, ...]:
    beads = []
    for (i, a, j, b), chance in zip(path.rows.tolist(), path.chance.tolist(), strict=True):
        why = None
        if a and b:
            why = reasons(
                " ".join(source[i : i + a]), " ".join(target[j : j + b]),
                competition(view, i, a, j, b), ratio=view.ratio,
            )  # fmt: skip
        beads.append(
            Bead(
                tuple(range(i, i + a)), tuple(range(j, j + b)), score=round(chance, 4), reasons=why
            )
        )
    return tuple(beads)
