"""`scripts/train_model.py` on a corpus of numbers and their words."""

import errno
import json
import signal

import pytest
import torch
import train_model
from safetensors.torch import load_file, save_file
from trainer import DROPPED, RUN, Killed, call, same, weights_of
from training.checkpoint import BEST, CHECKPOINT, read_checkpoint, read_weights, save_checkpoint
from training.network import Machine
from training.plan import Status

from align.errors import DataError, MarialignError, ModelError, ReadError, UsageError
from align.translators.ctranslate import CTranslate2Translator
from align.translators.marian import MarianTranslator


def test_the_loss_falls_and_the_model_learns(place, statuses, tmp_path):
    call("train", place / "work", tmp_path / "run", *RUN, "--steps", 40)
    losses = [told.loss for told in statuses if isinstance(told, Status)]
    assert len(losses) == 2
    assert losses[-1] < losses[0]
    sources = (place / "dev.fr").read_text("utf-8").splitlines()
    references = (place / "dev.en").read_text("utf-8").splitlines()
    made = CTranslate2Translator(model=str(place / "model"), precision="float32")
    right = sum(t.text == r for t, r in zip(made.translate(sources), references, strict=True))
    assert right > 5  # of 40 that it never saw; guessing gets none


def test_both_engines_read_the_export_alike(place):
    sources = (place / "dev.fr").read_text("utf-8").splitlines()
    fast = CTranslate2Translator(model=str(place / "model"), precision="float32")
    slow = MarianTranslator(model=str(place / "model"))
    texts = [made.text for made in fast.translate(sources)]
    assert texts == [made.text for made in slow.translate(sources)]
    assert all(texts)


def test_the_row_of_pad_is_zero_and_its_logit_banned(place):
    for weights in (
        load_file(place / "model" / "model.safetensors"),
        weights_of(place / "run"),
        weights_of(place / "run", "average"),
    ):
        assert not weights["model.shared.weight"][-1].any()
        assert weights["model.shared.weight"][:-1].any(dim=1).all()
    config = json.loads((place / "model" / "generation_config.json").read_text())
    assert config["bad_words_ids"] == [[48]]
    assert config["max_length"] == 256


def test_the_average_is_not_the_last_step(place, statuses, tmp_path):
    call("train", place / "work", tmp_path / "run", *RUN, "--steps", 20)
    last, average = (weights_of(tmp_path / "run", name) for name in ("m", "average"))
    name = "model.decoder.layers.0.fc1.weight"
    assert not torch.equal(last[name], average[name])
    assert torch.equal(read_weights(tmp_path / "run", which="last")[name], last[name])
    assert torch.equal(read_weights(tmp_path / "run", which="average")[name], average[name])


def test_the_best_average_is_kept_with_its_score(place):
    told = read_weights(place / "run", which="best")
    assert same(told, load_file(place / "run" / BEST))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, "killed"])
def test_an_interrupted_run_ends_where_an_undisturbed_one_does(
    place, whole, tmp_path, monkeypatch, how
):
    """Bit for bit, dropout and all, across an epoch's end."""

    def disturb(told):
        if told.step == 11:
            if how == "killed":
                raise Killed
            signal.raise_signal(how)

    monkeypatch.setattr(train_model, "_tell", disturb)
    if how == "killed":
        with pytest.raises(Killed):
            call("train", place / "work", tmp_path, *DROPPED, "--save", 0)
    else:
        assert call("train", place / "work", tmp_path, *DROPPED).exit_code == 128 + how
    assert weights_step(tmp_path) == (10 if how == "killed" else 11)
    monkeypatch.setattr(train_model, "_tell", lambda told: None)
    call("train", place / "work", tmp_path, *DROPPED)
    for name in ("m", "average"):
        assert same(weights_of(whole, name), weights_of(tmp_path, name))


def weights_step(folder):
    return read_checkpoint(folder / CHECKPOINT)["step"]


