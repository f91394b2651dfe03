"""What was left out is one bead, up to a size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.aligners.nulls import joined_nulls
from align.records import Bead
from align.registry import load

WORDS = ["cat", "dog", "owl", "hen", "cow", "pig", "ant", "bee", "fox", "yak"]


def source(*indices, score=0.5):
    return Bead(indices, (), score=score)


def target(*indices, score=0.5):
    return Bead((), indices, score=score)


def joined(*beads, n=10, m=10, x=None, y=None, fixed=(), largest=7):
    x, y = WORDS[:n] if x is None else x, WORDS[:m] if y is None else y
    return joined_nulls(beads, x, y, fixed=fixed, largest=largest)


def test_neighbours_left_alone_are_one_bead():
    full = Bead((0,), (0,), score=0.9)
    found = joined(full, source(1), source(2), source(3), target(1), target(2), Bead((4,), (3,)))
    assert found == (full, source(1, 2, 3, score=0.125), target(1, 2, score=0.25), Bead((4,), (3,)))


def test_what_a_bead_or_another_side_parts_stays_apart():
    beads = (source(0), Bead((1,), (0,)), source(2), target(1), source(3), source(5))
    assert joined(*beads) == beads


def test_a_run_longer_than_the_largest_bead_stays_one_by_one():
    beads = tuple(source(i) for i in range(8))
    assert joined(*beads) == beads
    assert joined(*beads[:7]) == (source(*range(7), score=round(0.5**7, 4)),)
    assert joined(*beads, largest=8)[0].type == "8:0"


def test_blank_segments_and_fixed_beads_stay_by_themselves():
    x = ["cat", "dog", " ", "owl", "hen"]
    assert joined(*(source(i) for i in range(5)), x=x) == (
        source(0, 1, score=0.25), source(2), source(3, 4, score=0.25),
    )  # fmt: skip
    held = source(1, score=1.0)
    assert joined(source(0), held, source(2), fixed=(held,)) == (source(0), held, source(2))


def test_no_probability_comes_of_none():
    assert joined(source(0), source(1, score=None))[0].score is None


@given(st.lists(st.sampled_from(["source", "target", "both"]), max_size=30), st.integers(2, 7))
def test_every_segment_stays_and_no_bead_becomes_too_large(kinds, largest):
    beads, i, j = [], 0, 0
    for kind in kinds:
        xs, ys = (i,) * (kind != "target"), (j,) * (kind != "source")
        beads.append(Bead(xs, ys))
        i, j = i + len(xs), j + len(ys)
    found = joined(*beads, x=["a"] * i, y=["b"] * j, largest=largest)
    assert [k for b in found for k in b.sources] == list(range(i))
    assert [k for b in found for k in b.targets] == list(range(j))
    assert all(len(b.sources) + len(b.targets) <= largest for b in found)
    assert [b for b in found if not b.null] == [b for b in beads if not b.null]


@pytest.mark.parametrize("name", ["lexical", "translation"])
def test_an_aligner_finds_a_passage_that_was_left_out(name):
    french = [
        "Le maire a ouvert la station en 1998.", "La rivière passe sous trois ponts de pierre.",
        "La pluie tombe depuis trois jours.", "Personne ne sait pourquoi.",
        "Les vaches dorment dans la grange.", "Le roi Henri est mort hier soir à Paris.",
        "Il a vendu 32 chevaux à Nantes.", "La reine a écrit une longue lettre à son frère.",
    ]  # fmt: skip
    english = [
        "The mayor opened the station in 1998.", "The river passes under three bridges of stone.",
        "King Henri died yesterday evening in Paris.", "He sold 32 horses in Nantes.",
        "The queen wrote a long letter to her brother.",
    ]  # fmt: skip
    found = [b.position for b in load("aligner", name)().align(french, english)]
    assert found == ["[0]:[0]", "[1]:[1]", "[2, 3, 4]:[]", "[5]:[2]", "[6]:[3]", "[7]:[4]"]
