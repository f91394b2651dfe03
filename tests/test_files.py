"""Bytes in and bytes out."""

import errno
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ReadError
from align.files import (
    check_folder,
    display_name,
    files_under,
    is_hidden,
    read_bytes,
    read_lines,
    read_text,
    same_place,
    whole_output,
)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))))
def test_lines_come_back(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "x"
    for end in ("\n", "\r\n", "\r"):
        text = "".join(line + end for line in lines)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert read_lines(path) == lines


def test_a_last_line_without_an_end_is_a_line(tmp_path):
    (tmp_path / "x").write_bytes(b"a\n\nb")
    assert read_lines(tmp_path / "x") == ["a", "", "b"]
    (tmp_path / "x").write_bytes(b"\n")
    assert read_lines(tmp_path / "x") == [""]
    (tmp_path / "x").write_bytes(b"")
    assert read_lines(tmp_path / "x") == []


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing", "no such file"), (".", "folder"), ("x/y", "cannot be read")],
)
def test_what_cannot_be_read_says_so(tmp_path, name, message):
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(ReadError, match=message):
        read_bytes(f"{tmp_path}/{name}")


def test_no_path_is_the_folder_where_one_is():
    with pytest.raises(ReadError, match="this is a folder, a file was expected"):
        read_bytes("")


def test_a_folder_is_told_where_the_system_only_says_no(tmp_path, monkeypatch):
    """As Windows does."""

    def refuse(self):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match="this is a folder, a file was expected"):
        read_bytes(tmp_path)


def test_standard_input_has_a_name():
    assert display_name("-") == "standard input"
    assert display_name("a/b") == "a/b"


def test_an_output_appears_whole(tmp_path):
    path = tmp_path / "out"
    with whole_output(path) as stream:
        stream.write(b"half")
        assert not path.exists()
        stream.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failed_output_leaves_things_as_they_were(tmp_path, error):
    path = tmp_path / "out"
    for old in (None, b"old"):
        if old is not None:
            path.write_bytes(old)
        with pytest.raises(error), whole_output(path) as stream:  # noqa: PT012
            stream.write(b"half")
            raise error
        assert (path.read_bytes() if path.exists() else None) == old
        assert len(list(tmp_path.iterdir())) == (old is not None)


def test_permissions_are_those_of_the_file_or_of_the_umask(tmp_path):
    mask = os.umask(0o027)
    try:
        with whole_output(tmp_path / "new") as stream:
            stream.write(b"x")
        (tmp_path / "old").write_bytes(b"")
        (tmp_path / "old").chmod(0o604)
        with whole_output(tmp_path / "old") as stream:
            stream.write(b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o604


def as_windows(read_only):
    """Return `os.unlink` of a system that removes no file that is read-only."""
    unlink = os.unlink

    def unlinked(path):
        if not os.stat(path).st_mode & stat.S_IWUSR:
            raise read_only
        unlink(path)

    return unlinked


def test_an_output_that_another_program_holds_stays_as_it_was(tmp_path, monkeypatch):
    """Windows replaces no file that is open or read-only, and removes none that is read-only."""
    path = tmp_path / "out"
    path.write_bytes(b"old")
    path.chmod(0o444)
    denied = PermissionError(errno.EACCES, "Access is denied")

    def refuse(*arguments):
        raise denied

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "unlink", as_windows(denied))
    told = "out: cannot be written: Access is denied; .*nor open in another program, was expected"
    with pytest.raises(ReadError, match=told), whole_output(path) as stream:
        stream.write(b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("out", b"old")]


def test_an_output_that_is_held_is_told_before_the_work(tmp_path, monkeypatch):
    """On Windows; elsewhere it can be replaced."""
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def refuse(*arguments):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as held:
        held.setattr(os, "open", refuse)
        check_folder(path)
        held.setattr(sys, "platform", "win32")
        for fine in ("-", os.devnull, tmp_path):
            check_folder(fine)
        with pytest.raises(ReadError, match="out: cannot be written: Permission denied; a file"):
            check_folder(path)
    monkeypatch.setattr(sys, "platform", "win32")
    check_folder(path)
    assert path.read_bytes() == b"old"


def test_a_disk_without_permissions_takes_an_output(tmp_path, monkeypatch):
    """A stick with FAT, say."""

    def refuse(*arguments):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    with whole_output(tmp_path / "out") as stream:
        stream.write(b"x")
    assert (tmp_path / "out").read_bytes() == b"x"


