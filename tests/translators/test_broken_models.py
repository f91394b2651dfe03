"""Folders with broken models: one sentence that names the file and the key, and never in the way
of the others.
"""

import json
import os
import shutil
from pathlib import Path

import pytest
import sentencepiece

from align.errors import ModelError
from align.translators import inventory, models
from align.translators.ctranslate import CTranslate2Translator
from align.translators.inventory import clear, take_inventory
from align.translators.marian import MarianTranslator
from align.translators.models import find_model, stated_langs

BUNDLED = find_model().folder
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 536801\n"
LARGE = ("model.safetensors", "source.spm", "target.spm")


@pytest.fixture
def folder(tmp_path):
    """The bundled model, whose large files are links."""
    copy = tmp_path / "model"
    shutil.copytree(BUNDLED, copy, ignore=shutil.ignore_patterns(*LARGE, "lexicon.npz"))
    for name in LARGE:
        os.symlink(BUNDLED / name, copy / name)
    return copy


def changed(name, **keys):
    """Set keys of a settings file; ... takes one out."""

    def spoil(folder):
        held = json.loads((folder / name).read_text("utf-8")) | keys
        kept = {key: value for key, value in held.items() if value is not ...}
        (folder / name).write_text(json.dumps(kept), "utf-8")

    return spoil


def replaced(name, text):
    def spoil(folder):
        (folder / name).unlink()
        (folder / name).write_text(text, "utf-8")

    return spoil


@pytest.mark.parametrize(
    ("file", "keys", "message"),
    [
        ("config", {"decoder_start_token_id": ...}, "from 0 to .* was expected, there is nothing"),
        ("config", {"eos_token_id": 16_001}, "from 0 to 16000 .* there is 16001"),
        ("config", {"pad_token_id": -1}, "there is -1"),
        ("config", {"max_position_embeddings": None}, "there is null"),
        ("config", {"encoder_layers": "8"}, 'there is "8"'),
        ("tokenizer_config", {"model_max_length": "long"}, "a number .* there is 'long'"),
        ("vocab", {"chat": "cat"}, 'there is "cat"'),
        ("vocab", {"chat": None}, "there is null"),
    ],
)
def test_a_broken_key_is_named(folder, file, keys, message):
    changed(f"{file}.json", **keys)(folder)
    (key,) = keys
    with pytest.raises(ModelError, match=rf"model/{file}\.json: {key}: .*{message}") as caught:
        CTranslate2Translator(model=str(folder), threads=1)
    assert "\n" not in str(caught.value)


def test_a_gap_in_the_vocabulary_is_told(folder):
    """Each row after it would be taken for another piece."""
    changed("vocab.json", **{"▁de": ...})(folder)
    with pytest.raises(ModelError, match=r"vocab\.json: each number from 0 to 15999 was expected"):
        CTranslate2Translator(model=str(folder), threads=1)


def test_an_activation_that_is_no_name_is_unknown(folder):
    changed("config.json", activation_function=["relu"])(folder)
    with pytest.raises(ModelError, match=r"activation .* is unknown"):
        find_model(str(folder))


@pytest.mark.parametrize(("file", "text"), [("source.spm", POINTER), ("target.spm", "")])
def test_a_broken_file_is_named(folder, file, text):
    replaced(file, text)(folder)
    with pytest.raises(ModelError, match=rf"model/{file}: SentencePiece cannot read") as caught:
        CTranslate2Translator(model=str(folder), threads=1)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(": it is damaged, cut short or of another kind.")


def test_sentencepiece_needs_no_path(folder, monkeypatch):
    """Some of its builds for Windows open none with an é in it, as C:\\Users\\Hélène is."""

    def refuse(self, filename):
        raise OSError(f"Not found: {filename}")

    monkeypatch.setattr(sentencepiece.SentencePieceProcessor, "LoadFromFile", refuse)
    with pytest.raises(OSError, match="Not found"):
        sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    engine = CTranslate2Translator(model=str(folder), threads=1)
    (pieces,) = engine._encode(["Le chat dort."])
    assert "".join(pieces) == "▁Le▁chat▁dort."
    assert engine._text([], ["▁The", "▁cat"]) == "The cat"


@pytest.mark.parametrize("file", ["source.spm", "model.safetensors"])
def test_the_other_engine_says_it_in_a_sentence_too(folder, file):
    replaced(file, POINTER)(folder)
    with pytest.raises(ModelError, match="model: transformers cannot load") as caught:
        MarianTranslator(model=str(folder))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("longest", [None, 10**30, 1e30, 512])
def test_a_tokenizer_may_know_no_limit(folder, longest):
    changed("tokenizer_config.json", model_max_length=longest)(folder)
    assert find_model(str(folder)).pieces == 512


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A cache of hub models of which one is whole, and most are not."""
    import huggingface_hub.constants as constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    for name, config in (("broken", "{"), ("listed", "[]"), ("bert", '{"model_type": "bert"}'),
                         ("lacking", '{"model_type": "marian"}')):  # fmt: skip
        place = tmp_path / "hub" / f"models--{name}" / "snapshots" / "a"
        place.mkdir(parents=True)
        (place / "config.json").write_text(config)
    place = tmp_path / "hub" / "models--team--whole" / "snapshots" / "b"
    shutil.copytree(BUNDLED, place, copy_function=os.symlink)
    return place


def test_a_broken_model_in_the_hubs_cache_is_not_listed(hub):
    listed = [known.name for known in take_inventory().models if known.state == "cached"]
    assert listed == ["team/whole"]


def test_a_list_of_models_reads_no_weights(hub, monkeypatch):
    def read(folder):
        raise AssertionError(f"{folder}: all of it was read")

    monkeypatch.setattr(models, "_fingerprint", read)
    known = {known.state: known for known in take_inventory().models}
    assert known["cached"].size == known["bundled"].size > 50_000_000
    assert (known["bundled"].source_lang, known["bundled"].target_lang) == stated_langs()


def test_what_another_process_clears_meanwhile_is_nothing_to_fail_at(tmp_path, monkeypatch):
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path))
    folder = tmp_path / "converted" / "x"
    folder.mkdir(parents=True)
    for path in (folder / "model.bin", tmp_path / "translations.sqlite"):
        path.write_bytes(b"0" * 100)
    (tmp_path / "translations.sqlite.lock").touch()
    found = list(tmp_path.glob("translations.sqlite*"))
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter([*found, tmp_path / "gone"]))
    monkeypatch.setattr(inventory, "_count", lambda file: 0)
    assert take_inventory().translations_size == 100
    assert clear() == 200
    assert not list(tmp_path.iterdir())
    assert clear() == 0
