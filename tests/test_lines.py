"""A text on one line: no word lost, no blank doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.lines import on_one_line, whole_words

ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("end", [*ENDS, "\r\n", " \n", "\n \t", " \n\n "])
def test_one_blank_for_a_break_and_what_is_around_it(end):
    assert on_one_line(f"voisine{end}dort") == "voisine dort"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_stay(space):
    assert on_one_line(f"Quoi{space}\n?") == f"Quoi{space} ?"
    assert on_one_line(f"Quoi\n{space}?") == f"Quoi {space}?"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a short-\nto medium-term plan", "a short- to medium-term plan"),
        ("first-\nthrough fifth-graders", "first- through fifth-graders"),
        ("pré-\npuis post-natal", "pré- puis post-natal"),
        ("pota-\nto", "potato"),
        ("ÉTATS-\nUNIS", "ÉTATS-UNIS"),
        ("OP-\nTIONAL", "OPTIONAL"),
        ("chef-\nd'œuvre", "chef-d'œuvre"),
        ("Indre-\net-Loire", "Indre-et-Loire"),
        ("va-\net-vient", "va-et-vient"),
        ("stop for Death-\nHe kindly stopped", "stop for Death- He kindly stopped"),
        ("non-\nOui", "non- Oui"),
    ],
)
def test_hyphens_that_are_no_broken_word(text, whole):
    assert on_one_line(text) == whole


@given(st.text(alphabet=f"a \t\u00a0{ENDS}"))
def test_words_stay_and_breaks_go(text):
    written = on_one_line(text)
    assert written.split() == text.split()
    assert not set(written) & set(ENDS)


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "\n  "])
@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("le vil-|lage.", "le village."),
        ("il ren-|contrait-il", "il rencontrait-il"),
        ("ex-|primées", "exprimées"),
        ("GOUVER-|NEMENT", "GOUVERNEMENT"),
        ("Peut-|être, dit-|il,", "Peut-être, dit-il,"),
        ("faudra-t-|il", "faudra-t-il"),
        ("c'est-|à-dire", "c'est-à-dire"),
        ("au-|dessus", "au-dessus"),
        ("Saint-|Aubin", "Saint-Aubin"),
        ("après-|midi", "après-midi"),
        ("dix-|huit", "dix-huit"),
        ("l'arc-|en-ciel et l'arc-en-|ciel", "l'arc-en-ciel et l'arc-en-ciel"),
        ("mother-|in-law, twenty-|five", "mother-in-law, twenty-five"),
        ("a well-|known and self-|made man", "a well-known and self-made man"),
        ("1914-|1918", "1914-1918"),
        ("pré-|et post-|opératoire", "pré- et postopératoire"),
        ("two-|or three-fold", "two- or three-fold"),
    ],
)
def test_a_word_that_a_line_s_end_broke_is_whole(broken, whole, end):
    assert on_one_line(broken.replace("|", end)) == whole


@pytest.mark.parametrize(
    "text", ["Il dort –\nlui dit-on", "-\nOui", "vil -\nlage", "a\n- b", "vil-\n\nlage"]
)
def test_a_dash_breaks_no_word(text):
    assert whole_words(text) == text
