"""Thousands, hours and telephone numbers in translations."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.translators.mends.figures import (
    as_dialled,
    english_afternoons,
    english_decimals,
    english_groups,
    english_hours,
    missing_telephones,
)

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("4 200 panneaux", "4 200 panels", "4,200 panels"),
        (f"4{THIN}200 panneaux", f"4{NBSP}200 panels", "4,200 panels"),
        ("12 345 678 euros", "EUR 12 345 678", "EUR 12,345,678"),
        ("57,000 habitants", "57 000 people", "57,000 people"),  # the source is English there
        ("1 168 cas", "1.168 cases", "1,168 cases"),  # no decimal
        ("1.250,50 €", "1.250.50 euros", "1,250.50 euros"),
        ("1.168 m", "1.168 m", "1.168 m"),
        ("1 500,50 €", "1 500.50 euros", "1,500.50 euros"),
        ("de 12 000 à 15 000", "12 000 to 15 000.", "12,000 to 15,000."),
        ("(88 000, 68 000)", "(88 000, 68 000)", "(88,000, 68,000)"),
        ("4 200 et 3 100", "4 200 and 9 999", "4,200 and 9 999"),  # no number of the source
        ("RCS Paris 552 100 554", "RCS Paris 552 100 554", "RCS Paris 552 100 554"),
        ("100 000 000 euros", "100 000 000 euros", "100,000,000 euros"),
        ("0 800 123 456", "0 800 123 456", "0 800 123 456"),
        ("+1 514 555 1234", "+1 514 555 1234", "+1 514 555 1234"),
        ("01 23 45 67 89", "01 23 45 67 89", "01 23 45 67 89"),
        ("+33 800 123", "+33 800 123", "+33 800 123"),
        ("en 2 010 200 cas", "in 2 010 200 cases", "in 2,010,200 cases"),  # a year has no space
        ("en 2010 200 cas", "in 2 010 200 cases", "in 2 010 200 cases"),
        ("en 2012 300 cas", "in 2012 300 cases", "in 2012 300 cases"),
        ("version 1.2.345", "version 1.2.345", "version 1.2.345"),
        ("4 200 000", "4 200 000", "4,200,000"),
        ("4 2000", "4 2000", "4 2000"),
        ("", "4 200", "4 200"),
        ("4 200", "", ""),
    ],
)
def test_thousands(source, target, mended):
    assert english_groups(source, target) == mended


figures = st.text(st.sampled_from("0123456789 .,-+a\u00a0\u202f"), max_size=30)


@given(figures, figures)
def test_only_what_parts_thousands_changes(source, target):
    mended = english_groups(source, target)
    assert len(mended) == len(target)
    assert re.sub(r"[ .,\u00a0\u202f]", "", mended) == re.sub(r"[ .,\u00a0\u202f]", "", target)
    assert english_groups(source, mended) == mended


@given(st.integers(1000, 10**8 - 1))
def test_every_number_of_a_text_is_parted(number):
    french = f"{number:,}".replace(",", " ")
    mended = english_groups(f"Il y a {french} mots.", f"There are {french} words.")
    assert mended == f"There are {number:,} words."


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("Le 05 56 00 12 34", "On 0556 00 12 34.", "On 05 56 00 12 34."),
        ("Le 06 12 34 56 78, à 9 h", "On 06 12, 3456 78, at 9", "On 06 12 34 56 78, at 9"),
        ("+33 (0)2 40 00 00 00", "+33 (0)2 40000000", "+33 (0)2 40 00 00 00"),
        ("Le 02.40.00.00.01", "On 02 40 00 00 01", "On 02.40.00.00.01"),
        ("Le 05 56 00 12 34", "On 05 56 00 12 34", "On 05 56 00 12 34"),
        ("Le 05 56 00 12 34", "On 05 56 00 12", "On 05 56 00 12"),
        ("Le 05 56 00 12 34", "On 105 56 00 12 34", "On 105 56 00 12 34"),
        ("Tailles 36 38 40 42 44", "Sizes 36, 38, 40, 42, 44", "Sizes 36, 38, 40, 42, 44"),
        ("10 11 12 13 14 15 16 17", "1011 12 13 14 15 16 17", "1011 12 13 14 15 16 17"),
        ("12 345 678 euros, 4 200", "12,345,678 euros, 4,200", "12,345,678 euros, 4,200"),
        ("+33 1 23 45 67 89", "+33 123, 45 6789", "+33 1 23 45 67 89"),
        ("+33 (0)2 40 00 00 00", "+33 0240 00 00 00", "+33 (0)2 40 00 00 00"),
        ("+1 514-555-1234", "+1 514 555 1234", "+1 514-555-1234"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67", "+33 1 23 45 67"),
        ("le 0 825 00 12 34 (0,15 €/min)", "0.825 00 12 34", "0 825 00 12 34"),
        ("le 0 800 123 456.", "0800123456.", "0 800 123 456."),
        ("+5 %, +12 000 000", "+5%, +12,000,000", "+5%, +12,000,000"),
        ("", "On 0556 00 12 34.", "On 0556 00 12 34."),
    ],
)
def test_telephone_numbers_are_as_in_the_source(source, target, mended):
    assert as_dialled(source, target) == mended


def test_a_telephone_number_without_a_zero_or_two_is_missing():
    source = "Le 02 99 00 00 12 ou le 01 40 00 10 00"
    assert missing_telephones(source, "02 9900 12 or 01 4000 1000") == [(3, 17)]
    assert missing_telephones(source, "(02) 99.00.00.12 or 0140001000") == []
    assert missing_telephones("Il a 12 ans.", "") == []


def test_long_runs_of_digits_are_no_telephone_numbers():
    numbers = " ".join(f"{n:08}"[:2] + f" 0{n % 9} 11 22" for n in range(99))
    for source, target in (
        ("12 " * 500, "1 2" * 500),
        ("12 " * 400, "12 " * 300),
        ("06 12 34 56 78 " * 80, "06 12 34 56 78 " * 70),
        (numbers, "1" * 500),
    ):
        assert as_dialled(source, target) == target


def test_of_many_telephone_numbers_the_first_hundred_are_looked_for():
    numbers = [f"06 12 34 {n // 100:02} {n % 100:02}" for n in range(400)]
    source = " / ".join(numbers)
    missing = missing_telephones(source, source.replace(" 12 ", " "))
    assert [source[start:end] for start, end in missing] == numbers[:100]


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("De 10 h à 18 h", "From 10 p.m. to 6 p.m.", "From 10 a.m. to 6 p.m."),
        ("Le lundi à 8h30", "On Monday at 8.30 p.m.", "On Monday at 8.30 a.m."),
        ("À 18:30", "At 6:30am", "At 6:30pm"),
        ("À 12 h 30 et à 0 h 15", "At 12.30 p.m. and 12.15 a.m.", "At 12.30 p.m. and 12.15 a.m."),
        ("À 12 heures", "At 12 a.m.", "At 12 p.m."),
        ("À 8 h et à 20 h", "At 8 p.m. and 8 a.m.", "At 8 p.m. and 8 a.m."),  # which is which?
        ("De 8 h à 20 h", "From 8 p.m. to 8 p.m.", "From 8 a.m. to 8 p.m."),
        ("De 8h30 à 20h", "From 8.30am to 8am", "From 8.30am to 8pm"),
        ("À 20 h ou à 8 h", "AT 8 A.M. OR AT 8 A.M.", "AT 8 P.M. OR AT 8 A.M."),
        ("De 8 h à 20 h", "From 8 to 8 p.m.", "From 8 to 8 p.m."),
        ("De 8 h à 20 h", "8 p.m., 8 p.m., 8 p.m.", "8 p.m., 8 p.m., 8 p.m."),
        ("À 8 h du soir", "At 8 p.m.", "At 8 p.m."),
        ("Ce soir, à 8 h", "Tonight at 8 p.m.", "Tonight at 8 p.m."),
        ("À 8 h p.m. ou 9:30 PM", "At 8 p.m. or 9:30 PM", "At 8 p.m. or 9:30 PM"),
        ("À 20 h", "AT 8 AM, 8 A.M., 8AM", "AT 8 PM, 8 P.M., 8PM"),
        ("De 12 h à 24 h", "From 12 p.m. to 12 a.m.", "From 12 p.m. to 12 a.m."),
        ("À 24 h", "At 12 p.m.", "At 12 a.m."),
        ("35 heures, dès huit heures", "35 hours, from 11 p.m.", "35 hours, from 11 p.m."),
        ("À 7 h", "At 8 p.m.", "At 8 p.m."),
        ("8 hommes", "8 p.m.", "8 p.m."),
        ("8.30", "8.30 p.m.", "8.30 p.m."),
    ],
)
def test_hours_are_of_the_half_of_the_day_that_the_source_says(source, target, mended):
    assert english_hours(source, target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("Il commence à 14 h 30.", "It begins at 2:30.", "It begins at 2:30 p.m."),
        ("Je t'appelle à 18h30 ?", "I'll call you at 6.30?", "I'll call you at 6.30 p.m.?"),
        ("À 19:30, ou à 20 heures 15", "At 7:30 or 8:15", "At 7:30 or 8:15 p.m."),
        ("À 14 h 30, à Lyon", "At 2:30, in Lyon", "At 2:30 p.m., in Lyon"),
        ("De 9 h 30 à 18 h 30.", "From 9:30 to 6:30.", "From 9:30 to 6:30 p.m."),
        ("De 14 h 30 à 16 h", "From 2:30 to 4 p.m.", "From 2:30 to 4 p.m."),
        ("À 14 h 30", "At 2:30 pm", "At 2:30 pm"),
        ("À 14 h 30", "At 2.30 in the afternoon", "At 2.30 in the afternoon"),
        ("À 20 h 30", "At 8:30 on Monday night", "At 8:30 on Monday night"),
        ("À 20 h 30", "At 20:30", "At 20:30"),
        ("À 20 h 30", "At 8:45", "At 8:45"),
        ("À 2 h 30 et à 14 h 30", "At 2:30 and 2:30", "At 2:30 and 2:30"),  # which is which?
        ("À 12 h 30 et à 24 h 00", "At 12:30 and 12:00", "At 12:30 and 12:00"),
        ("Ce soir à 20 h 30", "Tonight at 8:30", "Tonight at 8:30"),
        ("2,30 € à 14 h 30", "€2.30 at half past two", "€2.30 at half past two"),
        ("Jean 14:30", "John 14:30", "John 14:30"),
        ("À 14 h 30...", "At 2:30...", "At 2:30 p.m...."),
        ("4.15 $ à 16 h 15.", "$4.15 at 4.15 p.m.", "$4.15 at 4.15 p.m."),
        (
            "Version 2.30 à 14 h 30",
            "Version 2.30 at half past two",
            "Version 2.30 at half past two",
        ),
        ("2,30 € à 14 h 30", "$2.30 at 2:30", "$2.30 at 2:30"),
        ("Courus en 13 h 45.", "Run in 1.45.", "Run in 1.45."),
        ("Après 14 h 30 de vol", "After 2:30 in flight", "After 2:30 in flight"),
        ("À 14 h 30 de vol", "At 2:30 of flight", "At 2:30 of flight"),
        ("Durée totale : 14 h 10.", "Total time: 2:10.", "Total time: 2:10."),
    ],
)
def test_hours_of_the_afternoon_say_so(source, target, mended):
    assert english_afternoons(source, target) == mended
    assert english_afternoons(source, mended) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("Il mesure 1,75 m.", "He measures 1,75 m.", "He measures 1.75 m."),
        ("Le café coûte 1,50 €", "Coffee costs 1,50 €", "Coffee costs 1.50 €"),
        ("De 0,6 à 1,2 %", "From 0,6 to 1,2%", "From 0.6 to 1.2%"),
        ("Il coûte 1,5 €", "It costs 1,2 €", "It costs 1,2 €"),
        ("Les articles 1,2 et 3", "Articles 1,2 and 3", "Articles 1,2 and 3"),
        ("Ceux de 1,2 et 3", "Those of 1,2 and 3", "Those of 1,2 and 3"),
        ("§ 2,3, puis Luc 2,7", "§ 2,3, then Luke 2,7", "§ 2,3, then Luke 2,7"),
        ("le 1,3-butadiène (2,3 dibrome)", "1,3-butadiene (2,3 dib", "1,3-butadiene (2,3 dib"),
        ("Il y a 4,200 gens, 1,2,3", "4,200 people, 1,2,3", "4,200 people, 1,2,3"),
        ("Il mesure 1.75 m.", "He measures 1,75 m.", "He measures 1,75 m."),
    ],
)
def test_decimals_have_a_point(source, target, mended):
    assert english_decimals(source, target) == mended
