"""Amounts of money that lost their currency."""

import pytest

from align.translators.mends.checks import faults
from align.translators.mends.currencies import english_codes, missing_amounts


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
        ("400 CZK, 5 000 GBP", "$400, 5,000", ["400 CZK", "5 000 GBP"]),
        ("400 CZK, 5 000 GBP", "400 crowns, £5,000", []),
        ("Il faut 3 TRY", "Try 3", ["3 TRY"]),
        ("150 $ CA et 20 $", "$150 and $20", ["150 $ CA"]),
        ("150 $ CA et 20 $ US", "C$150 and $20", []),
        ("2 500 F CFA", "2,500 FF", ["2 500 F CFA"]),
        ("2 500 F CFA, CHF 12, 8 MAD", "FCFA 2,500, 12 francs, 8 MAD", []),
        ("EUR 12,5 et USD 3", "12.5 and 3", ["EUR 12,5", "USD 3"]),
        ("Un AED, la RON, 4 CADRES, MAD12", "A defibrillator", []),
    ],
)
def test_an_amount_keeps_its_currency(source, target, missing):
    assert [amount[0] for amount in missing_amounts(source, target)] == missing
    assert not missing or "numbers" in faults(source, target)


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("20 CHF", "It is 20CHF.", "It is 20 CHF."),
        ("12 000 EUR", "(euro12,000)", "(EUR 12,000)"),
        ("150 $ CA", "150 $CA or $12,000 CA", "CA$150 or CA$12,000"),
        ("5 000 $ US", "5,000 $ US", "US$5,000"),
        ("Le lot EUR45", "Lot EUR45", "Lot EUR45"),  # nothing of the source's is money
        ("20 CHF", "XCHF2, 20CHFX", "XCHF2, 20CHFX"),
    ],
)
def test_codes_and_lands_stand_as_english_has_them(source, target, mended):
    assert english_codes(source, target) == mended


def test_the_bundled_model_keeps_currencies_that_it_used_to_lose(bundled):
    """It wrote nothing for GBP, $ for CZK and for $ CA, and FFA for F CFA."""
    texts = [
        f"La subvention (12 000 {currency}) sera versée en mars."
        for currency in ("GBP", "AED", "$ CA", "F CFA", "CHF")
    ]
    made = bundled.translate(texts)
    written = ("12,000 GBP", "12,000 AED", "CA$12,000", "12,000 FCFA", "12,000 CHF")
    for translation, amount in zip(made, written, strict=True):
        assert amount in translation.text
        assert "numbers" not in translation.flags
