"""Filters keep what is wanted, count the rest by reason, and leave order and units as they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import UsageError
from align.filters import Filters, filtered
from align.records import Origin, TranslationUnit

UNIT = TranslationUnit("chat", "cat", "fr", "en", "1:1", Origin.HUMAN, "[0]:[0]", score=0.5)
UNITS = st.lists(
    st.builds(
        replace,
        st.just(UNIT),
        source=st.sampled_from(["chat", "chat ", "été", "e\u0301te\u0301", "un mot plus long", ""]),
        target=st.sampled_from(["cat", "summer"]),
        score=st.none() | st.floats(0, 1),
        origin=st.sampled_from(Origin),
    )
)
FILTERS = st.builds(
    Filters,
    min_score=st.none() | st.floats(0, 1),
    dedup=st.booleans(),
    max_ratio=st.none() | st.floats(1, 10),
    origin=st.none() | st.sampled_from(Origin),
)


def run(
    units: list[TranslationUnit], filters: Filters
) -> tuple[list[TranslationUnit], Counter[str]]:
    removed: Counter[str] = Counter()
    return list(filtered(iter(units), filters, removed=removed)), removed


@given(UNITS, FILTERS)
def test_each_unit_is_kept_or_counted(units: list[TranslationUnit], filters: Filters) -> None:
    kept, removed = run(units, filters)
    assert len(kept) + removed.total() == len(units)
    remaining = iter(units)
    assert all(unit in remaining for unit in kept)  # a subsequence
    assert run(kept, filters)[0] == kept
    for unit in kept:
        assert filters.origin in (None, unit.origin)
        assert filters.min_score is None or (unit.score or 0) >= filters.min_score


def test_without_filters_all_units_stay() -> None:
    assert run([UNIT, UNIT], Filters()) == ([UNIT, UNIT], Counter())


def test_each_filter_that_is_on_has_a_count() -> None:
    everything = Filters(min_score=0.1, dedup=True, max_ratio=3, origin=Origin.HUMAN)
    assert run([UNIT], everything)[1] == {
        "not of human origin": 0,
        "with a score below 0.1": 0,
        "with one side more than 3 times as long as the other": 0,
        "that repeat an earlier pair": 0,
    }


def test_reasons() -> None:
    units = [
        UNIT,
        replace(UNIT, score=0.4),
        replace(UNIT, score=None),
        replace(UNIT, origin=Origin.MACHINE),
        replace(UNIT, source=" chat\u00a0"),
        replace(UNIT, target="a cat that sleeps"),
        replace(UNIT, target=""),
    ]
    kept, removed = run(units, Filters(0.5, True, 2.0, Origin.HUMAN))
    assert kept == [UNIT]
    assert removed == {
        "not of human origin": 1,
        "with a score below 0.5": 1,
        "without a score": 1,
        "with one side more than 2 times as long as the other": 1,
        "unaligned, without a ratio of lengths": 1,
        "that repeat an earlier pair": 1,
    }


def test_nulls_below_a_score_are_counted_apart_from_pairs() -> None:
    low = replace(UNIT, score=0.4)
    kept, removed = run([UNIT, low, low, replace(low, target="")], Filters(0.5))
    assert kept == [UNIT]
    assert removed == {"with a score below 0.5": 2, "unaligned, with a score below 0.5": 1}


def test_composed_and_decomposed_letters_are_the_same_pair() -> None:
    units = [replace(UNIT, source="été"), replace(UNIT, source="e\u0301te\u0301")]
    assert run(units, Filters(dedup=True))[0] == units[:1]


@pytest.mark.parametrize("bounds", [{"max_ratio": 0.5}, {"min_score": float("nan")}])
def test_impossible_bounds_are_refused(bounds: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="takes a number"):
        Filters(**bounds)
