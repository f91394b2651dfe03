"""Acronyms come through a translation as they are, or as English has them."""

import pytest

from align.translators.mends.acronyms import acronyms, english_acronyms, lost_acronyms
from align.translators.mends.disguise import disguised
from align.translators.mends.spelling import known_words
from align.translators.models import BUNDLED, model_folder


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le PSG a battu l'OM, selon l'AFP.", ["PSG", "OM", "AFP"]),
        ("Le PSG joue ; le PSG gagne.", ["PSG"]),
        ("Un VTT, un CDI, 12 MW, 5 000 GBP, MM. Roux et Louis XIV.", []),
        ("Norme ISO 9001, vol AF447, contact@PSG.fr, fichier README.md, #PSG", []),
        ("Ne touchez JAMAIS la VILLE, ni LUI.", []),
        ("(NL) La société (SA) et l'Organisation (OMC)", ["OMC"]),
        ("Les PME, l'ex-UMP", ["PME"]),
    ],
)
def test_acronyms_of_a_text(text, found):
    assert acronyms(text, {"jamais", "ville"}) == found


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("Le PSG gagne.", "The PSGP wins.", ["PSG"]),
        ("Le PSG gagne.", "PSG's winning.", []),
        ("Les IST et Epfl", "ISTs and EPFL", []),
        ("L'ANRU finance.", "The United Kingdom finances.", ["ANRU"]),
        ("L'OMC siège.", "The World Trade Organisation meets.", []),
        ("L'OMC siège.", "The WTO meets.", []),
        ("L'OMC siège.", "The OMCO meets.", ["OMC"]),
        ("L'OMC siège aux États-Unis.", "The trade body meets in the US.", []),
        ("Les PME et le PSG", "SMEs and PSG", []),
        ("Les PME et le PSG", "SMEs and PSGP", ["PSG"]),
        ("Sans sigle", "The BBC", []),
    ],
)
def test_lost_acronyms(source, target, lost):
    assert lost_acronyms(acronyms(source), source, target) == lost


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("l'IRM", "The IRM, an IRM", "The MRI, an MRI"),
        ("Un agent de l'OTAN", "An OTAN agent", "A NATO agent"),
        ("Une ONG", "A ONG", "An NGO"),
        ("Les ONG", "ONGs, non-ONG", "NGOs, non-NGO"),
        ("l'OMS (WHO en anglais)", "the OMS (WHO in English)", "the OMS (WHO in English)"),
        ("la Chine", "the OMS", "the OMS"),
        ("l'OMS", "OMSA", "OMSA"),
    ],
)
def test_acronyms_are_written_as_english_has_them(source, target, written):
    assert english_acronyms(source, target) == written


def test_a_stand_in_for_an_acronym_is_one_and_elided_like_it():
    source = "L'AFRT et la PSG de l'OMC, sur BBC, avec la CIJ"
    disguise = disguised(source, [], [], ["AFRT", "PSG", "CIJ"])
    assert disguise.text == "L'UNICEF et la SNCF de l'OMC, sur BBC, avec la CNN"
    made = "UNICEF and the SNCF of the WTO, on BBC, with CNN"
    assert disguise.restored(made) == "AFRT and the PSG of the WTO, on BBC, with ICJ"
    assert disguise.restored("UNICEF, on BBC") is None


def test_words_in_capitals_are_no_acronyms():
    assert acronyms("ELLE EST LÀ AVEC NOUS", known_words(model_folder(BUNDLED))) == []
