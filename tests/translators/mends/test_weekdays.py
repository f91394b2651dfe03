"""Days of the week that English lacks."""

import pytest

from align.translators.mends.checks import faults
from align.translators.mends.weekdays import missing_weekdays


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("Du dimanche au samedi", "From Sunday to 9 a.m.", ["Saturday"]),
        ("Tous les lundis de ce mois", "Every month", ["Mondays"]),
        ("Lundi, mardi et JEUDI", "Mon., TUES and Thursdays", []),
        ("LUNDI 3 MARS", "MONDAY 3 MARCH", []),
        ("Samedi il s’assit", "He sat down", ["Saturday"]),
        ("Mardi gras, le Vendredi saint, le Mercredi des Cendres", "Feasts", []),
        ("l’Écho du Samedi, saint-mercredi, lundi-là", "Papers", []),
        ("Jeudi de 9 h à 10 h", "From 9 to 10", ["Thursday"]),
        ("", "Monday", []),
    ],
)
def test_a_day_is_missing_where_english_has_it_nowhere(source, target, missing):
    found = missing_weekdays(source, target)
    assert [one.kept for one in found] == missing
    assert all(source[one.start : one.end].lower().endswith(("di", "dis")) for one in found)
    assert not missing or "numbers" in faults(source, target)


def test_the_bundled_model_keeps_days_that_it_used_to_lose(bundled):
    """It was "open from Sunday to 9 a.m."."""
    source = "Ouvert du dimanche au samedi de 9 h à 17 h."
    (made,) = bundled.translate([source])
    assert "Sunday to Saturday" in made.text
