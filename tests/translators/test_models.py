"""Finding, converting, refusing models; no network, no hanging."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from align.errors import ModelError, UsageError
from align.translators import models as rooms
from align.translators import open_translator
from align.translators.convert import convert, positions
from align.translators.ctranslate import CTranslate2Translator
from align.translators.inventory import clear, take_inventory
from align.translators.marian import MarianTranslator
from align.translators.models import LocalModel, find_model, stated_langs
from align.translators.targets import DirectionWarning, only_language, target_token

BUNDLED = find_model().folder
TEXTS = ["La ville a un nouveau plan.", "Bonjour, comment allez-vous aujourd'hui ?"]


pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(BUNDLED, tmp_path / "model"))


def described(**changes):
    told = {
        "name": "m", "folder": BUNDLED, "key": "k", "source_lang": "fr", "target_lang": "en",
        "targets": (), "positions": 512, "pieces": 512,
    }  # fmt: skip
    return LocalModel(**told | changes)


def test_a_pad_row_that_is_not_zero_changes_nothing_between_the_engines(copy):
    weights = load_file(copy / "model.safetensors")
    row = weights["model.shared.weight"][-1]
    row[:] = np.random.default_rng(1).normal(0, 0.3, len(row)).astype(np.float16)
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    fast = CTranslate2Translator(model=str(copy), precision="float32").translate(TEXTS)
    slow = MarianTranslator(model=str(copy)).translate(TEXTS)
    plain = CTranslate2Translator(precision="float32").translate(TEXTS)
    assert [made.text for made in fast] == [made.text for made in slow]
    assert [made.text for made in fast] != [made.text for made in plain]


def test_the_padding_piece_is_never_written(copy):
    weights = load_file(copy / "model.safetensors")
    weights["model.shared.weight"][-1] = 8 * weights["model.shared.weight"][5]
    weights["final_logits_bias"][0, -1] = 50
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    for made in (
        *CTranslate2Translator(model=str(copy), precision="float32").translate(TEXTS),
        *MarianTranslator(model=str(copy)).translate(TEXTS),
    ):
        assert "pad" not in made.text


def test_positions_are_those_of_transformers():
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    theirs = MarianSinusoidalPositionalEmbedding(40, 16).create_weight().numpy()
    assert np.allclose(positions(40, 16), theirs, atol=1e-6)


def test_the_fast_engine_needs_neither_torch_nor_transformers(cache):
    code = (
        "import sys; from align.translators import open_translator\n"
        "print(open_translator(cache=False).translate(['Bonjour.'])[0].text)\n"
        "assert not {'torch', 'transformers'} & set(sys.modules), 'heavy imports'"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


@pytest.mark.parametrize("kind", [CTranslate2Translator, MarianTranslator])
def test_the_signature_says_all_that_changes_the_output(kind, monkeypatch):
    """It is the cache's key: what it leaves out comes back as another engine made it."""
    parts = dict(kind(threads=1).signature.parts)
    assert parts["device"] == "cpu"
    assert parts["precision"] == ("int8_float32" if kind is CTranslate2Translator else "float32")
    monkeypatch.setattr(sys.modules[kind.__module__], "RULES", 99)
    assert dict(kind(threads=1).signature.parts)["rules"] == "99" != parts["rules"]


def test_a_changed_model_is_converted_anew(copy):
    before = find_model(str(copy)).key
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"scale_embedding": False}))
    assert find_model(str(copy)).key != before


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "config.json").unlink(), "there is no config.json"),
        (lambda folder: (folder / "config.json").write_text("{"), "cannot be read as JSON"),
        (lambda folder: (folder / "config.json").write_text('{"model_type": "bert"}'), "bert"),
        (lambda folder: (folder / "source.spm").unlink(), "lacks source.spm"),
        (lambda folder: (folder / "model.safetensors").unlink(), "lacks its weights"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"x" * 99), "damaged"),
    ],
)
def test_a_spoilt_model_is_refused_in_one_sentence(copy, spoil, message):
    spoil(copy)
    with pytest.raises(ModelError, match=message) as caught:
        CTranslate2Translator(model=str(copy))
    assert "\n" not in str(caught.value)