def test_a_checkpoint_changes_whole_or_not_at_all(place, tmp_path, monkeypatch, statuses):
    call("train", place / "work", tmp_path / "run", *RUN, "--steps", 3)

    def full(file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("training.checkpoint.os.fsync", full)
    with pytest.raises(ReadError, match=rf"run/{CHECKPOINT}: cannot be written: No space left"):
        call("train", place / "work", tmp_path / "run", *RUN, "--steps", 6)
    assert weights_step(tmp_path / "run") == 3
    assert not list((tmp_path / "run").glob("*.new"))  # the disk's room is needed
    monkeypatch.undo()
    monkeypatch.setattr(train_model, "_tell", lambda told: None)
    call("train", place / "work", tmp_path / "run", *RUN, "--steps", 6)
    assert weights_step(tmp_path / "run") == 6


def test_a_model_that_cannot_be_written_is_one_sentence(place, tmp_path, monkeypatch, statuses):
    from safetensors import SafetensorError

    def full(self, folder):
        raise SafetensorError("Error while serializing: I/O error: No space left on device")

    monkeypatch.setattr("transformers.MarianMTModel.save_pretrained", full)
    with pytest.raises(ReadError, match=r"validated: cannot be written: .*No space left"):
        call("train", place / "work", tmp_path, *RUN, "--steps", 1, "--validate", place / "dev")
    assert weights_step(tmp_path) == 1
    assert not (tmp_path / "validated").exists()


def test_a_checkpoint_has_the_numbers_of_one_gpu(place, tmp_path, monkeypatch, statuses):
    """The next start may have fewer: those of all could not be set there."""
    monkeypatch.setattr("torch.cuda.device_count", lambda: 8)
    monkeypatch.setattr("torch.cuda.get_rng_state", lambda device="cuda": torch.zeros(16))

    def saved(folder, **named):
        with pytest.MonkeyPatch.context() as patch:  # for no longer: torch's own steps ask too
            patch.setattr("torch.cuda.is_initialized", lambda: True)
            save_checkpoint(folder, **named)

    monkeypatch.setattr("training.run.save_checkpoint", saved)
    call("train", place / "work", tmp_path, *RUN, "--steps", 1, "--device", "cpu")
    assert len(weights_of(tmp_path, "cuda")) == 1


@pytest.mark.parametrize("own", [True, False])
def test_auto_trains_in_bfloat16_where_the_gpu_has_it(monkeypatch, own):
    """Older ones compute it by float32, more slowly than that."""
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr(
        "torch.cuda.is_bf16_supported", lambda including_emulation=True: including_emulation or own
    )
    assert Machine.choose(device="auto", precision="auto") == Machine("cuda", own)
    assert Machine.choose(device="auto", precision="bf16") == Machine("cuda", True)


def test_validation_leaves_torch_its_cores(place, tmp_path, monkeypatch):
    """CTranslate2 sets the number that it shares with torch; training went on with one core."""
    cores = []
    monkeypatch.setattr(train_model, "_tell", lambda told: cores.append(torch.get_num_threads()))
    call("train", place / "work", tmp_path, *RUN, "--threads", 2, "--steps", 4, "--log", 1,
         "--validate", place / "dev", "--every", 2)  # fmt: skip
    assert cores == [2] * 6


def test_a_run_that_is_over_does_nothing_more(place, statuses):
    before = weights_of(place / "run")
    result = call("train", place / "work", place / "run", *RUN, "--steps", 160)
    assert result.exit_code == 0
    assert same(before, weights_of(place / "run"))


def test_training_begins_with_a_model_or_a_run(place, tmp_path, statuses):
    for init in (place / "model", place / "run"):
        out = tmp_path / init.name
        call("train", place / "work", out, *RUN, "--steps", 1, "--log", 1, "--init", init,
             "--lr", 0)  # fmt: skip
    assert all(told.loss < 1.2 for told in statuses)  # as good as where that one ended
    other = tmp_path / "other"
    call("prepare", other, place / "train.tsv", "--pieces", 40)
    with pytest.raises(UsageError, match="--vocabulary"):
        call("train", other, tmp_path / "x", "--steps", 1, "--init", place / "model")
    with pytest.raises(ModelError, match="48 pieces and the corpus 40"):
        call("train", other, tmp_path / "x", "--steps", 1, "--init", place / "run")


def test_a_run_goes_on_only_with_what_it_began_with(place):
    with pytest.raises(UsageError, match="other tokens"):
        call("train", place / "work", place / "run", "--tokens", 256, "--steps", 250)


def test_a_loss_that_explodes_leaves_the_checkpoint(place, tmp_path, statuses, monkeypatch):
    call("train", place / "work", tmp_path / "run", *RUN, "--steps", 2)
    monkeypatch.setattr(
        "training.gradient.batch_loss",
        lambda network, *_, **__: network.model.shared.weight.sum() * float("nan"),
    )
    with pytest.raises(DataError, match="lower --lr"):
        call("train", place / "work", tmp_path / "run", *RUN, "--steps", 4)
    assert all(w.isfinite().all() for w in weights_of(tmp_path / "run").values())


@pytest.fixture
def worse(place, tmp_path):
    """A copy of the run whose weights translate nothing."""
    folder = tmp_path / "worse"
    folder.mkdir()
    (folder / "config.json").write_bytes((place / "run" / "config.json").read_bytes())
    weights = {k: torch.zeros_like(w) for k, w in read_weights(place / "run").items()}
    save_file(weights, folder / "model.safetensors")
    return folder


def test_a_better_model_is_not_replaced_unless_forced(place, worse, tmp_path):
    target = tmp_path / "model"
    call("export", place / "work", place / "run", target, "--score", place / "dev")
    (target / "lexicon.npz").write_text("someone else's")
    before = (target / "model.safetensors").read_bytes()
    with pytest.raises(DataError, match="the model there scores higher on dev"):
        call("export", place / "work", worse, target, "--score", place / "dev")
    with pytest.raises(UsageError, match="--score"):
        call("export", place / "work", worse, target)
    assert (target / "model.safetensors").read_bytes() == before
    again = call("export", place / "work", place / "run", target, "--score", place / "dev")
    assert "before: dev" in again.stderr
    call("export", place / "work", worse, target, "--score", place / "dev", "--force")
    assert (target / "model.safetensors").read_bytes() != before
    assert (target / "lexicon.npz").read_text() == "someone else's"
    assert [p.name for p in tmp_path.glob(".model*")] == []


def test_several_runs_give_their_mean(place, worse, tmp_path):
    call("export", place / "work", place / "run", tmp_path / "m", "--mean", worse, "--beams", 1)
    name = "model.encoder.layers.0.fc1.weight"
    mean, one = (
        load_file(at / "model.safetensors")[name] for at in (tmp_path / "m", place / "model")
    )
    assert torch.allclose(mean.float(), one.float() / 2, atol=1e-3)
    assert "the mean of 2 checkpoints" in (tmp_path / "m" / "README.md").read_text("utf-8")


def test_the_readme_states_what_it_must(place):
    text = (place / "model" / "README.md").read_text("utf-8")
    said = "train.tsv | 400;160 steps;target pieces;## Limits;Licence: ours."
    scored = "| dev | 40 | 1 |;| dev | 40 | 4 |;BLEU `nrefs:1;chrF `nrefs:1"
    for part in f"{said};{scored}".split(";"):
        assert part in text, part


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["train", "WORK", "OUT"], UsageError, "--steps or --minutes"),
        (["train", "NONE", "OUT", "--steps", 1], ReadError, "joint.model: there is no such"),
        (["train", "WORK", "OUT", "--steps", 1, "--preset", "x"], UsageError, "small or gpu"),
        (["train", "WORK", "OUT", "--steps", 1, "--heads", 7], UsageError, "--d 256"),
        (["train", "WORK", "OUT", "--steps", 1, "--cooldown", 2], UsageError, "--cooldown"),
        (["train", "WORK", "OUT", "--steps", 1, "--schedule", "x"], UsageError, "inverse-sqrt"),
        (["train", "WORK", "OUT", "--steps", 1, "--precision", "x"], UsageError, "bf16"),
        (["train", "WORK", "OUT", "--steps", 1, "--init", "NONE"], ReadError, "no such folder"),
        (["train", "WORK", "OUT", "--steps", 1, "--validate", "NONE"], ReadError, "no such file"),
        (["export", "WORK", "NONE", "OUT"], ReadError, "no such folder"),
        (["export", "WORK", "WORK", "OUT"], ModelError, "model.safetensors"),
        (["export", "WORK", "RUN", "OUT", "--which", "x"], UsageError, "best, average or last"),
        (["export", "WORK", "RUN", "OUT", "--beams", "0"], UsageError, "--beams 0"),
        (["prepare", "OUT", "NONE"], ReadError, "cannot be read as TSV"),
        (["prepare", "OUT", "DEV"], ReadError, "line 1: SOURCE TAB TARGET"),
        (["prepare", "OUT", "TSV@x"], UsageError, "a weight above 0"),
        (["prepare", "OUT", "TSV", "--pieces", 9999], DataError, "--pieces 9999"),
        (["prepare", "OUT", "TSV", "--longest", 0, "--pieces", 48], DataError, "No pair is left"),
        (["prepare", "OUT", "TSV", "--vocabulary", "NONE"], UsageError, "no such file"),
        (["prepare", "OUT", "TSV", "--vocabulary", "TSV"], ReadError, "SentencePiece"),
    ],
)
def test_bad_input_is_one_sentence(place, tmp_path, arguments, error, message):
    names = {
        "WORK": place / "work", "RUN": place / "run", "OUT": tmp_path / "out",
        "NONE": tmp_path / "none", "TSV": place / "train.tsv", "DEV": place / "dev.fr",
        "TSV@x": f"{place / 'train.tsv'}@x",
    }  # fmt: skip
    with pytest.raises(error, match=message) as caught:
        call(*(names.get(argument, argument) for argument in arguments))
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, MarialignError)


