"""Dates as TMX has them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.dates import EPOCH, created, is_date


@given(st.datetimes())
def test_what_strftime_writes_is_a_date(moment):
    year = f"{moment.year:04}"  # strftime's %Y is shorter before 1000 on Linux
    assert is_date(f"{year}{moment.strftime('%m%dT%H%M%SZ')}")


@pytest.mark.parametrize(
    "text",
    [
        "", "2026112T030405Z", "20261131T000000Z", "20261127T240000Z", "20261127T190000",
        "2026-11-27T19:00:00Z", "٢٠٢٦1127T190000Z", "20261127T190000Z\n",
    ],
)  # fmt: skip
def test_what_is_none(text):
    assert not is_date(text)


def test_created_is_the_time_that_the_environment_says(monkeypatch):
    monkeypatch.setenv(EPOCH, "1700000000")
    assert created() == "20231114T221320Z"


def test_created_is_now_otherwise(monkeypatch):
    monkeypatch.delenv(EPOCH, raising=False)
    before, made, after = time.gmtime(), created(), time.gmtime()
    assert is_date(made)
    assert time.strftime("%Y%m%d", before) <= made[:8] <= time.strftime("%Y%m%d", after)
