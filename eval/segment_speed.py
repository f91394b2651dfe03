"""Speed of the segmenter beside sentencex and syntok, in one run on one core.

Run from the checkout: `python eval/segment_speed.py FILE... [--size MB]`. The files' lines are
joined to paragraphs of ten and repeated up to the size (default: 2 MB); then one line of the
same size, without any line break, shows that time grows linearly.

`--stream MB` measures the whole command instead: `align segment` on a file of a tenth of that
size and one of that size, in processes of their own, with the peak of memory of each. Reading,
finding the language of blocks and sentences, and writing are all in these figures.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import memory

from align.files import read_lines
from align.records import Block, Document, Kind
from align.segmenters.rules import RuleSegmenter


def corpus(files: list[Path], size: int) -> str:
    """Return `size` characters of the files' lines in paragraphs of ten lines."""
    lines = [line for path in files for line in read_lines(path) if line.strip()]
    paragraphs = [" ".join(lines[i : i + 10]) for i in range(0, len(lines), 10)]
    text = "\n\n".join(paragraphs)
    return "\n\n".join([text] * (size // len(text) + 1))[:size]


def ours(text: str, lang: str) -> int:
    """Segment with the project's own rules, records and all."""
    blocks, position = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(Kind.PARAGRAPH, lang, position, position + len(paragraph)))
        position += len(paragraph) + 2
    return len(RuleSegmenter().segment(Document("speed", text, tuple(blocks))))


def by_sentencex(text: str, lang: str) -> int:
    """Segment with sentencex."""
    from sentencex import segment

    return len(list(segment(lang, text)))


def by_syntok(text: str, lang: str) -> int:
    """Segment with syntok."""
    from syntok.segmenter import process

    return sum(1 for paragraph in process(text) for _ in paragraph)


def timed(run: Callable[[str, str], int], text: str, lang: str) -> tuple[float, int]:
    """Return seconds of CPU time, the best of three runs, and the number of sentences."""
    seconds = []
    for _ in range(3):
        begin = time.process_time()
        count = run(text, lang)
        seconds.append(time.process_time() - begin)
    return min(seconds), count


def streamed(files: list[Path], megabytes: float) -> None:
    """Print speed and peak memory of the command on a file of a size, written for it."""
    unit = (corpus(files, 1_000_000) + "\n\n").encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        with path.open("wb") as stream:
            while stream.tell() < megabytes * 1e6:
                stream.write(unit)
        seconds, peak = memory.align("segment", str(path), "-o", os.devnull)
        mega = path.stat().st_size / 1e6
    print(
        f"align segment, {mega:5.1f} MB: {seconds:6.1f} s of CPU time, {mega / seconds:5.2f} MB/s, "
        f"peak memory {peak:.0f} MB"
    )


def main() -> None:
    """Print a line a segmenter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--size", type=float, default=2.0, help="megabytes")
    parser.add_argument("--stream", type=float, metavar="MB", help="measure the command instead")
    options = parser.parse_args()
    if options.stream:
        for size in (options.stream / 10, options.stream):
            streamed(options.files, size)
        return
    text = corpus(options.files, int(options.size * 1e6))
    ours(text[:10_000], options.lang)  # tables are read once
    mega = len(text.encode()) / 1e6
    base, count = timed(ours, text, options.lang)
    print(f"marialign   {mega / base:7.2f} MB/s  {count} sentences")
    line = text.replace("\n", " ")
    seconds, count = timed(ours, line, options.lang)
    print(f"  one line  {mega / seconds:7.2f} MB/s  {count} sentences")
    peers = (("sentencex", by_sentencex, 1), ("syntok", by_syntok, 10))
    for name, run, part in peers:  # syntok is slow: a part of the text is enough
        share = text[: len(text) // part]
        seconds, count = timed(run, share, options.lang)
        speed = len(share.encode()) / 1e6 / seconds
        print(
            f"{name:10}  {speed:7.2f} MB/s  {count} sentences; ours is {mega / base / speed:.1f}x"
        )


if __name__ == "__main__":
    main()
