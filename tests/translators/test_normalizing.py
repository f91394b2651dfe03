"""First words in lower case, over an engine whose pieces are known."""

import pytest

from align.records import Translation
from align.signature import Signature
from align.translators.normalizing import NormalizingTranslator

KNOWN = frozenset({"livraison", "mairie", "petit", "rose", "table", "tours", "œuvre", "études"})


class Spelling:
    """Translates a text into itself; has each word in one piece, and letters with a capital."""

    whole = frozenset({"Table"})
    signature = Signature.of(engine="spelling")

    def safer(self):
        return Safer()

    def counts(self, texts):
        return [1 if text.islower() or text in self.whole else len(text) for text in texts]

    def stream(self, texts):
        for place, text in enumerate(texts):
            yield [Translation(place, text, "spelling")]

    def score(self, pairs):
        yield [(0, pairs)]


class Safer(Spelling):
    signature = Signature.of(engine="safer")


def read(*texts):
    engine = NormalizingTranslator(Spelling(), known=KNOWN)
    return [made.text for batch in engine.stream(texts) for made in batch]


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("Livraison gratuite", "livraison gratuite"),
        ("« Livraison » gratuite", "« livraison » gratuite"),
        ("Livraison DHL", "livraison DHL"),
        ("Œuvre", "œuvre"),
        ("Études", "études"),
        ("Mairie : le 3 mai", "mairie : le 3 mai"),
    ],
)
def test_a_first_word_that_the_model_has_only_in_lower_case_is_read_so(text, begun):
    assert read(text) == [begun]


@pytest.mark.parametrize(
    "text",
    [
        "Table ronde",  # a piece with its capital
        "Vasseur arrive",  # nobody knows it
        "Rose arrive",  # a given name
        "Tours, le 3 mai",  # a town
        "Petit a marqué.",  # no noun begins a sentence so
        "Petit n’a rien dit.",
        "Mairie Laon",  # a name follows
        "Livraison-Express",
        "LIVRAISON",
        "LivraisonS",
        "la Livraison",
        "",
    ],
)
def test_names_and_what_the_model_has_keep_their_capital(text):
    assert read(text) == [text]


def test_texts_stay_in_their_places():
    texts = ["Livraison", "", "Table", "Livraison", "Mairie"]
    assert read(*texts) == ["livraison", "", "Table", "livraison", "mairie"]


def test_the_second_try_reads_texts_as_they_are():
    engine = NormalizingTranslator(Spelling(), known=KNOWN)
    again = engine.safer()
    assert [made.text for batch in again.stream(["Mairie"]) for made in batch] == ["Mairie"]
    signatures = {str(one.signature) for one in (engine, again, Spelling())}
    assert len(signatures) == 3


def test_pairs_are_scored_as_they_are():
    pairs = [(("Livraison",), ("Delivery",))]
    assert list(NormalizingTranslator(Spelling(), known=KNOWN).score(pairs)) == [[(0, pairs)]]


def test_the_bundled_model_knows_headings(bundled):
    made = bundled.translate(["Adresse :", "« Livraison »", "Pharmacie"])
    assert [one.text for one in made] == ["Address:", "'Delivery'", "Pharmacy"]
