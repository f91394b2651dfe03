"""The cache: shared, resumable, bounded, and never a reason to fail."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from align.records import Translation
from align.translators.cache import CachedTranslator
from align.translators.fake import FakeTranslator
from align.translators.store import CacheWarning, Store

TEXTS = ["Le chat dort.", "", "La ville parle.", "Bonjour !"]


class Counting(FakeTranslator):
    """A fake that counts what it decodes."""

    decoded = 0

    def _decode(self, batch):
        type(self).decoded += len(batch)
        return super()._decode(batch)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "translations.sqlite"


def collect(translator, texts):
    found = {made.segment: made for batch in translator.stream(texts) for made in batch}
    return [found[index] for index in range(len(texts))]


def test_a_second_run_translates_nothing(path):
    Counting.decoded = 0
    first = collect(CachedTranslator(Counting(), Store(path)), TEXTS)
    assert Counting.decoded == 3
    again = collect(CachedTranslator(Counting(), Store(path)), TEXTS)
    assert again == first == FakeTranslator().translate(TEXTS)
    assert Counting.decoded == 3


def test_another_signature_is_another_translation(path):
    Counting.decoded = 0
    cached = CachedTranslator(Counting(), Store(path))
    collect(cached, TEXTS)
    collect(cached.safer(), TEXTS)
    collect(CachedTranslator(Counting(words={}), Store(path)), TEXTS)
    assert Counting.decoded == 9


def test_batches_are_kept_as_they_finish(path):
    engine = FakeTranslator(batch_pieces=8)
    stream = CachedTranslator(engine, Store(path)).stream(TEXTS)
    next(stream)
    done = next(stream)
    stored = Store(path).get(str(engine.signature), [TEXTS[made.segment] for made in done])
    assert [row[0] for row in stored] == [made.text for made in done]


def test_flags_and_engine_come_back(path):
    Store(path).put("s", [("a", Translation(0, "b", "x", ("split", "truncated")))])
    assert Store(path).get("s", ["a", "c"]) == [("b", "x", "split truncated"), None]


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but a text" * 9, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_broken_file_is_set_aside(path, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    with pytest.warns(CacheWarning, match="broken"):
        store = Store(path)
    store.put("s", [("a", Translation(0, "b", "x"))])
    assert Store(path).get("s", ["a"]) == [("b", "x", "")]
    (aside,) = path.parent.glob("*.broken-*")
    assert aside.read_bytes() == damage


def test_a_file_that_breaks_later_is_set_aside(path):
    store = Store(path)
    store.put("s", [(f"text {n}", Translation(0, "b" * 200, "x")) for n in range(400)])
    store.close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))
    with pytest.warns(CacheWarning, match="broken"):
        assert Store(path).get("s", ["text 7"]) == [None]


def test_without_a_folder_that_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.warns(CacheWarning, match="not kept"):
        store = Store(tmp_path / "file" / "translations.sqlite")
    made = collect(CachedTranslator(FakeTranslator(), store), TEXTS)
    assert made == FakeTranslator().translate(TEXTS)


def test_it_does_not_grow_without_bound(path):
    store = Store(path, largest=200_000)
    for start in range(0, 4000, 100):
        store.put(
            "s", [(f"t{n}", Translation(0, "x" * 100, "x")) for n in range(start, start + 100)]
        )
    newest, oldest = store.get("s", ["t3999", "t0"])
    assert newest is not None
    assert oldest is None
    store.close()
    assert path.stat().st_size < 400_000


WRITER = """
import sys
from pathlib import Path
from align.records import Translation
from align.translators.store import Store
store = Store(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), int(sys.argv[3])):
    store.put("s", [(f"t{n}", Translation(0, f"x{n}", "x"))])
    print(n, flush=True)
"""


def writer(path, start, stop):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", WRITER, str(path), str(start), str(stop)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        text=True,
    )


def test_processes_share_it(path):
    processes = [writer(path, 60 * part, 60 * part + 90) for part in range(4)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    rows = Store(path).get("s", [f"t{n}" for n in range(270)])
    assert [row[0] for row in rows if row] == [f"x{n}" for n in range(270)]


def test_kill_9_loses_nothing_that_was_stored(path):
    process = writer(path, 0, 100_000)
    for _ in range(30):
        seen = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    rows = Store(path).get("s", [f"t{n}" for n in range(seen + 1)])
    assert all(row is not None for row in rows)
