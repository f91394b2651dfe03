"""French measures are read in words, or by the English symbol, where they are some."""

import pytest

from align.translators.mends.measures import measured


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12 ha, 1 ha et 1,5 ha", "12 hectares, 1 hectare et 1,5 hectare"),
        ("Plus de 1\u202f200\u00a0ha.", "Plus de 1\u202f200\u00a0hectares."),
        ("55 hl/ha, 40 hl", "55 hl/ha, 40 hectolitres"),
        ("De 1 015 hPa à 980 hPa", "De 1 015 hectopascals à 980 hectopascals"),
        ("45 mn (10 j)", "45 minutes (10 jours)"),
        ("L’article 8 j, le point 3 j)", "L’article 8 j, le point 3 j)"),
        ("110 ch à 5 500 tr/min, 3 ch", "110 hp à 5 500 rpm, 3 ch"),
        ("1 nœud, 45 nœuds, des nœuds", "1 knot, 45 knots, des nœuds"),
        ("0,5 ETP, un ETP", "0,5 FTE, un ETP"),
        ("12 € 50 le kilo, 1\u202f250€90", "12,50 € le kilo, 1\u202f250,90 €"),
        ("12 € 50 % du temps, 12 € 50 cartes", "12 € 50 % du temps, 12 € 50 cartes"),
        ("5 € 50 dans le port, 5 € 500", "5,50 € dans le port, 5 € 500"),
        ("Il y en a 12 ha-t-il, 5 jours, 12 chats", "Il y en a 12 ha-t-il, 5 jours, 12 chats"),
        ("réf. A3 ha, 12.5 ha, 3/4 ha", "réf. A3 ha, 12.5 ha, 3/4 ha"),
        ("1 m 75, 2 m 05, 3 m 50 cm", "1,75 m, 2,05 m, 3 m 50 cm"),
        ("3 kg 250, 2 km 500, 3 francs 50", "3,250 kg, 2,500 km, 3,50 francs"),
        ("3 kg 250 cartes, 3 kg 25, 4 m 500", "3 kg 250 cartes, 3 kg 25, 4 m 500"),
        ("moins cinq degrés, moins 15 degrés", "-5 degrés, -15 degrés"),
        ("au moins cinq degrés, moins de 5 degrés", "au moins cinq degrés, moins de 5 degrés"),
        ("", ""),
    ],
)
def test_measures_are_read_as_models_know_them(text, read):
    assert measured(text) == read
    assert measured(read) == read


def test_other_languages_get_no_english_names():
    read = "110 ch à 5 500 tr/min, 45 nœuds, 12 hectares"
    assert measured("110 ch à 5 500 tr/min, 45 nœuds, 12 ha", english=False) == read


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Le domaine couvre 12 ha de vignes et 3 ha de bois.", ["12 hectares", "3 hectares"]),
        ("La pression descendra à 985 hPa dans la nuit.", ["985 hectopascals"]),
        ("Cette voiture de 75 ch consomme 5,2 l/100 km.", ["75 hp", "5.2 l/100 km"]),
        ("La vitesse du vent atteint 45 nœuds.", ["45 knots"]),
    ],
)
def test_the_bundled_model_keeps_them(text, written, bundled):
    """They were 12 grapes and 3 huts, 985 o'clock, a 75 chest car, and 45 nodes."""
    (made,) = bundled.translate([text])
    assert [amount for amount in written if amount in made.text] == written
