"""What the README shows is what the commands print, but for what depends on the machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.M | re.S)
ALIGN = [sys.executable, "-c", "from align.cli import main; main()"]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][2:40])
def test_an_example_prints_what_it_shows(block, tmp_path):
    shown = [line for line in block.splitlines() if not line.startswith("$ ")]
    printed = []
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        words = command.split()
        if words[0] == "align":
            words = ALIGN + [str(ROOT / w) if w.startswith("corpora/") else w for w in words[1:]]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        printed += (done.stderr + done.stdout).splitlines()
    assert len(printed) == len(shown)
    # Probabilities, and English that the model wrote, may differ from one processor to the next.
    assert [line.split("\t")[0] for line in printed] == [line.split("\t")[0] for line in shown]
    assert [line.count("\t") for line in printed] == [line.count("\t") for line in shown]


def test_there_are_examples():
    assert len(BLOCKS) >= 2


def test_the_lines_of_python_run(tmp_path):
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
    code = code.replace("corpora/", f"{ROOT.as_posix()}/corpora/")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 13  # 12 pairs, and a sentence that is left out in English
    assert (tmp_path / "press-release.tmx").read_bytes().count(b"<tu ") == 12
