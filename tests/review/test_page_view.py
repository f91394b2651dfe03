"""What the review page shows: marks, long documents, hostile text, narrow windows, all people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from review_page import FRENCH, Review, sample, served, unit

from align.records import CorpusHeader, Origin, TranslationUnit
from align.registry import load
from align.review.export import FORMATS
from align.signature import Signature

expect = pytest.importorskip("playwright.sync_api", reason="playwright is missing").expect
Opener = Callable[..., Review]
WIDTHS = (320, 360, 768, 1440)  # 320 is a phone, or 1280 at 400%
HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>",
    "\u05e9\u05dc\u05d5\u05dd \u202eabc \u05e2\u05d5\u05dc\u05dd",
    "x" * 10_000,
    "\"'><svg onload=window.hacked=1></svg>{{7*7}}${7*7}&lt;b&gt;",
    "javascript:window.hacked=1",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_marks_say_what_a_bead_is(review: Review) -> None:
    heads = review.page.locator(".row > .head")
    expect(heads.nth(0)).to_have_text(re.compile(r"Bead 1\s*probability \.97\s*1:1$"))
    expect(heads.nth(0).locator(".score")).to_have_class(re.compile("sure"))
    expect(heads.nth(2).locator(".score")).to_have_class(re.compile("low"))
    expect(heads.nth(4)).to_contain_text("unaligned")
    expect(heads.nth(6)).to_contain_text("moved")
    expect(heads.nth(8)).to_contain_text("machine")
    expect(heads.nth(8)).to_contain_text("⚑ numbers")
    expect(review.page.locator(".row .by")).to_have_text("written by a machine: bundled")
    expect(heads.nth(9)).to_contain_text("2:1")
    expect(review.page.locator("#bead-10 .source .segment")).to_have_text([FRENCH[9], FRENCH[4]])
    expect(review.page.locator("#name")).to_have_text("novel.jsonl")
    expect(review.page.locator("#languages")).to_have_text("fr → en")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, object]]:
    lengths = (1, 3, 1, 9, 2, 1, 1, 5)
    units = [
        unit(
            f"Phrase {n}. " + "Encore. " * lengths[n % 8],
            f"Sentence {n}." if n % 97 else "",
            score=0.2 if n == 49_000 else 0.97, position=f"[{n}]:{[n] if n % 97 else []}",
        )
        for n in range(1, 50_001)
    ]  # fmt: skip
    with served(units, tmp_path_factory.mktemp("long")) as found:
        yield found


def test_fifty_thousand_beads_of_which_only_some_are_in_the_page(
    watched: Opener, long: tuple[str, object]
) -> None:
    review = watched(*long)
    review.at(1)

    def count() -> int:
        rows: int = review.page.locator(".row").count()
        assert review.page.evaluate("document.querySelectorAll('*').length") < 3000
        return rows

    assert 0 < count() < 100
    expect(review.page.locator("#grid")).to_have_attribute("aria-rowcount", "50001")
    for share in (0.2, 0.4, 0.6, 0.8, 1):
        review.page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {share})")
        seen = review.page.locator(".row:not([data-empty])").last
        expect(seen).to_be_attached()
        expect(review.page.locator(".row[data-empty]")).to_have_count(0)
        assert 0 < count() < 100
    expect(review.page.locator(".row").last).to_contain_text("Sentence 50000.")
    review.press("Home", "j")
    review.at(2)
    expect(review.row).to_be_in_viewport()
    review.press("End", "k")
    review.at(49_999)
    expect(review.row).to_be_in_viewport()
    review.press("m")
    review.says("Merged with the next bead.")
    assert len(review.document.snapshot()[1]) == 49_999
    review.press("z")
    review.says("Undone.")
    review.press("PageUp", "PageUp", "PageUp")
    expect(review.row).not_to_have_attribute("aria-rowindex", "50000")
    expect(review.row).to_be_in_viewport()
    review.press("o", "o")
    review.press("Home", "o")
    review.at(97)
    review.press("/")
    review.page.keyboard.type("Sentence 31415.")
    review.press("Enter")
    review.at(31_415)
    expect(review.row).to_be_in_viewport()
    review.page.reload()
    review.at(31_415)
    expect(review.row).to_be_in_viewport()
    assert 0 < count() < 100


def test_the_rows_lie_without_a_gap_wherever_one_scrolls(
    watched: Opener, long: tuple[str, object]
) -> None:
    review = watched(*long)
    expect(review.row).to_be_visible()
    review.page.locator("#order").select_option("text")
    review.press("Home")
    review.at(1)
    for step in (3000, 700, -1200, 40_000, -20_000, 90, 555_555, -300):
        review.page.evaluate(f"scrollBy(0, {step})")
        # the page hears of it in the next frame, which on a busy machine comes after what follows
        review.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        expect(review.page.locator(".row[data-empty]")).to_have_count(0)
        review.settled()
        # in one go: a row that was built anew between finding and measuring it would be nowhere
        tops = review.page.evaluate(
            "[...document.querySelectorAll('.row')].map(row => row.getBoundingClientRect())"
            ".map(box => [box.top, box.bottom])"
        )
        assert tops[0][0] <= 56 or review.page.evaluate("scrollY") == 0
        assert tops[-1][1] >= 1000
        for (_, end), (start, _) in pairwise(tops):
            assert abs(start - end) < 1


def test_hostile_text_stays_text_and_inside_the_page(watched: Opener, tmp_path: Path) -> None:
    units = [unit(text, text, note=text, engine=text, flags=[text[:40]]) for text in HOSTILE]
    with served(units, tmp_path) as (address, document):
        review = watched(address, document)
        for number, text in enumerate(HOSTILE, 1):
            review.go(number)
            expect(review.row.locator(".target .segment")).to_have_text(text)
            expect(review.row.locator("script, img, svg, b")).to_have_count(0)
            for width in WIDTHS:
                review.page.set_viewport_size({"width": width, "height": 740})
                assert review.page.evaluate(OVERFLOW) == 0
            review.press("w", "e")
            expect(review.row.get_by_role("textbox")).to_have_value(text)
            assert review.page.evaluate(OVERFLOW) == 0
            review.press("Escape", "s")
            review.says("Cut in the target")
            assert review.page.evaluate(OVERFLOW) == 0
            review.press("Escape", "w")
        review.go(2)
        assert review.row.locator(".source .segment").evaluate("one => one.dir") == "auto"
        direction = "one => getComputedStyle(one).direction"
        assert review.row.locator(".source .segment").evaluate(direction) == "rtl"
        review.press("/")
        review.page.keyboard.type("<script>")
        review.press("Enter")
        review.at(1)
        expect(review.row.locator("mark").first).to_have_text("<script>")


def test_a_hit_is_marked_as_it_is_written(watched: Opener, tmp_path: Path) -> None:
    written = ("Dès l’e\u0301te\u0301\u202f!", "Dès l’été\u00a0!")
    with served([unit(text, "x") for text in written], tmp_path) as (address, document):
        review = watched(address, document)
        review.press("/")
        review.page.keyboard.type("l'été !")
        expect(review.page.locator("#hits")).to_have_text("2 hits")
        found = review.page.locator("mark")
        assert found.evaluate_all("all => all.map(one => one.textContent)") == [
            text[4:] for text in written
        ]


def test_at_a_phones_width_the_columns_stack_and_all_fits(review: Review) -> None:
    def tops() -> tuple[float, float]:
        review.settled()
        sides = [review.row.locator(f".{side}") for side in ("source", "target")]
        for side in sides:
            expect(side).to_be_visible()  # the row may just be built anew
        boxes = [side.bounding_box() for side in sides]
        assert boxes[0]
        assert boxes[1]
        return boxes[0]["y"], boxes[1]["y"]

    assert tops()[0] == tops()[1]
    review.page.set_viewport_size({"width": 360, "height": 740})
    review.press("o", "w")
    review.says("Reasons are shown.")
    assert tops()[0] < tops()[1]
    assert review.page.evaluate(OVERFLOW) == 0
    for part in ("#order", "#query", "#menu summary", ".undo", ".next"):
        box = review.page.locator(part).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    review.page.locator("#menu summary").click()
    assert review.page.evaluate(OVERFLOW) == 0
    review.page.get_by_role("button", name="Keys").last.click()
    expect(review.page.get_by_role("dialog")).to_be_visible()
    assert review.page.evaluate(OVERFLOW) == 0
    review.page.get_by_role("button", name="Close").click()
    review.row.get_by_role("button", name="Merge with next").click()
    review.says("Merged")


CONTRAST = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const shade = (colours) => {
    brush.clearRect(0, 0, 1, 1);
    for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const light = (colours) => {
    const [r, g, b] = shade(colours).slice(0, 3).map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const free = ".hidden, [aria-disabled=true], noscript";
    if (!own || one.closest(free) || !one.checkVisibility()) continue;
    const under = [];
    for (let at = one; at; at = at.parentElement) {
      under.unshift(getComputedStyle(at).backgroundColor);
    }
    const [a, b] = [light(under), light([...under, getComputedStyle(one).color])];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${one.outerHTML.slice(0, 90)} ${ratio.toFixed(2)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(review: Review, scheme: str) -> None:
    review.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    paper = review.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(re.findall(r"\d+", paper)[0]) < 128) == (scheme == "dark")
    review.press("a", "r", "n")
    review.write("A note.")
    review.press("Control+Enter", "w", "/")
    review.says("Reasons are shown.")
    review.page.keyboard.type("le")
    expect(review.page.locator("mark").first).to_be_visible()
    assert review.page.evaluate(CONTRAST) == []
    review.press("Escape", "j", "s")
    review.says("Cut in")
    assert review.page.evaluate(CONTRAST) == []
    review.press("Escape", "x")
    expect(review.page.locator("#formats")).to_be_visible()
    assert review.page.evaluate(CONTRAST) == []
    review.press("Escape", "o", "?")
    expect(review.page.get_by_role("dialog")).to_be_visible()
    assert review.page.evaluate(CONTRAST) == []


def test_the_grid_and_all_controls_have_roles_and_names(review: Review) -> None:
    grid = review.page.get_by_role("grid", name="Beads")
    expect(grid).to_be_focused()
    expect(grid).to_have_attribute("aria-rowcount", "13")
    names = ["Bead", "Source (fr)", "Target (en)", "Steps"]
    expect(grid.get_by_role("columnheader")).to_have_text(names)
    expect(grid.get_by_role("row")).to_have_count(13)
    expect(grid.get_by_role("row", selected=True)).to_have_count(1)
    expect(grid.get_by_role("row", selected=True)).to_have_accessible_name(
        re.compile("Bead 1 probability .97 1:1 Le port est calme")
    )
    for _ in range(3):
        active = grid.get_attribute("aria-activedescendant")
        expect(review.page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
        review.press("j")
        review.settled()
    expect(review.row.locator("[role=gridcell].source .segment")).to_have_attribute("lang", "fr")
    review.press("w", "x")
    controls = review.page.locator("button, a, input, select, summary, textarea")
    for control in controls.all():
        if control.is_visible():
            expect(control).to_have_accessible_name(re.compile(r"\w"))
    expect(review.page.get_by_role("status")).to_contain_text("Reasons are shown.")
    expect(review.page.get_by_role("img")).to_have_accessible_name(
        "Progress: 0 accepted, 0 edited, 0 rejected, 12 open"
    )


def test_tab_leads_from_the_grid_to_the_row_and_out_of_it(review: Review) -> None:
    seen = []
    for _ in range(20):
        review.press("Tab")
        focused = "document.activeElement.dataset.command || document.activeElement.tagName"
        seen.append(review.page.evaluate(focused))
    assert seen[:6] == ["raise", "lower", "raise", "lower", "accept", "reject"]
    assert "BODY" in seen or "A" in seen
    review.page.locator("#grid").focus()
    review.press(*["Tab"] * 5, "Space")
    review.says("Accepted.")
    expect(review.page.locator("#grid")).to_be_focused()


def test_a_button_keeps_the_focus_while_rows_come_anew(review: Review) -> None:
    review.settled()
    review.press("Tab", "Tab", "Tab", "Tab", "Tab")
    focused = "document.activeElement.dataset.command + document.activeElement.isConnected"
    assert review.page.evaluate(focused) == "accepttrue"
    row = review.row.element_handle()
    assert row is not None
    review.press("w")
    review.says("Reasons are shown.")
    assert not row.evaluate("row => row.isConnected")  # built anew
    assert review.page.evaluate(focused) == "accepttrue"


def test_no_empty_sheets_are_printed(watched: Opener, tmp_path: Path) -> None:
    units = [unit(f"Phrase {n}.", f"Sentence {n}.") for n in range(2000)]
    with served(units, tmp_path) as (address, document):
        review = watched(address, document)
        review.at(1)
        review.press("End")
        review.at(2000)
        printed = review.page.pdf()
        review.at(2000)
    assert len(re.findall(rb"/Type /Page\b", printed)) < 6


def test_the_menu_says_what_an_export_leaves_out(review: Review) -> None:
    review.press("x")
    told = review.page.locator("#menu .sheet p").inner_text()
    assert told.startswith("Rejected beads go to jsonl only;")
    _, _, formats = told.partition(";")
    null = TranslationUnit("Seul.", "", "fr", "en", "1:0", Origin.HUMAN, "[0]:[]")
    header = CorpusHeader("fr", "en", Signature(), "20260102T030405Z")
    for name, (writer, _, _) in FORMATS.items():
        written = load("writer", writer)().write([null], BytesIO(), header=header)
        assert (written.skipped == 1) is (re.search(rf"\b{name}\b", formats) is not None)


def test_nothing_moves_for_those_who_do_not_want_it(review: Review) -> None:
    review.page.emulate_media(reduced_motion="reduce")
    review.press("s")
    name = "getComputedStyle(document.querySelector('.chosen .cut')).animationName"
    expect(review.row.locator(".chosen .cut")).to_be_attached()
    assert review.page.evaluate(name) == "none"


def test_a_single_bead_has_no_neighbours(watched: Opener, tmp_path: Path) -> None:
    units = sample()[:1]
    with served(units, tmp_path) as (address, document):
        review = watched(address, document)
        review.at(1)
        review.press("m")
        review.says("none to join")
        review.press("Shift+ArrowUp")
        review.says("no bead above")
        review.press("j")
        review.says("This is the last bead.")
        review.press("k")
        review.says("This is the first bead.")
