"""The segments of a bead come back from a file as the run had them, whatever the rules find."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from align.bitexts.bitext import turned
from align.records import CorpusHeader, Origin, TranslationUnit
from align.registry import load
from align.review.fields import unit_from, unit_json
from align.review.rows import Row, Side, sides_of, with_sides
from align.signature import Signature

HEADER = CorpusHeader("fr", "en", Signature(), "20260102T030405Z")
VERSE = TranslationUnit(  # of two paragraphs, without a stop between them
    "Maître Renard, par là passant, Lui dit", "Master Fox. Passing by", "fr", "en", "2:1",
    Origin.HUMAN, "[3, 4]:[7]", cuts=((31,), ()),
)  # fmt: skip


def through(name: str, unit: TranslationUnit) -> TranslationUnit:
    stream = io.BytesIO()
    load("writer", name)().write([unit], stream, header=HEADER)
    stream.seek(0)
    (back,) = load("bitext", name)().read(stream, name="f").units
    return back  # type: ignore[no-any-return]


def texts(side: Side) -> Sequence[str]:
    return [piece.text for piece in side]


@pytest.mark.parametrize("name", ["jsonl", "tmx"])
def test_segments_come_back_as_they_were(name: str) -> None:
    back = through(name, VERSE)
    assert back.cuts == VERSE.cuts
    source, target = sides_of(back)
    assert texts(source) == ["Maître Renard, par là passant,", "Lui dit"]
    assert [piece.indices for piece in source] == [(3,), (4,)]
    assert texts(target) == ["Master Fox. Passing by"]
    assert turned(back).cuts == ((), (31,))
    assert unit_from(unit_json(back)) == back


@pytest.mark.parametrize("cuts", [(4,), (99,), (0,), (31, 31), (38,)])
def test_cuts_of_another_text_are_none(cuts: tuple[int, ...]) -> None:
    assert through("jsonl", TranslationUnit(
        VERSE.source, VERSE.target, "fr", "en", "2:1", Origin.HUMAN, "", cuts=(cuts, ())
    )).cuts == ((), ())  # fmt: skip


def test_a_step_moves_the_cuts_along() -> None:
    row = Row(1, VERSE)
    source, target = row.sides
    assert with_sides(row, source, target).unit.cuts == VERSE.cuts
    assert with_sides(row, source[:1], target).unit.cuts == ((), ())
