"""Idioms do not become their contrary."""

import pytest

from align.translators.mends.idioms import english_idioms


@pytest.mark.parametrize(
    ("source", "target", "made"),
    [
        ("Il se doute que tu mens.", "He doubts you're lying.", "He suspects you're lying."),
        ("Je m’en serais douté.", "I'd have doubted it.", "I'd have suspected it."),
        ("Vous vous en doutez bien.", "You doubt if it is.", "You suspect that it is."),
        ("Elle s'était doutée du vol.", "She had doubts about it.", "She suspected it."),
        ("Sans se douter du danger", "No doubt the danger", "No doubt the danger"),
        ("Nous doutons de lui.", "We doubt him.", "We doubt him."),
        ("Je n'en doute pas.", "I don't doubt that.", "I don't doubt that."),
        ("Il s'en doute, mais j'en doute.", "He doubts it, I doubt.", "He doubts it, I doubt."),
        ("Il se doute, sans doute", "He doubts, no doubt", "He doubts, no doubt"),
        ("un an de prison avec sursis", "a year with sursis", "a year suspended"),
        ("un sursis", "with sursis", "with sursis"),
    ],
)
def test_idioms_of_a_translation(source, target, made):
    assert english_idioms(source, target) == made