def test_a_link_stays_a_link(tmp_path):
    """Writing to a link changes the file that it names."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with whole_output(tmp_path / "link") as stream:
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_what_is_no_file_is_written_to():
    """A device, or a pipe behind a link as /dev/stdout is one."""
    with whole_output("/dev/null") as stream:
        stream.write(b"x")
    one, other = os.pipe()
    with whole_output(f"/dev/fd/{other}") as stream:
        stream.write(b"through the pipe")
    os.close(other)
    assert os.read(one, 99) == b"through the pipe"
    os.close(one)


@pytest.mark.parametrize(
    ("name", "message"), [("no/such/out", "cannot be written"), (".", "folder")]
)
def test_what_cannot_be_written_says_so(tmp_path, name, message):
    with pytest.raises(ReadError, match=message), whole_output(tmp_path / name):
        raise AssertionError("the block must not run")


@pytest.mark.parametrize(
    ("name", "message"),
    [("no/such/out", "No such file or directory"), ("a file/out", "Not a directory")],
)
def test_a_folder_that_takes_no_output_is_told_before_the_work(tmp_path, name, message):
    (tmp_path / "a file").touch()
    with pytest.raises(ReadError, match=f"{name}: cannot be written: {message}"):
        check_folder(tmp_path / name)
    for fine in (tmp_path / "out", tmp_path / "a file", os.devnull, "-", "out"):
        check_folder(fine)


def test_a_folder_that_is_not_ours_is_told_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: path != str(tmp_path))  # root may all
    with pytest.raises(ReadError, match="cannot be written: Permission denied"):
        check_folder(tmp_path / "out")


def test_a_name_of_the_greatest_length_can_be_written(tmp_path):
    path = tmp_path / ("x" * 250)
    with whole_output(path) as stream:
        stream.write(b"x")
    assert path.read_bytes() == b"x"


def test_read_text_names_the_file(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\0\1\2\3")
    with pytest.raises(ReadError, match=r"x\.bin"):
        read_text(tmp_path / "x.bin")


def test_a_full_disk_is_one_sentence():
    with pytest.raises(ReadError, match="/dev/full: cannot be written: No space left"):  # noqa: SIM117
        with whole_output("/dev/full") as stream:
            stream.write(b"x")


def test_a_name_that_is_too_long_is_one_sentence(tmp_path):
    with pytest.raises(ReadError, match="cannot be written"), whole_output(tmp_path / ("x" * 300)):
        raise AssertionError("the block must not run")


def test_an_error_of_the_block_is_its_own(tmp_path):
    with pytest.raises(PermissionError), whole_output(tmp_path / "x"):
        raise PermissionError(errno.EACCES, "of something else")


def test_paths_of_one_file(tmp_path):
    (tmp_path / "real").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert same_place(tmp_path / "link", tmp_path / "no" / ".." / "real")
    assert not same_place(tmp_path / "link", tmp_path / "other")
    assert not same_place("-", "-")


def test_hard_links_are_two_files(tmp_path):
    """What replaces one leaves the other."""
    (tmp_path / "in").write_bytes(b"old")
    (tmp_path / "out").hardlink_to(tmp_path / "in")
    assert not same_place(tmp_path / "in", tmp_path / "out")
    with whole_output(tmp_path / "out") as stream:
        stream.write(b"new")
    assert (tmp_path / "in").read_bytes() == b"old"


def test_paths_of_one_file_in_another_case(tmp_path, monkeypatch):
    """As Windows and macOS have it, whose disks take Out.tmx and out.tmx for one."""

    def told(one, other):
        return str(one).lower() == str(other).lower()

    monkeypatch.setattr(os.path, "samefile", told)
    assert same_place(tmp_path / "Out.tmx", tmp_path / "out.tmx")


@pytest.mark.parametrize(
    ("name", "marks", "hidden"),
    [
        (".git", {}, True),
        ("~$report.docx", {}, True),  # what Word keeps beside an open document
        ("Thumbs.db", {"st_file_attributes": stat.FILE_ATTRIBUTE_HIDDEN}, True),
        ("report.docx", {"st_file_attributes": stat.FILE_ATTRIBUTE_ARCHIVE}, False),
        ("Icon", {"st_flags": stat.UF_HIDDEN}, True),
        ("report.docx", {"st_flags": 0}, False),
        ("report.docx", {}, False),
    ],
)
def test_what_people_do_not_see(monkeypatch, name, marks, hidden):
    monkeypatch.setattr(os, "stat", lambda path: SimpleNamespace(**marks))
    assert is_hidden(f"folder/{name}") == hidden


def test_what_is_gone_is_not_hidden(tmp_path):
    assert not is_hidden(tmp_path / "gone")


@pytest.fixture
def linked(tmp_path):
    """Folders with links among them; returns what lists one of them, relative to it."""
    for name in ("in/a/x", "in/b/y", "elsewhere/deep/z", "elsewhere/w", "in/.hidden/h"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")

    def listed(*links, without=()):
        for name, target in links:
            (tmp_path / name).symlink_to(tmp_path / target, target_is_directory=True)
        found = files_under(tmp_path / "in", without=[tmp_path / name for name in without])
        return sorted(Path(name).relative_to(tmp_path / "in").as_posix() for name in found)

    return listed


def test_files_in_linked_folders_are_files(linked):
    """They were left out without a word."""
    links = ("in/more", "elsewhere"), ("elsewhere/deep/in", "in/b"), ("in/.no", "elsewhere/deep")
    assert linked(*links) == ["a/x", "b/y", "more/deep/z", "more/w"]


def test_links_that_lead_back_end(linked):
    links = [("in/up", "."), ("in/a/self", "in/a"), ("in/b/top", "in"), ("in/c", "elsewhere")]
    links += [("elsewhere/deep/loop", "elsewhere"), ("elsewhere/again", "elsewhere/deep")]
    assert linked(*links, ("in/none", "in/none")) == ["a/x", "b/y", "c/deep/z", "c/w", "none"]


def test_a_folder_is_taken_where_it_stands_and_once(linked):
    """In the same order in each of two folders that are compared."""
    links = ("in/A", "in/a"), ("in/m", "elsewhere"), ("in/l", "elsewhere"), ("in/a/x2", "in/b")
    assert linked(*links) == ["a/x", "b/y", "l/deep/z", "l/w"]


def test_what_is_left_out_is_left_out_through_links(linked):
    links = ("in/c", "elsewhere"), ("in/w", "elsewhere/w"), ("in/d", "in/b")
    assert linked(*links, without=["in/b", "elsewhere/deep", "elsewhere/w"]) == ["a/x"]
