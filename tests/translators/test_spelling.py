"""Which names are misspelt, and the words that a model's list knows."""

import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ModelError
from align.translators.models import BUNDLED, KNOWN, model_folder
from align.translators.spelling import known_words, misspelt

WORDS = frozenset({"Anne", "Homer", "Hungary", "arrive", "hongrie", "peintre"})


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Anne Vasseur arrive.", "Anne Vassor arrives.", [("Vassor", "Vasseur")]),
        ("L'Unasur se réunit.", "UNAsur meets.", [("UNAsur", "Unasur")]),
        ("Homère", "Homer", []),  # a known word
        ("la Hongrie", "Hongria", []),  # a common word, however the model writes it
        ("Meléndez", "Melendez", []),  # English leaves the accent out
        ("Azcárraga", "Azcárrraga", [("Azcárrraga", "Azcárraga")]),
        ("Bruxelles", "Brussels", []),  # too far from it
        ("Vasseur et Vassor", "Vassor and Vasser", [("Vasser", "Vasseur")]),
        ("Vasseur et Vasseux", "Vassor and Vassex", [("Vassex", "Vasseux"), ("Vassor", "Vasseur")]),
        ("Vasseur", "Vassor and Vasseu", [("Vasseu", "Vasseur")]),  # the one most like it
        ("Vasseur", "vassor", []),  # no name
        ("Léa", "Lea", []),
        ("", "Vassor", []),
        ("Vasseur", "", []),
    ],
)
def test_what_is_a_misspelt_name(source, target, found):
    assert misspelt(source, target, WORDS) == found


@given(st.text(), st.text(), st.frozensets(st.text(max_size=8), max_size=3))
def test_each_misspelt_word_is_in_the_target_alone_and_its_spelling_in_the_source_alone(
    source, target, known
):
    found = misspelt(source, target, known)
    for made, spelt in found:
        assert made in target
        assert spelt in source
        assert made not in known
        assert spelt.lower() not in known
    assert len({made for made, _ in found}) == len({spelt for _, spelt in found}) == len(found)


def test_the_bundled_model_lists_its_words():
    known = known_words(model_folder(BUNDLED))
    assert {"Hungary", "peintre", "Alexander"} <= known
    assert not {"Vasseur", "vassor", "Qantico"} & known


def test_a_folder_without_a_list_has_no_words(tmp_path):
    assert known_words(tmp_path) == frozenset()


@pytest.mark.parametrize("data", [b"Vasseur", lzma.compress(b"\xff\xfe"), lzma.compress(b"a")[:-4]])
def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path, data):
    (tmp_path / KNOWN).write_bytes(data)
    with pytest.raises(ModelError, match=r"known\.txt\.xz: a list of words, in xz, was expected"):
        known_words(tmp_path)
