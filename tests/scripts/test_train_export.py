"""What the trainer ships: how it came about, how large it is, no worse than before, whole."""

import os
import shutil
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from trainer import RUN, Killed, call
from training.card import same_set, stated_sets
from training.checkpoint import (
    BEST,
    CHECKPOINT,
    best_told,
    read_checkpoint,
    read_weights,
    save_best,
)
from training.export import refuse_worse
from training.folder import packed_size, rounded
from training.history import stages
from training.scores import Scored

from align.errors import DataError, UsageError
from align.translators.ctranslate import CTranslate2Translator
from align.translators.marian import MarianTranslator

README = """# A model

## Training
From nothing, in two hours.

| data | pairs |
| --- | --- |
| news | 98,060 |

## Scores
Decoded by `align translate`.

| set | beam | BLEU | chrF |
| --- | --- | --- | --- |
| FLORES dev, 997 sentences | 1 | 25.1 | 53.5 |
| FLORES dev | 3 | 26.4 | 54.7 |
| WMT 2013, 3,000 sentences | 3 | 23.7 | 50.5 |

## Limits
| none | 1 |
"""


def card_of(folder):
    return (folder / "README.md").read_text("utf-8")


def export(place, target, *options, run="run"):
    return call("export", place / "work", place / run, target, "--beams", 1, *options)


@pytest.fixture
def early(place, tmp_path):
    """The run, whose best weights are those of step 80 of 160."""
    folder = Path(shutil.copytree(place / "run", tmp_path / "early"))
    counters = {"step": 80, "pieces": 3_400_000, "spent": 1260.0, "hardware": "an abacus"}
    save_best(folder, read_weights(folder), best_told(folder) | counters)
    return folder


def test_the_card_counts_up_to_the_weights_that_ship(place, early, tmp_path):
    export(place, tmp_path / "m", run=early)
    assert "80 steps (3.4 million target pieces) in 21 minutes on an abacus." in card_of(
        tmp_path / "m"
    ).replace("\n", " ")
    export(place, tmp_path / "m", "--which", "average", "--force", run=early)
    assert "160 steps (" in card_of(tmp_path / "m")
    assert "abacus" not in card_of(tmp_path / "m")


def test_an_older_run_counts_the_whole(place, early, tmp_path):
    told = {name: best_told(early)[name] for name in ("step", "chrf", "bleu", "set")}
    save_best(early, read_weights(early), told)
    export(place, tmp_path / "m", run=early)
    kept = read_checkpoint(early / CHECKPOINT)
    said = card_of(tmp_path / "m").replace("\n", " ")
    assert "The weights of step 80; the whole run took 160 steps (" in said
    assert f"minutes on {kept['hardware']}." in said
    (early / CHECKPOINT).unlink()
    assert [stage.told for stage in stages(early)] == ["80 steps."]


def test_the_card_lists_every_run_of_a_mean(place, early, tmp_path):
    """A folder of which only the README is known takes nothing away from the runs."""
    known = Path(shutil.copytree(place / "model", tmp_path / "known"))
    (known / "README.md").write_text(README, "utf-8")
    bare = Path(shutil.copytree(place / "model", tmp_path / "bare"))
    (bare / "README.md").unlink()
    export(place, tmp_path / "m", "--mean", early, "--mean", known, "--mean", bare)
    said = card_of(tmp_path / "m")
    assert "mean of 4 checkpoints: `run`, `early`, `known`, `bare`." in said.replace("\n", " ")
    for part in ("### `run`\n160 steps (", "### `early`\n80 steps (", "on an abacus",
                 "### `known`\nFrom nothing, in two hours.\n\n| data | pairs |\n",
                 "| news | 98,060 |", "### `bare`\nNothing is known of its training."):  # fmt: skip
        assert said.count(part) == 1, part
    assert "FLORES" not in said


