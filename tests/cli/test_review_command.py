"""`align review`, as a user calls it: a page on this machine, and an export without it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from align.bitexts.tmx import TmxReader

pytest.importorskip("uvicorn")

Call = Callable[..., tuple[int, str, str]]
MAIN = [sys.executable, "-c", "from align.cli import main; main()"]
ENDLESS = [
    sys.executable,
    "-c",
    """
import threading
import align.review.realign
from align.cli import main

def endless(align):
    def realign(rows, numbers):
        print("begun", flush=True)
        threading.Event().wait()
    return realign

align.review.realign.realigner = endless
main()
""",
]
ASKED = [
    sys.executable,
    "-c",
    """
import sys
import align.translators
from align.cli import main
from align.translators.fake import FakeTranslator

def asked(*, source_lang, target_lang, **others):
    print("asked for", source_lang, target_lang, file=sys.stderr)
    return FakeTranslator()

align.translators.open_translator = asked
main()
""",
]
LINES = [
    {"source": "Un.", "target": "One.", "score": 0.9, "position": "[0]:[0]"},
    {"source": "Deux.", "target": "Two.", "score": 0.4, "position": "[1]:[1]"},
    {"source": "Seul.", "target": "", "score": 0.4, "position": "[2]:[]"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "novel.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


@contextmanager
def running(
    *arguments: object, browser: str = "", main: Sequence[str] = MAIN
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command; yields it and the address that it prints."""
    words = [*main, "review", *([] if browser else ["--no-browser"]), *map(str, arguments)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "BROWSER": browser},
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def step(address: str, **sent: object) -> Any:
    return post(address, "step", **sent)


def post(address: str, what: str, **sent: object) -> Any:
    origin, _, token = address.rstrip("/").rpartition("/")
    with urlopen(
        Request(
            f"{address}api/{what}", json.dumps({"tab": "t"} | sent).encode(),
            {"Origin": origin, "X-Align-Token": token, "Content-Type": "application/json"},
        )
    ) as answer:  # fmt: skip
        return json.load(answer)


def rows(address: str) -> Any:
    with urlopen(f"{address}api/rows?from=0&count=9") as answer:
        return json.load(answer)["rows"]


def test_work_survives_a_kill_and_a_second_process_is_told(file: Path) -> None:
    before = file.read_bytes()
    with running(file, "--user", "ann") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert len(address.split("/")[3]) >= 32
        step(address, op="accept", id=1, version=1)
        step(address, op="edit", id=2, side="target", text="Two!", version=2)
        second = subprocess.run(
            [*MAIN, "review", "--no-browser", str(file)], capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert second.returncode == 1
        assert "another align review has this file open" in second.stderr
        assert second.stderr.count("\n") == 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    with running(file) as (process, again):
        assert again != address
        assert [(row["status"], row["changed_by"]) for row in rows(again)] == [
            ("accepted", "ann"), ("edited", "ann"), ("", ""),
        ]  # fmt: skip
        step(again, op="undo", version=3)
        assert rows(again)[1]["target_text"] == "Two."
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 0
        assert said.rstrip().endswith(f"all work is in {file}.review.")
        assert "Traceback" not in said
    assert file.read_bytes() == before
    assert {path.name for path in file.parent.iterdir()} == {"novel.jsonl", "novel.jsonl.review"}


def test_a_journal_that_is_gone_is_told_in_the_page_and_at_the_end(file: Path) -> None:
    journal = file.with_name("novel.jsonl.review")
    with running(file) as (process, address):
        step(address, op="accept", id=1, version=1)
        journal.rename(file.with_name("aside"))
        with pytest.raises(HTTPError, match="507") as refused:
            step(address, op="accept", id=2, version=2)
        with refused.value as answer:
            assert f"{journal}: the journal was moved" in json.load(answer)["error"]
        assert [row["status"] for row in rows(address)] == ["accepted", "", ""]
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"stopped; {journal} was moved, removed or replaced meanwhile" in said
    assert "all work" not in said


def test_realigning_asks_a_model_for_the_region_too(file: Path) -> None:
    with running(file, "--target-lang", "en-GB", main=ASKED) as (process, address):
        with pytest.raises(HTTPError, match="400") as same:  # nothing changes
            post(address, "realign", version=1)
        same.value.close()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1].splitlines()
    assert "asked for fr en-GB" in said
    assert [line[:6] for line in said if line != "asked for fr en-GB"] == ["align:"] * 3


def test_ctrl_c_does_not_wait_for_a_realignment(file: Path) -> None:
    with running(file, main=ENDLESS) as (process, address), ThreadPoolExecutor() as pool:
        step(address, op="accept", id=1, version=1)
        answer = pool.submit(post, address, "realign", version=2)
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        with pytest.raises(HTTPError, match="503") as refused:
            answer.result()
        refused.value.close()
    assert process.returncode == 0
    assert said.endswith(f"all work is in {file}.review; the realignment was given up.\n")
    assert "Traceback" not in said
    with running(file) as (_, again):
        assert [row["status"] for row in rows(again)] == ["accepted", "", ""]


