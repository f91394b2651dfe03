"""Durations are read in words, hours of the day as they stand."""

import pytest

from align.translators.mends.durations import in_words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("6 comprimés par 24 h.", "6 comprimés par 24 heures."),
        ("L’intervalle est d’au moins 8 h.", "L’intervalle est d’au moins 8 heures."),
        ("toutes les 6 h, 5 h/j", "toutes les 6 heures, 5 heures/j"),
        ("Elle court 5 h par jour.", "Elle court 5 heures par jour."),
        ("Durée : 4 h", "Durée : 4 heures"),
        ("Temps de cuisson : 1h", "Temps de cuisson : 1 heure"),
        ("La semaine de 35 h", "La semaine de 35 heures"),
        ("Après 2 h de repos", "Après 2 heures de repos"),
        ("Le trajet dure 3 h.", "Le trajet dure 3 heures."),
        ("À 8 h, de 9 h à 18 h, vers 15h", None),
        ("À 3 h de l’après-midi", None),
        ("En 2 h 30 ou 2h30", "En 2 heures et 30 minutes ou 2h30"),
        ("Le film dure 1 h 52 min.", "Le film dure 1 heure et 52 minutes."),
        ("1 h 52 min. environ", "1 heure et 52 minutes environ"),
        ("Trajet : 2h05 min environ", "Trajet : 2 heures et 5 minutes environ"),
        ("Après 4 h 20 de vol, à 18 h 30", "Après 4 heures et 20 minutes de vol, à 18 h 30"),
        ("Comptez 0 h 45, une traversée de 3 h 01",
         "Comptez 0 heure et 45 minutes, une traversée de 3 heures et 1 minute"),
        ("Le débat de 17h30 parce que, la réunion de 14 h 30 par téléphone", None),
        ("Le train de 14 h 05, 12 h 30, 1 h 30:15", None),
        ("Il est environ 5 h 30, le film de 20 h 30", None),
        ("Ouvert 24 h/24 et 7j/7.", "Ouvert 24 heures par jour et 7 jours par semaine."),
        ("24h sur 24h, 7 jours sur 7", "24 heures par jour, 7 jours par semaine"),
        ("7 j/7, 24 heures sur 24", "7 jours par semaine, 24 heures par jour"),
        ("une ligne ouverte 24 heures sur 24, 6 j/7", None),
        ("En 2 h 05 min 30 s", "En 2 heures, 5 minutes et 30 secondes"),
        ("à compter de 0 h 0 min 1 s", None),
        ("Le journal de 20h", None),
        ("en vertu de l’alinéa 77 h) de la loi", None),
        ("130 km/h, 12/h, 1,5 h", None),
        ("en 12 hommes", None),
    ],
)  # fmt: skip
def test_in_words(text: str, read: str | None) -> None:
    assert in_words(text) == (read or text)
