"""Lines in the target language find the segments that they render, or none."""

import tracemalloc

import numpy as np
import pytest

from align.aligners import captions
from align.aligners.captions import CaptionAligner, probabilities

FRENCH = [
    "La maire de Lormeau a inauguré la station d’épuration solaire.",
    "La ville a consacré douze millions d’euros au chantier.",
    "Les ouvriers ont travaillé pendant deux hivers difficiles.",
    "L’ingénieur Keller a présenté les quatre mille panneaux du toit.",
    "Le surplus d’électricité sera donné aux écoles du quartier.",
    "Les habitants craignaient le bruit des pompes.",
    "Les mesures seront publiées chaque mois sur le site de la ville.",
    "La seconde tranche des travaux commencera en septembre.",
]
MAYOR = "The mayor of Lormeau opens the solar treatment plant."
SURPLUS = "The surplus of electricity will be given to the schools of the district."
NOISE = "The residents feared the noise of the pumps."
WOLVES = "Grey wolves live in packs in the mountains of the north."


@pytest.fixture(scope="module")
def aligner():
    return CaptionAligner()


def links(beads):
    return {b.targets[0]: b.sources for b in beads if b.sources and b.targets}


def test_each_line_goes_to_what_it_renders_in_any_order(aligner):
    assert links(aligner.align(FRENCH, [NOISE, MAYOR, SURPLUS])) == {0: (5,), 1: (0,), 2: (4,)}


def test_a_line_about_something_else_goes_to_nothing(aligner):
    beads = aligner.align(FRENCH, [WOLVES, MAYOR])
    assert links(beads) == {1: (0,)}
    assert beads[-1].targets == (0,)
    assert beads[-1].sources == ()


@pytest.mark.parametrize("line", ["The pumps", "Lormeau", "Engineer Keller", "March 2024"])
def test_a_word_or_two_of_a_sentence_do_not_render_it(aligner, line):
    dated = [*FRENCH, "Mme Vasseur a ouvert le quai des Charpentiers en mars 2024, selon la ville."]
    copying = [s.replace("Keller", line) for s in dated]  # what a model may well think likely
    for source in (dated, copying):
        assert links(aligner.align(source, [line], translations=source)) == {}


def test_a_line_may_render_two_neighbours_of_one_block(aligner):
    both = f"{SURPLUS} {NOISE}"
    assert links(aligner.align(FRENCH, [both])) == {0: (4, 5)}
    apart = links(aligner.align(FRENCH, [both], groups=[0] * 5 + [1] * 3))
    assert all(len(sources) == 1 for sources in apart.values())


def test_two_lines_do_not_share_a_segment(aligner):
    beads = aligner.align(FRENCH, [MAYOR, MAYOR])
    taken = [i for b in beads if b.targets for i in b.sources]
    assert len(taken) == len(set(taken))
    assert sum(0 in b.sources and bool(b.targets) for b in beads) == 1


def test_chances_of_a_line_leave_room_for_none(aligner):
    places = aligner.places(FRENCH, [MAYOR, WOLVES])
    for j in (0, 1):
        of = [
            p for p, place in zip(probabilities(places), places, strict=True) if place.target == j
        ]
        assert 0 < sum(of) < 1


def test_lines_are_read_a_few_at_a_time_which_changes_nothing(aligner, monkeypatch):
    lines = [NOISE, WOLVES, "", MAYOR, f"{SURPLUS} {NOISE}", SURPLUS]
    groups = [0] * 5 + [1] * 3
    whole = aligner.places(FRENCH, lines, groups=groups)
    for cells in (1, 2 * len(FRENCH)):
        monkeypatch.setattr(captions, "_CELLS", cells)
        assert aligner.places(FRENCH, lines, groups=groups) == whole


def test_a_long_document_takes_no_room_by_its_square(aligner):
    tracemalloc.start()
    try:
        aligner.places(FRENCH * 200, [NOISE, WOLVES, SURPLUS, MAYOR] * 400)
        assert tracemalloc.get_traced_memory()[1] < 100e6  # nine whole tables take 184 MB
    finally:
        tracemalloc.stop()


def test_the_lead_is_over_what_lies_elsewhere():
    """Against the plain way: all but the window and its neighbours."""
    random = np.random.default_rng(7)
    seen = 0
    for n in (1, 2, 3, 4, 9):
        tables = [random.normal(0, 1, (n - a, 3)).round(1) for a in range(min(n, 3))]
        once = [np.zeros(len(table), np.bool_) for table in tables]
        for j in range(3):
            for i, a, value, lead in captions._best_places(tables, j, once):
                seen += 1
                rest = np.delete(tables[0][:, j], np.arange(max(0, i - 1), min(n, i + a + 1)))
                assert value == tables[a - 1][i, j]
                assert lead == value - max(0.0, rest.max(initial=0.0))
    assert seen > 40


def test_of_sentences_with_the_same_text_the_nearest_is_taken():
    """Each is as good a place as the others: where the line stands decides, at its full chance."""
    again = "Le pont est fermé à la circulation."
    source = [*FRENCH[:2], again, *FRENCH[2:5], again, *FRENCH[5:], again, again]
    where = [i for i, text in enumerate(source) if text == again]
    lines = ["The bridge is closed to traffic."] * len(where)
    aligner = CaptionAligner()
    (bead,) = (b for b in aligner.align(source, lines[:1], at=[where[1] + 1]) if not b.null)
    assert bead.sources == (where[1],)
    assert bead.score > 0.9
    beads = aligner.align(source, lines, at=[i + 1 for i in where])
    assert {b.targets: b.sources for b in beads if not b.null} == {
        (k,): (i,) for k, i in enumerate(where)
    }
