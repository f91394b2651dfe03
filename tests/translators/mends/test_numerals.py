"""Roman numerals that a translation lacks."""

import pytest

from align.translators.mends.checks import faults
from align.translators.mends.numerals import missing_numerals, value


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("Le chapitre XXIII", "Chapter 21II", ["XXIII"]),
        ("Article XXIV et XIV", "Article 21V and XIV", ["XXIV"]),
        ("Au XVIe siècle", "In the 14th century", ["XVIe"]),
        ("II, puis II", "II, then", ["II"]),
        ("Les XIXe et XXᵉ siècles", "The 19th and twentieth centuries", []),
        ("Le XXIème siècle", "The twenty-first century", []),
        ("Louis XIV, Vatican II", "Louis XIV, the Second Vatican Council", []),
        ("Chapitre IV", "Chapter 4", []),
        ("Annexe II bis, XXIXe", "Annex IIa, XXIXth", []),
        ("L'II, I.II, CD, CV, CDI, MM. et I", "Of it", []),
        ("Il lit, LIVE, VIes", "He reads", []),
        ("", "II", []),
    ],
)
def test_a_numeral_stays_or_becomes_its_value(source, target, missing):
    assert [found[0] for found in missing_numerals(source, target)] == missing
    assert ("numbers" in faults(source, target)) == bool(missing)


@pytest.mark.parametrize(
    ("numeral", "number"), [("II", 2), ("IV", 4), ("XIX", 19), ("XL", 40), ("LXXXVIII", 88)]
)
def test_the_value_of_a_numeral(numeral, number):
    assert value(numeral) == number
