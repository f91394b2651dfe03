"""The journal: every step is on disk, one process at a time, undo survives all of it."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from align.output import LEFT_NOTE
from align.records import CorpusHeader, Origin, Reasons, TranslationUnit
from align.review.document import ReviewDocument, StaleError
from align.review.fields import unit_from, unit_json
from align.review.journal import Journal, JournalError, JournalInUseError
from align.review.realign import splices
from align.review.rows import Row
from align.review.steps import Numbers, Splice, StepError
from align.signature import Signature

HEADER = CorpusHeader(
    "fr", "en", Signature.of(aligner="x", langs="fr-en"), "20260102T030405Z", "d", ("n", "m"), "p"
)
UNITS = [
    TranslationUnit(
        f"Phrase {n}. Encore {n}.", f"Sentence {n}. Again {n}.", "fr", "en", "2:2", Origin.HUMAN,
        f"[{2 * n}, {2 * n + 1}]:[{2 * n}, {2 * n + 1}]", "d", n / 20,
    )
    for n in range(20)
]  # fmt: skip


def begun(path: Path) -> ReviewDocument:
    journal = Journal(path)
    if journal.fresh:
        journal.begin(UNITS, HEADER, {"sha256": "[]"})
    return ReviewDocument(journal, user="ann")


def test_a_unit_comes_back() -> None:
    unit = TranslationUnit(
        "a\ud800é", "b", "fr", "en", "1:1", Origin.MACHINE, "", "d", 0.5, True, "e", ("copied",),
        "edited", "ann", "20260102T030405Z", "n", (0.5,), Reasons(0.1, 0.2, 0.3, 0.4),
    )  # fmt: skip
    assert unit_from(unit_json(unit)) == unit
    assert unit_from(unit_json(UNITS[0])) == UNITS[0]


def test_the_header_comes_back(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        assert document.header == HEADER


def test_a_step_is_signed_and_counted(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        change = document.step("accept", {"id": 3}, version=1)
        unit = document.rows[2].unit
        assert (unit.review, unit.changed_by) == ("accepted", "ann")
        assert len(unit.changed_at) == len("20260102T030405Z")
        assert (change.version, document.version, document.undo, document.redo) == (
            2,
            2,
            True,
            False,
        )
        assert document.counts == {
            "accepted": 1, "edited": 0, "rejected": 0, "open": 19, "unaligned": 0, "machine": 0,
        }  # fmt: skip


def walk(document: ReviewDocument, chance: random.Random, steps: int) -> list[list[object]]:
    """Do random steps; returns the rows after each."""
    seen: list[list[object]] = [list(document.rows)]
    while len(seen) <= steps:
        row = chance.choice(document.rows)
        op = chance.choice(["accept", "reject", "merge", "split", "move", "unlink", "note"])
        arguments = {
            "id": row.id, "side": chance.choice(["source", "target"]),
            "offset": chance.randint(0, 8),
            "segment": chance.choice(["first", "last"]) if op == "move" else chance.randint(0, 1),
            "to": chance.choice(["above", "below"]), "text": f"note {len(seen)}",
            "other_segment": chance.choice([None, 1]),
        }  # fmt: skip
        try:
            document.step(op, arguments, version=document.version)
        except StepError:
            continue
        seen.append(list(document.rows))
    return seen


def recounted(document: ReviewDocument) -> dict[str, int]:
    rows = document.rows
    names = {"a": "accepted", "e": "edited", "r": "rejected", "o": "open"}
    found = {name: sum(row.kind == kind for row in rows) for kind, name in names.items()}
    return found | {
        "unaligned": sum(row.null for row in rows), "machine": sum(row.machine for row in rows),
    }  # fmt: skip


def test_undo_and_redo_go_all_the_way_across_restarts(tmp_path: Path) -> None:
    path, chance = tmp_path / "j", random.Random(7)
    with closing(begun(path)) as document:
        seen = walk(document, chance, 40)
        version = document.version
    with closing(begun(path)) as document:
        assert document.version == version
        assert document.rows == seen[-1]
        assert document.counts == recounted(document)
        for expected in reversed(seen[20:-1]):
            document.step("undo", {}, version=document.version)
            assert document.rows == expected
    with closing(begun(path)) as document:  # in the middle: both ways are open
        assert document.rows == seen[20]
        assert (document.undo, document.redo) == (True, True)
        for expected in seen[21:]:
            document.step("redo", {}, version=document.version)
            assert document.rows == expected
        with pytest.raises(StepError, match="nothing to redo"):
            document.step("redo", {}, version=document.version)
        for expected in reversed(seen[:-1]):
            document.step("undo", {}, version=document.version)
            assert document.rows == expected
        with pytest.raises(StepError, match="nothing to undo"):
            document.step("undo", {}, version=document.version)
        assert document.counts == recounted(document)
        assert [row.unit for row in document.rows] == UNITS


def test_the_note_on_what_has_no_translation_follows_the_steps(tmp_path: Path) -> None:
    machine = replace(
        UNITS[0], bead="1:0", origin=Origin.MACHINE, engine="e", position="[40]:[]", source="Un."
    )
    null = replace(UNITS[0], target="", bead="2:0", position="[41, 42]:[]")
    units = [*UNITS, machine, null]

    def noted(document: ReviewDocument) -> str:
        assert document.header.notes[0] == "n"
        return document.header.notes[1]

    path = tmp_path / "j"
    journal = Journal(path)
    journal.begin(units, replace(HEADER, notes=("n", LEFT_NOTE.format(3, 5))), {"sha256": "[]"})
    with closing(ReviewDocument(journal, user="ann")) as document:
        assert noted(document) == LEFT_NOTE.format(3, 5)
        alone, text = {"id": 22}, {"side": "target", "text": "One. Two."}
        for op, more, left in (
            ("unlink", {"id": 1}, (5, 7)), ("edit", alone | text, (3, 7)),
            ("merge", {"id": 21}, (2, 7)), ("undo", {}, (3, 7)), ("accept", {"id": 2}, (3, 7)),
        ):  # fmt: skip
            document.step(op, more, version=document.version)
            assert noted(document) == LEFT_NOTE.format(*left), op
    with closing(ReviewDocument(Journal(path), user="ann")) as document:
        assert noted(document) == LEFT_NOTE.format(3, 7)
        walk(document, random.Random(3), 30)
        left = [row for row in document.rows if row.null or row.machine]
        sources = sum(len(row.sides[0]) for row in left)
        targets = sum(len(row.sides[1]) for row in left if not row.machine)
        assert noted(document) == LEFT_NOTE.format(sources, targets + 5)


def test_a_new_step_takes_the_place_of_undone_ones_and_reuses_no_number(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        first = document.step("unlink", {"id": 1}, version=1)
        fresh = first.splices[0].after[1].id
        document.step("undo", {}, version=2)
        second = document.step("unlink", {"id": 2}, version=3)
        assert second.splices[0].after[1].id > fresh
        assert not document.redo
    with closing(begun(tmp_path / "j")) as document:
        assert [row.id for row in document.rows[:3]] == [1, 2, fresh + 1]
        assert not document.redo


def test_undo_of_a_realignment_goes_to_its_first_change_as_the_realignment_does(
    tmp_path: Path,
) -> None:
    def joined(rows: Sequence[Row], numbers: Numbers) -> tuple[Splice, ...]:
        one, two = (replace(rows[at], id=numbers()) for at in (4, 15))
        return splices(rows, [*rows[:4], one, *rows[6:15], two, *rows[17:]])

    with closing(begun(tmp_path / "j")) as document:
        change = document.realign(joined, version=1)
        assert (len(change.splices), change.focus) == (2, 21)
        assert document.step("undo", {}, version=2).focus == 5
        assert document.step("redo", {}, version=3).focus == 21


def test_a_realignment_may_begin_by_taking_a_row_away(tmp_path: Path) -> None:
    """As where the last segments of the document stand first, in a file sorted by score."""

    def lowered(rows: Sequence[Row], numbers: Numbers) -> tuple[Splice, ...]:
        return splices(rows, [*rows[1:], rows[0]])

    with closing(begun(tmp_path / "j")) as document:
        change = document.realign(lowered, version=1)
        assert [len(splice.after) for splice in change.splices] == [0, 1]
        assert (change.focus, [row.id for row in document.rows]) == (1, [*range(2, 21), 1])
        document.step("undo", {}, version=2)
        assert [row.id for row in document.rows] == [*range(1, 21)]


def test_a_step_on_another_version_is_refused(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        document.step("accept", {"id": 1}, version=1)
        with pytest.raises(StaleError, match="version 2"):
            document.step("accept", {"id": 2}, version=1)
        with pytest.raises(StepError, match="no bead 99"):
            document.step("accept", {"id": 99}, version=2)


def test_a_second_process_is_told(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom align.review.journal import Journal\n"
        "try:\n    Journal(sys.argv[1])\nexcept Exception as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    with closing(begun(tmp_path / "j")):
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path / "j"], capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        assert done.stdout.startswith("JournalInUseError")
        assert "another align review has this file open" in done.stdout
        with pytest.raises(JournalInUseError):  # in this process too
            Journal(tmp_path / "j")
    Journal(tmp_path / "j").close()


def test_a_killed_process_loses_no_step_and_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import sys, itertools\nfrom align.review.journal import Journal\n"
        "from align.review.document import ReviewDocument\n"
        "document = ReviewDocument(Journal(sys.argv[1]), user='bob')\n"
        "for n in itertools.count():\n"
        "    document.step('note', {'id': n % 20 + 1, 'text': str(n)}, version=document.version)\n"
        "    print(n, flush=True)\n"
    )
    begun(tmp_path / "j").close()
    process = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path / "j"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    for _ in range(30):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = 29 + len(process.stdout.read().split())
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    with closing(begun(tmp_path / "j")) as document:
        notes = {int(row.unit.note) for row in document.rows}
        assert max(notes) >= told  # what was said to be done is there
        assert notes == set(range(max(notes) - 19, max(notes) + 1))


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("These are no pages of a database. " * 100)
    with pytest.raises(JournalError, match="this is no journal"):
        Journal(tmp_path / "text")
    with closing(sqlite3.connect(tmp_path / "base")) as base:
        base.execute("CREATE TABLE t (x)")
    with pytest.raises(JournalError, match="another program's file"):
        Journal(tmp_path / "base")
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal(tmp_path / "no folder" / "j")
    begun(tmp_path / "j").close()
    with closing(sqlite3.connect(tmp_path / "j")) as base:
        base.execute("PRAGMA user_version=99")
    with pytest.raises(JournalError, match="another version"):
        Journal(tmp_path / "j")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE originals SET unit = '{' WHERE id = 5",
        "UPDATE originals SET unit = '{}' WHERE id = 5",
        "UPDATE steps SET splices = '[1]'",
        "DELETE FROM facts WHERE name = 'done'",
        "DELETE FROM facts WHERE name = 'signature'",
        "DROP TABLE notes",
    ],
)
def test_a_damaged_journal_is_told(tmp_path: Path, damage: str) -> None:
    with closing(begun(tmp_path / "j")) as document:
        document.step("accept", {"id": 1}, version=1)
    with closing(sqlite3.connect(tmp_path / "j", isolation_level=None)) as base:
        base.execute(damage)
    with (
        closing(Journal(tmp_path / "j")) as journal,
        pytest.raises(JournalError, match=r"j: the journal is damaged \(.+\); put a copy"),
    ):
        ReviewDocument(journal, user="ann")


def test_a_step_that_cannot_be_written_is_not_done(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        before = list(document.rows)
        base = document._journal._base
        pages = base.execute("PRAGMA page_count").fetchone()[0]
        base.execute(f"PRAGMA max_page_count={pages}")  # a full disk
        with pytest.raises(JournalError, match="could not be written and was not done"):
            document.step("note", {"id": 1, "text": "x" * 100_000}, version=1)
        assert (document.rows, document.version, document.undo) == (before, 1, False)
        base.execute("PRAGMA max_page_count=1000000")
        document.step("note", {"id": 1, "text": "x" * 100_000}, version=1)
    with closing(begun(tmp_path / "j")) as document:
        assert len(document.rows[0].unit.note) == 100_000


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_no_step_is_done_where_the_journal_is_gone(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "j"
    file, aside = tmp_path / f"j{ending}", tmp_path / "aside"
    with closing(begun(path)) as document:
        document.step("accept", {"id": 1}, version=1)
        assert document.kept
        file.rename(aside)
        for _ in range(2):  # gone, then another one in its place
            with pytest.raises(JournalError, match="moved, removed or replaced while it was open"):
                document.step("accept", {"id": 2}, version=2)
            assert (document.version, document.kept) == (2, False)
            file.write_bytes(aside.read_bytes())
        aside.replace(file)
        document.step("accept", {"id": 2}, version=2)
    with closing(begun(path)) as document:
        assert [row.kind for row in document.rows[:3]] == ["a", "a", "o"]


def test_a_step_costs_what_it_changes(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        for n in range(1, 11):
            document.step("accept", {"id": n}, version=n)
        base = document._journal._base
        sizes = [size for (size,) in base.execute("SELECT length(splices) FROM steps")]
        assert len(sizes) == 10
        assert max(sizes) < 2000


def test_search_is_in_both_sides_and_in_order(tmp_path: Path) -> None:
    with closing(begun(tmp_path / "j")) as document:
        assert document.search("PHRASE 1") == [2, *range(11, 21)]
        assert document.search("again 19.") == [20]
        assert document.search("") == []
        assert document.search("nowhere") == []


@pytest.mark.parametrize(
    "typed",
    ["L'été : 12 000 €", "l\u2019ÉTÉ\u00a0: 12\u202f000\u00a0€", "L'e\u0301te\u0301 : 12 000 €"],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_finds_what_another_keyboard_writes(tmp_path: Path, form: str, typed: str) -> None:
    text = unicodedata.normalize(form, "Dès l\u2019été\u202f: 12\u202f000\u00a0€.")  # as from a Mac
    journal = Journal(tmp_path / "j")
    journal.begin([replace(UNITS[0], source=text)], HEADER, {"sha256": "[]"})
    with closing(ReviewDocument(journal, user="ann")) as document:
        assert document.search(typed) == [1]
