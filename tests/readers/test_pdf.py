"""Printed pages become blocks: headers go, broken words are mended, no file does harm."""

import io
import logging
import zlib

import pytest

from align.errors import ReadError
from align.readers.pdf import PdfReader

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

Row = tuple[int, int, int, str]  # x, y, size, text; a size below 0 is bold


def pdf(*pages: list[Row], content: bytes | None = None, forms: str = "") -> bytes:
    """Write a PDF of lines of text, or of one page with a content of its own."""
    contents = [content] if content is not None else [drawn(page) for page in pages]
    fonts = "/Font << /R 3 0 R /B 4 0 R >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for number, data in enumerate(contents):
        page, stream = 10 + 2 * number, 11 + 2 * number
        kids.append(f"{page} 0 R")
        resources = f"/Resources << {fonts} {forms} >> /Contents {stream} 0 R"
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>".encode()
        )
        packed = zlib.compress(data)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects[stream] = head + packed + b"\nendstream"
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return written(objects)


def written(objects: dict[int, bytes]) -> bytes:
    stream = io.BytesIO(b"%PDF-1.4\n")
    stream.seek(0, io.SEEK_END)
    places = {}
    for number in sorted(objects):
        places[number] = stream.tell()
        stream.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = stream.tell()
    stream.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        stream.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    size = max(objects) + 1
    stream.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start))
    return stream.getvalue()


def drawn(page: list[Row]) -> bytes:
    result = b"BT\n"
    for x, y, size, text in page:
        shown = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"B" if size < 0 else b"R"
        result += b"/%s %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (font, abs(size), x, y, shown)
    return result + b"ET"


def blocks(data: bytes) -> list[tuple[str, str, str]]:
    document = PdfReader().read(data, name="a.pdf")
    return [(str(b.kind), b.place, document.text[b.start : b.end]) for b in document.blocks]


def column(y: int, *lines: str, x: int = 72) -> list[Row]:
    return [(x, y - 13 * i, 10, line) for i, line in enumerate(lines)]


def test_headers_hyphens_and_pages() -> None:
    header, footer = (72, 810, 8, "Revue du port"), (290, 30, 8, "Page {} sur 3")
    first = [
        header,
        (72, 770, 18, "Le ministre dans le port"),
        *column(740, "Le ministre a visité lundi le port de la ville, où il a rencon-",
                "tré des marins venus de cinq pays. Il a dit qu’il reviendrait peut-",
                "être. Le port est grand."),
        *column(690, "• un point de la liste, qui est plus long que la ligne de la",
                "page et qui continue ici", "• un autre point"),
        (72, 640, -10, "La suite"),
        *column(620, "Il a ensuite prononcé un discours devant les élèves de l’école"),
        (290, 30, 8, "Page 1 sur 3"),
    ]  # fmt: skip
    second = [header, *column(770, "navale, malgré la pluie."), (290, 30, 8, "Page 2 sur 3")]
    third = [header, *column(770, "Il est parti."), (290, 30, 8, footer[3].format(3))]
    assert blocks(pdf(first, second, third)) == [
        ("heading", "page 1", "Le ministre dans le port"),
        (
            "paragraph",
            "page 1",
            (
                "Le ministre a visité lundi le port de la ville, où il a rencontré des marins "
                "venus de cinq pays. Il a dit qu’il reviendrait peut-être. Le port est grand."
            ),
        ),
        (
            "item",
            "page 1",
            "un point de la liste, qui est plus long que la ligne de la page et qui continue ici",
        ),
        ("item", "page 1", "un autre point"),
        ("heading", "page 1", "La suite"),
        (
            "paragraph",
            "page 1",
            (
                "Il a ensuite prononcé un discours devant les élèves de l’école navale, malgré la "
                "pluie."
            ),
        ),
        ("paragraph", "page 3", "Il est parti."),
    ]


def test_a_dash_of_another_font_breaks_no_bold_heading() -> None:
    content = (
        b"BT /B 20 Tf 1 0 0 1 72 700 Tm (Le pays ) Tj /R 20 Tf (\x97) Tj "
        b"/B 20 Tf ( et son gou-) Tj "
        b"1 0 0 1 72 676 Tm (vernement) Tj /R 10 Tf 1 0 0 1 72 630 Tm (Il pleut sur le port.) Tj ET"
    )
    assert blocks(pdf(content=content)) == [
        ("heading", "page 1", "Le pays — et son gouvernement"),
        ("paragraph", "page 1", "Il pleut sur le port."),
    ]