def test_the_card_goes_back_to_the_first_start(place, early, tmp_path, statuses):
    known = Path(shutil.copytree(place / "model", tmp_path / "known"))
    (known / "README.md").write_text(README, "utf-8")
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    call("train", place / "work", first, *RUN, "--steps", 3, "--init", known)
    call("train", place / "work", second, *RUN, "--steps", 2, "--init", first)
    call("train", place / "work", second, *RUN, "--steps", 5, "--init", early)  # goes on
    call("train", place / "work", third, *RUN, "--steps", 1, "--init", second / BEST)
    assert [stage.name for stage in stages(second)] == ["second", "first", "known"]
    assert [stage.name for stage in stages(second / CHECKPOINT)][1:] == ["first", "known"]
    export(place, tmp_path / "m", "--mean", first, run=third)
    said = card_of(tmp_path / "m")
    order = ["### `third`\n1 steps (", "with the weights of `second/best.safetensors`",
             "### `second/best.safetensors`\n5 steps (", "with the weights of `first`",
             "### `first`\n3 steps (", "with the weights of `known`",
             "### `known`\nFrom nothing"]  # fmt: skip
    flat = said.replace("\n", " ")
    at = [flat.find(part.replace("\n", " ")) for part in order]
    assert at == sorted(at)
    assert at[0] > 0
    assert said.count("### `first`") == 1
    call("train", place / "work", tmp_path / "fourth", *RUN, "--steps", 1,
         "--init", tmp_path / "m")  # fmt: skip
    (stage,) = stages(tmp_path / "fourth")[1:]
    assert "### `known`\nFrom nothing" in stage.told  # of the README that was just written


@pytest.mark.parametrize(
    ("readme", "sets"),
    [
        (README, ("FLORES dev", "WMT 2013")),
        (README.replace("## Scores", "## Notes"), ()),
        ("", ()),
        ("## Scores\nnone yet\n\n## Limits\n| a | b |\n| - | - |\n| c | 1 |\n", ()),
        ("## Scores\n| set | BLEU |\n|---|---|\n|a b|1|\n|a b|2|\n|c|3|", ("a b", "c")),
    ],
)
def test_a_readme_tells_on_which_sets_a_model_was_scored(readme, sets):
    assert stated_sets(readme) == sets


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("FLORES dev", "flores-dev", True),
        ("WMT 2013", "wmt13", True),
        ("newstest2014", "newstest2014", True),
        ("newstest2014", "newstest2015", False),
        ("flores-dev", "flores-devtest", False),
        ("wmt13", "wmt1320", False),
        ("set 1", "set 2", False),
    ],
)
def test_names_of_one_set(one, other, same):
    assert same_set(one, other) is same


def test_every_set_that_the_readme_states_is_demanded(place, tmp_path):
    for lang in ("fr", "en"):
        shutil.copyfile(place / f"dev.{lang}", tmp_path / f"other13.{lang}")
    sets = ["--score", place / "dev", "--score", tmp_path / "other13"]
    target = tmp_path / "m"
    export(place, target, *sets)
    for some, lacking in ((sets[:2], "other13"), (sets[2:], "dev"), ([], "dev and other13")):
        with pytest.raises(UsageError, match=f"states scores on {lacking};"):
            export(place, target, *some)
    export(place, target, *sets)
    (target / "README.md").write_text(card_of(target).replace("| other13 |", "| Other 2013 |"))
    export(place, target, *sets)
    export(place, target, *sets[:2], "--force")
    export(place, target, *sets[:2])  # the README tells of one set now


@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize("metric", ["bleu", "chrf"])
def test_lower_on_any_set_by_any_metric_is_worse(tmp_path, name, metric):
    before = {(one, what): 30.0 for one in ("a", "b") for what in ("bleu", "chrf")}
    rows = [
        [
            Scored(one, 9, 3, kind[one, "bleu"], kind[one, "chrf"], "", "")
            for one in ("a", "b")
        ]
        for kind in (before, dict.fromkeys(before, 40.0) | {(name, metric): 29.99})
    ]  # fmt: skip
    with pytest.raises(DataError, match=f"(?i)higher on {name}, {metric} 30.00 against 29.99"):
        refuse_worse(rows[1], rows[0], tmp_path)
    refuse_worse(rows[0], rows[0], tmp_path)


HALVES = st.floats(-30000, 30000, width=16).filter(lambda x: x == 0 or abs(x) > 1e-3)


@given(st.lists(HALVES, min_size=1, max_size=20), st.integers(1, 10))
def test_numbers_keep_the_bits_that_they_are_left(values, bits):
    weights = torch.tensor(values, dtype=torch.float32)
    made = rounded(weights, bits)
    assert made.dtype == torch.float16
    assert not (made.view(torch.int16) & (2 ** (10 - bits) - 1)).any()
    assert ((made.float() - weights).abs() <= weights.abs() * 2.0 ** -(bits + 1)).all()
    assert torch.equal(rounded(made, bits), made)


