import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import DataError
from align.metrics.boundaries import BoundaryScores, Split, score_boundaries
from align.metrics.calibration import calibrate, wilson
from align.metrics.resampling import Plan

SHARED = Path(__file__).parents[3] / "shared" / "data" / "segment"
QUICK = Plan(resamples=30, block=20)


def values(scores: BoundaryScores) -> tuple[float, ...]:
    return tuple(score.value for score in scores.micro)


words = st.lists(st.text("abcé.«»’", min_size=1, max_size=5), min_size=1, max_size=30)


def cut(tokens: list[str], after: list[bool]) -> tuple[str, ...]:
    sentences, current = [], []
    for token, end in zip(tokens, after, strict=True):
        current.append(token)
        if end:
            sentences.append(" ".join(current))
            current = []
    return tuple([*sentences, " ".join(current)] if current else sentences)


@settings(max_examples=100, deadline=None)
@given(words, st.data())
def test_against_sets_of_token_ends(tokens: list[str], data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=len(tokens), max_size=len(tokens))
    mine, true = data.draw(flags), data.draw(flags)
    scores = score_boundaries([Split("d", cut(tokens, mine), cut(tokens, true))], plan=QUICK)
    said = {n for n, end in enumerate(mine[:-1]) if end}
    gold = {n for n, end in enumerate(true[:-1]) if end}
    precision = len(said & gold) / len(said) if said else 0
    recall = len(said & gold) / len(gold) if gold else 0
    assert values(scores)[:2] == (precision, recall)
    assert len(scores.confusions) == len(said ^ gold)
    assert sum(number for _, _, number in scores.tally()) == len(said ^ gold)


def test_confusions_say_where() -> None:
    gold = ("M. Dupont arrive.", "Il pleut.", "Fin.")
    system = ("M.", "Dupont arrive.", "Il pleut. Fin.")
    scores = score_boundaries([Split("d", system, gold)], plan=QUICK)
    assert [(c.kind, c.before, c.after) for c in scores.confusions] == [
        ("spurious", "M.", "Dupont arrive. Il pleut. Fin."),
        ("missed", "M. Dupont arrive. Il pleut.", "Fin."),
    ]
    assert scores.tally() == (("missed", "pleut.", 1), ("spurious", "M.", 1))
    assert values(scores) == (0.5, 0.5, 0.5)
    assert [s.count for s in scores.micro] == [2, 2, 2]


def test_white_space_and_markup_do_not_matter() -> None:
    gold = ("• Un point.", "• Deux\u00a0points !")
    assert values(score_boundaries([Split("d", ("Un\npoint.", "Deux points !"), gold)])) == (
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("system", "message"),
    [
        (("Bonjour.",), "d, system sentence 1: 'Bonjour.' does not continue gold's text"),
        (("Un.",), "d, system sentence 1: .* end here, 48 characters before"),
        ((), "d: .* end here, 51 characters before"),
        (("Un.", "x" * 10_000), "system sentence 2"),
    ],
)
def test_another_text(system: tuple[str, ...], message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        score_boundaries([Split("d", system, ("Un.", "Deux" * 12))])
    assert len(str(caught.value)) < 250


@pytest.mark.skipif(not SHARED.exists(), reason="no development data in ../shared")
def test_gold_against_itself() -> None:
    documents = [
        Split(str(n), tuple(sentences), tuple(sentences))
        for n, sentences in enumerate(json.loads((SHARED / "fr_gsd.dev.json").read_text()))
    ]
    scores = score_boundaries(documents, plan=QUICK)
    assert values(scores) == (1, 1, 1)
    assert scores.micro[1].count == sum(len(d.gold) - 1 for d in documents)
    assert dict(scores.signature.parts)["units"] == "documents"


def test_calibration_of_perfect_and_of_overconfident_scores() -> None:
    honest = calibrate([0.25] * 40, [True] * 10 + [False] * 30)
    assert honest is not None
    assert honest.error.value == 0
    assert honest.brier.value == pytest.approx(0.1875)
    proud = calibrate([1.0] * 10, [True] * 5 + [False] * 5)
    assert proud is not None
    assert proud.error.value == 0.5
    assert [(b.count, b.right) for b in proud.bins] == [(10, 0.5)]
    assert proud.bins[0].low < 0.5 < proud.bins[0].high


def test_costs_are_no_probabilities() -> None:
    assert calibrate([0.2, 1.7], [True, False]) is None
    assert calibrate([], []) is None


@given(st.integers(1, 500), st.data())
def test_wilson_interval_holds_the_share(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    low, high = wilson(hits, count)
    assert 0 <= low <= hits / count + 1e-12
    assert hits / count - 1e-12 <= high <= 1
