"""Amounts of money that lost their currency."""

import pytest

from align.translators.mends.checks import faults
from align.translators.mends.currencies import missing_amounts


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("De 100 € à 200 €", "From 100  200", ["100 €", "200 €"]),
        ("De 10 € à 15 €", "from 10 €15 to €.", ["10 €", "15 €"]),
        ("De 10 € à 15 €", "from €10 to 15 euros", []),
        ("5 €, 20 $ et 30 £", "5 euros, US$20 and GBP 30", []),
        ("5 €, 20 $ et 30 £", "EUR 5, 20 and 30 pounds", ["20 $"]),
        ("3 millions € et 2 M€", "3 million and 2 million", []),
        ("1\u202f000,50\u202f€", "1,000.50 EUR", []),
        ("-22 762 000 $", "$-22,762,000", []),
        ("Cela vaut 2 €", "It is worth 2 million €, 2m€", []),
        ("$5 et €6", "5 and 6", ["$5", "€6"]),
        ("Le symbole €, US$ 5, $x$", "The sign, 5, x", []),
        ("", "€", []),
    ],
)
def test_an_amount_keeps_its_currency(source, target, missing):
    assert [amount[0] for amount in missing_amounts(source, target)] == missing
    assert not missing or "numbers" in faults(source, target)
