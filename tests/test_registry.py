"""Names and what is behind them."""

import pytest

from align.errors import UsageError
from align.registry import IMPLEMENTATIONS, load, names


@pytest.mark.parametrize("stage", IMPLEMENTATIONS)
def test_names_are_those_of_the_table(stage):
    assert names(stage) == tuple(IMPLEMENTATIONS[stage])


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(UsageError) as caught:
        load("aligner", "best")
    assert str(caught.value) == (
        "There is no aligner 'best'; there are: translation, lexical, length."
    )
    assert caught.value.exit_code == 2


def test_loading_gives_a_class():
    assert load("aligner", "length")().signature.parts[0] == ("aligner", "length")
