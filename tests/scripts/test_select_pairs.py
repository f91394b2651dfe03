"""`scripts/select_pairs.py`: what is like another corpus is kept, in the corpus's order."""

import sys

import numpy as np
from trainer import numbers

from training.corpus import learn_pieces  # isort: skip (found once trainer is)
from training.pairs import Pair  # isort: skip
import select_pairs  # isort: skip


def test_texts_like_the_model_score_higher():
    model = [[5, 6, 7, 8], [5, 6, 8, 7]] * 20
    corpus = [[1, 2, 3, 4], [5, 6, 7, 8], [2, 1, 4, 3], [], [8, 7, 6, 5]] * 10
    found = select_pairs.likeness(corpus, model, pieces=9)
    assert found.shape == (50,)
    assert np.isfinite(found).all()
    assert found[1] > found[4] > found[0]  # the same pieces in another order come between


def test_the_likest_pairs_are_kept_in_order(monkeypatch, capsys, tmp_path):
    pairs = numbers(120, seed=3)
    other = [(f"le chat {a}", f"the cat {b}") for a, b in numbers(40, seed=4)]
    mixed = [pair for k in range(40) for pair in (pairs[k], other[k])]
    for name, rows in (("mixed", mixed), ("like", pairs[40:])):
        (tmp_path / f"{name}.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in rows), "utf-8")
    learn_pieces([Pair(a, b) for a, b in (*pairs, *other)], tmp_path / "m.model", pieces=50)
    arguments = [tmp_path / "mixed.tsv", 40, tmp_path / "out.tsv"]
    arguments += ["--like", tmp_path / "like.tsv", "--vocabulary", tmp_path / "m.model"]
    monkeypatch.setattr(sys, "argv", ["select_pairs", *map(str, arguments)])
    select_pairs.main()
    kept = (tmp_path / "out.tsv").read_text("utf-8").splitlines()
    assert kept == [f"{a}\t{b}" for a, b in pairs[:40]]
    assert capsys.readouterr().out.endswith("out.tsv: 40 of 80 pairs\n")
