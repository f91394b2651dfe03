"""The search against an enumeration of every path, on tables small enough for that."""

import numpy as np
import pytest

from align.aligners.band import Band
from align.aligners.search import likeliest_path, nodes, probabilities

TYPES = np.array([(1, 1), (1, 2), (2, 1), (2, 2), (1, 3)], np.int64)
INVALID = -1e9


def tiny(seed, *, whole):
    """A random band over 1 to 4 by 1 to 4 segments, with scores and prices of nulls."""
    rng = np.random.default_rng(seed)
    n, m = (int(k) for k in rng.integers(1, 5, 2))
    lo, hi = np.zeros(n, np.int64), np.full(n, m, np.int64)
    if not whole:
        lo = np.sort(rng.integers(0, m, n))
        hi = np.sort(rng.integers(1, m + 1, n))
        lo[0], hi[-1] = 0, m
        hi = np.maximum(hi, lo + 1)
        lo[1:] = np.minimum(lo[1:], hi[:-1])
    band = Band.of(lo, hi)
    scores = np.full((len(TYPES), band.offsets[-1]), INVALID, np.float32)
    for t, (a, b) in enumerate(TYPES.tolist()):
        for i in range(n - a + 1):
            for j in range(lo[i + a - 1], hi[i] - b + 1):
                if rng.random() < 0.8:
                    scores[t, band.offsets[i] + j - lo[i]] = rng.normal(0, 2)
    return band, m, scores, rng.normal(-1, 1, (n, 2)), rng.normal(-1, 1, (m, 2))


def every_path(band, m, scores, x_null, y_null):
    """All paths as (log score, rows), by the definition of the chain."""
    n = len(band.lo)

    def point(i, j):  # touches the band: an end of row i - 1 or of row i
        return band.lo[max(i - 1, 0)] <= j <= band.hi[min(i, n - 1)]

    def go(i, j, state, score, rows):
        if (i, j) == (n, m):
            yield score, rows
        if i < n and point(i + 1, j):
            price = x_null[i, 1 if state == 1 else 0]
            yield from go(i + 1, j, 1, score + price, [*rows, (i, 1, j, 0)])
        if j < m and point(i, j + 1):
            price = y_null[j, 1 if state == 2 else 0]
            yield from go(i, j + 1, 2, score + price, [*rows, (i, 0, j, 1)])
        if i < n and band.lo[i] <= j < band.hi[i]:
            for t, (a, b) in enumerate(TYPES.tolist()):
                if i + a <= n and point(i + a, j + b):
                    value = float(scores[t, band.offsets[i] + j - band.lo[i]])
                    if value > INVALID:
                        yield from go(i + a, j + b, 0, score + value, [*rows, (i, a, j, b)])

    return list(go(0, 0, 0, 0.0, []))


def solved(band, scores, x_null, y_null):
    first, _, offsets = nodes(band.lo, band.hi)
    free = np.ones(offsets[-1], np.bool_)
    table = (band.lo, band.hi, band.offsets, x_null, y_null)
    return table, first, offsets, probabilities(TYPES, scores, *table, free, free)


def chances(paths):
    """Each row's probability and log Z, from the enumeration."""
    values = np.array([score for score, _ in paths])
    log_z = np.logaddexp.reduce(values)
    found = {}
    for (_, rows), p in zip(paths, np.exp(values - log_z), strict=True):
        for row in rows:
            found[row] = found.get(row, 0.0) + p
    return log_z, found


def lookup(band, first, offsets, beads, moves, row):
    i, a, j, b = row
    if a and b:
        t = TYPES.tolist().index([a, b])
        return beads[t, band.offsets[i] + j - band.lo[i]]
    side = 0 if a else 2
    return moves[offsets[i + a] + j + b - first[i + a], side : side + 2].sum()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("seed", range(15))
def test_probabilities_are_those_of_all_paths(seed, whole):
    band, m, scores, x_null, y_null = tiny(seed, whole=whole)
    _, first, offsets, (log_z, beads, moves) = solved(band, scores, x_null, y_null)
    expected_z, expected = chances(every_path(band, m, scores, x_null, y_null))
    assert log_z == pytest.approx(expected_z, abs=1e-5)
    for row, p in expected.items():
        assert lookup(band, first, offsets, beads, moves, row) == pytest.approx(p, abs=1e-5)
    total = sum(p for (_, a, _, b), p in expected.items() if a and b)
    assert beads.sum() == pytest.approx(total, abs=1e-4)  # and none beside them
    assert moves.sum() == pytest.approx(sum(expected.values()) - total, abs=1e-4)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("seed", range(15))
def test_the_likeliest_path_has_the_highest_score_of_all(seed, whole):
    band, m, scores, x_null, y_null = tiny(seed, whole=whole)
    paths = every_path(band, m, scores, x_null, y_null)
    table = (band.lo, band.hi, band.offsets, x_null, y_null)
    found = tuple(tuple(row) for row in likeliest_path(TYPES, scores, *table).tolist())
    score_of = {tuple(rows): score for score, rows in paths}
    assert score_of[found] == pytest.approx(max(score_of.values()))  # nulls may change places


def test_points_that_are_closed_are_passed_by_no_path():
    """The learner closes points; then only paths around them count."""
    band, m, scores, x_null, y_null = tiny(3, whole=True)
    n = len(band.lo)
    first, _, offsets = nodes(band.lo, band.hi)
    free = np.ones(offsets[-1], np.bool_)
    node = free.copy()
    closed = (n // 2, m // 2)
    node[offsets[closed[0]] + closed[1] - first[closed[0]]] = closed in ((0, 0), (n, m))
    log_z, *_ = probabilities(
        TYPES, scores, band.lo, band.hi, band.offsets, x_null, y_null, node, free
    )
    open_paths = [
        score
        for score, rows in every_path(band, m, scores, x_null, y_null)
        if all((i, j) != closed for i, _, j, _ in rows)
    ]
    assert len(open_paths) > 1
    assert log_z == pytest.approx(np.logaddexp.reduce(open_paths), abs=1e-5)
