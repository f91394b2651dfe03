"""Numbers that French spells: what they come to, and whether a translation has them."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.checks import faults
from align.translators.mends.spelt import in_figures, missing_spelt, spelt_numbers

FIGURES = Path(__file__).parents[3] / "eval" / "figures.py"
spelt = runpy.run_path(str(FIGURES))["in_french"]


@given(st.integers(17, 999_999))
def test_each_number_is_read_as_it_is_spelt(number):
    text = f"Il y a {spelt(number)} chats, dit-on."
    found = spelt_numbers(text)
    if " " in spelt(number) or "-" in spelt(number):
        assert [one.value for one in found] == [number]
        assert text[slice(*found[0].span)] == spelt(number)
        assert not missing_spelt(text, f"They say there are {found[0].figures} cats.")
    else:
        assert found == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Septante personnes, nonante-cinq", [70, 95]),
        ("Dix-neuf cent quatorze, mil neuf cent dix", [1914, 1910]),
        ("Deux cent cinquante millions", [250]),
        ("un million cinq cent mille", []),
        ("deux trois, vingt trente", []),
        ("un mille marin, un cent, cinquante cents", []),
        ("quatre-vingt-dixième, cent cinquante et unième", []),
        ("neuf heures trente-cinq", []),
        ("vingt-quatre heures sur vingt-quatre", []),
        ("soixante-huitards, Mgr Vingt-Trois, Les Quatre Cents Coups", []),
        ("SOIXANTE-QUINZE PLACES, Vingt-trois", [75, 23]),
        ("", []),
    ],
)
def test_what_is_no_number_of_words_stays_out(text, values):
    assert [number.value for number in spelt_numbers(text)] == values


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("soixante-quinze places", "sixty-five seats", [75]),
        ("soixante-quinze places", "seventy-five seats, 75", []),
        ("quatre-vingt-un ans", "ninety years", [81]),
        ("les années quatre-vingt-dix", "the nineties", []),
        ("les années quatre-vingt-dix", "the 1990s", []),
        ("dix-huit heures", "6 p.m.", []),
        ("dix-huit heures", "5 p.m.", [18]),
        ("mille neuf cent soixante-deux", "nineteen sixty-two", []),
        ("mille neuf cent soixante-deux", "nine hundred seventy-two", [1962]),
        ("trois mille cinq cents gens", "three thousand five hundred people", []),
        ("entre huit et dix mille", "between eight and ten thousand", []),
        ("vingt mille dollars", "20 thousand dollars", []),
        ("à moins de deux cents le litre", "at less than two cents a litre", []),
        ("deux cent un", "two hundred and one", []),
        ("cent mille", "a hundred thousand", []),
    ],
)
def test_a_translation_has_them_in_words_or_figures(source, target, missing):
    assert [number.value for number in missing_spelt(source, target)] == missing
    assert not missing or "numbers" in faults(source, target)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Le Vingt-troisième et la trente et unième", "Le 23e et la 31e"),
        ("quatre-vingtième, cent cinquantième", "80e, 150e"),
        ("la quatre-vingt-neuvième, soixante-cinquièmes", "la 89e, 65e"),
        ("le dix-huitième siècle, la vingtième", "le dix-huitième siècle, la vingtième"),
        ("vingt-cinq millièmes, deux centièmes", "vingt-cinq millièmes, deux centièmes"),
        ("trois deuxièmes places, un extrême", "trois deuxièmes places, un extrême"),
        ("Une quinzaine de jours", "Environ quinze jours"),
        ("la seconde quinzaine d’août", "la seconde moitié d’août"),
        ("une quinzaine de gens", "une quinzaine de gens"),
        ("mille milliards, deux mille millions", "1 000 milliards, 2 000 millions"),
        ("20 mille milliards, mille millièmes", "20 mille milliards, mille millièmes"),
    ],
)
def test_ordinals_and_half_months_are_read_in_another_way(text, read):
    assert in_figures(text) == read
    assert in_figures(read) == read


def test_the_bundled_model_keeps_numbers_that_it_used_to_take_for_others(bundled):
    """They were sixty-three, ninety, sixty-eight, eighty-five and the seventy-twoth."""
    texts = [
        "La salle compte soixante-treize places.",
        "La salle compte quatre-vingt-un places.",
        "Elle est morte à soixante-dix-huit ans.",
        "Elle est morte à quatre-vingt-quinze ans.",
        "C'est la soixante-douzième édition du festival.",
    ]
    made = bundled.translate(texts)
    assert [translation.flags for translation in made] == [()] * 5
    for source, translation in zip(texts[:4], made, strict=False):
        assert missing_spelt(source, translation.text) == []
    assert "72nd" in made[4].text
