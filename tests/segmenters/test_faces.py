"""Faces and hearts in place of a stop; `|` marks where a sentence ends."""

import pytest

from align.segmenters.rules import split


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("fr", "Trop bien ce film 😍 | Je le recommande à tous les enfants !"),
        ("fr", "On a gagné 🎉🎉 | Merci à tous ❤️ | Bonne journée"),
        ("fr", "Coucou 😊 | Comment ça va ? 😊 | J’adore 😍 Paris en automne"),
        ("fr", "Trop fort😂😂 | C’est Paul 😂 et Marie 😍 Dupont"),
        ("fr", "On aime 😍 La Rochelle 😍 | La ville est belle"),
        ("fr", "😍 Le film est beau"),
        ("en", "Great film 😍 | I recommend it to everyone! 👍 | We loved it."),
        ("en", "Slow service 😡 | Never again. | I ❤️ New York, I 😍 The Beatles."),
        ("en", "So proud of 😍 Mary and Tom 🙏 | Thanks."),
    ],
)
def test_faces_end_a_sentence_before_what_opens_one(lang: str, row: str) -> None:
    text = row.replace(" | ", " ")
    assert " | ".join(text[start:end] for start, end in split(text, lang)) == row
