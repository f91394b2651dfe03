"""What site generators add to Markdown is no text."""

import pytest

from align.readers.markdown import MarkdownReader


def texts(source: str) -> list[tuple[str, str]]:
    document = MarkdownReader().read(source.encode(), name="a.md")
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize(
    "mark",
    [
        "{: .note }", "{:toc}", "{::comment}", "{% include bandeau.html %}", "{%- endif -%}",
        '{% if page.lang == "fr" %}', "{{< note >}}", "{{< /note >}}", '{{% tab name="un" %}}',
        "{{< a >}} {{< b >}}", "{# à revoir #}",
    ],
)  # fmt: skip
def test_lines_of_marks_alone_are_no_text(mark: str) -> None:
    expected = [("paragraph", "Il pleut."), ("paragraph", "Il vente.")]
    assert texts(f"Il pleut.\n{mark}\nIl vente.") == expected
    assert texts(f"{mark}\n\nIl pleut.\n\n{mark}\nIl vente.\n{mark}\n") == expected


@pytest.mark.parametrize(
    "line",
    [
        "Cliquez sur {{ site.nom }} ici.", "{{ titre }}", "{{< note >}} Attention.",
        '{{< figure src="a.png" title="Le port" >}}', "{% include note.html text='Il pleut' %}",
        "important", "import du café", "Soit {: x}.",
    ],
)  # fmt: skip
def test_words_and_variables_stay(line: str) -> None:
    assert texts(line) == [("paragraph", line)]


def test_attributes_behind_a_link_are_no_text() -> None:
    source = '[Le port](a.md){:target="_blank"}, **vite**{: .x} et `code`{:.sh} encore.'
    assert texts(source) == [("paragraph", "Le port, vite et `code` encore.")]


def test_imports_are_no_text() -> None:
    source = (
        'import Tabs from "@theme/Tabs";\nimport {A, B} from \'x\'\nimport "style.css";\n\n# Un'
    )
    assert texts(source) == [("heading", "Un")]
    assert texts("    import a from 'b'") == [("meta", "import a from 'b'")]


def test_front_matter_of_hugo_is_meta() -> None:
    assert texts('+++\ntitle = "Le port"\n+++\nIl pleut.\n') == [
        ("meta", 'title = "Le port"'), ("paragraph", "Il pleut."),
    ]  # fmt: skip
    assert texts("+++\nIl pleut.\n---\n")[0] != ("meta", "Il pleut.")
