"""A corpus through each format and back is the same, but for what the command tells is lost."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import re
from collections import Counter
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from align.bitexts.bitext import Bitext
from align.bitexts.jsonl import JsonlReader
from align.cli import convert
from align.records import REVIEWS, CorpusHeader, Origin, Reasons, TranslationUnit
from align.registry import names
from align.signature import Signature
from align.writers.jsonl import JsonlWriter

OF_LOSSES = {
    "scores": ("score",),
    "bead types": ("bead",),
    "machine origin": ("origin", "machine_source"),
    "which side an engine wrote": ("machine_source",),
    "positions": ("position",),
    "document names": ("document",),
    "crossings": ("crossing",),
    "engines": ("engine",),
    "flags": ("flags",),
    "reviews": ("review", "changed_by", "changed_at"),
    "cuts between segments": ("cuts",),
    "earlier scores": ("prior",),
    "reasons of scores": ("reasons",),
    "authors and dates of changes": ("", "changed_by", "changed_at"),  # or told with a review
    "places in files": ("source_place", "target_place"),
    "notes on units": ("note",),
    "languages of their own": ("source_lang", "target_lang"),
}
"""What a message calls a loss, and the fields of a unit that it speaks of; it counts the first."""

ENDINGS = {"moses": "fr", "xliff": "xlf"}
WORD = st.text("abcdé=<&>\"'_x0041 .,!?😀\u00a0", min_size=1, max_size=6)
NAME = st.text("abcé ,;<&>'\"=", max_size=6).map(str.strip)
FIGURE = st.integers(0, 10_000).map(lambda n: n / 10_000)


@st.composite
def sides(draw: st.DrawFn) -> tuple[str, tuple[int, ...]]:
    """A text of one segment or several, and where those after the first begin."""
    parts = [part.strip() or "a" for part in draw(st.lists(WORD, min_size=1, max_size=3))]
    ends = accumulate(len(part) + 1 for part in parts[:-1])
    return " ".join(parts), tuple(ends)


@st.composite
def units(draw: st.DrawFn) -> TranslationUnit:
    source, target = draw(sides()), draw(sides())
    null = draw(st.sampled_from(["", "", "", "source", "target"]))
    source = ("", ()) if null == "source" else source
    target = ("", ()) if null == "target" else target
    origin = draw(st.sampled_from(Origin))
    bead = ":".join(str(len(cuts) + 1 if text else 0) for text, cuts in (source, target))
    return TranslationUnit(
        source[0],
        target[0],
        draw(st.sampled_from(["fr", "fr-CA"])) if source[0] else "fr",  # no text has no language
        draw(st.sampled_from(["en", "en-GB"])) if target[0] else "en",
        bead,
        origin,
        draw(st.sampled_from(["", "[0]:[0]", "[3, 4]:[7]"])),
        draw(NAME),
        draw(st.none() | FIGURE),
        draw(st.booleans()),
        draw(NAME) if origin is Origin.MACHINE else "",
        draw(st.sampled_from([(), ("copied",), ("copied", "empty")])),
        draw(st.sampled_from(["", "", *REVIEWS])),
        draw(NAME),
        draw(st.sampled_from(["", "20260102T030405Z"])),
        draw(NAME),
        tuple(draw(st.lists(FIGURE, max_size=2))),
        draw(st.none() | st.builds(Reasons, FIGURE, FIGURE, FIGURE, FIGURE)),
        draw(NAME),
        draw(NAME),
        (source[1], target[1]),
        origin is Origin.MACHINE and draw(st.booleans()),
    )


@st.composite
def corpora(draw: st.DrawFn) -> tuple[CorpusHeader, list[TranslationUnit]]:
    header = CorpusHeader(
        "fr", "en", Signature((("aligner", "length"), ("version", "1"))), "20260102T030405Z",
        draw(NAME), draw(st.sampled_from([(), ("One.", "& two.")])), draw(NAME),
    )  # fmt: skip
    first = TranslationUnit("Un.", "One.", "fr", "en", "1:1", Origin.HUMAN, "")
    return header, [first, *draw(st.lists(units(), max_size=4))]


def run(*arguments: object) -> str:
    """Convert; returns what was said."""
    app = typer.Typer()
    convert.register(app)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.stderr
    return result.stderr


def counted(told: str, pattern: str) -> Counter[str]:
    """The counts of a message, by what they are of."""
    found = re.search(pattern, told)
    parts = re.findall(r"(?:^|, )([^(]+) \(([\d,]+)\)", found[1]) if found else []
    return Counter({name: int(count.replace(",", "")) for name, count in parts})


def packed(*paths: Path) -> None:
    """Pack files with gzip, in the place of the plain ones."""
    for path in paths:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()


def read(path: Path) -> Bitext:
    return JsonlReader().read(io.BytesIO(path.read_bytes()), name="f")


@pytest.mark.parametrize("gz", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", names("bitext"))
@given(corpus=corpora())
@settings(max_examples=10, deadline=None)
def test_a_corpus_comes_back(
    name: str, gz: bool, corpus: tuple[CorpusHeader, list[TranslationUnit]]
) -> None:
    header, held = corpus
    with TemporaryDirectory() as folder:
        first, back = Path(folder) / "a.jsonl", Path(folder) / "back.jsonl"
        with first.open("wb") as stream:
            JsonlWriter().write(held, stream, header=header)
        given = read(first)
        assert list(given.units) == held
        middle = Path(folder) / f"b.{ENDINGS.get(name, name)}"
        told = run(first, middle)
        if gz:
            others = [middle.with_suffix(end) for end in (".en", ".scores")]
            packed(middle, *(others if name == "moses" else ()))
            middle = middle.with_name(f"{middle.name}.gz")
        again = run(middle, back)
        bitext = read(back)
        found = list(bitext.units)
    assert not counted(again, r"left behind in [^:]*: (.*)\.")
    assert "replaced" not in told
    skipped = re.search(r"skipped (\d+) whose other side is empty", told)
    expected = [unit for unit in held if name == "jsonl" or unit.review != "rejected"]
    assert ("rejected" in told) == (len(expected) < len(held))
    if skipped:
        whole = [unit for unit in expected if unit.source and unit.target]
        assert len(expected) - len(whole) == int(skipped[1])
        expected = whole
    assert len(found) == len(expected)
    lost = counted(told, rf"{name} has no place for: (.*)\.")
    changed: Counter[str] = Counter()
    for one, other in zip(expected, found, strict=True):
        one_fields, other_fields = dataclasses.asdict(one), dataclasses.asdict(other)
        differ = {field for field in one_fields if one_fields[field] != other_fields[field]}
        for loss in lost:
            fields = OF_LOSSES.get(loss, ("",))
            changed[loss] += fields[0] in differ
            differ -= {*fields}
        assert not differ, (one, other, told)
    assert all(changed[loss] <= lost[loss] for loss in lost)
    if "the signature" not in lost:
        assert bitext.header.signature == header.signature
    if "the project" not in lost:
        assert bitext.header.project == header.project
    if "notes" not in lost:
        assert set(header.notes) <= set(bitext.header.notes)


@st.composite
def alignments(draw: st.DrawFn) -> tuple[list[str], list[str], list[TranslationUnit]]:
    """The segments of two texts, and units that are beads between them."""
    texts: tuple[list[str], list[str]] = ([], [])
    made = []
    for counts in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5)):
        if counts == (0, 0):
            continue
        indices = []
        for side, count in zip(texts, counts, strict=True):
            indices.append(list(range(len(side), len(side) + count)))
            side += [f"{draw(WORD).strip() or 'a'} {len(side)}." for _ in range(count)]
        joined = [" ".join(side[i] for i in own) for side, own in zip(texts, indices, strict=True)]
        bead, position = (f"{one}:{other}" for one, other in (counts, indices))
        score = draw(st.none() | FIGURE)
        made.append(TranslationUnit(*joined, "fr", "en", bead, Origin.HUMAN, position, score=score))
    return *texts, made


@pytest.mark.parametrize("gz", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", convert.BEADS)
@given(alignment=alignments())
@settings(max_examples=10, deadline=None)
def test_beads_come_back_with_their_segments(
    name: str, gz: bool, alignment: tuple[list[str], list[str], list[TranslationUnit]]
) -> None:
    source, target, held = alignment
    with TemporaryDirectory() as folder:
        first, back, middle = (Path(folder) / f for f in ("a.jsonl", "back.jsonl", f"b.{name}"))
        texts = [Path(folder) / "x.txt", Path(folder) / "y.txt"]
        for path, lines in zip(texts, (source, target), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), newline="")
        with first.open("wb") as stream:
            JsonlWriter().write(held, stream, header=CorpusHeader("fr", "en", Signature()))
        told = run(first, middle)
        if gz:
            packed(middle, *texts)
            middle, *texts = (path.with_name(f"{path.name}.gz") for path in (middle, *texts))
        run(middle, back, "--source", texts[0], "--target", texts[1])
        rows = [json.loads(line) for line in back.read_text().splitlines()]
    assert [(row["source"], row["target"], row["position"], row["bead"]) for row in rows] == [
        (unit.source, unit.target, unit.position, unit.bead) for unit in held
    ]
    lost = counted(told, rf"{name} has no place for: (.*)\.")
    if "scores" not in lost:
        assert [row.get("score") for row in rows] == [unit.score for unit in held]
