"""A run against pairs that people trust."""

from __future__ import annotations

import pytest

from align.errors import DataError
from align.evaluation.references import score_run
from align.metrics.resampling import Plan
from align.records import Alignment, Bead, Origin, Segment, TranslationUnit
from align.signature import Signature

FRENCH = ["Il pleut.", "- Oui, dit-elle.", "Le chat dort.", "Il pleut.", "La nuit tombe."]
ENGLISH = ["It rains.", "Yes, she said.", "The cat sleeps.", "It is raining."]
BEADS = (
    Bead((0,), (0,), 0.9),
    Bead((1, 2), (1, 2), 0.8),
    Bead((3,), (3,), 0.7),
    Bead((4,), (), 0.6),
)


def segments(lang, texts):
    at, made = 0, []
    for n, text in enumerate(texts):
        made.append(Segment(n + 1, 0, lang, at, at + len(text), text))  # 0 is a date line
        at += len(text) + 1
    return tuple(made)


def unit(source, target, position="", origin=Origin.HUMAN):
    return TranslationUnit(source, target, "fr", "en", "1:1", origin, position)


ALIGNMENT = Alignment(segments("fr", FRENCH), segments("en", ENGLISH), BEADS, Signature.of(a="1"))
UNITS = (
    unit(FRENCH[0], ENGLISH[0], "[1]:[1]"),
    unit(" ".join(FRENCH[1:3]), " ".join(ENGLISH[1:3]), "[2, 3]:[2, 3]"),
    unit(FRENCH[3], ENGLISH[3], "[4]:[4]"),
    unit(FRENCH[4], "Night is falling.", "[5]:[]", Origin.MACHINE),
)


def scored(reference, units=UNITS, **options):
    plan = Plan(resamples=20)
    return score_run(ALIGNMENT, units, reference, name="trusted.tsv", plan=plan, **options)


def figures(scores):
    return {score.name: (score.value, score.count) for score in (*scores.links, *scores.texts)}


def test_a_complete_reference_gives_the_usual_figures():
    reference = [
        unit("Il pleut.", "It rains."),
        unit("Oui, dit-elle.", "“Yes”, she said."),  # no dash, other quotes
        unit("Le  chat\ndort.", "The cat sleeps."),
        unit("Il pleut.", "It is raining."),
        unit("La nuit tombe.", ""),
    ]
    found = figures(scored(reference))
    # four beads proposed, counting the null; two of gold's four pairs and the null are found
    assert found["strict_precision"] == (3 / 4, 4)
    assert found["strict_recall"] == (2 / 4, 4)
    assert found["lax_f1"][0] == 1
    assert found["null_f1"] == (1, 1)
    assert "bleu" not in found


def test_only_beads_that_share_text_with_a_partial_reference_count():
    reference = [unit("Le chat dort.", "The cat sleeps."), unit("Rien de cela.", "None of it.")]
    found = scored(reference)
    assert figures(found)["strict_precision"] == (0, 1)
    assert figures(found)["lax_precision"] == (1, 1)
    assert "(pairs in it: 2): pairs with both texts in these documents: 1," in found.notes[0]


def test_a_machine_is_compared_where_the_source_is_the_same():
    reference = [unit("La nuit tombe.", "Night is falling.")]
    found = scored(reference)
    assert figures(found)["chrf"] == (100, 1)
    assert found.compared == (("Night is falling.", "Night is falling."),)
    assert not found.links
    assert not found.flattering


def test_the_seed_is_that_of_all_figures():
    reference = [unit("Il pleut.", "It rains."), unit("La nuit tombe.", "Night is falling.")]
    plan = Plan(resamples=20, seed=7)
    found = score_run(ALIGNMENT, UNITS, reference, name="trusted.tsv", plan=plan)
    assert found.links
    assert found.texts
    for score in (*found.links, *found.texts):
        assert dict(score.signature.parts)["seed"] == "7"


def test_scores_of_pairs_are_held_against_the_reference():
    reference = [
        unit("Il pleut.", "It rains."),
        unit("Oui, dit-elle.", "Yes, she said."),
        unit("Le chat dort.", "The cat sleeps."),
        unit("Il pleut.", "It is raining."),
        unit("La nuit tombe.", ""),
    ]
    found = scored(reference).calibration
    # .9 and .7 are right, .8 joins two pairs; the null is no pair
    assert [(part.count, part.right) for part in found.bins] == [(1, 1), (1, 0), (1, 1)]
    assert found.error.value == pytest.approx((0.1 + 0.8 + 0.3) / 3)


def test_nothing_is_held_against_it_where_it_speaks_of_no_pair():
    assert scored([unit("La nuit tombe.", "Night is falling.")]).calibration is None


@pytest.mark.parametrize(("aligner", "flatters"), [("translation", True), ("length", False)])
def test_a_reference_that_was_aligned_by_machine_is_said_to_be(aligner, flatters):
    reference = [unit("La nuit tombe.", "The night falls.")]
    found = scored(reference, signature=Signature.of(aligner=aligner))
    assert found.flattering is flatters
    assert f"aligner:{aligner}" in found.notes[1]


def test_pairs_that_were_filtered_out_are_not_proposed():
    reference = [unit("Il pleut.", "It rains."), unit("Le chat dort.", "The cat sleeps.")]
    found = figures(scored(reference, UNITS[:1]))
    assert found["strict_precision"] == (1, 1)
    assert found["strict_recall"] == (1 / 2, 2)


def test_a_word_inside_another_is_not_found():
    with pytest.raises(DataError, match="none of its 1 pairs is about these documents"):
        scored([unit("le", "he")])


def test_links_are_not_scored_where_only_machine_pairs_were_asked_for():
    with pytest.raises(DataError, match="none of its 1 pairs"):
        scored([unit("Il pleut.", "It rains.")], UNITS[3:])


def test_an_empty_reference_is_refused():
    with pytest.raises(DataError, match="there is no pair"):
        scored([])


@pytest.mark.parametrize("dashes", [True, False], ids=["translated", "not translated"])
def test_a_segment_without_letters_is_no_part_of_its_neighbour(dashes):
    french = ["—", "Bonjour.", "—", "Il pleut.", "…", "Il neige.", "—"]
    english = ["—", "Hello.", "—", "It rains.", "…", "It snows.", "—"]
    beads = tuple(Bead((n,), (), 0.5) for n in range(len(french)))
    alignment = Alignment(segments("fr", french), (), beads, Signature.of(a="1"))
    units = [
        unit(source, target, f"[{n}]:[]", Origin.MACHINE)
        for n, (source, target) in enumerate(zip(french, english, strict=True), start=1)
        if dashes or len(source) > 1
    ]
    reference = [unit("Bonjour.", "Hi."), unit("Il pleut. Il neige.", "Rain. Snow.")]
    found = score_run(alignment, units, reference, name="r", plan=Plan(resamples=20))
    inner = "It rains. … It snows." if dashes else "It rains. It snows."
    assert found.compared == (("Hello.", "Hi."), (inner, "Rain. Snow."))