BODY = "Il pleut sur le port depuis {} jours, et le vent du nord ne faiblit pas."


def test_chapters_at_the_top_of_pages_stay() -> None:
    pages = [
        [
            (72, 780, 16, f"Chapitre {n + 3}"),
            *column(740, BODY.format("x" * (n + 1))),
            (290, 30, 8, str(n + 6)),
        ]
        for n in range(4)
    ]
    found = [text for _, _, text in blocks(pdf(*pages))]
    assert found[::2] == [f"Chapitre {n + 3}" for n in range(4)]
    assert found[1::2] == [BODY.format("x" * (n + 1)) for n in range(4)]


def test_a_page_number_may_stand_between_others() -> None:
    body = "Il pleut sur le port, et le vent du nord ne faiblit pas {}."
    pages = [
        [(72, 810, 8, f"Guide du port 12, {n + 1} / 4"), *column(740, body.format("x" * (n + 1)))]
        for n in range(4)
    ]
    found = [text for _, _, text in blocks(pdf(*pages))]
    assert found == [body.format("x" * (n + 1)) for n in range(4)]


def test_what_a_colon_leads_to_is_no_part_of_its_line() -> None:
    first = column(60, "Voici à quoi ressemblent le port et le quai, avec les trois bateaux :")
    assert [text for _, _, text in blocks(pdf(first, column(780, "— un bateau de pêche")))] == [
        first[0][3],
        "— un bateau de pêche",
    ]
    second = column(780, "le vieux port et la ville.")
    assert [text for _, _, text in blocks(pdf(first, second))] == [
        f"{first[0][3]} {second[0][3]}",
    ]


def test_a_stressed_line_and_a_high_one_go_on_with_their_sentence() -> None:
    line = "Il pleut sur le port, et le vent du nord ne faiblit pas depuis hier soir"
    page = [
        *column(740, line, line[3:]),
        (72, 714, -10, "qui que ce soit qui le demande ou qui le veuille encore, dans la nuit"),
        (72, 701, 10, "de lundi."),
        *column(670, line),
        (72, 651, 10, "de mardi."),
    ]
    found = [text for _, _, text in blocks(pdf(page))]
    assert [text[-9:] for text in found] == ["de lundi.", "de mardi."]


def test_one_page_keeps_its_first_and_last_lines() -> None:
    lines = ["Un titre", BODY.format(3)]
    page = [*column(780, *lines), (72, 40, 10, "Fin."), (290, 20, 8, "- 1 -")]
    assert [text for _, _, text in blocks(pdf(page))] == [*lines, "Fin."]


def test_a_table_of_contents_is_meta() -> None:
    lines = ("1 Le port . . . . . . . . . 3", "2 La ville . . . . . . . . . 5")
    assert [kind for kind, _, _ in blocks(pdf(column(700, *lines)))] == ["meta", "meta"]


def encrypted(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(column(700, "Il pleut."))))
    writer.encrypt(user_password=password, owner_password="x", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_encrypted() -> None:
    assert blocks(encrypted("")) == [("paragraph", "page 1", "Il pleut.")]
    with pytest.raises(ReadError, match=r"^a\.pdf: is encrypted; save it without a password\.$"):
        blocks(encrypted("secret"))


def test_no_text_layer() -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf: has no text layer"):
        blocks(pdf(content=b"0 0 m 10 10 l S"))


@pytest.mark.parametrize("data", [b"", b"Bonjour.", b"%PDF-1.4\n", b"%PDF-1.4\n" + b"\0" * 10_000])
def test_other_files(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf: cannot be read as PDF"):
        blocks(data)


def test_any_damage_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    whole = pdf(column(700, "Il pleut sur le port.", "Il vente."))
    read = refused = 0
    for place in range(0, len(whole), 9):
        for data in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            try:
                blocks(data)
                read += 1
            except ReadError as error:
                refused += str(error).startswith("a.pdf: ")
    assert refused > read > 0
    assert refused + read == 2 * len(range(0, len(whole), 9))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").handlers in ([], [logging.NullHandler])


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf: cannot be read as PDF.*[Ll]imit"):
        blocks(pdf(content=b" " * 100_000_000))


def test_forms_that_draw_forms() -> None:
    count = 12
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /XObject << /F 10 0 R >> >> >>",
        4: b"<< /Length 5 >>\nstream\n/F Do\nendstream",
    }
    for level in range(count):
        body = b"/F Do " * 10
        objects[10 + level] = (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d /Resources << /XObject "
            b"<< /F %d 0 R >> >> >>\nstream\n%s\nendstream" % (len(body), 11 + level, body)
        )
    objects[10 + count] = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    )
    with pytest.raises(ReadError, match=r"^a\.pdf: a page draws more than 5,000 forms"):
        blocks(written(objects))


