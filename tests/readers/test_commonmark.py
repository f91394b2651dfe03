"""A text in sections has the blocks that it has as a whole, and the marks of footnotes go."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.errors import ReadError
from align.readers import commonmark
from align.readers.markdown import MarkdownReader
from align.records import Document

LINES = st.sampled_from(
    [
        "Il pleut sur le port.", "et il [vente][a]", "Une *ligne", "finie*", "`code", "fini`",
        "# Titre", "===", "---", "***", "- un", "  suite", "    code", "- ", "1. un", "> cité",
        "> - cité", "```", "~~~", "<div>", "</div>", "<!-- note", "-->", "<p>Bas</p>", "a | b",
        "--|--", "1 | 2", "[a]: http://x", "  'titre'", "[b]:", "http://y 'titre", "sans fin",
        "[^1]: Une note", "14. quatre", "z)", "Texte[^1] et [b].", "![une", "image](x)", "\t- x",
        ": deux", "<br>", "+++", "{: .a }", "{{< note >}}", "import a from 'b'", "", "", "", "",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=40).map("\n".join)


@contextmanager
def sections_of(size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commonmark, "_SECTION", size)
        yield


def read(text: str) -> Document:
    return MarkdownReader().read(text.encode(), name="a.md")


def blocks(text: str) -> list[str]:
    document = read(text)
    return [document.text[block.start : block.end] for block in document.blocks]


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.integers(1, 120), st.sampled_from(["\n", "\r\n", "\r"]))
@example("[x][a]\n\n" + "Il pleut.\n\n" * 9 + "[a]: http://x\n", 10, "\n")
@example("---\ntitle: Le port\n---\n\nIl pleut.\n\nIl vente.", 4, "\n")
@example("> a\n\n- b\n\n  c\n\n      d\n\ne\n\n    f\n\n    g\n\nh", 1, "\n")
@example("a\n: b\n: c\n\n    d\n\ne\n\n: f", 1, "\n")
@example("[b]:\n--|--\n--|--", 1, "\n")
@example("Il pleut.\n{: .a }\nIl vente.\n===", 1, "\n")
@example("Il pleut.\n::: note\nIl vente.\n===", 1, "\n")
@example("\nz)\n[^2]: note [a]\n14. quatre\n</div>\n\n", 1, "\n")
def test_sections_do_not_matter(text: str, size: int, newline: str) -> None:
    text = text.replace("\n", newline)
    whole = read(text)
    with sections_of(size):
        assert read(text) == whole


def test_a_section_ends_before_the_last_block() -> None:
    text = "Il pleut.\n\n- un\n\n  deux\n\n```\n\nx\n"
    with sections_of(1):
        parser = commonmark.CommonMark(lambda: (text,), name="a.md")
        found = [
            (before, [token.type for token in tokens if token.level == 0 and token.nesting >= 0])
            for tokens, before in parser.sections(commonmark.cut([text]))
        ]
    assert found == [(0, ["paragraph_open"]), (2, ["bullet_list_open", "fence"])]


def test_what_is_indented_under_a_footnote_is_of_it() -> None:
    text = "[^1]: Il *pleut*.\n\n    Il vente.\n\n    - un\n\nIl neige.\n\n    code\n"
    document = read(text)
    assert [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks] == [
        ("paragraph", "Il pleut."),
        ("paragraph", "Il vente."),
        ("item", "un"),
        ("paragraph", "Il neige."),
        ("meta", "code"),
    ]


def test_limits_are_those_of_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commonmark, "_LIMITS", (("\n", "lines", 30), ("|", "table cells", 20)))
    monkeypatch.setattr(commonmark, "_MAX_DEFINITIONS", 50)
    monkeypatch.setattr(commonmark, "_SECTION", 40)
    assert blocks("Il pleut.\n\na|b\n-|-\n\n" * 100) == ["Il pleut.", "a", "b"] * 100
    with pytest.raises(
        ReadError, match=r"^a\.md, from line 3: a block has more than 30 lines, too"
    ):
        read("Début.\n\n" + "le port\n" * 31)
    with pytest.raises(
        ReadError, match=r"^a\.md, from line 3: a block has more than 20 table cells"
    ):
        read("Début.\n\n" + "a|b\n-|-\n" + "a|b\n" * 20)
    twice = [f"[{n % 40}]: x\n\nMot.\n\n" for n in range(90)]
    assert blocks("".join(twice) + "Fin [0].") == ["Mot."] * 90 + ["Fin 0."]
    with pytest.raises(ReadError, match="more than 50 definitions of links"):
        read("".join(f"[{n}]: x\n\nMot.\n\n" for n in range(51)))


def test_more_lines_than_a_block_may_have_are_read() -> None:
    assert len(read("Il pleut.\n\n\n\n\n\n" * 55_000).blocks) == 55_000  # 330,000 lines


def test_errors_name_the_line_in_the_file() -> None:
    text = "Il pleut.\n\n" * 7_000 + "[" * 6000
    with pytest.raises(ReadError, match=r"^a\.md, line 14001: more than 5,000 square brackets"):
        read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Note[^1] suite.\n\n[^1]: Le texte.\n", ["Note suite.", "Le texte."]),
        ("[^a]: Avant.\n\n# Titre[^A]\n", ["Avant.", "Titre"]),
        ("- Un *point[^n]*[^n].\n\n[^n]: Note[^m].\n\n[^m]: x\n", ["Un point.", "Note.", "x"]),
        (
            "Sans[^2] note, et `[^1]` ou \\[^1].\n\n[^1]: x",
            ["Sans[^2] note, et `[^1]` ou [^1].", "x"],
        ),
        ("Un [lien[^1]](http://x) [^1](http://y).\n\n[^1]: x", ["Un lien ^1.", "x"]),
        ("|a[^1]|b|\n|-|-|\n|c|d[^1]|\n\n[^1]: x", ["a", "b", "c", "d", "x"]),
        ("Rien[^1].\n", ["Rien[^1]."]),
    ],
)
def test_marks_of_footnotes(text: str, expected: list[str]) -> None:
    assert blocks(text) == expected
