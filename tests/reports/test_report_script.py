"""A report in a browser: its search counts what it shows, its tables break no name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from align.records import Score
from align.reports.contents import Item, Pair, Pairs, Report, Section, Table
from align.reports.html import HtmlReporter
from align.signature import Signature

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


def show(page: Page, folder: Path, item: Item) -> None:
    file = folder / "report.html"
    report = Report("t", sections=(Section("s", (item,)),))
    file.write_text(HtmlReporter().render(report), encoding="utf-8")
    page.goto(file.as_uri())


def test_the_search_counts_beads_and_calls_no_null_a_pair(page: Page, tmp_path: Path) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    pairs = tuple(
        Pair(position=f"[{n}]:[]", source=f"Phrase {n}", target="", score=0.9, tags=("unaligned",))
        for n in range(1200)
    )
    show(page, tmp_path, Pairs("0 pairs, and 1,200 without a partner", pairs, "fr", "en"))
    count = page.locator("[data-count]")
    expect(count).to_have_text("all 1,200 shown")
    page.get_by_label("Search").fill("phrase 119")
    expect(count).to_have_text("12 of 1,200 shown")
    expect(page.locator("option").nth(1)).to_have_text("unaligned (1,200)")


def test_the_first_of_what_is_sought_is_seen_wherever_one_was(page: Page, tmp_path: Path) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    pairs = tuple(
        Pair(position=f"[{n}]:[{n}]", source=f"Phrase {n}", target=f"Sentence {n}", tags=("human",))
        for n in range(600)
    )
    show(page, tmp_path, Pairs("600 pairs", pairs, "fr", "en"))
    page.locator(".beads > li").last.scroll_into_view_if_needed()
    page.get_by_label("Search").fill("sentence 1")
    expect(page.locator("[data-count]")).to_have_text("195 of 600 shown")
    expect(page.locator(".beads > li:not([hidden])").first).to_be_in_viewport()


def test_a_name_is_not_broken_where_the_table_can_scroll(page: Page, tmp_path: Path) -> None:
    score = Score("strict_f1", 0.9, 0.8, 0.95, 100, Signature())
    columns = "document", "strict precision", "strict recall", "strict F1", "lax F1", "null F1"
    row = ("AlicesAdventuresInWonderland", *[score] * 5)
    page.set_viewport_size({"width": 800, "height": 900})
    show(page, tmp_path, Table("By document", columns, (row,)))
    lines = "e => e.firstChild && (r => (r.selectNodeContents(e), r.getClientRects().length))"
    assert page.locator("tbody th").evaluate(f"{lines}(document.createRange())") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 800
