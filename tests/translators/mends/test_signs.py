"""Signs around a text are put aside and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.records import Translation
from align.signature import Signature
from align.translators.guarded import GuardedTranslator
from align.translators.mends.signs import parted

PARTS = st.lists(
    st.sampled_from(["♪", "👍🏽", "❤️", "→", "•", " ", "\u200d", "*", "mot", "É.", "25°", ", ", "."])
)


@pytest.mark.parametrize(
    ("text", "signs", "texts"),
    [
        ("• Premier point", ("• ", ""), ("Premier point",)),
        ("🎉 Demain ! 🎉🎉", ("🎉 ", " 🎉🎉"), ("Demain !",)),
        ("❤️ Merci 👍🏽", ("❤️ ", " 👍🏽"), ("Merci",)),
        ("→→ Plan ←", ("→→ ", " ←"), ("Plan",)),
        ("© Sa Majesté, 2011", ("© ", ""), ("Sa Majesté, 2011",)),
        ("* Hors taxes", ("", ""), ("* Hors taxes",)),
        (" Il y a 3 € ", ("", ""), (" Il y a 3 € ",)),
        ("– Où ? ♪ – Là ♪ là.", ("", " ♪ ", " ♪ ", ""), ("– Où ?", "– Là", "là.")),
        ("J’adore 😀 👍🏽 ce film", ("", " 😀 👍🏽 ", ""), ("J’adore", "ce film")),
        ("À demain 🙂, dit-il.", ("", " 🙂, ", ""), ("À demain", "dit-il.")),
        ("C’est fini 😀. Enfin ☺️ !", ("", " 😀. ", " ☺️ !"), ("C’est fini", "Enfin")),
        ("Il fait 20 °C → 25 °C, № 3 ™.", ("", ""), ("Il fait 20 °C → 25 °C, № 3 ™.",)),
        ("♪ ♪", ("♪ ♪", ""), ("",)),
        ("♪ … ♪", ("♪ … ♪", ""), ("",)),
        ("– ?!", ("– ?!", ""), ("",)),
        ("❶", ("❶", ""), ("",)),
        ("12 %", ("", ""), ("12 %",)),
        ("", ("", ""), ("",)),
        (" \u200b ", ("", ""), (" \u200b ",)),
    ],
)
def test_what_is_parted(text, signs, texts):
    assert parted(text) == (signs, texts)


@given(PARTS.map("".join))
def test_the_parts_are_the_text(text):
    found = parted(text)
    assert found.joined(found.texts) == text
    for part in found.texts:
        assert len(parted(part).texts) == 1


def test_a_long_run_of_spaces_parts_nothing():
    text = "a" + " " * 1000 + "b"
    assert parted(text) == (("", ""), (text,))


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


def test_the_cells_of_a_row_are_read_one_by_one():
    engine = Upper()
    text = "lundi\tmardi\t\t41,2 %\tfin"
    (made,) = GuardedTranslator(engine).translate([text])
    assert made.text == "LUNDI\tMARDI\t\t41,2 %\tFIN"
    assert engine.asked[:4] == ["lundi", "mardi", "41,2 %", "fin"]
    assert parted("Soupe ........ 9,50 €").texts == ("Soupe", "9,50 €")
    assert parted("Il dort.... puis part").texts == ("Il dort.... puis part",)


def test_translations_have_their_signs():
    engine = Upper()
    texts = ["♪ la vie ♪", "• un point", "la vie", "• \u4e00"]
    made = GuardedTranslator(engine).translate(texts)
    assert [t.text for t in made] == ["♪ LA VIE ♪", "• UN POINT", "LA VIE", ""]
    assert "la vie" in engine.asked


@pytest.mark.parametrize("text", ["?", "---", "!!!", "♪", "👍", "« … »", "|---|---|", "$", "❶"])
def test_signs_alone_stay_as_they_are(text):
    """A model makes `Is it?` and `You're all right!` of them."""
    engine = Upper()
    (made,) = GuardedTranslator(engine).translate([text])
    assert (made.text, made.engine, made.flags) == (text, "upper", ())
    assert not any(engine.asked)


def test_a_text_is_parted_at_its_emoji():
    engine = Upper()
    told = []
    texts = ["un 😀 deux", "un", "№ 🙂 trois"]
    made = GuardedTranslator(engine).translate(texts, progress=told.append)
    assert [t.text for t in made] == ["UN 😀 DEUX", "UN", "№ 🙂 TROIS"]
    assert [t.segment for t in made] == [0, 1, 2]
    assert sum(told) == 3


def test_a_part_that_is_lost_is_told():
    (made,) = GuardedTranslator(Upper()).translate(["un 😀 \u4e00"])
    assert made.text == "UN 😀 "
    assert "empty" in made.flags
