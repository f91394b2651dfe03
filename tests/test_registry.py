"""Names and what is behind them."""

import pytest

from align.errors import UsageError
from align.registry import ENDINGS, IMPLEMENTATIONS, READ_ENDINGS, load, names, read_endings


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


def test_an_ending_names_a_format_that_there_is():
    assert set(ENDINGS.values()) == set(names("writer")) - {"moses"}
    assert read_endings(("tmx", "xliff")) == {
        ".tmx": "tmx", ".xlf": "xliff", ".xliff": "xliff",
        ".sdlxliff": "xliff", ".mqxliff": "xliff", ".mxliff": "xliff",
    }  # fmt: skip
    assert ENDINGS.items() <= READ_ENDINGS.items()
    assert ".sdlxliff" not in ENDINGS  # what a tool calls its own is not ours to write
