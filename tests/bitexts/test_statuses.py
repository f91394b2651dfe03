"""What XLIFF, Trados and memoQ say of a translation: who wrote it, and what a review decided."""

from __future__ import annotations

import io

import pytest

from align.bitexts.bitext import Bitext
from align.bitexts.xliff import XliffReader
from align.records import Origin

XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:mq="MQXliff"
 xmlns:m="http://www.memsource.com/mxlf/2.0">
<file source-language="fr" target-language="en" original="a" datatype="x"><body>
@units</body></file></xliff>"""
XLIFF2 = """<xliff version="2.1" srcLang="fr" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<file id="f">@units</file></xliff>"""
COPIES = "copies of sources, not translated yet"


def read(units: str, whole: str = XLIFF1, **languages: str) -> Bitext:
    data = whole.replace("@units", units).encode()
    return XliffReader().read(io.BytesIO(data), name="f.xlf", **languages)


def segments(*texts: str) -> str:
    marks = (f'<mrk mtype="seg" mid="{n}">{text}</mrk>' for n, text in enumerate(texts, 1) if text)
    return " ".join(marks)


def trados(*definitions: str, source: tuple[str, ...], target: tuple[str, ...]) -> str:
    held = "".join(
        f'<sdl:seg id="{n}" {attributes}><sdl:prev-origin origin="mt"/></sdl:seg>'
        for n, attributes in enumerate(definitions, 1)
    )
    return (
        f'<trans-unit id="a"><source>{" ".join(source)}</source>'
        f"<seg-source>{segments(*source)}</seg-source><target>{segments(*target)}</target>"
        f"<sdl:seg-defs>{held}</sdl:seg-defs></trans-unit>"
    )


@pytest.mark.parametrize(
    ("attributes", "review", "origin"),
    [
        ('conf="ApprovedTranslation" origin="interactive"', "accepted", Origin.HUMAN),
        ('conf="ApprovedSignOff" origin="tm" percent="100"', "accepted", Origin.HUMAN),
        ('conf="RejectedTranslation" origin="tm"', "rejected", Origin.HUMAN),
        ('conf="RejectedSignOff" origin="mt"', "rejected", Origin.MACHINE),
        ('conf="Translated" origin="mt" origin-system="E"', "", Origin.MACHINE),
        ('conf="Draft" origin="nmt"', "", Origin.MACHINE),
        ('conf="Draft" origin="amt"', "", Origin.MACHINE),
        ('conf="Translated" origin="interactive"', "", Origin.HUMAN),
        ('conf="Translated"', "", Origin.HUMAN),
        ("", "", Origin.HUMAN),
    ],
)
def test_trados_tells_of_each_segment(attributes: str, review: str, origin: Origin) -> None:
    """An engine's words that a person has edited are that person's: `prev-origin` tells nothing."""
    text = trados(attributes, 'conf="Translated"', source=("Un.", "Deux."), target=("One.", "Two."))
    first, second = read(text).units
    assert (first.source, first.target) == ("Un.", "One.")
    assert (first.review, first.origin) == (review, origin)
    assert (second.review, second.origin) == ("", Origin.HUMAN)


@pytest.mark.parametrize(("level", "copied"), [("Draft", 1), ("", 1), ("Translated", 0)])
def test_a_copied_segment_of_trados_is_no_translation(level: str, copied: int) -> None:
    conf = f'conf="{level}"' if level else ""
    bitext = read(trados(conf, source=("1492",), target=("1492",)))
    (unit,) = bitext.units
    assert (unit.target == "", bitext.losses[COPIES]) == (bool(copied), copied)


@pytest.mark.parametrize(
    ("levels", "review"),
    [
        (("ApprovedTranslation", "ApprovedSignOff"), "accepted"),
        (("ApprovedTranslation", "Translated"), ""),
        (("ApprovedTranslation", "RejectedTranslation"), "rejected"),
    ],
)
def test_segments_that_cannot_be_told_apart_have_one_status(
    levels: tuple[str, str], review: str
) -> None:
    confs = (f'conf="{level}" origin="mt"' for level in levels)
    text = trados(*confs, source=("Un.", "Deux."), target=("One.", "Two."))
    (unit,) = read(text.replace("<target>", "<target>Well. ")).units
    assert (unit.target, unit.review) == ("Well. One. Two.", review)
    assert unit.origin is Origin.MACHINE


@pytest.mark.parametrize(
    ("status", "review", "origin", "target"),
    [
        ("Reviewer1Confirmed", "accepted", Origin.HUMAN, "Un."),
        ("Proofread", "accepted", Origin.HUMAN, "Un."),
        ("Rejected", "rejected", Origin.HUMAN, "Un."),
        ("MachineTranslated", "", Origin.MACHINE, "Un."),
        ("ManuallyConfirmed", "", Origin.HUMAN, "Un."),
        ("PartiallyEdited", "", Origin.HUMAN, "Un."),
        ("Pretranslated", "", Origin.HUMAN, "Un."),
        ("NotStarted", "", Origin.HUMAN, ""),
    ],
)
def test_memoq_tells_of_each_unit(status: str, review: str, origin: Origin, target: str) -> None:
    match = "<mq:insertedmatch><source>non</source><target>no</target></mq:insertedmatch>"
    text = (
        f'<trans-unit id="1" mq:status="{status}"><source>Un.</source><target>Un.</target>{match}'
        '</trans-unit><trans-unit id="2"><source>Deux.</source><target>Two.</target></trans-unit>'
    )
    first, second = read(text).units
    assert (first.review, first.origin, first.target) == (review, origin, target)
    assert (second.review, second.origin) == ("", Origin.HUMAN)


@pytest.mark.parametrize(
    ("attributes", "origin"),
    [
        ('m:trans-origin="mt" m:confirmed="0"', Origin.MACHINE),
        ('m:trans-origin="mt"', Origin.MACHINE),
        ('m:trans-origin="mt" m:confirmed="1" m:level-edited="true"', Origin.HUMAN),
        ('m:trans-origin="tm" m:score="1.01" m:confirmed="0"', Origin.HUMAN),
        ('m:trans-origin="null" m:confirmed="0"', Origin.HUMAN),
        ("", Origin.HUMAN),
    ],
)
def test_phrase_tells_what_an_engine_proposed(attributes: str, origin: Origin) -> None:
    match = '<alt-trans origin="machine-trans"><target>One</target></alt-trans>'
    (unit,) = read(
        f'<group id="0" m:para-id="0"><trans-unit id="t:0" {attributes}><source>Un.</source>'
        f"<target>One.</target>{match}</trans-unit></group>"
    ).units
    assert (unit.target, unit.origin, unit.review) == ("One.", origin, "")


@pytest.mark.parametrize(
    ("state", "review"),
    [("final", "accepted"), ("signed-off", "accepted"), ("translated", ""), ("new", ""),
     ("needs-review-translation", "")],
)  # fmt: skip
def test_states_of_xliff_1(state: str, review: str) -> None:
    text = f'<source>Un.</source><target state="{state}">One.</target>'
    (unit,) = read(f'<trans-unit id="1">{text}</trans-unit>').units
    assert unit.review == review


@pytest.mark.parametrize(
    ("qualifier", "review", "origin"),
    [("rejected-inaccurate", "rejected", Origin.HUMAN), ("mt-suggestion", "", Origin.MACHINE),
     ("fuzzy-match", "", Origin.HUMAN)],
)  # fmt: skip
def test_qualifiers_of_states_of_xliff_1(qualifier: str, review: str, origin: Origin) -> None:
    """A rejection counts more than a state of the document's last round."""
    state = f'state="final" state-qualifier="{qualifier}"'
    text = f"<source>Un.</source><target {state}>One.</target>"
    (unit,) = read(f'<trans-unit id="1">{text}</trans-unit>').units
    assert (unit.review, unit.origin) == (review or "accepted", origin)


