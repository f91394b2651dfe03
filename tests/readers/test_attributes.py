"""What Pandoc and code forges add to Markdown is left out, and nothing else."""

import pytest

from align.readers.markdown import MarkdownReader


def texts(source: str) -> list[str]:
    document = MarkdownReader().read(source.encode(), name="a.md")
    return [document.text[b.start : b.end] for b in document.blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Le port {#le-port .titre}", ["Le port"]),
        ("Le port {-}\n=======", ["Le port"]),
        ("# {#vide}", []),
        ("Un [*petit* mot]{.smallcaps} et `x`{.python}.", ["Un petit mot et `x`."]),
        ('Un [lien](http://x){target="_blank"} ici.', ["Un lien ici."]),
        ("![Un marin](a.png){width=50%}", ["Un marin"]),
        ("::: {.note}\nUne note.\n:::\n\nOui.", ["Une note.", "Oui."]),
        (":::warning\n\nUne note.\n\n:::", ["Une note."]),
        ("- [ ] À faire\n- [x] Fait", ["À faire", "Fait"]),
        ("1. [x] Fait", ["Fait"]),
        ("> [!NOTE]\n> Attention au chien.", ["Attention au chien."]),
        ("Il coûte 5\\ euros.", ["Il coûte 5\u00a0euros."]),
    ],
)
def test_marks_are_no_text(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "L’ensemble {x=1}",
        "Soit {a, b} un ensemble.",
        "Il écrit {.js} au milieu.",
        "Un [mot] {.a} seul.",
        "[a]{b} et [c]{}.",
        "Voir ::: ici.",
        "::: deux mots",
        "[x] est une inconnue.",
        "[!NOTE]",
    ],
)
def test_what_looks_alike_stays(source: str) -> None:
    assert texts(source) == [source]


def test_the_lines_after_a_mark_keep_their_places() -> None:
    source = "> [!NOTE]\n> Le [petit]{.sc}\n> chien."
    document = MarkdownReader().read(source.encode(), name="a.md")
    assert [place for _, place in document.blocks[0].places] == ["line 2", "line 3"]
