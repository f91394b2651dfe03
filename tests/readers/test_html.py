"""Web pages become blocks: captions stay, navigation goes, and no page can harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ReadError
from align.places import place_of
from align.readers.html import HtmlReader

PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>Site</title><style>p { color: red }</style></head>
<body>
<header><nav><ul><li><a href="/">Accueil</a></li></ul></nav>
<h1>Le ministre à <em>Tallinn</em></h1></header>
<div class="menu"><a href="/1">Un</a> <span><a href="/2">Deux</a></span></div>
<!-- <p>Un commentaire.</p> -->
<p>M. Dupont a visité le&nbsp;port
de la ville&#8239;; il rit.<br>Il est re&shy;parti.<br><br>Un autre paragraphe.</p>
<figure><img src="a.jpg" alt="Des marins sur le pont">
<figcaption>Sailors on <b>deck</b>. Photo: NATO</figcaption></figure>
<p>La photo <img alt="View of the port"> montre le port.</p>
<figure><img alt="Le port, le soir"><figcaption>Le port, le soir</figcaption></figure>
<ul><li>un<ul><li>deux</li></ul>trois</li></ul>
<table><caption>Les ventes</caption><tr><th>Année</th><td>2022</td><td><p>En hausse.</p></td></tr>
</table>
<p>08 Sep. 2022</p>
<script>document.write("<p>rien</p>");</script>
<p hidden>Caché.</p><p style="display: none">Caché aussi.</p>
<pre><code>x = 1
y = 2</code></pre>
<footer>Contact</footer><div id="footer">Mentions légales</div>
</body></html>
"""


def blocks(source: str | bytes) -> list[tuple[str, str]]:
    data = source.encode() if isinstance(source, str) else source
    document = HtmlReader().read(data, name="a.html")
    return [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks]


def test_a_page() -> None:
    assert blocks(PAGE) == [
        ("heading", "Le ministre à Tallinn"),
        (
            "paragraph",
            "M. Dupont a visité le\u00a0port de la ville\u202f; il rit.\nIl est reparti.",
        ),
        ("paragraph", "Un autre paragraphe."),
        ("caption", "Des marins sur le pont"),
        ("caption", "Sailors on deck. Photo: NATO"),
        ("paragraph", "La photo montre le port."),
        ("caption", "View of the port"),
        ("caption", "Le port, le soir"),
        ("item", "un"),
        ("item", "deux"),
        ("item", "trois"),
        ("caption", "Les ventes"),
        ("paragraph", "Année"),
        ("meta", "2022"),
        ("paragraph", "En hausse."),
        ("meta", "08 Sep. 2022"),
        ("meta", "x = 1\ny = 2"),
    ]


def test_the_name_of_its_file_describes_no_image() -> None:
    images = [
        '<img src="img/fig-12.png" alt="fig-12">',
        '<img src="bwv861mm28-29.png" alt="bwv861mm28-29">',
        '<img src="img/port.png" alt="Le port-12">',
        '<img src="img/Brest.jpg" alt="Brest">',
        '<img src="img/a.jpg" alt="Saint-Malo">',
    ]
    captions = ["Le port-12", "Brest", "Saint-Malo"]
    assert blocks(f"<p>{'<br>'.join(images)}</p>") == [("caption", text) for text in captions]


def test_a_cell_of_several_paragraphs_is_as_many_blocks() -> None:
    cell = "<td><p>Un mot. Un autre.</p><p>Second.</p></td><td>One.<br><br>Two<ul><li>a</ul>b</td>"
    assert blocks(f"<table><tr>{cell}</tr></table>") == [
        ("paragraph", "Un mot. Un autre."),
        ("paragraph", "Second."),
        ("paragraph", "One."),
        ("paragraph", "Two"),
        ("item", "a"),
        ("paragraph", "b"),
    ]


def test_places_are_lines() -> None:
    document = HtmlReader().read(PAGE.replace("\n", "\r\n").encode(), name="a.html")
    lines = PAGE.split("\n")
    assert len(document.blocks) > 3
    for block in document.blocks:
        number = int(block.place.removeprefix("line "))
        first = document.text[block.start : block.end].split()[0].split("\u00a0")[0]
        near = lines[number - 1 : number + 1]  # libxml2 gives the line where the tag ends
        assert any(first in line for line in near), (block, first)


