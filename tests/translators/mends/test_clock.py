"""Times of day in words come through, or are tried again in figures."""

import pytest

from align.translators.mends.addresses import masked
from align.translators.mends.amounts import lost_spans
from align.translators.mends.clock import missing_times


@pytest.mark.parametrize(
    ("source", "figures"),
    [
        ("À six heures moins le quart, il vint.", "5 h 45"),
        ("Il était trois heures et quart.", "3 h 15"),
        ("midi et demi", "12 h 30"),
        ("à minuit moins dix", "23 h 50"),
        ("vers une heure moins vingt", "12 h 40"),
        ("à minuit et quart", "0 h 15"),
        ("à dix-huit heures trente", "18 h 30"),
        ("à vingt et une heures quinze", "21 h 15"),
        ("à deux heures et quart de l’après-midi", "2 h 15"),
        ("la pendule marquait onze heures moins cinq", "10 h 55"),
    ],
)
def test_times_in_words(source, figures):
    assert [span.read for span in missing_times(source, "x")] == [figures]
    [span] = missing_times(source, "x")
    read = masked(source, spans=lost_spans(source, "x", english=True)).text
    assert read == source[: span.start] + figures + source[span.end :]


@pytest.mark.parametrize(
    "source",
    [
        "Il dormit deux heures et quart.",
        "à six heures",
        "les deux heures et demie de discussion",
        "à deux heures vingt minutes",
        "à cinq heures d’ici",
        "le quart de six heures",
    ],
)
def test_durations_and_whole_hours_are_no_such_times(source):
    assert missing_times(source, "x") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("à six heures moins le quart", "at a quarter to six"),
        ("à six heures moins le quart", "at 5.45 a.m."),
        ("à six heures moins le quart", "at 5:45"),
        ("à six heures moins vingt-cinq", "at twenty-five minutes to six"),
        ("à quatre heures et demie", "at half past four"),
        ("à quatre heures et demie", "at four-thirty"),
        ("à dix heures dix", "at ten past ten"),
        ("à midi et quart", "at a quarter past noon"),
        ("à dix-huit heures trente", "at 6:30 p.m."),
        ("à dix-huit heures trente", "at 18:30"),
        ("à dix-huit heures trente", "at half past six in the evening"),
        ("à minuit moins dix", "at ten to midnight"),
        ("à une heure moins le quart", "at a quarter to one"),
    ],
)
def test_a_translation_may_tell_them_in_many_ways(source, target):
    assert missing_times(source, target) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("à six heures moins le quart", "at six to a quarter"),
        ("à six heures moins le quart", "at a quarter past six"),
        ("à trois heures et quart", "at three and a quarter"),
        ("à trois heures et quart", "at 13.15.2"),
        ("à trois heures et demie", "at three and a half"),
        ("à dix-huit heures trente", "at 6:30"),
        ("à midi et demi", "at noon and a half"),
    ],
)
def test_what_is_lost_or_garbled(source, target):
    assert len(missing_times(source, target)) == 1
