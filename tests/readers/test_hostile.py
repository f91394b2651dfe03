"""Hostile files: for every reader, each is read or refused in bounded memory and time."""

import subprocess
import sys
from pathlib import Path

import hostile
import pytest

from align.registry import names

ROOT = Path(__file__).parents[2]
MEGABYTES = 512  # on top of what Python and the reader take before the first file
SECONDS = 60  # of processor time, a case; the longest takes 15, where two processes share a core
MUST_REFUSE = {
    ("docx", "bomb"), ("docx", "deep"), ("docx", "laughs"), ("docx", "quadratic"), ("docx", "nul"),
    ("docx", "surrogates"), ("epub", "bomb"), ("epub", "laughs"), ("html", "deep"),
    ("html", "attributes"), ("markdown", "quotes"), ("pdf", "another kind"),
    *((name, "nul") for name in ("text", "markdown", "html", "subtitles", "epub")),
}  # fmt: skip
MUST_READ = {
    (name, "one line") for name in ("text", "markdown", "html", "subtitles", "docx", "epub", "pdf")
}
RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); import hostile; hostile.main()"


def test_every_reader_has_cases() -> None:
    assert set(hostile.CASES) == set(names("reader"))
    known = {(reader, case) for reader, cases in hostile.CASES.items() for case in cases}
    assert known >= MUST_REFUSE | MUST_READ


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
@pytest.mark.parametrize("reader", names("reader"))
def test_hostile_files(reader: str) -> None:
    command = [
        sys.executable, "-c", RUN, str(Path(__file__).parent), reader, str(MEGABYTES), str(SECONDS),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    cases = list(hostile.CASES[reader])
    assert run.returncode == 0, (cases[len(rows)], run.stderr[-500:])
    assert [row[0] for row in rows] == cases
    assert "Warning" not in run.stderr
    for case, came, _ in rows:
        read = came.endswith(" blocks")
        assert read or came.startswith("a.x"), (case, came)
        assert len(came) < 400
        assert not (read and (reader, case) in MUST_REFUSE), case
        assert read or (reader, case) not in MUST_READ, (case, came)
