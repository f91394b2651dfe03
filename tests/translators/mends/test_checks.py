"""What is wrong is noticed, what is right is left alone."""

import pytest

from align.translators.mends.checks import copies, faults, missing_numbers, odd_lengths, repeats

GOOD = [
    ("Il a 3 enfants et 1 500 euros.", "He has three children and 1,500 euros."),
    ("La hausse est de 2,3 %.", "The rise is 2.3%."),
    ("Départ à 20 h 30.", "Departure at 8:30 p.m."),
    ("La séance est levée à 18h30", "The sitting was closed at 6.30 p.m."),
    ("(Suspendue à 9h05, reprise à 21 heures)", "(Suspended at 09.05 and resumed at 9.00 p.m.)"),
    ("(La séance est levée à 0 h 15)", "(The sitting closed at 12.15 a.m.)"),
    ("Rendez-vous à 11 h 00.", "Meet at 11 a.m."),
    ("Le 08/09/2022 à Paris", "Paris, 9/8/2022"),
    ("Tél. : 01 23 45 67 89", "Phone: 0123456789"),
    ("C'est la 20e édition.", "This is the twentieth edition."),
    ("Non, non, non !", "No, no, no!"),
    ("Jean Dupont, Marseille", "Jean Dupont, Marseille"),
    ("Installation en cours", "Installation in progress"),
    ("...", "..."),
    ("", ""),
    ("\u200b\ufeff", ""),
    ("Il a 1 234,5 points.", "He has 1,234.5 points."),
    ("Le 20.12.2012 à 21 heures", "On 20 December 2012 at 9 p.m."),
    ("Le 12.12.2012 et le 3/09/2011", "On 12 Dec. 2012 and on Sept. 3, 2011"),
    ("Le jeudi 20 décembre 2012", "Thursday 20.12.2012"),
    ("Un numéro ouvert 24 heures sur 24, 7 j/7", "A number open 24 hours a day, 7 days a week"),
    ("Entre 12 et 16 milles roubles", "From 12,000 to 16,000 roubles"),
    ("Près de 14 000 marchés", "Almost 14 thousand contracts"),
    ("En 2008, il était 190e des 400 plus riches.", "He was 190th on the 2008 400 richest list."),
    ("Vers 9 h 30, heure locale (0230 UTC)", "Around 09:30 local time (0230 UTC)"),
    ("Les années 90 et 1980", "The 1990s and the 1980s"),
    ("Le 3 mai, le 3 juin et 3 amis", "On 3 May, June 3rd and three friends"),
    ("RENÉ DUPONT MARSEILLE", "RENÉ DUPONT MARSEILLE"),
    ("§ 5", "5"),
    ("La guerre de 14-18", "The war of 1914-1918"),
    ("De 1939 à 1945", "From 1939 to 45"),
    ("La saison 2009/10", "The 2009-2010 season"),
    ("À 12h, puis à 24 heures", "At noon, then at midnight"),
    ("Sous 8 jours, puis 15 jours après", "Within a week, then two weeks later"),
    ("Le 3/05/2010, à 3 heures", "On 3 May 2010, at three"),
    ("12,50 € ou 2,0 %", "€12.5 or 2%"),
    ("1,25 milliard, 2 500 000", "1,250 million, 2.5 million"),
    ("Art. 2,3 et 0,5", "Art. 2, 3 and .5"),
    ("Il dit que cela avait été très dur", "He said that that had had a very very hard time"),
    ("Ligne sur ligne, ligne sur ligne", "Line upon line, line upon line"),
    ("Très haut, très haut", "Very very high, very very high"),
    ("Jour après jour", "Day after day after day"),
]
BAD = [
    ("Il y a 250 personnes ici.", "There are people here.", ("numbers",)),
    ("Il est venu.", "  ", ("empty",)),
    ("Le chat dort sur le grand lit.", "Le chat dort sur le grand lit.", ("copied",)),
    ("Il est parti.", "He left of his office of his office of his office.", ("repeated",)),
    ("Il est parti.", "He is is is is gone.", ("repeated",)),
    ("Il rit.", "He laughhhhhhhh", ("repeated",)),
    ("Des compagnies comme nous", "Airlines such as Airlines such as us", ("repeated",)),
    ("Привет, как дела?", ", ?", ("empty",)),
    ("Il a dit oui.", "« … »", ("empty",)),
    ("Chapitre 12", "…", ("empty",)),
    ("Il est venu.", "\u200b", ("empty",)),
    ("LE CHAT DORT SUR LE GRAND LIT", "LE CHAT DORT SUR LE GRAND LIT", ("copied",)),
    ("LE CHAT DORT SUR LE GRAND LIT", "Le chat dort sur le grand lit", ("copied",)),
    ("Le 12 mai, à 24 ans", "In 2012, on 4 May 2024", ("numbers",)),
    ("En 2012, 4 pays ; en 2024, 12", "12 countries and 24 others", ("numbers",)),
    ("Il y a 4 chats et 4 chiens.", "There are 4 cats.", ("numbers",)),
    ("Il a 12 ans et 4 chats.", "He is 1 with 24 cats.", ("numbers",)),
    ("De 6,20 euros", "Of 62 thousand euros", ("numbers",)),
    ("La guerre de 14-18", "The war of 1914-1945", ("numbers",)),
    ("En 14 et en 18", "In 1914 and 1918", ("numbers",)),
    ("La séance est levée à 18h30", "The sitting was closed at 5.30 p.m.", ("numbers",)),
    ("Tél. 02 99 00 00 12", "Tel. 02 9900 12", ("numbers",)),
    ("Du 2 juillet au 9 décembre", "From July 2 to 9", ("numbers",)),
    ("Pi vaut 3,14.", "Pi is 314.", ("numbers",)),
    ("Il y a 314 pages.", "There are 3.14 pages.", ("numbers",)),
    ("Il coûte 1,5 million.", "It costs 15 million.", ("numbers",)),
    ("À 8h30, 830 euros.", "At 8:30, euros.", ("numbers",)),
    ("Le 3.12.2012", "On 3 May 2012", ("numbers",)),
    ("Le 12.12.2012", "On 12 Nov. 2012", ("numbers",)),
    ("Le 13.5.2012", "On 13 maybe, 2012", ("numbers",)),
    ("À 14h et sous 8 jours", "At noon and in two weeks", ("numbers",)),
    ("La séance est levée à 18h30", "The sitting was closed at 16.30.", ("numbers",)),
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


def test_numbers_that_come_once_too_few_are_named():
    assert missing_numbers("12, 12 et 12", "12 and 12") == ("12",)
    assert missing_numbers("Tél. 01 23 45 67 89, 45 rue X", "Phone 0123456789, X St") == ("45",)
    assert missing_numbers("3 + 3", "three and three") == ()
    assert missing_numbers("Le 3.5.2012, 5 chats", "On 3 May 2012, cats") == ("5",)
    assert missing_numbers("Sous 15 jours, 15 chats", "In two weeks, cats") == ("15",)


def test_one_number_of_many_is_named():
    numbers = [f"{n} millions" for n in range(2000)]
    assert missing_numbers("; ".join(numbers), "; ".join(numbers[:-1])) == ("1999",)


def test_a_length_far_from_the_others_stands_out():
    sources = ["Voici une phrase tout à fait ordinaire, numéro un."] * 12
    targets = ["Here is a perfectly ordinary sentence, number one."] * 11 + ["Here."]
    assert odd_lengths(sources, targets) == [False] * 11 + [True]
    assert odd_lengths(sources[:1], targets[:1]) == [False]


def test_a_usual_ratio_is_that_of_the_document():
    sources = ["Voici une phrase ordinaire, numéro un."] * 60
    targets = ["x" * 90] * 60
    assert not any(odd_lengths(sources, targets))


def test_a_command_that_is_to_stay_is_no_copy():
    source = r"Tapez C:\Temp, puis nom_du_fichier_neuf."
    assert not copies(source, r"Type C:\Temp, then nom_du_fichier_neuf.")
