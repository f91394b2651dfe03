"""Texts in a longer one: what is found, and in which order."""

import random
import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.evaluation.locate import TextPair, locate
from align.evaluation.lookup import Lookup, Runs
from align.evaluation.references import _Side

PARTS = st.lists(st.text("ab", max_size=3), min_size=1, max_size=12)


@given(
    PARTS, st.lists(st.text("ab", min_size=1, max_size=6), max_size=12), st.sampled_from([1, 30])
)
def test_a_look_up_finds_what_a_search_of_all_places_finds(
    parts: list[str], texts: list[str], stretch: int
) -> None:
    parts, texts = (
        [re.sub(".", r"\g<0>" * stretch, one) for one in made] for made in (parts, texts)
    )
    whole = "".join(parts)
    edges = {0, *accumulate(map(len, parts))}
    lookup = Lookup(whole, Runs(whole, edges))
    taken: set[int] = set()
    behind = 0
    for text in texts:
        places = [
            (start, start + len(text))
            for start in edges
            if start + len(text) in edges
            and whole.startswith(text, start)
            and taken.isdisjoint(range(start, start + len(text)))
        ]
        expected = min(places, key=lambda span: (span[0] < behind, span[0]), default=None)
        assert lookup.find(text) == expected
        if expected:
            lookup.take(expected)
            taken.update(range(*expected))
            behind = expected[1]


def test_whole_segments_come_before_words() -> None:
    side = _Side(["Oui et non.", "Oui."])
    assert side.find("« Oui »") == (8, 11)
    side.take((8, 11))
    assert side.find("Oui") == (0, 3)


@pytest.mark.parametrize("name", ["Oui {}.", "Une phrase assez longue {}."])
def test_many_texts_are_found_in_another_order_than_theirs(name: str) -> None:
    segments = [name.format(n) for n in range(500)]
    order = random.Random(1).sample(range(500), 500)
    beads = locate([TextPair("x", segments[n], "") for n in order], segments, [])
    assert [bead.sources for bead in beads] == [(n,) for n in order]
    side = _Side([f"{text} {text}" for text in segments])
    for n in order:  # each half of a segment once
        start, end = side.span(n)
        middle = (start + end) // 2
        for half in ((start, middle), (middle, end)):
            assert side.find(segments[n]) == half
            side.take(half)


def test_many_equal_texts_are_found_in_order() -> None:
    segments = ["Une phrase assez longue le même."] * 500
    beads = locate([TextPair("x", text, "") for text in segments], segments, [])
    assert [bead.sources for bead in beads] == [(n,) for n in range(500)]
