"""Texts in capitals read as sentences."""

import pytest

from align.translators.mends.capitals import as_sentence

KNOWN = frozenset(
    {"bataille", "réforme", "démissionner", "ministre", "grand", "paris", "condamné", "canada"}
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("LA BATAILLE DE VERDUN", "La bataille de Verdun"),
        ("LE MINISTRE JUPPÉ DÉMISSIONNE", "Le ministre Juppé démissionne"),
        ("LA REFORME, LES GRANDS MINISTRES", "La reforme, les grands ministres"),
        ("L'ONU CONDAMNE LA RUSSIE", "L'ONU condamne la Russie"),
        ("LA SNCF, LE TGV : 10 KM", "La SNCF, le TGV : 10 km"),
        ("« LE ROI LOUIS XIV À PARIS »", "« Le roi Louis XIV à paris »"),
        ("LE MINISTRE DU CANADA", "Le ministre du Canada"),
        ("", ""),
    ],
)
def test_names_and_acronyms_keep_capitals(text, read):
    assert as_sentence(text, KNOWN) == read


def test_without_a_list_nothing_is_a_name():
    assert as_sentence("L'ONU, VERDUN ET LOUIS XIV") == "L'onu, verdun et louis XIV"
