"""Tell whether time grows with the size of a text, and not with the square of it.

    python eval/linear.py [--only WORD]

Each case gives something of the package a text that took minutes once, or might, at two sizes, the
larger four times the other. Seconds are CPU seconds, the best of up to five runs after one at the
smaller size that is not counted. The last column is the ratio of times over the ratio of sizes: 1
where the time grows with the size, 4 with its square. Exits with 1 if it is above 2.5 in a case.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, product
from pathlib import Path

from align.errors import MarialignError
from align.evaluation.locate import TextPair, locate
from align.evaluation.references import score_run
from align.languages.foreign import goes_with, third_language
from align.lines import on_one_line
from align.metrics.resampling import Plan
from align.pipeline import run
from align.records import Alignment, Bead, Origin, Segment, TranslationUnit
from align.segmenters.rules import split
from align.signature import Signature
from align.translators import open_translator
from align.translators.clauses import split_long
from align.translators.mends.addresses import unmasked
from align.translators.mends.currencies import english_codes, missing_amounts
from align.translators.mends.figures import as_dialled, missing_telephones
from align.translators.mends.measures import measured
from align.translators.mends.months import missing_months
from align.translators.mends.numbers import missing_numbers
from align.translators.mends.placeholders import respaced
from align.translators.mends.signs import parted
from align.translators.mends.spelling import misspelt, with_initials
from align.translators.mends.spelt import in_figures, missing_spelt
from align.translators.mends.stress import unstressed
from align.translators.mends.typography import (
    english_brackets,
    english_money,
    english_ordinals,
    english_quotes,
)
from align.translators.mends.weekdays import missing_weekdays
from align.validation.tmx import validate_tmx

TIMES = 4  # what the larger size is of the other
MOST = 2.5  # ratio of times over ratio of sizes; a square has 4
RUNS, ENOUGH = 5, 1.0  # at most so many runs, none begun after so many seconds
Case = Callable[[int], object]  # does its work at a size


def spaces_in_a_document(size: int) -> None:
    """Run a French text with one long run of spaces."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spaces.fr.txt")
        path.write_text(f"Le maire a présenté hier{' ' * size}son plan à la ville.\n", "utf-8")
        run(path, open_translator=lambda *langs: open_translator(engine="fake"))


def a_line_of_spaces(size: int) -> None:
    """Write a text with a long run of spaces as one line."""
    on_one_line(f"a{' ' * size}b \n\u2028 c")


def spaces_between_signs(size: int) -> None:
    """Part a text with a long run of spaces from its signs."""
    parted("a" + " " * size + "b")


def numbers(size: int) -> None:
    """Look for each number of a text in another one."""
    found = [f"{n} millions" for n in range(size)]
    missing_numbers("; ".join(found), "; ".join(found[:-1]))


def clauses(unit: str, size: int) -> None:
    """Cut a text of marks."""
    split_long("a" + unit * size + "b", 4096, lambda texts: [len(text) for text in texts])


