"""Quotation marks, brackets, ordinals and signs of money in English translations."""

import pytest

from align.translators.mends.typography import (
    english_brackets,
    english_bytes,
    english_eras,
    english_money,
    english_ordinals,
    english_quotes,
    english_rates,
)


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ('" Studies have shown that," he said.', '"Studies have shown that," he said.'),
        ('a "photon " and a " bad bank"', 'a "photon" and a "bad bank"'),
        ('the following item, "Tibet" .', 'the following item, "Tibet".'),
        ('("Tibet ") : "no" ; "yes"', '("Tibet") : "no"; "yes"'),
        ('a 2.5" disk and a 3.5" one', 'a 2.5" disk and a 3.5" one'),
        ('he says " yes', 'he says " yes'),  # no pair
        ('parted by " "', 'parted by " "'),
        ('no ""zones at risk"" there', 'no ""zones at risk"" there'),
        ('"cd" ..', '"cd" ..'),
    ],
)
def test_quotation_marks_stand_close(target, mended):
    assert english_quotes("", target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("(2), (3) et (5)", "(2),(3) and(5)", "(2), (3) and (5)"),
        ("trois (3) ans", "three(3) years", "three (3) years"),
        ("paragraphe 5(2)", "subsection(2)", "subsection(2)"),  # the source has it close, too
        ("(5)(a)", "subsections(5)(a)", "subsections (5)(a)"),
        ("les élus (s)", "person(es)", "person(es)"),  # not the source's
        ("l'alinéa 25a)", "paragraph 25(a)", "paragraph 25(a)"),
    ],
)
def test_brackets_stand_apart_where_the_source_has_them_so(source, target, mended):
    assert english_brackets(source, target) == mended


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("43th, 2th, 1th, 21th", "43rd, 2nd, 1st, 21st"),
        ("11st, 12nd, 13rd, 111st", "11th, 12th, 13th, 111th"),
        ("1,001th, 1st, 22nd, 103rd, 30th", "1,001st, 1st, 22nd, 103rd, 30th"),
        ("v1.1th and x2th", "v1.1th and x2th"),
    ],
)
def test_ordinals_end_as_they_are_read(target, mended):
    assert english_ordinals("", target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("900 € l'unité", "900 € per unit", "€900 per unit"),
        ("18 750,50 € HT", "18,750.50 € HT", "€18,750.50 HT"),
        ("(0,15 €/min)", "(0.15 €/min)", "(€0.15/min)"),
        ("87,6 M€, 2,3 Md€, 5 k€", "87.6 M€, 2.3 Md€, 5 k€", "€87.6M, €2.3bn, €5k"),
        ("de 10 € à 15 €", "10 € to 15 €", "€10 to €15"),
        ("10 à 15 €, 5 €", "10 to 15 €, 5 €", "€10 to €15, €5"),
        ("entre 10 et 15,50 €", "between 10 and 15.50 €", "between €10 and €15.50"),
        ("10-15 €", "10-15 €", "€10-15"),
        ("les 10 et 15 mai, 15 €", "10 to 15 €", "10 to 15 €"),  # no range of the source
        ("85,40 $ ou 5 £", "$ 85.40 or £ 5", "$85.40 or £5"),
        ("85 $", "US$ 85, 3 $ 85", "US$ 85, 3 $ 85"),
        ("10 $ US", "10 $ US", "10 $ US"),
        ("900 €", "800 €", "800 €"),  # no amount of the source
        ("%1 €", "%1 €", "%1 €"),
        ("£5", "5 £", "5 £"),
    ],
)
def test_signs_of_money_stand_before_amounts(source, target, mended):
    assert english_money(source, target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("8 Go, 500 Ko et 10 Mo/s", "8 Go, 500 Ko and 10 Mo/s", "8 GB, 500 KB and 10 MB/s"),
        ("8 Go", "8 Gold, 8 Go", "8 Gold, 8 GB"),
        ("8 fois", "8 Go", "8 Go"),
    ],
)
def test_octets_are_bytes(source, target, mended):
    assert english_bytes(source, target) == mended


@pytest.mark.parametrize("unit", ["123 ", "1,", "1 to ", "€ 1 ", "123.123 ", "and(3) ", '" a'])
def test_long_runs_take_no_square_of_their_number(unit):
    text = unit * 20_000 + "5 €"  # 106 seconds for "123 " once
    for mended in (english_money, english_brackets, english_quotes, english_ordinals):
        assert len(mended(text, text)) >= len(text) - unit.count(" ") * 20_000 - 1


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("9,25 €/jour", "€9.25/jour", "€9.25/day"),
        ("40 k€ brut/an, RTT (10 jours/an)", "gross/an (10 days/an)", "gross/year (10 days/year)"),
        ("300 €/mois, 5 l/personne.", "300 €/mois, 5 l/personne.", "300 €/month, 5 l/person."),
        ("www.abc.fr/an et a/an/b", "www.abc.fr/an and a/an/b", "www.abc.fr/an and a/an/b"),
        ("le jour", "a/jour", "a/jour"),
        ("15 €/jour", "€15/day", "€15/day"),
    ],
)
def test_rates(source: str, target: str, mended: str) -> None:
    assert english_rates(source, target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("en 493 av. J.-C. par", "in 493 before J.C. by", "in 493 B.C. by"),
        ("en 14 après J.-C.", "in 14 after Jesus Christ.", "in 14 A.D."),
        ("120 ap. J.-C., et 3 avant Jésus-Christ", "120 a J.C., 3 before Christ",
         "120 A.D., 3 B.C."),
        ("avant J.-C.", "before J.C. Penney's, before Christ's", "B.C. Penney's, before Christ's"),
        ("avant le Christ", "before Christ", "before Christ"),
        ("en 52 av. J.-C.", "in 52 B.C.", "in 52 B.C."),
    ],
)  # fmt: skip
def test_eras(source, target, mended):
    assert english_eras(source, target) == mended
    assert english_eras(source, mended) == mended
