"""Hostile files for every reader, made by code; run as a script, it reads them under limits.

`python tests/readers/hostile.py READER MEGABYTES SECONDS [CASE]` reads each case in at most that
much more memory and processor time, and prints what came of it.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable

TEN = 10_000_000  # bytes
LAUGHS = '<!DOCTYPE d [<!ENTITY a0 "lol">{}]>'.format(
    "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
)
QUADRATIC = f'<!DOCTYPE d [<!ENTITY a "{"x" * 50_000}">]>'
WORDS = b"Il pleut sur la ville et sur le port. "
Case = Callable[[], bytes]


def filled(unit: bytes | str, size: int = TEN) -> bytes:
    """Repeat a unit up to a size."""
    unit = unit.encode() if isinstance(unit, str) else unit
    return unit * (size // len(unit))


def zipped(parts: dict[str, bytes | str], *, store: bool = False) -> bytes:
    """Zip parts; stored without packing, no ratio gives a bomb away."""
    stream = io.BytesIO()
    method = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w", method, compresslevel=None if store else 1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx(body: bytes | str, *, before: str = "", store: bool = True) -> bytes:
    """Make a Word document of a body."""
    body = body.encode() if isinstance(body, str) else body
    xml = f'{before}<w:document xmlns:w="w"><w:body>'.encode() + body
    return zipped({"word/document.xml": xml + b"</w:body></w:document>"}, store=store)


def epub(page: bytes | str, *, pages: int = 1, before: str = "", store: bool = True) -> bytes:
    """Make a book whose pages are all the same."""
    page = page.encode() if isinstance(page, str) else page
    items = "".join(
        f'<item id="i{i}" href="{i}.xhtml" media-type="text/html"/>' for i in range(pages)
    )
    order = "".join(f'<itemref idref="i{i}"/>' for i in range(pages))
    return zipped(
        {
            "META-INF/container.xml": f'{before}<c><rootfile full-path="p.opf"/></c>',
            "p.opf": f"<package>{items}{order}</package>",
            **{f"{i}.xhtml": page for i in range(pages)},
        },
        store=store,
    )


def pdf(content: bytes, *, packed: bool = False, pages: int = 1, extra: bytes = b"") -> bytes:
    """Make a PDF whose pages all draw one content stream."""
    import zlib

    data = zlib.compress(content, 1) if packed else content
    flate = b"/Filter/FlateDecode" if packed else b""
    kids = b" ".join(b"4 0 R" for _ in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>%s>>"
        b"/Contents 5 0 R>>" % extra,
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), flate, data),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


LINE = filled(WORDS)
SHORT = filled(WORDS, 1_000_000)
CUE = "1\n00:00:01,000 --> 00:00:02,000\n"
SHOW = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET\n"

CASES: dict[str, dict[str, Case]] = {
    "text": {
        "one line": lambda: LINE,
        "one word": lambda: filled("a"),
        "stops": lambda: filled(". "),
        "spaces": lambda: filled(" ", 5_000_000) + b"a",
        "line ends": lambda: filled("a\n", 400_000),
        "wide characters": lambda: filled("𝔄 "),
        "nul": lambda: LINE + b"\0",
        "surrogates": lambda: SHORT + b"\xed\xa0\x80",
    },
    "markdown": {
        "one line": lambda: LINE,
        "items": lambda: filled("- # a\n"),
        "most items": lambda: filled("- a\n", 319_000),
        "most cells": lambda: b"a|b\n-|-\n" + filled("a|b\n", 190_000),
        "most marks": lambda: filled("*a **b ", 460_000),
        "quotes": lambda: b">" * 1_000_000 + b" a",
        "nested items": lambda: b"".join(b" " * i + b"- a\n" for i in range(1500)),
        "brackets": lambda: filled("["),
        "stars": lambda: filled("*a **b "),
        "backticks": lambda: b"".join(b"`" * i + b" " for i in range(1, 2500)),
        "table": lambda: b"a|b\n-|-\n" + filled("a|b\n"),
        "columns": lambda: b"\n".join(
            (filled("a|", 22_000), filled("-|", 22_000), filled("|\n", 6_000))
        ),
        "entities": lambda: filled("&amp;"),
        "html": lambda: filled("<b>"),
        "references": lambda: filled("[a]: b\n\n", 3_000_000),
        "links": lambda: filled("[a](b) "),
        "nul": lambda: LINE + b"\0",
        "surrogates": lambda: SHORT + b"\xed\xa0\x80",
    },
    "html": {
        "one line": lambda: b"<p>" + LINE,
        "deep": lambda: filled("<div>"),
        "wide": lambda: filled("<p>a"),
        "most blocks": lambda: filled("<p>a", 1_190_000),
        "most tags": lambda: filled("<b></b>", 1_740_000),
        "breaks": lambda: filled("<br>"),
        "attributes": lambda: b"<p " + filled("a=1 ") + b">",
        "tags with attributes": lambda: filled("<p a b c d>"),
        "entities": lambda: (LAUGHS + "<p>Bon &a11;").encode(),
        "comments": lambda: filled("<!--", 5_000_000),
        "figures": lambda: filled("<figure><figcaption>a</figcaption>", 2_000_000),
        "menus": lambda: filled("<div class=menu>a", 500_000),
        "nested menus": lambda: (b"<div class=menu>" * 1900 + b"a" + b"</div>" * 1900) * 50,
        "tables": lambda: filled("<table><tr><td>"),
        "characters": lambda: filled("&#1;&#xD800;"),
        "nul": lambda: LINE + b"\0",
        "surrogates": lambda: SHORT + b"\xed\xa0\x80",
    },
    "subtitles": {
        "one line": lambda: CUE.encode() + LINE,
        "cues": lambda: filled(CUE + "a\n\n", 2_500_000),
        "cues of sentences": lambda: filled(CUE + "a.\n\n", 2_500_000),
        "cues without text": lambda: filled("00:00:01,000 --> 00:00:02,000\n", 1_500_000),
        "turns": lambda: CUE.encode() + filled("- a\n"),
        "tags": lambda: CUE.encode() + filled("<i>", 5_000_000),
        "braces": lambda: CUE.encode() + filled("{\\an8", 5_000_000),
        "web cues": lambda: b"WEBVTT\n\n" + filled("00:01.000 --> 00:02.000\na\n\n", 2_000_000),
        "no stop": lambda: filled(CUE + "le port et\n\n", 1_000_000),
        "arrows": lambda: filled("-->"),
        "nul": lambda: LINE + b"\0",
        "surrogates": lambda: CUE.encode() + SHORT + b"\xed\xa0\x80",
    },
    "docx": {
        "one line": lambda: docx(b"<w:p><w:r><w:t>" + LINE[:9_900_000] + b"</w:t></w:r></w:p>"),
        "bomb": lambda: docx(filled("<w:p/>", 40_000_000), store=False),
        "empty paragraphs": lambda: docx(filled("<w:p/>", 15_000_000)),
        "paragraphs": lambda: docx(filled("<p><t>a</t></p>", 15_000_000)),
        "most tags": lambda: docx(filled("<w:p/>", 8_990_000)),
        "most paragraphs": lambda: docx(filled("<p><t>a</t></p>", 4_490_000)),
        "most attributes": lambda: docx(filled('<p a="" b="" c="" d="" e=""/>', 5_790_000)),
        "runs": lambda: docx(b"<p>" + filled("<r><t>a</t></r>", 15_000_000) + b"</p>"),
        "attributes": lambda: docx(filled('<p a="" b="" c="" d="" e=""/>', 15_000_000)),
        "wide text": lambda: docx("<p>" + f"<t>𝔄{'a' * 9_000_000}</t>" * 3 + "</p>"),
        "tables": lambda: docx(filled("<tbl><tr><tc><p><t>a</t></p></tc></tr></tbl>", 15_000_000)),
        "deep": lambda: docx("<w:p>" * 100_000),
        "laughs": lambda: docx("<w:p><w:t>&a11;</w:t></w:p>", before=LAUGHS),
        "quadratic": lambda: docx(filled("&a;", 300_000), before=QUADRATIC),
        "many parts": lambda: zipped({f"p{i}": b"" for i in range(60_000)}),
        "nul": lambda: docx("<w:p><w:t>a\0b</w:t></w:p>"),
        "surrogates": lambda: docx(b"<w:p><w:t>\xed\xa0\x80</w:t></w:p>"),
    },
    "epub": {
        "one line": lambda: epub(b"<p>" + LINE),
        "bomb": lambda: epub(filled("<p>", 40_000_000), store=False),
        "wide": lambda: epub(filled("<p>a")),
        "pages": lambda: epub(b"<p>a" + filled(" ", 1_000_000), pages=100),
        "deep": lambda: epub(filled("<div>")),
        "laughs": lambda: epub("<p>a", before=LAUGHS),
        "laughs in a page": lambda: epub(LAUGHS + "<p>Bon &a11;"),
        "nul": lambda: epub(b"<p>a\0b"),
        "surrogates": lambda: epub(b"<p>\xed\xa0\x80"),
    },
    "pdf": {
        "one line": lambda: pdf(SHOW % LINE),
        "lines": lambda: pdf(filled(SHOW % WORDS, 500_000)),
        "bomb": lambda: pdf(b" " * 200_000_000, packed=True),
        "pages": lambda: pdf(SHOW % WORDS, pages=300),
        "operators": lambda: pdf(filled("q ", 300_000)),
        "deep": lambda: pdf(b"[" * 1_000_000),
        "nul": lambda: pdf(SHOW % b"a\0b"),
        "not closed": lambda: pdf(b"(" * 1_000_000),
        "another kind": lambda: LINE,
    },
}  # fmt: skip


def main() -> None:
    """Read a reader's cases, each in bounded memory and time; print what came of each."""
    import resource
    import time

    from align.errors import ReadError
    from align.registry import load

    reader, megabytes, seconds, *wanted = sys.argv[1:]
    read = load("reader", reader)().read
    with open("/proc/self/statm") as sizes:
        used = int(sizes.read().split()[0]) * resource.getpagesize()
    room = used + (int(megabytes) << 20)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    for case, make in CASES[reader].items():
        if wanted and case not in wanted:
            continue
        data = make()
        begin = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(begin) + 1 + int(seconds), -1))
        try:
            document = read(data, name="a.x")
            came = f"{len(document.blocks)} blocks"
        except ReadError as error:
            came = str(error)
        spent = time.process_time() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(  # noqa: T201 (run as a script)
            case, came, f"{spent:.1f} s, peak so far {peak} MB", sep="\t", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
