"""Persons are found in French, and missed in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.persons import accented, lost, persons

KNOWN = frozenset(
    {"rivière", "commissaire", "maire", "claire", "rose", "Stalin", "Putin", "Columbus", "River"}
)


def names(text):
    return [one.names for one in persons(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Selon Luc Fabre, Mme Noir viendra avec Odile.",
            [("Luc", "Fabre"), ("Noir",), ("Odile",)],
        ),
        ("La maire, Jean-Luc J. Petit-Roux, parle.", [("Jean-Luc", "Petit-Roux")]),
        ("M. Van den Berg et Mme De Palacio", [("Palacio",)]),  # others write a small De
        ("qu’Étienne parle d'Hélène", [("Étienne",), ("Hélène",)]),
        ("Claire ouvrit la porte.", [("Claire",)]),
        ("Victoire ! Il vit Victoire.", [("Victoire",)]),
        ("Rose Martin entra. « Rose pâle »", [("Rose", "Martin")]),
        ("Le canal de la mer Blanche", []),
        ("Il vit l'Aurore, la Claire et le Robert.", []),
        ("Charles de Gaulle, Jeanne d'Arc, Guillaume Ier, Henri IV, Charles Quint", []),
        ("Saint Luc et le pape François", []),
        ("À Saint-Denis, Luc Fabre parle.", [("Luc", "Fabre")]),
        ("L'Évangile selon Luc", []),
        ("Madame Commissaire, Monsieur Hulot", [("Hulot",)]),
        ("Elle vit à Florence, en Virginie, à l'île Maurice.", []),
        ("M. le ministre, Me voilà", []),
        ("M. Le Maire, Mme La Présidente, Mme Ministre, M. Le Goff", [("Le", "Goff")]),
        ("Le prince Guillaume, le Prince Guillaume et la duchesse Camille", []),
        ("Déshabiller Pierre pour habiller Paul", []),
        ("Marc Antoine et Cléopâtre", []),
        ("Claire et nette, la réponse vint. Claire et Luc vinrent.", [("Claire",), ("Luc",)]),
        ("Un Prix Juste. Le petit Étienne", [("Étienne",)]),
        ("CLAIRE FABRE", []),
        ("", []),
    ],
)
def test_persons_are_found_by_a_given_name_or_a_title(text, found):
    assert names(text) == found


def test_a_title_says_whether_it_is_a_woman_else_the_first_given_name_does():
    text = "Mme Dominique Roux, M. Claude Noir, Anne-Marie Petit, Jean Rose"
    assert [one.woman for one in persons(text)] == [True, False, True, False]


@pytest.mark.parametrize(
    ("source", "target", "missed"),
    [
        ("La maire, Bastien Mercier, parle.", "The mayor, Bastian thank you, speaks.",
         [("Bastien", "Mercier")]),
        ("Benoît Rivière parle.", "Benoît River speaks.", [("Benoît", "Rivière")]),
        ("Luc Fabre parle à Mme Noir.", "Luc Fabre speaks to Mrs Black.", [("Noir",)]),
        ("Luc Fabre parle.", "Luc Fabre's speech.", []),
        ("M. Poutine vit Joseph Staline.", "Mr Putin saw Josef Stalin.", []),
        ("Christophe Colomb arriva.", "Christopher Columbus came.", []),
        ("Il arriva.", "He came.", []),
    ],
)  # fmt: skip
def test_names_that_english_has_not_are_lost_unless_it_spells_them_anew(source, target, missed):
    assert [one.names for one in lost(persons(source, KNOWN), source, target, KNOWN)] == missed


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("Gérard Labbé vit Léa.", "Gerard Labbe saw Lea.", "Gérard Labbé saw Léa."),
        ("Hélène vit Helene.", "Helene saw Helene.", "Helene saw Helene."),
        ("Léon XIII et Gérard", "Leon XIII and Gerard", "Leon XIII and Gérard"),
        ("Mme Coté est à côté.", "Mrs Cote is near the cote.", "Mrs Coté is near the cote."),
        ("Le général Péron", "General Peron", "General Peron"),  # nothing tells of a Frenchman
    ],
)
def test_accents_of_persons_are_put_back(source, target, mended):
    assert accented(persons(source, KNOWN), source, target) == mended


WORDS = st.lists(
    st.sampled_from(
        ["Luc", "Odile", "Fabre", "Mme", "M.", "Noir", "et", "d'Étienne", "David", "Émile,", "J.",
         "Jean-Luc", "vit", "Martin", "la", "«", "Rose", "."]
    ),
    max_size=12,
)  # fmt: skip


@given(WORDS)
def test_nothing_is_lost_where_nothing_changes(words):
    source = " ".join(words)
    found = persons(source)
    assert lost(found, source, source) == []
    assert all(name in source for one in found for name in one.names)


@given(WORDS, WORDS)
def test_accents_put_back_stay(source, target):
    text = " ".join(source)
    once = accented(persons(text), text, " ".join(target))
    assert accented(persons(text), text, once) == once
