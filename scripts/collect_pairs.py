"""Pair the French and English texts that Debian's packages hold, to train the bundled model on.

    python scripts/collect_pairs.py descriptions EN.txt FR.txt descriptions.fr-en.tsv
    python scripts/collect_pairs.py catalogues UNPACKED... messages.fr-en.tsv.xz --without TEST.fr

EN.txt and FR.txt are apt's Translation files, in plain text: stanzas that Description-md5 joins.
UNPACKED are folders of unpacked packages; every fr/LC_MESSAGES/*.mo in them is read.

Paragraphs and items of lists are paired by their order where there are as many on both sides, and
the sentences in them likewise, as Marialign's own segmenter finds them; a paragraph with other
counts is taken whole while it is short. Each pair is FRENCH TAB ENGLISH, with the apostrophes and
spaces of a keyboard. What is left out, and why, is counted on stderr.
"""

from __future__ import annotations

import argparse
import gettext
import html
import io
import lzma
import re
import struct
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Collection as AnyCollection
from dataclasses import dataclass, field
from pathlib import Path

from align.errors import DataError, MarialignError, ReadError
from align.files import check_folder, read_bytes, read_lines, whole_output
from align.languages.bilingual import french_score
from align.segmenters.rules import split

LONGEST = 60  # words on a side
RATIO = 2.2  # characters on one side for one of the other
RATIO_WHOLE = 1.5  # likewise where the counts of sentences differ: one may have no translation
LIKENESS = 5.0  # log-odds that the French side is at least more like French than the other
OFTEN = 3  # pairs that one text may be a side of
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_TYPED = str.maketrans("’ʼ⋅", "'' ")  # translators write a dot so that a no-break space is seen
_QUOTES = str.maketrans("‘“”„", '\'"""')
_DOUBLED = re.compile(r"``|''")  # quotation marks as TeX writes them
_BULLET = re.compile(r"\A\s*(?:[-*+•·–—]|(?<=\s)o|\d{1,2}[.)])\s+")
_CONTEXT = re.compile(r"\A(?:\?[\w ]+:|[\w ]+\^|[\w.,() -]+\|{1,2}(?=\S))")  # Freeciv, Wesnoth, GTK
_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|li|h\d|div|tr|td)>")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_ENTITY = re.compile(r"&#?\w+;")
_MNEMONIC = re.compile(r"(?<![\w&])[_&](?=[^\W\d_])|(?<=[A-Za-z])&(?=[a-z])")
_CODE = re.compile(
    r"%[-+ #0-9.$]*[sdiufxXgcln](?![a-zà-ÿ])|%\d|%\(|%[A-Za-z]\b|\{[^}]*\}|\$\w|<[/a-zA-Z!][^>]*>"
    r"|&#?\w+;|\\[a-z]|\|\||@\w+@|__|[a-z]_[a-z]|\[\[|\]\]|https?://|www\.|ftp://|\ufffd|<-|->|::|=="
    r"|\[/?\w\]"
)
_MD5 = re.compile(r"^Description-md5:\s*(\w+)", re.MULTILINE)
_NUMBER = re.compile(r"\d{2,}")
_THOUSANDS = re.compile(r"(?<=\d)[ .,](?=\d{3}\b)")


@dataclass(slots=True)
class Collection:
    """Pairs in the order they came, and how many are left out for which reason."""

    held_out: set[str] = field(default_factory=set)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    _met: set[tuple[str, str]] = field(default_factory=set)
    _sides: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, french: Sequence[str], english: Sequence[str]) -> None:
        """Pair the paragraphs of two texts, and their sentences.

        Args:
            french: lines; "" and "." part paragraphs, a bullet or an indent begins one.
            english: likewise.
        """
        pairs = paragraph_pairs(french, english)
        if not pairs and any(french) and any(english):
            self.dropped["other paragraphs"] += 1
        for one, other in pairs:
            pair = plain(one, lang="fr"), plain(other, lang="en")
            if pair not in self._met:  # the packages of one source share paragraphs
                self._met.add(pair)
                for sentences in sentence_pairs(*pair):
                    self._offer(*sentences)

    def _offer(self, french: str, english: str, ratio: float) -> None:
        french, english = with_like_ends(french, english)
        key = french.lower(), english.lower()
        fault = fault_of(french, english, ratio)
        if not fault and not self.held_out.isdisjoint(key):
            fault = "held out"
        if not fault and key in self.kept:
            fault = "repeated"
        if not fault and max(self._sides[side] for side in enumerate(key)) >= OFTEN:
            fault = "frequent"
        if fault:
            self.dropped[fault] += 1
            return
        self._sides.update(enumerate(key))
        self.kept[key] = f"{french}\t{english}\n"


def plain(text: str, *, lang: str) -> str:
    """Return a text as a keyboard types it; only English loses its curly quotation marks."""
    text = unicodedata.normalize("NFC", text).translate(_UNSEEN).translate(_TYPED)
    text = _DOUBLED.sub('"', text)
    return " ".join((text.translate(_QUOTES) if lang == "en" else text).split())


