"""What every output says of itself."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from align.output import LEFT_NOTE, MACHINE_NOTE, completed, recounted, summary, write
from align.pipeline import run
from align.records import CorpusHeader, Written
from align.signature import Signature
from align.translators import guard
from align.translators.fake import FakeTranslator

HEADER = CorpusHeader("fr", "en", Signature(), "20260102T030405Z", notes=("One.",))


def test_the_note_on_machines_stands_once() -> None:
    made = completed(HEADER, machine=True)
    assert made.notes == ("One.", MACHINE_NOTE)
    assert completed(made, machine=True) == made
    assert completed(HEADER, machine=False) == HEADER


def test_the_note_on_machines_goes_with_their_units() -> None:
    assert completed(completed(HEADER, machine=True), machine=False) == HEADER


def test_the_note_of_earlier_versions_gives_way() -> None:
    old = "Units whose x-origin is machine have a target that an engine wrote, not a person."
    made = completed(CorpusHeader("fr", "en", Signature(), notes=("One.", old)), machine=True)
    assert made.notes == ("One.", MACHINE_NOTE)


def test_a_run_says_how_many_segments_have_no_translation(tmp_path: Path) -> None:
    source, out = tmp_path / "fr.txt", tmp_path / "out.tmx"
    source.write_text("Le chat dort au port. Il a faim.\n")
    made = run(source, open_translator=lambda *_: guard(FakeTranslator(), cache=False))
    with out.open("wb") as stream:
        write(made, made.units, stream, format="tmx")
    assert LEFT_NOTE.format(2, 0) in out.read_text(encoding="utf-8")
    header = CorpusHeader("fr", "en", Signature(), notes=(LEFT_NOTE.format(2, 0), "Others: 3."))
    assert recounted(header, source=1, target=4).notes == (LEFT_NOTE.format(3, 4), "Others: 3.")
    assert recounted(header, source=-3, target=0).notes == (LEFT_NOTE.format(0, 0), "Others: 3.")


def test_a_date_that_is_none_is_replaced() -> None:
    made = completed(CorpusHeader("fr", "en", Signature(), "2026"), machine=False)
    assert len(made.created) == len(HEADER.created)
    assert made.created != "2026"


@pytest.mark.parametrize(("target", "told"), [(False, True), (True, False)])
def test_the_summary_tells_of_translations_that_go_out(
    tmp_path: Path, target: bool, told: bool
) -> None:
    files = [tmp_path / "fr.txt", tmp_path / "en.txt"]
    files[0].write_text("Le chat dort au port avec ses 250 amis.\n")
    files[1].write_text("The cat sleeps at the port with its 250 friends.\n")

    class Losing(FakeTranslator):
        def stream(self, texts):  # type: ignore[no-untyped-def]
            for batch in super().stream(texts):
                yield [replace(made, text=re.sub(r"\d+", "", made.text)) for made in batch]

        def safer(self):  # type: ignore[no-untyped-def]
            return self

    made = run(*files[: 1 + target], open_translator=lambda *_: guard(Losing(), cache=False))
    line = summary(made, Written(len(made.units)), Counter())
    assert ("to look at: numbers 1" in line) == told
