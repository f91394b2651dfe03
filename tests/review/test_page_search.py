"""The search of the review page: which hit of how many, and none at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import Review, served, unit

pytest.importorskip("playwright.sync_api", reason="playwright is missing")
Opener = Callable[..., Review]


def test_every_hit_is_gone_to_where_there_are_very_many(watched: Opener, tmp_path: Path) -> None:
    units = [unit(f"La mer {n}.", f"The sea {n}.", position=f"[{n}]:[{n}]") for n in range(1100)]
    with served(units, tmp_path) as (address, document):
        review = watched(address, document)
        review.at(1)
        review.press("/")
        review.page.keyboard.type("mer")
        review.press("Enter")
        review.says("Hit 2 of 1,100.")
        review.press("End", "k", "f")
        review.at(1100)
        review.says("Hit 1,100 of 1,100.")
        review.press("f", "Shift+F")
        review.says("Hit 1,100 of 1,100.")
        review.press("o", "End", "k", "f")
        review.says("Hit 1,100 of 1,100.")


def test_what_is_nowhere_is_said_to_be(review: Review) -> None:
    review.press("/")
    review.page.keyboard.type("navire")
    review.press("Enter")
    review.says("“navire” is nowhere in the text.")
    review.at(1)
