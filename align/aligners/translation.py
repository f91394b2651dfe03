"""The main aligner: translations, lexicon, cognates and lengths in one model of beads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import make_bags
from align.aligners.band import find_band, joined
from align.aligners.chain import BestPath, competition, find_path, weights_of
from align.aligners.crossing import link_crossing
from align.aligners.features import View
from align.aligners.inputs import require_one_each
from align.aligners.length import LengthAligner
from align.aligners.lexicon import Lexicon, bundled_lexicon
from align.aligners.reasons import reasons
from align.aligners.views import forward_view
from align.records import Bead
from align.signature import Signature, package_version


class TranslationAligner:
    """Aligns by what the source's translation and its words' translations share with the target.

    Monotone m:n beads and nulls, and crossing beads where a block changed places. Where the
    lexicon or the translations run from the target's language to the source's, the sides are
    exchanged inside; where both directions of translation are given, both are used.
    """

    name = "translation"
    translates = True

    def __init__(
        self, *, source_lang: str = "fr", target_lang: str = "en", lexicon: Lexicon | None = None
    ) -> None:
        """Take the languages; the bundled lexicon is used unless one is given."""
        self._forward = lexicon or bundled_lexicon(source_lang, target_lang)
        self._backward = None
        if self._forward is None:
            self._backward = bundled_lexicon(target_lang, source_lang)
        self._langs = f"{source_lang}-{target_lang}"

    @property
    def signature(self) -> Signature:
        """Name, version, languages, and whether a lexicon stands behind it."""
        lexicon = self._forward or self._backward
        return Signature.of(
            aligner=self.name, langs=self._langs, lexicon=lexicon.size if lexicon else "none",
            version=package_version(),
        )  # fmt: skip

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads that hold every index of both sides exactly once."""
        require_one_each(source, target, translations=translations, reverse=reverse)
        if not source or not target:
            return tuple(Bead((i,), ()) for i in range(len(source))) + tuple(
                Bead((), (j,)) for j in range(len(target))
            )
        if not self.translates:
            translations = reverse = None
        first = Given(self._forward, translations)
        second = Given(self._backward, reverse)
        if not first and second:
            beads = _aligned(target, source, second, first)
            return tuple(replace(b, sources=b.targets, targets=b.sources) for b in beads)
        return _aligned(source, target, first, second)


class Given(NamedTuple):
    """What is known of one direction: a lexicon, translations of the segments, or neither."""

    lexicon: Lexicon | None
    translations: Sequence[str] | None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.lexicon is not None or self.translations is not None

    @property
    def kind(self) -> str:
        """The kind of evidence, as the weights name it."""
        if self.translations is None:
            return "cognates" if self.lexicon is None else "lexicon"
        return "both" if self.lexicon is not None else "translation"

    def part(self, run: range) -> Given:
        """Return what is known of a run of segments."""
        if self.translations is None:
            return self
        return Given(self.lexicon, self.translations[run.start : run.stop])


def _aligned(
    source: Sequence[str], target: Sequence[str], given: Given, back: Given, *, order: bool = False
) -> tuple[Bead, ...]:
    """Align; then, unless the order is certain, link the nulls that changed places."""
    bags = make_bags(source, target, lexicon=given.lexicon, translations=given.translations)
    band = find_band(*bags)
    if given.kind == "cognates":  # too weak a guide by themselves in long texts
        band = joined(band, *_passed(LengthAligner().align(source, target), source), len(target))
    view = forward_view(
        source, target, lexicon=given.lexicon, translations=given.translations, band=band, bags=bags
    )
    backward = None
    if back:
        backward = forward_view(
            target, source, lexicon=back.lexicon, translations=back.translations,
            band=band.transposed(len(target)),
        )  # fmt: skip
    path = find_path(view, weights_of(given.kind), (_blanks(source), _blanks(target)), backward)
    beads = _beads(path, source, target, view)
    if order:
        return beads

    def again(one: range, other: range) -> tuple[Bead, ...]:
        return _aligned(
            source[one.start : one.stop], target[other.start : other.stop], given.part(one),
            back.part(other), order=True,
        )  # fmt: skip

    return link_crossing(beads, source, target, bags, again)


def _passed(
    beads: Sequence[Bead], source: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where a path in order passes each source segment: its first and last target segment."""
    first, last = np.zeros(len(source), np.int64), np.zeros(len(source), np.int64)
    reached = 0
    for bead in beads:
        begin = bead.targets[0] if bead.targets else reached
        reached = bead.targets[-1] if bead.targets else reached
        for i in bead.sources:
            first[i], last[i] = begin, reached
    return first, last


def _blanks(texts: Sequence[str]) -> NDArray[np.int64]:
    """How many blank segments stand before each."""
    return np.cumsum([0] + [not text.strip() for text in texts])


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
