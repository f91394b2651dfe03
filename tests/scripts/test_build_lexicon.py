"""`scripts/build_lexicon.py`: pairs of numbers and words to a lexicon that the aligner reads."""

import lzma
import sys

import pytest
from trainer import ENGLISH, FRENCH, numbers

from align.aligners.lexicon import read_lexicon

import build_lexicon  # isort: skip (found once trainer is)


@pytest.fixture
def build(monkeypatch, capsys, tmp_path):
    def called(*options):
        arguments = ["build_lexicon", str(tmp_path), str(tmp_path / "lexicon.npz"), *options]
        monkeypatch.setattr(sys, "argv", arguments)
        code = 0
        try:
            build_lexicon.main()
        except SystemExit as error:
            code = error.code
        return code, capsys.readouterr()

    return called


def test_a_few_hundred_pairs_make_a_lexicon(build, tmp_path):
    rows = [f"{a}\t{b}\n" for a, b in numbers(400, seed=3)]
    (tmp_path / "a.tsv").write_text("".join(rows[:200]), "utf-8")
    with lzma.open(tmp_path / "b.tsv.xz", "wt", encoding="utf-8") as stream:
        stream.writelines(rows[200:])
    code, said = build("--best", "3")
    assert code == 0
    assert f"{len(rows)} pairs" in said.out
    lexicon = read_lexicon(tmp_path / "lexicon.npz")
    assert set(lexicon.source) == set(FRENCH)
    for french, english in zip(FRENCH, ENGLISH, strict=True):
        row = lexicon.source[french]
        links = range(lexicon.offsets[row], lexicon.offsets[row + 1])
        assert 1 <= len(links) <= 3
        best = max(links, key=lambda k: lexicon.p[k])
        assert lexicon.target[lexicon.columns[best]] == english
        assert lexicon.p[best] > 0.5


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "SOURCE TAB TARGET"),
        ({"a.tsv": ""}, "SOURCE TAB TARGET"),
        ({"a.tsv": "one column\n", "b.txt": "un\tone\n"}, "SOURCE TAB TARGET"),
        ({"a.tsv": "un\tone\n"}, "two pairs at least"),
        ({"a.tsv": "un\tone\nun\ttwo\ndeux\tone\n"}, "two pairs at least"),
        ({"a.tsv": "!\t?\n" * 9}, "two pairs at least"),
    ],
)
def test_too_few_pairs_are_one_sentence(build, tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    code, said = build()
    assert code == 1
    (line,) = said.err.splitlines()
    assert message in line
    assert not (tmp_path / "lexicon.npz").exists()


def test_a_folder_that_is_not_there_is_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["x", str(tmp_path / "none"), str(tmp_path / "out.npz")])
    with pytest.raises(SystemExit) as caught:
        build_lexicon.main()
    assert caught.value.code == 1
    assert str(tmp_path / "none") in capsys.readouterr().err
