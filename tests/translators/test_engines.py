"""Both engines: the same output, order kept, nothing printed, nothing warned."""

import weakref
from pathlib import Path

import pytest

from align.translators.ctranslate import CTranslate2Translator
from align.translators.decoding import Decoding, Output
from align.translators.fake import FakeTranslator
from align.translators.marian import MarianTranslator

OWN = (
    "La ville a présenté hier son nouveau plan de transport.",
    "Les travaux commenceront en mars 2024 et coûteront 12 millions d’euros.",
    "Bonjour !",
    "",
    "Le chat dort sur le lit, et le chien boit de l'eau dans la cuisine.",
    "« Nous sommes très heureux de cette décision », a dit le président.",
    "   ",
    "Qui a écrit ce livre ?",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARIALIGN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def fast(cache):
    return CTranslate2Translator(precision="float32", threads=1)


@pytest.fixture(scope="module")
def reference():
    return MarianTranslator(threads=1)


def texts_of(translations):
    return [translation.text for translation in translations]


def test_greedy_output_is_the_same_in_float32(fast, reference):
    quick = texts_of(fast.translate(OWN))
    assert quick == texts_of(reference.translate(OWN))
    assert [bool(text) for text in quick] == [bool(text.strip()) for text in OWN]


def test_greedy_output_is_the_same_on_200_sentences(fast, reference, monkeypatch):
    flores = Path("../shared/data/mt/flores-dev.fr")
    if not flores.is_file():
        pytest.skip("the development data is not here")
    sentences = flores.read_text(encoding="utf-8").split("\n")[:200]
    for engine in (fast, reference):
        monkeypatch.setattr(engine, "batch_pieces", 2048)  # faster, and no other output
    assert texts_of(fast.translate(sentences)) == texts_of(reference.translate(sentences))


def test_order_is_that_of_the_input(fast):
    forwards = texts_of(fast.translate(OWN))
    backwards = texts_of(fast.translate(OWN[::-1]))
    assert forwards == backwards[::-1]


def test_beams_agree_for_the_most_part(cache, reference):
    fast = CTranslate2Translator(precision="float32", decoding=Decoding(beam=4), threads=1)
    slow = MarianTranslator(decoding=Decoding(beam=4), threads=1)
    pairs = zip(texts_of(fast.translate(OWN)), texts_of(slow.translate(OWN)), strict=True)
    assert sum(a == b for a, b in pairs) >= len(OWN) - 1


TAGS = (
    "La balise </s> ferme le texte.",
    "Entre <pad> et <unk>, <s> est un mot.",
    ">>fr<< est un signe.",
    ">>fra<< Le chat <unk>",
)


def test_the_models_own_tokens_in_a_text_are_text(fast, reference):
    """`tokenize` of transformers reads them as what ends or fills a text."""
    texts = [*TAGS, *filter(str.strip, OWN)]
    pieces = reference._encode(texts)
    assert pieces == fast._encode(texts)
    for found in pieces:
        assert not {"</s>", "<pad>", "<unk>", "<s>", ">>fr<<", ">>fra<<"} & set(found)
    made = texts_of(reference.translate(TAGS))
    assert made == texts_of(fast.translate(TAGS))
    assert "</s>" in made[0]


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_what_runs_on_is_cut_by_its_own_length_alone(engine, request):
    engine = request.getfixturevalue(engine)
    endless, long = "z" * 50, " ".join(["La ville a un nouveau plan."] * 12)
    (alone,) = engine.translate([endless])
    beside, _ = engine.translate([endless, long])
    assert "truncated" in alone.flags
    assert beside == alone


@pytest.mark.parametrize(
    ("output", "most", "cut"),
    [
        (Output(["a", "b"], True), 3, Output(["a", "b"], True)),
        (Output(["a", "b"], True), 2, Output(["a", "b"], False)),  # its end is one more
        (Output(["a", "b"], False), 2, Output(["a", "b"], False)),
        (Output(["a", "b", "c"], True), 2, Output(["a", "b"], False)),
    ],
)
def test_an_output_is_cut_as_if_the_model_had_been_stopped(output, most, cut):
    assert output.cut(most) == cut


def test_a_piece_is_one_string_however_often_it_occurs(fast):
    """A text of 200,000 lines has five million."""
    first, second = fast._encode([OWN[4], OWN[4]])
    assert all(piece is other for piece, other in zip(first, second, strict=True))


class Kept(list):
    """Pieces of which one can tell whether anybody has them still."""


def test_what_a_model_wrote_is_given_up_once_it_is_a_text():
    made = []

    class Watched(FakeTranslator):
        def _decode(self, batch):
            outputs = [Output(Kept(pieces), True) for pieces in batch]
            made.extend(weakref.ref(output.pieces) for output in outputs)
            return outputs

    engine = Watched(batch_pieces=8)
    alive = []
    for _ in engine.stream([f"le chat dort {number}" for number in range(50)]):
        alive.append(sum(pieces() is not None for pieces in made))
    assert len(made) == 50
    assert max(alive) < 5
