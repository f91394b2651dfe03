"""Digits that a font draws raised by glyphs of their own are told by their widths."""

from __future__ import annotations

import io
import re
from itertools import combinations

import pytest

from align.readers.pdf import PdfReader
from align.readers.superscripts import raised_codes

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

LETTERS = "abcdefghijklmnopqrstuvwxyzCLé'., -"
REGULAR, RAISED = 100, 110  # where the codes of digits begin


def encoded(text: str) -> list[int]:
    """Codes of a text in which `^` stands before a raised digit."""
    codes: list[int] = []
    up = False
    for letter in text:
        if letter == "^":
            up = True
            continue
        digit = letter.isdecimal()
        base = (RAISED if up else REGULAR) + int(letter) if digit else 0
        codes.append(base or 1 + LETTERS.index(letter))
        up = False
    return codes


def table(*, ranges: bool, size: int) -> str:
    rows = [(1 + i, ord(letter)) for i, letter in enumerate(LETTERS)]
    if not ranges:
        rows += [(base + i, 0x30 + i) for base in (REGULAR, RAISED) for i in range(10)]
    pairs = "".join(f"<{code:0{size}X}> <{letter:04X}>\n" for code, letter in rows)
    held = f"{len(rows)} beginbfchar\n{pairs}endbfchar\n"
    if ranges:
        held += "2 beginbfrange\n" + "".join(
            f"<{base:0{size}X}> <{base + 9:0{size}X}> <0030>\n" for base in (REGULAR, RAISED)
        )
        held += "endbfrange\n"
    space = f"1 begincodespacerange\n<{'0' * size}> <{'F' * size}>\nendcodespacerange\n"
    return f"/CIDInit /ProcSet findresource begin begincmap\n{space}{held}endcmap end"


def printed(
    text: str, *, kind: str, raised: int, ranges: bool = False, forms: int = 0
) -> bytes:  # fmt: skip
    """A page with a line of text in a font whose raised digits have a width.

    The line is drawn by the page, or by a form in as many forms.
    """
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
    )  # fmt: skip

    def named(**entries: object) -> DictionaryObject:
        return DictionaryObject({NameObject(f"/{k}"): v for k, v in entries.items()})

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    wide, size = kind == "Type0", 4 if kind == "Type0" else 2
    unicode = DecodedStreamObject()
    unicode.set_data(table(ranges=ranges, size=size).encode())
    widths = [500] * REGULAR + [500] * 10 + [raised] * 10
    numbers = ArrayObject(map(NumberObject, widths))
    font = named(
        Type=NameObject("/Font"), Subtype=NameObject(f"/{kind}"), BaseFont=NameObject("/AAAAAA+X"),
        ToUnicode=writer._add_object(unicode),
    )  # fmt: skip
    if wide:
        descendant = named(
            Type=NameObject("/Font"), Subtype=NameObject("/CIDFontType0"),
            BaseFont=NameObject("/AAAAAA+X"),
            W=ArrayObject([
                NumberObject(0), NumberObject(REGULAR + 9), NumberObject(500),
                NumberObject(RAISED), ArrayObject(numbers[RAISED:]),
            ]),
        )  # fmt: skip
        font[NameObject("/Encoding")] = NameObject("/Identity-H")
        font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(descendant)])
    else:
        font[NameObject("/FirstChar")] = NumberObject(0)
        font[NameObject("/LastChar")] = NumberObject(len(widths) - 1)
        font[NameObject("/Widths")] = numbers
    resources = named(Font=named(F=writer._add_object(font)))
    shown = "".join(f"{code:0{size}X}" for code in encoded(text))
    content = DecodedStreamObject()
    content.set_data(f"BT /F 10 Tf 1 0 0 1 72 740 Tm <{shown}> Tj ET".encode())
    for _ in range(forms):
        content.update(named(
            Type=NameObject("/XObject"), Subtype=NameObject("/Form"), Resources=resources,
            BBox=ArrayObject(map(NumberObject, (0, 0, 595, 842))),
        ))  # fmt: skip
        resources = named(XObject=named(X=writer._add_object(content)))
        content = DecodedStreamObject()
        content.set_data(b"q /X Do Q")
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(content)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def read(data: bytes) -> str:
    return PdfReader().read(data, name="a.pdf").text


TEXT = "La cuve contient 10^3 m^3 d'eau, selon le rapport^1^2 du 21 mars 1934, 2 litres."
FOUND = "La cuve contient 10³ m³ d'eau, selon le rapport du 21 mars 1934, 2 litres."


