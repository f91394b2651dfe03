"""Names that a model misspells, over an engine that says what it is told to."""

import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ModelError
from align.records import Likelihood, Translation
from align.signature import Signature
from align.translators import open_engine, open_translator
from align.translators.models import BUNDLED, KNOWN, model_folder
from align.translators.spelling import SpellingTranslator, known_words, misspelt

WORDS = frozenset({"Anne", "Homer", "Hungary", "arrive", "hongrie", "peintre"})


class Told:
    """Translates by a table; a target text costs as many nats as the table says, else one."""

    def __init__(self, made, costs=None):
        self.made, self.costs, self.asked = made, costs or {}, []

    signature = Signature.of(engine="told")

    def safer(self):
        return Told({text: made.upper() for text, made in self.made.items()})

    def stream(self, texts):
        for place, text in reversed(list(enumerate(texts))):
            yield [Translation(place, self.made[text], "told", ("split",))]

    def score(self, pairs):
        self.asked += pairs
        for number, (_, (target,)) in reversed(list(enumerate(pairs))):
            yield [(number, Likelihood((-self.costs.get(target, 1.0),), (3,), 0.0))]


def translated(engine, *texts, known=WORDS):
    found = {}
    for batch in SpellingTranslator(engine, known).stream(texts):
        found.update((made.segment, made) for made in batch)
    return [found[place] for place in range(len(texts))]


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Anne Vasseur arrive.", "Anne Vassor arrives.", [("Vassor", "Vasseur")]),
        ("L'Unasur se réunit.", "UNAsur meets.", [("UNAsur", "Unasur")]),
        ("Homère", "Homer", []),  # a known word
        ("la Hongrie", "Hongria", []),  # a common word, however the model writes it
        ("Meléndez", "Melendez", []),  # English leaves the accent out
        ("Azcárraga", "Azcárrraga", [("Azcárrraga", "Azcárraga")]),
        ("Bruxelles", "Brussels", []),  # too far from it
        ("Vasseur et Vassor", "Vassor and Vasser", [("Vasser", "Vasseur")]),
        ("Vasseur et Vasseux", "Vassor and Vassex", [("Vassex", "Vasseux"), ("Vassor", "Vasseur")]),
        ("Vasseur", "Vassor and Vasseu", [("Vasseu", "Vasseur")]),  # the one most like it
        ("Vasseur", "vassor", []),  # no name
        ("Léa", "Lea", []),
        ("", "Vassor", []),
        ("Vasseur", "", []),
    ],
)
def test_what_is_a_misspelt_name(source, target, found):
    assert misspelt(source, target, WORDS) == found


@given(st.text(), st.text(), st.frozensets(st.text(max_size=8), max_size=3))
def test_each_misspelt_word_is_in_the_target_alone_and_its_spelling_in_the_source_alone(
    source, target, known
):
    found = misspelt(source, target, known)
    for made, spelt in found:
        assert made in target
        assert spelt in source
        assert made not in known
        assert spelt.lower() not in known
    assert len({made for made, _ in found}) == len({spelt for _, spelt in found}) == len(found)


def test_a_misspelt_name_is_put_back_wherever_it_stands():
    engine = Told({"Vasseur, dit Vasseur.": "Vassor's, said Vassor; Vassorite.", "Oui.": "Yes."})
    made, other = translated(engine, "Vasseur, dit Vasseur.", "Oui.")
    assert made == Translation(0, "Vasseur's, said Vasseur; Vassorite.", "told", ("split",))
    assert other.text == "Yes."
    assert len(engine.asked) == 2  # the one text in doubt, spelt in two ways


def test_two_names_of_a_text_are_put_back():
    text = "Vasseur et Quantico"
    (made,) = translated(Told({text: "Qantico and Vassor"}), text)
    assert made.text == "Quantico and Vasseur"


@pytest.mark.parametrize(("cost", "text"), [(6.5, "Ligurie"), (7.5, "Liguria")])
def test_a_spelling_that_the_model_finds_far_less_likely_is_not_taken(cost, text):
    (made,) = translated(Told({"Ligurie": "Liguria"}, {"Ligurie": cost}), "Ligurie")
    assert made.text == text


def test_the_safer_twin_puts_names_back_too_and_its_signature_tells():
    wrapped = SpellingTranslator(Told({"VASSEUR vient": "Vassor comes"}), WORDS)
    ((made,),) = wrapped.safer().stream(["VASSEUR vient"])
    assert made.text == "VASSEUR COMES"
    assert "spelling:" in str(wrapped.signature)


def test_the_bundled_model_lists_its_words():
    known = known_words(model_folder(BUNDLED))
    assert {"Hungary", "peintre", "Alexander"} <= known
    assert not {"Vasseur", "vassor", "Qantico"} & known
    assert "spelling:" in str(open_translator(cache=False).signature)
    assert "spelling:" not in str(open_engine(engine="fake").signature)


def test_the_bundled_model_spells_names_as_the_source():
    texts = ["L'entraînement a lieu à Quantico, en Virginie.", "Le président de l'Unasur parle."]
    made = open_translator(cache=False).translate(texts)
    assert "Quantico" in made[0].text
    assert "Virginia" in made[0].text
    assert "Unasur" in made[1].text


def test_a_folder_without_a_list_has_no_words(tmp_path):
    assert known_words(tmp_path) == frozenset()


@pytest.mark.parametrize("data", [b"Vasseur", lzma.compress(b"\xff\xfe"), lzma.compress(b"a")[:-4]])
def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path, data):
    (tmp_path / KNOWN).write_bytes(data)
    with pytest.raises(ModelError, match=r"known\.txt\.xz: a list of words, in xz, was expected"):
        known_words(tmp_path)
