"""A lexicon as it is written and read, and the one that ships."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import align
from align.aligners.lexicon import Lexicon, read_lexicon, write_lexicon
from align.aligners.translation import TranslationAligner, bundled_lexicon
from align.errors import ModelError

WORD = st.text("abcdeéœ0,'☃", min_size=1, max_size=6)
ROWS = st.dictionaries(
    WORD,
    st.lists(st.tuples(WORD, st.floats(0.01, 1)), min_size=1, max_size=8, unique_by=lambda x: x[0]),
    max_size=12,
)


def rows_of(lexicon):
    return {
        word: {
            lexicon.target[c]: float(p)
            for c, p in zip(
                lexicon.columns[lexicon.offsets[i] : lexicon.offsets[i + 1]],
                lexicon.p[lexicon.offsets[i] : lexicon.offsets[i + 1]],
                strict=True,
            )
        }
        for word, i in lexicon.source.items()
    }


@given(rows=ROWS)
@settings(
    derandomize=True, deadline=None, max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_what_is_written_is_read(tmp_path, rows):
    path = tmp_path / "lexicon.npz"
    made = Lexicon.from_rows(rows)
    write_lexicon(made, path)
    read = read_lexicon(path)
    assert (read.size, read.links) == (made.size, made.links) == (len(rows), made.links)
    found = rows_of(read)
    assert set(found) == set(rows)
    for word, row in rows.items():
        assert found[word] == pytest.approx(dict(row), abs=0.5 / 255 + 1e-6)


def test_a_small_probability_is_not_lost(tmp_path):
    write_lexicon(Lexicon.from_rows({"a": [("b", 1e-6)]}), tmp_path / "lexicon.npz")
    assert read_lexicon(tmp_path / "lexicon.npz").p[0] > 0


def test_the_same_lexicon_is_the_same_file(tmp_path):
    made = Lexicon.from_rows({"b": [("x", 0.5)], "a": [("y", 0.5)]})
    write_lexicon(made, tmp_path / "one.npz")
    write_lexicon(made, tmp_path / "two.npz")
    one, two = (np.load(tmp_path / name) for name in ("one.npz", "two.npz"))
    assert all((one[key] == two[key]).all() for key in one.files)
    one.close()
    two.close()


def not_a_lexicon(path, kind):
    if kind == "array":
        with path.open("wb") as stream:
            np.save(stream, np.zeros(3))
    elif kind == "other arrays":
        np.savez(path, something=np.zeros(3))
    elif kind == "folder":
        path.mkdir()
    elif kind == "cut":
        write_lexicon(Lexicon.from_rows({"a": [("b", 0.5)]}), path)
        path.write_bytes(path.read_bytes()[:300])
    elif kind == "text":
        path.write_text("le\tthe\n")
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "parts that do not fit":
        a, one = np.frombuffer(b"a", np.uint8), np.ones(1, np.uint8)
        np.savez(path, source=a, target=a, counts=np.ones(2, np.uint8), columns=one, p=one)
    elif kind == "not UTF-8":
        byte = np.frombuffer(b"\xff", np.uint8)
        one = np.ones(1, np.uint8)
        np.savez(path, source=byte, target=byte, counts=one, columns=one, p=one)


@pytest.mark.parametrize(
    "kind",
    [
        "missing",
        "array",
        "other arrays",
        "folder",
        "cut",
        "text",
        "empty",
        "not UTF-8",
        "parts that do not fit",
    ],
)
def test_a_wrong_file_is_one_sentence_that_names_it(tmp_path, kind):
    path = tmp_path / "lexicon.npz"
    not_a_lexicon(path, kind)
    with pytest.raises(ModelError, match=r"lexicon\.npz") as caught:
        read_lexicon(path)
    assert "\n" not in str(caught.value)


def test_the_bundled_lexicon_is_small_and_knows_french():
    path = Path(align.__file__).parent / "models" / "fr-en" / "lexicon.npz"
    assert path.stat().st_size < 2_000_000
    lexicon = bundled_lexicon("fr", "en")
    assert lexicon.size > 10_000
    rows = rows_of(lexicon)
    for word, rendering in (("maison", "house"), ("eau", "water"), ("jeudi", "thursday")):
        assert max(rows[word], key=rows[word].get) == rendering
    assert all(word == word.lower() for word in lexicon.source)
    assert lexicon.columns.max() < len(lexicon.target)
    assert ((lexicon.p > 0) & (lexicon.p <= 1)).all()


def test_there_is_none_for_other_languages():
    assert bundled_lexicon("de", "en") is None
    assert "lexicon:none" in str(TranslationAligner(source_lang="de").signature)


def test_a_lexicon_of_ones_own_is_used():
    lexicon = Lexicon.from_rows({"zork": [("alpha", 1.0)], "blip": [("beta", 1.0)]})
    aligner = TranslationAligner(lexicon=lexicon)
    assert "lexicon:2" in str(aligner.signature)
    x = ["zork zork", "blip blip", "zork blip"]
    y = ["alpha alpha", "beta beta", "alpha beta"]
    assert [(b.sources, b.targets) for b in aligner.align(x, y)] == [
        ((0,), (0,)), ((1,), (1,)), ((2,), (2,)),
    ]  # fmt: skip
