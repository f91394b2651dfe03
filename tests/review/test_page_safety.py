"""No step is lost, and none is shown that is not saved: reload, crash, broken line, second tab."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from review_page import ENGLISH, FRENCH, Review, sample, served, unit, write

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

expect = pytest.importorskip("playwright.sync_api", reason="playwright is missing").expect
Opener = Callable[..., Review]
ROOT = Path(__file__).parents[2]


@contextmanager
def command(file: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `align review` as a user does; yields the address that it prints, and its process."""
    align = (sys.executable, "-c", "from align.cli import main; main()")
    process = subprocess.Popen(
        [*align, "review", str(file), "--no-browser"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def test_a_fault_of_the_page_is_said_and_does_not_end_it(
    window: BrowserContext, tmp_path: Path
) -> None:
    with served(sample(), tmp_path) as (address, document):
        page = window.new_page()
        page.goto(address)
        review = Review(page, address, document)
        review.at(1)
        page.evaluate("() => { Intl.Segmenter = function () { throw new Error('broken') } }")
        review.press("s")
        review.says("Not done: the page made an error (broken).")
        review.press("j")
        review.at(2)
        page.close()


@pytest.mark.parametrize("lang", ["x-klingon", "a", "fr-"])
def test_a_bead_in_a_language_that_the_browser_does_not_take_can_be_split(
    watched: Opener, tmp_path: Path, lang: str
) -> None:
    with served([unit("Un. Deux.", "One. Two.", source_lang=lang)], tmp_path) as (
        address,
        document,
    ):
        review = watched(address, document)
        review.at(1)
        review.press("s")
        review.says("Cut in the target: between “One.” and “Two.”.")
        review.press("Enter")
        review.at(2)
        assert review.sides(1) == (["Deux."], ["Two."])


def test_another_order_leaves_a_text_that_is_not_saved_where_it_is(review: Review) -> None:
    review.go(2)
    review.press("e")
    review.write(" More")
    order = review.page.get_by_label("Order of the beads")
    order.select_option("unsure")
    review.says("This text is not saved.")
    expect(order).to_have_value("text")
    review.at(2)
    expect(review.row.locator("textarea")).to_be_focused()
    review.press("Control+Enter")
    review.says("Text saved.")
    assert [row.unit.target for row in review.document.snapshot()[1]] == [
        f"{unit['target']}{' More' if place == 1 else ''}" for place, unit in enumerate(sample())
    ]


def test_a_click_beside_the_field_leaves_its_text_to_its_side(review: Review) -> None:
    review.go(2)
    review.press("e")
    review.write(" More")
    review.row.locator(".source .segment").click()
    review.settled()
    expect(review.row.locator(".target textarea")).to_have_count(1)
    expect(review.row.locator(".source textarea")).to_have_count(0)
    review.press("Control+Enter")
    review.says("Text saved.")
    assert review.sides(1) == ([FRENCH[1]], [f"{ENGLISH[1]} More"])


def test_a_search_says_that_a_text_is_not_saved_before_it_drops_it(review: Review) -> None:
    review.go(2)
    review.press("e")
    review.write(" More")
    search = review.page.get_by_label("Search both sides")
    search.fill("nantes")
    search.press("Enter")
    review.says("This text is not saved.")
    review.settled()
    review.says("This text is not saved.")
    review.at(2)
    expect(review.row.locator("textarea")).to_be_focused()
    search.press("Enter")
    review.at(11)


def test_a_step_that_takes_long_is_said_until_it_is_done(review: Review) -> None:
    review.page.evaluate("""() => {
      const [later, waits] = [window.setTimeout, (window.waits = [])];
      window.setTimeout = (go, wait, ...more) => later(go, waits.push(wait) && 1, ...more);
    }""")
    review.network("held", "/api/realign")
    review.press("Shift+R")
    review.says("Realigning …")
    assert 5000 not in review.page.evaluate("window.waits")  # when a sentence begins to fade
    review.network("away", "/api/realign")
    expect(review.banner).to_contain_text("The server does not answer")
    expect(review.page.locator("#message")).to_be_empty()


def test_a_killed_server_loses_no_step(watched: Opener, tmp_path: Path) -> None:
    file = write(sample(), tmp_path)
    original = file.read_bytes()
    with command(file) as (address, process):
        review = watched(address)
        review.at(1)
        review.press("m")
        review.says("Merged with the next bead. 2:2.")
        review.press("e")
        review.write(" Now.")
        review.press("Control+Enter")
        review.says("Text saved.")
        review.press("j", "r")
        review.says("Rejected.")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        review.press("Home", "m")
        expect(review.banner).to_contain_text("The server does not answer")
        expect(review.row.locator(".source .segment")).to_have_count(2)
        review.press("a", "Control+z")
        expect(review.page.locator("#counts")).to_contain_text("1 edited · 1 rejected · 9 open")
    assert file.read_bytes() == original
    with command(file) as (address, _):
        review = watched(address)
        expect(review.page.locator("#counts")).to_contain_text("1 edited · 1 rejected · 9 open")
        expect(review.row.locator(".source .segment")).to_have_text(list(FRENCH[:2]))
        expect(review.row.locator(".target")).to_contain_text("the tide. Now.")
        review.press("z", "z", "z")
        expect(review.page.locator("#counts")).to_contain_text("0 accepted · 12 open")
        review.press("y", "y", "y")
        expect(review.page.locator("#counts")).to_contain_text("1 edited · 1 rejected · 9 open")
    assert file.read_bytes() == original


def test_a_reload_comes_back_to_the_same_bead_order_and_steps(review: Review) -> None:
    review.page.set_viewport_size({"width": 1000, "height": 400})
    review.press("a", "o", "j", "j", "w")
    review.at(7)
    review.page.reload()
    review.at(7)
    expect(review.page.locator("#order")).to_have_value("unsure")
    expect(review.row.locator(".reasons")).to_be_visible()
    expect(review.row).to_be_in_viewport()
    expect(review.banner).to_be_hidden()
    expect(review.page.locator("#counts")).to_contain_text("1 accepted · 11 open")
    review.press("z")
    review.says("Undone. Bead 1, 1:1.")


def test_a_reload_while_a_step_is_under_way_shows_what_was_saved(review: Review) -> None:
    review.settled()
    review.network("silent", "/api/step")
    review.press("m")
    while len(review.document.snapshot()[1]) == 12:
        review.page.wait_for_timeout(20)
    expect(review.page.locator("body[data-busy]")).to_have_count(1)
    expect(review.page.locator(".row")).to_have_count(12)
    review.page.reload()
    expect(review.page.locator(".row")).to_have_count(11)
    expect(review.row.locator(".source .segment")).to_have_text(list(FRENCH[:2]))


def test_unsaved_text_is_asked_about_before_a_reload(review: Review) -> None:
    asked: list[str] = []
    review.page.on("dialog", lambda dialog: asked.append(dialog.type))
    review.press("e")
    review.write("x")
    review.page.reload()
    review.at(1)
    assert asked == ["beforeunload"]


def test_a_step_that_did_not_reach_the_server_is_not_shown(review: Review) -> None:
    review.network("held")
    review.press("m", "m", "a")
    review.holds()
    review.network("away")
    expect(review.banner).to_contain_text("The server does not answer: nothing can be changed now.")
    expect(review.banner).to_contain_text("2 more key presses were dropped.")
    review.settled()
    review.press("a")
    review.says("Not done: the server does not answer.")
    expect(review.page.locator(".row")).to_have_count(12)
    expect(review.page.locator("#counts")).to_contain_text("0 accepted · 12 open")
    review.network("whole")
    review.banner.get_by_role("button", name="Try again").click()
    review.says("The server answers again. The last step was not done.")
    expect(review.banner).to_be_hidden()
    review.press("m")
    review.says("Merged")


def test_a_step_whose_answer_was_lost_is_found_again(review: Review) -> None:
    review.network("torn", "/api/step")
    review.press("m")
    expect(review.banner).to_contain_text("Whether the last step was saved will show")
    expect(review.page.locator(".row")).to_have_count(12)
    review.network("whole")
    review.beat()
    review.says("The server answers again. The last step was done.")
    expect(review.page.locator(".row")).to_have_count(11)


def test_a_change_from_elsewhere_is_not_written_over(review: Review) -> None:
    review.document.step("merge", {"id": 1}, version=review.document.version)
    review.press("j", "j", "r")
    review.says("Not done:")
    expect(review.page.locator(".row")).to_have_count(11)
    assert {row.unit.review for row in review.document.snapshot()[1]} == {"", "edited"}
    review.press("r")
    review.says("Rejected.")


def test_a_text_whose_bead_is_gone_is_said(review: Review, watched: Opener) -> None:
    second = watched(review.address, review.document, another=True)
    second.at(1)
    second.go(2)
    second.press("e")
    second.write(" More")
    review.press("m")
    review.says("Merged")
    second.beat()
    second.says(f"The bead of this text is gone, and it is not saved: {ENGLISH[1]} More")
    second.page.close()


def test_a_second_tab_reads_until_it_takes_over(review: Review, watched: Opener) -> None:
    second = watched(review.address, review.document, another=True)
    second.at(1)
    expect(second.banner).to_contain_text("under review in another tab or window")
    second.press("m")
    second.says("Not done: another tab reviews this file.")
    expect(second.page.locator(".row")).to_have_count(12)
    second.press("j", "j")
    second.at(3)
    review.press("m")
    review.says("Merged")
    second.beat()
    expect(second.page.locator(".row")).to_have_count(11)
    second.banner.get_by_role("button", name="Review here instead").click()
    second.says("This tab is the one that reviews now.")
    expect(second.banner).to_be_hidden()
    second.press("z")
    second.says("Undone.")
    review.press("m")
    review.says("Not done:")
    expect(review.banner).to_contain_text("under review in another tab or window")
    expect(review.page.locator(".row")).to_have_count(12)
    second.page.close()
    review.beat()
    review.says("This tab is the one that reviews now.")


def test_a_server_started_anew_on_the_same_port_is_named(review: Review) -> None:
    review.network("gone")
    review.press("m")
    expect(review.banner).to_contain_text("The server was started anew and has another address now")
    assert len(review.document.snapshot()[1]) == 12  # the page may hold fewer rows below a banner


def test_a_full_disk_is_told_as_such_and_what_was_typed_stays(review: Review) -> None:
    base = review.document._journal._base
    pages = base.execute("PRAGMA page_count").fetchone()[0]
    base.execute(f"PRAGMA max_page_count={pages}")
    review.press("n")
    expect(review.row.locator("textarea")).to_be_focused()
    review.page.keyboard.insert_text("x" * 100_000)
    review.press("Control+Enter")
    review.says("Not done: ")
    review.says("the step could not be written and was not done: database or disk is full.")
    expect(review.banner).to_be_hidden()
    base.execute("PRAGMA max_page_count=1000000")
    review.press("Control+Enter")
    review.says("Note saved.")
    assert len(review.document.snapshot()[1][0].unit.note) == 100_000
