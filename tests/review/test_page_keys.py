"""Each key and each button of the review page, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from review_page import ENGLISH, FRENCH, Review, served, unit

expect = pytest.importorskip("playwright.sync_api", reason="playwright is missing").expect
Opener = Callable[..., Review]


WAYS = [
    (["j"], 2), (["ArrowDown", "ArrowDown"], 4), (["k"], 3), (["ArrowUp"], 2), (["End"], 12),
    (["j"], 12), (["Home"], 1), (["k"], 1), (["PageDown", "PageUp"], 1), (["Space"], 3),
    ([".", "."], 7), (["Space"], 3),
]  # fmt: skip


def test_keys_go_from_bead_to_bead(review: Review) -> None:
    for keys, number in WAYS:
        review.press(*keys)
        review.at(number)
        expect(review.row).to_have_attribute("aria-rowindex", str(number + 1))
        expect(review.page.locator(".row.selected")).to_have_count(1)


def test_page_down_goes_further_than_one_and_stops_at_the_end(review: Review) -> None:
    review.page.set_viewport_size({"width": 1200, "height": 500})
    review.press("PageDown")
    expect(review.row).to_have_attribute("aria-rowindex", re.compile("^([5-9]|1.)$"))
    review.press(*["PageDown"] * 8)
    review.at(12)
    review.press(*["PageUp"] * 12)
    review.at(1)


def test_keys_choose_a_side(review: Review) -> None:
    for key, side in {
        "ArrowLeft": "source",
        "l": "target",
        "h": "source",
        "ArrowRight": "target",
    }.items():
        review.press(key)
        review.says(f"{side.title()} side.")
        expect(review.row.locator(f".side.{side}")).to_have_class(re.compile("chosen"))
        expect(review.row.locator(".chosen")).to_have_count(1)


def test_accept_and_reject_go_on_to_the_next_unsure_bead(review: Review) -> None:
    review.press("a")
    review.at(3)
    review.says("Accepted. Next: bead 3, probability .31.")
    review.press("r")
    review.at(5)
    review.says("Rejected. Next: bead 5, unaligned.")
    assert (review.status(0), review.status(2)) == ("accepted", "rejected")
    expect(review.page.locator("#counts")).to_contain_text("1 accepted · 1 rejected · 10 open")
    first = review.page.locator("[aria-rowindex='2'] > .head")
    expect(first).to_contain_text("✓ accepted")
    review.go(1)
    review.press("a")
    review.says("accepted already")
    review.go(1)
    review.press("c")
    expect(first).not_to_contain_text("accepted")
    assert review.status(0) == ""


def test_when_all_are_looked_at_the_page_says_so(review: Review) -> None:
    review.press(*["a"] * 12)
    review.says("No bead is open: all are looked at.")
    assert {review.status(place) for place in range(12)} == {"accepted"}


def test_merge_with_the_next_then_undo_and_redo_without_limit(review: Review) -> None:
    before = [review.sides(place) for place in range(12)]
    review.press("m")
    review.says("Merged with the next bead. 2:2.")
    expect(review.row.locator(".source .segment")).to_have_text(list(FRENCH[:2]))
    assert review.sides(0) == (list(FRENCH[:2]), list(ENGLISH[:2]))
    review.press(*["m"] * 10)
    review.says("Merged with the next bead. 13:10.")
    assert len(review.document.snapshot()[1]) == 1
    review.press("m")
    review.says("Not done:")
    review.press(*["z", "Control+z"] * 5, "z")
    expect(review.page.locator(".row")).to_have_count(12)
    review.settled()
    assert [review.sides(place) for place in range(12)] == before
    review.press("z")
    review.says("There is nothing to undo.")
    review.press(*["y", "Control+Shift+Z", "Control+y"] * 3, "y", "y")
    expect(review.page.locator(".row")).to_have_count(1)
    review.press("y")
    review.says("There is nothing to redo.")


def test_split_between_words_and_characters_of_both_sides(review: Review) -> None:
    review.press("h", "s")
    expect(review.row.locator(".source .below")).to_have_text("calme ce matin.")
    review.press("ArrowRight", "ArrowRight", "ArrowLeft")
    expect(review.row.locator(".source .below")).to_have_text("ce matin.")
    review.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(review.row.locator(".source .below")).to_have_text("ce matin.")
    review.says("Cut in the source: between “Le port est calme” and “ce matin.”.")
    review.press("ArrowDown", "Home")
    expect(review.row.locator(".target .below")).to_have_text(ENGLISH[0])
    review.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    expect(review.row.locator(".target .below")).to_have_text("this morning.")
    review.press("ArrowUp")
    expect(review.row.locator(".source")).to_have_class(re.compile("chosen"))
    review.press("Enter")
    review.says("Split in two. 1:1 here, the second.")
    assert review.sides(0) == (["Le port est calme"], ["The harbour is calm"])
    assert review.sides(1) == (["ce matin."], ["this morning."])
    review.at(2)
    review.press("z")
    review.at(1)
    assert review.sides(0) == ([FRENCH[0]], [ENGLISH[0]])


def test_split_takes_the_end_between_segments_first_and_escape_leaves(review: Review) -> None:
    review.go(10)
    review.press("h", "s")
    expect(review.row.locator(".source .below")).to_have_text(FRENCH[4])
    review.press("ArrowDown", "End")
    expect(review.row.locator(".target .below")).to_have_count(0)
    review.press("Escape")
    review.says("Nothing was changed.")
    expect(review.row.locator(".below")).to_have_count(0)
    review.press("s", "End", "Enter")
    review.settled()
    assert review.sides(9) == ([FRENCH[9]], [ENGLISH[9]])
    assert review.sides(10) == ([FRENCH[4]], [])


def test_a_click_puts_the_cut(review: Review) -> None:
    review.press("s")
    review.says("Cut in the target")
    text = review.row.locator(".source .segment")
    box = text.bounding_box()
    assert box
    review.page.mouse.click(box["x"] + 1, box["y"] + box["height"] / 2)
    expect(review.row.locator(".source .below")).to_have_text(FRENCH[0])
    expect(review.row.locator(".source")).to_have_class(re.compile("chosen"))
    review.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(review.row.locator(".source .below")).to_have_count(0)
    review.row.get_by_role("button", name="Split here").click()
    review.settled()
    assert review.sides(0)[0] == [FRENCH[0]]
    assert review.sides(1)[0] == []


def test_characters_beyond_the_first_plane_count_as_one(watched: Opener, tmp_path: Path) -> None:
    units = [unit("😀😀 Un. Deux 😀.", "𝒳 One. Two 𝒳.", position="[0]:[0]")]
    with served(units, tmp_path) as (address, document):
        found = watched(address, document)
        found.at(1)
        found.press("h", "s")
        expect(found.row.locator(".source .below")).to_have_text("Deux 😀.")
        found.press("ArrowDown", "End", "ArrowUp", "Enter")
        found.says("Split in two.")
        assert found.sides(0) == (["😀😀 Un."], ["𝒳 One. Two 𝒳."])
        assert found.sides(1) == (["Deux 😀."], [])


def test_a_segment_moves_up_or_down(review: Review) -> None:
    review.go(10)
    for modifier, up, down in (
        ("Shift", "ArrowUp", "ArrowDown"),
        ("Alt", "ArrowUp", "ArrowDown"),
        ("Shift", "K", "J"),
    ):
        review.press("h", f"{modifier}+{down}")
        review.says("Moved the last source segment to the bead below. 1:1 now here.")
        assert review.sides(9)[0] == [FRENCH[9]]
        assert review.sides(10)[0] == [FRENCH[4], FRENCH[10]]
        review.press("z")
        review.says("Undone.")
        review.go(10)
        review.press("l", f"{modifier}+{up}")
        review.says("Moved the first target segment to the bead above.")
        assert ENGLISH[9] in " ".join(review.sides(8)[1])
        assert review.sides(9) == ([FRENCH[9], FRENCH[4]], [])
        review.press("z")
        review.says("Undone.")
        review.go(10)


def test_unlink_parts_the_sides(review: Review) -> None:
    review.press("u")
    review.says("Unlinked: one bead for each side.")
    assert review.sides(0) == ([FRENCH[0]], [])
    assert review.sides(1) == ([], [ENGLISH[0]])
    expect(review.row.locator(".nothing")).to_have_text("no target")
    review.press("u")
    review.says("Not done:")


def test_edit_saves_leaves_and_keeps_what_is_unsaved(review: Review) -> None:
    review.press("e")
    field = review.row.get_by_role("textbox", name="Target text")
    expect(field).to_be_focused()
    expect(field).to_have_value(ENGLISH[0])
    field.fill("All is calm; m j a z.")
    review.press("Escape")
    review.says("This text is not saved.")
    expect(field).to_have_value("All is calm; m j a z.")
    review.page.locator("[aria-rowindex='4'] .source").click()
    review.at(3)
    assert review.sides(0)[1] == [ENGLISH[0]]
    review.go(1)
    review.press("h", "e")
    field = review.row.get_by_role("textbox", name="Source text")
    field.fill("Tout est calme.")
    review.press("Control+Enter")
    review.says("Text saved.")
    assert review.sides(0)[0] == ["Tout est calme."]
    assert review.status(0) == "edited"
    review.press("e", "Escape")
    review.says("Nothing was changed.")
    expect(review.page.locator("#grid")).to_be_focused()


def test_a_note_is_written_and_shown(review: Review) -> None:
    review.press("n")
    review.write("See <b>the</b> second edition.")
    review.press("Control+Enter")
    review.says("Note saved.")
    expect(review.row.locator("> .note")).to_have_text("Note See <b>the</b> second edition.")
    assert review.document.snapshot()[1][0].unit.note == "See <b>the</b> second edition."
    review.press("n")
    expect(review.row.get_by_role("textbox", name="Note")).to_have_value(re.compile("second"))
    review.press("Escape")


def test_search_goes_round_the_hits(review: Review) -> None:
    review.press("/")
    expect(review.page.locator("#query")).to_be_focused()
    review.page.keyboard.type("LETT")
    expect(review.page.locator("#hits")).to_have_text("2 hits")
    review.press("Enter")
    review.at(5)
    review.says("Hit 1 of 2.")
    expect(review.row.locator("mark")).to_have_text("lett")
    review.press("f")
    review.at(10)
    review.press("F3")
    review.at(5)
    review.press("Shift+F")
    review.at(10)
    review.press("Shift+F3")
    review.at(5)
    review.press("/", "Escape")
    expect(review.page.locator("mark")).to_have_count(0)
    review.press("f")
    review.says("nothing to search for")


def test_reasons_are_shown_on_demand_as_numbers_and_bars(review: Review) -> None:
    expect(review.row.locator(".reasons")).to_have_count(0)
    review.press("w")
    names = review.row.locator(".reasons dt")
    assert [name.split("\n")[0] for name in names.all_inner_texts()] == [
        "Similarity", "Margin", "Length", "Numbers and names",
    ]  # fmt: skip
    expect(review.row.locator(".reasons dd")).to_have_text([".91", ".62", ".40", "1"])
    widths = review.row.locator(".bar").evaluate_all(
        "all => all.map(one => one.style.getPropertyValue('--share'))"
    )
    assert widths == ["0.91", "0.62", "0.4", "1"]
    review.go(5)
    expect(review.row.locator(".reasons")).to_contain_text("No reasons are known")
    review.press("w")
    expect(review.row.locator(".reasons")).to_have_count(0)


def numbers(review: Review) -> list[int]:
    texts = review.page.locator(".row > .head .number").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in texts]


def test_the_unsure_ones_first_with_their_neighbours_in_the_text(review: Review) -> None:
    assert numbers(review) == list(range(1, 13))
    review.press("o")
    review.at(5)
    assert numbers(review)[:3] == [5, 3, 7]
    expect(review.row.locator(".neighbour")).to_contain_text([FRENCH[3], FRENCH[5]])
    review.press("j", "m")
    review.says("Merged with the next bead. 2:2.")
    assert numbers(review)[:3] == [4, 3, 6]  # by their numbers now
    review.page.locator("#order").select_option("text")
    review.at(3)
    assert numbers(review) == list(range(1, 12))


def test_realign_keeps_what_was_accepted_and_can_be_undone(review: Review) -> None:
    review.press("a")
    review.at(3)
    review.press("Shift+R")
    review.says("Realigned all but the accepted and edited beads.")
    rows = review.document.snapshot()[1]
    assert rows[0].unit.review == "accepted"
    assert (rows[4].unit.source, rows[4].unit.target) == (FRENCH[4], ENGLISH[5])
    review.press("z")
    review.says("Undone.")
    assert review.sides(4) == ([FRENCH[4]], [])


def test_the_menu_exports_every_format(review: Review) -> None:
    review.press("x")
    links = review.page.locator("#formats a")
    expect(links).to_have_text(
        ["tmx", "xliff", "tsv", "xlsx", "jsonl", "html", "parquet", "beads", "xces"]
    )
    with review.page.expect_download() as download:
        review.page.get_by_role("link", name="tmx").click()
    assert "<tmx" in download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".tmx")
    review.press("Escape")
    expect(review.page.locator("#formats")).to_be_hidden()
    expect(review.page.locator("#grid")).to_be_focused()


KEYS = {
    "j ↓", "k ↑", "Page down", "Page up", "Home", "End", "Space .", "← h", "→ l", "/", "f F3",
    "F Shift F3", "a", "r", "c", "n", "w", "m", "s", "Shift ↑ Alt ↑ K", "Shift ↓ Alt ↓ J", "u", "e",
    "z Ctrl Z", "y Ctrl Shift Z Ctrl Y", "o", "R", "x", "?", "←", "→", "Shift ←", "Shift →", "↓ ↑",
    "Enter", "Ctrl Enter", "Esc",
}  # fmt: skip


def test_help_lists_all_keys_and_those_above_are_all(review: Review) -> None:
    review.press("?")
    dialog = review.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    terms = dialog.locator("dt:has(kbd)").all()
    assert {" ".join(term.locator("kbd").all_inner_texts()) for term in terms} == KEYS
    assert all(dialog.locator("dd").all_inner_texts())
    review.press("j", "m", "Escape")
    expect(dialog).to_be_hidden()
    review.at(1)
    assert not review.document.undo


def test_every_step_is_a_button_too(review: Review) -> None:
    def click(name: str) -> None:
        review.row.get_by_role("button", name=name, exact=True).click()

    review.page.locator("[aria-rowindex='11'] .source .segment").first.click()
    review.at(10)
    click("Move the last source segment to the bead below")
    review.says("Moved the last source segment")
    review.page.get_by_role("button", name="Undo").click()
    review.says("Undone.")
    click("Merge with next")
    review.says("Merged")
    review.page.get_by_role("button", name="Undo").click()
    click("Unlink")
    review.says("Unlinked")
    review.page.get_by_role("button", name="Undo").click()
    review.says("Undone. Bead 10, 2:1.")
    review.page.get_by_role("button", name="Redo").click()
    review.says("Done again.")
    review.page.get_by_role("button", name="Undo").click()
    click("Split")
    click("Word back")
    click("Other side")
    click("Word on")
    click("Leave")
    click("Edit")
    click("Leave")
    click("Note")
    review.write("Looked up.")
    click("Save")
    review.says("Note saved.")
    click("Why?")
    expect(review.row.locator(".reasons")).to_be_visible()
    click("Reject")
    review.at(3)
    click("Accept")
    review.at(5)
    review.page.get_by_role("button", name="Next unsure").click()
    review.at(7)
    review.page.locator("[aria-rowindex='4'] .source").click()
    review.at(3)
    click("Reopen")
    review.says("Open again.")
    review.page.locator(".tools").get_by_role("button", name="Keys").first.click()
    review.page.get_by_role("button", name="Close").click()
    review.page.locator("#menu summary").click()
    review.page.get_by_role("button", name="Realign the rest").click()
    review.says("Realigned")


def test_what_is_typed_fast_is_done_in_order(review: Review) -> None:
    review.network("slow", "/api/step")
    review.press("m", "j", "m", "s", "Enter", "z", "z", "z", "a")
    review.says("Accepted.")
    review.settled()
    rows = review.document.snapshot()[1]
    assert len(rows) == 12
    assert [row.unit.review for row in rows].count("accepted") == 1


def test_words_typed_after_the_slash_are_searched_while_a_step_is_under_way(review: Review) -> None:
    review.network("held", "/api/step")
    review.press("m", "/")
    review.page.keyboard.type("mackerels.")
    review.press("Enter")
    review.holds()
    review.network("whole")
    review.says("Hit 1 of 1.")
    assert [row.unit.review for row in review.document.snapshot()[1]].count("edited") == 1
    expect(review.row).to_contain_text("mackerels")


def test_letters_of_another_alphabet_are_read_by_their_place(review: Review) -> None:
    pressed = "new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true})"
    review.page.evaluate(f"document.querySelector('#grid').dispatchEvent({pressed})")
    review.at(2)