def test_a_review_of_a_file_that_was_made_anew_can_be_kept(call: Call, file: Path) -> None:
    with running(file) as (_, address):
        step(address, op="accept", id=1, version=1)
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    code, _, said = call("review", file, "--no-browser")
    assert (code, said.count("\n")) == (1, 1)
    assert "has changed since its review began" in said
    assert "--export OUT.jsonl" in said
    out = file.with_name("kept.jsonl")
    code, _, said = call("review", file, "--export", out)
    assert code == 0
    assert f"{file} has changed since its review began" in said
    kept = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [unit.get("review", "") for unit in kept] == ["accepted", "", ""]


@pytest.mark.parametrize(
    "name",
    ["a.tmx", "a.tsv", "a.jsonl", "a.html", "a.xlf", "a.xlsx", "a.parquet", "a.beads", "a.xces"],
)
def test_export_writes_any_format(call: Call, file: Path, name: str) -> None:
    out = file.parent / name
    code, printed, said = call("review", file, "--export", out)
    assert (code, printed) == (0, "")
    assert "units written" in said
    assert out.stat().st_size > 0
    assert {path.name for path in file.parent.iterdir()} == {name, file.name}  # no journal


def test_a_character_that_a_format_cannot_hold_is_counted(call: Call, file: Path) -> None:
    file.write_text(json.dumps(LINES[0] | {"target": "On\x00e."}) + "\n")
    said = call("review", file, "--export", file.parent / "a.tmx")[2]
    assert "1 unit written, 1 character that tmx cannot hold replaced." in said


def test_a_tmx_carries_who_changed_what_and_when(call: Call, file: Path) -> None:
    with running(file, "--user", "ann") as (_, address):
        step(address, op="edit", id=2, side="target", text="Two!", version=1)
        step(address, op="reject", id=1, version=2)
    out = file.parent / "a.tmx"
    code, _, said = call("review", file, "--export", out)
    assert code == 0
    assert "1 unit written, 1 rejected left out" in said
    with out.open("rb") as stream:
        (unit,) = TmxReader().read(stream, name="a.tmx").units
    assert (unit.target, unit.review, unit.changed_by) == ("Two!", "edited", "ann")
    assert len(unit.changed_at) == len("20260102T030405Z")
    assert call("validate", out)[0] == 0
    call("review", file, "--export", out, "--all")
    assert b"rejected" in out.read_bytes()


def test_convert_says_what_of_a_review_it_loses(call: Call, file: Path) -> None:
    unit = {"source": "a", "target": "b", "review": "accepted", "note": "n"}
    file.write_text(json.dumps(unit) + "\n")
    _, _, said = call("convert", file, file.parent / "a.tsv")
    assert "tsv has no place for: reviews (1), notes on units (1)." in said
    _, _, said = call("convert", file, file.parent / "a.tmx")
    assert "no place" not in said


def test_two_documents_are_aligned_first(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le chat dort. Il pleut.\n")
    (tmp_path / "b.txt").write_text("The cat sleeps. It rains.\n")
    langs = "--source-lang", "fr", "--target-lang", "en"
    code, printed, said = call(
        "review", tmp_path / "a.txt", tmp_path / "b.txt", "--export", "-", "--format", "jsonl",
        "--engine", "fake", *langs,
    )  # fmt: skip
    assert code == 0
    assert "standard output: 2 units written" in said
    units = [json.loads(line) for line in printed.splitlines()]
    assert [(u["source"], u["target"]) for u in units] == [
        ("Le chat dort.", "The cat sleeps."), ("Il pleut.", "It rains."),
    ]  # fmt: skip
    assert set(units[0]["reasons"]) == {"similarity", "margin", "length", "anchors"}
    assert (tmp_path / "a.txt+b.txt.review").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["none.tmx"], 1, "there is no such file"),
        (["novel.docx"], 2, "or a document and its translation, was expected"),
        (["novel.jsonl", "--all"], 2, "--format and --all go with --export"),
        (["novel.jsonl", "--export", "x.unknown"], 2, "the ending '.unknown' is unknown"),
        (["novel.jsonl", "--export", "x.fr"], 2, "Moses is three files"),
        (["novel.jsonl", "--export", "novel.jsonl"], 2, "another file than the review's own"),
        (["novel.jsonl", "--export", "novel.jsonl.review", "--format", "tsv"], 2, "review's own"),
        (["novel.jsonl", "--export", "no folder/x.tmx"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int,
    words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(file.parent)
    found, printed, said = call("review", *arguments)
    assert (found, printed) == (code, "")
    assert words in said
    assert file.read_text().count("\n") == 3


@pytest.mark.parametrize("library", ["starlette.applications", "uvicorn"])
def test_a_missing_library_names_the_extra(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    code, _, said = call("review", file, "--no-browser")
    assert code == 2
    assert "The review page needs an extra: pip install 'marialign[review]'." in said
