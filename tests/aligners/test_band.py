"""The band: its mirror image, and that it holds true paths far from the diagonal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligners.bags import make_bags
from align.aligners.band import EXACT, Band, find_band


@st.composite
def bands(draw):
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    lo = sorted(draw(st.lists(st.integers(0, m - 1), min_size=n, max_size=n)))
    hi = sorted(draw(st.lists(st.integers(1, m), min_size=n, max_size=n)))
    lo[0], hi[-1] = 0, m
    for i in range(n):
        hi[i] = max(hi[i], lo[i] + 1, hi[i - 1] if i else 1)
        if i:
            lo[i] = min(lo[i], hi[i - 1])
    return Band.of(np.array(lo, np.int64), np.array(hi, np.int64)), m


def cells(band):
    return {
        (i, j)
        for i, (low, high) in enumerate(zip(band.lo, band.hi, strict=True))
        for j in range(low, high)
    }


@given(bands())
@settings(derandomize=True, deadline=None)
def test_transposed_holds_the_same_cells(made):
    band, m = made
    mirror = band.transposed(m)
    assert len(mirror.lo) == m
    assert cells(mirror) == {(j, i) for i, j in cells(band)}
    assert (np.diff(mirror.lo) >= 0).all()
    assert (np.diff(mirror.hi) >= 0).all()
    assert mirror.offsets.tolist() == [0, *np.cumsum(mirror.hi - mirror.lo + 1)]
    again = mirror.transposed(len(band.lo))
    assert again.lo.tolist() == band.lo.tolist()
    assert again.hi.tolist() == band.hi.tolist()


def sentence(rng, words=9):
    return " ".join(
        f"{chr(97 + k % 26)}{chr(97 + k // 26 % 26)}{k}x" for k in rng.integers(0, 600, words)
    )


def made(links, seed=1):
    """Texts for links (source count, target count), a third of their words in common."""
    rng = np.random.default_rng(seed)
    x, y, true = [], [], []
    for a, b in links:
        true += [(len(x) + i, len(y) + j) for i in range(a) for j in range(b)]
        shared = [sentence(rng, 3) for _ in range(max(a, b))]
        for side, count in ((x, a), (y, b)):
            for k in range(count):
                side.append(" ".join([*shared[k::count], sentence(rng, 5)]))
    return x, y, true


ONE, SOURCE, TARGET = (1, 1), (1, 0), (0, 1)
SHAPES = {
    "hole in the target": [ONE] * 250 + [SOURCE] * 200 + [ONE] * 250,
    "hole in the source": [ONE] * 250 + [TARGET] * 200 + [ONE] * 250,
    "front matter and back matter": [TARGET] * 180 + [ONE] * 300 + [SOURCE] * 220,
    "six for one": [(1, 6)] * 150,
    "one for six": [(6, 1)] * 150,
    "first half merged, second half split": [(3, 1)] * 150 + [(1, 3)] * 150,
    "two holes on two sides": [ONE] * 150 + [SOURCE] * 200 + [ONE] * 60 + [TARGET] * 200
    + [ONE] * 150,
    "many": [ONE] * 900 + [SOURCE] * 200 + [(1, 2), ONE, (2, 1)] * 250,
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_band_holds_the_true_path(shape):
    x, y, true = made(SHAPES[shape])
    assert max(len(x), len(y)) > EXACT
    band = find_band(*make_bags(x, y, translations=x))
    missed = [(i, j) for i, j in true if not band.lo[i] <= j < band.hi[i]]
    assert missed == []
    assert_sound(band, len(x), len(y))


def assert_sound(band, n, m):
    """Bounds never fall, begin and end at the corners, overlap, and leave no row empty."""
    assert len(band.lo) == len(band.hi) == n
    assert band.lo[0] == 0
    assert band.hi[-1] == m
    assert (np.diff(band.lo) >= 0).all()
    assert (np.diff(band.hi) >= 0).all()
    assert (band.hi > band.lo).all()
    assert (band.lo[1:] <= band.hi[:-1]).all()


@pytest.mark.parametrize(("n", "m"), [(1, 700), (700, 1), (130, 3), (500, 2500), (1700, 121)])
def test_the_band_is_sound_where_nothing_matches(n, m):
    rng = np.random.default_rng(7)
    x, y = ([sentence(rng, 4) for _ in range(k)] for k in (n, m))
    assert_sound(find_band(*make_bags(x, y)), n, m)


def test_the_band_is_sound_where_there_are_no_words():
    assert_sound(find_band(*make_bags([""] * 500, ["", "..."] * 400)), 500, 800)


def test_the_band_grows_with_the_length_of_the_text_and_no_faster():
    areas = []
    for size in (1000, 4000):
        x, y, _ = made([ONE] * size, seed=size)
        areas.append(int(find_band(*make_bags(x, y, translations=x)).offsets[-1]) / size)
    assert areas[1] < 1.2 * areas[0]


def test_short_texts_are_searched_whole():
    band = find_band(*make_bags(["a"] * EXACT, ["b"] * 3))
    assert band.lo.tolist() == [0] * EXACT
    assert band.hi.tolist() == [3] * EXACT
