"""Realigning: what a person fixed stays, what was said of rows is kept, the rest gets better."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.beadfile import parse_beads
from align.records import Bead, Origin, Reasons, TranslationUnit
from align.registry import load
from align.review.realign import Align, realigner
from align.review.rows import Row, joined
from align.review.steps import Splice

NOVELS = Path(__file__).parents[3] / "shared" / "data" / "align" / "transread"
UNIT = TranslationUnit("", "", "fr", "en", "1:1", Origin.HUMAN, "", "d")


def row(number: int, source: str, target: str, position: str = "", **fields: Any) -> Row:
    return Row(number, replace(UNIT, source=source, target=target, position=position, **fields))


def realigned(rows: Sequence[Row], align: Align) -> tuple[list[Row], tuple[Splice, ...]]:
    splices = realigner(align)(rows, count(1000).__next__)
    out = list(rows)
    for splice in splices:
        assert tuple(out[splice.at : splice.at + len(splice.before)]) == splice.before
        out[splice.at : splice.at + len(splice.before)] = splice.after
    return out, splices


def one_to_one(source: Sequence[str], target: Sequence[str], fixed: Sequence[Bead]) -> list[Bead]:
    """Keep what is fixed and pair the rest in order."""
    xs = [i for i in range(len(source)) if all(i not in b.sources for b in fixed)]
    ys = [j for j in range(len(target)) if all(j not in b.targets for b in fixed)]
    why = Reasons(0.1, 0.2, 0.3, 0.4)
    pairs = [Bead((i,), (j,), 0.5, reasons=why) for i, j in zip(xs, ys, strict=False)]
    rest = [Bead((i,), ()) for i in xs[len(ys) :]] + [Bead((), (j,)) for j in ys[len(xs) :]]
    return sorted([*fixed, *pairs, *rest], key=lambda b: (b.sources or (99,), b.targets))


def shown(rows: Sequence[Row]) -> list[tuple[str, str, str, str]]:
    return [(r.unit.source, r.unit.target, r.unit.position, r.unit.review) for r in rows]


def test_the_rest_is_aligned_around_what_is_fixed() -> None:
    rows = [
        row(1, "a", "", "[0]:[]", score=0.3, note="look"),
        row(2, "b", "x y", "[1]:[0]", review="accepted", changed_by="ann", score=0.9),
        row(3, "c", "", "[2]:[]"),
        row(4, "", "z", "[]:[1]", review="rejected", score=0.2),
        row(5, "d", "w", "[3]:[2]", review="edited"),
        row(6, "", "v", "[]:[3]"),
    ]
    out, splices = realigned(rows, one_to_one)
    assert shown(out) == [
        ("a", "z", "[0]:[1]", ""), ("b", "x y", "[1]:[0]", "accepted"), ("c", "v", "[2]:[3]", ""),
        ("d", "w", "[3]:[2]", "edited"),
    ]  # fmt: skip
    assert (out[1], out[3]) == (rows[1], rows[4])
    made = out[0].unit
    assert (made.note, made.score, made.prior) == ("look", 0.5, (0.2,))  # a rejection is evidence
    assert made.reasons == Reasons(0.1, 0.2, 0.3, 0.4)
    assert len({r.id for r in out}) == 4
    assert out[0].id >= 1000
    assert [r.id for s in splices for r in s.before] == [1, 3, 4, 6]


def test_a_pairing_that_comes_out_again_keeps_its_row() -> None:
    rows = [row(1, "a", "x", "[0]:[0]", score=0.3), row(2, "b", "y", "[1]:[1]", review="rejected")]
    out, splices = realigned(rows, one_to_one)
    assert (out, splices) == (rows, ())


def test_segments_go_back_to_the_document_s_order() -> None:
    rows = [row(1, "a", "y", "[0]:[1]", crossing=True), row(2, "b", "x", "[1]:[0]", crossing=True)]
    out, _ = realigned(rows, one_to_one)
    assert shown(out) == [("a", "x", "[0]:[0]", ""), ("b", "y", "[1]:[1]", "")]


def test_a_machine_s_text_stays_where_no_one_translated() -> None:
    rows = [
        row(1, "a", "A!", "[0]:[]", origin=Origin.MACHINE, engine="e"),
        row(2, "b", "B!", "[1]:[]", origin=Origin.MACHINE, engine="e", review="accepted"),
        row(3, "c", "C!", "[2]:[]", origin=Origin.MACHINE, engine="e"),
        row(4, "", "x", "[]:[0]"),
    ]
    out, _ = realigned(rows, one_to_one)
    assert shown(out) == [
        ("a", "x", "[0]:[0]", ""), ("b", "B!", "[1]:[]", "accepted"), ("c", "C!", "[2]:[]", ""),
    ]  # fmt: skip
    assert out[0].unit.origin is Origin.HUMAN
    assert out[1:] == rows[1:3]


def test_documents_are_aligned_apart() -> None:
    rows = [row(1, "a", ""), replace(row(2, "", "x"), unit=replace(UNIT, target="x", document="e"))]
    out, splices = realigned(rows, one_to_one)
    assert (out, splices) == (rows, ())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "un", "Un. Deux.", "Un deux trois."]),
            st.sampled_from(["", "one", "One. Two."]),
            st.sampled_from(["", "accepted", "edited", "rejected"]),
            st.sampled_from(["d", "e"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_text_is_lost(made: list[tuple[str, str, str, str]]) -> None:
    rows = [
        row(n, source, target, review=review, document=document)
        for n, (source, target, review, document) in enumerate(made)
    ]
    out, _ = realigned(rows, one_to_one)
    for side in ("source", "target"):
        before, after = (
            sorted(w for r in held for w in getattr(r.unit, side).split()) for held in (rows, out)
        )
        assert before == after
    assert [r for r in out if r.fixed] == [r for r in rows if r.fixed] or {
        r.id for r in out if r.fixed
    } == {r.id for r in rows if r.fixed}
    assert all(
        (joined(r.sides[0]), joined(r.sides[1])) == (r.unit.source, r.unit.target) for r in out
    )


# Ten corrections around a hole in a novel.


def f1(beads: Sequence[Bead], gold: Sequence[Bead], corrected: Sequence[Bead]) -> float:
    """Strict F1 of all that shares no segment with a corrected bead: the rest."""
    xs = {i for b in corrected for i in b.sources}
    ys = {j for b in corrected for j in b.targets}
    said, true = (
        {
            (b.sources, b.targets)
            for b in side
            if not b.null and xs.isdisjoint(b.sources) and ys.isdisjoint(b.targets)
        }
        for side in (beads, gold)
    )
    return 2 * len(said & true) / (len(said) + len(true))


def with_hole(
    target: Sequence[str], gold: Sequence[Bead], share: float
) -> tuple[list[str], list[Bead], tuple[int, int]]:
    """Take the middle of a translation away; returns its gold, and where the hole is."""
    full = [bead for bead in gold if not bead.null]
    hole = full[int(len(full) * (0.5 - share / 2)) : int(len(full) * (0.5 + share / 2))]
    gone = {j for bead in hole for j in bead.targets}
    kept = [j for j in range(len(target)) if j not in gone]
    new = {j: place for place, j in enumerate(kept)}
    left = []
    for bead in gold:
        ys = tuple(new[j] for j in bead.targets if j in new)
        left += [Bead(bead.sources, ys)] if ys else [Bead((i,), ()) for i in bead.sources]
    return [target[j] for j in kept], left, (hole[0].sources[0], hole[-1].sources[-1])


def corrections(
    before: Sequence[Bead], gold: Sequence[Bead], ends: tuple[int, int], number: int = 10
) -> list[Bead]:
    """The gold beads that an aligner missed, the nearest ones to a hole's ends."""
    said = {(bead.sources, bead.targets) for bead in before}
    missed = [b for b in gold if not b.null and (b.sources, b.targets) not in said]
    missed.sort(key=lambda bead: min(abs(bead.sources[0] - end) for end in ends))
    return missed[:number]


