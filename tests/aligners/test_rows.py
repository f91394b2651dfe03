"""Sums, lengths and cosines of sparse rows are those of the dense ones."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from align.aligners.rows import cosines, lengths, summed

TABLE = arrays(np.float64, (4, 5), elements=st.sampled_from([0.0, 0.0, 1.0, 2.5]))


@given(TABLE, st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=6))
def test_sums_of_parts_are_those_of_the_dense_rows(table, parts):
    found = summed(parts, csr_array(table)).toarray()
    assert np.allclose(found, [table[part].sum(axis=0) if part else np.zeros(5) for part in parts])


@given(TABLE, TABLE)
def test_cosines_are_those_of_the_dense_rows_and_zero_beside_an_empty_one(one, other):
    norms = np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1)
    assert np.allclose(lengths(csr_array(one)), norms[0])
    found = cosines(csr_array(one), csr_array(other))
    for row in range(len(one)):
        wanted = 0.0
        if norms[0][row] and norms[1][row]:
            wanted = one[row] @ other[row] / (norms[0][row] * norms[1][row])
        assert np.isclose(found[row], wanted)
