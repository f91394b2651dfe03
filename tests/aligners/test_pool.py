"""Several models of beads together, and one that looks from both sides."""

from dataclasses import replace

import numpy as np
import pytest

from align.aligners.bags import make_bags
from align.aligners.band import Band
from align.aligners.chain import weights_of
from align.aligners.features import BEAD_FEATURES, FEATURES
from align.aligners.pool import BEAD_TYPE, Expert, pooled
from align.aligners.similarity import TYPES
from align.aligners.translation import TranslationAligner
from align.aligners.views import forward_view

FRENCH = [
    "Le port est ouvert depuis 1904.", "La mer monte.", "Deux bateaux attendent au large.",
    "Le maire, M. Vasseur, est venu.", "Il pleut.", "Personne ne parle.",
]  # fmt: skip
ENGLISH = [
    "The port has been open since 1904.", "The sea is rising, and two boats are waiting.",
    "The mayor, Mr Vasseur, came.", "It is raining.", "No one speaks.",
]  # fmt: skip
NONE = (np.zeros(len(FRENCH) + 1, np.int64), np.zeros(len(ENGLISH) + 1, np.int64))


def whole_band():
    n, m = len(FRENCH), len(ENGLISH)
    return Band.of(np.zeros(n, np.int64), np.full(n, m, np.int64))


def expert(kind, *, translations=None, share=1.0):
    bags = make_bags(FRENCH, ENGLISH, translations=translations)
    view = forward_view(FRENCH, ENGLISH, translations=translations, band=whole_band(), bags=bags)
    return Expert(view, weights_of(kind), share=share)


@pytest.fixture(scope="module")
def experts():
    said = [*ENGLISH[:1], "The sea rises.", "Two boats wait off shore.", *ENGLISH[2:]]
    return expert("cognates"), expert("translation", translations=said)


def test_one_expert_says_what_it_says(experts) -> None:
    for one in experts:
        scores, (source, target) = pooled([one], whole_band(), NONE)
        assert np.array_equal(scores, one.scores(whole_band(), NONE))
        weights = one.weights[len(BEAD_FEATURES) :]
        opens = one.nulls[0] @ weights[4:6] + weights[0]
        assert source[:, 0] == pytest.approx(opens)
        assert target.shape == (len(ENGLISH), 2)


def test_experts_count_by_their_shares(experts) -> None:
    one, other = (each.scores(whole_band(), NONE) for each in experts)
    both = one > -1e8
    both &= other > -1e8
    assert both.sum() > 50
    assert not np.allclose(one[both], other[both])
    parts = [replace(each, share=share) for each, share in zip(experts, (3.0, 1.0), strict=True)]
    scores, alone = pooled(parts, whole_band(), NONE)
    assert scores[both] == pytest.approx(0.75 * one[both] + 0.25 * other[both], abs=1e-4)
    apart = [pooled([each], whole_band(), NONE)[1] for each in experts]
    for side in (0, 1):
        expected = 0.75 * apart[0][side] + 0.25 * apart[1][side]
        assert alone[side] == pytest.approx(expected)


def test_only_the_first_expert_rules_beads_out(experts) -> None:
    one, other = (each.scores(whole_band(), NONE) for each in experts)
    only_first, only_second = (one > -1e8) & (other < -1e8), (one < -1e8) & (other > -1e8)
    assert only_first.any() or only_second.any()
    for pair, mine, others in (
        (experts, only_first, only_second), (experts[::-1], only_second, only_first),
    ):  # fmt: skip
        scores, _ = pooled(pair, whole_band(), NONE)
        said = (one, other) if pair is experts else (other, one)
        assert np.allclose(scores[mine], said[0][mine])
        assert (scores[others] < -1e8).all()


def test_what_leaving_alone_costs_more_is_taken_from_each(experts) -> None:
    _, plain = pooled(experts, whole_band(), NONE)
    _, dear = pooled(experts, whole_band(), NONE, penalty=2.5)
    for before, after in zip(plain, dear, strict=True):
        assert after == pytest.approx(before - 2.5)


def test_the_sides_exchanged_the_target_sees_the_same_beads() -> None:
    band = whole_band()
    other = band.transposed(len(ENGLISH))
    forward = forward_view(FRENCH, ENGLISH, band=band)
    backward = forward_view(ENGLISH, FRENCH, band=other)
    weights = weights_of("cognates").copy()
    for name in ("evidence-target", "evidence-target-mean"):  # both sides' words count alike
        weights[FEATURES.index(name.replace("target", "source"))] = weights[FEATURES.index(name)]
    both = Expert(forward, weights, backward).scores(band, NONE)
    exchanged = Expert(backward, weights, forward).scores(other, NONE[::-1])
    seen = 0
    for t, (a, b) in enumerate(TYPES.tolist()):
        for i in range(len(FRENCH) - a + 1):
            for j in range(len(ENGLISH) - b + 1):
                here = both[t, band.offsets[i] + j]
                there = exchanged[BEAD_TYPE[b, a], other.offsets[j] + i]
                if min(here, there) > -1e8:
                    seen += 1
                    assert here == pytest.approx(there, abs=1e-3)
    assert seen > 50


def test_a_lexicon_keeps_its_say_beside_translations_that_mislead() -> None:
    """Two translations changed places: what the lexicon knows of the words holds the order."""
    french = ["Le chien dort.", "La mer monte.", "Le roi mange du pain.", "La nuit tombe."]
    english = ["The dog sleeps.", "The sea rises.", "The king eats bread.", "Night falls."]
    said = [english[1], english[0], *english[2:]]
    beads = TranslationAligner().align(french, english, translations=said)
    assert [(bead.sources, bead.targets) for bead in beads] == [((k,), (k,)) for k in range(4)]