def sentences(unit: str, size: int) -> None:
    """Split a line of one kind of mark."""
    split(unit * (size // len(unit)), "fr")


def dates_without_a_month(size: int) -> None:
    """Look for the months of dates."""
    missing_months("le 12 mars, " * size, "on 12, " * size)


def days_that_are_missing(size: int) -> None:
    """Look for days of the week."""
    missing_weekdays("le lundi, " * size, "on 12, " * size)


def spelt(unit: str, size: int) -> None:
    """Look for numbers in words, and for ordinals, in a run of them."""
    text = unit * size
    missing_spelt(text, text)
    in_figures(text)


def money(unit: str, size: int) -> None:
    """Look for amounts and measures, and write codes and signs as English has them."""
    text = unit * size
    missing_amounts(text, text)
    english_codes("20 CHF", text)
    measured(text)


def dialled(source: str, target: str, size: int) -> None:
    """Write telephone numbers, or what looks a little like them, as in a source."""
    as_dialled(source * size, target * size)


def telephones_in_one_number(size: int) -> None:
    """Write telephone numbers as in a source; the target is one long number."""
    as_dialled(" ".join(f"{n:08}"[:2] + f" 0{n % 9} 11 22" for n in range(99)), "1" * size)


def telephones_that_are_missing(size: int) -> None:
    """Look for telephone numbers that lack a group."""
    source = " / ".join(f"06 12 34 {n // 100:02} {n % 100:02}" for n in range(size))
    missing_telephones(source, source.replace(" 12 ", " "))


def spaces_where_a_tag_was(size: int) -> None:
    """Put a mark back that is not there."""
    unmasked("a" + " " * size + "b", (("71", "</b>"),))


def placeholders_that_are_missing(size: int) -> None:
    """Look for many placeholders, more than `re` keeps patterns."""
    respaced(" ".join(f"{{n{k}}}" for k in range(size)), "a" * 5 * size)


def placeholders(unit: str, size: int) -> None:
    """Look for placeholders in a text of marks."""
    respaced(unit * size, "a")


def placeholders_in_both(unit: str, size: int) -> None:
    """Look for placeholders in two texts of marks."""
    respaced(unit * size + "b", unit * size + "c")


def names_much_alike(size: int) -> None:
    """Find the misspelt among names that all end alike."""
    stems = product("BDLMRST", "aeiou", "lmnrs", "aeiou", "dt")
    made = ["".join(letters) for letters in islice(stems, size)]
    misspelt(", ".join(f"{a}ron" for a in made), ", ".join(f"{a}rron" for a in made), frozenset())


def names_unlike(size: int) -> None:
    """Find the misspelt among names that are unlike each other."""
    dice = random.Random(1)
    made = ["B" + "".join(dice.choices("aeioubcdfglmnprst", k=7)) for _ in range(size)]
    misspelt(" ".join(made), " ".join(f"{name[:-1]}z" for name in made), frozenset())


def initials(size: int) -> None:
    """Write names' initials as in a source of nothing else."""
    with_initials("A." * 5 * size, "A. Roux " * size)


def stressed_words(size: int) -> None:
    """Read words in lower case that capitals stress."""
    unstressed("le CLIENT " * size + "a", frozenset({"client"}))


def typography(mend: Callable[[str, str], str], unit: str, size: int) -> None:
    """Mend the typography of a text of marks."""
    mend(unit * size + "5 €", unit * size + "5 €")


def faults_of_a_tmx(size: int) -> None:
    """Report each forbidden character of a TMX."""
    text = (
        '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" '
        'o-tmf="t" adminlang="en" srclang="fr" datatype="plaintext"></header><body><tu>'
        f'<tuv xml:lang="fr"><seg>{chr(1) * size}</seg></tuv></tu></body></tmx>'
    )
    validate_tmx(io.BytesIO(text.encode()), report=lambda found: None)


def third_languages(unit: str, size: int) -> None:
    """Tell the language of a long line."""
    third_language(unit * size)
    goes_with(unit * size, "de")


def texts_for_segments(kind: str, size: int) -> None:
    """Look up texts in another order than theirs."""
    texts = _texts(kind, size)
    shuffled = random.Random(1).sample(texts, size)
    locate([TextPair("x", text, "") for text in shuffled], texts, [])


def a_reference_for_a_run(kind: str, size: int) -> None:
    """Score a run against its own pairs in another order."""
    texts = _texts(kind, size)
    segments = tuple(Segment(n, n, "fr", 0, len(text), text) for n, text in enumerate(texts))
    beads = tuple(Bead((n,), (n,), 1.0) for n in range(size))
    units = [
        TranslationUnit(text, text, "fr", "en", "1:1", Origin.HUMAN, f"[{n}]:[{n}]")
        for n, text in enumerate(texts)
    ]
    alignment = Alignment(segments, segments, beads, Signature.of(aligner="none"))
    shuffled = random.Random(1).sample(units, size)
    score_run(alignment, units, shuffled, name="reference", plan=Plan(resamples=20))


def _texts(kind: str, size: int) -> list[str]:
    name = "Oui" if kind == "short" else "Une phrase assez longue"
    return [f"{name} {'le même' if kind == 'equal' else n}." for n in range(size)]


def cases() -> Iterator[tuple[str, int, Case]]:
    """Yield each case with its name and the smaller of its sizes."""
    plain: Sequence[tuple[int, Case]] = (
        (25_000, spaces_in_a_document), (25_000, a_line_of_spaces), (25_000, spaces_between_signs),
        (5_000, numbers), (5_000, dates_without_a_month), (5_000, days_that_are_missing),
        (12_500, telephones_in_one_number),
        (1_000, telephones_that_are_missing), (25_000, spaces_where_a_tag_was),
        (1_000, placeholders_that_are_missing), (400, names_much_alike), (400, names_unlike),
        (2_500, initials), (5_000, stressed_words), (50_000, faults_of_a_tmx),
    )  # fmt: skip
    for size, case in plain:
        yield _named(case), size, case
    code = ("a_", "`", "` ", "``a", "``a`b", "C:\\", "\\", "a\\", "a.\\b", "$a", " $=")
    marks = (".", ". ", "«", '. " a ', "(", " ", "\n ", "a", '!" b ', "le 12. le ", "a ; 2. b ")
    families: Sequence[tuple[int, Callable[[str, int], object], Sequence[str]]] = (
        (15_000, clauses, (".", " ", "…!", ". ", '."', ",", " - ")),
        (150_000, sentences, marks),
        (12_500, placeholders, ("a", "1", "a-", ">", "2²", ".", ". ", *code)),
        (25_000, placeholders_in_both, ("a_", "a\\")),
        (12_500, spelt, ("vingt ", "vingt-", "vingt unième ", "cent et un ", "a hundred ", "a")),
        (6_250, money, ("1 ", "20 ", "20 CHF ", "1 000 ", "$20 CA ", "20CHF", "EUR ", "12,")),
        (50_000, third_languages, ("der ", "« Der ", "' ", "ыыыы", "von der ")),
        (2_000, texts_for_segments, ("short", "long", "equal")),
        (2_000, a_reference_for_a_run, ("short", "long", "equal")),
    )
    for size, family, units in families:
        for unit in units:
            yield f"{_named(family)} {unit!r}", size, partial(family, unit)
    for source, target, size in (
        ("12 ", "1 2", 1_250), ("12 ", "12 ", 8_000), ("06 12 34 56 78 ", "06 12 34 56 78 ", 1_750),
    ):  # fmt: skip
        yield f"dialled {source!r} {target!r}", size, partial(dialled, source, target)
    for mend in (english_money, english_brackets, english_quotes, english_ordinals):
        for unit in ("123 ", "1,", "1 to ", "€ 1 ", "123.123 ", "and(3) ", '" a'):
            yield f"{_named(mend)} {unit!r}", 5_000, partial(typography, mend, unit)


def _named(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", " ")


def seconds(case: Case, size: int) -> float:
    """Return CPU seconds of a case at a size, the best of a few runs."""
    spent: list[float] = []
    while len(spent) < RUNS and sum(spent) < ENOUGH:
        begin = time.process_time()
        case(size)
        spent.append(time.process_time() - begin)
    return min(spent)


def main() -> None:
    """Print a row for each case; errors become one sentence on stderr and an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="cases with this in their name")
    options = parser.parse_args()
    wanted = [one for one in cases() if options.only in one[0]]
    if not wanted:
        parser.error(f"--only {options.only}: no case has this in its name.")
    print(
        "| case | size | s | 4 times the size | s | ratio |\n| --- | --- | --- | --- | --- | --- |"
    )
    squares = []
    try:
        for name, size, case in wanted:
            case(size)  # tables are read, and memory is taken
            few, many = seconds(case, size), seconds(case, TIMES * size)
            ratio = many / few / TIMES
            sizes = f"{size:,} | {few:.4f} | {TIMES * size:,} | {many:.4f}"
            print(f"| {name} | {sizes} | {ratio:.2f} |", flush=True)
            if ratio > MOST:
                squares.append(name)
    except MarialignError as error:
        print(f"linear: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    if squares:
        print(f"linear: time grows too fast in: {', '.join(squares)}.", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
