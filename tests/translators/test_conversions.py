"""Models converted once, kept whole, and made again where they are not."""

import os
import shutil
import threading
import time

import pytest

from align.translators import conversions as room
from align.translators.conversions import ORIGIN, converted_folder, load_converted
from align.translators.convert import FORMAT
from align.translators.ctranslate import CTranslate2Translator
from align.translators.inventory import clear, take_inventory
from align.translators.models import find_model

TEXTS = ["La ville a un nouveau plan.", "Bonjour, comment allez-vous aujourd'hui ?"]


pytestmark = pytest.mark.usefixtures("cache")


def test_conversion_happens_once_and_leaves_nothing_half_done(cache):
    threads = [threading.Thread(target=CTranslate2Translator) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (folder,) = converted_folder().iterdir()
    made = (folder / "model.bin").stat().st_mtime_ns
    CTranslate2Translator()
    assert (folder / "model.bin").stat().st_mtime_ns == made


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model.bin", b"damaged"),
        ("shared_vocabulary.json", b"[]"),  # which CTranslate2 takes as it is
        ("config.json", b"{}"),
        (ORIGIN, b"{}"),
    ],
)
def test_a_damaged_conversion_is_made_again(name, data):
    expected = CTranslate2Translator().translate(TEXTS)
    (folder,) = converted_folder().iterdir()
    (folder / name).write_bytes(data)
    assert CTranslate2Translator().translate(TEXTS) == expected
    assert (folder / name).read_bytes() != data


def test_a_weight_that_changed_on_disk_is_noticed():
    """The model loads all the same, and its translations would be kept as the whole one's."""
    CTranslate2Translator()
    (folder,) = converted_folder().iterdir()
    whole = (folder / "model.bin").read_bytes()
    spoilt = bytearray(whole)
    spoilt[len(whole) // 2] ^= 0x40
    (folder / "model.bin").write_bytes(spoilt)
    CTranslate2Translator()
    assert (folder / "model.bin").read_bytes() == whole


@pytest.mark.parametrize("lost", ["model.bin", "config.json", "shared_vocabulary.json"])
def test_a_conversion_that_lacks_a_file_is_made_again(lost):
    CTranslate2Translator()
    (folder,) = converted_folder().iterdir()
    (folder / lost).unlink()
    assert CTranslate2Translator().translate(TEXTS)[0].text
    assert (folder / lost).is_file()
    assert [path.name for path in converted_folder().iterdir()] == [folder.name]


def test_without_a_cache_folder_the_model_is_converted_in_memory(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path / "file" / "cache"))
    assert CTranslate2Translator().translate(TEXTS)[0].text


@pytest.fixture
def leftovers():
    """What two processes left that were killed, one long ago, one just now."""
    made = []
    for name, age in (("old", 3600.0), ("new", 1.0)):
        folder = converted_folder() / f".key-1.{name}"
        folder.mkdir(parents=True)
        (folder / "model.bin").write_bytes(b"0" * 1000)
        os.utime(folder, (time.time() - age,) * 2)
        made.append(folder)
    return made


def test_what_a_killed_conversion_left_goes_away(leftovers):
    """Whoever may still be at it keeps its folder."""
    CTranslate2Translator()
    assert [folder.exists() for folder in leftovers] == [False, True]


def test_what_is_unfinished_is_listed_and_cleared(leftovers):
    CTranslate2Translator()
    (converted_folder() / ".DS_Store").touch()  # no model
    listed = {known.state: known for known in take_inventory().models}
    assert listed["unfinished"].size == 1000
    assert len(listed) == len(take_inventory().models) == 3
    assert listed["converted"].name == "bundled"
    assert clear() > 1000
    assert not converted_folder().exists()


def test_a_conversion_whose_folder_goes_away_is_used_all_the_same(monkeypatch):
    """As where it was so slow that another process took it for left."""
    made = room.tempfile.mkdtemp

    def gone(**options):
        folder = made(**options)
        shutil.rmtree(folder)
        return folder

    monkeypatch.setattr(room.tempfile, "mkdtemp", gone)
    assert CTranslate2Translator().translate(TEXTS)[0].text
    assert not list(converted_folder().iterdir())


def test_earlier_formats_make_room_and_later_ones_stay():
    """They may hold what is refused now, and would stay for good; a later version has its own."""
    local = find_model()
    later = converted_folder() / f"{local.key}-{FORMAT + 1}"
    later.mkdir(parents=True)
    earlier = converted_folder() / f"{local.key}-{FORMAT - 1}"
    earlier.mkdir(parents=True)
    (earlier / "model.bin").write_bytes(b"0")
    load_converted(local)
    assert not earlier.exists()
    assert later.exists()
