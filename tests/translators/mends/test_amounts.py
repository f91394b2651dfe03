"""What of a text is masked where a translation lost its numbers."""

import pytest

from align.translators.mends.amounts import lost_spans


@pytest.mark.parametrize(
    ("source", "target", "kept"),
    [
        ("Il y a 3 000 000 de gens", "There are 3 000 people", ["3,000,000"]),
        ("3\u202f000 à 5\u202f000 €", "3,000 euros", ["5,000"]),
        ("12,5 % et 1 250,75", "125% and 1,250", ["12.5", "1,250.75"]),
        ("12.5 et 0,010", "125 and 10", ["12.5", "0.010"]),
        ("En 1922, 1 922 gens", "1,922 people", ["1922"]),
        ("1922 et 1922", "1922", ["1922", "1922"]),
        ("8.8.8.8 et 9,1", "8.8.8 and 9.1", ["8.8.8.8"]),
        ("Le 3.12.2012", "On 3 December", []),
        ("Version 1.2.345", "Version 1.2", ["1.2.345"]),
        ("À 14 h 30, 1 chat, 10e, 0", "At", []),
        ("De 1 000 € à 1,50 $", "From 1,000 to 1.50", ["€1,000", "$1.50"]),
        ("De $ 5 à 7 €", "From 5 to 7 euros", ["$ 5"]),
        ("Il a 1 000 €", "He has 100 euros", ["1,000"]),
        ("Tél. 01 23 45 67 89", "Tel. 01 23", ["01 23 45 67 89"]),
        ("Tél. 02 99 00 00 12", "Tel. 02 9900 12", ["02 99 00 00 12"]),
        ("02 99 00 00 12 ou 01 23 45 67 89", "02 9900 12 or 01 23456789",
         ["02 99 00 00 12", "01 23 45 67 89"]),  # one that stays would be lost next to a mask
        ("02 99 00 00 12", "0299000012", []),
        ("☎ +33 1 23 45 67 89, 12", "+33 1,45, 6789, 12", ["+33 1 23 45 67 89"]),
        ("Le 01 23 45 67 89, 45", "01 2345 6789", ["01 23 45 67 89", "45"]),
        ("L’alinéa 7(1)c)(ii) et 2.1(3)", "Rhee and CNMV", ["7(1)(c)(ii)", "2.1(3)"]),
        ("L’alinéa 7(1)c)", "7(1)(c)", []),
        ("Il y a 250 gens", "There are 250 people", []),
        ("Du 2 juillet au 9 décembre", "From July 2 to 9", ["December 9"]),
        ("", "12", []),
    ],
)  # fmt: skip
def test_lost_numbers_are_masked_as_they_are_written(source, target, kept):
    assert [span.kept for span in lost_spans(source, target, english=True)] == kept


def test_other_languages_have_the_source_s_numbers():
    (span,) = lost_spans("Es sind 3 000,5 km", "c'est loin", english=False)
    assert span[:3] == (8, 15, "3 000,5")
