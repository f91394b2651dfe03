"""French or English on sentences, cuts of three words, and captions full of names."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.languages import detect_language, identify
from align.languages.bilingual import french_score
from align.readers.text import blocks_of
from align.records import Document

FLORES = Path(__file__).parents[2] / "../shared/data/mt"
CAPTIONS = Path(__file__).parent / "captions.tsv"
FRESH = Path(__file__).parent / "captions_fresh.tsv"
PAIR = ("fr", "en")

GERMAN = (
    "Die Ministerin hat gestern in Berlin erklärt, dass die Verhandlungen noch lange dauern werden."
)


def document(text: str) -> Document:
    """Return a text as a document of blocks."""
    return Document(id="x", text=text, blocks=blocks_of(text))


def cuts(line: str, size: int) -> list[str]:
    """Return a line's consecutive cuts of `size` words."""
    words = line.split()
    return [" ".join(words[i : i + size]) for i in range(0, len(words) - size + 1, size)]


@pytest.mark.skipif(not FLORES.exists(), reason="../shared is not here")
@pytest.mark.parametrize(("size", "bar"), [(3, 0.98), (0, 0.999)])
def test_flores(size: int, bar: float) -> None:
    right = total = 0
    for lang in PAIR:
        lines = (FLORES / f"flores-dev.{lang}").read_text(encoding="utf-8").splitlines()
        texts = [cut for line in lines for cut in (cuts(line, size) if size else [line])]
        right += sum(found == lang for found, _ in identify(texts, langs=PAIR))
        total += len(texts)
    assert right / total >= bar


def test_captions_full_of_names() -> None:
    rows = [line.split("\t") for line in CAPTIONS.read_text(encoding="utf-8").splitlines()]
    assert Counter(lang for lang, _ in rows) == {"fr": 50, "en": 50}
    found = identify([text for _, text in rows], langs=PAIR)
    wrong = [text for (lang, text), (guess, _) in zip(rows, found, strict=True) if guess != lang]
    assert not wrong


def test_captions_that_were_not_looked_at_before() -> None:
    rows = [line.split("\t") for line in FRESH.read_text(encoding="utf-8").splitlines()]
    assert Counter(lang for lang, _ in rows) == {"fr": 30, "en": 30}
    found = identify([text for _, text in rows], langs=PAIR)
    wrong = [text for (lang, text), (guess, _) in zip(rows, found, strict=True) if guess != lang]
    assert len(wrong) <= 5  # two of them are names alone


def test_nothing_to_go_on() -> None:
    assert identify(["12:50", "", "* * *"], langs=PAIR) == [("fr", 0.5)] * 3
    assert identify(["Guten Tag"], langs=["de"]) == [("de", 1.0)]
    assert detect_language(document("12 50\n\n***\n")) == "fr"
    assert detect_language(document("")) == "fr"


def test_identify_needs_a_language() -> None:
    with pytest.raises(ValueError, match="at least one language"):
        identify(["a"], langs=[])


def test_other_languages() -> None:
    assert detect_language(document(GERMAN)) == "de"
    assert identify([GERMAN, "Le chat dort."], langs=["de", "fr"])[0][0] == "de"
    assert detect_language(document("The cat sleeps on the mat.")) == "en"
    assert detect_language(document("Le chat dort sur le lit.")) == "fr"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("it", "La riunione si terrà domani a Milano."),
        ("it", "Il ministro della Difesa ha incontrato i marinai."),
        ("es", "Las negociaciones continúan sin descanso."),
        ("es", "Muchas gracias por tu ayuda."),
        ("pt", "O cão dorme no sofá."),
        ("pt", "A comida está pronta, venham para a mesa."),
        ("de", "Wie spät ist es?"),
        ("de", "Vielen Dank für deine Hilfe."),
        ("nl", "De onderhandelingen gaan door."),
        ("nl", "Ik weet het niet."),
        ("pl", "Pojechał do domu i do szkoły, a potem do sklepu i do lasu."),
    ],
)
def test_a_few_words_of_another_language(lang: str, text: str) -> None:
    assert detect_language(document(text)) == lang


def test_names_and_short_texts_are_in_no_third_language() -> None:
    for path in (CAPTIONS, FRESH):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert detect_language(document(line.split("\t")[1])) in PAIR
    for text in ("OK", "Hmm.", "Jens Stoltenberg", "Vilnius", "Yeah, right.", "Ça va ?", "Tallinn"):
        assert detect_language(document(text)) in PAIR


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    ((lang, sure),) = identify([text], langs=PAIR)
    assert lang in PAIR
    assert 0.5 <= sure <= 1


def test_a_space_before_a_mark_is_french() -> None:
    assert french_score("Egils Levits : trio") > french_score("Egils Levits: trio") + 1
    assert french_score("« Titanic »") > french_score("“Titanic”") + 1
    assert french_score("Titanic :)") == french_score("Titanic")
    assert french_score("12 : 50") == 0


def test_case_and_apostrophes_do_not_matter_much() -> None:
    assert french_score("LE SECRÉTAIRE GÉNÉRAL DE L’OTAN") > 0
    assert french_score("THE SECRETARY GENERAL OF NATO") < 0
    assert french_score("l'aide") == french_score("l’aide")