def blocks(lines: Sequence[str]) -> list[list[str]]:
    """Return what stands between blank lines, each as paragraphs and items with their bullets."""
    found: list[list[str]] = [[]]
    for line in lines:
        here = found[-1]
        if line.strip() in ("", "."):
            found.append([])
        elif _BULLET.match(line) or not here:
            here.append(line)
        elif _BULLET.match(here[-1]) or not (line[0].isspace() or here[-1][0].isspace()):
            here[-1] += " " + line.strip()
        else:  # an indented line without a bullet stands alone, as in a table
            here.append(line)
    return [block for block in found if block]


def paragraph_pairs(french: Sequence[str], english: Sequence[str]) -> list[tuple[str, str]]:
    """Pair paragraphs by their order, in the whole texts or between blank lines; else none."""
    sides = blocks(french), blocks(english)
    one, other = ([text for block in side for text in block] for side in sides)
    parts = [(one, other)]
    if _items(one) != _items(other):
        parts = list(zip(*sides, strict=True)) if len(sides[0]) == len(sides[1]) else []
    pairs: list[tuple[str, str]] = []
    for one, other in parts:
        if _items(one) == _items(other):
            pairs += zip(one, other, strict=True)
        elif not any(_items(one) + _items(other)):
            pairs.append((" ".join(one), " ".join(other)))
    return [(_BULLET.sub("", one), _BULLET.sub("", other)) for one, other in pairs]


def _items(texts: Sequence[str]) -> list[bool]:
    return [_BULLET.match(text) is not None for text in texts]


def sentence_pairs(french: str, english: str) -> Iterator[tuple[str, str, float]]:
    """Yield the sentences of two paragraphs one to one, or the paragraphs whole.

    With each comes how many characters one side may have for one of the other.
    """
    one, other = (
        [text[start:end] for start, end in split(text, lang)]
        for text, lang in ((french, "fr"), (english, "en"))
    )
    if len(one) != len(other):
        yield french, english, RATIO_WHOLE
    elif all(_ratio(a, b) <= RATIO for a, b in zip(one, other, strict=True)):
        yield from ((a, b, RATIO) for a, b in zip(one, other, strict=True))
    else:  # on one side, a sentence has gone to its neighbour
        yield french, english, RATIO


def _ratio(french: str, english: str) -> float:
    a, b = len(french) / 1.1 + 10, len(english) + 10  # French is the longer language
    return max(a / b, b / a)


def with_like_ends(french: str, english: str) -> tuple[str, str]:
    """Give the side that alone ends as an item does, in a comma or semicolon, the other's end."""
    one, other = french.rstrip(" ,;"), english.rstrip(" ,;")
    if (one == french) == (other == english):
        return french, english
    stop = "." * (french.endswith(".") or english.endswith("."))
    return one.removesuffix(".") + stop, other.removesuffix(".") + stop


def fault_of(french: str, english: str, ratio: float) -> str:
    """Say why a pair teaches nothing, or what is wrong; "" where it may be taken."""
    sides = french, english
    numbers = [set(_NUMBER.findall(_THOUSANDS.sub("", side))) for side in sides]
    faults = {
        "empty": not all(sides),
        "identical": french.lower() == english.lower(),
        "long": max(len(side.split()) for side in sides) > LONGEST,
        "ratio": _ratio(french, english) > ratio,
        "code": any(_CODE.search(side) for side in sides),
        "signs": not all(_is_prose(side) for side in sides),
        "numbers": all(numbers) and numbers[0].isdisjoint(numbers[1]),
        "capitals": french.isupper() != english.isupper() and len(english) > 4,
        "language": min(side.count(" ") for side in sides) >= 3
        and french_score(french) - french_score(english) < LIKENESS,
    }
    return next((name for name, is_so in faults.items() if is_so), "")