def test_what_is_approved_is_accepted_where_there_is_a_translation() -> None:
    text = '<trans-unit id="1" approved="@"><source>Un.</source><target>One.</target></trans-unit>'
    reviews = [next(read(text.replace("@", said)).units).review for said in ("yes", "no")]
    assert reviews == ["accepted", ""]
    (unit,) = read(text.replace("@", "yes").replace("One.", "")).units
    assert unit.review == ""


@pytest.mark.parametrize(
    ("metadata", "state", "review"),
    [("", "reviewed", "accepted"), ("", "final", "accepted"), ("", "translated", ""),
     ("", "initial", ""), ('<mda:meta type="x-origin">human</mda:meta>', "reviewed", ""),
     ('<mda:meta type="x-origin">human</mda:meta><mda:meta type="x-review">edited</mda:meta>',
      "reviewed", "edited")],
)  # fmt: skip
def test_states_of_xliff_2_where_we_do_not_say_more(metadata: str, state: str, review: str) -> None:
    text = (
        f'<unit id="u"><mda:metadata>{metadata}</mda:metadata><segment state="{state}">'
        "<source>Un.</source><target>One.</target></segment></unit>"
    )
    (unit,) = read(text, XLIFF2).units
    assert unit.review == review


def test_a_file_turned_round_has_its_source_from_the_engine() -> None:
    text = trados('conf="Draft" origin="mt"', source=("Un.",), target=("One.",))
    (unit,) = read(text, source_lang="en", target_lang="fr").units
    assert (unit.source, unit.origin, unit.machine_source) == ("One.", Origin.MACHINE, True)
