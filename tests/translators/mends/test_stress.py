"""Words that capitals stress."""

import pytest

from align.translators.mends.stress import unstressed

KNOWN = frozenset(
    {"canada", "client", "concert", "délai", "fermé", "grand", "media", "objet", "orange",
     "prestataire", "prix", "rappel", "sida", "ville", "écho"}
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("FERMÉ le lundi", "Fermé le lundi"),
        ("GRAND CONCERT à Laon", "Grand concert à Laon"),
        ("RAPPEL DE L’OBJET du contrat", "Rappel de l’objet du contrat"),
        ("Le CLIENT paie le PRIX.", "Le client paie le prix."),
        ("Le DÉLAI est court.", "Le délai est court."),
        ("Le CANADA et le CLIENT", "Le CANADA et le client"),
        ("l’OBJET DU RAPPEL", "l’objet du rappel"),
        ("La VILLE DE LAON paie.", "La ville de Laon paie."),
        ("N’utilisez JAMAIS ce produit.", "N’utilisez jamais ce produit."),
        ("Lisez ceci AVANT utilisation.", "Lisez ceci avant utilisation."),
    ],
)
def test_common_words_are_read_in_lower_case(text, read):
    assert unstressed(text, KNOWN) == read


@pytest.mark.parametrize(
    "text",
    [
        "ORANGE annonce", "ECHO et la Commission", "RAPPEL annonce", "LE 3 mai", "le SIDA",
        "le programme MEDIA", "le BERLIN", "Jean PRESTATAIRE", "M. CLIENT", "le CLIENT-ROI2",
        "LE CLIENT", "NE JAMAIS OUVRIR", "M. Jean PETIT et Mme AVANT-GARDE", "le groupe PLUS-VALUE",
        "le client", "le PRIX", "",
    ],
)  # fmt: skip
def test_names_acronyms_and_other_texts_stay(text):
    assert unstressed(text, KNOWN) == text


def test_without_a_list_of_words_only_those_of_no_name_are_read_so():
    assert unstressed("Le CLIENT ne paie RIEN.", frozenset()) == "Le CLIENT ne paie rien."


def test_each_of_many_stressed_words_is_read_in_lower_case():
    text = "le CLIENT " * 1000 + "a"
    assert unstressed(text, KNOWN) == text.lower()


def test_the_bundled_model_translates_what_a_contract_stresses(bundled):
    text = "Le VENDEUR livre la MARCHANDISE à l’ACHETEUR."
    (made,) = bundled.translate([text])
    assert made.text == "The vendor is delivering the goods to the buyer."
