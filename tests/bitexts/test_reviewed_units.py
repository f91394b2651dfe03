"""What a reviewer decided travels with the pairs, in the places where other tools look for it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from align.errors import DataError, ReadError
from align.records import CorpusHeader, Origin, Reasons, TranslationUnit
from align.registry import load
from align.signature import Signature
from align.validation.tmx import validate_tmx
from align.validation.violation import Violation

HEADER = CorpusHeader("fr", "en", Signature.of(a="1"), "20260102T030405Z")
UNIT = TranslationUnit(
    "un", "one", "fr", "en", "1:1", Origin.MACHINE, "[0]:[]", engine="e", review="edited",
    changed_by='Ann "A" <a@b>', changed_at="20260102T030405Z", note="why & when",
    prior=(0.25, 0.5), reasons=Reasons(0.5, 0.25, 1.0, 0.0),
)  # fmt: skip


def written(name: str, *units: TranslationUnit) -> bytes:
    stream = io.BytesIO()
    load("writer", name)().write(units, stream, header=HEADER)
    return stream.getvalue()


def units(name: str, data: bytes) -> list[TranslationUnit]:
    return list(load("bitext", name)().read(io.BytesIO(data), name="f").units)


def test_tmx_says_who_and_when_in_its_own_attributes() -> None:
    data = written("tmx", UNIT)
    who = "Ann &quot;A&quot; &lt;a@b&gt;"
    assert f'<tu tuid="1" changedate="20260102T030405Z" changeid="{who}">' in data.decode()
    assert f'xml:lang="en" creationid="MT:e" changeid="{who}">' in data.decode()
    assert b"<note>why &amp; when</note>" in data
    assert units("tmx", data) == [UNIT]


@pytest.mark.parametrize("review", ["accepted", "edited", "rejected"])
def test_a_reviewed_tmx_is_valid(review: str) -> None:
    wrong: list[Violation] = []
    data = written("tmx", replace(UNIT, review=review))
    found = validate_tmx(io.BytesIO(data), report=wrong.append)
    assert wrong == []
    assert found.units == 1


def test_a_unit_that_no_one_reviewed_is_written_as_before() -> None:
    plain = TranslationUnit("un", "one", "fr", "en", "1:1", Origin.HUMAN, "[0]:[0]", score=0.5)
    assert b"review" not in written("tmx", plain) + written("jsonl", plain)
    assert b"change" not in written("tmx", plain) + written("jsonl", plain)


@pytest.mark.parametrize(
    ("review", "state"),
    [("", "translated"), ("accepted", "reviewed"), ("edited", "reviewed"), ("rejected", "initial")],
)
def test_xliff_has_a_state_for_it(review: str, state: str) -> None:
    data = written("xliff", replace(UNIT, review=review))
    assert f'<segment state="{state}">'.encode() in data
    (back,) = units("xliff", data)
    assert (back.review, back.changed_by, back.note) == (review, UNIT.changed_by, UNIT.note)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ('"review":"good"', "the review is 'good'; allowed are accepted, edited, rejected"),
        ('"changedate":"yesterday"', "'yesterday' is not a date of the form YYYYMMDDThhmmssZ"),
        ('"changedate":"20269999T000000Z"', "YYYYMMDDThhmmssZ"),
        ('"prior":0.5', "the field 'prior' is not a list of finite numbers"),
        ('"prior":["a"]', "the field 'prior' is not a list of finite numbers"),
        ('"reasons":{"margin":1}', "the field 'reasons' is not an object of similarity"),
        ('"cuts":[[1]]', "the field 'cuts' is not two lists of places"),
        ('"cuts":[[true],[]]', "the field 'cuts' has a place that is not a whole number"),
    ],
)
def test_jsonl_refuses_what_is_none(field: str, words: str) -> None:
    line = f'{{"source":"a","target":"b",{field}}}\n'.encode()
    with pytest.raises(ReadError, match="f, line 1: ") as caught:
        units("jsonl", line)
    assert words in str(caught.value)


def test_tmx_counts_what_is_none() -> None:
    data = written("tmx", UNIT).replace(b">edited<", b">good<").replace(b"0.2500 0.5", b"x 0.5")
    data = data.replace(b'changedate="20260102T030405Z"', b'changedate="soon"')
    bitext = load("bitext", "tmx")().read(io.BytesIO(data), name="f")
    (unit,) = bitext.units
    assert (unit.review, unit.changed_at, unit.prior) == ("", "", ())
    assert bitext.losses == {
        "reviews of other tools": 1, "invalid dates": 1, "scores that are not numbers": 1,
    }  # fmt: skip


def test_tmx_refuses_a_date_that_is_none() -> None:
    with pytest.raises(DataError, match="is not a date as TMX has it"):
        written("tmx", replace(UNIT, changed_at="soon"))
