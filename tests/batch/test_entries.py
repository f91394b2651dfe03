"""The list, in all its shapes, and output names that cannot collide."""

import ntpath
import os
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.batch import entries
from align.batch.entries import RESERVED, Entry, keep_apart, named, pair_folders, read_list
from align.errors import DataError, UsageError


def test_the_list_of_match():
    lines = ["source\ttarget\tscore", "a.fr\ta.en\t0.9", "b.fr\t\t", "\tc.en\t", ""]
    found = read_list(lines, name="list")
    assert [(e.source, e.target) for e in found] == [("a.fr", "a.en"), ("b.fr", ""), ("", "c.en")]
    assert [bool(e.skipped) for e in found] == [False, True, True]
    assert [e.index for e in found] == [0, 1, 2]


def test_a_list_without_header_and_one_of_single_documents():
    assert [e.target for e in read_list(["a\tb", "c\td"], name="x")] == ["b", "d"]
    titled = read_list(["Source\tTARGET", "a\tb", "source\ttarget"], name="x")
    assert [e.source for e in titled] == ["a", "source"]
    assert [e.source for e in read_list(["Source", "a"], name="x")] == ["Source", "a"]  # a file's
    alone = read_list(["source", "a.txt", "b.txt"], name="x")
    assert [(e.source, e.target, e.skipped) for e in alone] == [
        ("a.txt", "", ""),
        ("b.txt", "", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "empty"),
        (["source\ttarget\tscore", ""], "empty"),
        (["source"], "empty"),
        (["a\tb", "c"], "line 2: 1 column, where the first line has more"),
        (["a", "b\tc"], "line 2: 2 columns, where the first line has one"),
        (["a\tb", "\t\t0.3"], "line 2: neither"),
    ],
)
def test_a_wrong_list_is_told_with_its_line(lines, message):
    with pytest.raises(DataError, match=message):
        read_list(lines, name="x")


def test_folders_are_paired_by_name(tmp_path):
    made = {
        "one": [
            "same.txt", "report.fr.txt", "sub/fr/deep.txt", "other_fr.docx", "x.fr.txt", "lone.txt",
        ],
        "two": [
            "same.txt", "report.en.txt", "sub/en/deep.txt", "other_en.pdf", "x.en.txt", "x_en.txt",
        ],
    }  # fmt: skip
    for folder, names in made.items():
        for name in [*names, ".hidden"]:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
    found = pair_folders(f"{tmp_path}/one", f"{tmp_path}/two", source_lang=None, target_lang=None)
    one, two = tmp_path / "one", tmp_path / "two"
    assert {(e.source, e.target) for e in found if not e.skipped} == {
        (str(one / a), str(two / b)) for a, b in zip(made["one"][:4], made["two"][:4], strict=True)
    }
    skipped = {e.name: e.skipped for e in found if e.skipped}
    assert skipped.keys() == {str(one / "x.fr.txt"), str(one / "lone.txt")} | {
        str(two / "x.en.txt"), str(two / "x_en.txt"),
    }  # fmt: skip
    assert "no file" in skipped[str(one / "lone.txt")]
    assert "several" in skipped[str(one / "x.fr.txt")]
    assert sorted(p for e in found for p in (e.source, e.target) if p) == sorted(
        str(tmp_path / folder / name) for folder, names in made.items() for name in names
    )


