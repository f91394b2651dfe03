"""Markdown becomes blocks without its marks, whatever it nests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ReadError
from align.readers.markdown import MarkdownReader

TEXT = """---
title: Le port
---
# Le *port* de Tallinn

M. Dupont a **visité** le [port][p] de
la ville.\\
Il est [reparti](http://x "t") &mdash; `code` &amp; \\*.

> Une citation.
>
> - un
> - deux

1. Premier

   suite ![Un marin](a.jpg) fin

![A sailor *on* deck](b.jpg "Titre")

| Année | Ventes     |
|-------|------------|
| 2022  | En hausse. |

```python
x = 1
```

<figure><img src="a"><figcaption>Sailors.</figcaption></figure>

Titre souligné
==============

Fin<br>ici <img src="a" alt="Le port, le soir">.

08 Sep. 2022

[p]: http://x
"""


def blocks(source: str) -> list[tuple[str, str]]:
    document = MarkdownReader().read(source.encode(), name="a.md")
    return [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_text(newline: str) -> None:
    document = MarkdownReader().read(TEXT.replace("\n", newline).encode(), name="a.md")
    assert [(str(b.kind), b.place, document.text[b.start : b.end]) for b in document.blocks] == [
        ("meta", "line 2", "title: Le port"),
        ("heading", "line 4", "Le port de Tallinn"),
        (
            "paragraph",
            "line 6",
            "M. Dupont a visité le port de la ville.\nIl est reparti — `code` & *.",
        ),
        ("paragraph", "line 10", "Une citation."),
        ("item", "line 12", "un"),
        ("item", "line 13", "deux"),
        ("item", "line 15", "Premier"),
        ("item", "line 17", "suite fin"),
        ("caption", "line 17", "Un marin"),
        ("caption", "line 19", "A sailor on deck"),
        ("paragraph", "line 21", "Année"),
        ("paragraph", "line 21", "Ventes"),
        ("meta", "line 23", "2022"),
        ("paragraph", "line 23", "En hausse."),
        ("meta", "line 25", "x = 1"),
        ("caption", "line 29", "Sailors."),
        ("heading", "line 31", "Titre souligné"),
        ("paragraph", "line 34", "Fin\nici ."),
        ("caption", "line 34", "Le port, le soir"),
        ("meta", "line 36", "08 Sep. 2022"),
    ]


def test_a_list_written_with_line_breaks() -> None:
    document = MarkdownReader().read(b"Il\nvote :<br>- un *port*<br>- deux", name="a.md")
    assert [(b.place, b.places) for b in document.blocks][1:] == [("line 2", ())] * 2
    assert blocks("Il\nvote :<br>- un *port*<br>- deux ports") == [
        ("paragraph", "Il vote :"), ("item", "un port"), ("item", "deux ports")
    ]  # fmt: skip
    assert blocks("<pre>Il vote :\n- un\n- deux</pre>\n") == [
        ("paragraph", "Il vote :\n- un\n- deux")
    ]


def test_a_rule_is_no_front_matter() -> None:
    assert blocks("---\n\nIl pleut.\n") == [("paragraph", "Il pleut.")]
    assert blocks("Il pleut.\n\n---\n\nIl vente.\n")[1] == ("paragraph", "Il vente.")


@pytest.mark.parametrize("source", ["> " * 500 + "x", "- " * 500 + "x", "1. " * 500 + "x"])
def test_deep_nesting_is_refused(source: str) -> None:
    with pytest.raises(ReadError, match=r"a\.md: lists or quotations are nested beyond 100"):
        blocks(source)


def test_html_in_it_is_not_trusted() -> None:
    with pytest.raises(ReadError, match=r"^a\.md, HTML from line 3, line 1: elements are nested"):
        blocks("Début.\n\n" + "<div>" * 5000)


def test_moderate_nesting_is_read() -> None:
    assert blocks("> " * 40 + "Bonjour.") == [("paragraph", "Bonjour.")]
    assert blocks("".join("  " * i + "- mot\n" for i in range(20))) == [("item", "mot")] * 20


@pytest.mark.parametrize("piece", ["[", "![", "[a][", "[a]("])
def test_brackets_without_end_are_refused(piece: str) -> None:
    with pytest.raises(ReadError, match=r"a\.md, line 3: more than 5,000 square brackets"):
        blocks("Début.\n\n" + piece * 50_000)


@pytest.mark.parametrize(
    "piece", ["*", "**a", "_a*", "`", "<", "&", "\\", "~~", "| ", "<!-- ", "a "]
)
def test_repeated_pieces_end_in_time(piece: str) -> None:
    assert blocks("Début.\n\n" + piece * 20_000)[0] == ("paragraph", "Début.")


def test_long_lines() -> None:
    (found,) = blocks("Il pleut. " * 1_000_000)
    assert len(found[1]) == 9_999_999


@given(st.lists(st.sampled_from(
    ["# ", "> ", "- ", "1. ", "mot", " ", "\n", "\n\n", "**", "[", "](x)", "![", "`", "```\n", "|",
     "---\n", "<p>", "    ", "\t"]
)))  # fmt: skip
def test_any_marks(pieces: list[str]) -> None:
    source = "".join(pieces)
    document = MarkdownReader().read(source.encode(), name="a.md")
    position = 0
    for block in document.blocks:
        assert document.text[position : block.start].strip() == ""
        assert document.text[block.start : block.end].strip()
        assert 1 <= int(block.place.removeprefix("line ")) <= source.count("\n") + 1
        position = block.end


def test_footnotes() -> None:
    text = (
        "Il pleut[^1] sur la ville[^note].\n[^1]: Beaucoup\n[^note]: Depuis *hier*, et\n"
        "    encore demain.\n- Un point\n\n[^3]:\n\n[lien]: adresse\n"
    )
    document = MarkdownReader().read(text.encode(), name="a.md")
    found = [(b.place, document.text[b.start : b.end]) for b in document.blocks]
    assert found == [
        ("line 1", "Il pleut sur la ville."),
        ("line 2", "Beaucoup"),
        ("line 3", "Depuis hier, et encore demain."),
        ("line 5", "Un point"),
    ]
    assert "[^1]: Beaucoup" in document.text


def test_a_definition_is_an_item_of_its_own() -> None:
    source = (
        "Port\n: Un abri.\n  Il *sert*.\n: Un lieu.\n\n    Il y fait bon.\n\nQuai\n\n:   Un bord."
    )
    assert blocks(source) == [
        ("paragraph", "Port"),
        ("item", "Un abri. Il sert."),
        ("item", "Un lieu."),
        ("item", "Il y fait bon."),
        ("paragraph", "Quai"),
        ("item", "Un bord."),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Le maire de la ville de Brest a enfin répondu à tous\n: il ne partira pas.",
        "Il répond,\n: non.",
        "Il a\ndit\n: non.",
        "Il dit\n:non.",
    ],
)
def test_a_colon_in_a_wrapped_sentence_defines_nothing(source: str) -> None:
    assert [text for _, text in blocks(source)] == [source.replace("\n", " ")]


def test_an_exponent_is_no_digit_of_its_number() -> None:
    source = "De 10<sup>3</sup> à 10<SUP>-2</SUP> m<sup>2</sup>, le 1<sup>er</sup>."
    assert blocks(source) == [("paragraph", "De 10³ à 10⁻² m², le 1er.")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("De 10<sup>*3*</sup> à 10<sup><i>-2</i></sup> m", "De 10³ à 10⁻² m"),
        ("De **10**<sup>3</sup> à 10<sup>-<b>6</b></sup> m", "De 10³ à 10⁻⁶ m"),
        ('De 10<sup class="e">3</sup>, puis 4<sup>e</sup> et 10', "De 10³, puis 4e et 10"),
    ],
)
def test_an_exponent_in_other_marks_is_one_too(source: str, text: str) -> None:
    assert blocks(source) == [("paragraph", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Lancez `align run --help`, puis `ls`.",
        "Le signe `` ` `` et ``a`b`` ou `**gras**`.",
        "De 10 `3` chats.",
    ],
)
def test_code_in_a_sentence_keeps_its_backticks(text: str) -> None:
    assert blocks(text) == [("paragraph", text)]
    assert blocks(f"![{text}](a.png)") == [("caption", text)]
    assert blocks("Un `ls\n-l` ici.") == [("paragraph", "Un `ls -l` ici.")]
