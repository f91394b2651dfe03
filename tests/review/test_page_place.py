"""Where the eyes are: the selected bead stays in the window whatever grows above it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import Review, served, unit

expect = pytest.importorskip("playwright.sync_api", reason="playwright is missing").expect
Opener = Callable[..., Review]


def test_the_selected_bead_is_seen_after_a_reload_and_in_another_width(
    watched: Opener, tmp_path: Path
) -> None:
    units = [
        unit(f"Phrase {n}. " + "Encore. " * (n % 7 * 12), f"Sentence {n}.", position=f"[{n}]:[{n}]")
        for n in range(120)
    ]
    with served(units, tmp_path) as (address, document):
        review = watched(address, document)
        review.at(1)
        review.press(*["j"] * 60)
        review.at(61)
        expect(review.row).to_be_in_viewport(ratio=1)
        review.page.reload()
        review.at(61)
        expect(review.page.locator(".row[data-empty]")).to_have_count(0)
        expect(review.row).to_be_in_viewport(ratio=1)
        review.page.set_viewport_size({"width": 700, "height": 1000})
        review.page.wait_for_timeout(300)
        expect(review.row).to_be_in_viewport(ratio=0.5)
