"""Texts in a longer one: what is found, in which order, and that time grows with their number."""

import random
import re
import time
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


def seconds(count: int, kind: str) -> float:
    """How long it takes to look up texts in another order than theirs."""
    name = "Oui" if kind == "short" else "Une phrase assez longue"
    segments = [f"{name} {'le même' if kind == 'equal' else n}." for n in range(count)]
    shuffled = random.Random(1).sample(segments, count)
    begin = time.process_time()
    locate([TextPair("x", text, "") for text in shuffled], segments, [])
    side = _Side([f"{first} {second}" for first, second in zip(segments, segments, strict=True)])
    for text in shuffled:
        span = side.find(text)
        if span and kind != "equal":
            side.take(span)
    return time.process_time() - begin


@pytest.mark.parametrize("kind", ["short", "long", "equal"])
def test_eight_times_the_texts_take_about_eight_times_the_time(kind: str) -> None:
    seconds(500, kind)
    few, many = (min(seconds(count, kind) for _ in range(2)) for count in (1000, 8000))
    assert many < 24 * few  # 8 where linear, 64 where quadratic
