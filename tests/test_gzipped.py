"""Files that gzip packed: known by their content, unpacked whole within limits or as a stream."""

from __future__ import annotations

import gzip
import io
import os
import threading
import tracemalloc
from pathlib import Path

import pytest

from align import gzipped
from align.errors import ReadError
from align.files import open_input, read_bytes, read_lines

TEXT = b"Le chat dort.\nIl pleut.\n"
MEGABYTE = 1 << 20


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.GZ", "a.txt", "a"])
def test_the_content_tells_whatever_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for data in (gzip.compress(TEXT), gzip.compress(TEXT[:5]) + gzip.compress(TEXT[5:]), TEXT):
        path.write_bytes(data)
        assert read_bytes(path) == TEXT
        assert read_lines(path) == ["Le chat dort.", "Il pleut."]
        with open_input(path) as stream:
            assert stream.read() == TEXT


@pytest.mark.parametrize("cut", [0, 1, 2, 5, 20, -1, -8])
def test_what_is_cut_short_is_told_with_the_name(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT)[:cut])
    told = r"a\.txt\.gz: what gzip has packed here is damaged or cut short \(.+\)\.$"
    with pytest.raises(ReadError, match=told):
        read_bytes(path)
    with pytest.raises(ReadError, match=told), open_input(path) as stream:
        stream.read(1 << 20)


def test_an_empty_file_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "a.gz").write_bytes(gzip.compress(b""))
    assert read_bytes(tmp_path / "a.txt") == read_bytes(tmp_path / "a.gz") == b""


@pytest.fixture
def bomb(tmp_path: Path) -> Path:
    """200 MB of line ends in 200 KB."""
    path = tmp_path / "bomb.txt.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(200):
            stream.write(b"\n" * MEGABYTE)
    return path


def test_a_bomb_fills_neither_memory_nor_disk(bomb: Path) -> None:
    told = r"bomb\.txt\.gz: what gzip has packed here unpacks to more than 128 MB and 200 times"
    tracemalloc.start()
    try:
        with pytest.raises(ReadError, match=told):
            read_bytes(bomb)
        with pytest.raises(ReadError, match=told), open_input(bomb) as stream:
            stream.read()
        assert tracemalloc.get_traced_memory()[1] < 200 * MEGABYTE
        tracemalloc.reset_peak()
        with pytest.raises(ReadError, match=told), open_input(bomb) as stream:
            sum(len(data) for data in iter(lambda: stream.read(1 << 16), b""))
        assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    finally:
        tracemalloc.stop()


def test_what_packs_well_and_is_small_is_no_bomb() -> None:
    data = b"a\tb\n" * MEGABYTE
    assert gzipped.unpacked(gzip.compress(data), name="a") == data


def test_what_packs_as_texts_do_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gzipped, "_FREE", 1000)
    data = os.urandom(1 << 16).hex().encode()
    assert gzipped.unpacked(gzip.compress(data), name="a") == data
    for size in (-1, 100):
        stream = io.BufferedReader(io.BytesIO(gzip.compress(data)))  # type: ignore[arg-type]
        opened = gzipped.unpacking(stream, name="a")
        assert b"".join(iter(lambda: opened.read(size), b"")) == data  # noqa: B023 (read at once)


@pytest.mark.parametrize(
    ("data", "read"),
    [(gzip.compress(TEXT), TEXT), *((short, short) for short in (b"\x1f\x8b", b"\x1fLe", b""))],
    ids=["packed", "two bytes", "three others", "nothing"],
)
def test_a_pipe_may_bring_the_head_in_pieces(data: bytes, read: bytes) -> None:
    """As Python's GzipFile writes it, where nothing is held back."""
    reading, writing = os.pipe()
    with open(reading, "rb") as stream, open(writing, "wb", buffering=0) as pipe:
        pipe.write(data[:1])
        more = threading.Timer(0.2, lambda: (pipe.write(data[1:]), pipe.close()))
        more.start()
        try:
            assert gzipped.unpacking(stream, name="a").read() == read
        finally:
            more.join()
