"""The link metric, against a scorer written here from Vecalign's documented behaviour."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.beadfile import parse_beads
from align.evaluation.link_report import link_report
from align.metrics.counts import LinkDocument, judge
from align.metrics.links import LINK_FIGURES, compare_links, score_links
from align.metrics.resampling import Plan
from align.records import Bead, Score
from align.reports.markdown import MarkdownReporter

SHARED = Path(__file__).parents[3] / "shared" / "data" / "align"
QUICK = Plan(resamples=50)

Shape = list[tuple[int, int]]
shapes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=25)


def partition(shape: Shape) -> tuple[Bead, ...]:
    beads, i, j = [], 0, 0
    for a, b in shape:
        beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    return tuple(beads)


def reference(pairs: list[tuple[tuple[Bead, ...], tuple[Bead, ...]]]) -> dict[str, float]:
    """Pairs of (system, gold), by brute force: every bead against every bead."""

    def tally(tested: list[Bead], against: list[Bead]) -> tuple[int, int, int]:
        strict = lax = 0
        for bead in tested:
            same = any(b.sources == bead.sources and b.targets == bead.targets for b in against)
            near = any(
                set(b.sources) & set(bead.sources) and set(b.targets) & set(bead.targets)
                for b in against
            )
            strict += same
            lax += same or near
        return strict, lax, len(tested)

    found = {"strict": [0, 0], "lax": [0, 0]}
    total = [0, 0]
    for system, gold in pairs:
        for side, (tested, against) in enumerate(
            [
                (list(system), list(gold)),
                ([b for b in gold if not b.null], [b for b in system if not b.null]),
            ]
        ):
            strict, lax, count = tally(tested, against)
            found["strict"][side] += strict
            found["lax"][side] += lax
            total[side] += count
    result = {}
    for kind, (right, hit) in found.items():
        p = right / total[0] if total[0] else 0.0
        r = hit / total[1] if total[1] else 0.0
        result[f"{kind}_precision"], result[f"{kind}_recall"] = p, r
        result[f"{kind}_f1"] = 2 * (p * r) / (p + r) if p + r else 0.0
    return result


def values(scores: tuple[Score, ...]) -> dict[str, float]:
    return {score.name: score.value for score in scores}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(shapes, shapes), min_size=1, max_size=7))
def test_strict_and_lax_equal_vecaligns_scorer(documents: list[tuple[Shape, Shape]]) -> None:
    pairs = [(partition(system), partition(gold)) for system, gold in documents]
    scores = score_links(
        [LinkDocument(str(n), system, gold) for n, (system, gold) in enumerate(pairs)], plan=QUICK
    )
    assert {k: v for k, v in values(scores.micro).items() if "null" not in k} == reference(pairs)
    for (_, part), pair in zip(scores.documents, pairs, strict=True):
        assert {k: v for k, v in values(part).items() if "null" not in k} == reference([pair])


@settings(max_examples=60, deadline=None)
@given(shapes, shapes)
def test_nulls_one_by_one_by_brute_force(system: Shape, gold: Shape) -> None:
    def nulls(beads: tuple[Bead, ...]) -> set[tuple[int, int]]:
        return {(0, i) for b in beads if not b.targets for i in b.sources} | {
            (1, j) for b in beads if not b.sources for j in b.targets
        }

    mine, true = nulls(partition(system)), nulls(partition(gold))
    scores = values(
        score_links([LinkDocument("d", partition(system), partition(gold))], plan=QUICK).micro
    )
    p = len(mine & true) / len(mine) if mine else 0
    r = len(mine & true) / len(true) if true else 0
    assert scores["null_precision"] == p
    assert scores["null_recall"] == r


@settings(max_examples=40, deadline=None)
@given(shapes.filter(bool), shapes)
def test_bounds_and_types(gold: Shape, system: Shape) -> None:
    document = LinkDocument("d", partition(system), partition(gold))
    scores = score_links([document], plan=QUICK)
    everything = [*scores.micro, *scores.macro]
    everything += [score for _, part in scores.types for score in part]
    for score in everything:
        assert 0 <= score.low <= score.high <= 1
        assert 0 <= score.value <= 1
        assert score.count >= 0
        assert str(score.signature).startswith("metric:links|documents:1|")
    assert {name for name, _ in scores.types} == {b.type for b in document.system + document.gold}
    again = score_links([document], plan=QUICK)
    assert again == scores


def test_worked_example() -> None:
    gold = parse_beads("[0]:[0]\n[1, 2]:[1]\n[3, 4]:[]\n[5]:[2]\n", name="gold")
    system = parse_beads("[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[]\n[4, 5]:[2]\n", name="system")
    scores = values(score_links([LinkDocument("d", system, gold)], plan=QUICK).micro)
    assert scores["strict_precision"] == 1 / 5
    assert scores["strict_recall"] == 1 / 3
    assert scores["lax_precision"] == 3 / 5
    assert scores["lax_recall"] == 1
    assert scores["null_precision"] == 1 / 2  # 2 and 3 said, 3 right
    assert scores["null_recall"] == 1 / 2  # 3 and 4 true
    verdicts = [j.verdict for j in judge(LinkDocument("d", system, gold))]
    assert verdicts == ["strict", "lax", "wrong", "wrong", "lax"]
    assert judge(LinkDocument("d", system, gold))[4].gold == gold[2:]


def test_leaving_out_nulls_costs_null_recall_only() -> None:
    gold = partition([(1, 1)] * 8 + [(1, 0), (0, 1)] * 2)
    full = score_links([LinkDocument("d", gold, gold)], plan=QUICK)
    bare = score_links([LinkDocument("d", tuple(b for b in gold if not b.null), gold)], plan=QUICK)
    assert values(bare.micro)["strict_f1"] == values(full.micro)["strict_f1"] == 1
    assert (values(full.micro)["null_f1"], values(bare.micro)["null_f1"]) == (1, 0)


def test_macro_is_the_mean_over_documents() -> None:
    good, bad = partition([(1, 1)] * 9), partition([(1, 2), (2, 1), (6, 6)])
    documents = [LinkDocument("good", good, good), LinkDocument("bad", bad, good)]
    scores = score_links(documents, plan=QUICK)
    parts = dict(scores.documents)
    mean = (values(parts["good"])["strict_f1"] + values(parts["bad"])["strict_f1"]) / 2
    macro = values(scores.macro)
    assert macro["macro_strict_f1"] == pytest.approx(mean)
    assert next(s.count for s in scores.macro) == 2


@pytest.mark.parametrize("documents", [2, 6])
def test_a_document_without_nulls_is_not_in_the_mean_of_null_figures(documents: int) -> None:
    with_null, without = partition([(1, 1), (1, 0)] * 9), partition([(1, 1)] * 9)
    pairs = [with_null, *[without] * (documents - 1)]
    scores = score_links([LinkDocument(str(n), g, g) for n, g in enumerate(pairs)], plan=QUICK)
    found = {s.name: (s.value, s.low, s.high, s.count) for s in scores.macro}
    for figure in ("precision", "recall", "f1"):
        assert found[f"macro_null_{figure}"] == (1, 1, 1, 1)
        assert found[f"macro_lax_{figure}"] == (1, 1, 1, documents)
    none = score_links([LinkDocument(str(n), without, without) for n in range(2)], plan=QUICK)
    assert {s.name: (s.value, s.count) for s in none.macro}["macro_null_f1"] == (0, 0)


@pytest.mark.parametrize("documents", [2, 6])
def test_a_document_of_nulls_alone_is_not_in_the_mean_of_f1(documents: int) -> None:
    """It has a precision and no recall; its F1 was taken for 0, of a perfect system too."""
    pairs = [partition([(1, 0), (0, 1)] * 9), *[partition([(1, 1)] * 9)] * (documents - 1)]
    scores = score_links([LinkDocument(str(n), g, g) for n, g in enumerate(pairs)], plan=QUICK)
    found = {s.name: (s.value, s.low, s.high, s.count) for s in scores.macro}
    assert found["macro_strict_precision"] == (1, 1, 1, documents)
    for figure in ("strict_recall", "strict_f1", "lax_f1"):
        assert found[f"macro_{figure}"] == (1, 1, 1, documents - 1)
    assert {(s.low, s.high) for s in scores.micro} == {(1, 1)}


@pytest.mark.parametrize(
    ("system", "gold", "f1"),
    [
        ([(1, 1)], [(1, 0), (0, 1)], 1 / 2),
        ([], [(1, 1)], 1 / 2),
        ([(1, 0), (0, 1)], [(1, 0), (0, 1)], 1),
    ],
    ids=["wrong beads beside nulls", "no beads", "nulls alone, right"],
)
def test_what_is_wrong_counts_in_the_mean_of_f1_where_a_ratio_has_nothing(
    system: Shape, gold: Shape, f1: float
) -> None:
    good = partition([(1, 1)] * 9)
    documents = [LinkDocument("good", good, good)]
    documents.append(LinkDocument("other", partition(system), partition(gold)))
    assert values(score_links(documents, plan=QUICK).macro)["macro_strict_f1"] == f1


def test_interval_narrows_with_more_beads_and_covers_the_value() -> None:
    def width(copies: int) -> float:
        gold = partition([(1, 1), (1, 2), (2, 1), (1, 1), (1, 0)] * copies)
        system = partition([(1, 1), (1, 1), (2, 2), (1, 1), (1, 0)] * copies)
        flawed = tuple(s if n % 7 else g for n, (s, g) in enumerate(zip(system, gold, strict=True)))
        scores = score_links([LinkDocument("d", flawed, gold)])
        score = next(s for s in scores.micro if s.name == "strict_f1")
        assert score.low <= score.value <= score.high
        return score.high - score.low

    assert width(160) < width(10)


@pytest.mark.parametrize("documents", [1, 6])
def test_paired_test(documents: int) -> None:
    gold = partition([(1, 1), (1, 2)] * 40)
    better = tuple(
        b if n % 10 else Bead(b.sources, (b.targets[0] + 1,)) for n, b in enumerate(gold)
    )
    worse = tuple(b if n % 3 else Bead(b.sources, (b.targets[0] + 1,)) for n, b in enumerate(gold))
    first = [LinkDocument(str(n), worse, gold) for n in range(documents)]
    second = [LinkDocument(str(n), better, gold) for n in range(documents)]
    comparisons = {c.name: c for c in compare_links(first, second)}
    assert tuple(comparisons) == LINK_FIGURES
    strict = comparisons["strict_f1"]
    assert strict.difference == pytest.approx(strict.second - strict.first)
    assert 0 < strict.low <= strict.difference <= strict.high
    assert strict.p_value < 0.05 or documents == 6  # six equal documents do not vary
    same = {c.name: c for c in compare_links(first, first)}
    assert same["strict_f1"].p_value == 1
    assert same["strict_f1"].low == same["strict_f1"].high == 0


def test_two_blocks_of_beads_are_too_few_for_a_test() -> None:
    gold = partition([(1, 1), (1, 2)] * 10)
    worse = tuple(b if n % 3 else Bead(b.sources, (b.targets[0] + 1,)) for n, b in enumerate(gold))
    for documents, tested in ((1, False), (2, False), (3, True)):
        first = [LinkDocument(str(n), worse, gold) for n in range(documents)]
        second = [LinkDocument(str(n), gold, gold) for n in range(documents)]
        found = compare_links(first, second, plan=QUICK)
        assert all((one.p_value is not None) is tested for one in found)
        report = link_report(second, score_links(second, plan=QUICK), comparisons=found)
        comparison = next(one for one in report.sections if one.title == "Comparison")
        assert bool(comparison.notes) is not tested
        assert ("there are too few blocks" in comparison.items[0].caption) is not tested
        assert ("–" in {row[-1] for row in comparison.items[0].rows}) is not tested


def test_one_block_of_beads_gives_no_interval() -> None:
    for beads, bounded in ((10, False), (11, True)):
        gold = partition([(1, 1)] * beads)
        documents = [LinkDocument(str(n), gold, gold) for n in range(2)]
        found = compare_links(documents, documents, plan=QUICK)
        assert all((one.low is not None) is (one.high is not None) is bounded for one in found)
        report = link_report(documents, score_links(documents, plan=QUICK), comparisons=found)
        comparison = next(one for one in report.sections if one.title == "Comparison")
        assert ("95% interval" in comparison.items[0].columns) is bounded


def test_the_path_tells_of_wrong_beads_that_it_cannot_draw() -> None:
    gold = (Bead((0,), (0,)), Bead((1,), (1, 2)), Bead((2,), ()), Bead((3,), (3,)))
    ours = (Bead((0,), (0,)), Bead((1,), (1,)), Bead((), (2,)), Bead((2,), ()), Bead((3,), (3,)))
    documents = [LinkDocument("d", ours, gold)]
    report = link_report(documents, score_links(documents, plan=QUICK))
    (plot,) = next(one for one in report.sections if one.title == "Path").items
    told = "d: 5 beads proposed, 2 of them not in gold (4 beads)"
    assert plot.caption == f"{told}; 1 null bead of these cannot be drawn"
    assert plot.wrong == ((1, 1),)
    written = next(line for line in MarkdownReporter().render(report).splitlines() if told in line)
    assert [int(number) for number in re.findall(r"\d+", written)] == [5, 2, 4, 1]


@pytest.mark.skipif(not SHARED.exists(), reason="no development data in ../shared")
def test_gold_against_itself_and_against_one_to_one() -> None:
    documents = []
    pairs = []
    for path in sorted(SHARED.glob("*/*.links")):
        gold = parse_beads(path.read_text(), name=path.name)
        last = min(max(b.sources[-1] for b in gold if b.sources), 10**6)
        system = tuple(Bead((n,), (n,)) for n in range(last + 1))
        documents.append(LinkDocument(path.stem, system, gold))
        pairs.append((system, gold))
    got = values(score_links(documents, plan=QUICK).micro)
    assert {k: v for k, v in got.items() if "null" not in k} == reference(pairs)
    perfect = values(
        score_links([LinkDocument(d.name, d.gold, d.gold) for d in documents], plan=QUICK).micro
    )
    assert set(perfect.values()) == {1.0}