@pytest.mark.skipif(not NOVELS.is_dir(), reason="the novels of TransRead are not here")
@pytest.mark.parametrize(("kind", "gain"), [("lexical", 0.015), ("length", 0.3)])
def test_ten_corrections_around_a_hole_in_a_novel_raise_the_f1_of_the_rest(
    kind: str, gain: float
) -> None:
    """With lengths, and with what a pair of languages without a lexicon has: cognates."""
    aligner = load("aligner", kind)(source_lang="xx", target_lang="yy")
    gains = {}
    for links in sorted(NOVELS.glob("[!A]*.links")):  # the longest one takes as long as the rest
        source, whole = (
            links.with_suffix(ending).read_text(encoding="utf-8").splitlines()
            for ending in (".fr", ".en")
        )
        beads = parse_beads(links.read_text(encoding="utf-8"), name=links.name)
        target, gold, ends = with_hole(whole, beads, 0.3)
        before = aligner.align(source, target)
        fixed = corrections(before, gold, ends)
        after = aligner.align(source, target, fixed=fixed)
        gains[links.stem] = f1(after, gold, fixed) - f1(before, gold, fixed)
    assert len(gains) == 4
    assert min(gains.values()) > 0, gains
    assert sum(gains.values()) / len(gains) > gain, gains


def test_ten_corrections_around_a_hole_in_a_made_up_novel_do_so_in_a_review() -> None:
    """Only lengths tell what belongs together."""
    chance = random.Random(3)
    source, whole, gold = [], [], []
    for n in range(400):
        size = chance.randint(10, 150)
        source.append("x" * size)
        whole.append("y" * round(size * chance.uniform(0.8, 1.2)))
        gold.append(Bead((n,), (n,)))
    target, left, ends = with_hole(whole, gold, 0.4)
    aligner = load("aligner", "length")()
    before = aligner.align(source, target)
    fixed = corrections(before, left, ends)
    assert len(fixed) == 10
    rows = [
        row(number, source[i], target[j], f"[{i}]:[{j}]", review="accepted")
        for number, ((i,), (j,)) in enumerate((b.sources, b.targets) for b in fixed)
    ]
    taken = {b.sources[0] for b in fixed}, {b.targets[0] for b in fixed}
    rows += [
        row(100 + i, text, "", f"[{i}]:[]") for i, text in enumerate(source) if i not in taken[0]
    ]
    rows += [
        row(600 + j, "", text, f"[]:[{j}]") for j, text in enumerate(target) if j not in taken[1]
    ]
    out, _ = realigned(rows, lambda x, y, certain: aligner.align(x, y, fixed=certain))
    assert [r for r in out if r.fixed] == sorted(rows[:10], key=lambda r: out.index(r))
    after = parse_beads("\n".join(r.unit.position for r in out), name="review")
    assert f1(after, left, fixed) > f1(before, left, fixed) + 0.1
