"""Models by their names on a hub, and targets by their codes: against a hub on this machine."""

import json
import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from align.errors import ModelError
from align.translators import models as rooms
from align.translators.ctranslate import CTranslate2Translator
from align.translators.inventory import take_inventory
from align.translators.marian import MarianTranslator
from align.translators.models import find_model

NAME = "team/opus-mt-en-roa"
COMMITS = {"main": "a" * 40, "v2": "b" * 40}
TEXTS = ["The town has a new plan.", "Good morning!", "", "The cat sleeps on the bed."]


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory):
    """A Marian folder with random weights that translates English to French or German."""
    from transformers import MarianConfig, MarianMTModel

    bundled = find_model().folder
    folder = tmp_path_factory.mktemp("hub") / "main"
    folder.mkdir()
    vocabulary = json.loads((bundled / "vocab.json").read_text("utf-8"))
    pad = vocabulary.pop("<pad>") + 2
    vocabulary |= {">>fra<<": pad - 2, ">>deu<<": pad - 1, "<pad>": pad}
    config = MarianConfig(
        vocab_size=pad + 1, d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16,
        decoder_ffn_dim=16, activation_function="swish", scale_embedding=True,
        max_position_embeddings=64, pad_token_id=pad, decoder_start_token_id=pad,
        eos_token_id=0, forced_eos_token_id=0,
    )  # fmt: skip
    MarianMTModel(config).save_pretrained(folder)
    random = np.random.default_rng(3)
    weights = load_file(folder / "model.safetensors")
    for name, value in weights.items():
        if value.ndim == 2:
            weights[name] = random.normal(0, 0.4, value.shape).astype(np.float32)
    weights["model.shared.weight"][pad] = 0
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    for side in ("source.spm", "target.spm"):
        shutil.copy(bundled / side, folder / side)
    told = {"source_lang": "eng", "target_lang": "roa", "model_max_length": 64}
    (folder / "tokenizer_config.json").write_text(json.dumps(told))
    (folder / "README.md").write_text("not needed")
    other = folder.with_name("v2")  # the same with other weights
    shutil.copytree(folder, other)
    weights["model.shared.weight"][:pad] *= 1.5
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})
    return {"main": folder, "v2": other}


