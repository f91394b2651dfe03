"""A text on one line: no word lost, no blank doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.lines import on_one_line

ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("end", [*ENDS, "\r\n", " \n", "\n \t", " \n\n "])
def test_one_blank_for_a_break_and_what_is_around_it(end):
    assert on_one_line(f"voisine{end}dort") == "voisine dort"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_stay(space):
    assert on_one_line(f"Quoi{space}\n?") == f"Quoi{space} ?"
    assert on_one_line(f"Quoi\n{space}?") == f"Quoi {space}?"


@given(st.text(alphabet=f"a \t\u00a0{ENDS}"))
def test_words_stay_and_breaks_go(text):
    written = on_one_line(text)
    assert written.split() == text.split()
    assert not set(written) & set(ENDS)
