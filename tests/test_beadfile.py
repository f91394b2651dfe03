from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.beadfile import format_bead, numbered_beads, parse_bead, parse_beads
from align.errors import DataError
from align.records import Bead

SHARED = Path(__file__).parents[2] / "shared" / "data" / "align"


def test_form_is_vecaligns() -> None:
    assert format_bead(Bead((0,), (0, 1), score=0.93)) == "[0]:[0, 1]:0.9300"
    assert format_bead(Bead((), (3,))) == "[]:[3]"


@pytest.mark.parametrize(
    ("line", "sources", "targets", "score"),
    [
        ("[0]:[0, 1]:0.93", (0,), (0, 1), 0.93),
        ("[2,3]:[]", (2, 3), (), None),
        (" [ ] : [ 7 ] : 1e-3 ", (), (7,), 0.001),
        ("[1]:[1]:-0.5", (1,), (1,), -0.5),
    ],
)
def test_parses_its_variants(
    line: str, sources: tuple[int, ...], targets: tuple[int, ...], score: float | None
) -> None:
    assert parse_bead(line, where="x") == Bead(sources, targets, score=score)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=20))
def test_round_trip(shape: list[tuple[int, int]]) -> None:
    beads, i, j = [], 0, 0
    for a, b in shape:
        beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), score=0.25))
        i, j = i + a, j + b
    text = "".join(format_bead(bead) + "\r\n" for bead in beads)
    assert parse_beads(text, name="x") == tuple(beads)


def test_blank_lines_are_skipped_and_counted() -> None:
    assert [number for number, _ in numbered_beads("\n[0]:[0]\n\n[1]:[1]\n", name="x")] == [2, 4]


def test_a_bead_holds_its_segments_in_whatever_order_they_are_listed() -> None:
    (bead,) = parse_beads("[2, 1]:[4, 3]:0.5", name="x")
    assert bead == Bead((1, 2), (3, 4), score=0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[0]:[0]\nhello\n", "gold, line 2: 'hello' is not a bead"),
        ("[0]\n", "gold, line 1: '[0]' is not a bead"),
        ("[0]:[-1]\n", "gold, line 1: '[0]:[-1]' is not a bead"),
        ("[0 1]:[0]\n", "is not a bead"),
        ("[0,,1]:[0]\n", "is not a bead"),
        ("[٣]:[0]\n", "is not a bead"),
        ("[0]:[0]:x\n", "gold, line 1: the score 'x' is not a number"),
        ("[0]:[0]:nan\n", "gold, line 1: the score 'nan' is not a number"),
        ("[0]:[0]\n[]:[]\n", "gold, line 2: the bead is empty on both sides"),
        ("[0, 0]:[0]\n", "gold, line 1: a source index stands twice"),
        ("[0]:[0]\n[1]:[0]\n", "gold, line 2: target index 0 is already in the bead of line 1"),
        ("[" + "9" * 10_000 + "]:[0]\n", "…' is not a bead"),
        ("<" * 10_000, "…' is not a bead"),
    ],
)
def test_errors_name_the_line(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_beads(text, name="gold")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.skipif(not SHARED.exists(), reason="no development data in ../shared")
def test_reads_the_gold_at_hand() -> None:
    counts = {
        path.stem: len(parse_beads(path.read_text(), name=path.name))
        for path in sorted(SHARED.glob("*/*.links"))
    }
    assert sum(counts.values()) == 1808 + 422
