"""What a key does that is held down: no step is done twice, and no going outlasts the key."""

from __future__ import annotations

import pytest
from review_page import FRENCH, Review

expect = pytest.importorskip("playwright.sync_api", reason="playwright is missing").expect


def hold(review: Review, key: str, times: int = 4) -> None:
    """Press a key and let it repeat."""
    for _ in range(times):
        review.page.keyboard.down(key)
    review.page.keyboard.up(key)


def test_a_step_is_done_once_a_press(review: Review) -> None:
    hold(review, "a")
    review.at(3)
    review.settled()
    assert [review.status(place) for place in range(12)] == ["accepted", *[""] * 11]
    review.press("r", "r")
    review.at(7)
    assert [review.status(place) for place in (2, 4)] == ["rejected", "rejected"]


def test_escape_that_is_held_drops_no_text(review: Review) -> None:
    review.go(2)
    review.press("e")
    review.write(" More")
    hold(review, "Escape")
    review.says("This text is not saved.")
    review.settled()
    expect(review.row.locator("textarea")).to_have_value("Two boats come back with the tide. More")
    review.press("Escape")
    review.says("Nothing was changed.")
    assert review.sides(1)[0] == [FRENCH[1]]


def test_going_ends_with_the_key_that_is_held(review: Review) -> None:
    hold(review, "j")
    review.settled()
    review.go(1)
    review.network("held", "/api/step")
    review.press("a")
    review.holds()
    hold(review, "j", 9)
    review.network("whole")
    review.at(4)  # the next unsure one, and one further: the press itself counts
    review.settled()
    review.at(4)