def test_a_hub_that_cannot_be_reached_is_said_at_once(tmp_path, monkeypatch):
    """A server that takes the connection and never answers."""
    import huggingface_hub.constants as constants

    silent = socket.create_server(("127.0.0.1", 0))
    endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(rooms, "_PATIENCE", 0.5)
    begin = time.monotonic()
    with silent, pytest.raises(ModelError, match="--model bundled"):
        find_model("nobody/no-such-model")
    assert time.monotonic() - begin < 60  # a bound, not a speed: it must not hang


def test_a_name_that_is_neither_folder_nor_hub_name():
    with pytest.raises(ModelError, match="no such folder"):
        find_model("/no/such/folder")
    with pytest.raises(ModelError, match=r"^--model '': there is no such folder"):
        find_model("")
    with pytest.raises(ModelError, match="revision"):
        find_model(str(BUNDLED), revision="main")


@pytest.mark.parametrize("asked", ["fr", "fra", "fr-CA", "fr_FR", None])
def test_a_fitting_direction_is_taken(asked):
    assert target_token(described(), source_lang=asked, target_lang="en") == []


@pytest.mark.parametrize(("source", "target"), [("de", "en"), ("fr", "de"), ("en", "fr")])
def test_a_wrong_direction_is_refused(source, target):
    with pytest.raises(ModelError, match="translates fr to en"):
        open_translator(source_lang=source, target_lang=target)


def test_a_multilingual_target_is_picked_by_name():
    many = described(source_lang="en", target_lang="roa", targets=(">>fra<<", ">>ita<<", ">>por<<"))
    assert target_token(many, source_lang="en", target_lang="fr") == [">>fra<<"]
    assert target_token(many, target_lang="ita") == [">>ita<<"]
    for wrong in ("de", None):
        with pytest.raises(ModelError, match="several target languages"):
            target_token(many, target_lang=wrong)


@pytest.mark.parametrize(
    ("wanted", "token"),
    [("pt-BR", ">>pt_br<<"), ("pt_BR", ">>pt_br<<"), ("pt", ">>pt<<"), ("pt-AO", ">>pt<<"),
     ("sr-Latn", ">>srp_Latn<<"), ("sr-Cyrl", ">>srp_Cyrl<<"), ("srp_Latn", ">>srp_Latn<<")],
)  # fmt: skip
def test_a_target_has_the_region_or_script_that_is_asked_for(wanted, token):
    targets = (">>pt<<", ">>pt_br<<", ">>srp_Cyrl<<", ">>srp_Latn<<")
    assert target_token(described(target_lang="mul", targets=targets), target_lang=wanted) == [
        token
    ]


@pytest.mark.parametrize(("told", "language"), [("fr_ca", "fr"), ("pt_br", "pt"), ("FR_fr", "fr")])
def test_a_region_in_small_letters_is_no_second_language(told, language):
    assert only_language(told) == language


@pytest.mark.parametrize("told", ["fi_nb_no_nn_ru_sv_en", "deu_eng_fra", "deu+eng+fra"])
def test_a_model_of_several_source_languages_is_for_each(told):
    assert target_token(described(source_lang=told), source_lang="en") == []
    assert only_language(told) == ""
    with pytest.raises(ModelError, match=f"translates {re.escape(told)} to en"):
        target_token(described(source_lang=told), source_lang="es")


@pytest.mark.parametrize("told", ["ROMANCE", "roa", "gmq_deu", "mul"])
def test_a_family_is_taken_at_its_word(told):
    assert target_token(described(source_lang=told), source_lang="fr") == []
    assert only_language(told) == ""


@pytest.mark.parametrize("unstated", [{"source_lang": ""}, {"target_lang": ""}])
def test_a_model_that_states_no_direction_is_used_with_a_warning(unstated):
    with pytest.warns(DirectionWarning, match="m: this model does not say which languages"):
        assert target_token(described(**unstated), source_lang="fr", target_lang="en") == []


