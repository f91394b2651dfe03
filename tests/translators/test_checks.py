"""What is wrong is noticed, what is right is left alone."""

import pytest

from align.translators.checks import faults, missing_numbers, odd_lengths, repeats

GOOD = [
    ("Il a 3 enfants et 1 500 euros.", "He has three children and 1,500 euros."),
    ("La hausse est de 2,3 %.", "The rise is 2.3%."),
    ("Départ à 20 h 30.", "Departure at 8:30 p.m."),
    ("Rendez-vous à 11 h 00.", "Meet at 11 a.m."),
    ("Le 08/09/2022 à Paris", "Paris, 9/8/2022"),
    ("Tél. : 01 23 45 67 89", "Phone: 0123456789"),
    ("C'est la 20e édition.", "This is the twentieth edition."),
    ("Non, non, non !", "No, no, no!"),
    ("Jean Dupont, Marseille", "Jean Dupont, Marseille"),
    ("Installation en cours", "Installation in progress"),
    ("...", "..."),
    ("", ""),
]
BAD = [
    ("Il y a 250 personnes ici.", "There are people here.", ("numbers",)),
    ("Il est venu.", "  ", ("empty",)),
    ("Le chat dort sur le grand lit.", "Le chat dort sur le grand lit.", ("copied",)),
    ("Il est parti.", "He left of his office of his office of his office.", ("repeated",)),
    ("Il est parti.", "He is is is is gone.", ("repeated",)),
    ("Il rit.", "He laughhhhhhhh", ("repeated",)),
]


@pytest.mark.parametrize(("source", "target"), GOOD)
def test_a_right_translation_has_no_faults(source, target):
    assert faults(source, target) == ()


@pytest.mark.parametrize(("source", "target", "expected"), BAD)
def test_a_wrong_translation_is_named(source, target, expected):
    assert faults(source, target) == expected


def test_a_repetition_of_the_source_is_no_fault():
    assert faults("bla bla bla bla bla", "blah blah blah blah blah") == ()


def test_a_long_text_that_goes_round_is_a_repetition():
    assert repeats("the man saw a dog and " * 3)
    assert repeats(" ".join(f"so the w{n % 3} of it said" for n in range(20)))


def test_the_missing_number_is_named():
    assert missing_numbers("De 1998 à 2001, 14 pays", "From 1998 on, 14 countries") == ("2001",)


def test_a_length_far_from_the_others_stands_out():
    sources = ["Voici une phrase tout à fait ordinaire, numéro un."] * 12
    targets = ["Here is a perfectly ordinary sentence, number one."] * 11 + ["Here."]
    assert odd_lengths(sources, targets) == [False] * 11 + [True]
    assert odd_lengths(sources[:1], targets[:1]) == [False]


def test_a_usual_ratio_is_that_of_the_document():
    sources = ["Voici une phrase ordinaire, numéro un."] * 60
    targets = ["x" * 90] * 60
    assert not any(odd_lengths(sources, targets))