@pytest.mark.parametrize(
    "options",
    [("--steps", -1), ("--log", 0), ("--tokens", 0), ("--d", 0), ("--heads", 0), ("--enc", -1),
     ("--seed", -1), ("--threads", -1), ("--threads", 100_000), ("--every", -1)],
)  # fmt: skip
def test_a_number_out_of_range_is_a_usage_error(place, tmp_path, options):
    """Some trained for ever, some ended in a traceback, a hundred thousand threads in a crash."""
    result = call("train", place / "work", tmp_path / "out", "--steps", 1, *options)
    assert result.exit_code == 2
    assert f"'{options[0]}'" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options",
    [("--minutes", "nan"), ("--minutes", "inf"), ("--lr", "nan"), ("--lr", -1), ("--save", "nan"),
     ("--dropout", 2), ("--dropout", "nan"), ("--smoothing", "nan"), ("--r-drop", "nan")],
)  # fmt: skip
def test_what_is_no_number_is_one_sentence(place, tmp_path, options):
    with pytest.raises(UsageError, match=f"{options[0]}.* expected"):
        call("train", place / "work", tmp_path / "out", "--steps", 1, *options)


def test_two_reads_of_a_batch_need_dropout(place, tmp_path, statuses):
    with pytest.raises(UsageError, match=r"--r-drop 2: .* a --dropout above 0"):
        call("train", place / "work", tmp_path / "out", *RUN, "--steps", 1, "--r-drop", 2)
    twice = (*RUN, "--steps", 2, "--dropout", 0.3, "--r-drop", 2)
    assert call("train", place / "work", tmp_path / "out", *twice).exit_code == 0
    assert weights_step(tmp_path / "out") == 2


@pytest.mark.parametrize("command", ["prepare", "train", "export"])
@pytest.mark.parametrize("inside", [False, True])
def test_a_file_in_the_place_of_a_folder_is_one_sentence(place, tmp_path, command, inside):
    taken = tmp_path / "taken"
    taken.write_text("in the way")
    there = taken / "x" if inside else taken
    arguments = {
        "prepare": [there, place / "train.tsv", "--pieces", 48],
        "train": [place / "work", there, "--steps", 1],
        "export": [place / "work", place / "run", there],
    }
    with pytest.raises(UsageError, match="a folder was expected"):
        call(command, *arguments[command])
    assert taken.read_text() == "in the way"


@pytest.mark.skipif(torch.cuda.is_available(), reason="a CUDA device is there")
def test_cuda_without_a_device_is_a_usage_error(place, tmp_path):
    with pytest.raises(UsageError, match="no CUDA device"):
        call("train", place / "work", tmp_path / "out", "--steps", 1, "--device", "cuda")


@pytest.mark.parametrize("command", ["prepare", "train", "export"])
def test_help_shows_an_example(command):
    assert f"Example: train_model.py {command}" in call(command, "--help").stdout
