"""Headings in capitals beside small letters."""

import pytest

from align.translators.mends.headings import headed, is_heading
from align.translators.mends.signs import Parted, parted

KNOWN = frozenset(
    {"adresse", "article", "contrat", "droit", "objet", "orange",
     "paris", "partie", "rappel", "reine", "écho"}
)  # fmt: skip


@pytest.mark.parametrize(
    "text", ["ADRESSE", "CHINE", "OBJET DU CONTRAT", "PARTIE II", "LES DROITS", "1. OBJET"]
)
def test_common_words_in_capitals_are_a_heading(text):
    assert is_heading(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Adresse",
        "BERLIN",
        "OBJET BERLIN",
        "PARIS",
        "ORANGE",
        "ECHO",
        "UNESCO",
        "TVA",
        "XIV",
        "12",
        "",
    ],
)
def test_names_acronyms_and_figures_are_none(text):
    assert not is_heading(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "signs", "texts"),
    [
        ("OBJET : le prix", ("", ": ", ""), ("OBJET", "le prix")),
        ("RAPPEL\u00a0: le prix", ("", ": ", ""), ("RAPPEL", "le prix")),
        ("RAPPEL – le prix", ("", " – ", ""), ("RAPPEL", "le prix")),
        ("Article 1 – OBJET", ("", " – ", ""), ("Article 1", "OBJET")),
        ("• OBJET : le prix", ("• ", ": ", ""), ("OBJET", "le prix")),
        ("OBJET : le prix\tRAPPEL", ("", ": ", "\t", ""), ("OBJET", "le prix", "RAPPEL")),
    ],
)
def test_a_heading_is_parted_from_small_letters(text, signs, texts):
    assert headed(parted(text), KNOWN) == Parted(signs, texts)


@pytest.mark.parametrize(
    "text",
    [
        "Objet : le prix", "OBJET : LE PRIX", "OBJET du contrat : 12", "OBJET :", "OBJET : —",
        "BERLIN – Le prix", "PARIS – Le prix", "le prix : 12", "TVA : le taux",
        "OBJET:prix", "A" * 80 + " : le prix",
    ],
)  # fmt: skip
def test_other_texts_are_not_parted(text):
    assert headed(parted(text), KNOWN) == parted(text)


def test_the_bundled_model_translates_labels_in_capitals(bundled):
    texts = ["ADRESSE : 12 rue Victor-Hugo", "SOMMAIRE", "Chapitre 2 – LES ORIGINES", "OBJET\tDATE"]
    made = [one.text for one in bundled.translate(texts)]
    assert made[0] == "ADDRESS: 12 rue Victor-Hugo"
    assert made[1] == "SUMMARY"
    assert made[2] == "Chapter 2 – THE ORIGINS"
    assert made[3].endswith("\tDATE")