def test_a_text_stands_on_the_line_of_its_first_word() -> None:
    page = (
        "<div\n class='a'>\n<p>Un.</p>\n<nav><ul\n><li>Menu</li>\n</ul>\n</nav>\n\nDeux,<br>\n"
        "<br>\nTrois\n<p>Quatre</p>\n<!-- \n -->\nCinq.<br>\nSix.\n<br>\n- Sept ;<br>\n"
        "- Huit.</div>"
    )
    document = HtmlReader().read(page.encode(), name="a.html")
    lines = page.split("\n")
    found = [
        (place_of(block, block.start + word.start(), block.start + word.end()), word[0])
        for block in document.blocks
        for word in re.finditer(r"\w+", document.text[block.start : block.end])
    ]
    assert len(found) == 8
    for place, word in found:
        assert word in lines[int(place.removeprefix("line ")) - 1]


def test_lines_beyond_what_libxml2_counts() -> None:
    gap = "\n" * 40_000
    page = f"<p>Un.</p>{gap}<p>Deux.</p><nav>{gap}</nav><ul>\n<li>Trois.<br>{gap}Quatre.</ul>"
    document = HtmlReader().read(page.encode(), name="a.html")
    assert [block.place for block in document.blocks] == [
        "line 1", "line 40001", "line 80002"
    ]  # fmt: skip
    assert [place for _, place in document.blocks[-1].places] == ["line 80002", "line 120002"]


def test_a_list_of_links_in_the_text_stays() -> None:
    assert blocks('<body><ul class="sources"><li><a href="x">Le rapport</a></ul>') == [
        ("item", "Le rapport")
    ]
    assert blocks('<body><div class="menu"><p>Une entrée, un plat et un dessert.</p></div>') == [
        ("paragraph", "Une entrée, un plat et un dessert.")
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", ""),
        ("cp1252", "iso-8859-1"),
        ("iso8859-15", "iso-8859-15"),
        ("cp1251", "windows-1251"),
        ("utf-8", "iso-8859-1"),  # a wrong declaration, and valid UTF-8
        ("cp1252", "zlib"),
        ("cp1252", "no-such-code"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    word = "Россия" if encoding == "cp1251" else "Été"
    page = f'<html><head><meta charset="{declared}"></head><body><p>{word} là.</p></body></html>'
    if encoding == "cp1251":
        page = page.replace("là", "")
    assert blocks(page.encode(encoding))[0][1].startswith(word)


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252", "gb2312"])
def test_a_bad_byte_in_utf_8(declared: str) -> None:
    page = f'<meta charset="{declared}">\n<p>L’été à Nîmes, « c’est ¦ fini »…</p>'
    with pytest.raises(ReadError, match=r"^a\.html, line 2: byte \d+ \(0xed\) is not UTF-8"):
        blocks(page.encode().replace("¦".encode(), b"\xed\xa0\xbd"))


def test_xhtml() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head>'
        '<body><p><a id="p1"/>Il pleut&nbsp;!</p><div/><h2 class="x"/><p>Il <b/>vente.<br/>Oui.</p>'
        "<figcaption/><blockquote/><p>Il neige.</p></body></html>"
    )
    assert blocks(page) == [
        ("paragraph", "Il pleut\u00a0!"),
        ("paragraph", "Il vente.\nOui."),
        ("paragraph", "Il neige."),
    ]


def test_declared_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    page = (
        f'<!DOCTYPE html [<!ENTITY a0 "lol">{bomb}]><html><body><p>Voilà &a11;.</p></body></html>'
    )
    assert "lollol" not in "".join(text for _, text in blocks(page))
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Voilà &x;.</p>'
    assert "root:" not in "".join(text for _, text in blocks(page))


def test_deep_nesting() -> None:
    assert blocks("<div>" * 1000 + "Bonjour." + "</div>" * 1000 + "<p>Fin.") == [
        ("paragraph", "Bonjour."),
        ("paragraph", "Fin."),
    ]
    with pytest.raises(ReadError, match=r"a\.html, line 1: elements are nested beyond 2,000"):
        blocks("<div>" * 100_000 + "Bonjour.")
    with pytest.raises(ReadError, match="nested"):
        blocks("<b>" * 100_000 + "Bonjour.")


@pytest.mark.parametrize(
    "attribute", ["a{}=1", "a{}", 'a{}="x y"', "a{}=x\" b{} c='", "a{}= 'x' /"]
)
def test_a_tag_of_attributes(attribute: str) -> None:
    tag = (
        "<p>Bon.</p><title><p x='</title><! '><p "
        + " ".join(attribute.format(i, i) for i in range(20_000))
        + ">Jour.</p>"
    )
    with pytest.raises(ReadError, match=r"a\.html, line 1: a tag has more than 1,000 attributes"):
        blocks(tag)


REFUSED = {"<p x='", "<<p/", "<p a="}


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<script>", "<p", "<p x='", "</b>", "&amp;", "&#", "<![CDATA[", "<table>\n</table>",
     "<a href=x>", "<", "<<p/", "<br>", "x <div class=menu></div>", "<title>", "<p a=", "]]>"],
)  # fmt: skip
def test_repeated_pieces_end_in_time(piece: str) -> None:
    source = "<p>Début.</p>" + piece * 30_000 + "<p>Fin.</p>"
    if piece in REFUSED:
        with pytest.raises(ReadError, match=r"a\.html, line \d+: "):
            blocks(source)
    else:
        assert blocks(source)[0] == ("paragraph", "Début.")


