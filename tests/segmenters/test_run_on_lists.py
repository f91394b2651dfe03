"""Lists that run on in their line, labels, dates in brackets, dots before a price."""

import pytest

from align.segmenters.rules import split


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("fr", ["Vitrine 2 : 1. Vase à figures rouges.", "2. Fibule, bronze.", "3. Monnaies."]),
        ("fr", ["Le conseil décide : 1. Le bail est clos.", "2. Le vote est reporté."]),
        ("en", ["The board decides: 1. The lease is over.", "2. The vote is put off."]),
        ("fr", ["Arrivée : 1. M. Roux ; 2. J. Petit ; 3. A. Le Goff."]),
        ("fr", ["Case : 1. Vase, Ve s. av. J.-C.", "2. Fibule, Ier s. apr. J.-C.", "3. Clou."]),
        ("fr", ["1. Conformément à l’art. 2.", "Le juge est saisi."]),
        ("fr", ["Le score fut de 3 : 1.", "Le match est fini."]),
        ("fr", ["Le roi mourut en 3.", "Tout va bien."]),
        ("fr", ["Soupe à l’oignon ............ 9,50 €"]),
        ("fr", ["Le port…………… 12"]),
        ("en", ["Onion soup . . . . . . €9.50"]),
        ("fr", ["Il attendit....", "12 personnes vinrent."]),
        ("fr", ["Gustave COURBET (Ornans, 1819 – La Tour-de-Peilz, 1877) peint la mer."]),
        ("fr", ["Salle 3 – Le paysage au XIXe siècle"]),
        ("fr", ["Lot 12a – Les peintures"]),
    ],
)
def test_sentences(lang: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, lang)] == sentences


@pytest.mark.parametrize("unit", ["le 12. le ", "a ; 2. b "])
def test_numbers_without_an_end_of_a_sentence_end_in_time(unit: str) -> None:
    text = unit * 60_000  # looking back to its start each time would take ten minutes
    found = split(text, "fr")
    assert " ".join(text[start:end] for start, end in found).split() == text.split()