@pytest.mark.parametrize("kind", ["Type0", "TrueType"])
@pytest.mark.parametrize("ranges", [False, True])
def test_raised_glyphs_are_exponents_and_marks_of_notes(kind: str, ranges: bool) -> None:
    """As Typst draws them; the file says that they are 3, 1 and 2 like any other."""
    assert read(printed(TEXT, kind=kind, raised=310, ranges=ranges)) == FOUND


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La sous-^1 commission est close.", "La sous-1 commission est close."),
        ("La dose est de 3 mol-^1 au moins.", "La dose est de 3 mol-1 au moins."),
        ("Les rapports^1-^2 du port.", "Les rapports du port."),
    ],
)
def test_what_begins_with_a_hyphen_is_no_mark_of_a_note(text: str, found: str) -> None:
    assert read(printed(text, kind="Type0", raised=310)) == found


@pytest.mark.parametrize("forms", [1, 2])
def test_forms_have_fonts_of_their_own(forms: int) -> None:
    assert read(printed(TEXT, kind="Type0", raised=310, forms=forms)) == FOUND


def test_a_form_that_draws_itself_is_looked_at_once() -> None:
    data = printed(TEXT, kind="Type0", raised=310, forms=1)
    inner = data.index(b"/Font", data.index(b"/Form"))
    number = re.findall(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*/Form", data, re.S)[0]
    again = data[:inner] + b"/XObject <</Y %s 0 R /Z null /W 3>> " % number + data[inner:]
    assert read(again) == FOUND


@pytest.mark.parametrize("kind", ["Type0", "TrueType"])
def test_figures_of_about_one_width_are_all_figures(kind: str) -> None:
    assert read(printed(TEXT, kind=kind, raised=430)) == TEXT.replace("^", "")


@pytest.mark.parametrize(
    ("digits", "raised"),
    [
        ({1: (0, 500), 2: (3, 500), 3: (3, 310), 4: (2, 310)}, {3, 4}),
        ({1: (0, 500), 2: (1, 340)}, set()),  # a 1 is narrow
        ({1: (0, 500), 2: (1, 500), 3: (1, 310)}, {3}),
        ({1: (0, 465), 2: (1, 465), 3: (1, 340), 4: (0, 540)}, set()),  # two sets
        ({1: (0, 465), 2: (2, 465), 3: (2, 310), 4: (0, 540), 5: (2, 520)}, {3}),
        ({1: (0, 650), 2: (0, 621), 3: (7, 650), 4: (7, 461)}, set()),  # Lora's two sets
        ({1: (0, 600), 2: (5, 415), 3: (2, 479)}, set()),  # Playfair
        ({1: (0, 600), 2: (5, 415), 3: (5, 321), 4: (2, 479), 5: (2, 338)}, {5}),
        ({1: (2, 310), 2: (3, 310)}, set()),  # nothing to compare with
        ({}, set()),
    ],
)
def test_narrow_digits_are_raised_but_for_the_one(
    digits: dict[int, tuple[int, float]], raised: set[int]
) -> None:
    assert raised_codes(digits) == raised


def test_a_font_that_tells_no_widths_is_read_as_it_says() -> None:
    data = printed(TEXT, kind="Type0", raised=310).replace(b"/W ", b"/V ")
    assert read(data) == TEXT.replace("^", "")


FIGURES = {  # widths of 0 to 9 where they differ: of fonts that many pages are set in
    "Playfair Display": (600, 370, 479, 451, 494, 415, 517, 406, 520, 509),
    "Lora": (621, 364, 537, 557, 542, 545, 578, 461, 562, 578),
    "Libre Baskerville": (714, 446, 616, 616, 585, 568, 643, 502, 606, 643),
    "Sorts Mill Goudy": (529, 340, 468, 404, 504, 342, 497, 501, 500, 486),
    "IM Fell English": (491, 373, 469, 374, 490, 362, 422, 468, 392, 437),
    "Goudy Bookletter 1911": (475, 355, 449, 359, 446, 381, 482, 449, 446, 509),
    "Linden Hill": (528, 338, 483, 431, 600, 464, 510, 444, 512, 515),
    "Poiret One": (856, 241, 637, 589, 490, 649, 631, 535, 569, 631),
}


@pytest.mark.parametrize("font", FIGURES)
def test_no_figure_of_a_proportional_set_is_raised_whichever_a_page_has(font: str) -> None:
    for count in range(1, 11):
        for some in combinations(enumerate(FIGURES[font]), count):
            assert raised_codes(dict(enumerate(some))) == set(), some
