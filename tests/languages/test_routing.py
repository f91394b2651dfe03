"""Blocks and segments get their languages; the minority language's paragraphs are captions."""

from dataclasses import replace
from pathlib import Path

import pytest

from align.languages import relabel, route
from align.readers.text import blocks_of
from align.records import Document, Kind
from align.segmenters.rules import RuleSegmenter

PRESS = Path(__file__).parents[2] / "../shared/data/press"

MIXED = """Le ministre visite le port de Tallinn

• 3 mai 2021 -
• |

Le ministre de la Défense a visité lundi le port de Tallinn, où il a rencontré des marins.

Defence Minister Jean Dupont meets sailors aboard the frigate in Tallinn harbour

Harbour view

Il a ensuite prononcé un discours devant les élèves de l’école navale. La visite a duré trois jours.
"""


def document(text: str) -> Document:
    """Return a text as a document of blocks."""
    return Document(id="x", text=text, blocks=blocks_of(text))


def routed(
    text: str, source: str | None = None, target: str | None = None
) -> list[tuple[str, str]]:
    """Return the kinds and languages of a text's blocks."""
    found = route(document(text), source_lang=source, target_lang=target)
    return [(str(block.kind), block.lang) for block in found.blocks]


@pytest.mark.parametrize("pair", [(None, None), ("fr", "en"), ("fr", None), (None, "en")])
def test_captions_in_the_other_language(pair: tuple[str | None, str | None]) -> None:
    assert routed(MIXED, *pair) == [
        ("heading", "fr"),
        ("meta", "fr"),
        ("meta", "fr"),
        ("paragraph", "fr"),
        ("caption", "en"),
        ("caption", "en"),
        ("paragraph", "fr"),
    ]


@pytest.mark.skipif(not PRESS.exists(), reason="../shared is not here")
def test_press_release() -> None:
    text = next(PRESS.glob("*.txt")).read_text(encoding="utf-8")
    found = routed(text)
    assert [kind for kind, _ in found] == [
        "heading", "meta", "meta", "meta", "paragraph", "caption", *["paragraph"] * 3,
    ]  # fmt: skip
    assert [lang for _, lang in found].count("en") == 1


def test_english_document_with_a_french_paragraph() -> None:
    text = (
        "The minister visited the harbour on Monday and met the sailors there.\n\n"
        "Le ministre a rencontré les marins.\n\nHe gave a speech at the naval school.\n"
    )
    assert [lang for _, lang in routed(text)] == ["en", "fr", "en"]
    assert routed(text)[1][0] == "caption"


def test_short_blocks_lean_on_their_neighbours() -> None:
    text = (
        "The minister visited the harbour on Monday.\n\nMenu\n\n"
        "He gave a speech at the naval school.\n"
    )
    assert [lang for _, lang in routed(text)] == ["en", "en", "en"]


def test_one_language_given_for_both() -> None:
    assert {lang for _, lang in routed(MIXED, "fr", "fr")} == {"fr"}


def test_target_language_alone_does_not_make_the_text_that_language() -> None:
    assert routed("Le chat dort sur le lit de ma mère.\n", None, "en")[0][1] == "fr"


def test_empty_document() -> None:
    assert routed("") == []


def test_a_sentence_in_the_other_language_inside_a_block() -> None:
    text = (
        "Le général a pris la parole devant les marins du port. We will never give up this "
        "harbour and these people. Puis il est reparti vers la capitale avec sa suite."
    )
    found = route(document(text), source_lang=None, target_lang=None)
    segments = relabel(RuleSegmenter().segment(found), found)
    assert [segment.lang for segment in segments] == ["fr", "en", "fr"]


def test_a_quotation_does_not_split_its_sentence() -> None:
    text = "Il a dit « we will never give up this harbour » devant les marins de Tallinn réunis."
    found = route(document(text), source_lang=None, target_lang=None)
    segments = relabel(RuleSegmenter().segment(found), found)
    assert [(segment.text, segment.lang) for segment in segments] == [(text, "fr")]


def test_relabel_leaves_meta_and_other_pairs_alone() -> None:
    found = route(document(MIXED), source_lang="fr", target_lang="en")
    meta = replace(found, blocks=tuple(replace(b, kind=Kind.META) for b in found.blocks))
    segments = RuleSegmenter().segment(meta)
    assert relabel(segments, meta) == segments
    german = route(
        document("Der Hund schläft. Die Katze auch."), source_lang="de", target_lang="de"
    )
    segments = RuleSegmenter().segment(german)
    assert relabel(segments, german) == segments
