"""`align batch`, as a user calls it."""

import json
import os
import signal
import warnings
from pathlib import Path

import pytest

from align.bitexts.parquet import ParquetReader
from align.bitexts.tmx import TmxReader
from align.errors import MarialignWarning, TranslationsUnused

PRESS = Path(__file__).parents[2] / "corpora" / "press-release"
FRENCH, ENGLISH = PRESS / "press-release.fr.txt", PRESS / "press-release.en.txt"
FAKE = ("--translator", "fake")


@pytest.fixture(autouse=True)
def epoch(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture
def folder(tmp_path):
    """Two small folders of documents, and a list of them as `align match` writes it."""
    rows = ["source\ttarget\tscore"]
    for n in range(3):
        for lang, text in (
            ("fr", f"Le chat dort. Il y a {n + 2} livres sur la table."),
            ("en", f"The cat sleeps. There are {n + 2} books on the table."),
        ):
            path = tmp_path / lang / f"d{n}.{lang}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text + "\n")
        rows.append(f"{tmp_path}/fr/d{n}.fr.txt\t{tmp_path}/en/d{n}.en.txt\t0.98")
    rows.append(f"{tmp_path}/fr/lone.txt\t\t")
    (tmp_path / "list.tsv").write_text("\n".join(rows) + "\n")
    return tmp_path


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_outputs_are_those_of_run_byte_for_byte(call, tmp_path, jobs):
    """With the bundled model: pairs, and documents with captions."""
    for name, rows in (
        ("pairs", [f"{FRENCH}\t{ENGLISH}", f"{ENGLISH}\t{FRENCH}"]),
        ("alone", [str(FRENCH)]),
    ):
        (tmp_path / f"{name}.tsv").write_text("\n".join(rows) + "\n")
        options = ("--no-cache", "--project", "P & Q", "--min-score", "0.2")
        out = tmp_path / f"{name}-{jobs}"
        code, printed, said = call(
            "batch", tmp_path / f"{name}.tsv", "-o", out, "--jobs", jobs, *options
        )
        assert (code, printed) == (0, ""), said
        for row, done in zip(rows, lines_of(out / "done.jsonl"), strict=True):
            expected = tmp_path / "expected.tmx"
            assert call("run", *row.split("\t"), "-o", expected, *options)[0] == 0
            assert (out / done["output"]).read_bytes() == expected.read_bytes()


@pytest.mark.parametrize("format", ["jsonl", "tsv", "html", "parquet"])
def test_other_formats_are_those_of_run_too(call, folder, format):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    out = folder / "out"
    code, _, said = call("batch", folder / "list.tsv", "-o", out, "--format", format, "-j1", *FAKE)
    assert code == 0, said
    expected = folder / f"expected.{format}"
    pair = folder / "fr" / "d1.fr.txt", folder / "en" / "d1.en.txt"
    assert call("run", *pair, "-o", expected, "--engine", "fake")[0] == 0
    assert (out / f"d1.fr.txt.{format}").read_bytes() == expected.read_bytes()


def test_without_an_epoch_only_the_time_differs(call, folder, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert call("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE)[0] == 0
    pair = folder / "fr" / "d1.fr.txt", folder / "en" / "d1.en.txt"
    assert call("run", *pair, "-o", folder / "x.tmx", "--engine", "fake")[0] == 0
    ours = (folder / "out" / "d1.fr.txt.tmx").read_text().splitlines()
    theirs = (folder / "x.tmx").read_text().splitlines()
    differing = [a for a, b in zip(ours, theirs, strict=True) if a != b]
    assert all("creationdate" in line for line in differing)


def test_every_input_is_in_one_account_and_the_table_says_so(call, folder):
    (folder / "fr" / "d1.fr.txt").write_bytes(b"")
    code, printed, said = call("batch", folder / "list.tsv", "-o", folder / "out", "-j2", *FAKE)
    assert (code, printed) == (1, "")
    told = {n: lines_of(folder / "out" / f"{n}.jsonl") for n in ("done", "failures", "skipped")}
    assert [len(rows) for rows in told.values()] == [2, 1, 1]
    assert told["failures"][0]["kind"] == "DataError"
    reason = told["failures"][0]["reason"]
    assert reason.endswith("the file holds no text, a document was expected.")
    assert "partner" in told["skipped"][0]["reason"]
    first, *table = said.splitlines()
    assert first == f"align: {told['failures'][0]['reason']}"
    assert [line.split()[:2] for line in table[1:6]] == [
        ["done", "2"], ["failed", "1"], ["DataError", "1"], ["skipped", "1"], ["in", "the"],
    ]  # fmt: skip
    assert "sentences/s" in table[6]
    assert table[7] == f"align: 1 document failed; {folder}/out/failures.jsonl says why."
    code, _, said = call("batch", folder / "list.tsv", "-o", folder / "out", "-j2", *FAKE)
    assert code == 1  # tried again
    assert "by an earlier run" in said


def test_two_folders_and_a_list_on_standard_input(call, folder, monkeypatch):
    import io
    import sys

    assert call("batch", folder / "fr", folder / "en", "-o", folder / "a", "-j1", *FAKE)[0] == 0
    text = (folder / "list.tsv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert call("batch", "-", "-o", folder / "b", "-j1", *FAKE)[0] == 0
    names = sorted(p.name for p in (folder / "a").glob("*.tmx"))
    assert names == [f"d{n}.fr.txt.tmx" for n in range(3)]
    for name in names:
        assert (folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes()


def test_the_joined_file_has_all_pairs_in_the_list_s_order(call, folder):
    whole, once = folder / "all.tmx", folder / "once.tmx"
    command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j2", *FAKE)
    assert "6 pairs joined." in call(*command, "--merge", whole)[2]
    said = call(*command, "--merge", once, "--dedup")[2]
    assert "4 pairs joined, 2 left out that repeat an earlier pair." in said

    def texts(path):
        with path.open("rb") as stream:
            return [u.source for u in TmxReader().read(stream, name=path.name).units]

    sentences = [f"Il y a {n} livres sur la table." for n in (2, 3, 4)]
    assert texts(whole) == [t for s in sentences for t in ("Le chat dort.", s)]
    assert texts(once) == ["Le chat dort.", *sentences]
    assert call("validate", whole)[0] == 0


def test_a_joined_parquet_holds_every_unit_of_jsonl(call, folder):
    pytest.importorskip("pyarrow")
    joined = folder / "all.parquet"
    code, _, said = call(
        "batch", folder / "list.tsv", "-o", folder / "out", "-j1", "--format", "jsonl",
        "--merge", joined, *FAKE,
    )  # fmt: skip
    assert code == 0, said
    with joined.open("rb") as stream:
        units = list(ParquetReader().read(stream, name="all").units)
    assert [u.document for u in units] == [
        f"{folder}/fr/d{n}.fr.txt" for n in range(3) for _ in range(2)
    ]


def test_what_a_joined_tmx_cannot_hold_is_counted(call, folder):
    with (folder / "fr" / "d0.fr.txt").open("a") as stream:
        stream.write("Une phrase de plus, que personne n’a traduite.\n")
    command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE)
    command = (*command, "--format", "jsonl", "--merge")
    assert "7 units joined." in call(*command, folder / "all.jsonl")[2]
    said = call(*command, folder / "all.tmx")[2]
    assert "6 pairs joined, 1 skipped whose other side is empty." in said


def test_a_joined_file_that_is_stopped_leaves_nothing(call, folder, monkeypatch):
    def stopped(self, stream, *, name, **langs):
        os.kill(os.getpid(), signal.SIGTERM)
        pytest.fail("SIGTERM did not stop it")

    monkeypatch.setattr(TmxReader, "read", stopped)
    before = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        joined = folder / "joined" / "all.tmx"
        command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE)
        code, _, said = call(*command, "--merge", joined)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert code == 130
    assert said.startswith("align: stopped with 3 of 4 documents done; the same command goes on")
    assert list(joined.parent.iterdir()) == []


def test_a_joined_file_that_is_killed_is_gone_after_the_next_run(call, folder):
    """Its hidden half stayed for good."""
    (folder / "joined").mkdir()
    half, other = folder / "joined" / ".all.tmx.0123abcd", folder / "joined" / ".b.tmx.0123abcd"
    for path in (half, other):
        path.write_bytes(b"<tmx")
    command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE)
    assert call(*command, "--merge", folder / "joined" / "all.tmx")[0] == 0
    assert (half.exists(), other.exists()) == (False, True)


def test_a_note_on_a_document_names_it_and_stays_in_the_account(call, folder, monkeypatch):
    """One that is about the machine is said once."""
    from align.batch import worker

    run = worker.run

    def noting(source, *arguments, **options):
        warnings.warn("it was aligned so.", TranslationsUnused, stacklevel=1)
        warnings.warn("this machine is slow.", MarialignWarning, stacklevel=1)
        return run(source, *arguments, **options)

    monkeypatch.setattr(worker, "run", noting)
    command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE)
    said = call(*command)[2].splitlines()
    assert [line for line in said if line.startswith("align: ")] == [
        f"align: {folder}/fr/d0.fr.txt: it was aligned so.",
        "align: this machine is slow.",
        f"align: {folder}/fr/d1.fr.txt: it was aligned so.",
        f"align: {folder}/fr/d2.fr.txt: it was aligned so.",
    ]
    monkeypatch.setattr(worker, "run", run)
    (folder / "out" / "d1.fr.txt.tmx").unlink()
    assert "it was" not in call(*command)[2]
    notes = [row["notes"] for row in lines_of(folder / "out" / "done.jsonl")]
    assert notes == [["it was aligned so."], [], ["it was aligned so."]]


def test_what_the_filters_leave_out_is_counted(call, folder):
    options = ("-o", folder / "out", "-j1", "--min-score", "1", *FAKE)
    for _ in range(2):  # by an earlier run too
        code, _, said = call("batch", folder / "list.tsv", *options)
        assert code == 0
        assert "\nfiltered out: 6 units\n" in said
    assert [row["filtered"] for row in lines_of(folder / "out" / "done.jsonl")] == [2, 2, 2]


def test_a_folder_made_for_the_joined_file_is_told(call, folder):
    joined = folder / "corpora" / "all.tmx"
    command = ("batch", folder / "list.tsv", "-o", folder / "out", "-j1", *FAKE, "--merge", joined)
    assert f"{joined}: 6 pairs joined, in a new folder." in call(*command)[2]
    assert f"{joined}: 6 pairs joined." in call(*command)[2]


def test_a_joined_file_of_no_document_is_told(call, folder):
    (folder / "lone.tsv").write_text("a.txt\t\n")
    joined = folder / "all.tmx"
    code, _, said = call("batch", folder / "lone.tsv", "-o", folder / "out", "--merge", joined)
    assert code == 1
    assert said.endswith(f"\nalign: no document is done, so {joined} was not written.\n")
    assert not joined.exists()


BAD = [
    (1, "no such file", ["missing.tsv", "-o", "out"]),
    (1, "the list is empty", ["empty.tsv", "-o", "out"]),
    (1, "line 2: 1 column", ["bad.tsv", "-o", "out"]),
    (1, "no such folder", ["fr", "nowhere", "-o", "out"]),
    (1, "no such folder", ["list.tsv", "-o", "out", "--model", "/no/such/folder"]),
    (2, "one folder was given", ["fr", "-o", "out"]),
    (2, "--format pdf", ["list.tsv", "-o", "out", "--format", "pdf"]),
    (2, "Moses is three files", ["list.tsv", "-o", "out", "--format", "moses"]),
    (2, "--merge all.xyz", ["list.tsv", "-o", "out", "--merge", "all.xyz"]),
    (2, "tsv does not hold", ["list.tsv", "-o", "out", "--format", "tsv", "--merge", "a.tmx"]),
    (
        2,
        "--format tmx or jsonl or parquet was expected",
        ["list.tsv", "-o", "out", "--format", "xliff", "--merge", "a.tmx"],
    ),
    (
        2,
        "the batch itself writes this file",
        ["list.tsv", "-o", "out", "--merge", "out/d1.fr.txt.tmx"],
    ),
    (2, "a file of its own was", ["list.tsv", "-o", "out", "--merge", "./out/../out/done.jsonl"]),
    (2, "--beam 0", ["list.tsv", "-o", "out", "--beam", "0"]),
    (2, "--device gpu", ["list.tsv", "-o", "out", "--device", "gpu"]),
    (2, "no engine 'marian'", ["list.tsv", "-o", "out", "--translator", "marian"]),
    (2, "--dedup", ["list.tsv", "-o", "out", "--dedup"]),
    (2, "--jobs -1", ["list.tsv", "-o", "out", "--jobs", "-1"]),
    (2, "--threads 99999: 0 (all", ["list.tsv", "-o", "out", "--threads", "99999"]),
    (2, "--engine spark", ["list.tsv", "-o", "out", "--engine", "spark"]),
    (2, "--address auto", ["list.tsv", "-o", "out", "--address", "auto"]),
    (2, "--shard 0", ["list.tsv", "-o", "out", "--shard", "0"]),
    (2, "--pairs human", ["list.tsv", "-o", "out", "--pairs", "human"]),
    (2, "--min-score 2", ["list.tsv", "-o", "out", "--min-score", "2"]),
    (2, "would replace an input", ["over.tsv", "-o", "."]),
    (2, "would replace the list", ["a.txt.tsv", "-o", ".", "--format", "tsv"]),
    (2, "done.jsonl: this output would replace the list", ["done.jsonl", "-o", "."]),
    (2, "--merge a.jsonl: this output", ["a.jsonl", "-o", "out", "--merge", "a.jsonl"]),
    (2, "read as documents", ["fr", "en", "-o", "en/../fr"]),
    (2, "fr en/../fr: these are one folder", ["fr", "en/../fr", "-o", "out"]),
    (1, "nowhere: there is no such folder", ["nowhere", "nowhere", "-o", "out"]),
]


@pytest.mark.parametrize(("code", "message", "arguments"), BAD, ids=[b[1] for b in BAD])
def test_a_wrong_call_is_one_sentence(call, folder, monkeypatch, code, message, arguments):
    monkeypatch.chdir(folder)
    Path("empty.tsv").write_text("\n")
    Path("bad.tsv").write_text("a\tb\nc\n")
    Path("over.tsv").write_text("x.txt\nx.txt.tmx\n")
    for name in ("a.txt.tsv", "done.jsonl", "a.jsonl"):
        Path(name).write_text("a.txt\tb.txt\n")
    got, printed, said = call("batch", *arguments)
    assert got == code, said
    assert printed == ""
    assert message in said
    assert said.startswith("align: ")
    assert said.count("\n") == 1
    assert not Path("out").exists()


def test_a_longer_list_does_only_what_is_new(call, folder):
    out, rows = folder / "out", (folder / "list.tsv").read_text().splitlines()
    call("batch", folder / "list.tsv", "-o", out, *FAKE)
    (folder / "new").mkdir()
    (folder / "fr" / "d0.fr.txt").rename(folder / "new" / "d0.fr.txt")
    rows[1] = rows[1].replace("/fr/d0", "/new/d0")
    (folder / "list.tsv").write_text("\n".join(rows) + "\n")
    code, _, said = call("batch", folder / "list.tsv", "-o", out, *FAKE)
    assert code == 0, said
    assert "to do again" not in said
    assert "by an earlier run          2" in said
    outputs = [done["output"] for done in lines_of(out / "done.jsonl")]
    assert outputs == ["new/d0.fr.txt.tmx", "d1.fr.txt.tmx", "d2.fr.txt.tmx"]


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_a_gpu_that_is_not_there_is_told_once_and_before_the_work(
    call, folder, monkeypatch, engine
):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    out = folder / "out"
    options = ("--device", "cuda", "--engine", engine)
    code, _, said = call("batch", folder / "list.tsv", "-o", out, *options)
    assert (code, said.count("\n")) == (2, 1)
    assert "--device cuda: no CUDA device is there" in said
    assert not out.exists()


def test_outputs_below_an_input_folder_are_no_documents(call, folder):
    command = ("batch", folder / "fr", folder / "en", "-o", folder / "en" / "out", "-j1", *FAKE)
    for _ in range(2):
        code, _, said = call(*command)
        assert code == 0, said
        assert lines_of(folder / "en" / "out" / "skipped.jsonl") == []


@pytest.mark.parametrize("name", ["all.tmx", "sub/all.jsonl"])
def test_the_joined_file_in_an_input_folder_is_no_document(call, folder, name):
    """The first run made it, and the second was refused."""
    joined = folder / "fr" / name
    command = ("batch", folder / "fr", folder / "en", "-o", folder / "out", "-j1", *FAKE)
    command = (*command, "--format", "jsonl", "--merge", joined)
    made = []
    for _ in range(2):
        code, _, said = call(*command)
        assert code == 0, said
        assert lines_of(folder / "out" / "skipped.jsonl") == []
        made.append(joined.read_bytes())
    assert made[0] == made[1]


def test_a_name_that_is_not_utf_8_is_skipped_and_the_others_are_done(call, folder):
    """It was a traceback, and nothing was done."""
    for lang in ("fr", "en"):
        try:
            Path(os.fsdecode(os.fsencode(folder / lang) + b"/caf\xe9.txt")).write_text("Oui.\n")
        except OSError:
            pytest.skip("the file system has no such names")
    out = folder / "out"
    for _ in range(2):
        code, _, said = call("batch", folder / "fr", folder / "en", "-o", out, "-j1", *FAKE)
        assert code == 0, said
        assert len(lines_of(out / "done.jsonl")) == 3
        [skipped] = [json.loads(line) for line in (out / "skipped.jsonl").read_bytes().splitlines()]
        assert skipped["reason"] == "the path is not UTF-8; rename it"
        assert skipped["source"].endswith("caf\udce9.txt")


@pytest.mark.parametrize("given", ["yesterday", "-1", "1.5", "9" * 14, "9" * 30])
def test_an_epoch_that_is_none_is_told(call, folder, monkeypatch, given):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    for command in (("batch", folder / "list.tsv", "-o", folder / "out"), ("run", FRENCH)):
        code, _, said = call(*command)
        assert code == 2
        assert (
            said == f"align: SOURCE_DATE_EPOCH={given}: a whole number of seconds, before the year "
            "10000, was expected.\n"
        )