def test_long_line_and_odd_characters() -> None:
    found = blocks("<p>" + "Il pleut. " * 500_000 + "</p><p>a&#0;b &#xD800; c</p>")
    assert len(found[0][1]) == 4_999_999
    assert found[1] == ("paragraph", "a\ufffdb \ufffd c")
    with pytest.raises(ReadError, match="NUL"):
        blocks(b"<p>a\0b</p>")


@pytest.mark.parametrize(
    "source", ["", "  \n", "<!-- rien -->", "<!DOCTYPE html>", "<p></p>", "<br>"]
)
def test_nothing_in_it(source: str) -> None:
    assert blocks(source) == []


@given(st.text(st.characters(exclude_categories=["Cc"])))
def test_any_text(text: str) -> None:
    for kind, found in blocks(f"<p>{text}</p>".encode("utf-8", "replace").replace(b"\0", b"")):
        assert kind
        assert found == found.strip() != ""


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<b>", "<table>", "<td>", "<li>", "</ul>", "<img alt=photo>", "<figure>",
     "<figcaption>", "</figure>", "<pre>", "</pre>", "<br>", "<nav>", "</nav>", " ", "\n", "mot"]
)))  # fmt: skip
def test_any_tags(tags: list[str]) -> None:
    document = HtmlReader().read("".join(tags).encode(), name="a.html")
    position = 0
    for block in document.blocks:
        assert document.text[position : block.start].strip() == ""
        assert document.text[block.start : block.end].strip()
        position = block.end
    assert position == len(document.text)


def test_a_quotation_in_a_line_has_the_marks_that_a_browser_draws() -> None:
    source = "<html lang={}><p>Il dit <q>Oui</q>.</p></html>"
    assert blocks(source.format("fr-FR"))[0][-1] == "Il dit «\u00a0Oui\u00a0»."
    assert blocks(source.format("en"))[0][-1] == "Il dit “Oui”."


def test_a_list_written_with_line_breaks() -> None:
    page = (
        "<{0}>Le conseil :<br>- approuve<br>le budget ;<br> • autorise le maire.<br>Fait ici.</{0}>"
    )
    items = [("item", "approuve\nle budget ;"), ("item", "autorise le maire.")]
    assert blocks(page.format("p")) == [
        ("paragraph", "Le conseil :"), *items, ("paragraph", "Fait ici.")
    ]  # fmt: skip
    assert blocks(page.format("li"))[0] == ("item", "Le conseil :")
    assert len(blocks(page.format("h2"))) == len(blocks(page.format("pre"))) == 1
    assert blocks("<p>Il part.<br>* * *<br>Il dort.</p>") == [
        ("paragraph", "Il part.\n* * *\nIl dort.")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Programme|Lundi : visite du port|Mardi : visite du musée|Mercredi : repos",
        "Horaires :|Lundi 9 h|Mardi 14 h",
        "Mairie de Lormeau|12 rue du Port|44000 Lormeau|Tél. : 02 40 00 00 00",
    ],
)
def test_short_lines_without_a_stop_stand_for_themselves(rows: str) -> None:
    lines = rows.split("|")
    assert [text for _, text in blocks(f"<p>{'<br>'.join(lines)}</p>")] == lines
    assert len(blocks(f"<h2>{'<br>'.join(lines)}</h2>")) == 1


@pytest.mark.parametrize(
    "rows",
    [
        "Il a vu Lormeau|Port-Clair et la mer|où il est né",
        "Demain, dès l’aube, à l’heure|Où blanchit la campagne|Je partirai.",
        "Fait par le maire de|Lormeau en présence des|Vasseur",
        "Rapport annuel|Conseil de la Marine",
    ],
)
def test_wrapped_prose_verse_and_titles_stay_whole(rows: str) -> None:
    assert len(blocks(f"<p>{rows.replace('|', '<br>')}</p>")) == 1