def test_links_lead_to_documents_but_not_to_those_of_others(tmp_path):
    for name in ("else/fr/a.txt", "else/en/a.txt", "fr/b.fr.txt", "en/b.en.txt", "out/b.fr.txt.x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for lang, other in (("fr", "en"), ("en", "fr")):
        for name, target in (("more", f"else/{lang}"), (other, other), ("done", "out")):
            link = tmp_path / lang / name
            link.symlink_to(tmp_path / target, target_is_directory=True)
    found = pair_folders(
        f"{tmp_path}/fr", f"{tmp_path}/en", source_lang=None, target_lang=None,
        output=f"{tmp_path}/out",
    )  # fmt: skip
    assert [(e.source, e.target, e.skipped) for e in found] == [
        (f"{tmp_path}/fr/b.fr.txt", f"{tmp_path}/en/b.en.txt", ""),
        (f"{tmp_path}/fr/more/a.txt", f"{tmp_path}/en/more/a.txt", ""),
    ]


def test_a_name_from_a_mac_has_its_partner(tmp_path):
    """There an é may be an e and an accent."""
    for lang, form in (("fr", "NFD"), ("en", "NFC")):
        (tmp_path / lang).mkdir()
        name = unicodedata.normalize(form, f"résumé.{lang}.txt")
        (tmp_path / lang / name).write_text("x")
    [entry] = pair_folders(f"{tmp_path}/fr", f"{tmp_path}/en", source_lang=None, target_lang=None)
    assert (bool(entry.target), entry.skipped) == (True, "")


def test_outputs_keep_the_folders_below_the_common_one():
    entries = [
        Entry(0, "in/fr/a/x.txt", "t"),
        Entry(1, "in/fr/b/x.txt", "t"),
        Entry(2, "in/fr/y", ""),
    ]
    assert [e.output for e in named(entries, ending=".tmx")] == [
        "a/x.txt.tmx",
        "b/x.txt.tmx",
        "y.tmx",
    ]


def test_a_repetition_is_skipped_and_another_target_is_not():
    entries = [Entry(0, "x", "a"), Entry(1, "x", "b"), Entry(2, "x", "a")]
    found = named(entries, ending=".tmx")
    assert [e.output for e in found] == ["x.tmx", "x.2.tmx", ""]
    assert "repeats document 1" in found[2].skipped


def test_a_repetition_may_be_written_in_another_way():
    pairs = [("in/x", "a"), ("./in//x", "./a"), ("in/../in/x", "a"), ("file://in/x", "a")]
    pairs += [("s3://b/x", "a"), ("s3://b//x", "a")]  # two objects
    found = named([Entry(n, *pair) for n, pair in enumerate(pairs)], ending=".tmx")
    # What a step up leads to is only known where no folder is a link.
    assert [n for n, entry in enumerate(found) if not entry.skipped] == [0, 2, 4, 5]


def test_only_a_path_with_idle_parts_is_taken_apart(monkeypatch):
    """A Path of each took as long again as all else, and 500 MB for a million documents."""
    asked = []
    monkeypatch.setattr(entries, "local_path", lambda path: asked.append(path) or Path(path))
    places = ["in/.x", "in/x.", "/in/x", "in/..x/x", "in/x/", "in/./x", "in/x/."]
    found = named([Entry(n, place, "a") for n, place in enumerate(places)], ending=".tmx")
    assert asked == ["in/x/", "in/./x", "in/x/."]
    assert [n for n, entry in enumerate(found) if entry.skipped] == [5, 6]


PART = st.sampled_from(
    ["a", "A", "é", "e\u0301", "ß", "ss", "x.tmx", "done.jsonl", "shards", "a.2"]
)
PATHS = st.lists(st.lists(PART, min_size=1, max_size=3).map("/".join), min_size=1, max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PATHS, st.sampled_from([".tmx", ".jsonl"]))
def test_no_two_outputs_are_one_file_anywhere(paths, ending):
    """Not where case does not count, nor where names are composed, nor where one is a folder."""
    entries = [Entry(n, path, f"t{n}") for n, path in enumerate(paths)]
    outputs = [
        unicodedata.normalize("NFC", e.output.casefold()) for e in named(entries, ending=ending)
    ]
    assert len(set(outputs)) == len(paths)
    folders = {o.rsplit("/", n)[0] for o in outputs for n in range(1, o.count("/") + 1)}
    assert not folders & set(outputs)
    assert not set(outputs) & set(RESERVED)


def test_a_long_name_leaves_room():
    names = ["é" * 120 + "1.txt", "é" * 120 + "2.txt"]
    outputs = [
        e.output for e in named([Entry(0, names[0], ""), Entry(1, names[1], "")], ending=".tmx")
    ]
    assert len(set(outputs)) == 2
    assert all(len(output.encode()) <= 220 for output in outputs)


def test_urls_and_paths_stand_in_one_list():
    entries = [Entry(0, "s3://b/k/a.txt", ""), Entry(1, "s3://b/k/sub/a.txt", "")]
    assert [e.output for e in named(entries, ending=".tmx")] == ["a.txt.tmx", "sub/a.txt.tmx"]


def test_a_longer_list_renames_no_output():
    """Where the new documents' folder is another, what all share is shorter."""
    before = [Entry(0, "/in/fr/a.txt", "x"), Entry(1, "/in/fr/b.txt", "y")]
    known = {(e.source, e.target): e.output for e in named(before, ending=".tmx")}
    longer = [*before, Entry(2, "/in/new/c.txt", "z"), Entry(3, "/in/a.txt", "w")]
    outputs = [e.output for e in named(longer, ending=".tmx", known=known)]
    assert outputs == ["a.txt.tmx", "b.txt.tmx", "new/c.txt.tmx", "a.txt.2.tmx"]
    other = [e.output for e in named(longer, ending=".tsv", known=known)]
    assert other == ["fr/a.txt.tsv", "fr/b.txt.tsv", "new/c.txt.tsv", "a.txt.tsv"]


def test_an_output_that_two_had_is_one_s():
    known = {("/in/a.txt", "x"): "a.txt.tmx", ("/in/b.txt", "y"): "A.txt.tmx"}
    entries = [Entry(0, "/in/a.txt", "x"), Entry(1, "/in/b.txt", "y"), Entry(2, "/in/c.txt", "z")]
    outputs = [e.output for e in named(entries, ending=".tmx", known=known)]
    assert outputs == ["a.txt.tmx", "b.txt.tmx", "c.txt.tmx"]


def test_a_list_may_have_paths_as_windows_copies_them(monkeypatch):
    row = '"C:\\my texts\\a.fr.txt"\t"C:\\my texts\\a.en.txt"'
    assert read_list([row], name="list")[0].source.startswith('"')
    monkeypatch.setattr(sys, "platform", "win32")
    [entry] = read_list([row], name="list")
    assert (entry.source, entry.target) == ("C:\\my texts\\a.fr.txt", "C:\\my texts\\a.en.txt")


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("D:\\corpus", ".."),  # between drives there is no relative path
        ("C:\\corpus", ".."),
        ("C:\\TEXTS\\fr", "."),
        ("C:/texts/fr/done/now", "done/now"),
    ],
)
def test_outputs_may_go_to_another_drive(monkeypatch, output, found):
    monkeypatch.setattr(os.path, "realpath", lambda path: ntpath.normpath(str(path)))
    monkeypatch.setattr(entries, "Path", PureWindowsPath)
    assert entries._inner(output, "C:\\texts\\fr") == found


def test_the_list_is_not_replaced_where_case_does_not_count(tmp_path, monkeypatch):
    listed, merge = str(tmp_path / "List.tmx"), str(tmp_path / "list.tmx")
    keep_apart([], str(tmp_path / "out"), listed=listed, merge=merge)
    for system in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        with pytest.raises(UsageError, match="would replace the list"):
            keep_apart([], str(tmp_path / "out"), listed=listed, merge=merge)
