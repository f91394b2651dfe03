"""A model's own direction decides which side is translated, and what is doubted is not read."""

import json
import shutil
from pathlib import Path

import pytest

from align.errors import DirectionError, ModelError, UsageError
from align.matching.match import match
from align.pipeline import run
from align.records import Origin, Translation
from align.translating import DOUBTED, open_either, undoubted
from align.translators import open_translator
from align.translators.models import find_model

PRESS = Path(__file__).parents[2] / "corpora" / "press-release"
FRENCH, ENGLISH = PRESS / "press-release.fr.txt", PRESS / "press-release.en.txt"


@pytest.fixture
def relabelled(tmp_path):
    """A copy of the bundled model that says it translates from one language to another."""

    def made(one, other):
        folder = Path(shutil.copytree(find_model().folder, tmp_path / f"{one}-{other}"))
        file = folder / "tokenizer_config.json"
        told = json.loads(file.read_text("utf-8")) | {"source_lang": one, "target_lang": other}
        file.write_text(json.dumps(told), "utf-8")
        return str(folder)

    return made


class Opener:
    """Opens a model for two languages, or the fake in the directions that it is told."""

    def __init__(self, *directions, answer=None):
        self.directions, self.asked, self.texts, self.answer = directions, [], [], answer

    def __call__(self, one, other):
        self.asked.append((one, other))
        if (one, other) not in self.directions:
            raise DirectionError("the model is for another direction.")
        self._inner = open_translator(engine="fake")
        return self

    @property
    def signature(self):
        return self._inner.signature

    def translate(self, texts, *, progress=None):
        self.texts += texts
        made = self._inner.translate(texts, progress=progress)
        return (
            [self.answer(t, m) for t, m in zip(texts, made, strict=True)] if self.answer else made
        )

    def score(self, pairs, *, progress=None):
        return self._inner.score(pairs, progress=progress)


@pytest.mark.parametrize("command", ["run", "pair", "match"])
def test_a_model_from_english_takes_english_documents(call, relabelled, tmp_path, command):
    model = relabelled("en", "fr")
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, name in ((one, "en"), (other, "fr")):
        folder.mkdir()
        text = {"en": ENGLISH, "fr": FRENCH}[name].read_text(encoding="utf-8")
        (folder / f"x.{name}.txt").write_text(text, encoding="utf-8")
    sides = (one, other) if command == "match" else (one / "x.en.txt", other / "x.fr.txt")
    code, out, err = call(
        command, *sides, "--model", model, "--beam", "1", "--threads", "1",
        *(["--format", "tsv"] if command == "run" else []),
    )  # fmt: skip
    assert code == 0, err
    assert len(out.splitlines()) > (1 if command == "match" else 5)


