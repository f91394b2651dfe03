"""The sparse computations against their definitions, and what must hold of features."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

from align.aligners.bags import Ids
from align.aligners.lexicon import Lexicon
from align.matching.assignment import assign, with_copies
from align.matching.bags import Side, make_space
from align.matching.bimax import bimax
from align.matching.documents import MOST_WORDS, Contents, packed, token_ids
from align.matching.index import nearest
from align.matching.scores import rivals

SLOW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEXICON = Lexicon.from_rows({"chat": [("cat", 0.9), ("pussy", 0.1)], "noir": [("black", 1.0)]})
WORDS = st.sampled_from(["chat", "noir", "cat", "black", "Paris", "12", "4,200", "le", "the"])
DOCUMENT = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=4)
SIDE = st.lists(DOCUMENT, min_size=1, max_size=4)


def side(documents, ids):
    made = []
    for texts in documents:
        tokens, ends = packed([token_ids(t, ids) for t in texts])
        made.append(Contents(tokens, ends, 0, b""))
    return Side.of(made)


def test_lists_of_words_take_no_memory_that_grows_with_their_product():
    """A document of 8,000 words, one a line, took gigabytes beside fourteen like it."""
    ids = Ids()
    words = side([[f"mot{n}" for n in range(k, k + 3000)] for k in range(4)], ids)
    space = make_space(ids, words, words, lexicon=LEXICON, letters=False)
    pairs = np.array([(0, j) for j in range(4)])
    tracemalloc.start()
    found = bimax(pairs, words, words, space, progress=lambda count: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    np.testing.assert_allclose(found, [[1 - k / 3000] * 2 for k in range(4)], atol=1e-5)
    assert peak < 100e6  # 3,000 times 12,000 lines are 144 MB at once


@SLOW
@given(SIDE, SIDE, st.booleans(), st.sampled_from([1, 1 << 22]))
def test_bimax_is_the_weighted_mean_of_best_cosines(one, other, letters, cells):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("align.matching.bimax._CELLS", cells)
        check_bimax(one, other, letters)


def check_bimax(one, other, letters):
    ids = Ids()
    x, y = side(one, ids), side(other, ids)
    space = make_space(ids, x, y, lexicon=LEXICON, letters=letters)
    pairs = np.array([(i, j) for i in range(len(one)) for j in range(len(other))])
    counted = []
    found = bimax(pairs, x, y, space, progress=counted.append)
    assert sum(counted) == len(pairs)

    def dense(texts, bags):
        if not texts:
            return np.zeros((0, len(space.weight))), np.zeros(0)
        rows = np.zeros((len(texts), len(ids)))
        for k, text in enumerate(texts):
            np.add.at(rows[k], token_ids(text, ids), 1)
        made = bags(csr_array(rows)).toarray() * space.weight
        norms = np.linalg.norm(made, axis=1, keepdims=True)
        return made / np.where(norms > 0, norms, 1), np.log1p(rows.sum(axis=1))

    for (i, j), means in zip(pairs, found, strict=True):
        (a, u), (b, v) = dense(one[i], space.source_bags), dense(other[j], space.target_bags)
        expected = (0.0, 0.0)
        if len(a) and len(b):
            table = a @ b.T
            expected = (
                u @ table.max(axis=1) / max(u.sum(), 1e-9),
                v @ table.max(axis=0) / max(v.sum(), 1e-9),
            )
        np.testing.assert_allclose(means, expected, atol=2e-5)
        assert 0 <= means.min() <= means.max() <= 1 + 1e-5


@given(st.integers(0, 1000), st.integers(1, 5))
@SLOW
def test_the_nearest_are_those_of_the_whole_product(seed, count):
    rng = np.random.default_rng(seed)
    x, y = (csr_array(random_array((n, 30), density=0.2, rng=rng)) for n in (300, 20))
    found = nearest(x, y, count, progress=lambda n: None)
    product = (x @ y.T).toarray()
    for row in range(0, 300, 17):
        columns = found[found[:, 0] == row, 1]
        best = np.sort(product[row])[::-1][: len(columns)]
        np.testing.assert_allclose(np.sort(product[row, columns])[::-1], best)
        assert len(columns) == min(count, np.count_nonzero(product[row]))


SCORED = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), unique_by=lambda t: t[:2]
)


@SLOW
@given(SCORED)
def test_rivals_are_the_best_of_the_others(rows):
    owner, other, score = (np.array([r[k] for r in rows], np.int64) for k in range(3))
    found = rivals(score.astype(float), owner, other % 3)
    for k, (i, j, _) in enumerate(rows):
        others = [s for a, b, s in rows if a == i and b % 3 != j % 3]
        assert found[k] == max(others, default=0)


@SLOW
@given(SCORED, st.integers(0, 3))
def test_an_assignment_takes_the_likeliest_first(rows, least):
    pairs = np.array([r[:2] for r in rows], np.int64).reshape(-1, 2)
    scores = np.array([r[2] for r in rows], float)
    kept = assign(pairs, scores, least)
    for side_ in (0, 1):
        assert len({pairs[k, side_] for k in kept}) == len(kept)
    assert all(scores[k] >= least for k in kept)
    for k in set(range(len(rows))) - set(kept):  # something as good stood in its way
        blocked = [q for q in kept if (pairs[q] == pairs[k]).any() and scores[q] >= scores[k]]
        assert blocked or scores[k] < least


def test_copies_are_paired_off():
    groups = np.array([0, 0, 0, 1]), np.array([0, 0, 1])
    made = with_copies(np.array([[2, 0], [3, 2]]), groups)
    assert made.tolist() == [[0, 0], [1, 1], [2, 0], [3, 2]]


def test_numbers_are_one_however_they_are_written():
    ids = Ids()
    assert token_ids("4 200 ou 12,5", ids) == [ids["4200"], ids["ou"], ids["125"]]
    assert token_ids("4,200 4\u202f200 12.5", ids) == [ids["4200"], ids["4200"], ids["125"]]


def test_of_a_long_document_both_ends_are_kept():
    from align.matching.documents import _first_and_last

    kept = _first_and_last([10] * 2000)
    assert 0.9 * MOST_WORDS <= 10 * len(kept) <= 1.1 * MOST_WORDS
    assert kept[0] == 0
    assert kept[-1] == 1999
    assert _first_and_last([50_000]) == [0]
    assert _first_and_last([50_000, 50_000, 3]) == [0, 2]
