"""Checkpoints that do not hold what their folder tells of: refused by both engines alike."""

import json
import shutil
from functools import partial
from itertools import count

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from align.errors import ModelError
from align.translators.ctranslate import CTranslate2Translator
from align.translators.decoding import Decoding
from align.translators.marian import MarianTranslator
from align.translators.models import find_model
from align.translators.weights import read_weights

TEXTS = ["Le chat dort sur le lit de la maison.", "Bonjour."]
INDEX = "model.safetensors.index.json"
ENGINES = pytest.mark.parametrize("kind", [CTranslate2Translator, MarianTranslator])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small Marian model with random weights and the bundled pieces."""
    from transformers import MarianConfig, MarianMTModel

    bundled = find_model().folder
    folder = tmp_path_factory.mktemp("weights") / "small"
    pad = len(json.loads((bundled / "vocab.json").read_text("utf-8"))) - 1
    config = MarianConfig(
        vocab_size=pad + 1, d_model=16, encoder_layers=2, decoder_layers=2,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=24,
        decoder_ffn_dim=24, activation_function="swish", scale_embedding=True,
        max_position_embeddings=64, pad_token_id=pad, decoder_start_token_id=pad,
        eos_token_id=0, forced_eos_token_id=0,
    )  # fmt: skip
    MarianMTModel(config).save_pretrained(folder)
    for name in ("vocab.json", "source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copy(bundled / name, folder / name)
    return folder


@pytest.fixture
def folder(small, tmp_path):
    return shutil.copytree(small, tmp_path / "model")


def changed(folder, change):
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def tell(folder, **keys):
    config = json.loads((folder / "config.json").read_text("utf-8")) | keys
    (folder / "config.json").write_text(json.dumps(config), "utf-8")


def refused(kind, folder, message):
    with pytest.raises(ModelError, match=message) as caught:
        kind(model=str(folder), threads=1)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(folder))


def pickled(weights, file):
    import torch

    torch.save({name: torch.from_numpy(value) for name, value in weights.items()}, file)


def as_pickle(folder):
    pickled(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")


def sharded(stem, ending, save):
    def spread(folder):
        weights = load_file(folder / "model.safetensors")
        places = {
            name: f"{stem}-0000{1 + (place % 2)}-of-00002.{ending}"
            for place, name in enumerate(weights)
        }
        for file in set(places.values()):
            save({name: weights[name] for name in weights if places[name] == file}, folder / file)
        index = folder / f"{stem}.{ending}.index.json"
        index.write_text(json.dumps({"metadata": {}, "weight_map": places}), "utf-8")

    return spread


in_shards = sharded("model", "safetensors", partial(save_file, metadata={"format": "pt"}))
FORMS = pytest.mark.parametrize(
    "form", [as_pickle, in_shards, sharded("pytorch_model", "bin", pickled)],
    ids=["pickle", "shards", "pickled shards"],
)  # fmt: skip


@ENGINES
@FORMS
def test_weights_are_read_in_each_form_that_transformers_knows(folder, kind, form):
    options = {"precision": "float32", "threads": 1, "decoding": Decoding(beam=1)}
    plain = kind(model=str(folder), **options)
    form(folder)
    (folder / "model.safetensors").unlink()
    other = kind(model=str(folder), **options)
    assert [m.text for m in other.translate(TEXTS)] == [m.text for m in plain.translate(TEXTS)]
    assert find_model(str(folder)).key in str(other.signature)
    assert str(other.signature) != str(plain.signature)


def test_shards_with_other_weights_are_another_model(folder):
    in_shards(folder)
    (folder / "model.safetensors").unlink()
    before = find_model(str(folder)).key
    shard = folder / "model-00002-of-00002.safetensors"
    save_file({name: 2 * value for name, value in load_file(shard).items()}, shard)
    assert find_model(str(folder)).key != before


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "model-00002-of-00002.safetensors").unlink(),
         "the model lacks model-00002-of-00002.safetensors"),
        (lambda folder: (folder / INDEX).write_text('{"weight_map": {"a": "../x"}}'), "weight_map"),
        (lambda folder: (folder / INDEX).write_text("[]"), "weight_map"),
        (lambda folder: (folder / INDEX).write_text("{"), "weight_map"),
        (lambda folder: (folder / "model-00001-of-00002.safetensors").write_text("x"), "damaged"),
    ],
)  # fmt: skip
def test_broken_shards_are_told(folder, spoil, message):
    in_shards(folder)
    (folder / "model.safetensors").unlink()
    spoil(folder)
    refused(CTranslate2Translator, folder, message)


@ENGINES
@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["model.shared.weight", "model.decoder.layers.1.fc2.bias"])
def test_numbers_that_are_none_are_refused(folder, kind, number, name):
    """Every translation would be empty, or the same."""
    changed(folder, lambda weights: weights[name].reshape(-1).__setitem__(7, number))
    refused(kind, folder, f"{name}: finite numbers were expected")


@ENGINES
def test_a_token_may_be_banned_for_good(folder, kind):
    """Where it was the likeliest of all, another stands in its place."""
    written = []
    for bias in (100.0, -np.inf):
        changed(folder, lambda weights, b=bias: weights["final_logits_bias"].__setitem__((0, 5), b))
        engine = kind(model=str(folder), threads=1)
        written.append(engine._decode(engine._encode(TEXTS)))
    liked, banned = written
    assert all("s" in output.pieces for output in liked)
    assert not any("s" in output.pieces for output in banned)


@ENGINES
@pytest.mark.parametrize(
    "name",
    ["model.shared.weight", "model.encoder.layers.1.fc1.weight",
     "model.decoder.layers.0.encoder_attn.v_proj.bias"],
)  # fmt: skip
def test_a_weight_that_is_missing_is_not_made_up(folder, kind, name):
    changed(folder, lambda weights: weights.pop(name))
    refused(kind, folder, "the model lacks .*, which Marian has")


@ENGINES
@pytest.mark.parametrize(("layers", "message"), [(1, "1 encoder layers|more layers"), (3, "lacks")])
def test_as_many_layers_as_the_settings_tell_of(folder, kind, layers, message):
    tell(folder, encoder_layers=layers)
    refused(kind, folder, message)


@ENGINES
@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("model.shared.weight", np.s_[:9000]),  # CTranslate2 read what lay behind it, and crashed
        ("model.shared.weight", np.s_[:, :14]),
        ("final_logits_bias", np.s_[:, :100]),
        ("model.encoder.layers.0.fc1.weight", np.s_[:, :10]),
        ("model.encoder.layers.0.fc2.weight", np.s_[:, :10]),
        ("model.decoder.layers.1.encoder_attn.k_proj.weight", np.s_[:10]),
        ("model.decoder.layers.1.final_layer_norm.weight", np.s_[:10]),
    ],
)
def test_a_weight_of_another_shape_is_refused(folder, kind, name, cut):
    changed(folder, lambda weights: weights.update({name: weights[name][cut].copy()}))
    refused(kind, folder, name if kind is CTranslate2Translator else "transformers cannot load")


@ENGINES
def test_a_width_that_the_weights_do_not_have_is_refused(folder, kind):
    tell(folder, d_model=20)
    refused(kind, folder, "d_model|cannot load")


@ENGINES
def test_heads_divide_the_width(folder, kind):
    tell(folder, encoder_attention_heads=3)
    refused(kind, folder, r"d_model: a multiple of encoder_attention_heads \(3\) .* there is 16\.")


@ENGINES
def test_each_token_has_a_row(folder, kind):
    vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
    vocabulary |= {"▁chat+": len(vocabulary)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    refused(kind, folder, f"for each of {len(vocabulary)} tokens|at least {len(vocabulary)} rows")


@pytest.mark.parametrize("precision", ["float16", "float64", "bfloat16"])
def test_numbers_of_any_precision_are_read(folder, precision):
    """CTranslate2's format has no float64, numpy no bfloat16."""
    import torch
    from safetensors.torch import load_file as load_torch
    from safetensors.torch import save_file as save_torch

    weights = load_torch(folder / "model.safetensors")
    rounded = {name: w.to(getattr(torch, precision)) for name, w in weights.items()}
    save_torch(rounded, folder / "model.safetensors", metadata={"format": "pt"})
    read = read_weights(folder)
    for name, w in rounded.items():
        assert read[name].dtype == (np.float16 if precision == "float16" else np.float32)
        assert np.array_equal(read[name], w.float().numpy())
    made = [
        [found.text for found in kind(model=str(folder), **options).translate(TEXTS)]
        for kind, options in (
            (CTranslate2Translator, {"precision": "float32", "threads": 1}), (MarianTranslator, {}),
        )
    ]  # fmt: skip
    assert made[0] == made[1]


