# ruff: noqa: E501 (a table of pairs reads best in one line each)
"""Blocks in another order are linked and marked; what keeps its order is left alone."""

import pytest

from align.aligners.lexical import LexicalAligner

PAIRS = [
    ("La maire de Lormeau a inauguré la station d’épuration.", "The mayor of Lormeau opened the treatment plant."),
    ("La ville a consacré douze millions d’euros au chantier.", "The city spent twelve million euros on the works."),
    ("Les ouvriers ont travaillé pendant deux hivers difficiles.", "The workers laboured through two difficult winters."),
    ("L’ingénieur a présenté les panneaux solaires du toit.", "The engineer presented the solar panels on the roof."),
    ("La station produit plus d’électricité qu’elle n’en consomme.", "The plant produces more electricity than it uses."),
    ("Le surplus sera donné aux écoles du quartier.", "The surplus will be given to the schools of the district."),
    ("Les habitants craignaient le bruit des pompes.", "The residents feared the noise of the pumps."),
    ("Les mesures seront publiées chaque mois sur le site.", "The measurements will be published every month on the site."),
    ("La seconde tranche des travaux commencera en septembre.", "The second part of the works will begin in September."),
    ("Elle doit relier la station aux communes voisines.", "It is to connect the plant to the neighbouring towns."),
    ("Le préfet a remercié le conseil régional pour son aide.", "The prefect thanked the regional council for its help."),
    ("Un repas a été servi dans la salle des fêtes.", "A meal was served in the village hall."),
]  # fmt: skip


def links(beads, *, crossing):
    return {
        (i, j) for b in beads if b.crossing is crossing for i in b.sources for j in b.targets
    }  # fmt: skip


@pytest.fixture(scope="module")
def aligner():
    return LexicalAligner()


@pytest.mark.parametrize("moved", [3, 4])
def test_a_block_that_changed_places_is_linked_and_marked(aligner, moved):
    order = list(range(moved, 12)) + list(range(moved))  # the first block went to the end
    beads = aligner.align([s for s, _ in PAIRS], [PAIRS[k][1] for k in order])
    gold = {(k, place) for place, k in enumerate(order)}
    crossing = {(i, j) for i, j in gold if i < moved}
    assert links(beads, crossing=True) == crossing
    assert links(beads, crossing=False) == gold - crossing


def test_texts_in_order_have_no_crossing_beads(aligner):
    beads = aligner.align([s for s, _ in PAIRS], [t for _, t in PAIRS])
    assert not links(beads, crossing=True)
    assert links(beads, crossing=False) == {(k, k) for k in range(12)}


def test_nulls_about_something_else_stay_nulls(aligner):
    source = [s for s, _ in PAIRS[:4]] + [s for s, _ in PAIRS[6:]]
    target = [t for _, t in PAIRS[:10]] + ["Wolves live in packs.", "Prices rose by a fifth."]
    beads = aligner.align(source, target)
    assert not links(beads, crossing=True)
    assert {(j,) for b in beads if not b.sources for j in b.targets} >= {(4,), (5,)}


def test_crossing_beads_stand_in_the_order_of_the_source_in_both_directions():
    order = list(range(4, 12)) + list(range(4))
    french, english = [s for s, _ in PAIRS], [PAIRS[k][1] for k in order]
    for source, target, langs in ((french, english, "fr en"), (english, french, "en fr")):
        one, other = langs.split()
        beads = LexicalAligner(source_lang=one, target_lang=other).align(source, target)
        assert any(bead.crossing for bead in beads)
        sources = [i for bead in beads for i in bead.sources]
        assert sources == sorted(sources)
