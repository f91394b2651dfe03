"""Fixed beads come out unchanged, and nothing else crosses them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners.fixed import chain, checked, in_order, stretches
from align.errors import DataError
from align.records import Bead
from align.registry import load, names

NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def sentences(words, verb):
    return [f"{verb} {a} {b}." for a in words for b in words]


@pytest.fixture(scope="module")
def made():
    return {name: load("aligner", name)() for name in names("aligner")}


@st.composite
def fixed_beads(draw, n, m):
    """Beads over disjoint indices: m:n, of neighbours or not, in order or not, and nulls."""
    sources = draw(st.permutations(range(n)))
    targets = draw(st.permutations(range(m)))
    beads = []
    for _ in range(draw(st.integers(0, 5))):
        a, b = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        one, sources = sources[:a], sources[a:]
        other, targets = targets[:b], targets[b:]
        if one or other:
            beads.append(Bead(tuple(sorted(one)), tuple(sorted(other))))
    return beads


@pytest.mark.parametrize("name", names("aligner"))
@given(data=st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_fixed_beads_come_out(name, made, data):
    n, m = data.draw(st.integers(0, 14)), data.draw(st.integers(0, 14))
    fixed = data.draw(fixed_beads(n, m))
    x, y = sentences(NUMBERS, "Voici")[:n], sentences(ENGLISH, "Here are")[:m]
    beads = made[name].align(x, y, fixed=fixed)
    assert sorted(i for b in beads for i in b.sources) == list(range(n))
    assert sorted(j for b in beads for j in b.targets) == list(range(m))
    found = {(b.sources, b.targets): b for b in beads}
    assert all(found[b.sources, b.targets].score == 1.0 for b in fixed)
    kept = chain(fixed)
    given_pairs = {(b.sources, b.targets) for b in fixed}
    for bead in beads:
        if bead.null or bead.crossing or (bead.sources, bead.targets) in given_pairs:
            continue
        for anchor in kept:
            assert (bead.sources < anchor.sources) == (bead.targets < anchor.targets)
    straight = [b for b in beads if not b.crossing]
    for side in ("sources", "targets"):
        indices = [k for b in straight for k in getattr(b, side)]
        assert indices == sorted(indices)


@given(data=st.data())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_stretches_and_chain_cover_both_sides(data):
    n, m = data.draw(st.integers(0, 12)), data.draw(st.integers(0, 12))
    fixed = checked(data.draw(fixed_beads(n, m)), n, m)
    parts, kept = stretches(fixed, n, m), in_order(fixed)
    assert kept == [replace(bead, score=1.0) for bead in chain(fixed)]
    sources = [i for p in parts for i in p.sources] + [i for b in kept for i in b.sources]
    targets = [j for p in parts for j in p.targets] + [j for b in kept for j in b.targets]
    assert sorted(sources) == list(range(n))
    assert sorted(targets) == list(range(m))


def test_a_fixed_bead_moves_the_rest(made):
    """A fixed bead far off the path that the texts speak for leaves no link across it."""
    x, y = sentences(NUMBERS, "Voici"), sentences(ENGLISH, "Here are")
    plain = made["lexical"].align(x, y)
    assert sum(b.sources == b.targets for b in plain) >= 95
    beads = made["lexical"].align(x, y, fixed=[Bead((10,), (60, 61))])
    assert Bead((10,), (60, 61), score=1.0) in beads
    assert not any(b.sources and b.sources[0] > 10 and b.targets and b.targets[0] < 60
                   for b in beads if not b.crossing)  # fmt: skip


def test_a_fixed_bead_that_crosses_what_the_texts_are_sure_of_is_no_anchor(made):
    """It alone does not tell the order: the first sentence went to the end."""
    x, y = sentences(NUMBERS, "Voici"), sentences(ENGLISH, "Here are")
    y = [*y[1:], y[0]]
    beads = made["lexical"].align(x, y, fixed=[Bead((0,), (len(y) - 1,))])
    assert Bead((0,), (len(y) - 1,), score=1.0, crossing=True) in beads
    assert sum(b.sources == tuple(j + 1 for j in b.targets) for b in beads if not b.null) >= 90


def test_an_anchor_is_not_outvoted_by_beads_that_were_moved(made):
    x, y = sentences(NUMBERS, "Voici"), sentences(ENGLISH, "Here are")
    y = [*y[2:], *y[:2]]
    last = len(y) - 1
    fixed = [Bead((0,), (last - 1,)), Bead((1,), (last,)), Bead((50,), (48,))]
    beads = made["lexical"].align(x, y, fixed=fixed)
    marks = {b.sources: b.crossing for b in beads if b.score == 1.0 and len(b.sources) == 1}
    assert [marks[b.sources] for b in fixed] == [True, True, False]


def test_a_bead_that_is_marked_as_crossing_stays_so():
    marked = checked([Bead((0,), (2,), crossing=True), Bead((1,), (1,))], 3, 3)
    assert [b.crossing for b in marked] == [True, False]


def test_the_same_beads_break_the_order_where_the_sides_are_exchanged_inside():
    x, y = sentences(ENGLISH, "Here are")[:9], sentences(NUMBERS, "Voici")[:9]
    fixed = [Bead((1,), (6,)), Bead((2,), (1,))]
    marked = checked(fixed, 9, 9)
    beads = load("aligner", "lexical")(source_lang="en", target_lang="fr").align(x, y, fixed=fixed)
    assert set(marked) <= set(beads)
    assert [b.crossing for b in marked] == [True, False]


def test_beads_out_of_order_are_marked():
    marked = checked([Bead((0,), (1,)), Bead((1,), (2,)), Bead((2,), (0,)), Bead((3,), ())], 4, 3)
    assert [b.crossing for b in marked] == [False, False, True, False]


@pytest.mark.parametrize(
    ("fixed", "message"),
    [
        ([Bead((5,), (0,))], r"bead \[5\]:\[0\]: source index 5 is out of range: there are 3"),
        (
            [Bead((0,), (0,)), Bead((1,), (0,))],
            r"\[1\]:\[0\]: target index 0 is already in the bead of \[0\]:\[0\]",
        ),
        ([Bead((-1,), (0,))], "source index -1"),
    ],
)
def test_wrong_indices(made, fixed, message):
    with pytest.raises(DataError, match=message):
        made["lexical"].align(["a", "b", "c"], ["a", "b", "c"], fixed=fixed)
