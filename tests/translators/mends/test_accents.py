"""Accents of texts that are written without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.accents import with_accents
from align.translators.mends.spelling import unaccented

KNOWN = frozenset(
    {"règlement", "intérieur", "marche", "marché", "élèves", "élevés", "événement", "école",
     "rince", "durée", "cœur", "coeur", "été", "rincé", "qualité", "péter", "adopté", "adopte",
     "manifesté"}
)  # fmt: skip
RARE = {"élevés": 3, "adopte": 3, "Evénement": 5}


def counts(words):
    return [RARE.get(word, 1) for word in words]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("le reglement interieur", "le règlement intérieur"),
        ("Reglement interieur", "Règlement intérieur"),
        ("les eleves au marche", "les élèves au marche"),  # known as it stands
        ("la qualite", "la qualité"),
        ("sa duree", "sa durée"),
        ("le reglement adopte", "le règlement adopté"),  # much the rarer
        ("le reglement du coeur", "le règlement du coeur"),
        ("l'ecole", "l'école"),
        ("l’ecole", "l’école"),
        ("Evénement", "Événement"),
        ("Ecole à Paris", "École à Paris"),
    ],
)
def test_accents_are_put_back(text, written):
    assert with_accents([text], KNOWN, counts) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "le reglement à part",  # it has an accent
        "la marche",
        "il rincerait",
        "il rince",
        "il manifeste",  # a form that is not known, and no participle
        "M. Reglement",
        "Peter Frey",
        "REGLEMENT",
        "un reglement-type",
        "l'Ecole",
        "",
    ],
)
def test_other_texts_stay(text):
    assert with_accents([text], KNOWN, counts) == [text]


def test_texts_are_judged_one_by_one():
    texts = ["le reglement", "il adopte", "", "le reglement", "adopte"]
    made = ["le règlement", "il adopte", "", "le règlement", "adopte"]
    assert with_accents(texts, KNOWN, counts) == made


@given(st.lists(st.text("aéeEÉgilmnrt 'ç.", max_size=30), max_size=4))
def test_nothing_changes_but_accents(texts):
    made = with_accents(texts, KNOWN, counts)
    assert list(map(unaccented, made)) == list(map(unaccented, texts))


def test_the_bundled_model_reads_capitals_without_accents(bundled):
    texts = ["REGLEMENT INTERIEUR", "Etudes de medecine", "DUREE : 3 mois"]
    made = [one.text for one in bundled.translate(texts)]
    assert made == ["RULES OF PROCEDURE", "Medical studies", "DURATION: 3 months"]
