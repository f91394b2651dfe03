"""People called by their age are read in words that models know."""

import pytest

from align.translators.mends.ages import aged


@pytest.mark.parametrize(
    ("french", "read"),
    [
        ("Le septuagénaire est mort.", "L’homme de plus de 70 ans est mort."),
        ("le corps d’un quinquagénaire", "le corps d’un homme d’une cinquantaine d’années"),
        ("la voiture du sexagénaire", "la voiture de l’homme de plus de 60 ans"),
        ("Un jeune trentenaire", "Un jeune homme d’une trentaine d’années"),
        ("L'octogénaire", "La personne de plus de 80 ans"),
        ("un couple d’octogénaires", "un couple de personnes de plus de 80 ans"),
        ("Deux nonagénaires", "Deux personnes de plus de 90 ans"),
        ("Tom est octogénaire.", "Tom est âgé de plus de 80 ans."),
        ("sa tante octogénaire", "sa tante âgé de plus de 80 ans"),
        ("Cet octogénaire de 81 ans", "Cet homme de 81 ans"),
        ("notre quadragénaire", "notre homme d’une quarantaine d’années"),
        ("La centenaire", "La femme de cent ans"),
        ("Deux centenaires vivent ici.", "Deux personnes de cent ans vivent ici."),
        ("Réservé aux plus de 65 ans", "Réservé aux personnes de plus de 65 ans"),
        ("les moins de 25 ans", "les jeunes de moins de 25 ans"),
        ("Les moins de 5 ans", "Les enfants de moins de 5 ans"),
    ],
)
def test_ages_are_told_in_other_words(french, read):
    assert aged(french) == read


@pytest.mark.parametrize(
    "french",
    [
        "le centenaire de la bataille, des arbres centenaires, un bail trentenaire",
        "les centenaires de la bataille, d’un centenaire",
        "Le septuagénaire McCain et son octogénaire",
        "plus de 65 ans, les plus de 60 ans d’histoire, aux plus de 300 habitants",
        "partenaire, millénaire, le bicentenaire",
    ],
)
def test_what_is_no_person_of_an_age_stays(french):
    assert aged(french) == french
