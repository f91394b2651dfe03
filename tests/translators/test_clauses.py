"""Nothing is cut in silence: whatever goes in is translated, whole, in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.translators.clauses import blank, split_long
from align.translators.fake import FakeTranslator

WORDS = st.sampled_from(
    ["ville", "Président", "et", "qui", "d'accord", "12", "3,5", "mot.", "fin !", "« oui »",
     "(donc", "voilà)", "ceci ;", "cela :", "–", "œuvre,", "x" * 40, "漢字", "a\nb", "\u00a0"]
)  # fmt: skip


def words(texts):
    return [len(text.split()) for text in texts]


def characters(text):
    return "".join(text.split())


@given(st.lists(WORDS, max_size=120).map(" ".join), st.integers(1, 30))
def test_the_parts_are_the_text(text, limit):
    parts = split_long(text, limit, words)
    assert "".join(parts) == text
    assert all(count <= limit for count in words(parts))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 5000), st.lists(WORDS, min_size=1, max_size=30), st.integers(4, 128))
def test_every_word_of_a_long_input_is_translated(length, pattern, limit):
    text = " ".join((pattern * (length // len(pattern) + 1))[:length])
    translator = FakeTranslator(words={}, limit=limit)
    (made,) = translator.translate([text])
    kept = text.replace("’", "'")
    assert characters(made.text) == characters(kept)
    assert ("split" in made.flags) == (len(translator._encode([text])[0]) > limit)


def test_a_cut_falls_where_a_clause_ends():
    text = "Le maire a parlé longtemps hier ; la salle, elle, a écouté sans un mot de plus."
    assert split_long(text, 10, words) == [
        "Le maire a parlé longtemps hier ; ",
        "la salle, elle, a écouté sans un mot de plus.",
    ]


def test_a_text_without_spaces_is_cut_too():
    def count(texts):
        return [len(text) for text in texts]

    parts = split_long("x" * 1000, 64, count)
    assert "".join(parts) == "x" * 1000
    assert max(map(len, parts)) <= 64


def test_a_part_that_cannot_be_cut_further_is_left_to_the_model():
    assert split_long("ab", 1, lambda texts: [9 for _ in texts]) == ["a", "b"]


@pytest.mark.parametrize("run", [".", " ", "…!", ". ", '."', ",", " - "])
def test_a_long_run_is_cut_and_whole(run):
    text = "a" + run * 6000 + "b"
    parts = split_long(text, 4096, lambda texts: [len(text) for text in texts])
    assert "".join(parts) == text
    assert max(map(len, parts)) <= 4096


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "https://example.org/" + "abc/def-ghi?x=1&" * 9,
            "https://example.org/" + "abc/def-ghi?x=1&" * 9,
        ),
        ("x" * 100, "x" * 100),
        ("mot " * 40, ("mot " * 40).strip()),
        ("漢字の文" * 20, None),
    ],
)
def test_parts_are_joined_as_they_were_cut(text, expected):
    class Letters(FakeTranslator):
        def _encode(self, texts):
            return [list("".join(text.split())) for text in texts]

        def _text(self, source, pieces):
            return "".join(pieces)

    (made,) = Letters(limit=24).translate([text])
    assert "split" in made.flags
    if text.startswith("mot"):
        assert made.text.replace(" ", "") == expected.replace(" ", "")
        assert " " in made.text
    elif expected is None:
        assert " " in made.text
    else:
        assert made.text == expected


@pytest.mark.parametrize(
    "text", ["", " \t", "\u200b", "\ufeff \u200d", "\u0301", "\u2060\u00ad", "\u3164"]
)
def test_what_nobody_sees_is_blank_and_stays_empty(text):
    assert blank(text)
    (made,) = FakeTranslator().translate([text])
    assert (made.text, made.flags) == ("", ())


@pytest.mark.parametrize("text", ["a", ".", "\u200b1", "é", "漢", "🎉", "\u200f؟"])
def test_what_can_be_seen_is_not(text):
    assert not blank(text)
