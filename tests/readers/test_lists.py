"""Plain text: lists whose items go on under their text, and tables of contents."""

import pytest

from align.readers.text import blocks_of


def blocks(text: str) -> list[tuple[str, str]]:
    return [(str(b.kind), " ".join(text[b.start : b.end].split())) for b in blocks_of(text)]


def test_an_item_goes_on_under_its_text() -> None:
    text = "Titre\n\n1) Premier\n2) Deuxième\n   suite\n  * Un point\n    qui continue\n  * Autre\n"
    assert blocks(text)[1:] == [
        ("item", "Premier"),
        ("item", "Deuxième suite"),
        ("item", "Un point qui continue"),
        ("item", "Autre"),
    ]


@pytest.mark.parametrize("line", ["Le départ .......... 12", "L’arrivée . . . . . xiv"])
def test_a_line_of_a_table_of_contents_is_meta(line: str) -> None:
    assert blocks(f"Index\n\n{line}\n\nLe départ... Il est tard.\n")[1:] == [
        ("meta", line),
        ("paragraph", "Le départ... Il est tard."),
    ]
