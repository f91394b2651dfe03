"""A report's search in a browser: it counts what it shows."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from align.reports.contents import Pair, Pairs, Report, Section
from align.reports.html import HtmlReporter


def test_the_search_counts_beads_and_calls_no_null_a_pair(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("there is no chromium on this machine")
    pairs = tuple(
        Pair(position=f"[{n}]:[]", source=f"Phrase {n}", target="", score=0.9, tags=("unaligned",))
        for n in range(1200)
    )
    section = Section("Pairs", (Pairs("0 pairs, and 1,200 without a partner", pairs, "fr", "en"),))
    file = tmp_path / "report.html"
    file.write_text(HtmlReporter().render(Report("t", sections=(section,))), encoding="utf-8")
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=options)
        page = browser.new_page()
        page.goto(file.as_uri())
        count = page.locator("[data-count]")
        playwright.expect(count).to_have_text("all 1,200 shown")
        page.get_by_label("Search").fill("phrase 119")
        playwright.expect(count).to_have_text("12 of 1,200 shown")
        browser.close()
