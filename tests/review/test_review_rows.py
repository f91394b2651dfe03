"""Rows: a unit's texts in segments, which joined are the texts again, and their positions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from align.records import Origin, TranslationUnit
from align.review.rows import Piece, Row, cut, indices_of, joined, rewritten, sides_of, with_sides

UNIT = TranslationUnit("", "", "fr", "en", "1:1", Origin.HUMAN, "")
TEXT = st.lists(
    st.sampled_from(["Bonjour.", "Ça va ?", " ", "\n", "\u00a0", "M. X", "dort", "…", "«", "»"]),
    max_size=8,
).map("".join)


def texts(side: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in side]


def unit(source: str, target: str, position: str = "", **fields: object) -> TranslationUnit:
    return replace(UNIT, source=source, target=target, position=position, **fields)


@given(TEXT, TEXT, st.sampled_from(["", "[0]:[0]", "[3, 4]:[7]", "[1, 2, 3]:[5, 6]", "?"]))
@settings(max_examples=200, deadline=None)
def test_joined_segments_are_the_text(source: str, target: str, position: str) -> None:
    held = unit(source, target, position)
    sides = sides_of(held)
    assert (joined(sides[0]), joined(sides[1])) == (source, target)
    assert all(piece.text for side in sides for piece in side)


@given(TEXT, st.sampled_from([(), (0,), (3, 4), (1, 2, 3)]))
@settings(max_examples=200, deadline=None)
def test_a_row_that_is_not_changed_keeps_its_position(
    source: str, indices: tuple[int, ...]
) -> None:
    side = sides_of(unit(source, "", f"{list(indices)}:[]" if indices else ""))[0]
    assert indices_of(side) == (indices if source and indices else None if source else ())


def test_a_side_is_split_by_the_rules_unless_the_position_names_one_segment() -> None:
    text = "Bonjour. Ça va ?  Oui."
    for position in ("", "[0, 1, 2]:[]", "[0, 1]:[]"):
        assert texts(sides_of(unit(text, "", position))[0]) == ["Bonjour.", "Ça va ?", "Oui."]
    assert texts(sides_of(unit(text, "", "[4]:[]"))[0]) == [text]
    one, two, three = sides_of(unit(text, "", "[0, 1, 2]:[]"))[0]
    assert (one.indices, two.indices, three.indices) == ((0,), (1,), (2,))
    assert three.gap == "  "


def test_what_an_engine_wrote_is_no_segment_of_the_document() -> None:
    source, target = sides_of(unit("un", "one", "[3]:[]", origin=Origin.MACHINE))
    assert source[0].indices == (3,)
    assert target[0].indices == ()


def test_parts_of_a_segment_have_its_position_only_together() -> None:
    (whole,) = sides_of(unit("un deux trois", "", "[3]:[]"))[0]
    one, rest = cut(whole, 3)
    two, three = cut(rest, 5)
    assert texts((one, two, three)) == ["un", "deux", "trois"]
    assert indices_of((one, two, three)) == (3,)
    assert indices_of((one, two)) is None
    assert indices_of((two, three)) is None
    assert indices_of((one, three)) is None
    assert joined((one, two, three)) == "un deux trois"


@given(st.text("ab ", min_size=1, max_size=12), st.data())
def test_cutting_and_joining_gives_back_the_text(text: str, data: st.DataObject) -> None:
    piece = Piece(text, " ", (3,), 0, len(text), len(text))
    offset = data.draw(st.integers(0, len(text)))
    assume(text[:offset].strip() and text[offset:].strip())
    parts = cut(piece, offset)
    assert joined(parts) == text
    assert indices_of(parts) == (3,)


def test_rewritten_segments_stand_for_all_of_them() -> None:
    side = sides_of(unit("Bonjour. Oui. Non.", "", "[3, 4, 5]:[]"))[0]
    assert rewritten(side[:2], "x").indices == (3, 4)
    assert indices_of((rewritten(side[:2], "x"), side[2])) == (3, 4, 5)
    parts = sides_of(unit("Bonjour. Oui. Non.", "", "[3, 4]:[]"))[0]
    assert indices_of((rewritten(parts[:2], "x"), parts[2])) == (3, 4)
    assert indices_of((rewritten(parts[:2], "x"),)) is None
    assert rewritten((parts[0], side[2]), "x").indices == ()


def test_a_row_follows_its_sides() -> None:
    row = Row(1, unit("Bonjour. Oui.", "Hello.", "[0, 1]:[0]", score=0.5))
    (one, _), target = row.sides
    changed = with_sides(row, (one,), target)
    assert (changed.unit.source, changed.unit.position) == ("Bonjour.", "[0]:[0]")
    assert changed.unit.bead == "1:1"
    half = with_sides(row, (replace(one, end=1),), target)
    assert (half.unit.position, half.unit.bead) == ("", "1:1")


def test_the_machine_s_text_goes_with_its_source() -> None:
    row = Row(1, unit("un", "one", "[3]:[]", origin=Origin.MACHINE, engine="e", flags=("length",)))
    source, target = row.sides
    assert with_sides(row, source, target).unit == replace(row.unit, bead="1:1")
    assert with_sides(row, (), target).unit.target == ""
    plain = with_sides(row, source, ()).unit
    assert (plain.origin, plain.engine, plain.flags) == (Origin.HUMAN, "", ())


@pytest.mark.parametrize(
    ("fields", "letters"),
    [
        ({}, "op"),
        ({"review": "accepted"}, "ap"),
        ({"review": "edited", "crossing": True}, "ex"),
        ({"review": "rejected", "origin": Origin.MACHINE, "crossing": True}, "rm"),
        ({"target": "", "crossing": True}, "os"),
        ({"source": ""}, "ot"),
    ],
)
def test_two_letters_say_what_a_row_is(fields: dict[str, object], letters: str) -> None:
    row = Row(1, replace(unit("un", "one"), **fields))
    assert row.kind + row.shape == letters
    assert row.fixed is (letters[0] in "ae")


def test_places_follow_the_segments() -> None:
    first = Row(1, unit("Un. Deux.", "One.", "[0, 1]:[0]", source_place="0:01 --> 0:02"))
    other = Row(2, unit("Trois.", "Two.", "[2]:[1]", source_place="0:03 --> 0:04"))
    (one, two), target = first.sides
    left = with_sides(first, (one,), target)
    right = with_sides(other, (two, *other.sides[0]), other.sides[1])
    assert (left.unit.source_place, left.unit.target_place) == ("0:01 --> 0:02", "")
    assert right.unit.source_place == "0:01 --> 0:04"
    assert rewritten(right.sides[0], "Deux trois.").place == "0:01 --> 0:04"
    assert [piece.place for piece in cut(one, 1)] == ["0:01 --> 0:02"] * 2
    assert with_sides(left, (), target).unit.source_place == ""
