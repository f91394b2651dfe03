"""A text in pieces has the segments that it has as a whole, in memory that does not grow."""

import io
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.aligners.renderings import rendering
from align.cli.segment import _lines, _objects
from align.encodings import decode
from align.errors import DataError, ReadError
from align.languages import choose_languages, route
from align.readers import refuse_other_formats
from align.readers.stream import TextStream
from align.readers.text import TextReader, blocks_of
from align.reading import segmented
from align.streaming import Part, StreamedText

FRENCH = (
    "Le ministre a visité le port, où il a rencontré des marins. M. Dupont est reparti avec sa "
    "suite, etc. Puis la pluie est tombée sur la ville et les quais."
)
ENGLISH = (
    "The minister visited the harbour and met the sailors there. He said that it was late. "
    "Nobody knew what would happen to them when the rain came."
)
LINES = st.sampled_from(
    [
        *FRENCH.replace(". ", ".¦").split("¦"),
        *ENGLISH.replace(". ", ".¦").split("¦"),
        FRENCH, ENGLISH, "Menu", "NATO", "12 mai 2022", "|", "• Un point", "- two points",
        "# Le port", "le port de la ville", "1. Tout individu", "“Non”, dit-il", "\f",
        "\u2029Suite", " \t", "", "",
        "Photo : AFP", "« We will never give up this harbour and these people »", "été", "\u200b",
        "Il a dit « never again »", "M. Dupont: „Wir sind heute nicht da.“ Il est parti.",
        "Der Hund ist nicht da, und wir sind es auch nicht.", "1. Das ist es, was wir wollen.",
        "Der Hund ist nicht da, und wir sind es auch nicht. He said that it was late. Ja.",
        "Nie wiem, dlaczego żurek i pierogi są tak drogie", "Совет вчера утвердил бюджет.",
    ]
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw lines of prose, titles and rubbish; some wrapped by hand."""
    lines = draw(st.lists(st.one_of(LINES, LINES, st.text(max_size=12)), max_size=25))
    width = draw(st.sampled_from([0, 0, 45, 72]))
    end = draw(ENDS)
    text = ""
    for line in lines:
        column = 0
        for word in line.split(" "):
            if width and column + len(word) >= width:
                text, column = text + "\n", 0
            text, column = f"{text} {word}" if column else text + word, column + len(word) + 1
        text += draw(st.sampled_from([end, end, "\n"]))
    return text


def whole(data: bytes, *, source: str | None, target: str | None) -> list[Part]:
    """Return a text's segments by the stages that hold all of it."""
    document, segments, _ = segmented(TextReader().read(data, name="a"), source, target)
    if not segments:
        raise DataError("a: there is no text in it.")
    return [Part(document, segments, 0)]


def outcome(parts: list[Part]) -> tuple[str, str]:
    """Return both forms of output."""
    return "".join(x for p in parts for x in _lines(p)), "".join(
        x for p in parts for x in _objects(p)
    )


@settings(max_examples=300, deadline=None)
@given(
    text=texts(),
    piece=st.integers(1, 400),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le"]),
    langs=st.sampled_from([(None, None), ("fr", "en"), ("en", None), ("fr", "fr"), ("fr", "de")]),
)
def test_pieces_do_not_matter(
    text: str, piece: int, encoding: str, langs: tuple[str | None, str | None]
) -> None:
    data = text.encode(encoding, "replace")
    source, target = langs
    try:
        expected = outcome(whole(data, source=source, target=target))
    except (ReadError, DataError) as error:
        with pytest.raises(type(error), match=f"^{re.escape(str(error))}$"):
            StreamedText(io.BytesIO(data), name="a", piece=piece)
        return
    streamed = StreamedText(
        io.BytesIO(data), name="a", piece=piece, source_lang=source, target_lang=target,
    )  # fmt: skip
    parts = list(streamed.parts())
    assert outcome(parts) == expected
    kept = decode(data, name="a")
    for part in parts:
        for item in part.segments:
            assert kept[part.base + item.start : part.base + item.end] == item.text


@example(b"%PDF-", 1)
@given(st.binary(max_size=60), st.integers(1, 9))
def test_any_bytes_decode_as_they_do_whole(data: bytes, piece: int) -> None:
    try:
        expected = decode(data, name="a")
        refuse_other_formats(expected, name="a")
    except ReadError as error:
        with pytest.raises(ReadError, match=f"^{re.escape(str(error))}$"):
            TextStream(io.BytesIO(data), name="a", piece=piece)
    else:
        assert "".join(TextStream(io.BytesIO(data), name="a", piece=piece).pieces()) == expected


def test_an_encoding_that_only_the_last_byte_gives_away() -> None:
    data = b"Il fait beau. " * 40_000 + "été".encode("cp1252")
    stream = TextStream(io.BytesIO(data), name="a", piece=1000)
    assert "".join(stream.pieces()).endswith("été")
    with pytest.raises(ReadError, match=r"a: byte 560000 is NUL"):
        TextStream(io.BytesIO(data[:560_000] + b"\0"), name="a", piece=1000)


def test_pieces_end_where_lines_do() -> None:
    data = ("Le port\r\nLa mer\rLe quai\n" * 30).encode()
    for piece in range(1, 30):
        found = list(TextStream(io.BytesIO(data), name="a", piece=piece).pieces())
        assert "".join(found) == data.decode()
        assert all(
            x[-1] in "\r\n" and not (x[-1] == "\r" and y[0] == "\n") for x, y in pairwise(found)
        )


def test_a_language_known_only_later_reaches_back() -> None:
    text = "Menu\n\n" * 50 + "12\n\n" * 50 + ENGLISH + "\n\n" + "Photo\n\n" * 50 + FRENCH
    streamed = StreamedText(io.BytesIO(text.encode()), name="a", piece=64)
    rows = [json.loads(row) for part in streamed.parts() for row in _objects(part)]
    assert {row["lang"] for row in rows[:100]} == {"en"}
    document = TextReader().read(text.encode(), name="a")
    langs = choose_languages(document, source_lang=None, target_lang=None)
    document = route(document, langs=langs, renders=rendering)
    assert len(document.blocks) == len(blocks_of(text)) == 152
    assert [row["lang"] for row in rows if row["text"] == "Photo"] == [
        block.lang for block in document.blocks if text[block.start : block.end] == "Photo"
    ]


MEASURE = """
import sys
from align.streaming import StreamedText
with open(sys.argv[1], "rb") as stream:
    count = sum(len(part.segments) for part in StreamedText(stream, name="a").parts())
print(count)
"""


def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, measured: Callable[..., tuple[int, int]]
) -> None:
    counts, peaks = [], []
    for megabytes in (2, 8):
        path = tmp_path / f"{megabytes}.txt"
        unit = f"{FRENCH}\n\n{ENGLISH}\n\n" * 20
        path.write_text(unit * (megabytes * 1_000_000 // len(unit.encode())), encoding="utf-8")
        count, peak = measured(MEASURE, path)
        counts.append(count)
        peaks.append(peak)
    assert counts[1] > 3.9 * counts[0] > 10_000
    assert peaks[1] - peaks[0] < 4_000  # six megabytes more of text, segments many times that
