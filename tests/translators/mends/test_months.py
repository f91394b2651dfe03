"""Months of dates that English lacks, and how they are written there."""

import pytest

from align.translators.mends.months import in_the_middle, missing_months


@pytest.mark.parametrize(
    ("source", "target", "missed"),
    [
        ("Du 2 juillet au 9 décembre", "From July 2 to 9", ["9 December", "December 9"]),
        ("Du 2 juillet au 9 décembre", "From 2 to 9 December", ["2 July", "2 July"]),
        ("Du 1er févr. au 3 févr.", "From 1 to 3 Feb.", []),
        ("Le 12 Mars 2024", "MARCH 12, 2024", []),
        ("DU 1ER MAI AU 3 JUIN", "FROM 1 MAY TO 3", ["3 June", "3 June"]),
        ("Le 12 mai", "He may on the 12th", ["12 May", "12 May"]),
        ("Le 9 décembre et le 3 mars", "9/12 and 3.3.", []),
        ("Le 9 décembre", "On 12 and 9", ["9 December", "9 December"]),
        ("Il y a 3 mars-bars, 1.5 mai et mai 68", "", []),
        ("", "March", []),
    ],
)
def test_a_month_is_missing_where_english_has_it_nowhere(source, target, missed):
    found = missing_months(source, target)
    assert [form for one in found for form in (one.english(), one.english(target))] == missed
    assert all(source[one.start :].startswith(str(one.day)) for one in found)


def test_many_dates_take_no_square_of_their_number():
    found = missing_months("le 12 mars, " * 20_000, "on 12, " * 20_000)  # took minutes
    assert len(found) == 20_000


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Mi-septembre, il pleut.", "Au milieu de septembre, il pleut."),
        ("« À la mi-août »", "« Au milieu d’août »"),
        ("De mi-mars à la mi-avril", "Du milieu de mars au milieu d’avril"),
        ("vers la mi-juin, jusqu’à mi-mai", "vers le milieu de juin, jusqu’au milieu de mai"),
        ("depuis mi-mai, La mi-mars", "depuis le milieu de mai, le milieu de mars"),
        ("mi-temps, semi-mars, mi-marsouin", "mi-temps, semi-mars, mi-marsouin"),
        ("", ""),
    ],
)
def test_the_middle_of_a_month_is_read_in_words(text, read):
    assert in_the_middle(text) == read
    assert in_the_middle(read) == read


def test_the_bundled_model_keeps_months_in_their_middle(bundled):
    """They were mid-Seven and mid-Japan."""
    texts = ["Le chantier finira à la mi-septembre.", "Depuis la mi-janvier, il pleut."]
    made = bundled.translate(texts)
    assert "September" in made[0].text
    assert "January" in made[1].text
