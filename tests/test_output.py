"""What every output says of itself."""

from align.output import MACHINE_NOTE, completed
from align.records import CorpusHeader
from align.signature import Signature

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


def test_a_date_that_is_none_is_replaced() -> None:
    made = completed(CorpusHeader("fr", "en", Signature(), "2026"), machine=False)
    assert len(made.created) == len(HEADER.created)
    assert made.created != "2026"
