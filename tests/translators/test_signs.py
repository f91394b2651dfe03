"""Signs around a text are put aside and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.records import Translation
from align.signature import Signature
from align.translators.guarded import GuardedTranslator
from align.translators.signs import peeled

PARTS = st.lists(
    st.sampled_from(["♪", "👍🏽", "❤️", "→", "•", " ", "\u200d", "*", "mot", "É.", "25°"])
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("• Premier point", ("• ", "Premier point", "")),
        ("🎉 Demain ! 🎉🎉", ("🎉 ", "Demain !", " 🎉🎉")),
        ("❤️ Merci 👍🏽", ("❤️ ", "Merci", " 👍🏽")),
        ("→→ Plan ←", ("→→ ", "Plan", " ←")),
        ("© Sa Majesté, 2011", ("© ", "Sa Majesté, 2011", "")),
        ("* Hors taxes", ("", "* Hors taxes", "")),
        (" Il y a 3 € ", ("", " Il y a 3 € ", "")),
        ("– Où ? – Là ♪ là.", ("", "– Où ? – Là ♪ là.", "")),
        ("♪ ♪", ("", "♪ ♪", "")),
        ("", ("", "", "")),
    ],
)
def test_what_is_parted(text, parts):
    assert peeled(text) == parts


@given(PARTS.map("".join))
def test_the_parts_are_the_text(text):
    before, core, after = peeled(text)
    assert before + core + after == text
    assert peeled(core) == ("", core, "")


class Upper:
    """Knows no sign."""

    signature = Signature.of(engine="upper")

    def __init__(self):
        self.asked = []

    def safer(self):
        return self

    def stream(self, texts):
        self.asked += texts
        yield [
            Translation(k, "".join(c for c in text if c < "\u2000").upper(), "upper")
            for k, text in enumerate(texts)
        ]


def test_translations_have_their_signs():
    engine = Upper()
    texts = ["♪ la vie ♪", "• un point", "la vie", "♪"]
    made = GuardedTranslator(engine).translate(texts)
    assert [t.text for t in made] == ["♪ LA VIE ♪", "• UN POINT", "LA VIE", ""]
    assert "la vie" in engine.asked
