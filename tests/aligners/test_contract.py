"""What every aligner promises, whatever it is given."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from align.aligners import open_aligner
from align.aligners.captions import CaptionAligner
from align.aligners.recalibrated import Recalibration
from align.errors import DataError
from align.records import Bead
from align.registry import load, names
from align.signature import Signature


def recalibrated():
    return open_aligner(
        source_lang="fr", target_lang="en", recalibration=Recalibration(slope=0.7, offset=-0.4)
    )


KINDS = {name: load("aligner", name) for name in names("aligner")} | {
    "captions": CaptionAligner,
    "translation, recalibrated": recalibrated,
}
IN_ORDER = [name for name in KINDS if name != "captions"]
FRENCH = (
    "", "   ", "Le chat dort.", "Le maire de Lormeau a inauguré la station.", "12,5 %", "🎉",
    "« Oui », dit-il.", "\u202f", "Elle a remercié les 40 ouvriers.",
)  # fmt: skip
ENGLISH = (
    "", "\t", "The cat sleeps.", "The mayor of Lormeau opened the plant.", "12.5%", "🎉🎊",
    '"Yes," he said.', "\u00a0", "She thanked the 40 workers.",
)  # fmt: skip
LONG = "Le chat dort, et le chien boit. " * 200


def segments(known):
    return st.lists(st.sampled_from(known) | st.text(max_size=12), max_size=9)


@pytest.fixture(scope="module")
def made():
    return {name: kind() for name, kind in KINDS.items()}


def assert_complete(beads, n, m):
    """Every index of both sides stands in one bead, in order inside it, and none is empty."""
    assert all(isinstance(bead, Bead) for bead in beads)
    assert sorted(i for bead in beads for i in bead.sources) == list(range(n))
    assert sorted(j for bead in beads for j in bead.targets) == list(range(m))
    assert all(bead.sources or bead.targets for bead in beads)
    for bead in beads:
        assert list(bead.sources) == sorted(bead.sources)
        assert list(bead.targets) == sorted(bead.targets)


def assert_scores(beads):
    """Scores and their reasons are shares of 1."""
    for bead in beads:
        assert bead.score is None or 0 <= bead.score <= 1
        if bead.reasons is not None:
            r = bead.reasons
            assert all(0 <= v <= 1 for v in (r.similarity, r.margin, r.length, r.anchors))


def assert_monotone(beads):
    """Both sides grow from bead to bead; crossing beads alone may break that."""
    kept = [bead for bead in beads if not bead.crossing]
    assert [i for b in kept for i in b.sources] == sorted(i for b in kept for i in b.sources)
    assert [j for b in kept for j in b.targets] == sorted(j for b in kept for j in b.targets)


def assert_contract(name, aligner, x, y, **given):
    beads = aligner.align(x, y, **given)
    assert_complete(beads, len(x), len(y))
    assert_scores(beads)
    if name in IN_ORDER:
        assert_monotone(beads)
    assert aligner.align(x, y, **given) == beads
    return beads


@pytest.mark.parametrize("name", KINDS)
@given(x=segments(FRENCH), y=segments(ENGLISH), data=st.data())
@example(x=[], y=[], data=None)
@example(x=["Le chat dort."], y=[], data=None)
@example(x=[], y=["", "The cat sleeps."], data=None)
@example(x=["", "", ""], y=["", " "], data=None)
@settings(
    max_examples=30, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_texts(made, name, x, y, data):
    translations = reverse = None
    if data is not None and data.draw(st.booleans(), label="translated"):
        translations = [data.draw(st.sampled_from(ENGLISH)) for _ in x]
    if data is not None and data.draw(st.booleans(), label="translated back"):
        reverse = [data.draw(st.sampled_from(FRENCH)) for _ in y]
    assert_contract(name, made[name], x, y, translations=translations, reverse=reverse)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("n", "m"), [(1, 40), (40, 1), (300, 5), (5, 300), (2, 0), (0, 300)])
def test_very_unequal_numbers(made, name, n, m):
    x = [f"La ligne {i} parle du chat {i * 7}." for i in range(n)]
    y = [f"Line {j} speaks of the cat {j * 7}." for j in range(m)]
    assert_contract(name, made[name], x, y)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("blank", ["", " ", "🎉", "...", "Le chat dort."])
def test_segments_that_are_all_the_same(made, name, blank):
    assert_contract(name, made[name], [blank] * 150, [blank] * 131)


@pytest.mark.parametrize("name", KINDS)
def test_a_segment_of_thousands_of_words_among_empty_ones(made, name):
    assert_contract(name, made[name], ["", LONG, "", "Oui."], ["Yes.", "", LONG * 3])


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("given", ["translations", "reverse"])
@pytest.mark.parametrize("number", [0, 1, 3])
def test_another_number_of_translations_is_one_sentence(made, name, given, number):
    """Wherever translations would be taken line by line, a line more or less is an error."""
    with pytest.raises(DataError, match=rf"\b{number}\b.*\b2\b") as caught:
        made[name].align(["Un.", "Deux."], ["One.", "Two."], **{given: ["x"] * number})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", KINDS)
def test_the_signature_names_aligner_and_version(made, name):
    signature = made[name].signature
    assert isinstance(signature, Signature)
    parts = dict(signature.parts)
    assert parts["aligner"] == name.partition(",")[0]
    assert parts["version"]


@pytest.mark.parametrize("name", KINDS)
def test_inputs_are_left_as_they_were(made, name):
    x, y = ["Le chat dort.", ""], ["The cat sleeps.", " "]
    there, back = list(y), list(x)
    made[name].align(x, y, translations=there, reverse=back)
    assert (x, back) == (["Le chat dort.", ""],) * 2
    assert (y, there) == (["The cat sleeps.", " "],) * 2


TOWNS = (
    "Paris", "Londres", "Rome", "Berlin", "Madrid", "Vienne", "Prague", "Oslo", "Dublin",
    "Lisbonne", "Tunis", "Lima", "Quito", "Delhi", "Tokyo", "Hanoi", "Dakar", "Turin", "Bruges",
    "Gand", "Nice", "Lyon", "Minsk", "Sofia",
)  # fmt: skip
WHO = (("maire", "mayor"), ("médecin", "doctor"), ("soldat", "soldier"), ("roi", "king"))
DID = (("a vu", "saw"), ("a vendu", "sold"), ("a perdu", "lost"))
KNOWN = [
    (f"Le {WHO[k % 4][0]} {DID[k % 3][0]} la maison de {town}.",
     f"The {WHO[k % 4][1]} {DID[k % 3][1]} the house of {town}.")
    for k, town in enumerate(TOWNS)
]  # fmt: skip


@given(data=st.data())
@settings(max_examples=30, deadline=None, derandomize=True)
@pytest.mark.parametrize("name", ["translation", "lexical"])
def test_blocks_in_any_order(name, crossings, data):
    """Whatever changes places, every segment is in one bead, and the others keep their order."""
    count = data.draw(st.integers(8, len(KNOWN)), label="segments")
    order = list(range(count))
    for _ in range(data.draw(st.integers(1, 3), label="moves")):
        a, b = sorted(data.draw(st.tuples(*[st.integers(0, count)] * 2), label="block"))
        order = order[a:b] + order[:a] + order[b:]
    x, y = [s for s, _ in KNOWN[:count]], [KNOWN[k][1] for k in order]
    beads = assert_contract(name, KINDS[name](), x, y, translations=[t for _, t in KNOWN[:count]])
    crossings.append(sum(bead.crossing for bead in beads))


@pytest.fixture(scope="module")
def crossings():
    """How many beads crossed in each run; a property that never met one would prove nothing."""
    counts: list[int] = []
    yield counts
    assert sum(count > 0 for count in counts) >= len(counts) // 4


@pytest.mark.parametrize("name", ["translation", "lexical"])
def test_exchanged_sides_give_the_mirror_image(name):
    """The lexicon runs from French: with English first, the sides are exchanged inside."""
    x = ["Le chat dort.", "La maire a remercié les 40 ouvriers.", "Il pleut."]
    y = ["The cat sleeps.", "The mayor thanked the 40 workers.", "It rains."]
    there = KINDS[name](source_lang="fr", target_lang="en").align(x, y)
    back = KINDS[name](source_lang="en", target_lang="fr").align(y, x)
    assert [(b.sources, b.targets) for b in there] == [(b.targets, b.sources) for b in back]
    assert [b.score for b in there] == [b.score for b in back]


@pytest.mark.parametrize("name", ["translation", "lexical"])
def test_no_lexicon_for_other_languages(name):
    """Cognates and lengths remain."""
    aligner = KINDS[name](source_lang="de", target_lang="sv")
    assert "lexicon:none" in str(aligner.signature)
    x = ["Herr Müller kam 1957 nach Zürich.", "Am 3. Mai ging er.", "Ende."]
    y = ["Herr Müller kom 1957 till Zürich.", "Den 3 maj gick han.", "Slut."]
    beads = assert_contract(name, aligner, x, y)
    assert [b.type for b in beads] == ["1:1"] * 3


def test_a_caption_stays_inside_its_block():
    x = ["Le chat dort.", "Le chien boit de l’eau.", "La maison est grande."]
    y = ["The cat sleeps and the dog drinks water."]
    together = CaptionAligner().align(x, y, groups=[0, 0, 1])
    assert together[0].sources == (0, 1)
    assert together[0].targets == (0,)
    apart = CaptionAligner().align(x, y, groups=[0, 1, 2])
    assert all(len(bead.sources) <= 1 for bead in apart)


def test_a_caption_about_something_else_goes_with_nothing():
    x = ["Le maire a ouvert la station.", "Le chien boit de l’eau.", "La maison est grande."]
    y = ["Three fishermen repair their nets in the harbour of another town."]
    beads = CaptionAligner().align(x, y)
    assert [b.type for b in beads] == ["1:0", "1:0", "1:0", "0:1"]
