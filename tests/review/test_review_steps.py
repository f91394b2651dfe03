"""The steps of a reviewer: what each does, and what none of them may lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.beadfile import parse_bead
from align.records import Origin, TranslationUnit
from align.review.rows import Row, joined
from align.review.steps import StepError, step

UNIT = TranslationUnit("", "", "fr", "en", "1:1", Origin.HUMAN, "", score=0.5)


def row(number: int, source: str, target: str, position: str = "", **fields: Any) -> Row:
    return Row(number, replace(UNIT, source=source, target=target, position=position, **fields))


ROWS = [
    row(1, "Aaa. Bbb.", "Xaa. Xbb.", "[0, 1]:[0, 1]", score=0.9),
    row(2, "Ccc.", "Xcc.", "[2]:[2]", score=0.4),
    row(3, "Ddd.", "", "[3]:[]"),
    row(4, "", "Xee.", "[]:[3]"),
    row(5, "Fff. Ggg.", "f-g.", "[4, 5]:[]", origin=Origin.MACHINE, engine="m", score=None),
]


def done(rows: list[Row], number: int, op: str, **arguments: Any) -> tuple[list[Row], int | None]:
    """Do a step; its splice must hold what is there."""
    at = next(i for i, held in enumerate(rows) if held.id == number)
    fresh: Callable[[], int] = count(100).__next__
    made = step(rows, at, op, {"id": number, **arguments}, numbers=fresh)
    rows = rows.copy()
    for splice in made.splices:
        assert tuple(rows[splice.at : splice.at + len(splice.before)]) == splice.before
        rows[splice.at : splice.at + len(splice.before)] = splice.after
    return rows, made.focus


def shown(rows: list[Row]) -> list[tuple[str, str, str, str]]:
    return [(r.unit.source, r.unit.target, r.unit.position, r.unit.review) for r in rows]


def test_white_space_alone_empties_a_side() -> None:
    rows, _ = done(ROWS, 2, "edit", side="target", text=" \n\t")
    assert rows == done(ROWS, 2, "edit", side="target", text="")[0]
    assert (rows[1].unit.target, rows[1].unit.bead, rows[1].unit.score) == ("", "1:0", None)
    with pytest.raises(StepError, match="cannot be empty on both sides"):
        done(ROWS, 3, "edit", side="source", text="  ")


def test_accept_reject_reopen() -> None:
    rows, focus = done(ROWS, 2, "accept")
    assert (rows[1].unit.review, focus, rows[1].unit.score) == ("accepted", 2, 0.4)
    rows, _ = done(rows, 2, "reject")
    assert rows[1].unit.review == "rejected"
    rows, _ = done(rows, 2, "reopen")
    assert rows == ROWS


def test_an_edited_text_stays_edited() -> None:
    rows, _ = done(ROWS, 2, "edit", side="target", text="new")
    with pytest.raises(StepError, match="already edited"):
        done(rows, 2, "accept")
    rows, _ = done(rows, 2, "reopen")
    rows, _ = done(rows, 2, "accept")
    assert rows[1].unit.review == "edited"  # --fixed checks the texts of accepted ones
    rows, _ = done(ROWS, 1, "merge")
    rows, _ = done(rows, 1, "accept")
    assert rows[0].unit.review == "accepted"  # another bead, but the document's texts


@pytest.mark.parametrize("op", ["reject", "reopen"])
def test_a_text_that_came_edited_stays_edited_too(op: str) -> None:
    rows, _ = done([row(1, "Aaa!", "Xaa.", "[0]:[0]", review="edited")], 1, op)
    rows, _ = done(rows, 1, "accept")
    assert rows[0].unit.review == "edited"


def test_a_part_of_what_came_edited_is_edited() -> None:
    rows, _ = done([row(1, "Aaa!", "Xaa.", "[0]:[0]", review="edited")], 1, "unlink")
    rows, _ = done(rows, 1, "reopen")
    rows, _ = done(rows, 1, "accept")
    assert shown(rows)[0] == ("Aaa!", "", "[0]:[]", "edited")


def test_merge() -> None:
    rows, focus = done(ROWS, 1, "merge")
    assert shown(rows)[0] == ("Aaa. Bbb. Ccc.", "Xaa. Xbb. Xcc.", "[0, 1, 2]:[0, 1, 2]", "edited")
    assert (focus, len(rows), rows[0].unit.bead) == (1, 4, "3:3")
    assert (rows[0].unit.score, rows[0].unit.prior) == (None, (0.9, 0.4))


def test_merge_of_one_sided_rows() -> None:
    rows, _ = done(ROWS, 3, "merge")
    assert shown(rows)[2] == ("Ddd.", "Xee.", "[3]:[3]", "edited")


def test_a_person_s_text_displaces_the_machine_s() -> None:
    rows, _ = done(ROWS, 4, "merge")
    assert shown(rows)[3] == ("Fff. Ggg.", "Xee.", "[4, 5]:[3]", "edited")
    assert (rows[3].unit.origin, rows[3].unit.engine) == (Origin.HUMAN, "")
    rows, focus = done(ROWS, 4, "move", side="target", segment="first", to="below")
    assert shown(rows)[3] == ("Fff. Ggg.", "Xee.", "[4, 5]:[3]", "edited")
    assert (len(rows), focus) == (4, 5)


def test_the_machine_s_text_stands_in_for_a_missing_one() -> None:
    rows = [ROWS[2], ROWS[4]]
    rows, _ = done(rows, 3, "merge")
    assert shown(rows) == [("Ddd. Fff. Ggg.", "f-g.", "[3, 4, 5]:[]", "edited")]
    assert rows[0].unit.origin is Origin.MACHINE
    with pytest.raises(StepError, match="An engine wrote this segment"):
        done([ROWS[1], ROWS[4]], 5, "move", side="target", segment="first", to="above")


def test_split_between_segments() -> None:
    rows, focus = done(ROWS, 1, "split", side="source", segment=1, offset=0, other_segment=1)
    assert shown(rows)[:2] == [
        ("Aaa.", "Xaa.", "[0]:[0]", "edited"),
        ("Bbb.", "Xbb.", "[1]:[1]", "edited"),
    ]
    assert [r.id for r in rows[:3]] == [1, 100, 2]
    assert focus == 100
    assert [r.unit.prior for r in rows[:2]] == [(0.9,), ()]


def test_split_leaves_the_other_side_where_nothing_is_said() -> None:
    rows, _ = done(ROWS, 1, "split", side="target", segment=0, offset=4)
    assert shown(rows)[:2] == [
        ("Aaa. Bbb.", "Xaa.", "[0, 1]:[0]", "edited"),
        ("", "Xbb.", "[]:[1]", ""),
    ]


def test_split_inside_a_segment_and_merge_again() -> None:
    rows, _ = done([row(1, "un deux", "one two", "[0]:[0]")], 1, "split",
                   side="source", segment=0, offset=2)  # fmt: skip
    assert shown(rows) == [("un", "one two", "", "edited"), ("deux", "", "", "")]
    rows, _ = done(rows, 1, "merge")
    assert shown(rows) == [("un deux", "one two", "[0]:[0]", "edited")]


def test_move() -> None:
    rows, focus = done(ROWS, 1, "move", side="target", segment="last", to="below")
    assert shown(rows)[:2] == [
        ("Aaa. Bbb.", "Xaa.", "[0, 1]:[0]", "edited"),
        ("Ccc.", "Xbb. Xcc.", "[2]:[1, 2]", "edited"),
    ]
    assert focus == 1
    rows, focus = done(rows, 2, "move", side="source", segment="first", to="above")
    assert shown(rows)[:2] == [
        ("Aaa. Bbb. Ccc.", "Xaa.", "[0, 1, 2]:[0]", "edited"), ("", "Xbb. Xcc.", "[]:[1, 2]", ""),
    ]  # fmt: skip
    assert [r.unit.prior for r in rows[:2]] == [(0.9,), (0.4,)]


def test_a_row_that_gave_all_away_disappears() -> None:
    rows = [replace(ROWS[0], unit=replace(ROWS[0].unit, note="x")), *ROWS[2:4]]
    rows[1] = replace(rows[1], unit=replace(rows[1].unit, note="y"))
    rows, focus = done(rows, 3, "move", side="source", segment="first", to="above")
    assert shown(rows)[0] == ("Aaa. Bbb. Ddd.", "Xaa. Xbb.", "[0, 1, 3]:[0, 1]", "edited")
    assert (rows[0].unit.note, len(rows), focus) == ("x\ny", 2, 1)
    assert rows[0].unit.prior == (0.9, 0.5)


def test_unlink() -> None:
    rows, focus = done(ROWS, 2, "unlink")
    assert shown(rows)[1:3] == [("Ccc.", "", "[2]:[]", "edited"), ("", "Xcc.", "[]:[2]", "edited")]
    assert (focus, rows[2].id) == (2, 100)
    rows, _ = done(ROWS, 5, "unlink")
    assert shown(rows)[4:] == [("Fff. Ggg.", "", "[4, 5]:[]", "edited")]


def test_edit_keeps_the_segments_around_the_change() -> None:
    rows, _ = done([row(1, "Aaa. Bbb. Ccc.", "Xaa.", "[0, 1, 2]:[0]")], 1, "edit",
                   side="source", text="Aaa. Bbé. Ccc.")  # fmt: skip
    assert [p.text for p in rows[0].sides[0]] == ["Aaa.", "Bbé.", "Ccc."]
    unit = rows[0].unit
    assert (unit.position, unit.review, unit.score) == ("[0, 1, 2]:[0]", "edited", 0.5)
    assert (unit.bead, unit.prior) == ("1:1", ())  # the bead is as it was, its name too


@pytest.mark.parametrize(
    "text",
    ["X", "Aaa. Bbb. Ccc. Ddd.", "Z Aaa. Bbb. Ccc.", "Aaa.Bbb.Ccc.", "Aaa. Ccc.", "Aaa. Bbb. "],
)
def test_an_edited_side_is_the_text_that_was_given(text: str) -> None:
    rows, _ = done(
        [row(1, "Aaa. Bbb. Ccc.", "Xaa.", "[0, 1, 2]:[0]")], 1, "edit", side="source", text=text
    )
    assert rows[0].unit.source == joined(rows[0].sides[0]) == text
    assert rows[0].unit.position == "[0, 1, 2]:[0]"


def test_an_edit_that_empties_a_side_makes_another_bead() -> None:
    rows, _ = done(ROWS, 2, "edit", side="target", text="")
    assert (rows[1].unit.target, rows[1].unit.score, rows[1].unit.prior) == ("", None, (0.4,))


def test_a_note_is_no_decision() -> None:
    rows, _ = done(ROWS, 2, "note", text="look \ud83d\ude00 \ud800")
    assert (rows[1].unit.note, rows[1].unit.review) == ("look 😀 \ufffd", "")


@pytest.mark.parametrize(
    ("number", "op", "arguments"),
    [
        (1, "explode", {}),
        (1, "reopen", {}),
        (1, "note", {"text": ""}),
        (1, "note", {}),
        (5, "merge", {}),
        (1, "edit", {"side": "source", "text": "Aaa. Bbb."}),
        (1, "edit", {"side": "middle", "text": "x"}),
        (1, "edit", {"side": "source", "text": 3}),
        (3, "edit", {"side": "source", "text": ""}),
        (2, "split", {"side": "source", "segment": 0, "offset": 0}),
        (2, "split", {"side": "source", "segment": 1, "offset": 0}),
        (2, "split", {"side": "source", "segment": 0, "offset": 9}),
        (2, "split", {"side": "source", "segment": 0, "offset": -1}),
        (2, "split", {"side": "source", "segment": True, "offset": 0}),
        (5, "split", {"side": "target", "segment": 0, "offset": 2}),
        (5, "split", {"side": "target", "segment": 0, "offset": 2, "other_segment": 0}),
        (1, "move", {"side": "source", "segment": "first", "to": "above"}),
        (3, "move", {"side": "target", "segment": "first", "to": "above"}),
        (3, "move", {"side": "source", "segment": "second", "to": "above"}),
        (3, "unlink", {}),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(
    number: int, op: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(StepError, match=r"\.$"):
        done(ROWS, number, op, **arguments)


def test_documents_are_not_mixed() -> None:
    rows = [ROWS[0], replace(ROWS[1], unit=replace(ROWS[1].unit, document="other"))]
    with pytest.raises(StepError, match="different documents"):
        done(rows, 1, "merge")
    with pytest.raises(StepError, match="different documents"):
        done(rows, 2, "move", side="source", segment="first", to="above")


STEPS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(["accept", "reject", "merge", "split", "move", "unlink"]),
        st.fixed_dictionaries(
            {
                "side": st.sampled_from(["source", "target"]),
                "segment": st.integers(0, 2),
                "offset": st.integers(0, 6),
                "other_segment": st.none() | st.integers(0, 2),
                "to": st.sampled_from(["above", "below"]),
                "end": st.sampled_from(["first", "last"]),
            }
        ),
    ),
    max_size=25,
)


def letters(rows: list[Row], side: str) -> Counter[str]:
    """The people's characters of a side: a machine's may go."""
    return Counter(
        "".join(
            getattr(r.unit, side) for r in rows if side == "source" or r.unit.origin is Origin.HUMAN
        ).replace(" ", "")
    )


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_no_step_loses_a_text_or_invents_a_position(steps: list[Any]) -> None:
    rows, fresh = ROWS, count(100)
    for at, op, arguments in steps:
        given_ = dict(arguments)
        if op == "move":
            given_["segment"] = given_["end"]
        try:
            made = step(rows, at % len(rows), op, given_, numbers=fresh.__next__)
        except StepError:
            continue
        before, rows = rows, rows.copy()
        for splice in made.splices:
            rows[splice.at : splice.at + len(splice.before)] = splice.after
        back = rows.copy()
        for splice in reversed(made.splices):
            splice = splice.undone
            back[splice.at : splice.at + len(splice.before)] = splice.after
        assert back == before
        assert made.focus in {r.id for r in rows}
    for side in ("source", "target"):
        assert letters(rows, side) == letters(ROWS, side)
    assert len({r.id for r in rows}) == len(rows)
    beads = [parse_bead(r.unit.position, where="") for r in rows if r.unit.position]
    for held, n in (
        ([i for b in beads for i in b.sources], 6), ([j for b in beads for j in b.targets], 4),
    ):  # fmt: skip
        assert len(set(held)) == len(held)
        assert set(held) <= set(range(n))
    for r in rows:
        source, target = r.sides
        assert (joined(source), joined(target)) == (r.unit.source, r.unit.target)
        assert r.unit.source or r.unit.target
        if r.unit.score is not None and not r.null and r.unit.position:
            bead = parse_bead(r.unit.position, where="")
            assert r.unit.bead in ("1:1", f"{len(bead.sources)}:{len(bead.targets)}")
