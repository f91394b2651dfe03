"""`scripts/build_known.py`: the words of pairs, for the list beside a model."""

import lzma
import sys

import pytest
from trainer import ENGLISH  # noqa: F401 (finds the scripts)

from align.translators.mends.spelling import known_words

import build_known  # isort: skip (found once trainer is)


@pytest.fixture
def build(monkeypatch, capsys, tmp_path):
    def called(*folders):
        monkeypatch.setattr(sys, "argv", ["build_known", str(tmp_path / "known.txt.xz"), *folders])
        code = 0
        try:
            build_known.main()
        except SystemExit as error:
            code = error.code
        return code, capsys.readouterr()

    return called


def test_words_that_occur_twice_are_listed(build, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    rows = "Le peintre Vasseur dort.\tThe painter Homer sleeps in Paris.\n"
    (tmp_path / "one" / "a.tsv").write_text(rows, "utf-8")
    with lzma.open(tmp_path / "two" / "b.tsv.xz", "wt", encoding="utf-8") as stream:
        stream.write("Un peintre chante à Paris.\tHomer sings.\nVasseur dort.\tHe sleeps.\n")
    code, said = build(str(tmp_path / "one"), str(tmp_path / "two"))
    assert code == 0
    assert said.out.startswith("3 words, ")
    assert known_words(tmp_path) == {"peintre", "dort", "Homer"}


@pytest.mark.parametrize("text", [None, "one column\n", "un\tone\n"])
def test_too_few_words_are_one_sentence(build, tmp_path, text):
    (tmp_path / "in").mkdir()
    if text is not None:
        (tmp_path / "in" / "a.tsv").write_text(text, "utf-8")
    code, said = build(str(tmp_path / "in"))
    assert code == 1
    assert said.err.count("\n") == 1
    assert "SOURCE TAB TARGET" in said.err
    assert not (tmp_path / "known.txt.xz").exists()
