"""Subtitles and Markdown in parts have the segments that they have as a whole."""

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.cli.segment import _lines, _objects
from align.errors import DataError, ReadError
from align.readers import commonmark, draft, subtitles
from align.reading import segmented
from align.registry import load
from align.streaming import Part, StreamedMarkup

PROSE = (
    "Le ministre a visité le port.", "Il pleut sur la ville, et", "il vente. Puis le soir est là",
    "The minister visited the harbour and", "said that it was late. Nobody knew.", "12 mai 2022",
    "M.", "Dupont est parti…", "“Non”, dit-il", "NATO", "- Pourquoi ?", "– Why not?", "", "", "1",
    "Der Hund ist nicht da, und wir sind es auch.", "Das ist es, „was wir wollen“, und nicht",
)  # fmt: skip
CUES = st.sampled_from(
    [
        *PROSE, *PROSE, "00:00:01,000 --> 00:00:02,500",
        "00:00:03,000 --> 00:00:04,000 align:start",
        "00:01:03 --> 00:01:04", "00:05.000 --> 00:06.000", "NOTE rien", "<i>Oui</i>",
        "&amp; {\\an8}",
    ]
)  # fmt: skip
MARKS = st.sampled_from(
    [
        *PROSE, *PROSE, "# Le port", "- un point", "> une citation", "```", "a | b", "--|--",
        "[a]: http://x", "le [port][a] et [^1]", "[^1]: Une note", "<p>Bas</p>", "![une image](x)",
    ]
)  # fmt: skip


FILES = {"subtitles": "a.srt", "markdown": "a.md"}


def whole(reader: str, data: bytes) -> list[Part]:
    document = load("reader", reader)().read(data, name=FILES[reader])
    document, segments, _ = segmented(document, None, None)
    if not segments:
        raise DataError(f"{FILES[reader]}: there is no text in it.")
    return [Part(document, segments, 0)]


def outcome(parts: list[Part]) -> tuple[str, str]:
    return "".join(x for p in parts for x in _lines(p)), "".join(
        x for p in parts for x in _objects(p)
    )


@pytest.mark.parametrize(
    ("reader", "lines", "head"),
    [("subtitles", CUES, ""), ("subtitles", CUES, "WEBVTT\n\n"), ("markdown", MARKS, "")],
)
@settings(max_examples=150, deadline=None)
@given(
    data=st.data(),
    piece=st.integers(1, 300),
    size=st.integers(1, 200),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_parts_do_not_matter(
    reader: str, lines: st.SearchStrategy[str], head: str,
    data: st.DataObject, piece: int, size: int, newline: str, encoding: str,
) -> None:  # fmt: skip
    text = head + "\n".join(data.draw(st.lists(lines, max_size=40)))
    source = text.replace("\n", newline).encode(encoding, "replace")
    name = FILES[reader]
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryFile() as spool:
        try:
            expected = outcome(whole(reader, source))
        except (ReadError, DataError) as error:
            with pytest.raises(type(error), match=f"^{re.escape(str(error))}$"):
                StreamedMarkup(io.BytesIO(source), spool, reader=reader, name=name, piece=piece)
            return
        patch.setattr(commonmark, "_SECTION", size)
        patch.setattr(subtitles, "_BATCH", size)
        patch.setattr(draft, "_PART", size)
        streamed = StreamedMarkup(io.BytesIO(source), spool, reader=reader, name=name, piece=piece)
        assert outcome(list(streamed.parts())) == expected


def test_progress_adds_up_to_twice_the_file() -> None:
    data = b"# Port\n\n" + b"Il pleut sur le [port](http://example.org). Il vente.\n\n" * 4000
    seen: list[int] = []
    with tempfile.TemporaryFile() as spool:
        streamed = StreamedMarkup(
            io.BytesIO(data), spool, reader="markdown", name="a.md", progress=seen.append
        )
        assert sum(seen) == len(data)
        assert len(list(streamed.parts())) > 2
    assert sum(seen) == 2 * len(data)
    assert len(seen) > 6


UNITS = {
    "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nLe ministre a visité le port et\n\n"
    "2\n00:00:02,000 --> 00:00:03,000\nil est reparti. The rain\n\n",
    "a.md": "# Le port\n\nLe *ministre* a visité le [port](http://x), et il\nest reparti.\n\n"
    "- un point\n- a point of this list\n\n",
}
MEASURE = """
import sys, tempfile
from align.streaming import StreamedMarkup
with open(sys.argv[1], "rb") as stream, tempfile.TemporaryFile() as spool:
    parts = StreamedMarkup(stream, spool, reader=sys.argv[2], name=sys.argv[1]).parts()
    count = sum(len(part.segments) for part in parts)
print(count)
"""


@pytest.mark.parametrize(
    ("name", "reader", "sizes"),
    [("a.srt", "subtitles", (400, 1600)), ("a.md", "markdown", (400, 800))],
)
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path,
    measured: Callable[..., tuple[int, int]],
    name: str,
    reader: str,
    sizes: tuple[int, int],
) -> None:
    counts, peaks = [], []
    for kilobytes in sizes:
        path = tmp_path / name
        path.write_text(UNITS[name] * (kilobytes * 1000 // len(UNITS[name].encode())), "utf-8")
        count, peak = measured(MEASURE, path, reader)
        counts.append(count)
        peaks.append(peak)
    assert counts[1] > 0.975 * sizes[1] / sizes[0] * counts[0] > 10_000
    assert peaks[1] - peaks[0] < 4_000  # when whole, the text and its blocks take eight and more
