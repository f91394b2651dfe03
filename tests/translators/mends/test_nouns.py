"""Nouns that a translation took for others come through under other nouns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.disguise import disguised
from align.translators.mends.glossary import KNOWN, plural
from align.translators.mends.nouns import Swap, glossed, lost_nouns, put_back, stood_in


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("La jument, l’oie et deux hiboux", ["jument", "oie", "hiboux"]),
        ("de cocher la case, le vieux cocher", ["cocher"]),
        ("une minorité religieuse, une religieuse", ["religieuse"]),
        ("quelqu’un revenant de Lyon, un revenant", ["revenant"]),
        ("M. Merle, MERLE, le contre-merle", []),
        ("Il ride son front ; une ride", ["ride"]),
    ],
)
def test_nouns_of_the_glossary(text, forms):
    assert [noun.form for noun in glossed(text)] == forms


@pytest.mark.parametrize(
    ("french", "english", "lost"),
    [
        ("une jument", "A mare", []),
        ("des juments", "the mare", []),
        ("une jument", "a boyfriend", ["jument"]),
        ("un curé", "a vicar", []),
        ("des oies", "Geese", []),
        ("un arrosoir", "a watering can", []),
        ("un poirier", "some pear trees", []),
    ],
)
def test_a_translation_has_one_of_the_english_words(french, english, lost):
    assert [noun.form for noun in lost_nouns(glossed(french), english)] == lost


def test_stand_ins_are_of_the_same_kind_gender_and_elision():
    text = "L’oie et la jument de son gendre, la jument et la vache ; des taupes"
    stood, swaps = stood_in(text, glossed(text))
    assert stood == ("L’abeille et la chèvre de son neveu, la chèvre et la vache ; des tortues")
    made = "The bee and his nephew's goat, the goat and the cow; turtles"
    assert put_back(made, swaps) == (
        "The goose and his son-in-law's mare, the mare and the cow; moles"
    )
    assert put_back(made + " and a goat", swaps) is None
    assert put_back("nothing", swaps) is None


def test_there_may_be_too_few_stand_ins():
    text = "l’amande, le gendre ou aïeul"
    assert stood_in(text, glossed(text)) is not None
    text = "l’amande et l’asperge"
    assert stood_in(text, glossed(text)) is None


def test_articles_and_capitals_suit_what_is_put_back():
    swaps = [Swap("cow", "owl", 2), Swap("donkey", "mare", 1)]
    assert put_back("A cow, cows. An donkey", swaps) == "An owl, owls. A mare"
    assert put_back("Cow and cow, Donkey", swaps) == "Owl and owl, Mare"
    swaps = [Swap("oak", "mulberry tree", 1), Swap("tree", "acacia", 1)]
    assert put_back("Oaks, a tree", swaps) == "Mulberry trees, an acacia"


def test_names_and_nouns_are_disguised_together():
    text = "Le PSG et la jument"
    disguise = disguised(text, [], acronyms=["PSG"], nouns=glossed(text))
    assert disguise.text == "Le SNCF et la vache"
    assert disguise.restored("SNCF and the cow") == "PSG and the mare"
    assert disguise.restored("SNCF and the horse") is None


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=6))
def test_what_stands_in_is_put_back_in_full(forms):
    text = " ; ".join(f"les {form}" for form in forms)
    found = glossed(text)
    stood = stood_in(text, found)
    if stood is None:
        return
    echo = " ; ".join(swap.made for swap in stood[1] for _ in range(swap.times))
    assert put_back(echo, stood[1]) is not None
    assert lost_nouns(found, put_back(echo, stood[1])) == []


def test_every_noun_has_a_stand_in_but_for_those_elided():
    for form, (kind, english, many) in KNOWN.items():
        text = f"ces {form}" if many else f"ce {form}"
        [noun] = glossed(text)
        assert stood_in(text, [noun]) is not None, form
        assert plural(english[0]) != ""
        assert kind.split()[1] in "mf"