@contextmanager
def served(folders):
    """A hub with one model and two branches; yields its address and what it was asked."""
    asked = []

    class Hub(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            asked.append(f"{self.command} {self.path}")
            path = self.path.partition("?")[0]
            if path.startswith(f"/api/models/{NAME}/tree/"):
                files = sorted(folders[self._branch(path.rpartition("/")[2])].iterdir())
                tree = [
                    {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": "c" * 40}
                    for f in files
                ]
                return self._send(json.dumps(tree).encode(), "application/json")
            if path.startswith(f"/api/models/{NAME}"):
                branch = self._branch(path.partition("/revision/")[2] or "main")
                if branch is None:
                    return self._missing("RevisionNotFound")
                files = [{"rfilename": f.name} for f in sorted(folders[branch].iterdir())]
                told = {"id": NAME, "sha": COMMITS[branch], "siblings": files}
                return self._send(json.dumps(told).encode(), "application/json")
            if path.startswith(f"/{NAME}/resolve/"):
                revision, _, name = path.partition("/resolve/")[2].partition("/")
                branch = self._branch(revision)
                if branch is None:
                    return self._missing("RevisionNotFound")
                file = folders[branch] / name
                if not file.is_file():
                    return self._missing("EntryNotFound")
                return self._send(
                    file.read_bytes(), "application/octet-stream", commit=COMMITS[branch],
                    etag=f'"{branch}-{name}"',
                )  # fmt: skip
            return self._missing("RepoNotFound")

        def _branch(self, revision):
            return next((b for b, c in COMMITS.items() if revision in (b, c)), None)

        def _missing(self, code):
            self.send_response(404)
            self.send_header("X-Error-Code", code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self, body, kind, *, commit="", etag=""):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if commit:
                self.send_header("X-Repo-Commit", commit)
                self.send_header("ETag", etag)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def point_to(patch, address):
    """Make the hub's client talk to that address alone."""
    import huggingface_hub.constants as constants

    files = constants.HUGGINGFACE_CO_URL_TEMPLATE.removeprefix(constants.ENDPOINT)
    patch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + files)
    patch.setattr(constants, "ENDPOINT", address)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of hub models, and no hub that could be reached."""
    import huggingface_hub.constants as constants

    point_to(monkeypatch, "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(rooms, "_PATIENCE", 5)
    return tmp_path / "hub"


@pytest.fixture
def online(cache, multilingual, monkeypatch):
    @contextmanager
    def reachable():
        with served(multilingual) as (address, asked), monkeypatch.context() as patch:
            point_to(patch, address)
            yield asked

    return reachable


def test_a_first_download_brings_what_is_needed_and_no_more(online, cache, multilingual):
    with online() as asked:
        found = find_model(NAME)
    assert found.name == NAME
    assert found.key == find_model(str(multilingual["main"])).key
    assert found.folder.is_relative_to(cache)
    assert not (found.folder / "README.md").exists()
    assert not any("README" in line for line in asked)


def test_after_it_no_hub_is_asked(online, cache):
    with online():
        found = find_model(NAME)
    assert find_model(NAME) == found  # nobody listens any more
    with online() as asked:
        assert find_model(NAME) == found
    assert asked == []
    (known,) = [known for known in take_inventory().models if known.state == "cached"]
    assert known.name == NAME


def test_a_revision_is_that_revision_online_and_offline(online, multilingual):
    keys = {branch: find_model(str(folder)).key for branch, folder in multilingual.items()}
    with online():
        assert find_model(NAME, revision="v2").key == keys["v2"]
        assert find_model(NAME).key == keys["main"]
        assert find_model(NAME, revision=COMMITS["v2"]).key == keys["v2"]
    assert find_model(NAME, revision="v2").key == keys["v2"]
    assert find_model(NAME).key == keys["main"]


def test_weights_in_shards_are_fetched_with_their_index(cache, multilingual, monkeypatch, tmp_path):
    folder = shutil.copytree(multilingual["main"], tmp_path / "sharded")
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    places = {name: f"model-0000{1 + k % 2}-of-00002.safetensors" for k, name in enumerate(weights)}
    for shard in set(places.values()):
        save_file(
            {name: weights[name] for name in weights if places[name] == shard}, folder / shard
        )
    told = json.dumps({"weight_map": places})
    (folder / "model.safetensors.index.json").write_text(told, "utf-8")
    with served({"main": folder, "v2": folder}) as (address, _), monkeypatch.context() as patch:
        point_to(patch, address)
        found = find_model(NAME)
    assert found.key == find_model(str(folder)).key
    assert find_model(NAME) == found  # nobody listens any more
    next(iter(found.folder.glob("model-00002*"))).unlink()
    with pytest.raises(ModelError, match="the hub cannot be reached"):
        find_model(NAME)


def test_a_name_or_revision_that_the_hub_lacks_is_said(online):
    with online():
        with pytest.raises(ModelError, match=r"team/nothing is neither .* no such model"):
            find_model("team/nothing")
        with pytest.raises(ModelError, match=r"at revision v3 .* no such model or revision"):
            find_model(NAME, revision="v3")


def test_a_download_that_breaks_off_is_said_and_made_good(online, cache, monkeypatch):
    import huggingface_hub

    def broken(*_, local_files_only=False, **__):
        if local_files_only:
            raise huggingface_hub.errors.LocalEntryNotFoundError("nothing there")
        raise ConnectionResetError("the line went dead")

    with online():
        with monkeypatch.context() as patch:
            patch.setattr(huggingface_hub, "snapshot_download", broken)
            with pytest.raises(ModelError, match=r"cannot be reached \(ConnectionResetError\)"):
                find_model(NAME)
        assert find_model(NAME).folder.is_dir()


def test_a_cache_without_room_is_no_hub_that_is_away(online, cache):
    cache.write_text("in the way")
    with online(), pytest.raises(ModelError, match=f"^{NAME}: the download cannot be kept: "):
        find_model(NAME)


def test_a_cached_model_translates_through_both_engines_without_a_hub(online, cache):
    with online():
        find_model(NAME)
    outputs = {}
    for lang in ("fr", "deu"):
        options = {"model": NAME, "source_lang": "en", "target_lang": lang, "threads": 1,
                   "precision": "float32"}  # fmt: skip
        fast, slow = CTranslate2Translator(**options), MarianTranslator(**options)
        outputs[lang] = [made.text for made in fast.translate(TEXTS)]
        assert outputs[lang] == [made.text for made in slow.translate(TEXTS)]
        token = ">>fra<<" if lang == "fr" else ">>deu<<"
        assert token in str(fast.signature)
        assert token in str(slow.signature)
    assert outputs["fr"] != outputs["deu"]  # the token is read
    assert outputs["fr"][2] == ""


@pytest.mark.parametrize("engine", [CTranslate2Translator, MarianTranslator])
@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("en", "es", "'es' is none of them; pass --target-lang with one of: fra deu"),
        ("en", None, "'roa' is none of them"),
        ("fr", "de", "translates eng to roa, and fr to de was asked for"),
    ],
)
def test_a_target_that_it_lacks_is_refused(multilingual, engine, source, target, message):
    with pytest.raises(ModelError, match=message):
        engine(model=str(multilingual["main"]), source_lang=source, target_lang=target)


def test_the_command_takes_name_revision_and_target(online, call, tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(TEXTS) + "\n")
    options = ["--lines", file, "--model", NAME, "--source-lang", "en", "--no-cache"]
    with online():
        made = {
            arguments: call("translate", *options, *arguments)
            for arguments in (
                ("--target-lang", "fr"),
                ("--target-lang", "de"),
                ("--target-lang", "de", "--revision", "v2"),
            )
        }
        code, out, err = call("translate", *options, "--target-lang", "es")
    assert [code for code, _, _ in made.values()] == [0, 0, 0]
    assert {out.count("\n") for _, out, _ in made.values()} == {len(TEXTS)}
    assert len({out for _, out, _ in made.values()}) == 3
    assert (code, out) == (1, "")
    assert err.startswith("align: ")
    assert err.count("\n") == 1