def test_pages_that_hold_each_other() -> None:
    loop = {1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>"}  # fmt: skip
    with pytest.raises(ReadError, match=r"^a\.pdf: "):
        blocks(written(loop))
    deep = b"[" * 50_000
    with pytest.raises(ReadError, match=r"^a\.pdf: "):
        blocks(written({1: b"<< /Type /Catalog /Pages " + deep + b" >>"}))


def test_a_sentence_has_the_page_on_which_it_begins() -> None:
    first = column(770, "Le ministre a visité lundi le port de la ville. Il a dit qu’il revien-")
    second = column(770, "drait. Puis il est parti, malgré la pluie qui tombait sur le quai et")
    third = column(770, "qui n’a pas cessé. Le soir est venu.")
    document = PdfReader().read(pdf(first, second, third), name="a.pdf")
    (block,) = document.blocks
    found = [(document.text[at:].split()[0], place) for at, place in block.places]
    assert found == [("Le", "page 1"), ("drait.", "page 2"), ("qui", "page 3")]
    assert "reviendrait. Puis" in document.text


def test_a_dash_inside_a_sentence_is_no_bullet() -> None:
    lines = column(
        740,
        "Le ministre a visité lundi le port de la ville, dont la digue a",
        "– depuis peu – une route de plus, et l’on a parlé aux marins :",
        "– le premier est venu de loin",
        "– un second, plus jeune, est venu de plus loin encore avec eux",
        "– un troisième",
    )
    assert [(kind, text.split()[0]) for kind, _, text in blocks(pdf(lines))] == [
        ("paragraph", "Le"), ("item", "le"), ("item", "un"), ("item", "un"),
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["civil.", "il.", "vi.", "1949.", "1949"])
def test_the_last_line_of_a_page_is_no_page_number(last: str) -> None:
    lines = column(740, "Le nouveau procureur a rappelé les règles que suivait le droit", last)
    expected = [("paragraph", "page 1", f"{lines[0][3]} {last}")]
    assert blocks(pdf(lines)) == expected
    for number in ("12", "xii", "— IV —", "(cxii)", "Page 3 sur 12"):
        assert blocks(pdf([*lines, (290, 30, 10, number)])) == expected


def test_a_soft_hyphen_within_a_line_was_drawn() -> None:
    first = "Peut\xadêtre faudra\xadt\xadil attendre encore dix\xadhuit mois avant que l’éta\xad"
    lines = column(740, first, "blissement ouvre, dit\xad", "il. Le port est grand.")
    (block,) = blocks(pdf(lines))
    expected = (
        "Peut-être faudra-t-il attendre encore dix-huit mois avant que l’établissement ouvre, "
    )
    assert block[2] == f"{expected}dit-il. Le port est grand."


def test_a_soft_hyphen_at_lines_ends_alone_breaks_a_word() -> None:
    lines = column(
        740, "Les nombres du port, que le maire avait demandé que l’on sous\xad", "traie."
    )
    assert blocks(pdf(lines))[0][2].endswith("que l’on soustraie.")


def test_raised_digits_are_none_of_a_number_s_or_a_word_s() -> None:
    pieces = [
        (10, 0, "La cuve contient 10"), (7, 4, "3"), (10, 0, " m"), (7, 0, "3"),
        (10, 0, " d'eau, selon le rapport"), (7, 4, "4"), (10, 0, " du service"), (10, 0, "12"),
        (10, 0, ", le 1"), (7, 4, "er"), (10, 0, " mai, et peu d'H"), (7, -2, "2"), (10, 0, "O."),
    ]  # fmt: skip
    content = b"BT 1 0 0 1 72 740 Tm "
    for size, rise, text in pieces:
        content += b"0 %d Td /R %d Tf (%s) Tj 0 %d Td " % (rise, size, text.encode(), -rise)
    content += b"1 0 0 1 72 60 Tm /R 8 Tf (12) Tj 0 Tr /R 8 Tf (Voir le rapport.) Tj ET"
    assert [text for _, _, text in blocks(pdf(content=content))] == [
        "La cuve contient 10³ m³ d'eau, selon le rapport du service, le 1er mai, et peu d'H2O.",
        "12 Voir le rapport.",
    ]


def test_digits_that_are_drawn_one_by_one_make_one_number() -> None:
    drawn = b" ".join(b"(%c) Tj /R 10 Tf" % letter for letter in b"e port a ouvert en 1949.")
    content = b"BT 1 0 0 1 72 740 Tm /R 30 Tf (L) Tj /R 10 Tf " + drawn + b" ET"
    assert [text for _, _, text in blocks(pdf(content=content))] == ["Le port a ouvert en 1949."]


def test_running_titles_of_chapters_go() -> None:
    """One is seen twice, one once, of many pages; what a page begins with may be said again."""
    pages: list[list[Row]] = []
    for chapter, count in enumerate((6, 5, 6, 3, 6, 6)):
        title = f"Le {'x' * chapter} départ"
        for page in range(count):
            number = len(pages) + 1
            head = "Jean Dupont" if number % 2 else f"{title.upper()} {number}"
            top = (72, 800, 16, title) if page == 0 else (72, 800, 10, head)
            body = [f"— Non, {'y' * number}.", "Il pleut sur le port depuis hier, et le vent du"]
            pages.append([top, *column(770, *body), *column(744, f"nord {'z' * number} souffle.")])
    pages += [[], column(800, "Oui.", "Il rit."), column(800, "Oui.", "Elle rit.")]
    found = [text for _, _, text in blocks(pdf(*pages))]
    assert not [text for text in found if "Dupont" in text or "DÉPART" in text]
    assert sum("départ" in text for text in found) == 6
    assert sum("Oui." in text for text in found) == 2


def test_headings_that_come_again_on_some_page_stay() -> None:
    """In the body's size, apart: "Exercice 12" and "Exercice 13", "Résumé" on two pages."""
    heads = {5: "Exercice 12", 6: "Exercice 13", 7: "Exercice 14", 9: "Résumé", 10: "Résumé"}
    pages: list[list[Row]] = [
        [
            *([(72, 800, 10, heads[n])] if n in heads else []),
            *column(770, f"— Non, {'y' * n}.", f"Il pleut {'x' * n} sur le port."),
        ]
        for n in range(1, 31)
    ]
    found = [text for _, _, text in blocks(pdf(*pages))]
    assert [text for text in found if text in heads.values()] == [*heads.values()]


def test_notes_come_behind_the_paragraph_that_they_part() -> None:
    one = "Il pleut sur le port depuis hier, et le vent du nord ne faiblit pas, dit"
    two = "le maire, pour qui le quai resterait accessible aux personnes à mobi-"
    three = "lité réduite, si le conseil municipal le veut et si les travaux y sont"
    four = "achevés avant l’été. Le port est grand, et tous ceux qui l’ont vu"
    five = "Le soir est venu sur la ville et sur le port, et le vent ne souffle plus"
    notes = ["1 Voir le rapport.", "2 Voir la carte.", "3 Voir le plan", "4 Voir la météo."]
    first = [*column(740, one, two), (72, 80, 8, notes[0]), (72, 70, 8, notes[1])]
    second = [
        *column(740, three, four), (72, 80, 8, notes[2]),
        *column(740, "de près le disent.", x=320), *column(700, five, x=320),
        (320, 80, 8, notes[3]),
    ]  # fmt: skip
    third = column(740, "chez nous.")
    assert [text for _, _, text in blocks(pdf(first, second, third))] == [
        f"{one} {two[:-1]}{three} {four} de près le disent.",
        *notes[:3],
        f"{five} chez nous.",
        notes[3],
    ]
