"""Sentences of our own rules: nothing lost, nothing crossed, the press release exact."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.quoted import without_quotes
from align.readers.text import blocks_of
from align.records import Document
from align.segmenters.rules import RuleSegmenter, split

PRESS = Path(__file__).parents[2] / "../shared/data/press"

HARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            " .!?…«»“”\"'’()[]—–-:;,\n\r\t\v\f\x85\u00a0\u202f\u2028\u2029\u200b\ufeff"
        ),
        st.sampled_from("aAéÉzZ019M"),
        st.characters(),  # surrogates and control characters included
    ),
    max_size=200,
)


@given(text=HARD, lang=st.sampled_from(["fr", "en", "de", ""]))
def test_every_character_is_in_a_segment_or_white(text: str, lang: str) -> None:
    spans = split(text, lang or "fr")
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(text=HARD)
def test_document_comes_back_from_segments_and_gaps(text: str) -> None:
    document = Document(id="x", text=text, blocks=blocks_of(text))
    segments = RuleSegmenter().segment(document)
    position, rebuilt = 0, ""
    for number, segment in enumerate(segments):
        block = document.blocks[segment.block]
        assert segment.index == number
        assert block.start <= segment.start < segment.end <= block.end
        assert segment.text == text[segment.start : segment.end]
        rebuilt += text[position : segment.start] + segment.text
        position = segment.end
    assert rebuilt + text[position:] == text
    kept = "".join(segment.text for segment in segments)
    blocks = "".join(text[block.start : block.end] for block in document.blocks)
    assert "".join(kept.split()) == "".join(blocks.split())


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left.¹", "She stayed alone."],
        ["He left.[1][23]", "She stayed alone. [4] [5]", "He slept."],
        ["He left.\u200b", "She stayed alone.\u200e", "Mr.\u200b Smith slept."],
        ["Il partit.²", "Paul dormait."],
        ["Elle dort !¹²", "Il veille."],
        ["Le roi « dort ».³", "La reine veille."],
        ["Il a vu M.¹ Dupont hier."],
    ],
)
def test_the_number_of_a_note_stays_with_its_sentence(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, "fr")] == sentences


@pytest.mark.skipif(not PRESS.exists(), reason="../shared is not here")
def test_press_release() -> None:
    text = next(PRESS.glob("*.txt")).read_text(encoding="utf-8")
    document = Document(id="press", text=text, blocks=blocks_of(text))
    segments = RuleSegmenter().segment(document)
    assert len(segments) == 16
    assert segments[5].text.startswith("M. Stoltenberg a souligné")
    assert segments[7].text.endswith("Lloyd J. Austin III")
    assert segments[8].text.endswith("l’a remercié d’avoir accueilli la réunion.")
    assert segments[11].text.endswith("le général James\u00a0B.\u00a0Hecker.")


@pytest.mark.parametrize("unit", [".", ". ", "«", '. " a ', "(", " ", "\n ", "a", '!" b '])
def test_a_long_line_of_one_mark_is_split_at_all(unit: str) -> None:
    text = unit * (300_000 // len(unit))  # a quadratic pattern would take minutes
    kept = "".join(text[start:end] for start, end in split(text, "fr"))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Run it. `align run` aligns. Go.", ["Run it.", "`align run` aligns.", "Go."]),
        ("Set `a`. `b` is set.", ["Set `a`.", "`b` is set."]),
        ("Type `say Hi. Bye?` and `x. Y`. Go.", ["Type `say Hi. Bye?` and `x. Y`.", "Go."]),
        (
            "Type ``Go home. Bye.`` Then go. Run `git add .` and go. It is `x.` too.",
            ["Type ``Go home. Bye.``", "Then go.", "Run `git add .` and go.", "It is `x.` too."],
        ),
        ("Options, e.g. `--beam`, 1. `a`, etc. `b`", None),
        ("Le mot. ` chat `", None),
    ],
)
def test_code_is_whole_and_may_open_a_sentence(text: str, sentences: list[str] | None) -> None:
    assert [text[start:end] for start, end in split(text, "en")] == (sentences or [text])


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ["See App. B.", "Then we went on."]),
        ("en", ["It is in Fig. A.", "He left."]),
        ("en", ["It rains.", "N. B. The port is closed.", "It is late."]),
        ("en", ["It is over.", "P. S. I left."]),
        ("fr", ["Voir ann. B.", "Le port est fermé."]),
        ("en", ["It is on Sat. 21 Oct. at 2 p.m.", "He sat.", "21 left."]),
        ("en", ["It is 5 euros incl. VAT.", "All is incl.", "They left."]),
        ("fr", ["Fête le sam. 21 oct. et le jeu. 1er mai.", "Voir l’éq. (3.2) et l’éq. 4."]),
        ("fr", ["Sam. 21 oct. : fête au port.", "Jeu. 1er mai, repos.", "À la mer.", "3 fois."]),
        ("fr", ["Mme B... A... a écrit à M. X… Y…, avocat.", "M. Z... dort...", "Il rêve."]),
        ("fr", ["C’est M. X...", "A-t-il vu ?", "Il vit A...", "Bien..."]),
        ("fr", ["Il lit le vol.", "B. Le Goff dort."]),
        ("fr", ["Il pleut.", "N. B. : le port est fermé.", "N. B. Le quai aussi."]),
    ],
)
def test_what_abbreviations_lead_to(lang: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, lang)] == sentences


def test_a_quoted_line_that_opens_with_a_digit_ends_no_sentence() -> None:
    text = "Il vit dans une\n> maison de\n> 3 étages. Elle est à\n> 50 km."
    assert [text[start:end] for start, end in split(text, "fr")] == [
        "Il vit dans une\n> maison de\n> 3 étages.",
        "Elle est à\n> 50 km.",
    ]
    text = "Il faut x\n> 3 points."
    assert without_quotes(text) == text


def test_marks_of_quoted_mail_end_no_sentence() -> None:
    text = "Il vit dans une\n> Maison. Elle est à\n> Paris."
    assert [text[start:end] for start, end in split(text, "fr")] == [
        "Il vit dans une\n> Maison.",
        "Elle est à\n> Paris.",
    ]


def test_a_label_before_a_colon_is_no_sentence() -> None:
    text = "MARIE : Merci. PAUL : De rien. Réponse : Personne."
    assert [text[start:end] for start, end in split(text, "fr")] == [
        "MARIE : Merci.",
        "PAUL : De rien.",
        "Réponse : Personne.",
    ]


@pytest.mark.parametrize("mark", ["**", "*", "†", "¹", "¹²", "[a]", "(*)", "(b)", "…", "..."])
def test_the_mark_of_a_note_is_no_sentence(mark: str) -> None:
    for text, lang in ((f"{mark} D'après son journal.", "fr"), (f"{mark} The port sleeps.", "en")):
        assert split(text, lang) == [(0, len(text))]


def test_a_row_of_signs_stands_for_itself() -> None:
    text = "*** The port sleeps."
    assert [text[start:end] for start, end in split(text, "en")] == ["***", text[4:]]


def test_a_letter_at_the_end_is_a_number_too() -> None:
    text = "It is so. The rest is in App. B."
    assert [text[start:end] for start, end in split(text, "en")] == [
        "It is so.",
        "The rest is in App. B.",
    ]


def test_what_leads_to_a_sentence_or_a_figure_stays_with_it() -> None:
    text = "P.-S. N'oublie pas ! « N.B. Il pleut. » Il finit par un P.-S. Puis rien. "
    text += "Habitants en 2023 : 12 345."
    assert [text[start:end] for start, end in split(text, "fr")] == [
        "P.-S. N'oublie pas !",
        "« N.B. Il pleut. »",
        "Il finit par un P.-S.",
        "Puis rien.",
        "Habitants en 2023 : 12 345.",
    ]
