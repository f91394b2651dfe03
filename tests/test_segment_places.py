"""Each segment says where it stood: its cues' times, its page, its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.places import place_of, spanned
from align.readers.draft import Draft
from align.readers.markdown import MarkdownReader
from align.readers.subtitles import SubtitleReader
from align.records import Block, Document, Kind
from align.segmenters.rules import RuleSegmenter

SRT = """1
00:00:01,000 --> 00:00:02,500
Le train part. Nous

2
00:00:03,000 --> 00:00:04,000
attendons depuis

3
00:00:04,500 --> 00:00:06,000
une heure. Viens
"""


def placed(document: Document) -> list[tuple[str, str]]:
    return [
        (place_of(document.blocks[s.block], s.start, s.end), s.text)
        for s in RuleSegmenter().segment(document)
    ]


def test_times_are_those_of_the_cues_that_a_sentence_touches() -> None:
    document = SubtitleReader().read(SRT.encode(), name="a.srt")
    assert len(document.blocks) == 1
    assert placed(document) == [
        ("00:00:01.000 --> 00:00:02.500", "Le train part."),
        ("00:00:01.000 --> 00:00:06.000", "Nous attendons depuis une heure."),
        ("00:00:04.500 --> 00:00:06.000", "Viens"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_of_markdown(newline: str) -> None:
    text = (
        "---\ntitle: Un.\nLe soir.\n---\n\nIl *pleut\nfort*. Il `vente\nbeaucoup`. Il [neige](\n"
        "http://x). Fin\\\ndu <b\nid=x>jour. Nuit.\n\n> Un [a\n> b][c\n> d]. Deux.\n\n"
        "```\nTrois.\n\nQuatre.\n```\n\n<div>\n<p>Cinq.</p>\n<p>Six.</p>\n</div>\n\n"
        "Sept\u00ad\nici. ![Huit](x)\n![Neuf](y)\n\n[c d]: http://y\n"
    )
    document = MarkdownReader().read(text.replace("\n", newline).encode(), name="a.md")
    assert placed(document) == [
        ("line 2", "title: Un."), ("line 3", "Le soir."),
        ("line 6", "Il pleut fort."), ("line 7", "Il `vente beaucoup`."), ("line 8", "Il neige."),
        ("line 9", "Fin\ndu jour."), ("line 11", "Nuit."),
        ("line 13", "Un a b."), ("line 15", "Deux."),
        ("line 18", "Trois."), ("line 20", "Quatre."), ("line 24", "Cinq."), ("line 25", "Six."),
        ("line 28", "Sept ici."), ("line 29", "Huit"), ("line 30", "Neuf"),
    ]  # fmt: skip


def test_a_place_that_all_share_takes_no_room() -> None:
    draft = Draft("a")
    draft.add(
        Kind.PARAGRAPH, "Un deux", place="page 1", parts=[("Un", "page 1"), ("deux", "page 1")]
    )
    assert draft.blocks == [Block(Kind.PARAGRAPH, "", 0, 7, "page 1")]


@given(st.lists(st.tuples(st.text("ab \u00ad\u00a0\n"), st.sampled_from("xyz")), max_size=8))
def test_every_character_has_the_place_of_its_part(parts: list[tuple[str, str]]) -> None:
    draft = Draft("a")
    draft.add(Kind.PARAGRAPH, "-", place="0")
    draft.add(Kind.HEADING, " ".join(text for text, _ in parts), place="p", mark="• ", parts=parts)
    document = draft.document("a")
    expected = [(c, own) for text, own in parts for c in text if c in "ab"]
    for block in document.blocks[1:]:
        offsets = [i for i in range(block.start, block.end) if document.text[i] in "ab"]
        found = [(document.text[i], place_of(block, i, i + 1)) for i in offsets]
        assert found == expected
    assert len(document.blocks) == 1 + bool(expected)


def test_places_of_neighbours() -> None:
    assert spanned([]) == spanned(["", ""]) == ""
    assert spanned(["", "page 2", "page 3"]) == "page 2"
    assert spanned(["0:01 --> 0:09", "0:02 --> 0:03"]) == "0:01 --> 0:09"
    assert spanned(["99:00 --> 99:01", "99:59 --> 100:00"]) == "99:00 --> 100:00"
