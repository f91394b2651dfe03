"""What `--help` of the commands looks like."""

from itertools import pairwise

import pytest

WIDTH = 60


@pytest.fixture
def paragraphs(call, monkeypatch):
    """The paragraphs of a command's help before its first table, each as its lines."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))

    def told(*command):
        code, printed, _ = call(*command, "--help")
        assert code == 0
        words = printed.partition("╭")[0]
        lines = "\n".join(line.strip() for line in words.strip().splitlines())
        return [paragraph.splitlines() for paragraph in lines.split("\n\n")]

    return told


@pytest.mark.parametrize(
    "command",
    [["run"], ["review"], ["batch"], ["match"], ["pair"], ["evaluate", "links"]],
    ids=" ".join,
)
def test_paragraphs_are_filled(paragraphs, command):
    usage, *told = paragraphs(*command)
    assert len(told) > 1
    for paragraph in told:
        for line, after in pairwise(paragraph):
            assert len(f" {line} {after.split()[0]} ") > WIDTH, paragraph
    assert "[[" not in "".join(usage)
