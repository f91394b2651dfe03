"""By lengths alone, also where there are too many cells to search them all."""

import pytest

from align.aligners import length
from align.aligners.length import LengthAligner


def both_sides(beads):
    return [i for b in beads for i in b.sources], [j for b in beads for j in b.targets]


@pytest.mark.parametrize(
    ("n", "m"), [(1, 300), (3, 200), (7, 100), (10, 99), (40, 41), (100, 7), (300, 1)]
)
def test_a_band_leads_through_however_unlike_the_sides(n, m, monkeypatch):
    """Rows whose bands did not meet sent the walk back out of its arrays."""
    monkeypatch.setattr(length, "_CELLS", 10)
    monkeypatch.setattr(length, "_WIDTH", 2)
    beads = LengthAligner().align(["une phrase " * (k % 5) for k in range(n)], ["a phrase"] * m)
    assert both_sides(beads) == (list(range(n)), list(range(m)))


def test_a_band_that_holds_the_best_path_finds_it(monkeypatch):
    source = ["mot " * (3 + 7 * k % 11) for k in range(60)]
    target = ["word " * (3 + 7 * k % 11) for k in range(60) if k % 9]
    exact = LengthAligner().align(source, target)
    monkeypatch.setattr(length, "_CELLS", 10)
    monkeypatch.setattr(length, "_WIDTH", 20)
    assert LengthAligner().align(source, target) == exact
