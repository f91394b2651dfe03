"""A reviewed file as gold: what people decided is gold, and only that is scored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import DataError
from align.evaluation.links import load_document
from align.evaluation.partial import reviewed_part
from align.records import REVIEWS, Bead

Call = Callable[..., tuple[int, str, str]]


def beads(*pairs: tuple[list[int], list[int]]) -> tuple[Bead, ...]:
    return tuple(Bead(tuple(xs), tuple(ys)) for xs, ys in pairs)


GOLD = beads(([0], [0]), ([1], [1, 2]), ([2], [3]), ([3], []), ([4], [4]), ([5, 6], [5]))
REVIEWED = ["accepted", "edited", "", "accepted", "rejected", ""]
SYSTEM = beads(
    ([0], [0]), ([1], [1]), ([], [2, 3]), ([2, 3], []), ([4], [4]), ([5], [5]), ([6], [])
)


def test_what_was_not_decided_is_not_scored() -> None:
    part = reviewed_part(SYSTEM, GOLD, REVIEWED, name="g")
    assert part.gold == beads(([0], [0]), ([1], [1, 2]), ([3], []))
    assert part.system == beads(([0], [0]), ([1], [1]), ([], [2]), ([3], []))
    assert part.note == (
        "g is gold where it was reviewed: 3 of its 6 beads are accepted or edited, with 3 source "
        "and 3 target segments. Only the 4 of the system's 7 beads that touch these are scored."
    )


def test_a_whole_review_is_gold_as_it_is() -> None:
    part = reviewed_part(SYSTEM, GOLD, ["accepted"] * 6, name="g")
    assert (part.system, part.gold, part.note) == (SYSTEM, GOLD, "")


@given(st.lists(st.sampled_from(["", *REVIEWS]), min_size=6, max_size=6))
def test_a_perfect_system_stays_perfect(reviews: list[str]) -> None:
    if not {"accepted", "edited"} & set(reviews):
        with pytest.raises(DataError, match="there is no gold"):
            reviewed_part(GOLD, GOLD, reviews, name="g")
        return
    part = reviewed_part(GOLD, GOLD, reviews, name="g")
    assert part.system == part.gold


def line(source: str, target: str, position: str, review: str, **fields: Any) -> str:
    held = {"source": source, "target": target, "source_lang": "fr", "target_lang": "en"}
    return json.dumps(held | {"position": position, "review": review} | fields) + "\n"


UNITS = (
    line("Un.", "One.", "[0]:[0]", "accepted")
    + line("Deux.", "EDITED", "[1]:[1]", "edited")
    + line("Trois.", "Two.", "[2]:[2]", "rejected")
    + line("Quatre.", "Four.", "[3]:[3]", "")
    + line("half", "", "", "edited")
)
LINKS = "[0]:[0]:0.9\n[1]:[]:0.1\n[2]:[1, 2]:0.5\n[3]:[3]:0.9\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "gold.jsonl").write_text(UNITS)
    (tmp_path / "system.links").write_text(LINKS)
    (tmp_path / "fr").write_text("Un.\nDeux.\nTrois.\nQuatre.\n")
    (tmp_path / "en").write_text("One.\nTwo.\nThree.\nFour.\n")
    return tmp_path


@pytest.mark.parametrize("texts", [False, True])
def test_a_reviewed_file_is_gold(files: Path, texts: bool) -> None:
    """Also beside the segments, which an edited text is none of."""
    sides = {"source": str(files / "fr"), "target": str(files / "en")} if texts else {}
    if texts:  # what was not edited must be the segments
        (files / "gold.jsonl").write_text(UNITS.replace('"Two."', '"Three."'))
    document = load_document(
        str(files / "system.links"), str(files / "gold.jsonl"), name="d", **sides
    )
    assert document.gold == beads(([0], [0]), ([1], [1]))
    assert [(b.sources, b.targets) for b in document.system] == [
        ((0,), (0,)), ((1,), ()), ((2,), (1, 2)),
    ]  # fmt: skip
    assert document.notes[0].endswith(
        "2 of its 4 beads are accepted or edited, with 2 source and 2 target segments. Only the "
        "3 of the system's 4 beads that touch these are scored."
    )
    assert document.notes[1].endswith("gold.jsonl: 1 unit without a position left out.")


def test_texts_without_positions_are_located(files: Path) -> None:
    plain = [json.loads(row) | {"position": ""} for row in UNITS.splitlines()[:4]]
    plain[1]["target"] = "Two."
    plain[2]["target"] = "Three."
    gold = files / "gold.jsonl"
    gold.write_text("".join(json.dumps(unit) + "\n" for unit in plain))
    (files / "system.tsv").write_text("Un.\tOne.\nDeux. Trois.\tTwo. Three.\nQuatre.\tFour.\n")
    document = load_document(str(files / "system.tsv"), str(gold), name="d")
    assert len(document.gold) == 2
    assert [b.type for b in document.system] == ["1:1", "2:2"]


def test_the_command_says_what_it_scores(call: Call, files: Path) -> None:
    arguments = ("evaluate", "links", files / "system.links", files / "gold.jsonl")
    code, printed, _ = call(*arguments)
    assert code == 0
    assert "is gold where it was reviewed: 2 of its 4 beads" in " ".join(printed.split())
    code, printed, _ = call(*arguments, "--json")
    found = json.loads(printed)
    assert len(found["notes"]) == 2
    assert found["scores"]["strict_precision"]["value"] == pytest.approx(1 / 3)
    assert found["scores"]["strict_recall"]["value"] == 0.5
    assert found["scores"]["strict_recall"]["count"] == 2


def test_gold_that_no_one_reviewed_is_gold_as_a_whole(call: Call, files: Path) -> None:
    links = files / "system.links"
    code, printed, _ = call("evaluate", "links", links, links, "--json")
    assert code == 0
    assert json.loads(printed)["notes"] == []


def test_a_review_without_a_decision_for_is_no_gold(call: Call, files: Path) -> None:
    (files / "gold.jsonl").write_text(line("Un.", "One.", "[0]:[0]", "rejected"))
    code, _, said = call("evaluate", "links", files / "system.links", files / "gold.jsonl")
    assert code == 1
    assert "none of its units is accepted or edited, so there is no gold" in said