def test_a_model_of_several_targets_need_not_state_one():
    many = described(target_lang="", targets=(">>fra<<",))
    assert target_token(many, target_lang="fr") == [">>fra<<"]


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_that_it_states_none_is_said_once_in_one_sentence(copy, call, tmp_path, engine):
    (copy / "tokenizer_config.json").unlink()
    (tmp_path / "lines.txt").write_text("Bonjour.\n")
    code, out, err = call(
        "translate", "--lines", tmp_path / "lines.txt", "--model", copy, "--engine", engine,
        "--no-cache",
    )  # fmt: skip
    assert (code, bool(out.strip())) == (0, True)
    assert err.count("does not say which languages it translates") == 1
    assert err.startswith(f"align: {copy}: ")
    assert err.count("\n") == 1


def test_a_batch_says_it_too(copy, call, tmp_path):
    (copy / "tokenizer_config.json").unlink()
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text("Le chat dort sur le lit de la maison.\n")
    (tmp_path / "list.tsv").write_text("".join(f"{tmp_path}/{n}.txt\n" for n in range(3)))
    code, _, err = call("batch", tmp_path / "list.tsv", "-o", tmp_path / "o", "--model", copy)
    assert code == 0, err
    assert err.count("does not say which languages it translates") == 1
    assert "DirectionWarning" not in err


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [("m", {"source_lang": "eng", "target_lang": "roa"}, ("en", "")), ("m", {}, ("", "")),
     ("opus-mt-de-en", {}, ("de", "en")), ("opus-mt-de-en/", {}, ("de", "en")),
     ("opus-mt-de-en\\", {}, ("de", "en")),  # as the shells of Windows complete a folder
     ("opus-mt-tc-big-fr-en", {}, ("fr", "en")), ("opus-mt-tc-bible-big-roa-en", {}, ("", "en"))],
)  # fmt: skip
def test_what_a_folder_says_of_itself(tmp_path, name, told, expected):
    (tmp_path / name).mkdir()
    (tmp_path / name / "tokenizer_config.json").write_text(json.dumps(told))
    assert tuple(map(only_language, stated_langs(f"{tmp_path}/{name}"))) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [({"beam": 0}, "--beam 0"), ({"beam": 100_000}, "1 to 1000 was"),
     ({"threads": -1}, "--threads -1"), ({"engine": "x"}, "engine 'x'"),
     ({"device": "tpu"}, "--device tpu"), ({"precision": "x"}, "--precision x: .* int8"),
     ({"precision": "int8", "engine": "transformers"}, "--precision int8: .* float32")],
)  # fmt: skip
def test_an_option_out_of_range_is_a_usage_error(options, message):
    with pytest.raises(UsageError, match=message):
        open_translator(**options)


def test_the_inventory_lists_and_clears(cache):
    open_translator().translate(["Bonjour."])
    inventory = take_inventory()
    assert [(known.name, known.state) for known in inventory.models] == [
        ("bundled", "bundled"), ("bundled", "converted"),
    ]  # fmt: skip
    assert inventory.translations >= 1
    (cache / "kept.txt").write_text("someone else's")
    assert clear() > 10_000_000
    assert [known.state for known in take_inventory().models] == ["bundled"]
    assert take_inventory().translations == 0
    assert (cache / "kept.txt").is_file()


def test_conversion_reads_what_it_writes():
    files = convert(BUNDLED)
    assert set(files) == {"model.bin", "config.json", "shared_vocabulary.json"}
    assert json.loads(files["config.json"])["decoder_start_token"] == "<pad>"


def test_the_limit_is_what_the_tokenizer_says(copy):
    settings = json.loads((copy / "tokenizer_config.json").read_text())
    (copy / "tokenizer_config.json").write_text(json.dumps(settings | {"model_max_length": 40}))
    translator = CTranslate2Translator(model=str(copy))
    (made,) = translator.translate(["Le chat dort, et le chien boit. " * 12])
    assert translator.limit == 38
    assert "split" in made.flags
