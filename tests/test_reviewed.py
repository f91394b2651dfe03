"""What people fixed: read from beads or reviewed units, checked against the segments."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from align.errors import DataError
from align.records import Bead, CorpusHeader, Origin, TranslationUnit
from align.registry import load
from align.reviewed import FixedBeads, placed, read_fixed, with_reviews
from align.signature import Signature

SOURCE = {0: "Un.", 2: "Deux.", 3: "Trois  quatre."}
TARGET = {0: "One.", 1: "Two.", 5: "Three."}


def unit(source: str, target: str, position: str, review: str, **fields: object) -> str:
    held = {"source": source, "target": target, "source_lang": "fr", "target_lang": "en"}
    return json.dumps(held | {"position": position, "review": review} | fields) + "\n"


UNITS = (
    unit("Un.", "One.", "[0]:[0]", "accepted")
    + unit("Deux. Trois quatre.", "Two.", "[2, 3]:[1]", "accepted")
    + unit("x", "y", "[9]:[9]", "rejected")
    + unit("x", "y", "[8]:[8]", "")
    + unit("whatever", "a person wrote", "[]:[5]", "edited")
    + unit("cut", "inside", "", "edited")
)


def read(path: Path, text: str) -> FixedBeads:
    path.write_text(text, encoding="utf-8")
    return read_fixed(path)


def test_accepted_and_edited_units_are_fixed(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", UNITS)
    assert [held.bead.type for held in found.beads] == ["1:1", "2:1", "0:1"]
    assert [held.where.rpartition("/")[2] for held in found.beads] == [
        "a.jsonl, unit 1", "a.jsonl, unit 2", "a.jsonl, unit 5",
    ]  # fmt: skip
    assert found.without_position == 1
    assert placed(found, SOURCE, TARGET) == (
        Bead((0,), (0,)), Bead((1, 2), (1,)), Bead((), (2,)),
    )  # fmt: skip


def test_the_units_of_tmx_are_fixed_too(tmp_path: Path) -> None:
    units = [
        TranslationUnit("Un.", "One.", "fr", "en", "1:1", Origin.HUMAN, "[0]:[0]", review=review)
        for review in ("accepted", "")
    ]
    with (tmp_path / "a.tmx").open("wb") as stream:
        header = CorpusHeader("fr", "en", Signature(), "20260102T030405Z")
        load("writer", "tmx")().write(units, stream, header=header)
    (held,) = read_fixed(tmp_path / "a.tmx").beads
    assert (held.bead, held.unit) == (Bead((0,), (0,)), units[0])


def test_all_beads_of_a_bead_file_are_fixed(tmp_path: Path) -> None:
    found = read(tmp_path / "a.links", "[2]:[0, 1]:0.5\n\n[0]:[]\n")
    assert placed(found, SOURCE, TARGET) == (Bead((1,), (0, 1)), Bead((0,), ()))
    assert found.beads[1].where.endswith("a.links, line 3")


def test_what_an_engine_wrote_is_no_segment(tmp_path: Path) -> None:
    text = unit("Un.", "One, by an engine.", "[0]:[]", "accepted", engine="e")
    assert placed(read(tmp_path / "a.jsonl", text), SOURCE, TARGET) == (Bead((0,), ()),)


def test_a_word_that_a_line_s_end_broke_is_the_same_in_the_unit(tmp_path: Path) -> None:
    for text in ("Le village.", "Le vil- lage."):  # the latter as older versions wrote it
        found = read(tmp_path / "a.jsonl", unit(text, "One.", "[0]:[0]", "accepted"))
        assert placed(found, {0: "Le vil-\nlage."}, {0: "One."}) == (Bead((0,), (0,)),)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.jsonl", unit("a", "b", "[0]:[0]", ""), "none of its units is accepted or edited"),
        ("a.jsonl", unit("a", "b", "", "edited"), "none of its reviewed units has a position"),
        ("a.jsonl", UNITS + unit("a", "b", "[2]:[9]", "edited"),
         "unit 7: source index 2 is already in the bead of unit 2, and"),
        ("a.jsonl", unit("a", "b", "x", "edited"), "unit 1: 'x' is not a bead"),
        ("a.beads", "\n", "there is no bead in this file"),
        ("a.beads", "[0]:[0]\n[0]:[1]\n", "line 2: source index 0 is already in"),
    ],
)  # fmt: skip
def test_a_file_that_fixes_nothing_or_twice_is_refused(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path / name, text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (unit("Un.", "Two.", "[0]:[0]", "accepted"),
         "unit 1: its target is 'Two.', but the segments at [0] are 'One.'"),
        (unit("Un.", "Two.", "[0, 2]:[1]", "accepted"),
         "unit 1: its source is 'Un.', but the segments at [0, 2] are 'Un. Deux.'"),
        (unit("Un.", "x", "[0]:[7]", "edited"), "unit 1: there is no target segment 7"),
    ],
)  # fmt: skip
def test_other_texts_than_those_reviewed_are_refused(tmp_path: Path, text: str, words: str) -> None:
    found = read(tmp_path / "a.jsonl", text)
    with pytest.raises(DataError) as caught:
        placed(found, SOURCE, TARGET)
    assert words in str(caught.value)


def test_fixed_units_come_out_as_they_were_reviewed(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", unit("Un.", "edited", "[0]:[0]", "edited", note="n"))
    made = [
        TranslationUnit("Un.", "One.", "fr", "en", "1:1", Origin.HUMAN, position)
        for position in ("[0]:[0]", "[1]:[1]")
    ]
    first, second = with_reviews(made, found)
    assert (first.target, first.review, first.note) == ("edited", "edited", "n")
    assert second is made[1]
    assert [*with_reviews(made, None)] == made


def test_a_rejected_unit_that_comes_out_again_says_so(tmp_path: Path) -> None:
    by = {"changeid": "ann", "changedate": "20260102T030405Z", "note": "why", "prior": [0.1]}
    text = (
        unit("Un.", "One.", "[0]:[0]", "accepted")
        + unit("Deux.", " Two.", "[2]:[1]", "rejected", score=0.3, **by)
        + unit("Deux.", "Edited.", "[2]:[2]", "rejected")
        + unit("Other.", "Text.", "[2]:[3]", "rejected")
        + unit("Deux.", "Machine's.", "[2]:[]", "rejected", engine="e")
        + unit("Deux.", "Other engine's.", "[3]:[]", "rejected", engine="e")
        + unit("Deux.", "", "[4]:[]", "rejected")
    )
    found = read(tmp_path / "a.jsonl", text)
    assert len(found.beads) == 1  # none of them is an anchor
    human = TranslationUnit("Deux.", "Two.", "fr", "en", "1:1", Origin.HUMAN, "[2]:[1]", score=0.9)
    machine = replace(human, target="Machine's.", origin=Origin.MACHINE, score=None)
    made = [
        human,
        replace(human, position="[2]:[2]"),
        replace(human, position="[2]:[3]"),
        replace(human, position="[2]:[4]"),
        replace(machine, position="[2]:[]"),
        replace(machine, position="[3]:[]"),
        replace(human, position="[4]:[]", target="", source="Trois."),
    ]
    out = [*with_reviews(made, found)]
    assert [unit.review for unit in out] == ["rejected", "rejected", "", "", "rejected", "", ""]
    assert out[0] == replace(
        human, review="rejected", changed_by="ann", changed_at="20260102T030405Z", note="why",
        prior=(0.1,),
    )  # fmt: skip