def test_its_machine_pairs_are_written_too(call, relabelled, tmp_path):
    """Which the bundled model, from French alone, refuses."""
    options = [ENGLISH, FRENCH, "--pairs", "machine", "--beam", "1", "-o", tmp_path / "out.jsonl"]
    code, _, err = call("run", *options)
    assert (code, "exchange the two files" in err) == (2, True)
    assert call("run", *options, "--model", relabelled("eng", "fra"))[0] == 0
    rows = [json.loads(row) for row in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {row["source_lang"] for row in rows} == {"en"}
    assert "machine" in {row["origin"] for row in rows}


@pytest.mark.parametrize(
    "directions", [[("en", "fr")], [("fr", "en")], [("en", "fr"), ("fr", "en")]]
)
def test_documents_are_aligned_by_the_side_that_the_model_reads(directions):
    opener = Opener(*directions)
    result = run(ENGLISH, FRENCH, open_translator=opener, model="another")
    assert opener.asked[-1] == directions[0]
    read = FRENCH if directions[0][0] == "fr" else ENGLISH
    assert opener.texts[0] in read.read_text(encoding="utf-8")
    assert (result.source_lang, result.target_lang) == ("en", "fr")
    assert sum(bool(u.source and u.target) for u in result.units) >= 10


def test_a_model_for_neither_direction_says_what_was_asked_for():
    def refuse(one, other):
        raise DirectionError(f"{one} to {other}")

    with pytest.raises(DirectionError, match="de to es"):
        open_either(refuse, ("de", "es"), model="another")


def test_another_failure_is_not_tried_the_other_way_round():
    asked = []

    def fail(one, other):
        asked.append((one, other))
        raise ModelError("no such folder.")

    with pytest.raises(ModelError, match="no such folder"):
        open_either(fail, ("en", "fr"), model="another")
    assert asked == [("en", "fr")]


def test_a_model_that_runs_back_writes_no_machine_pairs():
    opener = Opener(("fr", "en"))
    with pytest.raises(DirectionError):
        run(ENGLISH, FRENCH, open_translator=opener, model="another", pairs="all")
    with pytest.raises(UsageError, match="exchange the two files"):
        run(ENGLISH, FRENCH, open_translator=opener, pairs="all")
    assert opener.texts == []


@pytest.mark.parametrize("directions", [[("en", "fr")], [("fr", "en")]])
def test_folders_are_matched_by_a_model_of_either_direction(tmp_path, directions):
    for side, file in (("a", ENGLISH), ("b", FRENCH)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.txt").write_bytes(file.read_bytes())
    opener = Opener(*directions)
    made = match(
        str(tmp_path / "a"), str(tmp_path / "b"), open_translator=opener, model="another",
        min_score=0,
    )  # fmt: skip
    assert (made.pairs, opener.asked[-1]) == (1, directions[0])
    assert (made.source_lang, made.target_lang) == ("en", "fr")
    assert made.matches[0].source.endswith("a/x.txt")


# What the aligner reads


@pytest.mark.parametrize("flag", ["empty", "repeated", "copied", "truncated", "length"])
def test_a_translation_that_is_doubted_says_nothing(flag):
    assert undoubted(Translation(0, "Of the of the of the", "e", ("split", flag))) == ""


@pytest.mark.parametrize("flags", [(), ("split",), ("numbers",), ("split", "numbers")])
def test_another_is_read_as_it_is(flags):
    assert undoubted(Translation(0, "Paris", "e", flags)) == "Paris"
    assert not DOUBTED.intersection(flags)


def misled(other):
    """Answers that render the wrong sentences, well enough to be believed, flagged or not."""
    lines = [line for line in other.read_text(encoding="utf-8").splitlines() if len(line) > 40]

    def answers(flags):
        return lambda text, made: Translation(
            made.segment, lines[-1 - made.segment % len(lines)], "fake", flags
        )

    return answers


def beads_of(result):
    return [(b.sources, b.targets, b.score) for b in result.alignment.beads]


@pytest.mark.parametrize("target", [None, ENGLISH], ids=["one file", "two files"])
def test_the_pipeline_gives_the_aligner_no_text_that_is_flagged(target, monkeypatch):
    """Wrong texts that are flagged change no bead; the same unflagged do.

    They would be found out by their words, so that check is out of the way here.
    """
    monkeypatch.setattr("align.aligners.guard._LEAST", -1.0)
    answers = misled(ENGLISH)
    empty = Opener(("fr", "en"), answer=lambda t, m: Translation(m.segment, "", "fake", ("empty",)))
    wanted = run(FRENCH, target, open_translator=empty)
    flagged = Opener(("fr", "en"), answer=answers(("repeated", "length")))
    found = run(FRENCH, target, open_translator=flagged)
    assert beads_of(found) == beads_of(wanted)
    plain = Opener(("fr", "en"), answer=answers(()))
    assert beads_of(run(FRENCH, target, open_translator=plain)) != beads_of(wanted)
    if target is None:  # the caption is found without its sentence's translation
        [pair] = [u for u in found.units if u.origin is Origin.HUMAN and u.source and u.target]
        assert pair.source.startswith("Ce jeudi")


def test_machine_pairs_keep_the_text_and_the_flags():
    flagged = Opener(("fr", "en"), answer=misled(ENGLISH)(("copied",)))
    result = run(FRENCH, open_translator=flagged)
    machine = [u for u in result.units if u.origin is Origin.MACHINE]
    assert len(machine) == 11
    assert all(u.target and u.flags == ("copied",) for u in machine)


def test_pair_reads_no_text_that_is_flagged_either():
    from align.cli.pair import translate_segments

    answers = {"un": ("one", ()), "deux": ("deux", ("copied",)), "trois": ("3 3", ("numbers",))}
    opener = Opener(
        ("fr", "en"),
        ("en", "fr"),
        answer=lambda t, m: Translation(m.segment, answers[t][0], "x", answers[t][1]),
    )
    given = translate_segments(list(answers), ["one"], ("fr", "en"), opener, model="bundled")
    assert (given.get("translations"), given.get("reverse")) == (["one", "", "3 3"], None)
    back = translate_segments(["one"], list(answers), ("en", "fr"), opener, model="bundled")
    assert (back.get("translations"), back.get("reverse")) == (None, ["one", "", "3 3"])
