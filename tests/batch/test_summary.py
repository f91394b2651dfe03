"""What a batch says of itself, while it runs and at the end."""

import json

from align.batch.entries import Entry
from align.batch.summary import Tally, done_lines, failure_lines, progress_line, table
from align.batch.worker import Outcome


def done(index, sentences=10):
    return Outcome(index, "done", sentences=sentences, pairs=9, machine=1)


def test_the_line_has_documents_speed_and_time_left():
    tally = Tally(12, skipped=2)
    assert progress_line(tally) == "0 of 10 documents · 0.0 sentences/s · -:--:-- left"
    for index in range(4):
        tally.add(done(index))
    tally.add(Outcome(4, "failed", kind="DataError"))
    tally.seconds = 100.0
    assert progress_line(tally) == "5 of 10 documents, 1 failed · 0.4 sentences/s · 0:01:40 left"


def test_the_time_left_is_told_by_this_run_alone():
    tally = Tally(10)
    for index in range(5):
        tally.keep(done(index))
    tally.earlier = 5
    tally.add(done(5))
    tally.seconds = 3600.0
    assert progress_line(tally) == "6 of 10 documents · 0.0 sentences/s · 4:00:00 left"


def test_the_table_accounts_for_every_input():
    tally = Tally(2006, skipped=2)
    for index in range(2000):
        tally.add(done(index))
    for kind in ("ReadError", "DataError", "ReadError", "WorkerKilled"):
        tally.add(Outcome(0, "failed", kind=kind))
    tally.seconds = 400.0
    assert table(tally).splitlines() == [
        "                documents  sentences   pairs  machine-translated",
        "done                2,000     20,000  18,000               2,000",
        "failed                  4",
        "  DataError             1",
        "  ReadError             2",
        "  WorkerKilled          1",
        "skipped                 2",
        "in the list         2,006",
        "time 0:06:40, 5.01 documents/s, 50.0 sentences/s",
    ]


def test_the_table_says_what_the_filters_left_out():
    tally = Tally(2)
    for index in range(2):
        tally.add(Outcome(index, "done", sentences=10, pairs=4, filtered=600))
    assert table(tally).splitlines()[-2] == "filtered out: 1,200 units"


def test_accounts_are_json_whatever_the_names_hold():
    entry = Entry(0, "a\udcff\n.txt", "b", output="a.tmx")
    [line] = done_lines([(entry, done(0))])
    assert line.count(b"\n") == 1
    assert json.loads(line)["sentences"] == 10
    [line] = failure_lines([(entry, Outcome(0, "failed", kind="K", reason="a: b."))])
    assert json.loads(line) | {"source": ""} == {
        "source": "", "target": "b", "kind": "K", "reason": "a: b.",
    }  # fmt: skip
