"""Whether a line renders the one beside it: words of the lexicon, and none that both have."""

import pytest

from align.aligners.renderings import rendering

LONG = "Les corrections mineures que la commission a faites hier soir sont dans le dossier joint."


@pytest.mark.parametrize(
    ("line", "lang", "other", "other_lang", "nats"),
    [
        ("Minor fixes.", "en", "Corrections mineures.", "fr", 2.0),
        ("Next bulletin", "en", "Prochain bulletin à 16 h.", "fr", 3.0),
        ("PROCHAIN BULLETIN", "fr", "Next bulletin", "en", 3.0),
        ("Total", "en", "Montant total", "fr", 0.0),  # a word that both have
        ("Minor fixes.", "en", LONG, "fr", 0.0),  # two words for fifteen
        ("Le chat dort.", "fr", "Le chien mange.", "fr", 0.0),
        ("Minor fixes.", "en", "Kleine Korrekturen.", "de", 0.0),  # no lexicon
        ("12", "en", "12", "fr", 0.0),
        ("", "en", "", "fr", 0.0),
    ],
)
def test_words_that_render_another_count(line, lang, other, other_lang, nats):
    assert rendering(line, lang, other, other_lang) == nats
