"""E-mail and web addresses stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.addresses import (
    addresses,
    masked,
    missing_addresses,
    unmasked,
    without_addresses,
)
from align.translators.mends.checks import faults

TEXTS = st.lists(
    st.sampled_from(
        ["www.a.ca", "jean@b.fr", "https://c.org/d_(e)", "71", "72.", "le", "(", ")", ".", ", "]
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Courriel : jean-paul.o@forces.gc.ca.", ["jean-paul.o@forces.gc.ca"]),
        ("(www.inscription.ca)", ["www.inscription.ca"]),
        ("« https://a.ca/x?y=1&z=2 »,", ["https://a.ca/x?y=1&z=2"]),
        ("HTTP://A.CA et HTTPS://B.CA !", ["HTTP://A.CA", "HTTPS://B.CA"]),
        ("http://fr.wikipedia.org/wiki/Paris_(homonymie)", 0),
        ("<https://a.ca/b>, [c](https://d.ca/e)", ["https://a.ca/b", "https://d.ca/e"]),
        ("3 @ 5, @1, a@b, jean@, %@ {@x} t@@s", []),
        ("Voir service-public.fr, ou gouv.fr/a-b.", ["service-public.fr", "gouv.fr/a-b"]),
        ("d'impots.gouv.fr (bbc.co.uk)", ["impots.gouv.fr", "bbc.co.uk"]),
        ("Le rapport.pdf, mon_bilan.v2.docx", ["rapport.pdf", "mon_bilan.v2.docx"]),
        ("Suivez @Le_Monde et « @mdn ».", ["@Le_Monde", "@mdn"]),
        ("Il dort.Ca va, etc.Be", []),
        ("M.fra, .pdf, .com, a.frais", []),
        ("", []),
    ],
)
def test_addresses_end_before_what_ends_the_clause(text, found):
    assert addresses(text) == ([text] if found == 0 else found)


def test_an_address_is_missing_as_often_as_it_lacks():
    source = "De a@b.ca à a@b.ca, ou www.c.ca"
    assert missing_addresses(source, "From a@b.ca to a@b.ca, or www.c.ca") == []
    assert missing_addresses(source, "From a@b.ca, or www.c.cam") == ["a@b.ca", "www.c.ca"]
    assert missing_addresses(source, "From A@b.ca to a@b") == ["a@b.ca", "a@b.ca", "www.c.ca"]


def test_an_address_in_a_longer_one_is_not_there_twice():
    assert missing_addresses("www.a.ca/b www.a.ca", "www.a.ca/b") == ["www.a.ca"]
    assert missing_addresses("www.a.ca www.a.ca/b", "www.a.ca") == ["www.a.ca/b"]


@given(TEXTS)
def test_what_is_masked_comes_back(text):
    made, marks = masked(text)
    assert addresses(made) == []
    assert [address for _, address in marks] == addresses(text)
    assert unmasked(made, marks) == text
    assert addresses(without_addresses(text)) == []


@pytest.mark.parametrize("text", ["See 711", "See it", "See 71 and 71", "See 1.71"])
def test_a_mark_that_is_not_there_once_is_left(text):
    _, marks = masked("Voir www.a.ca")
    assert unmasked(text, marks) == text


def test_a_changed_address_is_a_fault_and_a_kept_one_no_copy():
    text = "Courriel : information.presse@forces.gc.ca"
    assert faults(text, "Email: information.presse@forces.gc.ca") == ()
    assert faults(text, "Email: information@forces.") == ("addresses",)
