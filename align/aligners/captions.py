"""Match lines in the target language into a document in the source language.

Captions come in any order and most segments have none, so this is no chain: each line takes the
one to three neighbouring segments that it renders best, if they are good enough, and a segment
is taken by the line that fits it best. Of places with the same text it takes the nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.aligners.bags import Bags, make_bags
from align.aligners.inputs import require_one_each
from align.aligners.lexicon import Lexicon, bundled_lexicon
from align.aligners.reasons import Competition, reasons
from align.aligners.repeated import Repeated
from align.aligners.tokens import TRUST, tokens
from align.protocols import Scorer
from align.records import Bead, Reasons
from align.signature import Signature, package_version

LONGEST = 3  # neighbouring segments that one line may render
LEAST = 0.3  # probability of a link: real captions are looser than those fitted on
Floats = NDArray[np.float64]
Tables = Callable[[slice], list[Floats]]
"""Gives values [start, target] of windows of 1, 2, 3 segments, for a slice of the targets."""
_CELLS = 250_000  # of such a table at once, so that memory is no square of the document
_PLACES = 3  # windows of each size that are looked at closely
_FEW, _TIMES = 4, 3  # so few words render no more than so many times as many
_ENOUGH = 40.0  # nats beyond which more evidence says no more
# Multinomial logit of the right place, with "none of them" at 0, over Place.features;
# fitted by eval/captions.py on made documents.
WEIGHTS = (2.72, 14.468, 10.977, -0.881, -5.109, -4.689, 6.644, 0.447, 6.63, -0.342)
# And over `second_features`, where a model says how likely the line is.
SECOND_WEIGHTS = (-3.372, 0.43, 2.242, -0.091, 0.371, -2.037, -0.964, 4.542)
_POSSIBLE = 0.01  # probability from which a place is looked at twice


class Place(NamedTuple):
    """A window of source segments that a target segment may render.

    `features`: 1, cosine, its lead over places elsewhere, whether there are two or three
    segments, |log length ratio|, model 1's evidence a word and in all, least gain at the
    window's edges, log of the line's length.
    """

    target: int
    start: int
    size: int
    features: tuple[float, ...]
    competition: Competition


class CaptionAligner:
    """Links each target segment to the source segments that it renders, or to none."""

    name = "captions"

    def __init__(self, *, source_lang: str = "fr", target_lang: str = "en") -> None:
        """Take the languages."""
        self._lexicon = bundled_lexicon(source_lang, target_lang)
        self._langs = f"{source_lang}-{target_lang}"

    @property
    def signature(self) -> Signature:
        """Name, version, languages and threshold."""
        return Signature.of(
            aligner=self.name, langs=self._langs, least=LEAST, version=package_version()
        )

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        translations: Sequence[str] | None = None,
        reverse: Sequence[str] | None = None,
        groups: Sequence[int] | None = None,
        scorer: Scorer | None = None,
        at: Sequence[int] | None = None,
    ) -> tuple[Bead, ...]:
        """Return beads in the source's order, unlinked target segments last.

        `groups` are the source segments' blocks: a line renders segments of one block;
        `scorer` is asked about all places that are possible; `at` says how many source segments
        stand before each target segment in their document.
        """
        require_one_each(source, target, translations=translations, reverse=reverse)
        blocks = groups if groups is not None else [0] * len(source)
        linked: dict[int, tuple[int, int, float, Reasons]] = {}  # target: start, count, chance, why
        if source and target:
            repeated = Repeated(source, blocks, LONGEST, at)
            places = self._places(source, target, translations, blocks, repeated)
            chances = probabilities(places)
            if scorer is not None:
                places, chances = _looked_at_twice(places, chances, source, target, scorer)
            linked = _links(source, target, places, chances, repeated)
        beads = [
            Bead(tuple(range(i, i + a)), (j,), score=round(p, 4), reasons=why)
            for j, (i, a, p, why) in linked.items()
        ]
        taken = {i for bead in beads for i in bead.sources}
        beads += [Bead((i,), ()) for i in range(len(source)) if i not in taken]
        beads.sort(key=lambda bead: bead.sources)
        beads += [Bead((), (j,)) for j in range(len(target)) if j not in linked]
        return tuple(beads)

    def places(
        self, source: Sequence[str], target: Sequence[str], *,
        translations: Sequence[str] | None = None, groups: Sequence[int] | None = None,
    ) -> list[Place]:  # fmt: skip
        """Return the best places of each target segment, for fitting."""
        blocks = groups if groups is not None else [0] * len(source)
        repeated = Repeated(source, blocks, LONGEST)
        return self._places(source, target, translations, blocks, repeated)

    def _places(
        self, source: Sequence[str], target: Sequence[str], translations: Sequence[str] | None,
        blocks: Sequence[int], repeated: Repeated,
    ) -> list[Place]:  # fmt: skip
        x, y = make_bags(source, target, lexicon=self._lexicon, translations=translations)
        cosines_of = _window_cosines(x, y, blocks)
        totals_of, words = _evidence(source, target, self._lexicon, translations)
        given = translations or source
        lengths = np.array([len(s) for s in given], np.float64)
        sizes = [len(s.split()) for s in given]
        found = []
        step = max(1, _CELLS // max(1, len(source)))
        for first in range(0, len(target), step):
            part = slice(first, min(first + step, len(target)))
            cosines, totals = cosines_of(part), totals_of(part)
            for k, j in enumerate(range(part.start, part.stop)):
                few = len(target[j].split())
                for i, a, cosine, lead in _best_places(cosines, k, repeated.again):
                    if few <= _FEW and few * _TIMES < sum(sizes[i : i + a]):
                        continue
                    ratio = (lengths[i : i + a].sum() + 1) / (len(target[j]) + 1)
                    total = totals[a - 1][i, k]
                    features = (
                        1.0, cosine, lead, float(a == 2), float(a == 3), abs(float(np.log(ratio))),
                        total / (words[j] + 2), min(total, _ENOUGH) / 10,
                        _edge_gain(cosines, i, a, k), float(np.log(len(target[j]) + 1)) / 5,
                    )  # fmt: skip
                    found.append(Place(j, i, a, features, Competition(cosine, cosine - lead)))
        return found


def _links(
    source: Sequence[str], target: Sequence[str], places: Sequence[Place],
    chances: Sequence[float], repeated: Repeated,
) -> dict[int, tuple[int, int, float, Reasons]]:  # fmt: skip
    found = sorted(zip(chances, places, strict=True), key=lambda x: (-x[0], x[1][:3]))
    linked: dict[int, tuple[int, int, float, Reasons]] = {}
    taken: set[int] = set()
    for p, (j, i, a, _, competition) in found:
        if p < LEAST or j in linked:
            continue
        free = (k for k in repeated.of(i, a, j) if taken.isdisjoint(range(k, k + a)))
        if (i := next(free, -1)) < 0:
            continue
        taken.update(range(i, i + a))
        why = reasons(" ".join(source[i : i + a]), target[j], competition, ratio=1.0)
        linked[j] = (i, a, p, why)
    return linked


def possible(places: Sequence[Place], chances: Sequence[float]) -> list[Place]:
    """Return the places that are worth a second look."""
    return [place for place, p in zip(places, chances, strict=True) if p >= _POSSIBLE]


def second_features(
    places: Sequence[Place], source: Sequence[str], target: Sequence[str], scorer: Scorer
) -> list[tuple[float, ...]]:
    """Return what forced decoding says of places.

    1, the first look's score, the line's gain by the source in nats a piece and in all, the
    end's nats, whether there are two or three segments, least loss without one at the edge.
    """
    windows = {(p.start, p.size, p.target) for p in places}
    windows |= {(0, 0, p.target) for p in places}
    for p in places:
        if p.size > 1:
            windows |= {(p.start + d, p.size - 1, p.target) for d in (0, 1)}
    asked = sorted(windows)
    pairs = [(source[i : i + a], [target[j]]) for i, a, j in asked]
    known = dict(zip(asked, scorer(pairs), strict=True))
    out: list[tuple[float, ...]] = []
    for p in places:
        found, alone = known[p.start, p.size, p.target], known[0, 0, p.target]
        gain, pieces = found.nats[0] - alone.nats[0], found.pieces[0] + 2
        loss = 0.0
        if p.size > 1:
            less = [known[p.start + d, p.size - 1, p.target].nats[0] for d in (0, 1)]
            loss = (found.nats[0] - max(less)) / pieces
        out.append(
            (
                1.0, float(np.dot(WEIGHTS, p.features)), gain / pieces, gain / 10,
                0.3 * found.end, float(p.size == 2), float(p.size == 3), loss,
            )
        )  # fmt: skip
    return out


def _looked_at_twice(
    places: Sequence[Place], chances: Sequence[float], source: Sequence[str],
    target: Sequence[str], scorer: Scorer,
) -> tuple[list[Place], list[float]]:  # fmt: skip
    kept = possible(places, chances)
    return kept, probabilities(
        kept, second_features(kept, source, target, scorer), weights=SECOND_WEIGHTS
    )


def probabilities(
    places: Sequence[Place],
    features: Sequence[tuple[float, ...]] | None = None,
    *,
    weights: Sequence[float] | None = None,
) -> list[float]:
    """Return each place's chance, among its target's other places and none of them.

    By the places' own features, or by others with their own weights.
    """
    given = features if features is not None else [p.features for p in places]
    used = WEIGHTS if weights is None else weights
    odds = [exp(max(-50.0, min(50.0, float(np.dot(used, values))))) for values in given]
    totals: dict[int, float] = {}
    for place, value in zip(places, odds, strict=True):
        totals[place.target] = totals.get(place.target, 1.0) + value
    return [value / totals[p.target] for p, value in zip(places, odds, strict=True)]


def _window_cosines(x: Bags, y: Bags, blocks: Sequence[int]) -> Tables:
    """Cosines of windows of 1, 2, 3 segments with targets, -1 across blocks."""
    one, other = x.rows(), y.rows()
    other_norms = np.sqrt(np.maximum(other.multiply(other).sum(axis=1), 1e-12))
    windows = []
    window = one
    for a in range(1, min(LONGEST, x.count) + 1):
        if a > 1:
            window = window[: x.count - a + 1] + one[a - 1 :]
        norms = np.sqrt(np.maximum(window.multiply(window).sum(axis=1), 1e-12))
        across = [i for i in range(len(norms)) if len(set(blocks[i : i + a])) > 1]
        windows.append((window, norms, across))

    def of(part: slice) -> list[Floats]:
        columns, out = other[part].T, []
        for window, norms, across in windows:
            cosines = (window @ columns).toarray() / norms[:, None] / other_norms[None, part]
            cosines[across] = -1.0
            out.append(cosines)
        return out

    return of


def _best_places(
    cosines: list[Floats], j: int, again: list[NDArray[np.bool_]]
) -> list[tuple[int, int, float, float]]:
    """The best windows for a target: start, count, cosine, lead over another text elsewhere."""
    columns = [
        np.where(same, -1.0, table[:, j]) for table, same in zip(cosines, again, strict=True)
    ]
    single = columns[0]
    places = []
    for a, column in enumerate(columns, start=1):
        for i in np.argsort(-column, kind="stable")[:_PLACES].tolist():
            value = float(column[i])
            if value <= 0:
                continue
            rest = single[: max(0, i - 1)].max(initial=0.0), single[i + a + 1 :].max(initial=0.0)
            places.append((i, a, value, value - float(max(rest))))
    return places


def _edge_gain(cosines: list[Floats], i: int, a: int, j: int) -> float:
    """The least gain in cosine that a segment at the window's edge brings; 0 for one segment."""
    if a == 1:
        return 0.0
    shorter = cosines[a - 2]
    return float(cosines[a - 1][i, j] - max(shorter[i, j], shorter[i + 1, j]))