def test_engines_agree_on_a_model_with_a_vocabulary_for_each_side(folder):
    source = json.loads((folder / "vocab.json").read_text("utf-8"))
    first, *pieces, pad = source
    target = dict(zip([first, *pieces[:1], *pieces[8:], *pieces[1:8], pad], count(), strict=False))
    (folder / "target_vocab.json").write_text(json.dumps(target), "utf-8")
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    settings |= {"separate_vocabs": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    tell(folder, share_encoder_decoder_embeddings=False, decoder_vocab_size=len(target))
    random = np.random.default_rng(1)

    def part(weights):
        table = weights.pop("model.shared.weight")
        for side in ("encoder", "decoder"):
            drawn = random.normal(0, 0.4, table.shape).astype(np.float32)
            weights[f"model.{side}.embed_tokens.weight"] = drawn

    changed(folder, part)
    fast = CTranslate2Translator(model=str(folder), threads=1, precision="float32")
    slow = MarianTranslator(model=str(folder))
    made = [[found.text for found in one.translate(TEXTS)] for one in (fast, slow)]
    assert made[0] == made[1]
    pairs = [((text,), ("The cat sleeps on the bed.",)) for text in TEXTS]
    scored = [dict(row for batch in one.score(pairs) for row in batch) for one in (fast, slow)]
    for number, found in scored[0].items():
        assert found.nats == pytest.approx(scored[1][number].nats, abs=0.01)
        assert found.end == pytest.approx(scored[1][number].end, abs=0.01)
