"""Compiled code: cached where the package cannot be written, and compiled once for all texts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(code, *, folder, home=None):
    """Run Python, with a home of its own where one is given; return what it prints."""
    kept = dict(os.environ)
    if home:
        own = ("NUMBA_", "XDG_", "MARIALIGN_")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
        kept |= {"HOME": str(home), "USERPROFILE": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, timeout=300,
        env=kept | {"PYTHONPATH": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_compiled_code_is_kept_in_the_home_and_not_beside_the_package(tmp_path):
    copy, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(ROOT / "align", copy / "align", ignore=ignored)
    code = (
        "from align.aligners import words; words.tokenize(['a b']); s = words._scan.stats; "
        "print(sum(s.cache_hits.values()), sum(s.cache_misses.values()))"
    )
    assert run(code, folder=copy, home=home) == ["0", "1"]
    assert run(code, folder=copy, home=home) == ["1", "0"]
    assert list(home.rglob("*.nbi"))
    assert not list(copy.rglob("*.nb?"))


def test_where_nothing_can_be_written_it_compiles_all_the_same(tmp_path):
    """Files stand where folders would be: a user who may write anywhere cannot write there."""
    copy, home = tmp_path / "site", tmp_path / "home"
    ignored = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(ROOT / "align", copy / "align", ignore=ignored)
    (copy / "align" / "aligners" / "__pycache__").write_text("in the way")
    home.write_text("in the way")
    code = "from align.aligners import words; print(len(words.tokenize(['a b'])))"
    assert run(code, folder=copy, home=home)


def test_each_function_is_compiled_for_one_kind_of_array():
    """Small texts and large ones, holes and null sides: no array has a layout of its own."""
    code = """
from align.aligners import band, model1, search, similarity, words
from align.aligners.lexical import LexicalAligner
x = [f"La ligne {k} parle du chat {k * 7}." for k in range(200)]
y = [f"Line {k} speaks of the cat {k * 7}." for k in range(200)]
for a, b in ((x, y), (x[:1], y[:1]), (x[:9], y[:1]), (x[:1], y[:9]), (x, y[:50] + y[90:]),
             (x[150:] + x[:150], y), (["", "..."], ["?"])):
    LexicalAligner().align(a, b)
for module in (band, model1, search, similarity, words):
    for name, function in vars(module).items():
        if len(getattr(function, "signatures", ())) > 1:
            print(module.__name__, name)
"""
    assert run(code, folder=ROOT) == []