def _is_prose(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return (
        text.isprintable()
        and len(letters) + text.count(" ") >= 0.6 * len(text)
        and sum(c < "\u0250" for c in letters) >= max(1, 0.8 * len(letters))  # Latin
        and max(map(len, text.split())) <= 35
    )


def descriptions(path: Path, lang: str) -> dict[str, list[str]]:
    """Return the lines of the descriptions in a Translation file by their MD5, summary first.

    Raises:
        ReadError: the file is missing, no text, or has no such description.
    """
    found: dict[str, list[str]] = {}
    described = re.compile(rf"^Description-{lang}:(.*(?:\n[ \t].*)*)", re.MULTILINE)
    for stanza in re.split(r"\n\s*\n", "\n".join(read_lines(path))):
        key, text = _MD5.search(stanza), described.search(stanza)
        if key and text:
            summary, *lines = text[1].split("\n")
            found.setdefault(key[1], [summary.strip(), *(line[1:] for line in lines)])
    if not found:
        raise ReadError(f"{path}: Description-md5 and Description-{lang} were expected in it.")
    return found


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the French and English messages of a catalogue; of those with a plural, the singular.

    Raises:
        ReadError: the file cannot be read, or is no catalogue.
    """
    try:
        catalogue = gettext.GNUTranslations(io.BytesIO(read_bytes(path)))
    except (OSError, struct.error, ValueError, LookupError) as error:
        cause = getattr(error, "strerror", None) or error
        raise ReadError(f"{path}: cannot be read as a GNU catalogue: {cause}.") from None
    entries: dict[str | tuple[str, int], str] = vars(catalogue)["_catalog"]  # there is no API
    for key, french in entries.items():
        english, form = key if isinstance(key, tuple) else (key, 0)
        if english and form == 0:
            yield _unmarked(french), _unmarked(english.rpartition("\x04")[2])


def _unmarked(message: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n\n", _CONTEXT.sub("", message)))
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)  # not the &not of &note
    return _MNEMONIC.sub("", text)


def collect(options: argparse.Namespace) -> None:
    """Read, pair, write, and say what was left out.

    Raises:
        DataError: nothing can be paired.
    """
    check_folder(options.output)
    found = Collection(held_out(options.without))
    if options.kind == "descriptions":
        english, french = descriptions(options.english, "en"), descriptions(options.french, "fr")
        joined = [key for key in french if key in english]
        for key in joined:
            found.add(french[key][:1], english[key][:1])
            found.add(french[key][1:], english[key][1:])
        read = f"{len(joined):,} of {len(french):,} French descriptions have an English one"
    else:
        files = catalogues(options.folders)
        for file in files:
            for one, other in messages(file):
                found.add(one.split("\n"), other.split("\n"))
        read = f"{len(files):,} catalogues"
    print(read, file=sys.stderr)
    write_pairs(options.output, found.kept.values(), found.dropped)


def held_out(files: Iterable[Path]) -> set[str]:
    """Return the lines that must not be trained on, as either language types them, in lower case.

    Raises:
        ReadError: a file is missing or no text.
    """
    lines = (line for file in files for line in read_lines(file))
    return {plain(line, lang=lang).lower() for line in lines for lang in ("fr", "en")} - {""}


def write_pairs(output: Path, lines: AnyCollection[str], dropped: Counter[str]) -> None:
    """Write pairs, a line each, and say on stderr how many, and what was left out.

    Raises:
        DataError: there are none.
        ReadError: it cannot be written.
    """
    left_out = ", ".join(f"{name} {count:,}" for name, count in dropped.most_common())
    print(f"left out: {left_out or 'none'}", file=sys.stderr)
    if not lines:
        raise DataError(f"{output} was not written: there is no pair to take.")
    data = "".join(lines).encode()
    with whole_output(output) as stream:
        stream.write(lzma.compress(data) if output.suffix == ".xz" else data)
    print(f"{output}: {len(lines):,} pairs", file=sys.stderr)


def catalogues(folders: Sequence[Path]) -> list[Path]:
    """Return the French catalogues in folders, at any depth, in the order of their names.

    Raises:
        ReadError: there is no such folder, or no such file in any.
    """
    for folder in folders:
        if not folder.is_dir():
            raise ReadError(f"{folder}: a folder of unpacked packages was expected.")
    found = {path for folder in folders for path in folder.rglob("fr/LC_MESSAGES/*.mo")}
    if not any(path.is_file() for path in found):
        raise ReadError(f"{folders[0]}: fr/LC_MESSAGES/*.mo was expected somewhere in it.")
    return sorted(path for path in found if path.is_file())


def main() -> None:
    """Collect pairs; errors become one sentence on stderr and an exit code of 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    kind = kinds.add_parser("descriptions", help="of packages, from apt's Translation files")
    kind.add_argument("english", type=Path)
    kind.add_argument("french", type=Path)
    other = kinds.add_parser("catalogues", help="messages of programs, from GNU .mo files")
    other.add_argument("folders", type=Path, nargs="+", help="unpacked packages")
    for each in (kind, other):
        add_output(each)
    in_one_sentence(collect, parser)


def add_output(parser: argparse.ArgumentParser) -> None:
    """Let a parser take where pairs go, and what must not be among them."""
    parser.add_argument("output", type=Path, help="packed if its name ends in .xz")
    parser.add_argument(
        "--without", type=Path, action="append", default=[], metavar="FILE",
        help="lines that must not be trained on, such as tests; may be given again",
    )  # fmt: skip


def in_one_sentence(
    work: Callable[[argparse.Namespace], None], parser: argparse.ArgumentParser
) -> None:
    """Do the work that was asked for; an error is told in one sentence, after the script's name."""
    try:
        work(parser.parse_args())
    except MarialignError as error:
        print(f"{Path(parser.prog).stem}: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
