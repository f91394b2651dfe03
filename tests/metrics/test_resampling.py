"""Resampled sums, and the memory that they take."""

import tracemalloc

import numpy as np
import pytest

from align.metrics import resampling
from align.metrics.resampling import Plan, resampled_sums


def test_sums_are_the_same_however_few_resamples_are_drawn_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = np.arange(21.0).reshape(7, 3)
    plan = Plan(resamples=100)
    whole = resampled_sums(counts, plan=plan, stream=2)
    assert whole.shape == (100, 3)
    for cells in (1, 50, 699):
        monkeypatch.setattr(resampling, "_CELLS", cells)
        assert np.array_equal(resampled_sums(counts, plan=plan, stream=2), whole)


def test_many_resamples_of_many_units_take_no_room_by_their_product() -> None:
    counts = np.ones((20_000, 2))
    tracemalloc.start()
    sums = resampled_sums(counts, plan=Plan(resamples=1000), stream=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (sums == 20_000).all()
    assert peak < 100_000_000  # 20 million weights of 8 bytes are 160 MB, and as many as floats
