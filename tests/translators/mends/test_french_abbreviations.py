"""French abbreviations are written in full, where they are some."""

import pytest

from align.translators.mends.abbreviations import in_full


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Du 3 févr. au 5 juill. 2024", "Du 3 février au 5 juillet 2024"),
        ("Avant le 1er sept.", "Avant le 1er septembre."),
        ("Le 12 déc. Il viendra.", "Le 12 décembre. Il viendra."),
        ("(le 12 déc.)", "(le 12 décembre.)"),
        ("Ils sont sept. Au 3, 12 sept étaient là", "Ils sont sept. Au 3, 12 sept étaient là"),
        ("Le 3.5 nov. 1", "Le 3.5 nov. 1"),
        ("Tél. : 05, (tél. 05), Tél./fax", "Téléphone : 05, (téléphone 05), Téléphone/fax"),
        ("télé, Télécom, tél", "télé, Télécom, téléphone"),
        ("env. 3 500 hab. et 15 min. à pied", "environ 3 500 habitants et 15 minutes à pied"),
        ("12 hab. Il", "12 hab. Il"),
        ("Il y a 12 000 hab.", "Il y a 12 000 habitants."),
        ("12 pers. max, 5 pers. (1/hab.)", "12 personnes max, 5 personnes (1/hab.)"),
        ("« 500 pers. »", "« 500 personnes. »"),
        ("IIe s. apr. J.-C., 52 av. J.-C.", "IIe s. après J.-C., 52 avant J.-C."),
        ("art. 12, al. 3", "art. 12, alinéa 3"),
        ("Le nb de places, Nb d’élèves, NB", "Le nombre de places, Nombre d’élèves, NB"),
        ("Qté : 3, qtés: 4, Qt", "Quantité : 3, quantités: 4, Qt"),
        ("12, bd Gambetta, Bld. des Lilas, bd", "12, boulevard Gambetta, Boulevard des Lilas, bd"),
        ("S.v.p., svp !", "S’il vous plaît, s’il vous plaît !"),
        ("« RDV à 9 h », un RDV", "« Rendez-vous à 9 h », un rendez-vous"),
        ("", ""),
    ],
)
def test_what_is_short_is_written_in_full(text, read):
    assert in_full(text) == read
    assert in_full(read) == read
