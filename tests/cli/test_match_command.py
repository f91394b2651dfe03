"""`align match`, as a user calls it."""

import os

import pytest

from align.matching.documents import find_documents

FRENCH = (
    "Le maire a ouvert la station.\nElle a remercié les 40 ouvriers.\nLes travaux sont finis.\n"
)
ENGLISH = "The mayor opened the station.\nShe thanked the 40 workers.\nThe works are finished.\n"
OTHER = "Mon chien mange du poisson en hiver.\nLe juge dort pendant la guerre de 1870.\n"


@pytest.fixture
def folders(tmp_path):
    for name, text in {
        "fr/b/mayor.txt": FRENCH, "fr/a.txt": OTHER, "fr/.hidden": "x", "en/w.txt": ENGLISH,
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_list_is_a_table_of_paths_and_scores(call, folders):
    code, out, err = call("match", folders / "fr", folders / "en", "--fast")
    assert code == 0
    header, *rows = [line.split("\t") for line in out.splitlines()]
    assert header == ["source", "target", "score"]
    assert rows[0] == [f"{folders}/fr/a.txt", "", ""]
    assert rows[1][:2] == [f"{folders}/fr/b/mayor.txt", f"{folders}/en/w.txt"]
    assert 0.5 <= float(rows[1][2]) <= 1
    assert len(rows) == 2
    assert "1 pair; without a partner 1 fr and 0 en documents" in err


def test_a_file_that_cannot_be_read_is_listed_and_the_code_is_1(call, folders):
    (folders / "en" / "bad.txt").write_bytes(b"\0\1\2")
    output = folders / "pairs.tsv"
    code, out, err = call("match", folders / "fr", folders / "en", "--fast", "-o", output)
    assert (code, out) == (1, "")
    lines = output.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert lines[-1] == f"\t{folders}/en/bad.txt\t"
    assert f"{folders}/en/bad.txt, line 1: " in err
    assert "1 of these could not be read" in err
    assert "Traceback" not in err


def test_the_list_itself_is_no_document(call, folders):
    output = folders / "fr" / "pairs.tsv"
    lists = []
    for _ in range(2):
        assert call("match", folders / "fr", folders / "en", "--fast", "-o", output)[0] == 0
        lists.append(output.read_text(encoding="utf-8"))
    assert lists[0] == lists[1]
    assert "pairs.tsv" not in lists[1]


def test_a_document_is_not_replaced_by_the_list(call, folders):
    document = folders / "fr" / "a.txt"
    code, out, err = call("match", folders / "fr", folders / "en", "--fast", "-o", document)
    assert (code, out) == (2, "")
    assert "no list of matches; another file was expected." in err
    assert document.read_text(encoding="utf-8") == OTHER


def test_journals_of_reviews_are_no_documents(call, folders):
    for ending in (".review", ".review-wal"):
        (folders / "en" / f"al.jsonl{ending}").write_bytes(b"SQLite format 3\0")
    code, out, _ = call("match", folders / "fr", folders / "en", "--fast")
    assert code == 0
    assert ".review" not in out


def test_pipes_and_devices_are_no_documents(call, folders):
    """A pipe was waited for, for ever."""
    os.mkfifo(folders / "en" / "pipe.txt")
    (folders / "en" / "device.txt").symlink_to(os.devnull)
    (folders / "en" / "linked.txt").symlink_to(folders / "en" / "w.txt")
    names = [os.path.basename(path) for path in find_documents(str(folders / "en"))]
    assert names == ["linked.txt", "w.txt"]
    code, out, _ = call("match", folders / "fr", folders / "en", "--fast")
    assert code == 0
    assert "pipe.txt" not in out


def test_documents_in_linked_folders_are_matched(call, folders):
    """And those of the other folder are its own, whatever links to it."""
    (folders / "else").mkdir()
    (folders / "en" / "w.txt").rename(folders / "else" / "w.txt")
    (folders / "en" / "linked").symlink_to(folders / "else", target_is_directory=True)
    (folders / "en" / "french").symlink_to(folders / "fr", target_is_directory=True)
    code, out, _ = call("match", folders / "fr", folders / "en", "--fast")
    assert code == 0
    rows = [line.split("\t")[:2] for line in out.splitlines()[1:]]
    assert rows == [
        [f"{folders}/fr/a.txt", ""],
        [f"{folders}/fr/b/mayor.txt", f"{folders}/en/linked/w.txt"],
    ]


@pytest.mark.parametrize("name", ["a\tb.txt", "a\nb.txt", "a.txt ", b"caf\xe9.txt"])
def test_a_path_that_no_list_can_hold_is_told_and_the_others_go_on(call, folders, name):
    where = os.path.join(os.fsencode(folders / "en"), os.fsencode(name))
    try:
        with open(where, "w") as stream:
            stream.write(ENGLISH)
    except OSError:
        pytest.skip("the file system has no such names")
    output = folders / "pairs.tsv"
    code, _, err = call("match", folders / "fr", folders / "en", "--fast", "-o", output)
    assert code == 1
    assert "rename it." in err
    rows = [line.split("\t") for line in output.read_text(encoding="utf-8").splitlines()]
    assert [len(row) for row in rows] == [3] * 4
    assert sum(bool(row[2]) for row in rows[1:]) == 1
    assert rows[-1][1] == repr(os.fsdecode(where))[1:-1]


def test_a_document_with_several_near_copies_is_told(call, folders):
    for number in range(4):
        (folders / "en" / f"{number}.txt").write_text(f"{ENGLISH}{number} pages.\n")
    (folders / "en" / "w.txt").unlink()
    _, _, err = call("match", folders / "fr", folders / "en", "--fast", "--no-names")
    assert "0 pairs" in err
    assert "; 1 of these fits several documents, none likely enough alone." in err


def test_names_can_be_left_out(call, folders):
    for name, text in (("fr", "Il pleut à Ouagadougou.\n"), ("en", "A man in Ouagadougou.\n")):
        (folders / "one" / name).mkdir(parents=True)
        (folders / "one" / name / "z.txt").write_text(text, encoding="utf-8")
    scores = []
    for options in ([], ["--no-names"]):
        _, out, _ = call(
            "match", folders / "one/fr", folders / "one/en", "--fast", "--min-score", "0",
            "--source-lang", "fr", "--target-lang", "en", *options,
        )  # fmt: skip
        scores.append(float(out.split("\t")[-1]))
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("fr", "missing"), 1, "there is no such folder"),
        (("fr", "fr/a.txt"), 1, "a folder of documents was expected"),
        (("fr", "en", "--min-score", "7"), 2, "a probability from 0 to 1 was expected"),
        (("fr", "fr"), 1, "documents in two languages were expected"),
    ],
)
def test_errors_are_one_sentence(call, folders, monkeypatch, arguments, code, said):
    monkeypatch.chdir(folders)
    found, out, err = call("match", *arguments, "--fast")
    assert (found, out) == (code, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_without_a_model_for_the_languages_it_says_so(call, folders):
    code, _, err = call(
        "match", folders / "fr", folders / "en", "--source-lang", "it", "--target-lang", "en"
    )
    assert code == 0
    assert "no bundled model for 'it' to 'en'" in err


def test_a_region_changes_nothing(call, folders):
    args = ("match", folders / "fr", folders / "en", "--fast", "--source-lang")
    plain = call(*args, "fr", "--target-lang", "en")
    assert call(*args, "fr-CA", "--target-lang", "EN_gb") == plain