def _evidence(
    source: Sequence[str], target: Sequence[str], lexicon: Lexicon | None,
    translations: Sequence[str] | None,
) -> tuple[Tables, Floats]:  # fmt: skip
    """Model 1's evidence of windows for targets in nats, and the targets' numbers of words."""
    from scipy.sparse import csr_array

    t = tokens(source, target, lexicon=lexicon, translations=translations)
    types, vocabulary = len(t.row_offsets) - 1, len(t.chance)
    of_types = csr_array(
        (np.ones(len(t.source)), t.source, t.source_offsets), shape=(len(source), max(1, types))
    )
    rows = csr_array((t.row_p, t.row_words, t.row_offsets), shape=(types, vocabulary))
    expected = of_types @ rows if types else csr_array((len(source), vocabulary))
    seen = csr_array((t.counts, t.target, t.target_offsets), shape=(len(target), vocabulary))
    words = seen.sum(axis=1)
    lifts, number = [], np.diff(t.source_offsets).astype(np.float64)
    window, count = expected, number
    for a in range(1, min(LONGEST, len(source)) + 1):
        if a > 1:
            window, count = window[:-1] + expected[a - 1 :], count[:-1] + number[a - 1 :]
        # Words that are not expected are worth log(1 - A); the rest is sparse.
        lift = csr_array(window * (TRUST / np.maximum(count, 1))[:, None] / t.chance[None, :])
        lift.data = np.log1p(lift.data / (1 - TRUST))
        lifts.append(lift)

    def of(part: slice) -> list[Floats]:
        columns, missed = seen[part].T, np.log(1 - TRUST) * words[None, part]
        return [(lift @ columns).toarray() + missed for lift in lifts]

    return of, words