def test_fewer_bits_make_a_smaller_wheel_that_both_engines_read(place, tmp_path):
    export(place, tmp_path / "m", "--mantissa", 5, "--score", place / "dev")
    assert packed_size(tmp_path / "m") < packed_size(place / "model")
    fewer, all_bits = (
        load_file(at / "model.safetensors") for at in (tmp_path / "m", place / "model")
    )
    for name, weights in fewer.items():
        assert weights.dtype == torch.float16
        if weights.ndim == 2:
            assert torch.equal(weights, rounded(read_weights(place / "run")[name], 5)), name
        else:
            assert torch.equal(weights, all_bits[name]), name
    assert "5 bits of mantissa" in card_of(tmp_path / "m")
    assert "bits of mantissa" not in card_of(place / "model")
    sources = (place / "dev.fr").read_text("utf-8").splitlines()
    texts = [
        [made.text for made in engine.translate(sources)]
        for engine in (
            CTranslate2Translator(model=str(tmp_path / "m"), precision="float32"),
            MarianTranslator(model=str(tmp_path / "m")),
        )
    ]
    assert texts[0] == texts[1]


def test_a_model_too_large_for_the_package_is_refused(place, tmp_path, monkeypatch):
    monkeypatch.setattr("training.export.LARGEST", packed_size(place / "model") - 20_000)
    with pytest.raises(DataError, match=r"MB of a wheel.*--mantissa"):
        export(place, tmp_path / "m")
    assert list(tmp_path.iterdir()) == []
    export(place, tmp_path / "m", "--force")
    rng = np.random.default_rng(1)
    (tmp_path / "m" / "lexicon.npz").write_bytes(rng.bytes(50_000))  # it counts too
    monkeypatch.setattr("training.export.LARGEST", packed_size(place / "model") + 20_000)
    with pytest.raises(DataError, match="MB of a wheel"):
        export(place, tmp_path / "m", "--score", place / "dev")


def test_a_kill_while_a_model_is_replaced_leaves_one_of_the_two(
    place, early, tmp_path, monkeypatch
):
    """At each renaming into place; what is ours alone and what is not stay together."""
    target = tmp_path / "models" / "m"
    aside = target.with_name(".m.before")
    for moment in count(1):
        shutil.rmtree(target, ignore_errors=True)
        export(place, target)
        (target / "lexicon.npz").write_bytes(b"someone else's")
        (target / "notes").mkdir()
        (target / "notes" / "a.txt").write_text("a")
        before = contents(target)
        with monkeypatch.context() as patch:
            calls = killing(patch, target, moment)
            try:
                export(place, target, "--mantissa", 4, "--force", run=early)
                break
            except Killed:
                pass
        left = [path for path in (target, aside) if path.exists()]
        assert left
        for path in left:
            found = contents(path)
            assert found.keys() == before.keys()
            changed = {name for name in found if found[name] != before[name]}
            assert changed in (set(), {"README.md", "model.safetensors"})
        export(place, target, "--force")
        assert contents(target).keys() == before.keys()
        assert not aside.exists()
    assert len(calls) >= 2  # it was killed at each of them


def killing(patch, target, moment):
    """Kill at that renaming to, or in, a folder; nothing is cleaned up then."""
    calls = []

    def counted(rename):
        def moved(made, to, **options):
            if target.parent in Path(to).parents:
                calls.append(to)
                if len(calls) == moment:
                    raise Killed
            rename(made, to, **options)

        return moved

    for name in ("rename", "replace"):
        patch.setattr(os, name, counted(getattr(os, name)))
    patch.setattr("shutil.rmtree", lambda *_, **__: None)
    return calls


def contents(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_model_set_aside_comes_back_before_it_is_compared(place, tmp_path):
    target = tmp_path / "m"
    export(place, target)
    os.rename(target, target.with_name(".m.before"))
    with pytest.raises(UsageError, match="a model is there already"):
        export(place, target)
    assert (target / "config.json").is_file()


def test_a_link_to_a_folder_stays_one(place, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("mine")
    (tmp_path / "link").symlink_to("there")
    export(place, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "mine").read_text() == "mine"
    assert (tmp_path / "there" / "model.safetensors").stat().st_mode & 0o444 == 0o444
    assert (tmp_path / "there").stat().st_mode & 0o555 == 0o555
