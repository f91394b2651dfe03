"""Which names are misspelt, and the words that a model's list knows."""

import lzma
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ModelError
from align.translators.mends.spelling import known_words, misspelt, with_initials
from align.translators.models import BUNDLED, KNOWN, model_folder

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
        ("Vasseur mange, Vasseur dort", "Vasseur eats, Vassor sleeps", [("Vassor", "Vasseur")]),
        ("Vasseur et Vasseur", "Vassor and Vaseur", [("Vaseur", "Vasseur"), ("Vassor", "Vasseur")]),
        ("Vasseur et Vasseur", "Vaseur, Vaseur, Vassor", [("Vaseur", "Vasseur")]),
        ("Vasseur mange", "Vasseur eats, Vassor sleeps", []),
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
    assert len({made for made, _ in found}) == len(found)
    for spelt in {spelt for _, spelt in found}:
        assert sum(other == spelt for _, other in found) <= source.count(spelt)


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("M. J. P. Keller dort", "Mr J. P. P. Keller sleeps", "Mr J. P. Keller sleeps"),
        ("J. P. Keller dort", "I. P. Keller sleeps", "J. P. Keller sleeps"),
        ("J.-P. Keller dort", "J.-P.-P. Keller sleeps", "J.-P. Keller sleeps"),
        ("M. J. Roux, J. Roux, M. Roux", "Mr J. J. Roux, J. Roux", "Mr J. Roux, J. Roux"),
        ("M. M. Roux", "Mr M. Roux", "Mr M. Roux"),
        ("Mr M. Roux", "M. M. Roux", "M. M. Roux"),  # a French title
        ("M. Keller dort", "P. Keller sleeps", "P. Keller sleeps"),
        ("M. Keller dort", "Mr Keller sleeps", "Mr Keller sleeps"),
        ("S. E. Keller dort", "H.E. Keller sleeps", "H.E. Keller sleeps"),
        ("J. P. Keller dort", "J.P. Keller sleeps", "J.P. Keller sleeps"),
        ("J. Roux et P. Roux", "J. J. Roux and P. Roux", "J. J. Roux and P. Roux"),  # which one?
        ("Aux U.S.A. Keller", "In the U.S.A. Keller", "In the U.S.A. Keller"),
    ],
)
def test_initials_are_the_sources(source, target, mended):
    assert with_initials(source, target) == mended


def test_names_of_a_long_list_are_told_from_those_like_them():
    stems = ["".join(letters) for letters in product("BDLMRST", "aeiou", "lmnrs", "aio")]
    source = ", ".join(f"{stem}ron" for stem in stems)
    target = ", ".join(f"{stem}rron" for stem in stems)
    found = misspelt(source, target, WORDS)
    assert found == [(f"{stem}rron", f"{stem}ron") for stem in sorted(stems)]


def test_many_initials_without_a_name_lead_to_none():
    assert with_initials("A." * 500, "A. Roux " * 100) == "A. Roux " * 100


def test_names_without_like_are_all_found():
    names = [
        f"{one}{two}{three}"
        for one in ["Bal", "Kor", "Mid", "Ser", "Tun", "Vel"]
        for two in ["abec", "ilor", "umen", "oxip", "ajuk", "etol"]
        for three in ["is", "or", "ant", "eu"]
    ]
    target = " ".join(f"{name[:-1]}z" for name in names)
    assert len(misspelt(" ".join(names), target, WORDS)) == len(names)


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
