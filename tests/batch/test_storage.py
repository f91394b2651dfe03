"""Local paths and URLs are one to those who read and write."""

import errno
import os
import sys
from pathlib import Path

import pytest

from align.batch.storage import (
    fetch,
    files_below,
    joined,
    local_path,
    opened,
    size_of,
    stamp,
    whole_at,
)
from align.errors import ReadError


@pytest.fixture(params=["path", "file://", "memory://"])
def root(request, tmp_path):
    if request.param == "path":
        return str(tmp_path)
    if request.param == "memory://":
        pytest.importorskip("fsspec", reason="fsspec is not installed")
        return f"memory://{tmp_path}"
    return f"file://{tmp_path}"


def test_what_is_written_is_read(root):
    place = joined(root, "a/b/c.txt")
    assert size_of(place) == -1
    with whole_at(place) as stream:
        stream.write("été".encode())
    assert fetch(place) == "été".encode()
    assert size_of(place) == 5
    with opened(place) as stream:
        assert stream.read(3) == "ét".encode()


def test_a_failure_leaves_what_was_there(root):
    place = joined(root, "c.txt")
    with whole_at(place) as stream:
        stream.write(b"as it was")
    with pytest.raises(ZeroDivisionError), whole_at(place) as stream:
        stream.write(b"%d" % (1 // 0))
    assert fetch(place) == b"as it was"


def test_what_is_not_there_is_told(root):
    with pytest.raises(ReadError, match="there is no such file"):
        fetch(joined(root, "nothing.txt"))


def test_a_scheme_that_is_none_is_told():
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    with pytest.raises(ReadError, match="nosuch://x/y: "):
        fetch("nosuch://x/y")


def test_a_stamp_changes_with_the_file(tmp_path):
    path = tmp_path / "x"
    assert stamp(str(path)) == "missing"
    path.write_bytes(b"1")
    first = stamp(f"file://{path}")
    assert first == stamp(str(path)) != "missing"
    path.write_bytes(b"22")
    assert stamp(str(path)) != first
    assert stamp("memory://x") == stamp("") == ""


def test_only_local_urls_are_paths(tmp_path):
    assert local_path(f"file://{tmp_path}") == tmp_path == local_path(str(tmp_path))
    assert local_path("s3://bucket/key") is None


def test_drives_of_windows_are_paths(monkeypatch):
    for place in ("C:/texts/a.txt", "C://texts/a.txt", "C:\\texts\\a.txt"):
        assert local_path(place) == Path(place)
    monkeypatch.setattr(sys, "platform", "win32")
    assert local_path("file:///C:/texts/a.txt") == Path("C:/texts/a.txt")


@pytest.mark.parametrize(
    ("folder", "separator", "place"),
    [
        ("fr/", "/", "fr/a.txt"),
        ("fr\\", "/", "fr\\/a.txt"),  # a name that ends so
        ("C:\\fr\\", "\\", "C:\\fr/a.txt"),  # as its shells complete a folder
        ("D:\\", "\\", "D:/a.txt"),
        ("s3://bucket/fr/", "\\", "s3://bucket/fr/a.txt"),
    ],
)
def test_a_folder_may_end_with_a_separator(monkeypatch, folder, separator, place):
    monkeypatch.setattr(os, "sep", separator)
    assert joined(folder, "a.txt") == place


def test_files_below_a_folder(root):
    for name in ("b.txt", "a/x.txt", ".hidden", "a/.git/x", "a/~$b.docx"):
        with whole_at(joined(root, name)) as stream:
            stream.write(b"x")
    assert files_below(root) == ["a/x.txt", "b.txt"]
    with pytest.raises(ReadError, match="there is no such folder"):
        files_below(joined(root, "nothing"))


def test_what_word_keeps_beside_an_open_document_is_none(tmp_path):
    for name in ("report.docx", "~$report.docx"):
        (tmp_path / name).write_bytes(b"x")
    assert files_below(str(tmp_path)) == ["report.docx"]


def test_what_never_ends_is_no_file_below(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")  # whoever reads it is told
    (tmp_path / "there.txt").symlink_to(__file__)
    assert files_below(str(tmp_path)) == ["gone.txt", "there.txt"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def guarded(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    with monkeypatch.context() as closed:
        closed.setattr(os, "scandir", guarded)  # root may read all
        with pytest.raises(ReadError, match="closed: the folder cannot be read: Permission denied"):
            files_below(str(tmp_path))
